#pragma once
#include <stddef.h>
#include <stdint.h>

// How the kernels read the variable parts of a posting list; every byte may be damaged.

// Reads LEB128 of at most 32 bits before `end` and moves past it; 0 where it is damaged.
static inline int take(const uint8_t **bytes, const uint8_t *end, uint32_t *value) {
    if (*bytes < end && **bytes < 0x80) {
        *value = *(*bytes)++;
        return 1;
    }
    uint64_t result = 0;
    for (uint32_t shift = 0; shift < 35 && *bytes < end; shift += 7) {
        const uint8_t byte = *(*bytes)++;
        result |= (uint64_t)(byte & 0x7F) << shift;
        if (byte >= 0x80) continue;
        *value = (uint32_t)result;
        return result <= UINT32_MAX;
    }
    return 0;
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
