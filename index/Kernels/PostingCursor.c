#include "PostingCursor.h"

#include <string.h>

#include "ListBytes.h"

// The same bits on every machine: no fused multiply-add, which some processors offer and others lack.
#pragma STDC FP_CONTRACT OFF

#if defined(__x86_64__) && defined(__linux__)
#define CLONES __attribute__((target_clones("avx2", "default")))
#else
#define CLONES
#endif

enum { BLOCK = 128, WINDOW = 4096 };

// Each of the roundings behind a score may lift it by a unit in the last place; this is above them all together.
static const double ROUNDED_UP = 1 + 0x1p-40;

void dossier_open_cursor(
    dossier_cursor *cursor, const uint8_t *list, uint32_t list_size, const dossier_block_entry *blocks,
    uint32_t block_count, uint32_t posting_count) {
    cursor->list = list;
    cursor->blocks = blocks;
    cursor->list_size = list_size;
    cursor->block_count = block_count;
    cursor->posting_count = posting_count;
    cursor->scoring = (dossier_scoring){NULL, NULL, 0};
    cursor->bounds = NULL;
    cursor->block = cursor->count = cursor->has_frequencies = cursor->is_damaged = 0;
    cursor->decoded = UINT32_MAX;
}

static uint32_t block_reaching(const dossier_cursor *cursor, uint32_t start, uint32_t document) {
    const dossier_block_entry *blocks = cursor->blocks;
    uint32_t low = start, step = 1;
    // What is asked for in turn is near: steps of 1, 2, 4, … before halving.
    while (low < cursor->block_count && blocks[low].last_document < document) {
        const uint32_t next = low + step;
        if (next >= cursor->block_count || blocks[next].last_document >= document) {
            uint32_t high = next < cursor->block_count ? next : cursor->block_count;
            low += 1;
            while (low < high) {
                const uint32_t middle = low + (high - low) / 2;
                if (blocks[middle].last_document < document) low = middle + 1;
                else high = middle;
            }
            return low;
        }
        low = next;
        step *= 2;
    }
    return low;
}

uint32_t dossier_cursor_block_reaching(const dossier_cursor *cursor, uint32_t document) {
    return block_reaching(cursor, cursor->block, document);
}

int dossier_cursor_enter(dossier_cursor *cursor, uint32_t document) {
    cursor->block = block_reaching(cursor, cursor->block, document);
    return cursor->block < cursor->block_count;
}

static inline uint32_t first_document(const dossier_cursor *cursor, uint32_t block) {
    return block == 0 ? 0 : cursor->blocks[block - 1].last_document + 1;
}

uint32_t dossier_cursor_first_document(const dossier_cursor *cursor, uint32_t block) {
    return first_document(cursor, block);
}

static int decode(dossier_cursor *cursor, uint32_t block) {
    const dossier_block_entry *entry = &cursor->blocks[block];
    const uint32_t end = block + 1 < cursor->block_count ? entry[1].offset : cursor->list_size;
    const uint8_t *bytes = cursor->list + entry->offset;
    const uint32_t size = end - entry->offset, left = cursor->posting_count - block * BLOCK;
    const uint32_t base = block == 0 ? UINT32_MAX : entry[-1].last_document;
    cursor->decoded = UINT32_MAX;
    int is_right;
    if (left >= BLOCK) {
        cursor->count = BLOCK;
        cursor->has_frequencies = 0;
        is_right = size >= 2 && bytes[0] <= 32 && size == 2 + 16 * ((uint32_t)bytes[0] + bytes[1]) &&
            dossier_decode_documents_128(bytes + 2, bytes[0], base, entry->last_document, cursor->documents);
    } else {
        cursor->count = left;
        cursor->has_frequencies = 1;
        is_right = read_tail(bytes, bytes + size, base, left, cursor->documents, cursor->frequencies) == bytes + size &&
            cursor->documents[left - 1] == entry->last_document;
        // Behind the last one no place is looked for.
        for (uint32_t place = left; place < BLOCK; place++) cursor->documents[place] = UINT32_MAX;
    }
    if (is_right) {
        cursor->decoded = block;
        return 1;
    }
    cursor->is_damaged = 1;
    return 0;
}

