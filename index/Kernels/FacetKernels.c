#include "FacetKernels.h"

#include <string.h>

#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "Columns are loaded as little-endian integers; add a byte swap here."
#endif

enum { TABLE = 256 };

static inline uint32_t load32(const uint8_t *bytes, size_t index) {
    uint32_t value;
    memcpy(&value, bytes + 4 * index, 4);
    return value;
}

static inline size_t load_ordinal(const uint8_t *bytes, size_t index, int width) {
    if (width == 4) return load32(bytes, index);
    uint16_t value;
    memcpy(&value, bytes + 2 * index, 2);
    return value;
}

size_t dossier_ordinal_counter_count(int width, size_t value_count) { return width == 1 ? 4 * TABLE : value_count; }

// Four tables, so that a value that comes often does not wait for its own last increment.
static inline void count_bytes(const uint8_t *ordinals, size_t start, size_t end, uint32_t *counts) {
    size_t index = start;
    for (; end - index >= 4; index += 4) {
        counts[ordinals[index]]++;
        counts[TABLE + ordinals[index + 1]]++;
        counts[2 * TABLE + ordinals[index + 2]]++;
        counts[3 * TABLE + ordinals[index + 3]]++;
    }
    for (; index < end; index++) counts[ordinals[index]]++;
}

// One document of at most four values, without a branch on how many: a table counts up by one or by nothing.
static inline void count_few_bytes(const uint8_t *ordinals, size_t count, uint32_t *counts) {
    counts[ordinals[0]] += count > 0;
    counts[TABLE + ordinals[1]] += count > 1;
    counts[2 * TABLE + ordinals[2]] += count > 2;
    counts[3 * TABLE + ordinals[3]] += count > 3;
}

static inline int count_range(
    const dossier_ordinals *column, size_t start, size_t end, int width, size_t value_count, uint32_t *counts) {
    if (start > end || end > column->ordinal_count) return 0;
    if (width == 1) {
        if (end - start <= 4 && column->ordinal_count - start >= 4) {
            count_few_bytes(column->ordinals + start, end - start, counts);
        } else {
            count_bytes(column->ordinals, start, end, counts);
        }
        return 1;
    }
    for (size_t index = start; index < end; index++) {
        const size_t value = load_ordinal(column->ordinals, index, width);
        if (value >= value_count) return 0;
        counts[value]++;
    }
    return 1;
}

static inline size_t offset_of(const dossier_ordinals *column, size_t document) {
    if (!column->starts) return document;
    const size_t start = load32(column->starts, document / 64);
    if (column->distance_width == 1) return start + column->distances[document];
    return start + load_ordinal(column->distances, document, column->distance_width);
}

// Inlined for each width.
static inline __attribute__((always_inline)) int count_words(
    const uint64_t *words, size_t word_count, size_t first, const dossier_ordinals *column, int width,
    size_t value_count, uint32_t *counts) {
    for (size_t index = 0; index < word_count; index++) {
        uint64_t rest = words[index];
        if (rest == 0) continue;
        const size_t base = first + 64 * index;
        if (base + 63 - (size_t)__builtin_clzll(rest) >= column->document_count) return 0;
        // The values of neighbours stand side by side.
        if (rest == UINT64_MAX) {
            const size_t start = offset_of(column, base), end = offset_of(column, base + 64);
            if (!count_range(column, start, end, width, value_count, counts)) return 0;
            continue;
        }
        for (; rest != 0; rest &= rest - 1) {
            const size_t document = base + (size_t)__builtin_ctzll(rest);
            const size_t start = offset_of(column, document);
            const size_t end = offset_of(column, document + 1);
            if (!count_range(column, start, end, width, value_count, counts)) return 0;
        }
    }
    return 1;
}

int dossier_count_ordinals(
    const uint64_t *words, size_t word_count, size_t first, const dossier_ordinals *column, size_t value_count,
    uint32_t *counts) {
    switch (column->width) {
    case 1: return count_words(words, word_count, first, column, 1, value_count, counts);
    case 2: return count_words(words, word_count, first, column, 2, value_count, counts);
    default: return count_words(words, word_count, first, column, 4, value_count, counts);
    }
}

int dossier_count_ordinals_of(
    const uint32_t *documents, size_t count, const dossier_ordinals *column, size_t value_count, uint32_t *counts) {
    for (size_t index = 0; index < count; index++) {
        const size_t document = documents[index];
        if (document >= column->document_count) return 0;
        const size_t start = offset_of(column, document), end = offset_of(column, document + 1);
        if (!count_range(column, start, end, column->width, value_count, counts)) return 0;
    }
    return 1;
}
