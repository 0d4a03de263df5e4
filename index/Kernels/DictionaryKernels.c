#include "DictionaryKernels.h"

#include <string.h>

#include "ListBytes.h"
#include "TermWalk.h"

enum { TERMS_PER_BLOCK = 32, INLINED_DOCUMENTS = 4 };

// Of the head of an entry.
enum { IS_EXPLICIT = 1, IS_SHARED = 2, IS_FORM = 4 };

typedef struct {
    uint32_t shared, rest_size, entry_size;
    const uint8_t *rest, *entry;
} term_t;

// Reads a size of which four bits are known; 15 says that the excess follows.
static inline int take_size(const uint8_t **at, const uint8_t *end, uint32_t bits, uint32_t *size) {
    *size = bits;
    if (bits < 15) return 1;
    if (!take(at, end, size) || *size > UINT32_MAX - 15) return 0;
    *size += 15;
    return 1;
}

// Reads a term of any sizes.
static int take_any_term(const uint8_t **at, const uint8_t *end, term_t *term) {
    if (*at == end) return 0;
    const uint8_t sizes = *(*at)++;
    if (!take_size(at, end, sizes >> 4, &term->shared) || !take_size(at, end, sizes & 15, &term->rest_size)) return 0;
    if (term->rest_size > (size_t)(end - *at)) return 0;
    term->rest = *at;
    *at += term->rest_size;
    if (!take(at, end, &term->entry_size) || term->entry_size > (size_t)(end - *at)) return 0;
    term->entry = *at;
    *at += term->entry_size;
    return 1;
}

// Reads a term and where its entry lies, and moves past both.
static inline __attribute__((always_inline)) int take_term(const uint8_t **at, const uint8_t *end, term_t *term) {
    // Mostly all sizes are small, and the end is far: a byte, at most 14, a byte, at most 127.
    if (end - *at < 144) return take_any_term(at, end, term);
    const uint32_t shared = **at >> 4, rest_size = **at & 15;
    const uint8_t *rest = *at + 1;
    if (shared == 15 || rest_size == 15 || rest[rest_size] >= 0x80) return take_any_term(at, end, term);
    *term = (term_t){shared, rest_size, rest[rest_size], rest, rest + rest_size + 1};
    *at = term->entry + term->entry_size;
    return 1;
}

// Reads LEB128 of at most 63 bits.
static inline __attribute__((always_inline)) int take_long(const uint8_t **at, const uint8_t *end, uint64_t *value) {
    // Mostly a byte or two.
    if (end - *at >= 2) {
        const uint8_t first = (*at)[0], second = (*at)[1];
        if ((first & second) < 0x80) {
            *value = first < 0x80 ? first : (first & 0x7F) | (uint64_t)second << 7;
            *at += first < 0x80 ? 1 : 2;
            return 1;
        }
    }
    *value = 0;
    for (uint32_t shift = 0; shift < 63 && *at < end; shift += 7) {
        const uint8_t byte = *(*at)++;
        *value |= (uint64_t)(byte & 0x7F) << shift;
        if (byte < 0x80) return 1;
    }
    return 0;
}

// Moves the ends of lists past those of an entry.
static inline __attribute__((always_inline)) int pass_entry(const term_t *term, dossier_found_term *found) {
    const uint8_t *at = term->entry, *end = at + term->entry_size;
    // Mostly a list in the dictionary.
    if (at < end && *at >> 3 <= INLINED_DOCUMENTS) return 1;
    uint64_t head = 0, more = 0, size = 0;
    if (!take_long(&at, end, &head)) return 0;
    if (head >> 3 <= INLINED_DOCUMENTS || head & IS_FORM) return 1;
    if (!take_long(&at, end, &more)) return 0;
    if (head & IS_EXPLICIT) {
        if (!take_long(&at, end, &found->postings_end) || !take_long(&at, end, &found->positions_end)) return 0;
    }
    if (!take_long(&at, end, &size)) return 0;
    found->postings_end += size;
    if (!take_long(&at, end, &size)) return 0;
    found->positions_end += size;
    if (head & IS_SHARED) {
        if (!take_long(&at, end, &size)) return 0;
        found->positions_end += size;
    }
    return ((found->postings_end | found->positions_end) >> 60) == 0;
}

