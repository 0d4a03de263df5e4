#pragma once

#include <stddef.h>

// A C face of simdjson: one parser reads one record at a time. No exception leaves it.
// A parser belongs to one thread at a time; what it returns lives until its next parse.

#ifdef __cplusplus
extern "C" {
#endif

typedef struct simdjson_record simdjson_record;

/// A new parser, or null when memory is short.
simdjson_record *_Nullable simdjson_record_new(void);
void simdjson_record_free(simdjson_record *_Nonnull record);

/// Parses `count` bytes, which must be one JSON object.
/// Returns null on success, else what is wrong, as a static text.
const char *_Nullable simdjson_record_parse(
    simdjson_record *_Nonnull record, const void *_Nonnull bytes, size_t count);

/// What element `index` of the field's array is, or the field itself, for index 0, where it is no array: 0 when it is
/// missing or null, 1 for a text or an integer, 2 for something else.
int simdjson_record_kind(simdjson_record *_Nonnull record, const char *_Nonnull field, size_t index);

/// How many texts the field holds: 1 for a text, an integer, or an object with a text `name`;
/// for an array, the number of its elements; 0 when the field is missing, null or something else.
size_t simdjson_record_count(simdjson_record *_Nonnull record, const char *_Nonnull field);

/// Text `index` of a field, as UTF-8 of `*count` bytes without a final zero; null when it is no text.
const char *_Nullable simdjson_record_text(
    simdjson_record *_Nonnull record, const char *_Nonnull field, size_t index, size_t *_Nonnull count);

#ifdef __cplusplus
}
#endif
