#pragma once
#include <stdint.h>

#include "PostingCursor.h"

/// A document and its score.
typedef struct {
    uint32_t document;
    float score;
} dossier_hit;

/// The best documents met so far: a heap with the worst on top.
///
/// Documents are met in ascending order, and of equal scores the first is better: a later one enters only with a greater
/// score.
typedef struct {
    /// Room for `capacity` hits, of which there are `count`.
    dossier_hit *_Nonnull hits;
    uint32_t count, capacity;
    /// A score that no hit is at or below.
    float floor;
} dossier_top_hits;

/// The score that a later document must exceed to enter; infinite where there is no room at all.
static inline float dossier_hits_threshold(const dossier_top_hits *_Nonnull hits) {
    if (hits->count < hits->capacity) return hits->floor;
    if (hits->capacity == 0) return __builtin_inff();
    return hits->hits[0].score > hits->floor ? hits->hits[0].score : hits->floor;
}

/// Takes a document, if its score exceeds the threshold.
void dossier_hits_insert(dossier_top_hits *_Nonnull hits, uint32_t document, float score);

/// Takes candidates, whose sums are their scores and whose documents count from `first_document`.
void dossier_hits_take(
    dossier_top_hits *_Nonnull hits, const dossier_candidates *_Nonnull candidates, uint32_t first_document);

/// Puts the best first. Nothing can be taken afterwards.
void dossier_hits_sort(dossier_top_hits *_Nonnull hits);
