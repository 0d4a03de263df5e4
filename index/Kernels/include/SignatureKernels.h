#pragma once

#include <stddef.h>
#include <stdint.h>

/// Writes a hash of each shingle, `length` hashes of words that follow one another, to `shingles`: `count` − `length` + 1
/// of them, where there are as many words. None is UINT32_MAX. FORMAT.md tells how they are made.
void dossier_hash_shingles(
    const uint64_t *_Nonnull words, size_t count, size_t length, uint32_t *_Nonnull shingles);

/// Writes the least `capacity` different values below UINT32_MAX, ascending, to `least`, and returns how many there are.
///
/// Takes O(count · capacity) at worst, mostly O(count).
size_t dossier_least_values(
    const uint32_t *_Nonnull values, size_t count, uint32_t *_Nonnull least, size_t capacity);

/// A hash of words in their order, never 0.
uint64_t dossier_hash_text(const uint64_t *_Nonnull words, size_t count);
