#include "BitPacking.h"

#include <string.h>

#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "The packed words are little-endian; add a byte swap here."
#endif

#if defined(__x86_64__) && defined(__linux__)
#define CLONES __attribute__((target_clones("avx2", "default")))
#else
#define CLONES
#endif

enum { GROUP = 128, MOST_EXCEPTIONS = 7, PATCH_BITS = 8 };

typedef uint32_t row_t __attribute__((vector_size(16)));

static inline row_t load_row(const void *bytes) {
    row_t row;
    memcpy(&row, bytes, sizeof row);
    return row;
}

static inline void store_row(void *bytes, row_t row) { memcpy(bytes, &row, sizeof row); }

static inline uint32_t mask_of(uint32_t bits) { return bits == 32 ? 0xFFFFFFFFu : (1u << bits) - 1; }

static void pack_128(const uint32_t *values, uint32_t bits, uint8_t *packed) {
    row_t word = {0, 0, 0, 0};
    uint32_t filled = 0;
    if (bits == 0) return;
    for (int index = 0; index < 32; index++) {
        row_t row = load_row(values + 4 * index) & mask_of(bits);
        word |= row << filled;
        filled += bits;
        if (filled >= 32) {
            store_row(packed, word);
            packed += 16;
            filled -= 32;
            // What did not fit; a shift by 32 is undefined, so the exact fit is apart.
            word = filled == 0 ? (row_t){0, 0, 0, 0} : row >> (bits - filled);
        }
    }
}

// With `bits` a constant the loop unrolls to shifts and masks.
static inline __attribute__((always_inline)) void unpack_rows(
    const uint8_t *packed, const uint32_t bits, uint32_t *values) {
    const uint32_t mask = mask_of(bits);
#pragma clang loop unroll(full)
    for (uint32_t index = 0; index < 32; index++) {
        const uint32_t word = index * bits / 32, shift = index * bits % 32;
        row_t row = load_row(packed + 16 * word) >> shift;
        if (shift + bits > 32) row |= load_row(packed + 16 * (word + 1)) << (32 - shift);
        store_row(values + 4 * index, row & mask);
    }
}

static void unpack_128(const uint8_t *packed, uint32_t bits, uint32_t *values) {
    switch (bits) {
#define WIDTH(n) case n: unpack_rows(packed, n, values); return;
    WIDTH(1) WIDTH(2) WIDTH(3) WIDTH(4) WIDTH(5) WIDTH(6) WIDTH(7) WIDTH(8)
    WIDTH(9) WIDTH(10) WIDTH(11) WIDTH(12) WIDTH(13) WIDTH(14) WIDTH(15) WIDTH(16)
    WIDTH(17) WIDTH(18) WIDTH(19) WIDTH(20) WIDTH(21) WIDTH(22) WIDTH(23) WIDTH(24)
    WIDTH(25) WIDTH(26) WIDTH(27) WIDTH(28) WIDTH(29) WIDTH(30) WIDTH(31) WIDTH(32)
#undef WIDTH
    default: memset(values, 0, GROUP * sizeof *values);
    }
}

// Writes up to 3 bytes more than the values take.
static void pack_few(const uint32_t *values, uint32_t count, uint32_t bits, uint8_t *packed) {
    uint64_t held = 0;
    uint32_t filled = 0;
    for (uint32_t index = 0; index < count; index++) {
        held |= (uint64_t)(values[index] & mask_of(bits)) << filled;
        filled += bits;
        if (filled < 32) continue;
        const uint32_t word = (uint32_t)held;
        memcpy(packed, &word, sizeof word);
        packed += sizeof word;
        held >>= 32;
        filled -= 32;
    }
    const uint32_t word = (uint32_t)held;
    if (filled > 0) memcpy(packed, &word, sizeof word);
}

static void unpack_few(const uint8_t *packed, size_t size, uint32_t count, uint32_t bits, uint32_t *values) {
    // Whole words are read, so the bytes get room behind them.
    uint8_t bytes[GROUP * 4 + 8];
    memcpy(bytes, packed, size);
    memset(bytes + size, 0, 8);
    const uint32_t mask = mask_of(bits);
    for (uint32_t index = 0, bit = 0; index < count; index++, bit += bits) {
        uint64_t word;
        memcpy(&word, bytes + bit / 8, sizeof word);
        values[index] = (uint32_t)(word >> bit % 8) & mask;
    }
}

static inline size_t packed_size(uint32_t count, uint32_t bits) { return ((size_t)count * bits + 7) / 8; }

static uint32_t count_wider(const uint32_t *values, uint32_t count, uint32_t bits) {
    uint32_t wider = 0;
    for (uint32_t index = 0; index < count; index++) wider += values[index] >> bits != 0;
    return wider;
}

