#include "LanguageDetection.h"

#include <climits>
// CLD2's header uses FILE without it.
#include <cstdio>

#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>

dossier_language dossier_detect_language(const void *text, size_t size) {
    CLD2::Language languages[3];
    int percents[3];
    double scores[3];
    int letter_size = 0;
    bool is_reliable = false;
    int valid_size = 0;
    const CLD2::CLDHints hints = {nullptr, nullptr, CLD2::UNKNOWN_ENCODING, CLD2::UNKNOWN_LANGUAGE};
    const int count = size > INT_MAX ? INT_MAX : static_cast<int>(size);
    CLD2::ExtDetectLanguageSummaryCheckUTF8(
        static_cast<const char *>(text), count, true, &hints, 0, languages, percents, scores, nullptr, &letter_size,
        &is_reliable, &valid_size);
    return {CLD2::LanguageCode(languages[0]), percents[0], letter_size, is_reliable ? 1 : 0};
}

const char *dossier_language_detection_version() { return CLD2::DetectLanguageVersion(); }
