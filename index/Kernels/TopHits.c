#include "TopHits.h"

static inline int is_worse(dossier_hit one, dossier_hit other) {
    return one.score < other.score || (one.score == other.score && one.document > other.document);
}

// Puts a hit where it belongs at or below the place of one that is gone.
static inline void sift_down(dossier_hit *hits, uint32_t count, dossier_hit hit) {
    uint32_t place = 0;
    // In 64 bits a place's children have numbers, however many hits there are.
    for (uint64_t child; (child = 2 * (uint64_t)place + 1) < count; place = (uint32_t)child) {
        if (child + 1 < count && is_worse(hits[child + 1], hits[child])) child++;
        if (!is_worse(hits[child], hit)) break;
        hits[place] = hits[child];
    }
    hits[place] = hit;
}

static inline void insert(dossier_top_hits *hits, dossier_hit hit) {
    if (hits->count == hits->capacity) {
        sift_down(hits->hits, hits->count, hit);
        return;
    }
    uint32_t place = hits->count++;
    for (; place > 0 && is_worse(hit, hits->hits[(place - 1) / 2]); place = (place - 1) / 2)
        hits->hits[place] = hits->hits[(place - 1) / 2];
    hits->hits[place] = hit;
}

void dossier_hits_insert(dossier_top_hits *hits, uint32_t document, float score) {
    if (score > dossier_hits_threshold(hits, document)) insert(hits, (dossier_hit){document, score});
}

void dossier_hits_take(dossier_top_hits *hits, const dossier_candidates *candidates, uint32_t first_document) {
    for (uint32_t index = 0; index < candidates->count; index++)
        dossier_hits_insert(hits, first_document + candidates->documents[index], (float)candidates->sums[index]);
}

void dossier_hits_sort(dossier_top_hits *hits) {
    // The worst of those that are left goes behind them.
    for (uint32_t left = hits->count; left > 1; left--) {
        const dossier_hit worst = hits->hits[0];
        sift_down(hits->hits, left - 1, hits->hits[left - 1]);
        hits->hits[left - 1] = worst;
    }
}
