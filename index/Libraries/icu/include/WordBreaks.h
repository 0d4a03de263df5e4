#pragma once

#include <stddef.h>
#include <stdint.h>

// Where words begin and end by ICU, which has dictionaries for scripts written without spaces. ICU's own headers stay
// out of modules: they clash with those of Foundation.

#ifdef __cplusplus
extern "C" {
#endif

/// Writes the byte offsets at which words of `size` bytes of UTF-8 end, ascending, `room` at most.
/// Returns how many; 0 when ICU cannot be used.
size_t dossier_word_breaks(const char *_Nonnull text, size_t size, uint32_t *_Nonnull ends, size_t room);

#ifdef __cplusplus
}
#endif
