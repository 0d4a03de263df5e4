#pragma once
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

/// scores[i] = weight * (f / (f + saturation[norms[documents[i]]])) for each i in from..<to, one correctly rounded
/// operation after another, so that every machine gives the same bits.
void dossier_score_postings(
    const uint32_t *_Nonnull documents, const uint32_t *_Nonnull frequencies, int from, int to,
    const uint8_t *_Nonnull norms, const double *_Nonnull saturation, double weight, double *_Nonnull scores);

/// sums[documents[i] - base] += scores[i] for each i in from..<to whose bit in `mask` is set.
void dossier_add_scores(
    const uint32_t *_Nonnull documents, const double *_Nonnull scores, int from, int to, uint32_t base,
    const uint64_t *_Nonnull mask, double *_Nonnull sums);