int dossier_cursor_decode(dossier_cursor *cursor, uint32_t block) {
    return cursor->decoded == block || decode(cursor, block);
}

int dossier_cursor_decode_frequencies(dossier_cursor *cursor) {
    if (cursor->has_frequencies) return 1;
    const uint8_t *bytes = cursor->list + cursor->blocks[cursor->decoded].offset;
    if (dossier_decode_frequencies_128(bytes + 2 + 16 * bytes[0], bytes[1], cursor->frequencies)) {
        cursor->has_frequencies = 1;
        return 1;
    }
    cursor->is_damaged = 1;
    return 0;
}

typedef uint32_t eight_t __attribute__((vector_size(32)));

// The first place of the decoded block whose document is `document` or later; `count` when none is.
//
// Without a branch that depends on the documents: a quarter is chosen, and in it the smaller ones are counted.
static inline __attribute__((always_inline)) uint32_t place_reaching(const dossier_cursor *cursor, uint32_t document) {
    const uint32_t *documents = cursor->documents;
    const uint32_t start =
        32 * ((documents[31] < document) + (documents[63] < document) + (documents[95] < document));
    const eight_t wanted = {document, document, document, document, document, document, document, document};
    eight_t below = {0};
    for (int index = 0; index < 4; index++) {
        eight_t some;
        memcpy(&some, documents + start + 8 * index, sizeof some);
        below -= (eight_t)(some < wanted);
    }
    return start + __builtin_reduce_add(below);
}

uint32_t dossier_cursor_next(dossier_cursor *cursor, uint32_t document) {
    for (; dossier_cursor_enter(cursor, document); cursor->block++)
        if (dossier_cursor_decode(cursor, cursor->block))
            return cursor->documents[place_reaching(cursor, document)];
    return UINT32_MAX;
}

// The greatest score of the one block of a list too short for impacts.
static double greatest_score(dossier_cursor *cursor) {
    double scores[BLOCK], greatest = 0;
    if (!dossier_cursor_decode(cursor, 0)) return 0;
    dossier_score_postings(
        cursor->documents, cursor->frequencies, 0, (int)cursor->count, &cursor->scoring, scores);
    for (uint32_t place = 0; place < cursor->count; place++)
        if (scores[place] > greatest) greatest = scores[place];
    return greatest;
}

double dossier_cursor_block_bound(dossier_cursor *cursor, uint32_t block) {
    double bound = cursor->bounds[block];
    if (bound < 0) {
        const uint8_t *impacts = cursor->list + cursor->blocks[block].impacts, *end = cursor->list + cursor->list_size;
        bound = ROUNDED_UP * (cursor->posting_count < BLOCK
            ? greatest_score(cursor) : dossier_greatest_score(impacts, end, &cursor->scoring));
        cursor->bounds[block] = bound;
    }
    return bound;
}

// More blocks than these are not looked at: no score exceeds the weight.
enum { GREATEST_BOUND_COUNT = 24 };

double dossier_cursor_bound(dossier_cursor *cursor, uint32_t first, uint32_t last) {
    const uint32_t start = block_reaching(cursor, cursor->block, first);
    if (start == cursor->block_count || first_document(cursor, start) > last) return 0;
    const uint32_t end = block_reaching(cursor, start, last);
    if (end - start > GREATEST_BOUND_COUNT) return cursor->scoring.weight;
    double greatest = 0;
    for (uint32_t block = start; block <= end && block < cursor->block_count; block++) {
        if (first_document(cursor, block) > last) break;
        const double bound = dossier_cursor_block_bound(cursor, block);
        if (bound > greatest) greatest = bound;
    }
    return greatest;
}

// Decodes a block and sets the places of its documents in first...last; 0 when it is damaged.
static inline int decode_range(
    dossier_cursor *cursor, uint32_t block, uint32_t first, uint32_t last, uint32_t *lower, uint32_t *upper) {
    if (!dossier_cursor_decode(cursor, block)) return 0;
    *lower = first_document(cursor, block) >= first ? 0 : place_reaching(cursor, first);
    *upper = cursor->blocks[block].last_document <= last ? cursor->count : place_reaching(cursor, last + 1);
    return 1;
}

