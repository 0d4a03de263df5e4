#include "PostingKernels.h"

#include "BitPacking.h"
#include "ListBytes.h"

// The same bits on every machine: no fused multiply-add, which some processors offer and others lack.
#pragma STDC FP_CONTRACT OFF

#if defined(__x86_64__) && defined(__linux__)
#define CLONES __attribute__((target_clones("avx2", "default")))
#else
#define CLONES
#endif

size_t dossier_decode_documents(const uint8_t *block, size_t size, uint32_t base, uint32_t *documents) {
    return read_documents(block, size, base, documents);
}

size_t dossier_decode_frequencies(const uint8_t *bytes, size_t size, uint32_t *frequencies) {
    return read_frequencies(bytes, size, frequencies);
}

size_t dossier_decode_gaps(const uint8_t *bytes, size_t size, size_t count, uint32_t *gaps) {
    return read_gaps(bytes, size, count, gaps);
}

CLONES void dossier_score_postings(
    const uint32_t *documents, const uint32_t *frequencies, int from, int to,
    const dossier_scoring *scoring, double *scores) {
    const uint8_t *norms = scoring->norms;
    const double *saturation = scoring->saturations, weight = scoring->weight;
    double held[128];
    for (int index = from; index < to; index++) held[index - from] = saturation[norms[documents[index]]];
    for (int index = from; index < to; index++) {
        double occurrences = (double)(int32_t)frequencies[index];
        scores[index] = weight * (occurrences / (occurrences + held[index - from]));
    }
}

void dossier_score_masked(
    const uint32_t *documents, const uint32_t *frequencies, int from, int to, uint32_t base, const uint64_t *mask,
    const dossier_scoring *scoring, double *sums, uint64_t *found) {
    const uint8_t *norms = scoring->norms;
    const double *saturation = scoring->saturations, weight = scoring->weight;
    // First which, without a branch; then those alone.
    uint8_t chosen[128];
    int count = 0;
    for (int index = from; index < to; index++) {
        uint32_t offset = documents[index] - base;
        chosen[count] = (uint8_t)index;
        count += (int)(mask[offset >> 6] >> (offset & 63) & 1);
    }
    for (int place = 0; place < count; place++) {
        int index = chosen[place];
        uint32_t offset = documents[index] - base;
        double occurrences = (double)(int32_t)frequencies[index];
        sums[offset] += weight * (occurrences / (occurrences + saturation[norms[documents[index]]]));
        found[offset >> 6] |= 1ull << (offset & 63);
    }
}

size_t dossier_decode_tail(
    const uint8_t *bytes, size_t size, uint32_t base, uint32_t count, uint32_t *documents, uint32_t *frequencies) {
    const uint8_t *end = read_tail(bytes, bytes + size, base, count, documents, frequencies);
    return end == NULL ? 0 : (size_t)(end - bytes);
}

int dossier_read_entry(
    const uint8_t *list, size_t size, size_t block_count, size_t index, dossier_block_entry *entry) {
    return read_entry(list, size, block_count, index, entry);
}

int dossier_read_chunk_range(
    const uint8_t *positions, size_t size, size_t block_count, size_t index, size_t *start, size_t *end) {
    return read_chunk_range(positions, size, block_count, index, start, end);
}

// The first of count values, 8 bytes apart, that is `document` or greater; they ascend.
static size_t lower_bound(const uint8_t *at, size_t first, size_t count, uint32_t document) {
    size_t low = first, high = count, step = 1;
    // What is looked for in turn is near: steps of 1, 2, 4, ... before halving.
    while (low + step < count && load_u32(at + 8 * (low + step)) < document) {
        low += step;
        step *= 2;
    }
    if (low + step + 1 < high) high = low + step + 1;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (load_u32(at + 8 * middle) < document) low = middle + 1;
        else high = middle;
    }
    return low;
}

size_t dossier_find_block(const uint8_t *list, size_t block_count, size_t from, uint32_t document) {
    const size_t groups = group_count(block_count);
    const uint8_t *entries = list + 8 * groups;
    if (from >= block_count || load_u32(entries + 8 * from) >= document) return from;
    if (groups == 0) return lower_bound(entries, from, block_count, document);
    const size_t group = lower_bound(list, from / 32, groups, document);
    const size_t first = group == from / 32 ? from : 32 * group, end = 32 * (group + 1);
    return first >= block_count
        ? block_count : lower_bound(entries, first, end < block_count ? end : block_count, document);
}

double dossier_greatest_score(
    const uint8_t *impacts, const uint8_t *end, const dossier_scoring *scoring) {
    const double *saturation = scoring->saturations, weight = scoring->weight;
    uint32_t count = 0, step = 0, frequency = 0;
    double greatest = 0;
    if (!take(&impacts, end, &count)) return 0;
    for (; count > 0; count--) {
        if (!take(&impacts, end, &step) || impacts == end) break;
        frequency += step;
        double occurrences = (double)frequency;
        double score = weight * (occurrences / (occurrences + saturation[*impacts++]));
        if (score > greatest) greatest = score;
    }
    return greatest;
}