static inline size_t block_offset(const uint8_t *bytes, size_t blocks_end, size_t block) {
    return load_u40(bytes + blocks_end + 5 * block);
}

// The first eight bytes of a term as a number, which sorts as they do; what a shorter term lacks is 0.
static inline uint64_t term_key(const uint8_t *term, size_t size) {
    uint64_t key = 0;
    for (size_t index = 0; index < 8; index++) key = key << 8 | (index < size ? term[index] : 0);
    return key;
}

int dossier_read_block_keys(const uint8_t *bytes, size_t blocks_end, size_t block_count, uint64_t *keys) {
    for (size_t block = 0; block < block_count; block += DOSSIER_BLOCKS_PER_KEY) {
        const size_t offset = block_offset(bytes, blocks_end, block);
        if (offset >= blocks_end) return 0;
        const uint8_t *at = bytes + offset;
        term_t first;
        if (!take_term(&at, bytes + blocks_end, &first)) return 0;
        *keys++ = term_key(first.rest, first.rest_size);
    }
    return 1;
}

// How many of some ascending keys are below one.
static inline size_t count_below(const uint64_t *keys, size_t count, uint64_t key) {
    size_t first = 0;
    while (count > 0) {
        const size_t half = count / 2;
        const int isBelow = keys[first + half] < key;
        first = isBelow ? first + half + 1 : first;
        count = isBelow ? count - half - 1 : half;
    }
    return first;
}

// The count of blocks whose first term is at most `term`; SIZE_MAX when one is damaged.
static size_t count_blocks(
    const uint8_t *bytes, size_t blocks_end, size_t block_count, const uint64_t *keys, size_t key_count,
    const uint8_t *term, size_t term_size) {
    size_t low = 0, high = block_count;
    if (key_count > 0) {
        const uint64_t key = term_key(term, term_size);
        // A block with a lower key begins with a lower term, one with a greater key with a greater one.
        const size_t below = count_below(keys, key_count, key);
        const size_t above = key == UINT64_MAX ? key_count : below + count_below(keys + below, key_count - below, key + 1);
        if (below > 0) low = (below - 1) * DOSSIER_BLOCKS_PER_KEY + 1;
        if (above < key_count) high = above * DOSSIER_BLOCKS_PER_KEY;
    }
    while (low < high) {
        const size_t middle = low + (high - low) / 2, offset = block_offset(bytes, blocks_end, middle);
        if (offset >= blocks_end) return SIZE_MAX;
        const uint8_t *at = bytes + offset;
        term_t first;
        if (!take_term(&at, bytes + blocks_end, &first)) return SIZE_MAX;
        const size_t size = first.rest_size < term_size ? first.rest_size : term_size;
        const int order = memcmp(first.rest, term, size);
        if (order < 0 || (order == 0 && first.rest_size <= term_size)) low = middle + 1;
        else high = middle;
    }
    return low;
}

int dossier_find_term(
    const uint8_t *bytes, size_t blocks_end, size_t block_count, size_t term_count, const uint64_t *keys,
    size_t key_count, const uint8_t *term, size_t term_size, dossier_found_term *found) {
    const size_t count = count_blocks(bytes, blocks_end, block_count, keys, key_count, term, term_size);
    if (count == SIZE_MAX) return -1;
    if (count == 0) return 0;
    const size_t first = (count - 1) * TERMS_PER_BLOCK, offset = block_offset(bytes, blocks_end, count - 1);
    if (offset >= blocks_end || first >= term_count) return -1;
    const size_t end = term_count - first < TERMS_PER_BLOCK ? term_count : first + TERMS_PER_BLOCK;
    const uint8_t *at = bytes + offset;
    // How many leading bytes the wanted term shares with the one before; that one sorts before it.
    size_t matched = 0;
    *found = (dossier_found_term){.ordinal = first};
    for (; found->ordinal < end; found->ordinal++) {
        term_t current;
        if (!take_term(&at, bytes + blocks_end, &current)) return -1;
        // Sharing less with the one before than the wanted term does, it sorts behind both; sharing more, before it.
        if (current.shared < matched) return 0;
        if (current.shared == matched) {
            size_t index = 0;
            while (index < current.rest_size && matched < term_size && current.rest[index] == term[matched]) {
                index++;
                matched++;
            }
            if (index == current.rest_size && matched == term_size) {
                found->entry = (size_t)(current.entry - bytes);
                found->entry_end = found->entry + current.entry_size;
                return 1;
            }
            if (matched == term_size || (index < current.rest_size && current.rest[index] > term[matched])) return 0;
        }
        if (!pass_entry(&current, found)) return -1;
    }
    return 0;
}

