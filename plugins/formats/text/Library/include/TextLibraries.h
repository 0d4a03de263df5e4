#ifndef TEXT_LIBRARIES_H
#define TEXT_LIBRARIES_H

#include <stddef.h>
#include <stdint.h>

// ICU's converters and uchardet's guess. ICU renames its functions by macros, and its headers clash with
// Foundation's own copy, so they are seen only by the C file.

typedef struct text_decoder text_decoder;

/// A decoder to UTF-8; null when ICU has no such converter.
text_decoder *_Nullable text_decoder_new(const char *_Nonnull name);
void text_decoder_free(text_decoder *_Nonnull decoder);

/// How a conversion stopped.
enum { text_done = 0, text_target_full = 1, text_failed = 2 };

/// Converts until the source ends or the target is full, and says how much of both it used.
/// Bytes without meaning become U+FFFD.
int text_decoder_convert(text_decoder *_Nonnull decoder, const uint8_t *_Nonnull source, size_t source_count,
                         size_t *_Nonnull consumed, uint8_t *_Nonnull target, size_t capacity,
                         size_t *_Nonnull produced);

/// Writes the name that uchardet gives the bytes' encoding, and returns its length; 0 when it has none.
size_t text_detect(const uint8_t *_Nonnull bytes, size_t count, uint8_t *_Nonnull name, size_t capacity);

#endif
