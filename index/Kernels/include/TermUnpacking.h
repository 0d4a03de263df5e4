#pragma once
#include <stddef.h>
#include <stdint.h>

/// Sets the bits of the documents of a list that lies in the dictionary; `count` is at most four.
/// Returns 0 when the list is damaged or names a document that there is not.
int dossier_mark_inlined(
    const uint8_t *_Nonnull list, size_t size, uint32_t count, size_t document_count, uint64_t *_Nonnull bits);

/// How many bytes the terms of a dictionary have; SIZE_MAX when it is damaged.
size_t dossier_measure_terms(const uint8_t *_Nonnull bytes, size_t blocks_end, size_t term_count);

/// Terms of some lists, unpacked: their bytes, one term after another, where each ends, its first eight bytes as a
/// big-endian number, and in how many documents it is.
typedef struct {
    uint8_t *_Nonnull text;
    size_t text_size;
    intptr_t *_Nonnull ends;
    uint64_t *_Nonnull keys;
    uint32_t *_Nonnull frequencies;
} dossier_unpacked_terms;

/// Unpacks the terms of a dictionary behind `first` others.
/// Returns 0 when the dictionary is damaged, or a term does not sort after the one before it, is in more documents than
/// there are, or has no room.
int dossier_unpack_terms(
    const uint8_t *_Nonnull bytes, size_t blocks_end, size_t term_count, size_t document_count,
    const dossier_unpacked_terms *_Nonnull terms, size_t first);

/// Where a merge stands in a list: the term there, its key, and the end of the list.
typedef struct {
    uint64_t key;
    size_t term, end;
} dossier_merge_head;

/// Merges lists, each of which begins at the term that `starts` says and ends where the next begins; `heads` has room for
/// a head of each. Writes for each term of any of them, in ascending order, one that is alike, and for each term its rank
/// among them.
/// Returns how many there are.
size_t dossier_merge_terms(
    const dossier_unpacked_terms *_Nonnull terms, const intptr_t *_Nonnull starts, size_t list_count,
    dossier_merge_head *_Nonnull heads, intptr_t *_Nonnull merged, intptr_t *_Nonnull ranks);
