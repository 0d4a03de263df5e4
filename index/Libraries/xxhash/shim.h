#pragma once
#include <xxhash.h>

// The library's plain functions use the vectors that all processors of a family have; those that choose by the processor
// the program runs on are several times as fast, and exist for x86-64 alone.
#if defined(__x86_64__)
    #include <xxh_x86dispatch.h>
#endif

static inline XXH64_hash_t dossier_xxh3_64(const void *bytes, size_t size) { return XXH3_64bits(bytes, size); }

static inline XXH128_hash_t dossier_xxh3_128(const void *bytes, size_t size) { return XXH3_128bits(bytes, size); }

static inline void dossier_xxh3_128_update(XXH3_state_t *state, const void *bytes, size_t size) {
    XXH3_128bits_update(state, bytes, size);
}
