#pragma once
#include <stddef.h>

// A file that shrinks while it is mapped raises SIGBUS on access. Mappings registered here are
// instead given a zero page at the fault and marked as damaged; other faults go to the handler
// that was installed before.

/// Guards a mapping. Returns its slot, or -1 when all 65536 slots are taken.
int dossier_guard_register(const void *_Nonnull start, size_t byteCount);
/// Frees the slot; call before munmap, so that the address is never guarded twice.
void dossier_guard_unregister(int slot);
/// 1 once a page of the mapping could not be read from its file.
int dossier_guard_is_damaged(int slot);
