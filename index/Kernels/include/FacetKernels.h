#pragma once
#include <stddef.h>
#include <stdint.h>

/// The values of each document of a segment as a column: those of document d are
/// ordinals[offset(d)] ..< ordinals[offset(d + 1)], where offset(d) is starts[d / 64] + distances[d]; or ordinals[d] alone
/// where `starts` is null.
typedef struct {
    /// document_count / 64 + 1 little-endian integers of 4 bytes, at any alignment.
    const uint8_t *_Nullable starts;
    /// document_count + 1 little-endian integers of `distance_width` bytes, at any alignment.
    const uint8_t *_Nullable distances;
    /// `ordinal_count` little-endian integers of `width` bytes, at any alignment.
    const uint8_t *_Nonnull ordinals;
    size_t document_count, ordinal_count;
    /// 1, 2 or 4.
    int width, distance_width;
} dossier_ordinals;

/// Counters a column of this width and so many values needs: four tables of 256 where the width is 1.
size_t dossier_ordinal_counter_count(int width, size_t value_count);

/// Adds one to counts[v] for every value v of each document whose bit is set: bit d % 64 of words[d / 64] stands for
/// document first + d. Where the width is 1, one of counts[v], counts[256 + v], … is counted up instead.
///
/// Returns 0, with only some counted, when a bit is set beyond the last document, offsets descend or lead outside, or a
/// value is not below `value_count`; where the width is 1, the caller finds that from the counters.
int dossier_count_ordinals(
    const uint64_t *_Nonnull words, size_t word_count, size_t first, const dossier_ordinals *_Nonnull column,
    size_t value_count, uint32_t *_Nonnull counts);

/// The same for documents given by number.
int dossier_count_ordinals_of(
    const uint32_t *_Nonnull documents, size_t count, const dossier_ordinals *_Nonnull column, size_t value_count,
    uint32_t *_Nonnull counts);
