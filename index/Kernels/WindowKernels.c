#include "WindowKernels.h"

#include "CursorSteps.h"

// Whether the 128 gaps of a block lead from its first document to `span` documents behind it; they are less one each.
static inline __attribute__((always_inline)) int lead_to(const uint32_t *gaps, uint32_t span) {
    eight_t sum = {0}, all = {0};
    for (int index = 0; index < BLOCK; index += 8) {
        eight_t some;
        memcpy(&some, gaps + index, sizeof some);
        sum += some;
        all |= some;
    }
    // Below 2^16 the sum of them all is no greater than its variable.
    return __builtin_reduce_or(all) <= UINT16_MAX && __builtin_reduce_add(sum) + (BLOCK - 1) == span;
}

// Sets the bits, or marks, of a full block's documents; `first` and `last`, between which they lie, are in the window.
// Returns 0 where the block is damaged.
static inline __attribute__((always_inline)) int mark_whole(
    const uint8_t *bytes, size_t size, uint32_t base, uint32_t first, uint32_t last, uint64_t *words, uint8_t *marks) {
    uint32_t gaps[BLOCK], offset = first - base;
    if (size < 2) return 0;
    if (*bytes == BITSET_MARK) return is_bitset_right(bytes, size, first, last, words + offset / 64, NULL);
    if (dossier_decode_group(bytes, size, BLOCK, gaps) == 0 || !lead_to(gaps, last - first)) return 0;
    if (marks) {
        // From document to document there is but one addition to wait for.
        marks += offset;
        for (int index = 0; index < BLOCK; index++) {
            marks += gaps[index];
            marks[index] = 0xFF;
        }
        return 1;
    }
    for (int index = 0; index < BLOCK; index++) {
        offset += gaps[index];
        words[offset / 64] |= 1ull << (offset % 64);
        offset++;
    }
    return 1;
}

// Sets the bits of a bitset's documents in the window; both begin at a multiple of 64.
static inline void mark_bitset(
    const uint8_t *bitset, uint32_t count, uint32_t first, uint32_t base, uint64_t *words, uint32_t word_count) {
    const int64_t shift = ((int64_t)first - base) / 64;
    for (int64_t index = shift < 0 ? -shift : 0; index < count && index + shift < word_count; index++)
        words[index + shift] |= load_word(bitset, (uint32_t)index);
}

// Sets the bits, or marks, of a block's documents in the window.
static inline __attribute__((always_inline)) void mark_block(
    dossier_cursor *cursor, uint32_t block, uint32_t base, uint64_t *words, uint32_t word_count, uint8_t *marks) {
    const uint32_t first = first_document(cursor, block), last = last_document(cursor, block);
    const uint32_t end = base + (64 * word_count - 1);
    uint32_t lower, upper;
    if (first >= base && first <= last && last <= end && cursor->posting_count - block * BLOCK >= BLOCK &&
        last < cursor->document_count) {
        dossier_block_entry entry;
        if (!read_entry(cursor->list, cursor->list_size, cursor->block_count, block, &entry) ||
            !mark_whole(
                cursor->list + entry.block, entry.end - entry.block, base, first, last, words, marks))
            cursor->is_damaged = 1;
        return;
    }
    if (!load(cursor, block)) return;
    if (!cursor->has_documents) {
        mark_bitset(cursor->bitset, cursor->word_count, cursor->first, base, words, word_count);
    } else if (decode_range(cursor, block, base, end, &lower, &upper)) {
        for (uint32_t place = lower; place < upper; place++) {
            const uint32_t offset = cursor->documents[place] - base;
            if (marks) marks[offset] = 0xFF;
            else words[offset >> 6] |= 1ull << (offset & 63);
        }
    }
}

CLONES void dossier_cursor_mark(
    dossier_cursor *cursor, uint32_t base, uint64_t *words, uint32_t word_count, uint8_t *marks) {
    if (!dossier_cursor_enter(cursor, base)) return;
    for (uint32_t block = cursor->block; block < cursor->block_count; block++) {
        if (first_document(cursor, block) > base + (64 * word_count - 1)) break;
        mark_block(cursor, block, base, words, word_count, marks);
    }
}