void dossier_cursor_mark(dossier_cursor *cursor, uint32_t base, uint64_t *words) {
    const uint32_t last = base + (WINDOW - 1);
    uint32_t lower, upper;
    if (!dossier_cursor_enter(cursor, base)) return;
    for (uint32_t block = cursor->block; block < cursor->block_count; block++) {
        if (first_document(cursor, block) > last) return;
        if (!decode_range(cursor, block, base, last, &lower, &upper)) continue;
        dossier_mark_documents(cursor->documents, (int)lower, (int)upper, base, words);
    }
}

// Whether a bit of first...last is set.
static inline int has_bit(const uint64_t *words, uint32_t first, uint32_t last) {
    const uint64_t low = UINT64_MAX << (first & 63), high = UINT64_MAX >> (63 - (last & 63));
    uint32_t word = first >> 6;
    const uint32_t end = last >> 6;
    if (word == end) return (words[word] & low & high) != 0;
    if (words[word] & low || words[end] & high) return 1;
    for (word++; word < end; word++)
        if (words[word]) return 1;
    return 0;
}

// Whether a block, which reaches the window at `base`, holds a document that `mask` may let through.
static inline int is_wanted(const dossier_cursor *cursor, uint32_t block, uint32_t base, const uint64_t *mask) {
    const uint32_t first = first_document(cursor, block), last = cursor->blocks[block].last_document;
    return has_bit(mask, first > base ? first - base : 0, last - base < WINDOW ? last - base : WINDOW - 1);
}

void dossier_cursor_restrict(dossier_cursor *cursor, uint32_t base, uint64_t *words) {
    const uint32_t last = base + (WINDOW - 1);
    uint32_t lower, upper;
    uint64_t held[WINDOW / 64] = {0};
    if (dossier_cursor_enter(cursor, base)) {
        for (uint32_t block = cursor->block; block < cursor->block_count; block++) {
            if (first_document(cursor, block) > last) break;
            if (!is_wanted(cursor, block, base, words)) continue;
            if (!decode_range(cursor, block, base, last, &lower, &upper)) continue;
            dossier_mark_documents(cursor->documents, (int)lower, (int)upper, base, held);
        }
    }
    for (int word = 0; word < WINDOW / 64; word++) words[word] &= held[word];
}

void dossier_cursor_score(
    dossier_cursor *cursor, uint32_t base, const uint64_t *mask, double *sums, uint64_t *found) {
    const uint32_t last = base + (WINDOW - 1);
    uint32_t lower, upper;
    double scores[BLOCK];
    if (!dossier_cursor_enter(cursor, base)) return;
    for (uint32_t block = cursor->block; block < cursor->block_count; block++) {
        if (first_document(cursor, block) > last) return;
        if (mask && !is_wanted(cursor, block, base, mask)) continue;
        if (!decode_range(cursor, block, base, last, &lower, &upper)) continue;
        if (!dossier_cursor_decode_frequencies(cursor)) continue;
        if (mask && found) {
            dossier_score_masked(
                cursor->documents, cursor->frequencies, (int)lower, (int)upper, base, mask, &cursor->scoring,
                sums, found);
        } else {
            dossier_score_postings(
                cursor->documents, cursor->frequencies, (int)lower, (int)upper, &cursor->scoring, scores);
            for (uint32_t place = lower; place < upper; place++) {
                const uint32_t offset = cursor->documents[place] - base;
                sums[offset] += scores[place];
                if (found) found[offset >> 6] |= 1ull << (offset & 63);
            }
        }
    }
}

// Whether a candidate that a block, or no block, may hold can be among the best; `cutoff` is what its sum and the score
// of this list must exceed together.
static inline int may_exceed(dossier_cursor *cursor, uint32_t block, int is_within, double sum, double cutoff) {
    return sum + (is_within ? dossier_cursor_block_bound(cursor, block) : 0) > cutoff;
}

