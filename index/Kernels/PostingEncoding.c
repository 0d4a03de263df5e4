#include "PostingEncoding.h"

#include <string.h>

#include "BitPacking.h"
#include "ListBytes.h"

enum { BLOCK = 128 };

// LEB128; returns the byte after it.
static inline uint8_t *put(uint8_t *bytes, uint64_t value) {
    while (value >= 0x80) {
        *bytes++ = (uint8_t)value | 0x80;
        value >>= 7;
    }
    *bytes++ = (uint8_t)value;
    return bytes;
}

// Writes the 128 documents of a block as a bitset of words that begin at multiples of 64. Returns the byte after it.
static uint8_t *put_bitset(const uint32_t *documents, uint32_t first, uint32_t word_count, uint8_t *bytes) {
    *bytes++ = BITSET_MARK;
    *bytes++ = (uint8_t)word_count;
    memset(bytes, 0, 8 * (size_t)word_count);
    for (int index = 0; index < BLOCK; index++) {
        const uint32_t bit = documents[index] - first;
        bytes[bit / 8] |= (uint8_t)(1u << bit % 8);
    }
    return bytes + 8 * (size_t)word_count;
}

// Bitsets of so few words are taken whatever gaps would take: there are few blocks so dense, and their lists are long.
enum { DENSE_WORD_COUNT = 4 };

// Writes the 128 documents of a block, as a bitset unless they are not dense and that takes a quarter more. Returns the
// byte after them.
static uint8_t *put_documents(const uint32_t *documents, uint32_t base, uint8_t *bytes) {
    uint32_t gaps[BLOCK];
    gaps[0] = documents[0] - base - 1;
    for (int index = 1; index < BLOCK; index++) gaps[index] = documents[index] - documents[index - 1] - 1;
    const size_t size = dossier_encode_group(gaps, BLOCK, bytes);
    const uint32_t first = (base + 1) & ~63u, word_count = (documents[BLOCK - 1] - first) / 64 + 1;
    const int is_small = word_count <= DENSE_WORD_COUNT || 4 * (2 + 8 * (size_t)word_count) <= 5 * size;
    if (!is_small || word_count > UINT8_MAX) return bytes + size;
    return put_bitset(documents, first, word_count, bytes);
}

size_t dossier_encode_block(
    const uint32_t *documents, const uint32_t *frequencies, uint32_t count, uint32_t base, uint8_t *bytes) {
    uint8_t *end = bytes;
    if (count < BLOCK) {
        uint32_t previous = base;
        for (uint32_t index = 0; index < count; index++) {
            const uint64_t gap = documents[index] - previous - 1;
            end = put(end, gap << 1 | (frequencies[index] == 1));
            if (frequencies[index] > 1) end = put(end, frequencies[index] - 2);
            previous = documents[index];
        }
        return (size_t)(end - bytes);
    }
    uint32_t counts[BLOCK];
    for (int index = 0; index < BLOCK; index++) counts[index] = frequencies[index] - 1;
    end = put_documents(documents, base, end);
    return (size_t)(end - bytes) + dossier_encode_group(counts, BLOCK, end);
}

typedef struct {
    uint32_t frequency;
    uint32_t norm;
} pair_t;

size_t dossier_encode_impacts(const uint32_t *frequencies, const uint8_t *norms, uint32_t count, uint8_t *bytes) {
    // The least norm of each small frequency; greater ones are rare, and sorted.
    enum { SMALL = 32, NONE = 256 };
    uint16_t least[SMALL];
    pair_t large[BLOCK], best[BLOCK];
    uint32_t large_count = 0, best_count = 0;
    for (int index = 0; index < SMALL; index++) least[index] = NONE;
    for (uint32_t index = 0; index < count; index++) {
        const uint32_t frequency = frequencies[index], norm = norms[index];
        if (frequency < SMALL) {
            if (norm < least[frequency]) least[frequency] = (uint16_t)norm;
            continue;
        }
        uint32_t place = large_count++;
        while (place > 0 && (large[place - 1].frequency < frequency ||
                             (large[place - 1].frequency == frequency && large[place - 1].norm > norm))) {
            large[place] = large[place - 1];
            place--;
        }
        large[place] = (pair_t){frequency, norm};
    }
    // From the greatest frequency down, what has a smaller norm than everything before it.
    uint32_t norm = NONE;
    for (uint32_t index = 0; index < large_count; index++) {
        if (large[index].norm >= norm) continue;
        norm = large[index].norm;
        best[best_count++] = large[index];
    }
    for (uint32_t frequency = SMALL - 1; frequency > 0; frequency--) {
        if (least[frequency] >= norm) continue;
        norm = least[frequency];
        best[best_count++] = (pair_t){frequency, norm};
    }
    uint8_t *end = put(bytes, best_count);
    uint32_t previous = 0;
    while (best_count-- > 0) {
        end = put(end, best[best_count].frequency - previous);
        *end++ = (uint8_t)best[best_count].norm;
        previous = best[best_count].frequency;
    }
    return (size_t)(end - bytes);
}

size_t dossier_encode_gaps(const uint32_t *gaps, size_t count, uint8_t *bytes) {
    uint8_t *end = bytes;
    while (count > dossier_plain_gaps) {
        const uint32_t group = count < BLOCK ? (uint32_t)count : BLOCK;
        end += dossier_encode_group(gaps, group, end);
        gaps += group;
        count -= group;
    }
    for (; count > 0; count--) end = put(end, *gaps++);
    return (size_t)(end - bytes);
}
