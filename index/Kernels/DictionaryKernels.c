#include "DictionaryKernels.h"

#include "DictionaryBytes.h"

int dossier_read_block_keys(const uint8_t *bytes, size_t blocks_end, size_t block_count, uint64_t *keys) {
    for (size_t block = 0; block < block_count; block += DOSSIER_BLOCKS_PER_KEY) {
        const size_t offset = block_offset(bytes, blocks_end, block);
        if (offset >= blocks_end) return 0;
        const uint8_t *at = bytes + offset;
        term_t first;
        if (!take_term(&at, bytes + blocks_end, &first)) return 0;
        *keys++ = term_key(first.rest, first.rest_size);
    }
    return 1;
}

// How many of some ascending keys are below one.
static inline size_t count_below(const uint64_t *keys, size_t count, uint64_t key) {
    size_t first = 0;
    while (count > 0) {
        const size_t half = count / 2;
        const int isBelow = keys[first + half] < key;
        first = isBelow ? first + half + 1 : first;
        count = isBelow ? count - half - 1 : half;
    }
    return first;
}

// The count of blocks whose first term is at most `term`; SIZE_MAX when one is damaged.
static size_t count_blocks(
    const uint8_t *bytes, size_t blocks_end, size_t block_count, const uint64_t *keys, size_t key_count,
    const uint8_t *term, size_t term_size) {
    size_t low = 0, high = block_count;
    if (key_count > 0) {
        const uint64_t key = term_key(term, term_size);
        // A block with a lower key begins with a lower term, one with a greater key with a greater one.
        const size_t below = count_below(keys, key_count, key);
        const size_t above = key == UINT64_MAX ? key_count : below + count_below(keys + below, key_count - below, key + 1);
        if (below > 0) low = (below - 1) * DOSSIER_BLOCKS_PER_KEY + 1;
        if (above < key_count) high = above * DOSSIER_BLOCKS_PER_KEY;
    }
    while (low < high) {
        const size_t middle = low + (high - low) / 2, offset = block_offset(bytes, blocks_end, middle);
        if (offset >= blocks_end) return SIZE_MAX;
        const uint8_t *at = bytes + offset;
        term_t first;
        if (!take_term(&at, bytes + blocks_end, &first)) return SIZE_MAX;
        const size_t size = first.rest_size < term_size ? first.rest_size : term_size;
        const int order = memcmp(first.rest, term, size);
        if (order < 0 || (order == 0 && first.rest_size <= term_size)) low = middle + 1;
        else high = middle;
    }
    return low;
}

int dossier_find_term(
    const uint8_t *bytes, size_t blocks_end, size_t block_count, size_t term_count, const uint64_t *keys,
    size_t key_count, const uint8_t *term, size_t term_size, dossier_found_term *found) {
    const size_t count = count_blocks(bytes, blocks_end, block_count, keys, key_count, term, term_size);
    if (count == SIZE_MAX) return -1;
    if (count == 0) return 0;
    const size_t first = (count - 1) * TERMS_PER_BLOCK, offset = block_offset(bytes, blocks_end, count - 1);
    if (offset >= blocks_end || first >= term_count) return -1;
    const size_t end = term_count - first < TERMS_PER_BLOCK ? term_count : first + TERMS_PER_BLOCK;
    const uint8_t *at = bytes + offset;
    // How many leading bytes the wanted term shares with the one before; that one sorts before it.
    size_t matched = 0;
    *found = (dossier_found_term){.ordinal = first};
    for (; found->ordinal < end; found->ordinal++) {
        term_t current;
        if (!take_term(&at, bytes + blocks_end, &current)) return -1;
        // Sharing less with the one before than the wanted term does, it sorts behind both; sharing more, before it.
        if (current.shared < matched) return 0;
        if (current.shared == matched) {
            size_t index = 0;
            while (index < current.rest_size && matched < term_size && current.rest[index] == term[matched]) {
                index++;
                matched++;
            }
            if (index == current.rest_size && matched == term_size) {
                found->entry = (size_t)(current.entry - bytes);
                found->entry_end = found->entry + current.entry_size;
                return 1;
            }
            if (matched == term_size || (index < current.rest_size && current.rest[index] > term[matched])) return 0;
        }
        if (!pass_entry(&current, found)) return -1;
    }
    return 0;
}

int dossier_find_ordinal(
    const uint8_t *bytes, size_t blocks_end, size_t ordinal, dossier_found_term *found) {
    const size_t block = ordinal / TERMS_PER_BLOCK, offset = block_offset(bytes, blocks_end, block);
    if (offset >= blocks_end) return -1;
    const uint8_t *at = bytes + offset;
    *found = (dossier_found_term){.ordinal = block * TERMS_PER_BLOCK};
    for (;; found->ordinal++) {
        term_t current;
        if (!take_term(&at, bytes + blocks_end, &current)) return -1;
        if (found->ordinal == ordinal) {
            found->entry = (size_t)(current.entry - bytes);
            found->entry_end = found->entry + current.entry_size;
            return 1;
        }
        if (!pass_entry(&current, found)) return -1;
    }
}

// Source: FNV-1a, Fowler, Noll and Vo; the hash of a term goes on from that of what it begins with.
enum { HASHED_TERM_ROOM = 512 };
static const uint64_t FIRST_HASH = 0xcbf29ce484222325;
static inline uint64_t hash_on(uint64_t hash, uint8_t byte) { return (hash ^ byte) * 0x100000001b3; }

int dossier_filter_terms(
    const uint8_t *bytes, size_t blocks_end, size_t term_count, uint64_t *filter, size_t word_count) {
    const uint64_t mask = 64 * (uint64_t)word_count - 1;
    // hashes[n] is that of the first n bytes of the term read last.
    uint64_t hashes[HASHED_TERM_ROOM];
    hashes[0] = FIRST_HASH;
    size_t size = 0;
    const uint8_t *at = bytes;
    for (size_t ordinal = 0; ordinal < term_count; ordinal++) {
        term_t term;
        if (!take_term(&at, bytes + blocks_end, &term) || term.shared > size) return 0;
        if (term.rest_size >= HASHED_TERM_ROOM - term.shared) return 0;
        size = term.shared + term.rest_size;
        for (size_t index = term.shared; index < size; index++)
            hashes[index + 1] = hash_on(hashes[index], term.rest[index - term.shared]);
        const uint64_t first = hashes[size] & mask, second = (hashes[size] >> 32) & mask;
        filter[first / 64] |= 1ULL << (first % 64);
        filter[second / 64] |= 1ULL << (second % 64);
    }
    return 1;
}

uint64_t dossier_hash_term(const uint8_t *term, size_t term_size) {
    uint64_t hash = FIRST_HASH;
    for (size_t index = 0; index < term_size; index++) hash = hash_on(hash, term[index]);
    return hash;
}
