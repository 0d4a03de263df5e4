#pragma once
#include <stdint.h>

// Packs blocks of 128 integers, each in `bits` bits (0...32), as four interleaved lanes:
//
//     values    v0 v1 v2 v3 | v4 v5 v6 v7 | ...        row r holds v[4r] ... v[4r + 3]
//     lane i    v[i], v[4 + i], v[8 + i], ...          packed low bits first into 32-bit words
//     bytes     word 0 of lanes 0...3, word 1 of lanes 0...3, ...   little-endian
//
// A block takes exactly 16 * bits bytes. The layout is that of SIMD-BP128:
// Lemire and Boytsov, "Decoding billions of integers per second through vectorization" (2015).

/// Packs 128 values; bits above `bits` in a value must be 0. Writes 16 * bits bytes.
void dossier_pack_128(const uint32_t *_Nonnull values, uint32_t bits, uint8_t *_Nonnull packed);

/// Unpacks 128 values from 16 * bits bytes; `bits` above 32 gives zeroes.
void dossier_unpack_128(const uint8_t *_Nonnull packed, uint32_t bits, uint32_t *_Nonnull values);

/// Unpacks 128 gaps and turns them into ascending numbers: values[i] = values[i - 1] + gap[i] + 1,
/// where values[-1] = `base`. Sums wrap around.
void dossier_unpack_ascending_128(
    const uint8_t *_Nonnull packed, uint32_t bits, uint32_t base, uint32_t *_Nonnull values);
