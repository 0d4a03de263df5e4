#pragma once
#include <stddef.h>
#include <stdint.h>

// How the kernels read the variable parts of a posting list; every byte may be damaged.

// Reads LEB128 of at most 35 bits before `end` and moves past it; 0 where it is damaged.
static inline int take_wide(const uint8_t **bytes, const uint8_t *end, uint64_t *value) {
    if (*bytes < end && **bytes < 0x80) {
        *value = *(*bytes)++;
        return 1;
    }
    *value = 0;
    for (uint32_t shift = 0; shift < 35 && *bytes < end; shift += 7) {
        const uint8_t byte = *(*bytes)++;
        *value |= (uint64_t)(byte & 0x7F) << shift;
        if (byte < 0x80) return 1;
    }
    return 0;
}

// Reads LEB128 of at most 32 bits, as `take_wide` does.
static inline int take(const uint8_t **bytes, const uint8_t *end, uint32_t *value) {
    uint64_t wide = 0;
    if (!take_wide(bytes, end, &wide) || wide > UINT32_MAX) return 0;
    *value = (uint32_t)wide;
    return 1;
}

// Reads a tail of `count` postings, which begins after the document `base`, up to `end`: gap << 1 | isOne, and where a
// frequency is not 1, frequency - 2. Returns the byte after it; NULL where it ends early, documents do not ascend or
// reach UINT32_MAX, or a frequency exceeds 2^30.
static inline const uint8_t *read_tail(
    const uint8_t *bytes, const uint8_t *end, uint32_t base, uint32_t count, uint32_t *documents,
    uint32_t *frequencies) {
    // One more than the document before; 0 for none.
    uint64_t next = (uint32_t)(base + 1);
    for (uint32_t index = 0; index < count; index++) {
        uint64_t gap = 0;
        uint32_t more = 0;
        if (!take_wide(&bytes, end, &gap)) return NULL;
        if ((gap & 1) == 0 && !take(&bytes, end, &more)) return NULL;
        next += gap >> 1;
        if (next >= UINT32_MAX || more > (1u << 30) - 2) return NULL;
        documents[index] = (uint32_t)next++;
        frequencies[index] = gap & 1 ? 1 : more + 2;
    }
    return bytes;
}

// Moves past impacts; 0 where they end late, or frequencies or norms do not ascend.
static inline int skip_impacts(const uint8_t **bytes, const uint8_t *end) {
    uint32_t count = 0, step = 0, frequency = 0;
    int norm = -1;
    if (!take(bytes, end, &count) || count > 256) return 0;
    for (; count > 0; count--) {
        if (!take(bytes, end, &step) || *bytes == end || step == 0 || step > UINT32_MAX - frequency) return 0;
        if (**bytes <= norm) return 0;
        frequency += step;
        norm = *(*bytes)++;
    }
    return 1;
}
