#pragma once
#include <stddef.h>
#include <stdint.h>

/// Sets the bits of those documents of a block at some of whose positions a wanted form stands.
///
/// `stream` holds the numbers of the forms, as FORMAT.md draws them, `frequencies[i]` for the i-th document; `bit` moves
/// past them. A form below 64 is wanted where its bit of `wanted` is set, another one never.
/// Returns 0 where the stream ends early or a document passes `document_count`.
int dossier_mark_forms(
    const uint8_t *_Nonnull stream, size_t size, size_t *_Nonnull bit, const uint32_t *_Nonnull documents,
    const uint32_t *_Nonnull frequencies, size_t count, uint64_t wanted, size_t document_count,
    uint64_t *_Nonnull bits);
