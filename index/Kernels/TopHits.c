#include "TopHits.h"

#include "CursorSteps.h"

static inline int64_t key_of(uint32_t document, float score) {
    int32_t bits;
    // There is one zero alone.
    score += 0.0f;
    memcpy(&bits, &score, sizeof bits);
    bits ^= bits >> 31 & INT32_MAX;
    return (int64_t)((uint64_t)(uint32_t)bits << 32 | ~document);
}

// Puts a key where it belongs at or below a place, whose own is gone.
static inline void sift_down(int64_t *keys, uint32_t count, uint32_t place, int64_t key) {
    // In 64 bits a place's children have numbers, however many hits there are.
    for (uint64_t child; (child = 2 * (uint64_t)place + 1) < count; place = (uint32_t)child) {
        child += child + 1 < count && keys[child + 1] < keys[child];
        if (keys[child] >= key) break;
        keys[place] = keys[child];
    }
    keys[place] = key;
}

static void make_heap(int64_t *keys, uint32_t count) {
    for (uint32_t place = count / 2; place-- > 0;) sift_down(keys, count, place, keys[place]);
}

void dossier_hits_begin_after(dossier_top_hits *hits, uint32_t document, float score) {
    hits->ceiling = key_of(document, score);
}

void dossier_hits_insert(dossier_top_hits *hits, uint32_t document, float score) {
    if (!(score > hits->floor) || hits->capacity == 0) return;
    const int64_t key = key_of(document, score);
    if (key >= hits->ceiling) return;
    if (hits->count == hits->capacity) {
        if (key > hits->keys[0]) sift_down(hits->keys, hits->count, 0, key);
        return;
    }
    hits->keys[hits->count++] = key;
    if (hits->count == hits->capacity) make_heap(hits->keys, hits->count);
}

void dossier_hits_take(dossier_top_hits *hits, const dossier_candidates *candidates, uint32_t first_document) {
    for (uint32_t index = 0; index < candidates->count; index++)
        dossier_hits_insert(hits, first_document + candidates->documents[index], (float)candidates->sums[index]);
}

// So few hits are sorted faster by counting for each the better ones: no branch depends on them.
enum { FEW = 256 };

CLONES static void sort_few(int64_t *keys, uint32_t count) {
    int64_t sorted[FEW];
    for (uint32_t index = 0; index < count; index++) {
        int64_t rank = 0;
        for (uint32_t other = 0; other < count; other++) rank += keys[other] > keys[index];
        sorted[rank] = keys[index];
    }
    memcpy(keys, sorted, count * sizeof *keys);
}

void dossier_hits_sort(dossier_top_hits *hits) {
    if (hits->count <= FEW) {
        sort_few(hits->keys, hits->count);
        return;
    }
    make_heap(hits->keys, hits->count);
    // The worst of those that are left goes behind them.
    for (uint32_t left = hits->count; left > 1; left--) {
        const int64_t worst = hits->keys[0];
        sift_down(hits->keys, left - 1, 0, hits->keys[left - 1]);
        hits->keys[left - 1] = worst;
    }
}
