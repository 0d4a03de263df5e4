#pragma once
#include <stddef.h>
#include <stdint.h>

// What brings documents into another order: where each belongs, and a posting list in that order.

/// The terms of documents: those of document d are terms[starts[d]] ..< terms[starts[d + 1]], below `term_count`.
typedef struct {
    const uint64_t *_Nonnull starts;
    const uint32_t *_Nonnull terms;
    uint32_t term_count;
} dossier_forward_index;

/// Room for one bisection: two counts, a difference and a number for each term, and two keys for each document.
/// The counts are zero before and after.
typedef struct {
    uint32_t *_Nonnull counts;
    int32_t *_Nonnull differences;
    uint32_t *_Nonnull touched;
    uint64_t *_Nonnull keys;
    uint64_t *_Nonnull selected;
} dossier_bisection_room;

/// Divides documents into two halves, the first `count` / 2 and the rest, so that those that share terms come together;
/// a half keeps the order its documents had. Then, where `is_deep`, each half, down to some ten documents.
void dossier_bisect(
    const dossier_forward_index *_Nonnull index, const dossier_bisection_room *_Nonnull room,
    uint32_t *_Nonnull documents, size_t count, int is_deep);

/// The sum of log2(gap) over the posting lists of all terms, in 1/1024 of a bit, when documents stand in this order.
/// `last` has room for each term.
uint64_t dossier_gap_cost(
    const dossier_forward_index *_Nonnull index, const uint32_t *_Nonnull documents, size_t count,
    uint32_t *_Nonnull last);

/// Turns postings into occurrences, document << 32 | position, of the documents whose new number, `numbers[document]`,
/// is in first ..< end. There is room for as many occurrences as gaps; returns how many were written.
size_t dossier_place_occurrences(
    const uint32_t *_Nonnull numbers, uint32_t first, uint32_t end, uint32_t count,
    const uint32_t *_Nonnull documents, const uint32_t *_Nonnull frequencies, const uint32_t *_Nonnull gaps,
    uint64_t *_Nonnull occurrences);

/// Sorts occurrences by document; those of one document keep their order. Documents are below `document_count`.
void dossier_sort_by_document(
    uint64_t *_Nonnull occurrences, uint64_t *_Nonnull scratch, size_t count, uint32_t document_count);
