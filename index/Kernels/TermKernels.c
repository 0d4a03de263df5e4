#include "TermKernels.h"

#include <string.h>

#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "Words are loaded as little-endian integers; add a byte swap here."
#endif

// The first `size` of 8 bytes, the rest zero; `readable` bytes may be read.
static inline uint64_t load_bytes(const uint8_t *bytes, size_t size, size_t readable) {
    uint64_t word = 0;
    if (size >= 8) {
        memcpy(&word, bytes, 8);
    } else if (readable >= 8) {
        memcpy(&word, bytes, 8);
        word &= (1ull << (8 * size)) - 1;
    } else {
        memcpy(&word, bytes, size);
    }
    return word;
}

static inline uint32_t word_tag(const uint8_t *word, size_t size, size_t readable) {
    // Odd constants with bits all over: the fractions of the golden ratio and of the square root of 2.
    uint64_t hash = size * 0x9E3779B97F4A7C15ull;
    for (size_t offset = 0; offset < size; offset += 8) {
        hash = (hash ^ load_bytes(word + offset, size - offset, readable - offset)) * 0x6A09E667F3BCC909ull;
        hash ^= hash >> 32;
    }
    hash *= 0x9E3779B97F4A7C15ull;
    return (uint32_t)(hash >> 32);
}

static inline int is_word(const uint64_t *entry, const uint8_t *word, size_t size, size_t readable) {
    if (entry[0] >> 32 != size) return 0;
    for (size_t offset = 0; offset < size; offset += 8)
        if (entry[1 + offset / 8] != load_bytes(word + offset, size - offset, readable - offset)) return 0;
    return 1;
}

// The entry of a word, NULL where there is none.
static const uint64_t *probe(
    const uint64_t *slots, size_t mask, const uint64_t *arena, uint32_t tag, const uint8_t *word, size_t size,
    size_t readable) {
    for (size_t place = tag & mask; slots[place] != 0; place = (place + 1) & mask) {
        if ((uint32_t)(slots[place] >> 32) != tag) continue;
        const uint64_t *entry = arena + ((uint32_t)slots[place] - 1);
        if (is_word(entry, word, size, readable)) return entry;
    }
    return NULL;
}

enum { BATCH = 32 };

size_t dossier_find_terms(
    const uint64_t *slots, size_t slot_count, const uint64_t *arena, const uint8_t *folded, size_t folded_size,
    const uint32_t *offsets, size_t count, uint32_t *numbers, uint32_t *tag) {
    const size_t mask = slot_count - 1;
    for (size_t start = 0; start < count; start += BATCH) {
        const size_t end = count - start < BATCH ? count : start + BATCH;
        uint32_t tags[BATCH];
        const uint64_t *entries[BATCH];
        // In three steps, so that the slots and entries of later words are on their way while others are compared.
        for (size_t index = start; index < end; index++) {
            const size_t from = offsets[index], to = offsets[index + 1];
            if (from > to || to > folded_size) return SIZE_MAX;
            tags[index - start] = word_tag(folded + from, to - from, folded_size - from);
            __builtin_prefetch(slots + (tags[index - start] & mask));
        }
        for (size_t index = start; index < end; index++) {
            const uint32_t wanted = tags[index - start];
            const uint64_t slot = slots[wanted & mask];
            const int is_likely = slot != 0 && (uint32_t)(slot >> 32) == wanted;
            entries[index - start] = is_likely ? arena + ((uint32_t)slot - 1) : NULL;
            if (is_likely) __builtin_prefetch(entries[index - start]);
        }
        for (size_t index = start; index < end; index++) {
            const size_t from = offsets[index], size = offsets[index + 1] - from;
            const uint32_t wanted = tags[index - start];
            const uint64_t *entry = entries[index - start];
            if (entry == NULL || !is_word(entry, folded + from, size, folded_size - from))
                entry = probe(slots, mask, arena, wanted, folded + from, size, folded_size - from);
            if (entry == NULL) {
                *tag = wanted;
                return index;
            }
            numbers[index] = (uint32_t)entry[0];
        }
    }
    return count;
}

void dossier_count_tokens(const uint32_t *terms, size_t count, const uint32_t *list_of_term, uint32_t *counts) {
    if (list_of_term == NULL) {
        for (size_t index = 0; index < count; index++) counts[terms[index]] += 1;
        return;
    }
    for (size_t index = 0; index < count; index++) counts[list_of_term[terms[index]]] += 1;
}

void dossier_place_tokens(
    const uint32_t *terms, size_t count, uint32_t document, uint32_t position, const uint32_t *list_of_term,
    uint32_t *next, uint64_t *occurrences, uint32_t *term_of_occurrence) {
    const uint64_t first = (uint64_t)document << 32 | position;
    for (size_t index = 0; index < count; index++) {
        const uint32_t list = list_of_term == NULL ? terms[index] : list_of_term[terms[index]];
        const uint32_t place = next[list]++;
        occurrences[place] = first + index;
        if (term_of_occurrence != NULL) term_of_occurrence[place] = terms[index];
    }
}

size_t dossier_group_occurrences(
    const uint64_t *occurrences, size_t count, uint32_t room, const uint8_t *norm_of_document, uint32_t norm_count,
    uint32_t *documents, uint32_t *frequencies, uint8_t *norms, uint32_t *gaps, uint32_t *document_count) {
    size_t index = 0;
    uint32_t filled = 0;
    while (index < count && filled < room) {
        const uint32_t document = (uint32_t)(occurrences[index] >> 32);
        if (document >= norm_count || (filled > 0 && document <= documents[filled - 1])) return SIZE_MAX;
        const size_t start = index;
        uint64_t previous = occurrences[index];
        gaps[index++] = (uint32_t)previous;
        while (index < count && (uint32_t)(occurrences[index] >> 32) == document) {
            if (occurrences[index] <= previous) return SIZE_MAX;
            gaps[index] = (uint32_t)(occurrences[index] - previous - 1);
            previous = occurrences[index++];
        }
        documents[filled] = document;
        frequencies[filled] = (uint32_t)(index - start);
        norms[filled++] = norm_of_document[document];
    }
    *document_count = filled;
    return index;
}
