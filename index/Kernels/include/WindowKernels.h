#pragma once
#include <stdint.h>

#include "PostingCursor.h"

// A posting list in a window of documents, one bit of `words` for each from `base` on, which is a multiple of 64.

enum {
    /// The most words of a window.
    dossier_most_window_words = 32768 / 64,
};

/// Sets the bits of the list's documents in a window. With `marks`, as many bytes as the window has documents, documents
/// may be marked there instead, each by a byte of 0xFF.
void dossier_cursor_mark(
    dossier_cursor *_Nonnull cursor, uint32_t base, uint64_t *_Nonnull words, uint32_t word_count,
    uint8_t *_Nullable marks);

/// Sets the bits of the documents that are marked, and clears the marks.
void dossier_take_marks(uint8_t *_Nonnull marks, uint64_t *_Nonnull words, uint32_t word_count);

/// Clears the bits of `words` whose documents the list does not hold; decodes only blocks with a bit set. `marks` are as
/// many bytes of 0 as the window has documents, and are so afterwards.
void dossier_cursor_restrict(
    dossier_cursor *_Nonnull cursor, uint32_t base, uint64_t *_Nonnull words, uint32_t word_count,
    uint8_t *_Nonnull marks);

/// Adds the scores of the documents in the window of 4,096 at `base` to `sums` and sets their bits in `found`; with a
/// mask, which needs `found`, only of those whose bit is set there.
void dossier_cursor_score(
    dossier_cursor *_Nonnull cursor, uint32_t base, const uint64_t *_Nullable mask, double *_Nonnull sums,
    uint64_t *_Nullable found);

/// How many bits of some words are set.
uint32_t dossier_count_bits(const uint64_t *_Nonnull words, uint32_t word_count);
