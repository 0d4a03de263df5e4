#include "TermUnpacking.h"

#include "DictionaryBytes.h"

int dossier_mark_inlined(
    const uint8_t *list, size_t size, uint32_t count, size_t document_count, uint64_t *bits) {
    uint32_t documents[INLINED_DOCUMENTS], frequencies[INLINED_DOCUMENTS];
    if (count > INLINED_DOCUMENTS || !read_tail(list, list + size, UINT32_MAX, count, documents, frequencies)) return 0;
    for (uint32_t index = 0; index < count; index++) {
        if (documents[index] >= document_count) return 0;
        bits[documents[index] / 64] |= 1ull << (documents[index] % 64);
    }
    return 1;
}

size_t dossier_measure_terms(const uint8_t *bytes, size_t blocks_end, size_t term_count) {
    const uint8_t *at = bytes;
    size_t size = 0;
    for (size_t ordinal = 0; ordinal < term_count; ordinal++) {
        term_t term;
        if (!take_term(&at, bytes + blocks_end, &term)) return SIZE_MAX;
        size += (size_t)term.shared + term.rest_size;
        if (size > SIZE_MAX / 4) return SIZE_MAX;
    }
    return size;
}

int dossier_unpack_terms(
    const uint8_t *bytes, size_t blocks_end, size_t term_count, size_t document_count,
    const dossier_unpacked_terms *terms, size_t first) {
    const uint8_t *at = bytes;
    size_t end = first == 0 ? 0 : (size_t)terms->ends[first - 1], previous_size = 0;
    for (size_t ordinal = 0; ordinal < term_count; ordinal++) {
        term_t term;
        if (!take_term(&at, bytes + blocks_end, &term)) return 0;
        if (term.shared > (ordinal % TERMS_PER_BLOCK == 0 ? 0 : previous_size)) return 0;
        const size_t size = (size_t)term.shared + term.rest_size, left = previous_size - term.shared;
        if (size > terms->text_size - end) return 0;
        uint8_t *start = terms->text + end;
        const uint8_t *previous = start - previous_size;
        if (ordinal > 0) {
            const int order = memcmp(term.rest, previous + term.shared, term.rest_size < left ? term.rest_size : left);
            if (order < 0 || (order == 0 && term.rest_size <= left)) return 0;
        }
        memcpy(start, previous, term.shared);
        memcpy(start + term.shared, term.rest, term.rest_size);
        const uint8_t *entry = term.entry;
        uint64_t head = 0;
        if (!take_long(&entry, term.entry + term.entry_size, &head) || head >> 3 == 0 || head >> 3 > document_count)
            return 0;
        end += size;
        terms->ends[first + ordinal] = (intptr_t)end;
        terms->keys[first + ordinal] = term_key(start, size);
        terms->frequencies[first + ordinal] = (uint32_t)(head >> 3);
        previous_size = size;
    }
    return 1;
}

// Negative, 0 or positive as a term sorts before, with or after another, their keys known.
static inline int compare_heads(
    const dossier_unpacked_terms *terms, const dossier_merge_head *one, const dossier_merge_head *other) {
    if (one->key != other->key) return one->key < other->key ? -1 : 1;
    const intptr_t left = one->term == 0 ? 0 : terms->ends[one->term - 1];
    const intptr_t right = other->term == 0 ? 0 : terms->ends[other->term - 1];
    const size_t left_size = (size_t)(terms->ends[one->term] - left);
    const size_t right_size = (size_t)(terms->ends[other->term] - right);
    const size_t size = left_size < right_size ? left_size : right_size;
    // The key stands for the first eight bytes, but not for where a shorter term ends.
    const int order = size > 8 ? memcmp(terms->text + left + 8, terms->text + right + 8, size - 8) : 0;
    return order != 0 ? order : (left_size > right_size) - (left_size < right_size);
}

size_t dossier_merge_terms(
    const dossier_unpacked_terms *terms, const intptr_t *starts, size_t list_count, dossier_merge_head *heads,
    intptr_t *merged, intptr_t *ranks) {
    size_t open = 0, rank = 0;
    for (size_t list = 0; list < list_count; list++) {
        const size_t start = (size_t)starts[list], end = (size_t)starts[list + 1];
        if (start < end) heads[open++] = (dossier_merge_head){terms->keys[start], start, end};
    }
    for (; open > 0; rank++) {
        size_t least = 0;
        for (size_t index = 1; index < open; index++)
            if (heads[index].key <= heads[least].key && compare_heads(terms, &heads[index], &heads[least]) < 0)
                least = index;
        const dossier_merge_head head = heads[least];
        merged[rank] = (intptr_t)head.term;
        // From the last, which takes the place of one that is at its end.
        for (size_t index = open; index-- > least;) {
            dossier_merge_head *other = &heads[index];
            if (other->key != head.key || (index != least && compare_heads(terms, other, &head) != 0)) continue;
            ranks[other->term++] = (intptr_t)rank;
            if (other->term < other->end) other->key = terms->keys[other->term];
            else *other = heads[--open];
        }
    }
    return rank;
}
