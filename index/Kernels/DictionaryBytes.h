#pragma once
#include <string.h>

#include "DictionaryKernels.h"
#include "ListBytes.h"

// How the kernels read a dictionary; every byte may be damaged.

enum { TERMS_PER_BLOCK = 32, INLINED_DOCUMENTS = 4 };

// Of the head of an entry.
enum { IS_EXPLICIT = 1, IS_SHARED = 2, IS_FORM = 4 };

typedef struct {
    uint32_t shared, rest_size, entry_size;
    const uint8_t *rest, *entry;
} term_t;

// Reads a size of which four bits are known; 15 says that the excess follows.
static inline int take_size(const uint8_t **at, const uint8_t *end, uint32_t bits, uint32_t *size) {
    *size = bits;
    if (bits < 15) return 1;
    if (!take(at, end, size) || *size > UINT32_MAX - 15) return 0;
    *size += 15;
    return 1;
}

// Reads a term of any sizes.
static inline int take_any_term(const uint8_t **at, const uint8_t *end, term_t *term) {
    if (*at == end) return 0;
    const uint8_t sizes = *(*at)++;
    if (!take_size(at, end, sizes >> 4, &term->shared) || !take_size(at, end, sizes & 15, &term->rest_size)) return 0;
    if (term->rest_size > (size_t)(end - *at)) return 0;
    term->rest = *at;
    *at += term->rest_size;
    if (!take(at, end, &term->entry_size) || term->entry_size > (size_t)(end - *at)) return 0;
    term->entry = *at;
    *at += term->entry_size;
    return 1;
}

// Reads a term and where its entry lies, and moves past both.
static inline __attribute__((always_inline)) int take_term(const uint8_t **at, const uint8_t *end, term_t *term) {
    // Mostly all sizes are small, and the end is far: a byte, at most 14, a byte, at most 127.
    if (end - *at < 144) return take_any_term(at, end, term);
    const uint32_t shared = **at >> 4, rest_size = **at & 15;
    const uint8_t *rest = *at + 1;
    if (shared == 15 || rest_size == 15 || rest[rest_size] >= 0x80) return take_any_term(at, end, term);
    *term = (term_t){shared, rest_size, rest[rest_size], rest, rest + rest_size + 1};
    *at = term->entry + term->entry_size;
    return 1;
}

// Reads LEB128 of at most 63 bits.
static inline __attribute__((always_inline)) int take_long(const uint8_t **at, const uint8_t *end, uint64_t *value) {
    // Mostly a byte or two.
    if (end - *at >= 2) {
        const uint8_t first = (*at)[0], second = (*at)[1];
        if ((first & second) < 0x80) {
            *value = first < 0x80 ? first : (first & 0x7F) | (uint64_t)second << 7;
            *at += first < 0x80 ? 1 : 2;
            return 1;
        }
    }
    *value = 0;
    for (uint32_t shift = 0; shift < 63 && *at < end; shift += 7) {
        const uint8_t byte = *(*at)++;
        *value |= (uint64_t)(byte & 0x7F) << shift;
        if (byte < 0x80) return 1;
    }
    return 0;
}

// Moves the ends of lists past those of an entry.
static inline __attribute__((always_inline)) int pass_entry(const term_t *term, dossier_found_term *found) {
    const uint8_t *at = term->entry, *end = at + term->entry_size;
    // Mostly a list in the dictionary.
    if (at < end && *at >> 3 <= INLINED_DOCUMENTS) return 1;
    uint64_t head = 0, more = 0, size = 0;
    if (!take_long(&at, end, &head)) return 0;
    if (head >> 3 <= INLINED_DOCUMENTS || head & IS_FORM) return 1;
    if (!take_long(&at, end, &more)) return 0;
    if (head & IS_EXPLICIT) {
        if (!take_long(&at, end, &found->postings_end) || !take_long(&at, end, &found->positions_end)) return 0;
    }
    if (!take_long(&at, end, &size)) return 0;
    found->postings_end += size;
    if (!take_long(&at, end, &size)) return 0;
    found->positions_end += size;
    if (head & IS_SHARED) {
        if (!take_long(&at, end, &size)) return 0;
        found->positions_end += size;
    }
    return ((found->postings_end | found->positions_end) >> 60) == 0;
}

static inline size_t block_offset(const uint8_t *bytes, size_t blocks_end, size_t block) {
    return load_u40(bytes + blocks_end + 5 * block);
}

// The first eight bytes of a term as a number, which sorts as they do; what a shorter term lacks is 0.
static inline uint64_t term_key(const uint8_t *term, size_t size) {
    uint64_t key = 0;
    for (size_t index = 0; index < 8; index++) key = key << 8 | (index < size ? term[index] : 0);
    return key;
}
