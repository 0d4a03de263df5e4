#include "TermKernels.h"

#include <string.h>

#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "Words are loaded as little-endian integers; add a byte swap here."
#endif

// A word's first 16 bytes as two integers, filled up with zeros.
typedef struct {
    uint64_t low;
    uint64_t high;
} head_t;

#define BYTES(n) (n >= 8 ? ~0ull : (1ull << 8 * (n & 7)) - 1)
// What of each half belongs to a word of 0...16 bytes: from a table, since a branch on the size is guessed wrongly often.
static const head_t HALVES[17] = {
    {BYTES(0), 0}, {BYTES(1), 0}, {BYTES(2), 0}, {BYTES(3), 0}, {BYTES(4), 0}, {BYTES(5), 0}, {BYTES(6), 0},
    {BYTES(7), 0}, {~0ull, 0}, {~0ull, BYTES(1)}, {~0ull, BYTES(2)}, {~0ull, BYTES(3)}, {~0ull, BYTES(4)},
    {~0ull, BYTES(5)}, {~0ull, BYTES(6)}, {~0ull, BYTES(7)}, {~0ull, ~0ull}};

static inline head_t load_head(const uint8_t *word, size_t size, size_t readable) {
    head_t head = {0, 0};
    if (readable < sizeof head) {
        memcpy(&head, word, size);
        return head;
    }
    const head_t kept = HALVES[size < sizeof head ? size : sizeof head];
    memcpy(&head, word, sizeof head);
    return (head_t){head.low & kept.low, head.high & kept.high};
}

// Up to 8 bytes, the rest zero.
static inline uint64_t load_few(const uint8_t *bytes, size_t size) {
    uint64_t word = 0;
    memcpy(&word, bytes, size < sizeof word ? size : sizeof word);
    return word;
}

