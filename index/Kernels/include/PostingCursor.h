#pragma once
#include <stddef.h>
#include <stdint.h>

#include "PostingKernels.h"

// A posting list as a search walks it, a block of at most 128 postings at a time.
//
// Blocks are decoded when their documents are asked for, frequencies when a score is. Where a block turns out to be
// damaged its postings are left out and `is_damaged` is set: whoever searches asks for it before giving an answer.

typedef struct {
    /// The list's bytes, its entries of blocks, which may stand in `tail_entry`, and its counts.
    const uint8_t *_Nonnull list;
    const uint8_t *_Nonnull entries;
    size_t list_size;
    uint32_t block_count, group_count, posting_count, document_count;
    dossier_scoring scoring;
    /// For each block, then for each group of 32, a score that none of its postings exceeds; negative where it was not
    /// asked for yet.
    double *_Nullable bounds;
    /// No block before this one will be asked for again.
    uint32_t block;
    /// The block that was entered last, UINT32_MAX for none; how many postings it has, and where its frequencies lie.
    uint32_t loaded, count;
    size_t frequencies_start, frequencies_end;
    /// Its documents as a bitset, where it has one, from the document `first`, a multiple of 64.
    const uint8_t *_Nullable bitset;
    uint32_t first, word_count;
    /// For each word of the bitset how many documents stand before it.
    uint8_t ranks[256];
    /// Whether `documents` and `frequencies` have those of the block.
    uint32_t has_documents, has_frequencies;
    uint32_t is_damaged;
    /// Behind the last posting documents are UINT32_MAX.
    uint32_t documents[128], frequencies[128];
    uint8_t tail_entry[8];
} dossier_cursor;

/// Documents that may be wanted, ascending, with what is known of each so far. A candidate keeps its slot when others
/// before it are dropped.
typedef struct {
    uint32_t *_Nonnull documents;
    uint16_t *_Nonnull slots;
    double *_Nonnull sums;
    uint32_t count;
} dossier_candidates;

/// Sets a cursor before the first block of a list, which must outlive it. A list of at least 128 postings is as long as
/// its directory; a shorter one, which has none, is decoded at once.
void dossier_open_cursor(
    dossier_cursor *_Nonnull cursor, const uint8_t *_Nonnull list, size_t list_size, uint32_t posting_count,
    uint32_t document_count);

/// How many bounds a cursor needs room for.
static inline size_t dossier_cursor_bound_count(const dossier_cursor *_Nonnull cursor) {
    return (size_t)cursor->block_count + cursor->group_count;
}

/// Moves to the first block that ends at `document` or later. Returns 0 when there is none.
int dossier_cursor_enter(dossier_cursor *_Nonnull cursor, uint32_t document);

/// The first block, at or after the current one, that ends at `document` or later; block_count when there is none.
uint32_t dossier_cursor_block_reaching(const dossier_cursor *_Nonnull cursor, uint32_t document);

/// The least and the greatest document that a block may hold; anything where the directory is damaged.
uint32_t dossier_cursor_first_document(const dossier_cursor *_Nonnull cursor, uint32_t block);
uint32_t dossier_cursor_last_document(const dossier_cursor *_Nonnull cursor, uint32_t block);

/// Enters a block and decodes its documents. Returns 0 when it is damaged.
int dossier_cursor_decode(dossier_cursor *_Nonnull cursor, uint32_t block);

/// Decodes the frequencies of the block entered last. Returns 0 when they are damaged.
int dossier_cursor_decode_frequencies(dossier_cursor *_Nonnull cursor);

/// A document, at or after `document`, before which the list has none from there on, its block becoming the current one;
/// UINT32_MAX when it has no more.
uint32_t dossier_cursor_next(dossier_cursor *_Nonnull cursor, uint32_t document);

/// A score that no posting of a block exceeds.
double dossier_cursor_block_bound(dossier_cursor *_Nonnull cursor, uint32_t block);

/// A score that no posting of the documents first...last, in the current block or after it, exceeds; 0 for none.
double dossier_cursor_bound(dossier_cursor *_Nonnull cursor, uint32_t first, uint32_t last);

/// What becomes of candidates that a list holds, and of the others.
typedef enum {
    dossier_keep_present,
    dossier_keep_absent,
    dossier_keep_all,
} dossier_keep;

/// Looks up candidates in the current block and after it.
///
/// Where `cutoff` is above 0, candidates whose sum and score in this list cannot exceed it together may be dropped
/// instead.
///
/// `ordinals`, where given, receives by slot the number of the posting in its list, `frequencies` its frequency, which
/// is 0 where there is none.
void dossier_cursor_look_up(
    dossier_cursor *_Nonnull cursor, dossier_candidates *_Nonnull candidates, dossier_keep keep, double cutoff,
    uint32_t *_Nullable ordinals, uint32_t *_Nullable frequencies);

/// The number, in its list, of the posting of a document in the current block or after it, whose block is then entered;
/// UINT32_MAX when the list does not hold it.
uint32_t dossier_cursor_locate(dossier_cursor *_Nonnull cursor, uint32_t document);

/// The frequency of a document in the current block or after it; 0 when the list does not hold it.
uint32_t dossier_cursor_frequency(dossier_cursor *_Nonnull cursor, uint32_t document);

/// Makes candidates of the documents of the block decoded last in first...last, with sums of 0 and their frequencies, where
/// wanted, by slot.
void dossier_cursor_propose(
    dossier_cursor *_Nonnull cursor, uint32_t first, uint32_t last, dossier_candidates *_Nonnull candidates,
    uint32_t *_Nullable ordinals, uint32_t *_Nullable frequencies);

/// The same, but only of those whose score exceeds a cutoff, which becomes their sum; the cursor scores.
void dossier_cursor_propose_above(
    dossier_cursor *_Nonnull cursor, uint32_t first, uint32_t last, double cutoff, dossier_candidates *_Nonnull candidates,
    uint32_t *_Nullable ordinals, uint32_t *_Nonnull frequencies);

/// Adds to each candidate's sum its score for a frequency, given by slot; 0 adds nothing.
void dossier_add_scores(
    const dossier_scoring *_Nonnull scoring, dossier_candidates *_Nonnull candidates,
    const uint32_t *_Nonnull frequencies);

/// Drops the candidates whose sum is not above a cutoff.
void dossier_keep_above(dossier_candidates *_Nonnull candidates, double cutoff);

/// Drops the candidates whose frequency, given by slot, is 0.
void dossier_keep_frequent(dossier_candidates *_Nonnull candidates, const uint32_t *_Nonnull frequencies);

/// Drops the candidates whose bit of `words`, counted from document `base`, is `dropped`.
void dossier_drop_bits(
    dossier_candidates *_Nonnull candidates, uint32_t base, const uint64_t *_Nonnull words, uint32_t dropped);

/// Makes candidates of the documents found in a window whose sums are above a cutoff, and sets all sums to 0 again.
/// Returns how many documents were found.
uint32_t dossier_collect(
    uint32_t base, const uint64_t *_Nonnull found, double *_Nonnull sums, double cutoff,
    dossier_candidates *_Nonnull candidates);

/// Makes candidates of all documents of a window whose sums are above a cutoff of 0 or more, and sets all sums to 0
/// again. Faster than dossier_collect where many documents have a sum.
void dossier_collect_all(
    uint32_t base, double *_Nonnull sums, double cutoff, dossier_candidates *_Nonnull candidates);
