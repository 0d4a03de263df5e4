#pragma once
#include <stdint.h>

#include "PostingCursor.h"

/// The lists of a disjunction, parted anew in every window by what they can add to a score.
///
/// Source: Turtle and Flood, "Query evaluation: strategies and optimizations" (1995).
typedef struct {
    /// In the order of the query.
    dossier_cursor *_Nonnull const *_Nonnull lists;
    uint32_t list_count;
    /// The first lists of `order` that together cannot exceed the threshold.
    uint32_t inessential_count;
    /// For each list a score that it exceeds nowhere in the window.
    double *_Nonnull bounds;
    /// Places of the lists, the weakest first.
    uint32_t *_Nonnull order;
} dossier_disjunction;

/// What the weakest `count` lists can add to a score.
static inline double dossier_bound_of_weakest(const dossier_disjunction *_Nonnull lists, uint32_t count) {
    double sum = 0;
    for (uint32_t rank = 0; rank < count; rank++) sum += lists->bounds[lists->order[rank]];
    return sum;
}

/// Goes to the first window of 4,096 documents, of those at `base` and after it, in which a document may exceed a
/// threshold, and parts the lists there. Returns its first document; `end` when there is none.
uint32_t dossier_next_window(dossier_disjunction *_Nonnull lists, uint32_t base, uint32_t end, float threshold);
