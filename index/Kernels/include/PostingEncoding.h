#pragma once
#include <stddef.h>
#include <stdint.h>

// The bytes of posting blocks, impacts and position chunks, as `PostingBlock`, `Impacts` and `PositionChunk` draw them.

/// Room that any block's bytes fit, and any block's impacts.
enum { dossier_block_room = 1280, dossier_impacts_room = 1024 };

/// Writes a block of 1...128 postings after the document `base`; documents ascend, frequencies are at least 1.
/// Returns the size, at most `dossier_block_room`.
size_t dossier_encode_block(
    const uint32_t *_Nonnull documents, const uint32_t *_Nonnull frequencies, uint32_t count, uint32_t base,
    uint8_t *_Nonnull bytes);

/// Writes the Pareto-optimal pairs of 1...128 postings. Returns the size, at most `dossier_impacts_room`.
size_t dossier_encode_impacts(
    const uint32_t *_Nonnull frequencies, const uint8_t *_Nonnull norms, uint32_t count, uint8_t *_Nonnull bytes);

/// Writes the gaps of a chunk. Returns the size, at most 5 * count + 1.
size_t dossier_encode_gaps(const uint32_t *_Nonnull gaps, size_t count, uint8_t *_Nonnull bytes);