int dossier_find_ordinal(
    const uint8_t *bytes, size_t blocks_end, size_t ordinal, dossier_found_term *found) {
    const size_t block = ordinal / TERMS_PER_BLOCK, offset = block_offset(bytes, blocks_end, block);
    if (offset >= blocks_end) return -1;
    const uint8_t *at = bytes + offset;
    *found = (dossier_found_term){.ordinal = block * TERMS_PER_BLOCK};
    for (;; found->ordinal++) {
        term_t current;
        if (!take_term(&at, bytes + blocks_end, &current)) return -1;
        if (found->ordinal == ordinal) {
            found->entry = (size_t)(current.entry - bytes);
            found->entry_end = found->entry + current.entry_size;
            return 1;
        }
        if (!pass_entry(&current, found)) return -1;
    }
}

int dossier_mark_inlined(
    const uint8_t *list, size_t size, uint32_t count, size_t document_count, uint64_t *bits) {
    uint32_t documents[INLINED_DOCUMENTS], frequencies[INLINED_DOCUMENTS];
    if (count > INLINED_DOCUMENTS || !read_tail(list, list + size, UINT32_MAX, count, documents, frequencies)) return 0;
    for (uint32_t index = 0; index < count; index++) {
        if (documents[index] >= document_count) return 0;
        bits[documents[index] / 64] |= 1ull << (documents[index] % 64);
    }
    return 1;
}

size_t dossier_measure_terms(const uint8_t *bytes, size_t blocks_end, size_t term_count) {
    const uint8_t *at = bytes;
    size_t size = 0;
    for (size_t ordinal = 0; ordinal < term_count; ordinal++) {
        term_t term;
        if (!take_term(&at, bytes + blocks_end, &term)) return SIZE_MAX;
        size += (size_t)term.shared + term.rest_size;
        if (size > SIZE_MAX / 4) return SIZE_MAX;
    }
    return size;
}

int dossier_unpack_terms(
    const uint8_t *bytes, size_t blocks_end, size_t term_count, size_t document_count,
    const dossier_unpacked_terms *terms, size_t first) {
    const uint8_t *at = bytes;
    size_t end = first == 0 ? 0 : (size_t)terms->ends[first - 1], previous_size = 0;
    for (size_t ordinal = 0; ordinal < term_count; ordinal++) {
        term_t term;
        if (!take_term(&at, bytes + blocks_end, &term)) return 0;
        if (term.shared > (ordinal % TERMS_PER_BLOCK == 0 ? 0 : previous_size)) return 0;
        const size_t size = (size_t)term.shared + term.rest_size, left = previous_size - term.shared;
        if (size > terms->text_size - end) return 0;
        uint8_t *start = terms->text + end;
        const uint8_t *previous = start - previous_size;
        if (ordinal > 0) {
            const int order = memcmp(term.rest, previous + term.shared, term.rest_size < left ? term.rest_size : left);
            if (order < 0 || (order == 0 && term.rest_size <= left)) return 0;
        }
        memcpy(start, previous, term.shared);
        memcpy(start + term.shared, term.rest, term.rest_size);
        const uint8_t *entry = term.entry;
        uint64_t head = 0;
        if (!take_long(&entry, term.entry + term.entry_size, &head) || head >> 3 == 0 || head >> 3 > document_count)
            return 0;
        end += size;
        terms->ends[first + ordinal] = (intptr_t)end;
        terms->keys[first + ordinal] = term_key(start, size);
        terms->frequencies[first + ordinal] = (uint32_t)(head >> 3);
        previous_size = size;
    }
    return 1;
}

