#include "WordKernels.h"

#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum { OTHER = 0xFF, LONGEST = 255 };

// What 64 bytes are, a bit for each.
typedef struct {
    uint64_t words;
    uint64_t others;
} classes_t;

static inline classes_t classify(const uint8_t *text, const uint8_t *folded_byte) {
    classes_t classes = {0, 0};
#ifdef __SSE2__
    const __m128i underscore = _mm_set1_epi8(folded_byte['_'] == '_' ? '_' : 'a');
    for (int part = 0; part < 4; part++) {
        const __m128i bytes = _mm_loadu_si128((const __m128i *)(text + 16 * part));
        // x in low ..< low + count, unsigned: saturated subtraction leaves 0. No other byte becomes a letter by the bit.
        const __m128i letter = _mm_subs_epu8(
            _mm_sub_epi8(_mm_or_si128(bytes, _mm_set1_epi8(0x20)), _mm_set1_epi8('a')), _mm_set1_epi8(25));
        const __m128i digit = _mm_subs_epu8(_mm_sub_epi8(bytes, _mm_set1_epi8('0')), _mm_set1_epi8(9));
        const __m128i word = _mm_or_si128(
            _mm_cmpeq_epi8(_mm_min_epu8(letter, digit), _mm_setzero_si128()), _mm_cmpeq_epi8(bytes, underscore));
        classes.words |= (uint64_t)(uint32_t)_mm_movemask_epi8(word) << 16 * part;
        classes.others |= (uint64_t)(uint32_t)_mm_movemask_epi8(bytes) << 16 * part;
    }
    if (folded_byte[0x80] != OTHER) classes.others = 0;
#else
    for (int index = 0; index < 64; index++) {
        const uint8_t byte = folded_byte[text[index]];
        classes.words |= (uint64_t)(byte != 0 && byte != OTHER) << index;
        classes.others |= (uint64_t)(byte == OTHER) << index;
    }
#endif
    return classes;
}

// Folds the bytes of a word; at most 15 bytes behind it are overwritten, by the next word later.
static inline void fold_word(
    const uint8_t *text, size_t start, size_t after, size_t end, const uint8_t *folded_byte, uint8_t *folded) {
    size_t offset = start;
#ifdef __SSE2__
    for (; offset < after && end - offset >= 16; offset += 16) {
        const __m128i bytes = _mm_loadu_si128((const __m128i *)(text + offset));
        const __m128i upper = _mm_cmpeq_epi8(
            _mm_subs_epu8(_mm_sub_epi8(bytes, _mm_set1_epi8('A')), _mm_set1_epi8(25)), _mm_setzero_si128());
        _mm_storeu_si128(
            (__m128i *)(folded + (offset - start)), _mm_or_si128(bytes, _mm_and_si128(upper, _mm_set1_epi8(0x20))));
    }
#endif
    for (; offset < after; offset++) folded[offset - start] = folded_byte[text[offset]];
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

// The words that are being cut.
typedef struct {
    const uint8_t *text, *folded_byte;
    size_t end;
    int joins;
    const dossier_words *words;
    size_t count, folded_size;
} cutter_t;

// Adds a word; 0 where it needs other rules.
static inline int add_word(cutter_t *cutter, size_t start, size_t after) {
    if (after - start > LONGEST) return 0;
    if (cutter->joins && after < cutter->end && may_join(cutter->text, start, after, cutter->end, cutter->folded_byte))
        return 0;
    const dossier_words *words = cutter->words;
    fold_word(
        cutter->text, start, after, cutter->end, cutter->folded_byte, words->folded + cutter->folded_size);
    cutter->folded_size += after - start;
    words->starts[cutter->count] = (uint32_t)start;
    words->ends[cutter->count] = (uint32_t)after;
    words->folded_ends[cutter->count++] = words->folded_base + (uint32_t)cutter->folded_size;
    return 1;
}

static inline int has_room(const cutter_t *cutter) {
    return cutter->count < cutter->words->room && cutter->folded_size < 16 * cutter->words->room;
}

static inline uint32_t take_lowest(uint64_t *bits) {
    const uint32_t bit = (uint32_t)__builtin_ctzll(*bits);
    *bits &= *bits - 1;
    return bit;
}

// Cuts words up to the end, or to the place that is returned: of a word that needs other rules or finds no room.
static size_t cut_words(cutter_t *cutter, size_t offset, int *needs_rules) {
    // The word that reaches the end of the 64 bytes before, if `is_open`.
    size_t start = offset;
    uint64_t is_open = 0;
    for (size_t base = offset; base < cutter->end; base += 64) {
        uint8_t padded[64];
        const uint8_t *chunk = cutter->text + base;
        if (cutter->end - base < sizeof padded) {
            // Zeros separate words.
            memset(padded, 0, sizeof padded);
            memcpy(padded, chunk, cutter->end - base);
            chunk = padded;
        }
        const classes_t classes = classify(chunk, cutter->folded_byte);
        // Where words begin and end, in turns, up to the first byte that needs other rules.
        uint64_t edges = classes.words ^ (classes.words << 1 | is_open);
        if (classes.others != 0) edges &= classes.others ^ (classes.others - 1);
        if (is_open && edges == 0) continue;
        if (is_open && !add_word(cutter, start, base + take_lowest(&edges))) return (*needs_rules = 1, start);
        for (is_open = 0; edges != 0;) {
            start = base + take_lowest(&edges);
            if (!has_room(cutter)) return start;
            is_open = edges == 0;
            if (!is_open && !add_word(cutter, start, base + take_lowest(&edges))) return (*needs_rules = 1, start);
        }
        if (classes.others != 0) return (*needs_rules = 1, base + (size_t)__builtin_ctzll(classes.others));
    }
    if (is_open && !add_word(cutter, start, cutter->end)) return (*needs_rules = 1, start);
    return cutter->end;
}

size_t dossier_cut_words(
    const uint8_t *text, size_t *offset, size_t end, const uint8_t *folded_byte, int joins, const dossier_words *words,
    int *needs_rules) {
    cutter_t cutter = {.text = text, .folded_byte = folded_byte, .end = end, .joins = joins, .words = words};
    *needs_rules = 0;
    *offset = cut_words(&cutter, *offset, needs_rules);
    return cutter.count;
}
