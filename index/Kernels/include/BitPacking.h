#pragma once
#include <stddef.h>
#include <stdint.h>

// Packs groups of at most 128 integers in as many bits as most of them take; the few that take more are patched.
//
//     group       exceptionCount << 5 | width | packed | place u8 x exceptionCount | high u8 x exceptionCount
//     width       0...30 bits, 31 for 32 bits; at most 7 exceptions: values[place] has high << width beside its low bits
//     of 128      four interleaved lanes, 16 * width bytes:
//                   values    v0 v1 v2 v3 | v4 v5 v6 v7 | ...        row r holds v[4r] ... v[4r + 3]
//                   lane i    v[i], v[4 + i], v[8 + i], ...          packed low bits first into 32-bit words
//                   bytes     word 0 of lanes 0...3, word 1 of lanes 0...3, ...   little-endian
//     of fewer    one after another, low bits first; zeros fill the last byte
//
// The lanes are those of SIMD-BP128, the patches those of PFOR: Lemire and Boytsov, "Decoding billions of integers per
// second through vectorization" (2015).

/// Room that any group's bytes fit.
enum { dossier_group_room = 528 };

/// So few gaps at the end of a chunk are LEB128 each, without a group.
enum { dossier_plain_gaps = 8 };

/// Writes a group of 1...128 values. Returns its size; writes up to 3 bytes more, at most `dossier_group_room`.
size_t dossier_encode_group(const uint32_t *_Nonnull values, uint32_t count, uint8_t *_Nonnull bytes);

/// Reads a group of 1...128 values from at most `size` bytes. Returns its size; 0 where it is damaged.
size_t dossier_decode_group(
    const uint8_t *_Nonnull bytes, size_t size, uint32_t count, uint32_t *_Nonnull values);

/// Reads the value at an index of a group of 128 alone; as dossier_decode_group, but that no other value is checked.
size_t dossier_decode_one_of_128(
    const uint8_t *_Nonnull bytes, size_t size, uint32_t index, uint32_t *_Nonnull value);

/// The size of a group of 128 values by its first byte.
static inline size_t dossier_full_group_size(uint8_t header) {
    const size_t bits = (header & 31) == 31 ? 32 : header & 31;
    return 1 + 16 * bits + 2 * (size_t)(header >> 5);
}

/// Turns 128 gaps into ascending numbers: values[i] = values[i - 1] + gap[i] + 1, where values[-1] = `base`.
/// Sums wrap around.
void dossier_sum_gaps_128(uint32_t base, uint32_t *_Nonnull values);
