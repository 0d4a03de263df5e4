#include "PhraseKernels.h"

#include "CursorSteps.h"

void dossier_open_phrase_term(
    dossier_phrase_term *term, dossier_cursor *cursor, const uint8_t *positions, size_t positions_size,
    uint64_t position_count, uint32_t offset, uint32_t is_ranges) {
    term->cursor = cursor;
    term->positions = positions;
    term->positions_size = positions_size;
    term->position_count = position_count;
    term->offset = offset;
    term->is_ranges = is_ranges;
    term->block = UINT32_MAX;
    term->group = SIZE_MAX;
}

// The size of what holds the documents of a full block, before its frequencies; 0 where it passes the block.
static size_t documents_size(const uint8_t *block, size_t size) {
    if (size < 2) return 0;
    const size_t end = *block == BITSET_MARK ? 2 + 8 * (size_t)block[1] : dossier_full_group_size(*block);
    return end <= size ? end : 0;
}

// Finds the frequencies of a block, which the cursor may have decoded; else in `room`. NULL where they are damaged.
static const uint32_t *find_frequencies(dossier_phrase_term *term, uint32_t block, uint32_t *room) {
    dossier_cursor *cursor = term->cursor;
    dossier_block_entry entry;
    if (cursor->loaded == block) return dossier_cursor_decode_frequencies(cursor) ? cursor->frequencies : NULL;
    if (!read_entry(cursor->list, cursor->list_size, cursor->block_count, block, &entry)) return NULL;
    const uint8_t *bytes = cursor->list + entry.block;
    const size_t size = entry.end - entry.block;
    if (term->count < BLOCK) {
        // The gaps' room serves for the documents, which are not wanted.
        const uint32_t base = block == 0 ? UINT32_MAX : last_document(cursor, block - 1);
        return read_tail(bytes, bytes + size, base, term->count, term->gaps, room) == bytes + size ? room : NULL;
    }
    const size_t start = documents_size(bytes, size);
    return start > 0 && read_all_frequencies(bytes + start, size - start, room) ? room : NULL;
}

// Reads the frequencies of a block and where its chunk lies.
static int read_block(dossier_phrase_term *term, uint32_t block) {
    const dossier_cursor *cursor = term->cursor;
    const uint32_t left = cursor->posting_count - block * BLOCK;
    term->count = left < BLOCK ? left : BLOCK;
    term->group = SIZE_MAX;
    if (cursor->posting_count < BLOCK) {
        term->chunk_start = 0;
        term->chunk_end = term->positions_size;
    } else if (!read_chunk_range(
                   term->positions, term->positions_size, cursor->block_count, block, &term->chunk_start,
                   &term->chunk_end)) {
        return 0;
    }
    uint32_t room[BLOCK];
    const uint32_t *frequencies = find_frequencies(term, block, room);
    if (!frequencies) return 0;
    uint64_t end = 0;
    for (uint32_t place = 0; place < term->count; place++) term->ends[place] = end += frequencies[place];
    return end <= term->position_count;
}

// Decodes a group of the block's gaps.
static int read_group(dossier_phrase_term *term, size_t group) {
    // Forward from the one decoded last, or from the first.
    size_t next = 0, at = term->chunk_start;
    if (term->group != SIZE_MAX && term->group < group) {
        next = term->group + 1;
        at = term->group_end;
    }
    for (; next < group && at < term->chunk_end; next++) at += dossier_full_group_size(term->positions[at]);
    term->group = SIZE_MAX;
    if (next < group || at >= term->chunk_end) return 0;
    const size_t rest = term->ends[term->count - 1] - BLOCK * group, count = rest < BLOCK ? rest : BLOCK;
    const size_t read = read_gaps(term->positions + at, term->chunk_end - at, count, term->gaps);
    if (read == 0) return 0;
    term->group = group;
    term->group_end = at + read;
    return 1;
}

// Goes to the block of a posting; 0 where it is damaged.
static int enter(dossier_phrase_term *term, uint32_t ordinal) {
    term->block = read_block(term, ordinal / BLOCK) ? ordinal / BLOCK : UINT32_MAX;
    if (term->block == UINT32_MAX) term->cursor->is_damaged = 1;
    return term->block != UINT32_MAX;
}

// Where a posting's gaps begin among those of its block.
static inline size_t first_gap(const dossier_phrase_term *term, uint32_t place) {
    return place == 0 ? 0 : term->ends[place - 1];
}

// How many times the term stands in a posting's document.
static inline size_t frequency(const dossier_phrase_term *term, uint32_t place) {
    return term->ends[place] - first_gap(term, place);
}

// Reads the positions from a gap on, as far as its group and the posting go, in places of the phrase's first term; those
// before the document's start are left out. `next` is one more than the position before, and moves on.
static inline __attribute__((always_inline)) int read_run(
    dossier_phrase_term *term, size_t gap, size_t end, uint32_t *next, uint32_t *positions, uint32_t *count) {
    if (term->group != gap / BLOCK && !read_group(term, gap / BLOCK)) {
        term->cursor->is_damaged = 1;
        return 0;
    }
    const uint32_t *gaps = term->gaps + gap % BLOCK;
    const size_t room = BLOCK - gap % BLOCK, length = end - gap < room ? end - gap : room;
    uint32_t kept = 0;
    for (size_t index = 0; index < length; index++) {
        const uint32_t position = *next + gaps[index];
        *next = position + 1;
        positions[kept] = position - term->offset;
        kept += position >= term->offset;
    }
    *count = kept;
    return 1;
}

