#pragma once
#include <stddef.h>
#include <stdint.h>

/// Where a term's entry lies in its dictionary, and where the lists of the entry before it in the block end.
typedef struct {
    size_t ordinal, entry, entry_end;
    uint64_t postings_end, positions_end;
} dossier_found_term;

/// Every so many blocks have a key: enough to look into few blocks, few enough to stay in the nearest cache.
enum { DOSSIER_BLOCKS_PER_KEY = 16 };

/// Reads the keys of a dictionary: the first eight bytes of the first terms of blocks 0, 16, 32…, as big-endian numbers.
/// Returns 0 when the dictionary is damaged.
int dossier_read_block_keys(
    const uint8_t *_Nonnull bytes, size_t blocks_end, size_t block_count, uint64_t *_Nonnull keys);

/// Finds a term in a dictionary of front-coded blocks of 32, the offsets of which follow at `blocks_end`. The keys are
/// those of the dictionary, or none.
/// Returns 1 when it is found, 0 when it is not there, -1 when the dictionary is damaged.
int dossier_find_term(
    const uint8_t *_Nonnull bytes, size_t blocks_end, size_t block_count, size_t term_count,
    const uint64_t *_Nullable keys, size_t key_count, const uint8_t *_Nonnull term, size_t term_size, dossier_found_term *_Nonnull found);

/// Finds the term of an ordinal, which is below the count of terms.
/// Returns 1, or -1 when the dictionary is damaged.
int dossier_find_ordinal(
    const uint8_t *_Nonnull bytes, size_t blocks_end, size_t ordinal, dossier_found_term *_Nonnull found);

/// A Bloom filter of terms; its count of words is a power of two. One without words lets every term pass.
typedef struct {
    const uint64_t *_Nullable words;
    size_t word_count;
} dossier_term_filter;

/// Sets two bits for each term of a dictionary in a filter of zeros, whose count of words is a power of two.
/// Returns 0 when the dictionary is damaged, or has a term of 512 bytes or more.
int dossier_filter_terms(
    const uint8_t *_Nonnull bytes, size_t blocks_end, size_t term_count, uint64_t *_Nonnull filter, size_t word_count);

/// What filters know a term by.
uint64_t dossier_hash_term(const uint8_t *_Nonnull term, size_t term_size);

/// Whether a filter has the bits of a term, given by its hash: always when its dictionary holds it.
static inline int dossier_filter_holds(const dossier_term_filter *_Nonnull filter, uint64_t hash) {
    if (!filter->words) return 1;
    const uint64_t mask = 64 * (uint64_t)filter->word_count - 1, first = hash & mask, second = (hash >> 32) & mask;
    return (int)(filter->words[first / 64] >> (first % 64) & filter->words[second / 64] >> (second % 64) & 1);
}
