#pragma once
#include <stddef.h>
#include <stdint.h>

/// Words as columns: byte offsets in the text, and folded forms one after another.
typedef struct {
    uint32_t *_Nonnull starts, *_Nonnull ends;
    /// Offset after each folded form, counted from `folded_base` on.
    uint32_t *_Nonnull folded_ends;
    uint8_t *_Nonnull folded;
    uint32_t folded_base;
    /// Words there is room for; `folded` has room for 16 bytes a word and 272 more.
    size_t room;
} dossier_words;

/// Cuts ASCII words out of text, as the `Tokenizer` of Swift does, up to the first that needs other rules.
///
/// `folded_byte` has for each byte its folded form in a word, 0 for a separator, 0xFF for what needs other rules. Where
/// `joins` is not 0, so do words before an apostrophe, between digits and `.` or `,`, and single letters before `.`.
/// Words of more than 255 bytes always do.
///
/// Returns the number of words. `offset`, at most `end`, moves to `end`, to the word that needs other rules, or where
/// the room ends; `needs_rules` tells the second.
size_t dossier_cut_words(
    const uint8_t *_Nonnull text, size_t *_Nonnull offset, size_t end, const uint8_t *_Nonnull folded_byte, int joins,
    const dossier_words *_Nonnull words, int *_Nonnull needs_rules);