// All starts of the phrase by its rarest term.
static inline __attribute__((always_inline)) uint32_t read_starts(dossier_phrase_term *term, uint32_t place, uint32_t *starts) {
    const size_t end = term->ends[place];
    uint32_t next = 0, count = 0, more = 0;
    for (size_t gap = first_gap(term, place); gap < end; gap = (gap / BLOCK + 1) * BLOCK) {
        if (!read_run(term, gap, end, &next, starts + count, &more)) return 0;
        count += more;
    }
    return count;
}

// Of the starts keeps those at which the term stands, as far behind as it has terms before it. Returns how many.
static inline __attribute__((always_inline)) uint32_t keep_starts(
    dossier_phrase_term *term, uint32_t place, uint32_t *starts, uint32_t count) {
    const size_t end = term->ends[place];
    uint32_t next = 0, kept = 0, at = 0;
    for (size_t gap = first_gap(term, place); gap < end && at < count; gap = (gap / BLOCK + 1) * BLOCK) {
        uint32_t run[BLOCK + 7], length = 0;
        if (!read_run(term, gap, end, &next, run, &length)) return 0;
        for (int index = 0; index < 7; index++) run[length + index] = UINT32_MAX;
        // Eight positions at a time, without a branch that depends on which are equal.
        for (uint32_t first = 0; first < length && at < count; first += 8) {
            const uint32_t last = first + 8 < length ? run[first + 7] : run[length - 1];
            eight_t some;
            memcpy(&some, run + first, sizeof some);
            for (; at < count && starts[at] <= last; at++) {
                const uint32_t start = starts[at];
                const eight_t wanted = {start, start, start, start, start, start, start, start};
                starts[kept] = start;
                kept += __builtin_reduce_or((eight_t)(some == wanted)) & 1;
            }
        }
    }
    return kept;
}

// Of the starts keeps those in the ranges of the term. Returns how many.
static inline uint32_t keep_inside(dossier_phrase_term *term, uint32_t place, uint32_t *starts, uint32_t count) {
    const size_t end = term->ends[place];
    uint32_t next = 0, kept = 0, at = 0, is_inside = 0;
    for (size_t gap = first_gap(term, place); gap < end && at < count; gap = (gap / BLOCK + 1) * BLOCK) {
        uint32_t run[BLOCK], length = 0;
        if (!read_run(term, gap, end, &next, run, &length)) return 0;
        for (uint32_t index = 0; index < length; index++, is_inside = !is_inside) {
            for (; at < count && starts[at] < run[index]; at++) {
                starts[kept] = starts[at];
                kept += is_inside;
            }
        }
    }
    return kept;
}

CLONES uint32_t dossier_phrase_frequency(
    dossier_phrase_term *const *terms, uint32_t term_count, const uint32_t *ordinals, uint32_t *starts,
    uint32_t capacity, uint32_t *needed) {
    uint32_t count = 0;
    for (uint32_t index = 0; index < term_count; index++) {
        dossier_phrase_term *term = terms[index];
        if (term->block != ordinals[index] / BLOCK && !enter(term, ordinals[index])) return 0;
        const uint32_t place = ordinals[index] % BLOCK;
        if (term->is_ranges) {
            count = keep_inside(term, place, starts, count);
        } else if (index > 0) {
            count = keep_starts(term, place, starts, count);
        } else if (frequency(term, place) <= capacity) {
            count = read_starts(term, place, starts);
        } else if (frequency(term, place) / BLOCK <= term->chunk_end - term->chunk_start) {
            *needed = (uint32_t)frequency(term, place);
            return UINT32_MAX;
        } else {
            // A group takes a byte at least: no more gaps than that can be there.
            term->cursor->is_damaged = 1;
        }
        if (count == 0) return 0;
    }
    return count;
}

// The greatest score of a candidate, which holds the phrase no more often than any of its terms.
static double greatest_score(
    dossier_phrase_term *const *terms, const dossier_phrase_columns *columns, uint32_t term_count, const dossier_scoring *scoring, uint32_t document,
    uint32_t slot) {
    uint32_t least = UINT32_MAX;
    for (uint32_t term = 0; term < term_count && !terms[term]->is_ranges; term++) {
        const uint32_t frequency = columns->frequencies[columns->lists[term] * columns->stride + slot];
        if (frequency < least) least = frequency;
    }
    const double occurrences = (double)least;
    return scoring->weight * (occurrences / (occurrences + scoring->saturations[scoring->norms[document]]));
}

uint32_t dossier_phrase_frequencies(
    dossier_phrase_term *const *terms, uint32_t term_count, const dossier_phrase_columns *columns,
    const dossier_candidates *candidates, uint32_t from, const dossier_scoring *scoring, double cutoff,
    uint32_t *ordinals, uint32_t *starts, uint32_t capacity, uint32_t *needed, uint32_t *frequencies) {
    for (uint32_t index = from; index < candidates->count; index++) {
        const uint32_t slot = candidates->slots[index];
        frequencies[slot] = 0;
        if (columns->frequencies) {
            const double bound =
                greatest_score(terms, columns, term_count, scoring, candidates->documents[index], slot);
            if (candidates->sums[index] + bound <= cutoff) continue;
        }
        for (uint32_t term = 0; term < term_count; term++)
            ordinals[term] = columns->ordinals[columns->lists[term] * columns->stride + slot];
        const uint32_t frequency = dossier_phrase_frequency(terms, term_count, ordinals, starts, capacity, needed);
        if (frequency == UINT32_MAX) return index;
        frequencies[slot] = frequency;
    }
    return candidates->count;
}
