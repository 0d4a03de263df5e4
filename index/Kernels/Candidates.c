#include "CursorSteps.h"

// The same bits on every machine: no fused multiply-add, which some processors offer and others lack.
#pragma STDC FP_CONTRACT OFF

// How the block entered last tells whether it holds a document.
typedef enum { IS_DECODED, IS_BITSET, IS_MISSING } form_t;

// Where a document stands that a block lacks and that is kept.
enum { NOWHERE = 255 };

// So few frequencies of a block are read one by one.
enum { FEW = 4 };

// Goes through the candidates up to `last`, at most 128, and keeps those that are wanted; `places` receives where each of
// these stands in the block, which of a bitset is not known yet. No branch depends on what is found.
static inline __attribute__((always_inline)) uint32_t sift(
    const dossier_cursor *cursor, dossier_candidates *candidates, uint32_t index, uint32_t *kept, uint32_t last,
    double least, const dossier_keep keep, const form_t form, uint8_t *places) {
    const uint32_t count = candidates->count - index < BLOCK ? candidates->count : index + BLOCK, start = *kept;
    uint32_t next = start;
    do {
        const uint32_t document = candidates->documents[index];
        const double sum = candidates->sums[index];
        uint32_t place = 0, is_present = 0;
        if (form == IS_DECODED) {
            place = place_reaching(cursor, document);
            is_present = stands_at(cursor, place, document);
        } else if (form == IS_BITSET) {
            // Only a damaged directory leads to a block that does not reach the document.
            const uint32_t offset = document - cursor->first;
            const uint64_t word = offset >> 6 < cursor->word_count ? load_word(cursor->bitset, offset >> 6) : 0;
            is_present = word >> (offset & 63) & 1;
        }
        candidates->documents[next] = document;
        candidates->slots[next] = candidates->slots[index];
        candidates->sums[next] = sum;
        // Where only those are kept that are present, nobody asks for the place of another.
        if (keep == dossier_keep_all) place = __builtin_unpredictable(is_present) ? place : NOWHERE;
        places[next - start] = (uint8_t)place;
        const uint32_t is_wanted = keep == dossier_keep_all || is_present == (keep == dossier_keep_present);
        next += is_wanted & (sum > least);
    } while (++index < count && candidates->documents[index] <= last);
    *kept = next;
    return index;
}

// Writes the ordinals and frequencies of the candidates start..<end, which stand at `places` of the block entered last.
static inline __attribute__((always_inline)) void write_columns(
    dossier_cursor *cursor, const dossier_candidates *candidates, uint32_t start, uint32_t end, const dossier_keep keep,
    const form_t form, const uint8_t *places, uint32_t block, uint32_t *ordinals, uint32_t *frequencies) {
    if (form != IS_MISSING && frequencies && end - start > FEW) dossier_cursor_decode_frequencies(cursor);
    for (uint32_t index = start; index < end; index++) {
        const uint32_t slot = candidates->slots[index];
        uint32_t place = places[index - start];
        if (form == IS_MISSING || keep == dossier_keep_absent || place == NOWHERE) {
            if (frequencies) frequencies[slot] = 0;
            continue;
        }
        if (form == IS_BITSET) place = bitset_rank(cursor, candidates->documents[index]);
        if (ordinals) ordinals[slot] = block * BLOCK + place;
        if (frequencies) frequencies[slot] = frequency_at(cursor, place);
    }
}