static inline __attribute__((always_inline)) void look_up(
    dossier_cursor *cursor, dossier_candidates *candidates, const dossier_keep keep, double cutoff, uint32_t *ordinals,
    uint32_t *frequencies) {
    uint32_t block = cursor->block, kept = 0, start = 0, decoded = UINT32_MAX;
    for (uint32_t index = 0; index < candidates->count; index++) {
        const uint32_t document = candidates->documents[index], slot = candidates->slots[index];
        int is_present = 0;
        if (block < cursor->block_count && cursor->blocks[block].last_document < document)
            block = block_reaching(cursor, block + 1, document);
        const int is_within = block < cursor->block_count && first_document(cursor, block) <= document;
        if (cutoff > 0 && !may_exceed(cursor, block, is_within, candidates->sums[index], cutoff)) continue;
        if (is_within) {
            if (decoded != block) {
                start = 0;
                decoded = dossier_cursor_decode(cursor, block) ? block : UINT32_MAX;
            }
            if (decoded == block) {
                start = place_reaching(cursor, document);
                is_present = start < cursor->count && cursor->documents[start] == document;
            }
        } else if (block == cursor->block_count && keep == dossier_keep_present) {
            break;
        }
        if (ordinals) ordinals[slot] = block * BLOCK + start;
        if (frequencies)
            frequencies[slot] =
                is_present && dossier_cursor_decode_frequencies(cursor) ? cursor->frequencies[start] : 0;
        candidates->documents[kept] = document;
        candidates->slots[kept] = (uint16_t)slot;
        candidates->sums[kept] = candidates->sums[index];
        kept += keep == dossier_keep_all || (keep == dossier_keep_present ? is_present : !is_present);
    }
    candidates->count = kept;
}

CLONES void dossier_cursor_look_up(
    dossier_cursor *cursor, dossier_candidates *candidates, dossier_keep keep, double cutoff, uint32_t *ordinals,
    uint32_t *frequencies) {
    switch (keep) {
    case dossier_keep_present:
        look_up(cursor, candidates, dossier_keep_present, cutoff, ordinals, frequencies);
        return;
    case dossier_keep_absent: look_up(cursor, candidates, dossier_keep_absent, 0, ordinals, frequencies); return;
    case dossier_keep_all: look_up(cursor, candidates, dossier_keep_all, cutoff, ordinals, frequencies); return;
    }
}

uint32_t dossier_cursor_locate(dossier_cursor *cursor, uint32_t document) {
    uint32_t block = cursor->decoded;
    if (block == UINT32_MAX || block < cursor->block || cursor->blocks[block].last_document < document ||
        first_document(cursor, block) > document) {
        block = block_reaching(cursor, cursor->block, document);
        if (block == cursor->block_count || !dossier_cursor_decode(cursor, block)) return UINT32_MAX;
    }
    const uint32_t place = place_reaching(cursor, document);
    return place < cursor->count && cursor->documents[place] == document ? block * BLOCK + place : UINT32_MAX;
}

uint32_t dossier_cursor_frequency(dossier_cursor *cursor, uint32_t document) {
    const uint32_t ordinal = dossier_cursor_locate(cursor, document);
    if (ordinal == UINT32_MAX || !dossier_cursor_decode_frequencies(cursor)) return 0;
    return cursor->frequencies[ordinal % BLOCK];
}

void dossier_cursor_propose(
    dossier_cursor *cursor, uint32_t first, uint32_t last, dossier_candidates *candidates, uint32_t *ordinals,
    uint32_t *frequencies) {
    uint32_t lower = 0, upper = 0;
    candidates->count = 0;
    if (!decode_range(cursor, cursor->decoded, first, last, &lower, &upper)) return;
    const uint32_t count = upper - lower;
    if (frequencies) {
        if (!dossier_cursor_decode_frequencies(cursor)) return;
        memcpy(frequencies, cursor->frequencies + lower, count * sizeof *frequencies);
    }
    memcpy(candidates->documents, cursor->documents + lower, count * sizeof *candidates->documents);
    memset(candidates->sums, 0, count * sizeof *candidates->sums);
    for (uint32_t index = 0; index < count; index++) candidates->slots[index] = (uint16_t)index;
    if (ordinals)
        for (uint32_t index = 0; index < count; index++) ordinals[index] = cursor->decoded * BLOCK + lower + index;
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
