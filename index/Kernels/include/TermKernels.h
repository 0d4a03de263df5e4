#pragma once
#include <stddef.h>
#include <stdint.h>

// Loops over the tokens of a field: from folded words to numbers of terms, and to the occurrences of each term.

/// Words and their numbers, counting from 0, in an open-addressing table.
///
///     slot     tag u32 << 32 | place + 1 u32      0 is empty; a word's first slot is its tag modulo the slots
///     arena    at each place: size u32 << 32 | number u32, then the word, filled up with zeros to 16 bytes and from
///              there on to 8
typedef struct {
    uint64_t *_Nonnull slots;
    /// A power of two.
    size_t slot_count;
    uint64_t *_Nonnull arena;
    /// How much of the arena is used.
    size_t arena_count;
    /// Where the word of each number lies in the arena.
    uint32_t *_Nonnull places;
    uint32_t count;
    /// Of all words together.
    size_t text_size;
} dossier_term_table;

/// Writes the number of each word to `numbers`; a new word gets the next one.
///
/// Word i is folded[offsets[i]] ..< folded[offsets[i + 1]]. There must be room for all words being new: `count` places
/// and free slots, and in the arena for each word 3 integers and an eighth of its size. Returns 0 where offsets descend
/// or pass `folded_size`. No text has no address.
int dossier_intern_terms(
    dossier_term_table *_Nonnull table, const uint8_t *_Nullable folded, size_t folded_size,
    const uint32_t *_Nonnull offsets, size_t count, uint32_t *_Nonnull numbers);

/// Writes a hash of each word to `hashes`: FORMAT.md tells how it is made, since indexes keep what comes of it.
///
/// Words, and what is returned, as of `dossier_intern_terms`.
int dossier_hash_words(
    const uint8_t *_Nullable folded, size_t folded_size, const uint32_t *_Nonnull offsets, size_t count,
    uint64_t *_Nonnull hashes);

/// Writes words one after another, those of the numbers `order`, and where each ends; `text` has 16 bytes more room
/// than they take.
void dossier_copy_terms(
    const uint64_t *_Nonnull arena, const uint32_t *_Nonnull places, const uint32_t *_Nonnull order, size_t count,
    uint8_t *_Nonnull text, size_t *_Nonnull ends);

/// Counts the tokens of each list: `counts[list_of_term[t]]` for each term t, or `counts[t]` without lists.
void dossier_count_tokens(
    const uint32_t *_Nonnull terms, size_t count, const uint32_t *_Nullable list_of_term, uint32_t *_Nonnull counts);

/// Puts tokens, which stand side by side in one document, behind those their lists have so far: document << 32 |
/// position goes to occurrences[next[list]], the term, where asked for, to term_of_occurrence[next[list]], and `next`
/// moves on. Lists as in `dossier_count_tokens`.
void dossier_place_tokens(
    const uint32_t *_Nonnull terms, size_t count, uint32_t document, uint32_t position,
    const uint32_t *_Nullable list_of_term, uint32_t *_Nonnull next, uint64_t *_Nonnull occurrences,
    uint32_t *_Nullable term_of_occurrence);

/// Divides occurrences of one term into documents, at most `room`: their numbers, frequencies and norms, and the gaps
/// between positions, one for each occurrence used. Returns how many were used, or SIZE_MAX where occurrences do not
/// ascend or a document has none of the `norm_count` norms; `document_count` receives the number of documents.
size_t dossier_group_occurrences(
    const uint64_t *_Nonnull occurrences, size_t count, uint32_t room, const uint8_t *_Nonnull norm_of_document,
    uint32_t norm_count, uint32_t *_Nonnull documents, uint32_t *_Nonnull frequencies, uint8_t *_Nonnull norms, uint32_t *_Nonnull gaps,
    uint32_t *_Nonnull document_count);
