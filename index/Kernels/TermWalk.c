#include "TermWalk.h"

#include "DictionaryBytes.h"

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
