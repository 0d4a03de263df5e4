#include "WordKernels.h"

#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum { OTHER = 0xFF, LONGEST = 255 };

// Folds word bytes from `start` on; at most `LONGEST` and some more. Returns the offset after them.
static inline size_t fold_word(
    const uint8_t *text, size_t start, size_t end, const uint8_t *folded_byte, uint8_t *folded) {
    size_t offset = start;
#ifdef __SSE2__
    // Sixteen bytes at once; what is stored behind the word is overwritten by the next.
    const __m128i underscore = _mm_set1_epi8(folded_byte['_'] == '_' ? '_' : 'a');
    for (; end - offset >= 16 && offset - start < LONGEST; offset += 16) {
        const __m128i bytes = _mm_loadu_si128((const __m128i *)(text + offset));
        // x in low ..< low + count, unsigned: saturated subtraction leaves 0.
        const __m128i upper = _mm_cmpeq_epi8(
            _mm_subs_epu8(_mm_sub_epi8(bytes, _mm_set1_epi8('A')), _mm_set1_epi8(25)), _mm_setzero_si128());
        const __m128i lower = _mm_or_si128(bytes, _mm_and_si128(upper, _mm_set1_epi8(0x20)));
        const __m128i letter = _mm_cmpeq_epi8(
            _mm_subs_epu8(_mm_sub_epi8(lower, _mm_set1_epi8('a')), _mm_set1_epi8(25)), _mm_setzero_si128());
        const __m128i digit = _mm_cmpeq_epi8(
            _mm_subs_epu8(_mm_sub_epi8(bytes, _mm_set1_epi8('0')), _mm_set1_epi8(9)), _mm_setzero_si128());
        const __m128i word = _mm_or_si128(_mm_or_si128(letter, digit), _mm_cmpeq_epi8(bytes, underscore));
        _mm_storeu_si128((__m128i *)(folded + (offset - start)), lower);
        const uint32_t others = ~(uint32_t)_mm_movemask_epi8(word) & 0xFFFF;
        if (others != 0) return offset + (size_t)__builtin_ctz(others);
    }
#endif
    for (; offset < end && offset - start <= LONGEST; offset++) {
        const uint8_t byte = folded_byte[text[offset]];
        if (byte == 0 || byte == OTHER) break;
        folded[offset - start] = byte;
    }
    return offset;
}

static inline int is_digit(uint8_t byte) { return (uint8_t)(byte - '0') < 10; }

// Whether what stands behind a word may belong to it.
static inline int may_join(
    const uint8_t *text, size_t start, size_t offset, size_t end, const uint8_t *folded_byte) {
    const uint8_t byte = text[offset];
    if (folded_byte[byte] == OTHER || byte == '\'') return 1;
    if (byte != '.' && byte != ',') return 0;
    if (is_digit(text[offset - 1])) return end - offset > 1 && is_digit(text[offset + 1]);
    return byte == '.' && offset - start == 1;
}

size_t dossier_cut_words(
    const uint8_t *text, size_t *offset, size_t end, const uint8_t *folded_byte, int joins, const dossier_words *words,
    int *needs_rules) {
    size_t count = 0, folded_size = 0, next = *offset;
    const size_t folded_room = 16 * words->room;
    *needs_rules = 0;
    while (next < end) {
        const uint8_t byte = folded_byte[text[next]];
        if (byte == 0) {
            next++;
            continue;
        }
        if (count == words->room || folded_size >= folded_room) break;
        if (byte == OTHER) {
            *needs_rules = 1;
            break;
        }
        const size_t after = fold_word(text, next, end, folded_byte, words->folded + folded_size);
        if (after - next > LONGEST || (joins && after < end && may_join(text, next, after, end, folded_byte))) {
            *needs_rules = 1;
            break;
        }
        folded_size += after - next;
        words->starts[count] = (uint32_t)next;
        words->ends[count] = (uint32_t)after;
        words->folded_ends[count++] = words->folded_base + (uint32_t)folded_size;
        next = after;
    }
    *offset = next;
    return count;
}