typedef uint8_t marks_t __attribute__((vector_size(32)));
typedef char flags_t __attribute__((vector_size(32)));
typedef _Bool bits_t __attribute__((ext_vector_type(32)));

CLONES void dossier_take_marks(uint8_t *marks, uint64_t *words, uint32_t word_count) {
    const marks_t none = {0};
    for (uint32_t index = 0; index < word_count; index++, marks += 64) {
        uint64_t word = 0;
        for (int part = 0; part < 2; part++) {
            marks_t some;
            memcpy(&some, marks + 32 * part, sizeof some);
            memcpy(marks + 32 * part, &none, sizeof none);
            const bits_t bits = __builtin_convertvector(some, bits_t);
            uint32_t half;
            memcpy(&half, &bits, sizeof half);
            word |= (uint64_t)half << (32 * part);
        }
        words[index] |= word;
    }
}

// Whether a bit of first...last is set.
static inline int has_bit(const uint64_t *words, uint32_t first, uint32_t last) {
    const uint64_t low = UINT64_MAX << (first & 63), high = UINT64_MAX >> (63 - (last & 63));
    uint32_t word = first >> 6;
    const uint32_t end = last >> 6;
    if (word == end) return (words[word] & low & high) != 0;
    if (words[word] & low || words[end] & high) return 1;
    for (word++; word < end; word++)
        if (words[word]) return 1;
    return 0;
}

// Whether a block, which reaches the window of `count` documents at `base`, holds one that `mask` may let through.
static inline int is_wanted(
    const dossier_cursor *cursor, uint32_t block, uint32_t base, uint32_t count, const uint64_t *mask) {
    const uint32_t first = first_document(cursor, block), last = last_document(cursor, block);
    return has_bit(mask, first > base ? first - base : 0, last - base < count ? last - base : count - 1);
}

CLONES void dossier_cursor_restrict(
    dossier_cursor *cursor, uint32_t base, uint64_t *words, uint32_t word_count, uint8_t *marks) {
    uint64_t held[dossier_most_window_words];
    // To turn marks into bits takes a while, and to set a bit waits for the one set before it in the same word.
    if (cursor->posting_count < cursor->document_count / 16) marks = NULL;
    memset(held, 0, sizeof *held * word_count);
    if (dossier_cursor_enter(cursor, base)) {
        for (uint32_t block = cursor->block; block < cursor->block_count; block++) {
            if (first_document(cursor, block) > base + (64 * word_count - 1)) break;
            if (is_wanted(cursor, block, base, 64 * word_count, words))
                mark_block(cursor, block, base, held, word_count, marks);
        }
        if (marks) dossier_take_marks(marks, held, word_count);
    }
    for (uint32_t word = 0; word < word_count; word++) words[word] &= held[word];
}

void dossier_cursor_score(
    dossier_cursor *cursor, uint32_t base, const uint64_t *mask, double *sums, uint64_t *found) {
    const uint32_t last = base + (WINDOW - 1);
    uint32_t lower, upper;
    double scores[BLOCK];
    if (!dossier_cursor_enter(cursor, base)) return;
    for (uint32_t block = cursor->block; block < cursor->block_count; block++) {
        if (first_document(cursor, block) > last) return;
        if (mask && !is_wanted(cursor, block, base, WINDOW, mask)) continue;
        if (!decode_range(cursor, block, base, last, &lower, &upper)) continue;
        if (!dossier_cursor_decode_frequencies(cursor)) continue;
        if (mask && found) {
            dossier_score_masked(
                cursor->documents, cursor->frequencies, (int)lower, (int)upper, base, mask, &cursor->scoring,
                sums, found);
        } else {
            dossier_score_postings(
                cursor->documents, cursor->frequencies, (int)lower, (int)upper, &cursor->scoring, scores);
            for (uint32_t place = lower; place < upper; place++) {
                const uint32_t offset = cursor->documents[place] - base;
                sums[offset] += scores[place];
                if (found) found[offset >> 6] |= 1ull << (offset & 63);
            }
        }
    }
}

CLONES uint32_t dossier_count_bits(const uint64_t *words, uint32_t word_count) {
    uint32_t count = 0;
    for (uint32_t index = 0; index < word_count; index++) count += (uint32_t)__builtin_popcountll(words[index]);
    return count;
}
