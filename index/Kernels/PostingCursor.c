#include "PostingCursor.h"

#include "CursorSteps.h"

// Each of the roundings behind a score may lift it by a unit in the last place; this is above them all together.
static const double ROUNDED_UP = 1 + 0x1p-40;

// Reads the tail that fills `bytes`; returns 0 where it is damaged.
static int read_whole_tail(dossier_cursor *cursor, const uint8_t *bytes, const uint8_t *end, uint32_t base) {
    if (read_tail(bytes, end, base, cursor->count, cursor->documents, cursor->frequencies) != end) return 0;
    // Behind the last one no place is looked for.
    for (uint32_t place = cursor->count; place < BLOCK; place++) cursor->documents[place] = UINT32_MAX;
    cursor->has_documents = cursor->has_frequencies = 1;
    return 1;
}

// Decodes a list that is a tail alone; of a damaged one no block is left.
static void open_tail(dossier_cursor *cursor) {
    cursor->count = cursor->posting_count;
    cursor->bitset = NULL;
    uint32_t last = UINT32_MAX;
    if (read_whole_tail(cursor, cursor->list, cursor->list + cursor->list_size, UINT32_MAX))
        last = cursor->documents[cursor->count - 1];
    memcpy(cursor->tail_entry, &last, sizeof last);
    if (last < cursor->document_count) {
        cursor->loaded = 0;
    } else {
        cursor->is_damaged = 1;
        cursor->block_count = 0;
    }
}

void dossier_open_cursor(
    dossier_cursor *cursor, const uint8_t *list, size_t list_size, uint32_t posting_count, uint32_t document_count) {
    cursor->list = list;
    cursor->list_size = list_size;
    cursor->block_count = posting_count / BLOCK + (posting_count % BLOCK != 0);
    cursor->group_count = (uint32_t)group_count(cursor->block_count);
    cursor->posting_count = posting_count;
    cursor->document_count = document_count;
    cursor->entries = posting_count < BLOCK ? cursor->tail_entry : list + 8 * (size_t)cursor->group_count;
    cursor->scoring = (dossier_scoring){NULL, NULL, 0};
    cursor->bounds = NULL;
    cursor->block = cursor->is_damaged = 0;
    cursor->loaded = UINT32_MAX;
    if (posting_count < BLOCK) open_tail(cursor);
}

uint32_t dossier_cursor_first_document(const dossier_cursor *cursor, uint32_t block) {
    return first_document(cursor, block);
}

uint32_t dossier_cursor_last_document(const dossier_cursor *cursor, uint32_t block) {
    return last_document(cursor, block);
}

uint32_t dossier_cursor_block_reaching(const dossier_cursor *cursor, uint32_t document) {
    return block_reaching(cursor, cursor->block, document);
}

int dossier_cursor_enter(dossier_cursor *cursor, uint32_t document) {
    cursor->block = block_reaching(cursor, cursor->block, document);
    return cursor->block < cursor->block_count;
}

// Enters a block; its documents may stay a bitset.
COUNTING static int enter_block(dossier_cursor *cursor, uint32_t block) {
    const uint32_t left = cursor->posting_count - block * BLOCK, last = last_document(cursor, block);
    const uint32_t base = block == 0 ? UINT32_MAX : last_document(cursor, block - 1);
    dossier_block_entry entry;
    cursor->count = left < BLOCK ? left : BLOCK;
    cursor->has_documents = cursor->has_frequencies = 0;
    cursor->bitset = NULL;
    if (last >= cursor->document_count || cursor->posting_count < BLOCK ||
        !read_entry(cursor->list, cursor->list_size, cursor->block_count, block, &entry))
        return 0;
    const uint8_t *bytes = cursor->list + entry.block;
    const size_t size = entry.end - entry.block;
    if (left < BLOCK)
        return read_whole_tail(cursor, bytes, bytes + size, base) && cursor->documents[left - 1] == last;
    cursor->frequencies_end = entry.end;
    if (size >= 2 && *bytes == BITSET_MARK) {
        cursor->word_count = bytes[1];
        cursor->first = (base + 1) & ~63u;
        cursor->bitset = bytes + 2;
        cursor->frequencies_start = entry.block + 2 + 8 * (size_t)cursor->word_count;
        return is_bitset_right(bytes, size, base + 1, last, NULL, cursor->ranks);
    }
    const size_t read = read_documents(bytes, size, base, cursor->documents);
    cursor->frequencies_start = entry.block + read;
    cursor->has_documents = 1;
    return read > 0 && cursor->documents[BLOCK - 1] == last;
}

int dossier_cursor_load(dossier_cursor *cursor, uint32_t block) {
    cursor->loaded = enter_block(cursor, block) ? block : UINT32_MAX;
    if (cursor->loaded == block) return 1;
    cursor->is_damaged = 1;
    return 0;
}

// Decodes the documents of the block entered last.
static inline void decode_documents(dossier_cursor *cursor) {
    if (cursor->has_documents) return;
    uint32_t count = 0;
    for (uint32_t index = 0; index < cursor->word_count; index++)
        for (uint64_t word = load_word(cursor->bitset, index); word; word &= word - 1)
            cursor->documents[count++] = cursor->first + 64 * index + (uint32_t)__builtin_ctzll(word);
    cursor->has_documents = 1;
}

