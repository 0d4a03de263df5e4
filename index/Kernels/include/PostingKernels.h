#pragma once
#include <stddef.h>
#include <stdint.h>

// Loops over the postings of one block, at most 128 of them.

/// Decodes the 128 document numbers of a full block of `size` bytes, which are above `base` unless that is UINT32_MAX.
/// Returns the size of what holds them; 0 where it is damaged.
size_t dossier_decode_documents(
    const uint8_t *_Nonnull block, size_t size, uint32_t base, uint32_t *_Nonnull documents);

/// Decodes 128 frequencies. Returns the size of what holds them; 0 where it is damaged.
size_t dossier_decode_frequencies(const uint8_t *_Nonnull bytes, size_t size, uint32_t *_Nonnull frequencies);

/// Decodes the `count` gaps of a chunk. Returns its size; 0 where it is damaged, or has no gap.
size_t dossier_decode_gaps(
    const uint8_t *_Nonnull bytes, size_t size, size_t count, uint32_t *_Nonnull gaps);

/// What a score takes beside the frequency: the norm of each document, the saturation of each norm, the weight.
/// All zero for lists that do not score.
typedef struct {
    const uint8_t *_Nullable norms;
    const double *_Nullable saturations;
    double weight;
} dossier_scoring;

/// scores[i] = weight * (f / (f + saturation[norms[documents[i]]])) for each i in from..<to, one correctly rounded
/// operation after another, so that every machine gives the same bits.
void dossier_score_postings(
    const uint32_t *_Nonnull documents, const uint32_t *_Nonnull frequencies, int from, int to,
    const dossier_scoring *_Nonnull scoring, double *_Nonnull scores);

/// Scores, as dossier_score_postings does, the postings in from..<to whose bit in `mask` is set, adds each score to
/// sums[document - base], and sets the bit in `found`.
void dossier_score_masked(
    const uint32_t *_Nonnull documents, const uint32_t *_Nonnull frequencies, int from, int to, uint32_t base,
    const uint64_t *_Nonnull mask, const dossier_scoring *_Nonnull scoring, double *_Nonnull sums, uint64_t *_Nonnull found);

/// One block of a list of at least 128 postings, as its directory tells it: offsets from the start of the list.
typedef struct {
    uint32_t last_document;
    size_t impacts;
    size_t block;
    size_t end;
} dossier_block_entry;

/// Reads a block's entry in place. Returns 0 where it contradicts itself or the list's size.
int dossier_read_entry(
    const uint8_t *_Nonnull list, size_t size, size_t block_count, size_t index, dossier_block_entry *_Nonnull entry);

/// The first block, from one on, that reaches `document`, by a directory that lies within the list; `block_count` where
/// none does. A damaged directory gives any number up to that.
size_t dossier_find_block(const uint8_t *_Nonnull list, size_t block_count, size_t from, uint32_t document);

/// Where the chunk of a block lies in the positions of such a list. Returns 0 where that contradicts itself or the size.
int dossier_read_chunk_range(
    const uint8_t *_Nonnull positions, size_t size, size_t block_count, size_t index, size_t *_Nonnull start,
    size_t *_Nonnull end);

/// Decodes a tail of at most 128 postings after the document `base`. Returns its size; 0 where it is damaged.
size_t dossier_decode_tail(
    const uint8_t *_Nonnull bytes, size_t size, uint32_t base, uint32_t count, uint32_t *_Nonnull documents,
    uint32_t *_Nonnull frequencies);

/// The greatest score among the impacts at `impacts`, which end before `end`.
double dossier_greatest_score(
    const uint8_t *_Nonnull impacts, const uint8_t *_Nonnull end, const dossier_scoring *_Nonnull scoring);
