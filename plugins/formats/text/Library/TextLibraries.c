#include "TextLibraries.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <uchardet/uchardet.h>
#include <unicode/ucnv.h>

enum { PIVOT_COUNT = 2048 };

struct text_decoder {
    UConverter *from;
    UConverter *to;
    UChar pivot[PIVOT_COUNT];
    UChar *pivot_source;
    UChar *pivot_target;
    bool is_started;
};

text_decoder *text_decoder_new(const char *name) {
    text_decoder *decoder = calloc(1, sizeof *decoder);
    if (!decoder) return NULL;
    UErrorCode status = U_ZERO_ERROR;
    decoder->from = ucnv_open(name, &status);
    decoder->to = ucnv_open("UTF-8", &status);
    decoder->pivot_source = decoder->pivot_target = decoder->pivot;
    if (U_SUCCESS(status)) return decoder;
    text_decoder_free(decoder);
    return NULL;
}

void text_decoder_free(text_decoder *decoder) {
    ucnv_close(decoder->from);
    ucnv_close(decoder->to);
    free(decoder);
}

int text_decoder_convert(text_decoder *decoder, const uint8_t *source, size_t source_count, size_t *consumed,
                         uint8_t *target, size_t capacity, size_t *produced) {
    const char *from = (const char *)source;
    char *to = (char *)target;
    UErrorCode status = U_ZERO_ERROR;
    ucnv_convertEx(decoder->to, decoder->from, &to, to + capacity, &from, from + source_count, decoder->pivot,
                   &decoder->pivot_source, &decoder->pivot_target, decoder->pivot + PIVOT_COUNT,
                   !decoder->is_started, true, &status);
    decoder->is_started = true;
    *consumed = (size_t)(from - (const char *)source);
    *produced = (size_t)(to - (char *)target);
    if (status == U_BUFFER_OVERFLOW_ERROR) return text_target_full;
    return U_SUCCESS(status) ? text_done : text_failed;
}

size_t text_detect(const uint8_t *bytes, size_t count, uint8_t *name, size_t capacity) {
    size_t length = 0;
    uchardet_t detector = uchardet_new();
    if (!detector) return 0;
    if (uchardet_handle_data(detector, (const char *)bytes, count) == 0) {
        uchardet_data_end(detector);
        const char *found = uchardet_get_charset(detector);
        length = strnlen(found, capacity);
        memcpy(name, found, length);
    }
    uchardet_delete(detector);
    return length;
}
