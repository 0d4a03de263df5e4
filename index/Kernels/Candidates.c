#include "CursorSteps.h"

// The same bits on every machine: no fused multiply-add, which some processors offer and others lack.
#pragma STDC FP_CONTRACT OFF

// Whether a candidate that a block, or no block, may hold can be among the best; `cutoff` is what its sum and the score
// of this list must exceed together.
static inline int may_exceed(dossier_cursor *cursor, uint32_t block, int is_within, double sum, double cutoff) {
    return sum + (is_within ? dossier_cursor_block_bound(cursor, block) : 0) > cutoff;
}

static inline __attribute__((always_inline)) void look_up(
    dossier_cursor *cursor, dossier_candidates *candidates, const dossier_keep keep, double cutoff, uint32_t *ordinals,
    uint32_t *frequencies) {
    uint32_t block = cursor->block, kept = 0;
    for (uint32_t index = 0; index < candidates->count; index++) {
        const uint32_t document = candidates->documents[index], slot = candidates->slots[index];
        int is_present = 0;
        uint32_t place = 0;
        block = block_reaching(cursor, block, document);
        if (block == cursor->block_count && keep == dossier_keep_present) break;
        const int is_within = block < cursor->block_count && first_document(cursor, block) <= document;
        if (cutoff > 0 && !may_exceed(cursor, block, is_within, candidates->sums[index], cutoff)) continue;
        if (is_within && load(cursor, block)) place = find_place(cursor, document, &is_present);
        if (ordinals) ordinals[slot] = block * BLOCK + place;
        if (frequencies)
            frequencies[slot] =
                is_present && dossier_cursor_decode_frequencies(cursor) ? cursor->frequencies[place] : 0;
        candidates->documents[kept] = document;
        candidates->slots[kept] = (uint16_t)slot;
        candidates->sums[kept] = candidates->sums[index];
        kept += keep == dossier_keep_all || (keep == dossier_keep_present ? is_present : !is_present);
    }
    candidates->count = kept;
}

// Keeps the candidates that a list holds, or those that it lacks, where nothing else is asked.
static inline __attribute__((always_inline)) void keep_held(
    dossier_cursor *cursor, dossier_candidates *candidates, const int is_held) {
    uint32_t block = cursor->block, kept = 0;
    for (uint32_t index = 0; index < candidates->count;) {
        block = block_reaching(cursor, block, candidates->documents[index]);
        const int is_known = block < cursor->block_count && load(cursor, block);
        const uint32_t first = is_known ? first_document(cursor, block) : UINT32_MAX;
        const uint32_t last = block < cursor->block_count ? last_document(cursor, block) : UINT32_MAX;
        do {
            const uint32_t document = candidates->documents[index];
            const int is_present = document >= first && document <= last && holds(cursor, document);
            candidates->documents[kept] = document;
            candidates->slots[kept] = candidates->slots[index];
            candidates->sums[kept] = candidates->sums[index];
            kept += is_present == is_held;
            index++;
        } while (index < candidates->count && candidates->documents[index] <= last);
    }
    candidates->count = kept;
}

CLONES void dossier_cursor_look_up(
    dossier_cursor *cursor, dossier_candidates *candidates, dossier_keep keep, double cutoff, uint32_t *ordinals,
    uint32_t *frequencies) {
    if (keep != dossier_keep_all && cutoff <= 0 && !ordinals && !frequencies) {
        if (keep == dossier_keep_present) keep_held(cursor, candidates, 1);
        else keep_held(cursor, candidates, 0);
        return;
    }
    switch (keep) {
    case dossier_keep_present:
        look_up(cursor, candidates, dossier_keep_present, cutoff, ordinals, frequencies);
        return;
    case dossier_keep_absent: look_up(cursor, candidates, dossier_keep_absent, 0, ordinals, frequencies); return;
    case dossier_keep_all: look_up(cursor, candidates, dossier_keep_all, cutoff, ordinals, frequencies); return;
    }
}

void dossier_cursor_propose(
    dossier_cursor *cursor, uint32_t first, uint32_t last, dossier_candidates *candidates, uint32_t *ordinals,
    uint32_t *frequencies) {
    uint32_t lower = 0, upper = 0;
    candidates->count = 0;
    if (cursor->loaded == UINT32_MAX || !decode_range(cursor, cursor->loaded, first, last, &lower, &upper)) return;
    const uint32_t count = upper - lower;
    if (frequencies) {
        if (!dossier_cursor_decode_frequencies(cursor)) return;
        memcpy(frequencies, cursor->frequencies + lower, count * sizeof *frequencies);
    }
    memcpy(candidates->documents, cursor->documents + lower, count * sizeof *candidates->documents);
    memset(candidates->sums, 0, count * sizeof *candidates->sums);
    for (uint32_t index = 0; index < count; index++) candidates->slots[index] = (uint16_t)index;
    if (ordinals)
        for (uint32_t index = 0; index < count; index++) ordinals[index] = cursor->loaded * BLOCK + lower + index;
    candidates->count = count;
}