// The width that makes the group smallest: of those that leave at most 7 values with at most 8 more bits.
static uint32_t best_width(const uint32_t *values, uint32_t count, uint32_t *exceptions) {
    uint32_t all = 0;
    for (uint32_t index = 0; index < count; index++) all |= values[index];
    const uint32_t greatest = all == 0 ? 0 : 32 - (uint32_t)__builtin_clz(all);
    uint32_t best = greatest;
    size_t least = packed_size(count, greatest);
    *exceptions = 0;
    for (uint32_t bits = greatest; bits-- > 0 && bits + PATCH_BITS >= greatest;) {
        const uint32_t wider = count_wider(values, count, bits);
        if (wider > MOST_EXCEPTIONS) break;
        const size_t size = packed_size(count, bits) + 2 * wider;
        // 31 stands for 32.
        if (size < least && bits != 31) (least = size, best = bits, *exceptions = wider);
    }
    return best == 31 ? 32 : best;
}

size_t dossier_encode_group(const uint32_t *values, uint32_t count, uint8_t *bytes) {
    uint32_t exceptions = 0;
    const uint32_t bits = best_width(values, count, &exceptions);
    bytes[0] = (uint8_t)(exceptions << 5 | (bits == 32 ? 31 : bits));
    if (count == GROUP) pack_128(values, bits, bytes + 1);
    else pack_few(values, count, bits, bytes + 1);
    uint8_t *place = bytes + 1 + packed_size(count, bits), *high = place + exceptions;
    for (uint32_t index = 0; exceptions > 0 && index < count; index++) {
        if (values[index] >> bits == 0) continue;
        *place++ = (uint8_t)index;
        *high++ = (uint8_t)(values[index] >> bits);
        exceptions--;
    }
    return (size_t)(high - bytes);
}

size_t dossier_decode_group(const uint8_t *bytes, size_t size, uint32_t count, uint32_t *values) {
    if (size == 0) return 0;
    const uint32_t exceptions = bytes[0] >> 5, bits = (bytes[0] & 31) == 31 ? 32 : bytes[0] & 31;
    const size_t packed = packed_size(count, bits), end = 1 + packed + 2 * exceptions;
    if (end > size || (bits == 32 && exceptions > 0)) return 0;
    if (count == GROUP) unpack_128(bytes + 1, bits, values);
    else unpack_few(bytes + 1, packed, count, bits, values);
    const uint8_t *places = bytes + 1 + packed;
    for (uint32_t index = 0; index < exceptions; index++) {
        if (places[index] >= count) return 0;
        values[places[index]] |= (uint32_t)places[exceptions + index] << bits;
    }
    return end;
}

size_t dossier_decode_one_of_128(const uint8_t *bytes, size_t size, uint32_t index, uint32_t *value) {
    if (size == 0) return 0;
    const uint32_t exceptions = bytes[0] >> 5, bits = (bytes[0] & 31) == 31 ? 32 : bytes[0] & 31;
    const size_t packed = packed_size(GROUP, bits), end = 1 + packed + 2 * exceptions;
    if (end > size || (bits == 32 && exceptions > 0)) return 0;
    const uint32_t bit = index / 4 * bits, shift = bit % 32;
    const uint8_t *at = bytes + 1 + 16 * (bit / 32) + 4 * (index % 4);
    uint32_t word = 0, next = 0;
    if (bits > 0) memcpy(&word, at, sizeof word);
    if (shift + bits > 32) memcpy(&next, at + 16, sizeof next);
    *value = (uint32_t)(((uint64_t)next << 32 | word) >> shift) & mask_of(bits);
    const uint8_t *places = bytes + 1 + packed;
    for (uint32_t exception = 0; exception < exceptions; exception++)
        if (places[exception] == index) *value |= (uint32_t)places[exceptions + exception] << bits;
    return end;
}

typedef uint32_t rows_t __attribute__((vector_size(32)));

CLONES void dossier_sum_gaps_128(uint32_t base, uint32_t *values) {
    rows_t last = {base, base, base, base, base, base, base, base};
    const rows_t zero = {0};
    for (int index = 0; index < GROUP; index += 8) {
        rows_t rows;
        memcpy(&rows, values + index, sizeof rows);
        rows += 1;
        // Prefix sums within two rows: by one lane, by two, then the first row's to the second.
        rows += __builtin_shufflevector(zero, rows, 0, 8, 9, 10, 4, 12, 13, 14);
        rows += __builtin_shufflevector(zero, rows, 0, 1, 8, 9, 4, 5, 12, 13);
        rows += __builtin_shufflevector(zero, rows, 0, 1, 2, 3, 11, 11, 11, 11);
        const rows_t sums = rows + last;
        memcpy(values + index, &sums, sizeof sums);
        // From rows to rows there is but one addition to wait for.
        last += __builtin_shufflevector(rows, rows, 7, 7, 7, 7, 7, 7, 7, 7);
    }
}
