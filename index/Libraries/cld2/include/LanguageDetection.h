#pragma once

#include <stddef.h>

// A C face of CLD2, whose tables are constant: any number of threads may ask at once.

#ifdef __cplusplus
extern "C" {
#endif

/// What a text is written in.
typedef struct {
    /// Of the language, as CLD2 names it: ISO 639-1 mostly, `iw` for Hebrew; a static text.
    const char *_Nonnull code;
    /// How much of the text is in it, 0...100.
    int percent;
    /// Bytes of letters that were looked at.
    int letter_size;
    /// Whether CLD2 trusts it.
    int is_reliable;
} dossier_language;

/// Looks at `size` bytes of UTF-8; nothing after the first that are not is looked at.
dossier_language dossier_detect_language(const void *_Nonnull text, size_t size);

/// The version of the tables, a static text.
const char *_Nonnull dossier_language_detection_version(void);

#ifdef __cplusplus
}
#endif