// The halves of the product mix well; the constants are fractions of the golden ratio and of the square root of 2.
static inline uint64_t mix(uint64_t left, uint64_t right) {
    const __uint128_t product = (__uint128_t)(left ^ 0x9E3779B97F4A7C15ull) * (right ^ 0x6A09E667F3BCC909ull);
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static inline uint64_t word_hash(head_t head, const uint8_t *word, size_t size) {
    uint64_t hash = mix(head.low, head.high ^ size);
    for (size_t offset = sizeof head; offset < size; offset += 8)
        hash = mix(hash, load_few(word + offset, size - offset));
    return hash;
}

static inline uint32_t word_tag(head_t head, const uint8_t *word, size_t size) {
    return (uint32_t)word_hash(head, word, size);
}

// How many integers a word takes in the arena.
static inline size_t word_length(size_t size) { return size <= sizeof(head_t) ? 2 : (size + 7) / 8; }

static inline int is_word(const uint64_t *entry, head_t head, const uint8_t *word, size_t size) {
    if (((entry[0] >> 32 ^ size) | (entry[1] ^ head.low) | (entry[2] ^ head.high)) != 0) return 0;
    for (size_t offset = sizeof head; offset < size; offset += 8)
        if (entry[1 + offset / 8] != load_few(word + offset, size - offset)) return 0;
    return 1;
}

// Adds a word behind the others; returns its number.
static uint32_t insert(
    dossier_term_table *table, uint64_t *slot, uint32_t tag, head_t head, const uint8_t *word, size_t size) {
    uint64_t *entry = table->arena + table->arena_count;
    *slot = (uint64_t)tag << 32 | (table->arena_count + 1);
    table->places[table->count] = (uint32_t)table->arena_count;
    entry[0] = (uint64_t)size << 32 | table->count;
    entry[1] = head.low;
    entry[2] = head.high;
    for (size_t offset = sizeof head; offset < size; offset += 8)
        entry[1 + offset / 8] = load_few(word + offset, size - offset);
    table->arena_count += 1 + word_length(size);
    table->text_size += size;
    return table->count++;
}

// The number of a word, given now if it has none.
static uint32_t number_of(
    dossier_term_table *table, uint32_t tag, head_t head, const uint8_t *word, size_t size) {
    const size_t mask = table->slot_count - 1;
    size_t place = tag & mask;
    for (; table->slots[place] != 0; place = (place + 1) & mask) {
        if ((uint32_t)(table->slots[place] >> 32) != tag) continue;
        const uint64_t *entry = table->arena + ((uint32_t)table->slots[place] - 1);
        if (is_word(entry, head, word, size)) return (uint32_t)entry[0];
    }
    return insert(table, table->slots + place, tag, head, word, size);
}

enum { BATCH = 32 };

int dossier_intern_terms(
    dossier_term_table *table, const uint8_t *folded, size_t folded_size, const uint32_t *offsets, size_t count,
    uint32_t *numbers) {
    const size_t mask = table->slot_count - 1;
    for (size_t start = 0; start < count; start += BATCH) {
        const size_t batch = count - start < BATCH ? count - start : BATCH;
        uint32_t tags[BATCH];
        head_t heads[BATCH];
        const uint64_t *entries[BATCH];
        // In three steps, so that the slots and entries of later words are on their way while others are compared.
        for (size_t index = 0; index < batch; index++) {
            const size_t from = offsets[start + index], to = offsets[start + index + 1];
            if (from > to || to > folded_size) return 0;
            heads[index] = load_head(folded + from, to - from, folded_size - from);
            tags[index] = word_tag(heads[index], folded + from, to - from);
            __builtin_prefetch(table->slots + (tags[index] & mask));
        }
        for (size_t index = 0; index < batch; index++) {
            const uint64_t slot = table->slots[tags[index] & mask];
            const int is_likely = slot != 0 && (uint32_t)(slot >> 32) == tags[index];
            entries[index] = is_likely ? table->arena + ((uint32_t)slot - 1) : NULL;
            if (is_likely) __builtin_prefetch(entries[index]);
        }
        for (size_t index = 0; index < batch; index++) {
            const size_t from = offsets[start + index], size = offsets[start + index + 1] - from;
            const uint64_t *entry = entries[index];
            numbers[start + index] = entry != NULL && is_word(entry, heads[index], folded + from, size)
                ? (uint32_t)entry[0]
                : number_of(table, tags[index], heads[index], folded + from, size);
        }
    }
    return 1;
}

int dossier_hash_words(
    const uint8_t *folded, size_t folded_size, const uint32_t *offsets, size_t count, uint64_t *hashes) {
    for (size_t index = 0; index < count; index++) {
        const size_t from = offsets[index], to = offsets[index + 1];
        if (from > to || to > folded_size) return 0;
        const head_t head = load_head(folded + from, to - from, folded_size - from);
        hashes[index] = word_hash(head, folded + from, to - from);
    }
    return 1;
}

void dossier_copy_terms(
    const uint64_t *arena, const uint32_t *places, const uint32_t *order, size_t count, uint8_t *text, size_t *ends) {
    enum { AHEAD = 8 };
    size_t end = 0;
    for (size_t index = 0; index < count; index++) {
        // Terms in order lie anywhere in the arena.
        if (index + 2 * AHEAD < count) __builtin_prefetch(places + order[index + 2 * AHEAD]);
        if (index + AHEAD < count) __builtin_prefetch(arena + places[order[index + AHEAD]]);
        const uint64_t *entry = arena + places[order[index]];
        const size_t size = entry[0] >> 32;
        memcpy(text + end, entry + 1, sizeof(head_t));
        if (size > sizeof(head_t)) memcpy(text + end, entry + 1, size);
        end += size;
        ends[index] = end;
    }
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
    enum { AHEAD = 16 };
    const uint64_t first = (uint64_t)document << 32 | position;
    for (size_t index = 0; index < count; index++) {
        const uint32_t list = list_of_term == NULL ? terms[index] : list_of_term[terms[index]];
        // Lists end anywhere.
        if (index + AHEAD < count) {
            const uint32_t term = terms[index + AHEAD];
            __builtin_prefetch(occurrences + next[list_of_term == NULL ? term : list_of_term[term]], 1);
        }
        const uint32_t place = next[list]++;
        occurrences[place] = first + index;
        if (term_of_occurrence != NULL) term_of_occurrence[place] = terms[index];
    }
}

size_t dossier_group_occurrences(
    const uint64_t *occurrences, size_t count, uint32_t room, const uint8_t *norm_of_document, uint32_t norm_count,
    uint32_t *documents, uint32_t *frequencies, uint8_t *norms, uint32_t *gaps, uint32_t *document_count) {
    // Without a branch on whether an occurrence is the first of its document: that is guessed wrongly often.
    size_t index = 0;
    uint32_t filled = 0, frequency = 0, is_bad = 0;
    uint64_t previous = 0;
    for (; index < count; index++) {
        const uint64_t occurrence = occurrences[index];
        const uint32_t document = (uint32_t)(occurrence >> 32), is_in_range = document < norm_count;
        const uint32_t is_first = (filled == 0) | (document != (uint32_t)(previous >> 32));
        if (filled + is_first > room) break;
        is_bad |= (filled != 0) & (occurrence <= previous);
        is_bad |= !is_in_range;
        filled += is_first;
        frequency = (is_first ? 0 : frequency) + 1;
        documents[filled - 1] = document;
        frequencies[filled - 1] = frequency;
        norms[filled - 1] = norm_of_document[is_in_range ? document : 0];
        gaps[index] = (uint32_t)occurrence - (is_first ? 0 : (uint32_t)previous + 1);
        previous = occurrence;
    }
    *document_count = filled;
    return is_bad ? SIZE_MAX : index;
}