// Negative, 0 or positive as a term sorts before, with or after another, their keys known.
static inline int compare_heads(
    const dossier_unpacked_terms *terms, const dossier_merge_head *one, const dossier_merge_head *other) {
    if (one->key != other->key) return one->key < other->key ? -1 : 1;
    const intptr_t left = one->term == 0 ? 0 : terms->ends[one->term - 1];
    const intptr_t right = other->term == 0 ? 0 : terms->ends[other->term - 1];
    const size_t left_size = (size_t)(terms->ends[one->term] - left);
    const size_t right_size = (size_t)(terms->ends[other->term] - right);
    const size_t size = left_size < right_size ? left_size : right_size;
    // The key stands for the first eight bytes, but not for where a shorter term ends.
    const int order = size > 8 ? memcmp(terms->text + left + 8, terms->text + right + 8, size - 8) : 0;
    return order != 0 ? order : (left_size > right_size) - (left_size < right_size);
}

size_t dossier_merge_terms(
    const dossier_unpacked_terms *terms, const intptr_t *starts, size_t list_count, dossier_merge_head *heads,
    intptr_t *merged, intptr_t *ranks) {
    size_t open = 0, rank = 0;
    for (size_t list = 0; list < list_count; list++) {
        const size_t start = (size_t)starts[list], end = (size_t)starts[list + 1];
        if (start < end) heads[open++] = (dossier_merge_head){terms->keys[start], start, end};
    }
    for (; open > 0; rank++) {
        size_t least = 0;
        for (size_t index = 1; index < open; index++)
            if (heads[index].key <= heads[least].key && compare_heads(terms, &heads[index], &heads[least]) < 0)
                least = index;
        const dossier_merge_head head = heads[least];
        merged[rank] = (intptr_t)head.term;
        // From the last, which takes the place of one that is at its end.
        for (size_t index = open; index-- > least;) {
            dossier_merge_head *other = &heads[index];
            if (other->key != head.key || (index != least && compare_heads(terms, other, &head) != 0)) continue;
            ranks[other->term++] = (intptr_t)rank;
            if (other->term < other->end) other->key = terms->keys[other->term];
            else *other = heads[--open];
        }
    }
    return rank;
}

// Source: FNV-1a, Fowler, Noll and Vo; the hash of a term goes on from that of what it begins with.
enum { HASHED_TERM_ROOM = 512 };
static const uint64_t FIRST_HASH = 0xcbf29ce484222325;
static inline uint64_t hash_on(uint64_t hash, uint8_t byte) { return (hash ^ byte) * 0x100000001b3; }

int dossier_filter_terms(
    const uint8_t *bytes, size_t blocks_end, size_t term_count, uint64_t *filter, size_t word_count) {
    const uint64_t mask = 64 * (uint64_t)word_count - 1;
    // hashes[n] is that of the first n bytes of the term read last.
    uint64_t hashes[HASHED_TERM_ROOM];
    hashes[0] = FIRST_HASH;
    size_t size = 0;
    const uint8_t *at = bytes;
    for (size_t ordinal = 0; ordinal < term_count; ordinal++) {
        term_t term;
        if (!take_term(&at, bytes + blocks_end, &term) || term.shared > size) return 0;
        if (term.rest_size >= HASHED_TERM_ROOM - term.shared) return 0;
        size = term.shared + term.rest_size;
        for (size_t index = term.shared; index < size; index++)
            hashes[index + 1] = hash_on(hashes[index], term.rest[index - term.shared]);
        const uint64_t first = hashes[size] & mask, second = (hashes[size] >> 32) & mask;
        filter[first / 64] |= 1ULL << (first % 64);
        filter[second / 64] |= 1ULL << (second % 64);
    }
    return 1;
}

uint64_t dossier_hash_term(const uint8_t *term, size_t term_size) {
    uint64_t hash = FIRST_HASH;
    for (size_t index = 0; index < term_size; index++) hash = hash_on(hash, term[index]);
    return hash;
}