int dossier_cursor_decode(dossier_cursor *cursor, uint32_t block) {
    if (!load(cursor, block)) return 0;
    decode_documents(cursor);
    return 1;
}

int dossier_cursor_decode_frequencies(dossier_cursor *cursor) {
    if (cursor->has_frequencies) return 1;
    const size_t size = cursor->frequencies_end - cursor->frequencies_start;
    if (read_all_frequencies(cursor->list + cursor->frequencies_start, size, cursor->frequencies)) {
        cursor->has_frequencies = 1;
        return 1;
    }
    cursor->is_damaged = 1;
    return 0;
}

uint32_t dossier_cursor_next(dossier_cursor *cursor, uint32_t document) {
    for (; dossier_cursor_enter(cursor, document); cursor->block++) {
        const uint32_t first = first_document(cursor, cursor->block);
        // Every window has some of a frequent list: which is not worth to be known.
        if (cursor->posting_count > cursor->document_count / 64) return first > document ? first : document;
        if (!dossier_cursor_decode(cursor, cursor->block)) continue;
        const uint32_t place = place_reaching(cursor, document);
        // Only a damaged directory is wrong about what a block reaches.
        if (place < cursor->count) return cursor->documents[place];
    }
    return UINT32_MAX;
}

// The greatest score of the one block of a list too short for impacts.
static double greatest_tail_score(dossier_cursor *cursor) {
    double scores[BLOCK], greatest = 0;
    if (!dossier_cursor_decode(cursor, 0)) return 0;
    dossier_score_postings(cursor->documents, cursor->frequencies, 0, (int)cursor->count, &cursor->scoring, scores);
    for (uint32_t place = 0; place < cursor->count; place++)
        if (scores[place] > greatest) greatest = scores[place];
    return greatest;
}

// The greatest score of the impacts at an offset in the list.
static double greatest_score(const dossier_cursor *cursor, size_t impacts) {
    return dossier_greatest_score(cursor->list + impacts, cursor->list + cursor->list_size, &cursor->scoring);
}

static double greatest_block_score(dossier_cursor *cursor, uint32_t block) {
    dossier_block_entry entry;
    if (cursor->posting_count < BLOCK) return greatest_tail_score(cursor);
    if (read_entry(cursor->list, cursor->list_size, cursor->block_count, block, &entry))
        return greatest_score(cursor, entry.impacts);
    cursor->is_damaged = 1;
    return 0;
}

double dossier_cursor_block_bound(dossier_cursor *cursor, uint32_t block) {
    double *bound = &cursor->bounds[block];
    if (*bound < 0) *bound = ROUNDED_UP * greatest_block_score(cursor, block);
    return *bound;
}

static double group_bound(dossier_cursor *cursor, uint32_t group) {
    double *bound = &cursor->bounds[cursor->block_count + group];
    if (*bound < 0) {
        const size_t impacts = load_u32(cursor->list + 8 * (size_t)group + 4);
        *bound = impacts < cursor->list_size ? ROUNDED_UP * greatest_score(cursor, impacts) : cursor->scoring.weight;
    }
    return *bound;
}

// Of a group so many blocks are asked one by one; of more, the group as a whole is.
enum { GREATEST_BLOCK_COUNT = 8 };

double dossier_cursor_bound(dossier_cursor *cursor, uint32_t first, uint32_t last) {
    const uint32_t start = block_reaching(cursor, cursor->block, first);
    if (start == cursor->block_count || first_document(cursor, start) > last) return 0;
    uint32_t end = block_reaching(cursor, start, last);
    if (end == cursor->block_count) end--;
    double greatest = 0;
    for (uint32_t block = start; block <= end;) {
        const uint32_t group = block / 32, group_end = 32 * group + 31 < end ? 32 * group + 31 : end;
        if (cursor->group_count > 0 && group_end - block >= GREATEST_BLOCK_COUNT) {
            const double bound = group_bound(cursor, group);
            if (bound > greatest) greatest = bound;
            block = group_end + 1;
            continue;
        }
        for (; block <= group_end; block++) {
            const double bound = dossier_cursor_block_bound(cursor, block);
            if (bound > greatest) greatest = bound;
        }
    }
    return greatest;
}

uint32_t dossier_cursor_locate(dossier_cursor *cursor, uint32_t document) {
    uint32_t block = cursor->loaded;
    if (block == UINT32_MAX || block < cursor->block || last_document(cursor, block) < document ||
        first_document(cursor, block) > document) {
        block = block_reaching(cursor, cursor->block, document);
        if (block == cursor->block_count || first_document(cursor, block) > document || !load(cursor, block))
            return UINT32_MAX;
    }
    int is_present;
    const uint32_t place = find_place(cursor, document, &is_present);
    return is_present ? block * BLOCK + place : UINT32_MAX;
}

uint32_t dossier_cursor_frequency(dossier_cursor *cursor, uint32_t document) {
    const uint32_t ordinal = dossier_cursor_locate(cursor, document);
    return ordinal == UINT32_MAX ? 0 : frequency_at(cursor, ordinal % BLOCK);
}
