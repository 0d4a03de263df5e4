#pragma once
#include <stdint.h>
#include <string.h>

#include "PostingCursor.h"

/// A document and its score.
typedef struct {
    uint32_t document;
    float score;
} dossier_hit;

/// The best documents met so far; once there is no more room, a heap with the worst on top.
///
/// Of equal scores that of the lower document is better, in whatever order they are met.
typedef struct {
    /// Room for `capacity` hits, of which there are `count`: each a number that is greater the better the hit is, so that
    /// one comparison tells. The score's bits, in an order of integers, stand above those of the document, inverted.
    int64_t *_Nonnull keys;
    uint32_t count, capacity;
    /// A score that no hit is at or below.
    float floor;
    /// A key that no hit's is at or above.
    int64_t ceiling;
} dossier_top_hits;

/// The hit that a key stands for.
static inline dossier_hit dossier_hit_of(int64_t key) {
    dossier_hit hit = {~(uint32_t)key, 0};
    int32_t bits = (int32_t)(key >> 32);
    bits ^= bits >> 31 & INT32_MAX;
    memcpy(&hit.score, &bits, sizeof bits);
    return hit;
}

/// The greatest number below a score of 0 or more; -1 below 0.
static inline float dossier_next_down(float score) {
    uint32_t bits;
    memcpy(&bits, &score, sizeof bits);
    if (bits << 1 == 0) return -1;
    bits--;
    memcpy(&score, &bits, sizeof bits);
    return score;
}

/// A score that a document from `first` on must exceed to enter; infinite where there is no room at all.
static inline float dossier_hits_threshold(const dossier_top_hits *_Nonnull hits, uint32_t first) {
    if (hits->count < hits->capacity) return hits->floor;
    if (hits->capacity == 0) return __builtin_inff();
    const dossier_hit worst = dossier_hit_of(hits->keys[0]);
    // Before the worst hit an equal score is enough.
    const float least = first > worst.document ? worst.score : dossier_next_down(worst.score);
    return least > hits->floor ? least : hits->floor;
}

/// Leaves out whatever is as good as a hit or better.
void dossier_hits_begin_after(dossier_top_hits *_Nonnull hits, uint32_t document, float score);

/// Takes a document that was not met before, if it is better than the worst or there is room.
void dossier_hits_insert(dossier_top_hits *_Nonnull hits, uint32_t document, float score);

/// Takes candidates, whose sums are their scores and whose documents count from `first_document`.
void dossier_hits_take(
    dossier_top_hits *_Nonnull hits, const dossier_candidates *_Nonnull candidates, uint32_t first_document);

/// Puts the best first. Nothing can be taken afterwards.
void dossier_hits_sort(dossier_top_hits *_Nonnull hits);