void dossier_start_walk(dossier_term_walk *walk, size_t blocks_end, size_t block_count, size_t term_count) {
    walk->blocks_end = blocks_end;
    walk->block_count = block_count;
    walk->term_count = term_count;
    walk->ordinal = walk->next = walk->passed = walk->passed_ordinal = 0;
    walk->size = walk->known = walk->live = 0;
    walk->is_open = 0;
    walk->states[0] = 1;
}

// The least bytes above those that killed the automaton with which it may go on, into `wanted`; their count, 0 where there
// are none. A transition that nobody asked for may be one.
static size_t next_live(const dossier_automaton *automaton, const dossier_term_walk *walk, uint8_t *wanted) {
    for (size_t depth = walk->live + 1; depth-- > 0;) {
        const uint32_t state = walk->states[depth], byte = walk->term[depth];
        const uint32_t *transitions = automaton->transitions + (size_t)state * automaton->class_count;
        uint32_t class = automaton->classes[byte], next = 0;
        // A term may be marked with one of the languages that follow.
        if (automaton->accepts[state] && byte + 1 < 0x20) next = byte + 1;
        // Before the byte that killed it, the others of a class live as well.
        else if (depth < walk->live && byte < 255 && automaton->classes[byte + 1] == class) next = byte + 1;
        while (next == 0 && ++class < automaton->class_count)
            if (transitions[class] != 0) next = automaton->class_bytes[class];
        if (next == 0) continue;
        memcpy(wanted, walk->term, depth);
        wanted[depth] = (uint8_t)next;
        return depth + 1;
    }
    return 0;
}

// Whether the first term of a block sorts before some bytes; -1 where it is damaged.
static int begins_before(
    const uint8_t *bytes, const dossier_term_walk *walk, size_t block, const uint8_t *wanted, size_t size) {
    const size_t offset = block_offset(bytes, walk->blocks_end, block);
    if (offset >= walk->blocks_end) return -1;
    const uint8_t *at = bytes + offset;
    term_t first;
    if (!take_term(&at, bytes + walk->blocks_end, &first)) return -1;
    const int order = memcmp(first.rest, wanted, first.rest_size < size ? first.rest_size : size);
    return order < 0 || (order == 0 && first.rest_size < size);
}

// From a block, the last one that begins before some bytes, or the block itself; SIZE_MAX where one is damaged.
static size_t last_block_before(
    const uint8_t *bytes, const dossier_term_walk *walk, size_t block, const uint8_t *wanted, size_t size) {
    size_t step = 1, low = block, high = walk->block_count;
    int is_before = begins_before(bytes, walk, block, wanted, size);
    if (is_before <= 0) return is_before < 0 ? SIZE_MAX : block;
    while (low + step < high) {
        is_before = begins_before(bytes, walk, low + step, wanted, size);
        if (is_before < 0) return SIZE_MAX;
        if (is_before) {
            low += step;
            step *= 2;
        } else {
            high = low + step;
            break;
        }
    }
    while (low + 1 < high) {
        const size_t middle = low + (high - low) / 2;
        is_before = begins_before(bytes, walk, middle, wanted, size);
        if (is_before < 0) return SIZE_MAX;
        if (is_before) low = middle;
        else high = middle;
    }
    return low;
}

