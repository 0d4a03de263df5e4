#pragma once
#include <stddef.h>
#include <stdint.h>

#include "DictionaryKernels.h"

// A walk over the terms of a dictionary that an automaton accepts, in their order.

/// What an automaton does so far. States are numbers: 0 is dead, 1 the first.
typedef struct {
    /// By byte.
    const uint8_t *_Nonnull classes;
    uint32_t class_count;
    /// By class the least of its bytes; the bytes of a class follow one another, those of the next behind them.
    const uint8_t *_Nonnull class_bytes;
    /// The next state, at state * class_count + class; UINT32_MAX where nobody asked yet.
    const uint32_t *_Nonnull transitions;
    /// By state: whether a term may end there.
    const uint8_t *_Nonnull accepts;
} dossier_automaton;

/// No term has as many bytes.
enum { DOSSIER_WALK_ROOM = 512 };

typedef struct {
    size_t block_count, term_count, blocks_end;
    /// Of the term that is looked at, and of the next in its block.
    size_t ordinal;
    size_t next;
    /// Up to where in the block `found` knows of lists.
    size_t passed, passed_ordinal;
    /// The term: `size` bytes, of which `known` are written here; after `live` of them the automaton is not dead.
    uint32_t size, known, live;
    int32_t is_open;
    uint8_t term[DOSSIER_WALK_ROOM];
    /// After so many bytes.
    uint32_t states[DOSSIER_WALK_ROOM + 1];
    /// Of the term that was found, and the state in which it was accepted.
    dossier_found_term found;
    uint32_t accepting_state;
    /// The transition that is asked for.
    uint32_t wanted_state;
    uint8_t wanted_class;
} dossier_term_walk;

/// To the start of a dictionary as `dossier_find_term` knows it.
void dossier_start_walk(
    dossier_term_walk *_Nonnull walk, size_t blocks_end, size_t block_count, size_t term_count);

enum { DOSSIER_WALK_ENDED = 0, DOSSIER_WALK_FOUND = 1, DOSSIER_WALK_ASKS = 2, DOSSIER_WALK_PAUSED = 3, DOSSIER_WALK_DAMAGED = -1 };

/// Goes to the next term that the automaton accepts, or that it accepts without a last byte below 0x20, which is the mark
/// of a language.
///
/// `DOSSIER_WALK_ASKS`: a transition is not known; go on once it is. `DOSSIER_WALK_PAUSED`: `budget` terms were looked at.
int dossier_walk_terms(
    const uint8_t *_Nonnull bytes, const dossier_automaton *_Nonnull automaton, size_t budget,
    dossier_term_walk *_Nonnull walk);
