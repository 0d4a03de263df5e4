#pragma once

#include <string.h>

#include "ListBytes.h"
#include "PostingCursor.h"

// Steps of a cursor that its loops share; see PostingCursor.h.

#if defined(__x86_64__) && defined(__linux__)
#define CLONES __attribute__((target_clones("avx2", "default")))
#define COUNTING __attribute__((target_clones("popcnt", "default")))
#else
#define CLONES
#define COUNTING
#endif

enum { BLOCK = 128, WINDOW = 4096 };

static inline uint32_t last_document(const dossier_cursor *cursor, uint32_t block) {
    return load_u32(cursor->entries + 8 * (size_t)block);
}

static inline uint32_t first_document(const dossier_cursor *cursor, uint32_t block) {
    return block == 0 ? 0 : last_document(cursor, block - 1) + 1;
}

static inline uint32_t block_reaching(const dossier_cursor *cursor, uint32_t start, uint32_t document) {
    if (start >= cursor->block_count || last_document(cursor, start) >= document) return start;
    // Often the next one; a single block has no directory.
    if (start + 1 == cursor->block_count || last_document(cursor, start + 1) >= document) return start + 1;
    return (uint32_t)dossier_find_block(cursor->list, cursor->block_count, start + 1, document);
}

static inline uint64_t load_word(const uint8_t *bitset, uint32_t index) {
    uint64_t word;
    memcpy(&word, bitset + 8 * (size_t)index, sizeof word);
    return word;
}

// Whether a block of `size` bytes that is a bitset lies within them and has 128 bits, none before the document `first`,
// and `last` for its last. Meanwhile adds them to `words`, where given, which reach from the word of `first` to that of
// `last`; `ranks`, where given, receives for each word how many bits stand before it.
static inline __attribute__((always_inline)) int is_bitset_right(
    const uint8_t *bytes, size_t size, uint32_t first, uint32_t last, uint64_t *words, uint8_t *ranks) {
    const uint32_t word_count = bytes[1], offset = last - (first & ~63u);
    if (2 + 8 * (size_t)word_count > size || last < first || offset >> 6 != word_count - 1) return 0;
    uint32_t count = 0;
    // So few words that vectors would take longer.
#pragma clang loop vectorize(disable)
    for (uint32_t index = 0; index < word_count; index++) {
        const uint64_t word = load_word(bytes + 2, index);
        if (ranks) ranks[index] = (uint8_t)count;
        count += (uint32_t)__builtin_popcountll(word);
        if (words) words[index] |= word;
    }
    const uint64_t early = load_word(bytes + 2, 0) & ~(UINT64_MAX << (first & 63));
    return count == BLOCK && !early && load_word(bytes + 2, word_count - 1) >> (offset & 63) == 1;
}

// Enters a block, whose documents may stay a bitset. Returns 0 where it is damaged.
int dossier_cursor_load(dossier_cursor *cursor, uint32_t block);

// The same, at once where it was entered last.
static inline int load(dossier_cursor *cursor, uint32_t block) {
    return cursor->loaded == block || dossier_cursor_load(cursor, block);
}

typedef uint32_t eight_t __attribute__((vector_size(32)));

// The first place of the decoded block whose document is `document` or later; `count` when none is.
//
// Without a branch that depends on the documents: a quarter is chosen, and in it the smaller ones are counted.
static inline __attribute__((always_inline)) uint32_t place_reaching(const dossier_cursor *cursor, uint32_t document) {
    const uint32_t *documents = cursor->documents;
    const uint32_t start =
        32 * ((documents[31] < document) + (documents[63] < document) + (documents[95] < document));
    const eight_t wanted = {document, document, document, document, document, document, document, document};
    eight_t below = {0};
    for (int index = 0; index < 4; index++) {
        eight_t some;
        memcpy(&some, documents + start + 8 * index, sizeof some);
        below -= (eight_t)(some < wanted);
    }
    return start + __builtin_reduce_add(below);
}

// The place of a document that the block entered last holds in a bitset.
static inline __attribute__((always_inline)) uint32_t bitset_rank(const dossier_cursor *cursor, uint32_t document) {
    const uint32_t offset = document - cursor->first;
    const uint64_t word = load_word(cursor->bitset, offset >> 6);
    return cursor->ranks[offset >> 6] + (uint32_t)__builtin_popcountll(word & ~(UINT64_MAX << (offset & 63)));
}

// Whether the decoded block has a document at the place that `place_reaching` gives. No document stands behind the
// last, or at 128, before the first.
static inline __attribute__((always_inline)) uint32_t stands_at(
    const dossier_cursor *cursor, uint32_t place, uint32_t document) {
    return cursor->documents[place % BLOCK] == document;
}

// The place of a document in the block entered last; `count` or another document's where the block lacks it.
static inline __attribute__((always_inline)) uint32_t find_place(
    const dossier_cursor *cursor, uint32_t document, int *is_present) {
    if (cursor->has_documents) {
        const uint32_t place = place_reaching(cursor, document);
        *is_present = (int)stands_at(cursor, place, document);
        return place;
    }
    // Only a damaged directory leads to a block that does not reach the document.
    const uint32_t offset = document - cursor->first;
    *is_present =
        offset >> 6 < cursor->word_count && load_word(cursor->bitset, offset >> 6) >> (offset & 63) & 1;
    return *is_present ? bitset_rank(cursor, document) : 0;
}

// The frequency at a place of the block entered last; 0 where it is damaged. Of a few of them each is read alone.
static inline __attribute__((always_inline)) uint32_t frequency_at(dossier_cursor *cursor, uint32_t place) {
    if (cursor->has_frequencies) return cursor->frequencies[place];
    uint32_t frequency = 0;
    const size_t size = cursor->frequencies_end - cursor->frequencies_start;
    if (!read_frequency(cursor->list + cursor->frequencies_start, size, place, &frequency)) cursor->is_damaged = 1;
    return frequency;
}

// Whether the block entered last holds one of its documents.
static inline __attribute__((always_inline)) int holds(const dossier_cursor *cursor, uint32_t document) {
    if (cursor->has_documents) return (int)stands_at(cursor, place_reaching(cursor, document), document);
    const uint32_t offset = document - cursor->first;
    return (int)(load_word(cursor->bitset, offset >> 6) >> (offset & 63) & 1);
}

// Decodes a block and sets the places of its documents in first...last; 0 when it is damaged.
static inline int decode_range(
    dossier_cursor *cursor, uint32_t block, uint32_t first, uint32_t last, uint32_t *lower, uint32_t *upper) {
    if (!dossier_cursor_decode(cursor, block)) return 0;
    *lower = first_document(cursor, block) >= first ? 0 : place_reaching(cursor, first);
    *upper = last_document(cursor, block) <= last ? cursor->count : place_reaching(cursor, last + 1);
    return 1;
}
