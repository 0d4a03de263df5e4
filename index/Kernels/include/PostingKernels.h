#pragma once
#include <stddef.h>
#include <stdint.h>

// Loops over the postings of one block, at most 128 of them.

/// Decodes the 128 document numbers of a full block: gaps of `bits` bits after `base`.
/// Returns 1 when they ascend and end with `last`, which is above `base` unless that is UINT32_MAX.
int dossier_decode_documents_128(
    const uint8_t *_Nonnull packed, uint32_t bits, uint32_t base, uint32_t last, uint32_t *_Nonnull documents);

/// Decodes the 128 frequencies of a full block, stored less one. Returns 0 when one would be 0.
int dossier_decode_frequencies_128(const uint8_t *_Nonnull packed, uint32_t bits, uint32_t *_Nonnull frequencies);

/// Sets bit `documents[i] - base` of `words` for each i in from..<to; all lie within 4,096 of `base`.
void dossier_mark_documents(
    const uint32_t *_Nonnull documents, int from, int to, uint32_t base, uint64_t *_Nonnull words);

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

/// One block of a posting list, as the directory tells it; offsets count from the start of the list.
typedef struct {
    uint32_t last_document;
    uint32_t offset;
    uint32_t impacts;
} dossier_block_entry;

/// Reads the directory of a list of `size` bytes and at least one posting; one of fewer than 128 postings is a tail
/// without a directory, and its only entry has no impacts.
/// Returns 0 when it contradicts itself, the blocks' sizes or the end of the list.
int dossier_read_directory(
    const uint8_t *_Nonnull list, size_t size, size_t posting_count, dossier_block_entry *_Nonnull blocks);

/// Decodes a tail of at most 128 postings after the document `base`. Returns its size; 0 where it is damaged.
size_t dossier_decode_tail(
    const uint8_t *_Nonnull bytes, size_t size, uint32_t base, uint32_t count, uint32_t *_Nonnull documents,
    uint32_t *_Nonnull frequencies);

/// The greatest score among the impacts at `impacts`, which end before `end`.
double dossier_greatest_score(
    const uint8_t *_Nonnull impacts, const uint8_t *_Nonnull end, const dossier_scoring *_Nonnull scoring);