// Reads the next term as far as it is needed: not behind what killed the automaton.
static inline __attribute__((always_inline)) int open_next_term(
    const uint8_t *bytes, const dossier_automaton *automaton, dossier_term_walk *walk) {
    const uint8_t *end = bytes + walk->blocks_end;
    const int is_dead = walk->live < walk->known;
    const int begins_block = walk->ordinal % TERMS_PER_BLOCK == 0;
    if (begins_block) {
        size_t block = walk->ordinal / TERMS_PER_BLOCK;
        if (is_dead) {
            uint8_t wanted[DOSSIER_WALK_ROOM];
            const size_t size = next_live(automaton, walk, wanted);
            if (size == 0) {
                walk->ordinal = walk->term_count;
                return 1;
            }
            block = last_block_before(bytes, walk, block, wanted, size);
            if (block == SIZE_MAX) return 0;
            walk->ordinal = block * TERMS_PER_BLOCK;
        }
        walk->next = block_offset(bytes, walk->blocks_end, block);
        if (walk->next >= walk->blocks_end) return 0;
        walk->passed = walk->next;
        walk->passed_ordinal = walk->ordinal;
        walk->found = (dossier_found_term){.ordinal = walk->ordinal};
    }
    const uint8_t *at = bytes + walk->next;
    term_t term;
    if (!take_term(&at, end, &term)) return 0;
    walk->next = (size_t)(at - bytes);
    uint32_t shared = term.shared;
    const uint8_t *rest = term.rest;
    uint32_t rest_size = term.rest_size;
    if (begins_block) {
        if (shared > 0) return 0;
        while (shared < walk->known && shared < rest_size && rest[shared] == walk->term[shared]) shared++;
        rest += shared;
        rest_size -= shared;
    } else if (shared > walk->size) {
        return 0;
    }
    if (rest_size >= DOSSIER_WALK_ROOM - shared) return 0;
    walk->size = shared + rest_size;
    if (shared > walk->live) {
        // What killed the automaton is shared; where it did not die, all that is known is live.
        return is_dead;
    }
    // Mostly a few bytes, with many behind them.
    if (rest_size <= 16 && shared <= DOSSIER_WALK_ROOM - 16 && end - rest >= 16) memcpy(walk->term + shared, rest, 16);
    else memcpy(walk->term + shared, rest, rest_size);
    walk->live = shared;
    walk->known = walk->size;
    walk->is_open = 1;
    return 1;
}

// Finds where the lists of the term that is looked at begin, from the last one of its block that was found.
static int locate_lists(const uint8_t *bytes, dossier_term_walk *walk) {
    const uint8_t *at = bytes + walk->passed;
    for (;; walk->passed_ordinal++) {
        term_t term;
        walk->passed = (size_t)(at - bytes);
        if (!take_term(&at, bytes + walk->blocks_end, &term)) return 0;
        if (walk->passed_ordinal == walk->ordinal) {
            walk->found.ordinal = walk->ordinal;
            walk->found.entry = (size_t)(term.entry - bytes);
            walk->found.entry_end = walk->found.entry + term.entry_size;
            return 1;
        }
        if (!pass_entry(&term, &walk->found)) return 0;
    }
}

int dossier_walk_terms(
    const uint8_t *bytes, const dossier_automaton *automaton, size_t budget, dossier_term_walk *walk) {
    for (;;) {
        if (!walk->is_open) {
            if (walk->ordinal >= walk->term_count) return DOSSIER_WALK_ENDED;
            if (budget-- == 0) return DOSSIER_WALK_PAUSED;
            if (!open_next_term(bytes, automaton, walk)) return DOSSIER_WALK_DAMAGED;
        }
        if (walk->is_open) {
            uint32_t live = walk->live, state = walk->states[live];
            while (live < walk->size) {
                const uint8_t class = automaton->classes[walk->term[live]];
                const uint32_t next = automaton->transitions[(size_t)state * automaton->class_count + class];
                if (next == UINT32_MAX) {
                    walk->live = live;
                    walk->wanted_state = state;
                    walk->wanted_class = class;
                    return DOSSIER_WALK_ASKS;
                }
                if (next == 0) break;
                state = walk->states[++live] = next;
            }
            walk->live = live;
            walk->is_open = 0;
            const int is_marked = walk->live + 1 == walk->size && walk->live > 0 && walk->term[walk->live] < 0x20;
            if ((walk->live == walk->size || is_marked) && automaton->accepts[state]) {
                if (!locate_lists(bytes, walk)) return DOSSIER_WALK_DAMAGED;
                walk->accepting_state = state;
                walk->known = walk->live == walk->size ? walk->live : walk->live + 1;
                walk->ordinal++;
                return DOSSIER_WALK_FOUND;
            }
            // One byte behind what lives says why it does not.
            if (walk->live < walk->size) walk->known = walk->live + 1;
        }
        walk->ordinal++;
    }
}
