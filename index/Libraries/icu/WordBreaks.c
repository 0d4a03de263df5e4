#include "WordBreaks.h"

#include <unicode/ubrk.h>
#include <unicode/utext.h>

size_t dossier_word_breaks(const char *text, size_t size, uint32_t *ends, size_t room) {
    UErrorCode status = U_ZERO_ERROR;
    UText *utf8 = utext_openUTF8(NULL, text, (int64_t)size, &status);
    UBreakIterator *words = ubrk_open(UBRK_WORD, "", NULL, 0, &status);
    size_t count = 0;
    if (U_SUCCESS(status)) {
        ubrk_setUText(words, utf8, &status);
        int32_t end = U_SUCCESS(status) ? ubrk_first(words) : UBRK_DONE;
        while (count < room && end != UBRK_DONE && (end = ubrk_next(words)) != UBRK_DONE) {
            ends[count++] = (uint32_t)end;
        }
    }
    if (words) ubrk_close(words);
    if (utf8) utext_close(utf8);
    return count;
}
