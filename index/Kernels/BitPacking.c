#include "BitPacking.h"

#include <string.h>

#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "The packed words are little-endian; add a byte swap here."
#endif

typedef uint32_t row_t __attribute__((vector_size(16)));

static inline row_t load_row(const void *bytes) {
    row_t row;
    memcpy(&row, bytes, sizeof row);
    return row;
}

static inline void store_row(void *bytes, row_t row) { memcpy(bytes, &row, sizeof row); }

void dossier_pack_128(const uint32_t *values, uint32_t bits, uint8_t *packed) {
    row_t word = {0, 0, 0, 0};
    uint32_t filled = 0;
    if (bits == 0 || bits > 32) return;
    for (int index = 0; index < 32; index++) {
        row_t row = load_row(values + 4 * index);
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
    const uint32_t mask = bits == 32 ? 0xFFFFFFFFu : (1u << bits) - 1;
#pragma clang loop unroll(full)
    for (uint32_t index = 0; index < 32; index++) {
        const uint32_t word = index * bits / 32, shift = index * bits % 32;
        row_t row = load_row(packed + 16 * word) >> shift;
        if (shift + bits > 32) row |= load_row(packed + 16 * (word + 1)) << (32 - shift);
        store_row(values + 4 * index, row & mask);
    }
}

void dossier_unpack_128(const uint8_t *packed, uint32_t bits, uint32_t *values) {
    switch (bits) {
#define WIDTH(n) case n: unpack_rows(packed, n, values); return;
    WIDTH(1) WIDTH(2) WIDTH(3) WIDTH(4) WIDTH(5) WIDTH(6) WIDTH(7) WIDTH(8)
    WIDTH(9) WIDTH(10) WIDTH(11) WIDTH(12) WIDTH(13) WIDTH(14) WIDTH(15) WIDTH(16)
    WIDTH(17) WIDTH(18) WIDTH(19) WIDTH(20) WIDTH(21) WIDTH(22) WIDTH(23) WIDTH(24)
    WIDTH(25) WIDTH(26) WIDTH(27) WIDTH(28) WIDTH(29) WIDTH(30) WIDTH(31) WIDTH(32)
#undef WIDTH
    default: memset(values, 0, 128 * sizeof *values);
    }
}

void dossier_unpack_ascending_128(const uint8_t *packed, uint32_t bits, uint32_t base, uint32_t *values) {
    dossier_unpack_128(packed, bits, values);
    row_t last = {base, base, base, base};
    const row_t zero = {0, 0, 0, 0};
    for (int index = 0; index < 32; index++) {
        row_t row = load_row(values + 4 * index) + 1;
        // Prefix sum within a row in two steps: by one lane, then by two.
        row += __builtin_shufflevector(zero, row, 0, 4, 5, 6);
        row += __builtin_shufflevector(zero, row, 0, 1, 4, 5);
        row += last;
        store_row(values + 4 * index, row);
        last = __builtin_shufflevector(row, row, 3, 3, 3, 3);
    }
}
