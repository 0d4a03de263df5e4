#include "PostingEncoding.h"

#include "BitPacking.h"

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

static inline uint32_t width_128(const uint32_t *values) {
    uint32_t all = 0;
    for (int index = 0; index < BLOCK; index++) all |= values[index];
    return all == 0 ? 0 : 32 - (uint32_t)__builtin_clz(all);
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
    uint32_t gaps[BLOCK], counts[BLOCK];
    gaps[0] = documents[0] - base - 1;
    for (int index = 1; index < BLOCK; index++) gaps[index] = documents[index] - documents[index - 1] - 1;
    for (int index = 0; index < BLOCK; index++) counts[index] = frequencies[index] - 1;
    const uint32_t gap_width = width_128(gaps), count_width = width_128(counts);
    *end++ = (uint8_t)gap_width;
    *end++ = (uint8_t)count_width;
    dossier_pack_128(gaps, gap_width, end);
    end += 16 * gap_width;
    dossier_pack_128(counts, count_width, end);
    end += 16 * count_width;
    return (size_t)(end - bytes);
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
    size_t start = 0;
    for (; count - start >= BLOCK; start += BLOCK) {
        const uint32_t width = width_128(gaps + start);
        *end++ = (uint8_t)width;
        dossier_pack_128(gaps + start, width, end);
        end += 16 * width;
    }
    for (; start < count; start++) end = put(end, gaps[start]);
    return (size_t)(end - bytes);
}
