#include "PostingMerging.h"

#include <string.h>

#include "ListBytes.h"

enum { BLOCK = 128 };

int dossier_open_list(
    dossier_list_reader *reader, const uint8_t *postings, size_t postings_size, const uint8_t *positions,
    size_t positions_size, uint32_t posting_count, uint64_t position_count, uint32_t document_count) {
    if (posting_count == 0 || posting_count > document_count) return 0;
    *reader = (dossier_list_reader){
        .postings = postings, .postings_size = postings_size, .positions = positions,
        .positions_size = positions_size, .block_count = (posting_count + BLOCK - 1) / BLOCK,
        .positions_left = position_count, .last = UINT32_MAX, .left = posting_count,
        .document_count = document_count, .is_tail = posting_count < BLOCK};
    return 1;
}

static int read_full(const uint8_t *block, size_t size, uint32_t base, uint32_t *documents, uint32_t *frequencies) {
    const size_t start = read_documents(block, size, base, documents);
    return start > 0 && start + read_frequencies(block + start, size - start, frequencies) == size && start < size;
}

uint32_t dossier_read_block(
    dossier_list_reader *reader, uint32_t *documents, uint32_t *frequencies, size_t *gap_count) {
    const uint32_t count = reader->left < BLOCK ? reader->left : BLOCK;
    dossier_block_entry entry = {.end = reader->postings_size};
    if (!reader->is_tail &&
        !read_entry(reader->postings, reader->postings_size, reader->block_count, reader->index, &entry))
        return 0;
    const uint8_t *block = reader->postings + entry.block, *end = reader->postings + entry.end;
    const int is_read = count == BLOCK
        ? read_full(block, entry.end - entry.block, reader->last, documents, frequencies)
        : read_tail(block, end, reader->last, count, documents, frequencies) == end;
    if (!is_read) return 0;
    // Damaged gaps wrap around: then documents stop ascending.
    uint32_t previous = reader->last, bad = 0;
    size_t sum = 0;
    for (uint32_t index = 0; index < count; index++) {
        bad |= (previous != UINT32_MAX) & (documents[index] <= previous);
        bad |= documents[index] >= reader->document_count;
        bad |= frequencies[index] == 0;
        previous = documents[index];
        sum += frequencies[index];
    }
    if (bad || (!reader->is_tail && previous != entry.last_document)) return 0;
    // So a damaged frequency cannot ask for more room than all positions take.
    if (sum > reader->positions_left) return 0;
    reader->positions_left -= sum;
    reader->last = previous;
    reader->left -= count;
    *gap_count = sum;
    return count;
}

int dossier_read_gaps(
    dossier_list_reader *reader, const uint32_t *frequencies, uint32_t count, size_t gap_count, uint32_t *gaps) {
    size_t start = 0, end = reader->positions_size;
    if (!reader->is_tail &&
        !read_chunk_range(
            reader->positions, reader->positions_size, reader->block_count, reader->index, &start, &end))
        return 0;
    if (read_gaps(reader->positions + start, end - start, gap_count, gaps) != end - start) return 0;
    for (uint32_t document = 0; document < count; document++) {
        uint64_t next = 0;
        for (uint32_t left = frequencies[document]; left > 0; left--) next += (uint64_t)*gaps++ + 1;
        if (next > UINT32_MAX) return 0;
    }
    reader->index++;
    return 1;
}

uint32_t dossier_renumber(
    const uint32_t *numbers, const uint8_t *norm_of_number, uint32_t norm_count, uint32_t count, uint32_t *documents,
    uint32_t *frequencies, uint8_t *norms, uint32_t *gaps, size_t *gap_count) {
    uint32_t kept = 0, is_bad = 0;
    size_t kept_gaps = 0, start = 0;
    for (uint32_t index = 0; index < count; index++) {
        const uint32_t number = numbers[documents[index]];
        const size_t frequency = frequencies[index];
        if (number != UINT32_MAX) {
            // Nothing moves until something is left out.
            if (kept != index) memmove(gaps + kept_gaps, gaps + start, frequency * sizeof *gaps);
            documents[kept] = number;
            frequencies[kept] = (uint32_t)frequency;
            is_bad |= number >= norm_count;
            norms[kept++] = norm_of_number[number < norm_count ? number : 0];
            kept_gaps += frequency;
        }
        start += frequency;
    }
    *gap_count = kept_gaps;
    return is_bad ? UINT32_MAX : kept;
}

uint32_t dossier_shift_numbers(
    uint32_t first, const uint8_t *norm_of_number, uint32_t norm_count, uint32_t count, uint32_t *documents,
    uint8_t *norms) {
    uint32_t is_bad = 0;
    for (uint32_t index = 0; index < count; index++) {
        const uint32_t number = documents[index] + first;
        is_bad |= number >= norm_count;
        documents[index] = number;
        norms[index] = norm_of_number[number < norm_count ? number : 0];
    }
    return is_bad ? UINT32_MAX : count;
}
