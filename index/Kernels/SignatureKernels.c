#include "SignatureKernels.h"

#include <string.h>

static const uint64_t BASE = 0x9E3779B97F4A7C15ull;

// 32 bits that depend on all 64. Source: Appleby, MurmurHash3, fmix64.
static inline uint32_t mixed(uint64_t hash) {
    hash = (hash ^ hash >> 33) * 0xFF51AFD7ED558CCDull;
    hash = (hash ^ hash >> 33) * 0xC4CEB9FE1A85EC53ull;
    const uint32_t high = (uint32_t)(hash >> 32);
    return high - (high == UINT32_MAX);
}

void dossier_hash_shingles(const uint64_t *words, size_t count, size_t length, uint32_t *shingles) {
    if (length == 0 || count < length) return;
    uint64_t leaving = 1, hash = 0;
    for (size_t index = 0; index < length; index++) leaving *= BASE;
    for (size_t index = 0; index + 1 < length; index++) hash = hash * BASE + words[index];
    for (size_t index = length - 1; index < count; index++) {
        hash = hash * BASE + words[index];
        if (index >= length) hash -= words[index - length] * leaving;
        shingles[index - (length - 1)] = mixed(hash);
    }
}

size_t dossier_least_values(const uint32_t *values, size_t count, uint32_t *least, size_t capacity) {
    if (capacity == 0) return 0;
    // Below the first bound are mostly a quarter more than are wanted; few texts come to be looked at twice.
    uint64_t bound = count <= capacity ? UINT32_MAX : (uint64_t)UINT32_MAX * (capacity + capacity / 4) / count;
    for (;; bound *= 2) {
        uint32_t limit = bound < UINT32_MAX ? (uint32_t)bound : UINT32_MAX;
        size_t found = 0;
        for (size_t index = 0; index < count; index++) {
            const uint32_t value = values[index];
            if (value >= limit) continue;
            size_t place = found;
            while (place > 0 && least[place - 1] > value) place--;
            if (place > 0 && least[place - 1] == value) continue;
            const size_t moved = (found < capacity ? found : capacity - 1) - place;
            memmove(least + place + 1, least + place, moved * sizeof *least);
            least[place] = value;
            if (found < capacity) found++;
            if (found == capacity) limit = least[capacity - 1];
        }
        if (found == capacity || bound >= UINT32_MAX) return found;
    }
}

uint64_t dossier_hash_text(const uint64_t *words, size_t count) {
    uint64_t hash = count;
    for (size_t index = 0; index < count; index++) {
        hash = (hash ^ words[index]) * BASE;
        hash ^= hash >> 32;
    }
    return hash == 0 ? 1 : hash;
}
