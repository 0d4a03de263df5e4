#include "PostingMerging.h"

#include <string.h>

#include "BitPacking.h"
#include "ListBytes.h"

enum { BLOCK = 128 };

int dossier_open_list(
    dossier_list_reader *reader, const uint8_t *postings, size_t postings_size, const uint8_t *positions,
    size_t positions_size, uint32_t posting_count, uint32_t document_count) {
    const uint8_t *end = postings + postings_size, *positions_end = positions + positions_size;
    uint32_t directory_size = 0, size = 0;
    if (posting_count == 0 || posting_count > document_count) return 0;
    if (posting_count < BLOCK) {
        *reader = (dossier_list_reader){
            .block = postings, .blocks_end = end, .chunk = positions, .chunks_end = positions_end, .last = UINT32_MAX,
            .left = posting_count, .document_count = document_count, .is_tail = 1};
        return 1;
    }
    if (!take(&postings, end, &directory_size) || directory_size > (size_t)(end - postings)) return 0;
    *reader = (dossier_list_reader){
        .entry = postings, .directory_end = postings + directory_size, .block = postings + directory_size,
        .blocks_end = end, .chunk_size = positions, .chunks_end = positions_end, .last = UINT32_MAX,
        .left = posting_count, .document_count = document_count};
    for (uint32_t block = 0; block < (posting_count + BLOCK - 1) / BLOCK; block++)
        if (!take(&positions, positions_end, &size)) return 0;
    reader->sizes_end = reader->chunk = positions;
    return 1;
}

static int read_full(const uint8_t *block, size_t size, uint32_t base, uint32_t *documents, uint32_t *frequencies) {
    const size_t start = read_documents(block, size, base, documents);
    return start > 0 && start + read_frequencies(block + start, size - start, frequencies) == size && start < size;
}

// Reads a directory entry: the steps to the block's last document and to its end; 0 where it is damaged.
static int read_entry(dossier_list_reader *reader, uint32_t *step, uint32_t *size) {
    return take(&reader->entry, reader->directory_end, step) && take(&reader->entry, reader->directory_end, size) &&
        *size <= (size_t)(reader->blocks_end - reader->block) && skip_impacts(&reader->entry, reader->directory_end);
}

uint32_t dossier_read_block(
    dossier_list_reader *reader, uint32_t *documents, uint32_t *frequencies, size_t *gap_count) {
    const uint32_t count = reader->left < BLOCK ? reader->left : BLOCK;
    uint32_t step = 0, size = (uint32_t)(reader->blocks_end - reader->block);
    if (!reader->is_tail && !read_entry(reader, &step, &size)) return 0;
    const uint8_t *block_end = reader->block + size;
    const int is_read = count == BLOCK
        ? read_full(reader->block, size, reader->last, documents, frequencies)
        : read_tail(reader->block, block_end, reader->last, count, documents, frequencies) == block_end;
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
    if (bad || (!reader->is_tail && previous != (uint32_t)(reader->last + step))) return 0;
    // A group takes a byte at least: a damaged frequency cannot ask for more than 128 gaps of each.
    if (sum / BLOCK > (size_t)(reader->chunks_end - reader->chunk)) return 0;
    reader->block += size;
    reader->last = previous;
    reader->left -= count;
    *gap_count = sum;
    return count;
}

int dossier_read_gaps(
    dossier_list_reader *reader, const uint32_t *frequencies, uint32_t count, size_t gap_count, uint32_t *gaps) {
    uint32_t size = (uint32_t)(reader->chunks_end - reader->chunk);
    if (!reader->is_tail && !take(&reader->chunk_size, reader->sizes_end, &size)) return 0;
    if (size > (size_t)(reader->chunks_end - reader->chunk)) return 0;
    const uint8_t *chunk = reader->chunk, *end = chunk + size;
    if (read_gaps(chunk, size, gap_count, gaps) != size) return 0;
    for (uint32_t document = 0; document < count; document++) {
        uint64_t next = 0;
        for (uint32_t left = frequencies[document]; left > 0; left--) next += (uint64_t)*gaps++ + 1;
        if (next > UINT32_MAX) return 0;
    }
    reader->chunk = end;
    return 1;
}

int dossier_is_list_read(const dossier_list_reader *reader) {
    return reader->left == 0 && reader->entry == reader->directory_end && reader->block == reader->blocks_end &&
        reader->chunk == reader->chunks_end;
}

uint32_t dossier_renumber(
    const uint32_t *numbers, uint32_t count, uint32_t *documents, uint32_t *frequencies, uint32_t *gaps,
    size_t *gap_count) {
    uint32_t kept = 0;
    size_t kept_gaps = 0, start = 0;
    for (uint32_t index = 0; index < count; index++) {
        const uint32_t number = numbers[documents[index]];
        const size_t frequency = frequencies[index];
        if (number != UINT32_MAX) {
            // Nothing moves until something is left out.
            if (kept != index) memmove(gaps + kept_gaps, gaps + start, frequency * sizeof *gaps);
            documents[kept] = number;
            frequencies[kept++] = (uint32_t)frequency;
            kept_gaps += frequency;
        }
        start += frequency;
    }
    *gap_count = kept_gaps;
    return kept;
}