static inline __attribute__((always_inline)) void look_up(
    dossier_cursor *cursor, dossier_candidates *candidates, const dossier_keep keep, double cutoff, uint32_t *ordinals,
    uint32_t *frequencies) {
    uint8_t places[BLOCK];
    uint32_t block = cursor->block, kept = 0, index = 0;
    while (index < candidates->count) {
        block = block_reaching(cursor, block, candidates->documents[index]);
        const int exists = block < cursor->block_count;
        if (!exists && keep == dossier_keep_present) break;
        const uint32_t last = exists ? last_document(cursor, block) : UINT32_MAX, start = kept;
        // What a sum must exceed before the score of this list is added.
        const double least =
            cutoff <= 0 ? -1 : cutoff - (exists ? dossier_cursor_block_bound(cursor, block) : 0);
        if (!(candidates->sums[index] > least)) {
            index++;
        } else if (!exists || !load(cursor, block)) {
            index = sift(cursor, candidates, index, &kept, last, least, keep, IS_MISSING, places);
            write_columns(cursor, candidates, start, kept, keep, IS_MISSING, places, block, ordinals, frequencies);
        } else if (cursor->has_documents) {
            index = sift(cursor, candidates, index, &kept, last, least, keep, IS_DECODED, places);
            write_columns(cursor, candidates, start, kept, keep, IS_DECODED, places, block, ordinals, frequencies);
        } else {
            index = sift(cursor, candidates, index, &kept, last, least, keep, IS_BITSET, places);
            write_columns(cursor, candidates, start, kept, keep, IS_BITSET, places, block, ordinals, frequencies);
        }
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

typedef double four_t __attribute__((vector_size(32)));
typedef long long four_flags_t __attribute__((vector_size(32)));

// Whether one of eight sums is above a cutoff.
static inline __attribute__((always_inline)) int is_any_above(const double *sums, double cutoff) {
    const four_t limit = {cutoff, cutoff, cutoff, cutoff};
    four_t low, high;
    memcpy(&low, sums, sizeof low);
    memcpy(&high, sums + 4, sizeof high);
    const four_flags_t above = (low > limit) | (high > limit);
    return (above[0] | above[1] | above[2] | above[3]) != 0;
}

CLONES void dossier_cursor_propose_above(
    dossier_cursor *cursor, uint32_t first, uint32_t last, double cutoff, dossier_candidates *candidates,
    uint32_t *ordinals, uint32_t *frequencies) {
    uint32_t lower = 0, upper = 0, kept = 0;
    candidates->count = 0;
    if (cursor->loaded == UINT32_MAX || !decode_range(cursor, cursor->loaded, first, last, &lower, &upper) ||
        !dossier_cursor_decode_frequencies(cursor))
        return;
    const uint8_t *norms = cursor->scoring.norms;
    const double *saturations = cursor->scoring.saturations, weight = cursor->scoring.weight;
    // weight * f / (f + held) > cutoff where f > held * ratio; which is a little less here, for roundings.
    const double share = cutoff > 0 ? cutoff / weight : 0;
    const double ratio = share < 1 ? share / (1 - share) * (1 - 0x1p-30) : __builtin_inf();
    double held[BLOCK], excess[BLOCK + 8];
    for (uint32_t place = lower; place < upper; place++) held[place] = saturations[norms[cursor->documents[place]]];
    for (uint32_t place = lower; place < upper; place++)
        excess[place] = (double)(int32_t)cursor->frequencies[place] - held[place] * ratio;
    for (uint32_t start = lower; start < upper; start += 8) {
        const uint32_t end = upper - start < 8 ? upper : start + 8;
        for (uint32_t place = end; place < start + 8; place++) excess[place] = -1;
        if (!is_any_above(excess + start, -0.0)) continue;
        for (uint32_t place = start; place < end; place++) {
            const double occurrences = (double)(int32_t)cursor->frequencies[place];
            const double score = weight * (occurrences / (occurrences + held[place]));
            candidates->documents[kept] = cursor->documents[place];
            candidates->slots[kept] = (uint16_t)kept;
            candidates->sums[kept] = score;
            frequencies[kept] = cursor->frequencies[place];
            if (ordinals) ordinals[kept] = cursor->loaded * BLOCK + place;
            kept += score > cutoff;
        }
    }
    candidates->count = kept;
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

CLONES void dossier_keep_above(dossier_candidates *candidates, double cutoff) {
    uint32_t kept = 0, index = 0;
    const uint32_t count = candidates->count;
    while (index < count) {
        // Mostly few are left.
        if (count - index >= 8 && !is_any_above(candidates->sums + index, cutoff)) {
            index += 8;
            continue;
        }
        const uint32_t end = count - index < 8 ? count : index + 8;
        for (; index < end; index++) {
            const double sum = candidates->sums[index];
            candidates->documents[kept] = candidates->documents[index];
            candidates->slots[kept] = candidates->slots[index];
            candidates->sums[kept] = sum;
            kept += sum > cutoff;
        }
    }
    candidates->count = kept;
}

void dossier_keep_frequent(dossier_candidates *candidates, const uint32_t *frequencies) {
    uint32_t kept = 0;
    for (uint32_t index = 0; index < candidates->count; index++) {
        const uint16_t slot = candidates->slots[index];
        candidates->documents[kept] = candidates->documents[index];
        candidates->slots[kept] = slot;
        candidates->sums[kept] = candidates->sums[index];
        kept += frequencies[slot] > 0;
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
