#include "PostingKernels.h"

#include "BitPacking.h"

// The same bits on every machine: no fused multiply-add, which some processors offer and others lack.
#pragma STDC FP_CONTRACT OFF

#if defined(__x86_64__) && defined(__linux__)
#define CLONES __attribute__((target_clones("avx2", "default")))
#else
#define CLONES
#endif

int dossier_decode_documents_128(
    const uint8_t *packed, uint32_t bits, uint32_t base, uint32_t last, uint32_t *documents) {
    dossier_unpack_ascending_128(packed, bits, base, documents);
    if (documents[127] != last || last == UINT32_MAX) return 0;
    // 128 gaps of 24 bits stay below 2^31: a sum that wraps around cannot end at `last`.
    if (bits <= 24) return 1;
    uint32_t previous = base;
    for (int index = 0; index < 128; index++) {
        if (previous != UINT32_MAX && documents[index] <= previous) return 0;
        previous = documents[index];
    }
    return 1;
}

int dossier_decode_frequencies_128(const uint8_t *packed, uint32_t bits, uint32_t *frequencies) {
    if (bits > 30) return 0;
    dossier_unpack_128(packed, bits, frequencies);
    for (int index = 0; index < 128; index++) frequencies[index] += 1;
    return 1;
}

void dossier_mark_documents(const uint32_t *documents, int from, int to, uint32_t base, uint64_t *words) {
    for (int index = from; index < to; index++) {
        uint32_t offset = documents[index] - base;
        words[offset >> 6] |= 1ull << (offset & 63);
    }
}

CLONES void dossier_score_postings(
    const uint32_t *documents, const uint32_t *frequencies, int from, int to, const uint8_t *norms,
    const double *saturation, double weight, double *scores) {
    double held[128];
    for (int index = from; index < to; index++) held[index - from] = saturation[norms[documents[index]]];
    for (int index = from; index < to; index++) {
        double occurrences = (double)(int32_t)frequencies[index];
        scores[index] = weight * (occurrences / (occurrences + held[index - from]));
    }
}

void dossier_add_scores(
    const uint32_t *documents, const double *scores, int from, int to, uint32_t base, const uint64_t *mask,
    double *sums) {
    for (int index = from; index < to; index++) {
        uint32_t offset = documents[index] - base;
        if (mask[offset >> 6] >> (offset & 63) & 1) sums[offset] += scores[index];
    }
}
