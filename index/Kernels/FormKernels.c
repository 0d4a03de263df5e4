#include "FormKernels.h"

#include <string.h>

// Fifteen ones say that 32 bits follow.
enum { ESCAPE = 15 };

// The 57 bits, at least, from a bit on; zeros behind the end.
static inline uint64_t bits_at(const uint8_t *stream, size_t size, size_t bit) {
    const size_t start = bit / 8;
    uint64_t word = 0;
    if (start + 8 <= size) memcpy(&word, stream + start, 8);
    else if (start < size) memcpy(&word, stream + start, size - start);
    return word >> (bit % 8);
}

int dossier_mark_forms(
    const uint8_t *stream, size_t size, size_t *bit, const uint32_t *documents, const uint32_t *frequencies, size_t count,
    uint64_t wanted, size_t document_count, uint64_t *bits) {
    size_t at = *bit;
    uint64_t word = bits_at(stream, size, at);
    uint32_t left = 56;
    for (size_t place = 0; place < count; place++) {
        uint64_t found = 0;
        if (documents[place] >= document_count) return 0;
        for (uint32_t occurrence = 0; occurrence < frequencies[place]; occurrence++) {
            if (left <= ESCAPE) {
                if (at >= 8 * size) return 0;
                word = bits_at(stream, size, at);
                left = 56;
            }
            const uint32_t ones = (uint32_t)__builtin_ctzll(~word | 1ull << 63);
            if (ones < ESCAPE) {
                found |= wanted >> ones;
                word >>= ones + 1;
                left -= ones + 1;
                at += ones + 1;
                continue;
            }
            const uint32_t form = (uint32_t)(bits_at(stream, size, at + ESCAPE)) + ESCAPE;
            if (form < 64) found |= wanted >> form;
            at += ESCAPE + 32;
            left = 0;
        }
        bits[documents[place] / 64] |= (found & 1) << (documents[place] % 64);
    }
    *bit = at;
    return at <= 8 * size;
}
