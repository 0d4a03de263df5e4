#pragma once
#include <stddef.h>
#include <stdint.h>

// Reads a posting list and its position chunks from start to end, as merging does; every byte may be damaged.

/// Where a reader stands in a list and its positions.
typedef struct {
    const uint8_t *_Nullable postings, *_Nullable positions;
    size_t postings_size, positions_size;
    /// The blocks of the list, and the next of them.
    size_t block_count, index;
    /// Positions not yet read.
    uint64_t positions_left;
    /// The document before the next block, UINT32_MAX before the first.
    uint32_t last;
    /// Postings not yet read.
    uint32_t left;
    /// Documents of the segment: the numbers are below it.
    uint32_t document_count;
    /// Whether the list is a tail alone, of fewer than 128 postings: it has no directories.
    uint32_t is_tail;
} dossier_list_reader;

/// Begins a list of `posting_count` postings with `position_count` positions. Returns 0 where the bytes contradict
/// themselves.
int dossier_open_list(
    dossier_list_reader *_Nonnull reader, const uint8_t *_Nonnull postings, size_t postings_size,
    const uint8_t *_Nonnull positions, size_t positions_size, uint32_t posting_count, uint64_t position_count,
    uint32_t document_count);

/// Reads the next block, at most 128 postings, of a list that has one left. Returns the number of its postings and,
/// in `gap_count`, of its positions; 0 where the list is damaged.
uint32_t dossier_read_block(
    dossier_list_reader *_Nonnull reader, uint32_t *_Nonnull documents, uint32_t *_Nonnull frequencies,
    size_t *_Nonnull gap_count);

/// Reads the `gap_count` gaps of the chunk that goes with the block read last, which has `count` postings.
/// Returns 0 where the chunk is damaged.
int dossier_read_gaps(
    dossier_list_reader *_Nonnull reader, const uint32_t *_Nonnull frequencies, uint32_t count, size_t gap_count,
    uint32_t *_Nonnull gaps);

/// Gives postings their new numbers, `numbers[document]`, and the norms of these; UINT32_MAX for one to be left out with
/// its gaps. Returns how many stay, or UINT32_MAX where a number has no norm; `gap_count` becomes that of their gaps.
uint32_t dossier_renumber(
    const uint32_t *_Nonnull numbers, const uint8_t *_Nonnull norm_of_number, uint32_t norm_count, uint32_t count,
    uint32_t *_Nonnull documents, uint32_t *_Nonnull frequencies, uint8_t *_Nonnull norms, uint32_t *_Nonnull gaps,
    size_t *_Nonnull gap_count);

/// Adds `first` to the numbers of documents, and gives them the norms of the new ones. Returns `count`, or UINT32_MAX
/// where a number has no norm.
uint32_t dossier_shift_numbers(
    uint32_t first, const uint8_t *_Nonnull norm_of_number, uint32_t norm_count, uint32_t count,
    uint32_t *_Nonnull documents, uint8_t *_Nonnull norms);
