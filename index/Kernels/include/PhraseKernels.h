#pragma once
#include <stddef.h>
#include <stdint.h>

#include "PostingCursor.h"

// Whether terms stand side by side: positions are read only where documents hold all of them, and of a term only those of
// the document that is asked for. The last term may be one of ranges, in which the others have to stand: of its positions
// every other one is the first of a range, and the one after it the first behind the range.

/// One term of a phrase.
typedef struct {
    /// Its posting list; where a block turns out to be damaged, `is_damaged` is set there.
    dossier_cursor *_Nonnull cursor;
    const uint8_t *_Nonnull positions;
    size_t positions_size;
    /// All positions there are: no document has more, whatever a damaged block says.
    uint64_t position_count;
    /// How many terms of the phrase stand before it; 0 for a term of ranges.
    uint32_t offset;
    /// Whether its positions are ranges.
    uint32_t is_ranges;
    /// The block whose chunk is known, UINT32_MAX for none; its postings, and how many gaps there are up to the end of each.
    uint32_t block, count;
    uint64_t ends[128];
    size_t chunk_start, chunk_end;
    /// The group of gaps that is decoded, SIZE_MAX for none, and where the one after it begins.
    size_t group, group_end;
    uint32_t gaps[128];
} dossier_phrase_term;

/// Sets a term before its first posting; all it points to must outlive it.
void dossier_open_phrase_term(
    dossier_phrase_term *_Nonnull term, dossier_cursor *_Nonnull cursor, const uint8_t *_Nonnull positions,
    size_t positions_size, uint64_t position_count, uint32_t offset, uint32_t is_ranges);

/// How often the terms stand side by side in a document that holds all of them, by the numbers of their postings in
/// their lists; a term of ranges is not the first. `starts` has room for `capacity` positions.
///
/// Returns UINT32_MAX, and in `needed` the room it takes, when the first term stands in more places than that.
uint32_t dossier_phrase_frequency(
    dossier_phrase_term *_Nonnull const *_Nonnull terms, uint32_t term_count, const uint32_t *_Nonnull ordinals,
    uint32_t *_Nonnull starts, uint32_t capacity, uint32_t *_Nonnull needed);

/// What is known of the candidates' postings in the lists of a phrase's terms.
typedef struct {
    /// The numbers of postings and, unless null, their frequencies: by list, `stride` values each, then by slot.
    const uint32_t *_Nonnull ordinals;
    const uint32_t *_Nullable frequencies;
    size_t stride;
    /// For each term its list.
    const uint32_t *_Nonnull lists;
} dossier_phrase_columns;

/// Finds, by slot, how often the terms stand side by side in the candidates from index `from` on, all of which hold all
/// terms. Where frequencies are known, 0 also for those whose sum and greatest possible score do not exceed `cutoff`.
///
/// Returns the index of the first candidate that was not reached, and in `needed` how much more room it takes; their count
/// at the end.
uint32_t dossier_phrase_frequencies(
    dossier_phrase_term *_Nonnull const *_Nonnull terms, uint32_t term_count, const dossier_phrase_columns *_Nonnull columns,
    const dossier_candidates *_Nonnull candidates, uint32_t from, const dossier_scoring *_Nonnull scoring, double cutoff,
    uint32_t *_Nonnull ordinals, uint32_t *_Nonnull starts, uint32_t capacity, uint32_t *_Nonnull needed,
    uint32_t *_Nonnull frequencies);