CLONES void dossier_add_scores(
    const dossier_scoring *scoring, dossier_candidates *candidates, const uint32_t *frequencies) {
    enum { STEP = 64 };
    const uint8_t *norms = scoring->norms;
    const double *saturations = scoring->saturations, weight = scoring->weight;
    double held[STEP], occurrences[STEP];
    for (uint32_t start = 0; start < candidates->count; start += STEP) {
        const uint32_t rest = candidates->count - start, count = rest < STEP ? rest : STEP;
        double *sums = candidates->sums + start;
        for (uint32_t index = 0; index < count; index++) {
            occurrences[index] = (double)(int32_t)frequencies[candidates->slots[start + index]];
            held[index] = saturations[norms[candidates->documents[start + index]]];
        }
        // A document without the term adds nothing; where k1 is 0 its score would be 0 / 0.
        for (uint32_t index = 0; index < count; index++) {
            const double score = weight * (occurrences[index] / (occurrences[index] + held[index]));
            sums[index] += occurrences[index] > 0 ? score : 0;
        }
    }
}

void dossier_keep_above(dossier_candidates *candidates, double cutoff) {
    uint32_t kept = 0;
    for (uint32_t index = 0; index < candidates->count; index++) {
        const double sum = candidates->sums[index];
        candidates->documents[kept] = candidates->documents[index];
        candidates->slots[kept] = candidates->slots[index];
        candidates->sums[kept] = sum;
        kept += sum > cutoff;
    }
    candidates->count = kept;
}

void dossier_drop_bits(dossier_candidates *candidates, uint32_t base, const uint64_t *words, uint32_t dropped) {
    uint32_t kept = 0;
    for (uint32_t index = 0; index < candidates->count; index++) {
        const uint32_t offset = candidates->documents[index] - base;
        candidates->documents[kept] = candidates->documents[index];
        candidates->slots[kept] = candidates->slots[index];
        candidates->sums[kept] = candidates->sums[index];
        kept += (words[offset >> 6] >> (offset & 63) & 1) != dropped;
    }
    candidates->count = kept;
}

uint32_t dossier_collect(
    uint32_t base, const uint64_t *found, double *sums, double cutoff, dossier_candidates *candidates) {
    uint32_t kept = 0, count = 0;
    for (uint32_t word = 0; word < WINDOW / 64; word++) {
        for (uint64_t rest = found[word]; rest; rest &= rest - 1) {
            const uint32_t offset = word * 64 + (uint32_t)__builtin_ctzll(rest);
            const double sum = sums[offset];
            sums[offset] = 0;
            candidates->documents[kept] = base + offset;
            candidates->slots[kept] = (uint16_t)kept;
            candidates->sums[kept] = sum;
            kept += sum > cutoff;
            count++;
        }
    }
    candidates->count = kept;
    return count;
}

typedef double four_t __attribute__((vector_size(32)));
typedef long long four_flags_t __attribute__((vector_size(32)));

CLONES void dossier_collect_all(uint32_t base, double *sums, double cutoff, dossier_candidates *candidates) {
    uint32_t kept = 0;
    const four_t limit = {cutoff, cutoff, cutoff, cutoff}, zero = {0, 0, 0, 0};
    for (uint32_t offset = 0; offset < WINDOW; offset += 8) {
        four_t low, high;
        memcpy(&low, sums + offset, sizeof low);
        memcpy(&high, sums + offset + 4, sizeof high);
        memcpy(sums + offset, &zero, sizeof zero);
        memcpy(sums + offset + 4, &zero, sizeof zero);
        const four_flags_t above = (low > limit) | (high > limit);
        if (!(above[0] | above[1] | above[2] | above[3])) continue;
        for (uint32_t index = 0; index < 8; index++) {
            const double sum = index < 4 ? low[index] : high[index - 4];
            candidates->documents[kept] = base + offset + index;
            candidates->slots[kept] = (uint16_t)kept;
            candidates->sums[kept] = sum;
            kept += sum > cutoff;
        }
    }
    candidates->count = kept;
}
