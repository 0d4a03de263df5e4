#include "SimdJSON.h"

#include <simdjson.h>

#include <new>
#include <string>

struct simdjson_record {
    simdjson::dom::parser parser;
    simdjson::dom::object object;
    bool parsed = false;
    std::string number;
};

namespace {

// A text as it is, an integer in decimal, an object by its `name`; null for the rest.
const char *text_of(simdjson_record *record, simdjson::dom::element element, size_t *count) {
    std::string_view text;
    switch (element.type()) {
    case simdjson::dom::element_type::STRING:
        if (element.get(text)) return nullptr;
        *count = text.size();
        return text.data();
    case simdjson::dom::element_type::INT64: {
        int64_t value = 0;
        if (element.get(value)) return nullptr;
        record->number = std::to_string(value);
        break;
    }
    case simdjson::dom::element_type::UINT64: {
        uint64_t value = 0;
        if (element.get(value)) return nullptr;
        record->number = std::to_string(value);
        break;
    }
    case simdjson::dom::element_type::OBJECT:
        if (element["name"].get(text)) return nullptr;
        *count = text.size();
        return text.data();
    default:
        return nullptr;
    }
    *count = record->number.size();
    return record->number.data();
}

} // namespace

extern "C" simdjson_record *simdjson_record_new(void) {
    try {
        return new simdjson_record();
    } catch (...) {
        return nullptr;
    }
}

extern "C" void simdjson_record_free(simdjson_record *record) { delete record; }

extern "C" const char *simdjson_record_parse(simdjson_record *record, const void *bytes, size_t count) {
    record->parsed = false;
    try {
        simdjson::dom::element element;
        // simdjson copies the bytes, so they need no padding.
        auto error = record->parser.parse(static_cast<const char *>(bytes), count, true).get(element);
        if (error) return simdjson::error_message(error);
        if (element.get(record->object)) return "not a JSON object";
        record->parsed = true;
        return nullptr;
    } catch (...) {
        return "not enough memory";
    }
}

extern "C" int simdjson_record_kind(simdjson_record *record, const char *field, size_t index) {
    try {
        simdjson::dom::element element;
        if (!record->parsed || record->object.at_key(field).get(element)) return 0;
        simdjson::dom::array array;
        if (!element.get(array)) {
            if (array.at(index).get(element)) return 0;
        } else if (index != 0) {
            return 0;
        }
        switch (element.type()) {
        case simdjson::dom::element_type::NULL_VALUE: return 0;
        case simdjson::dom::element_type::STRING:
        case simdjson::dom::element_type::INT64:
        case simdjson::dom::element_type::UINT64: return 1;
        default: return 2;
        }
    } catch (...) {
        return 0;
    }
}

extern "C" size_t simdjson_record_count(simdjson_record *record, const char *field) {
    try {
        simdjson::dom::element element;
        if (!record->parsed || record->object.at_key(field).get(element)) return 0;
        simdjson::dom::array array;
        if (!element.get(array)) {
            // Not `array.size()`: it saturates at 2^24 - 1.
            size_t total = 0;
            for (auto item : array) { (void)item; total += 1; }
            return total;
        }
        size_t count = 0;
        return text_of(record, element, &count) != nullptr ? 1 : 0;
    } catch (...) {
        return 0;
    }
}

extern "C" const char *simdjson_record_text(
    simdjson_record *record, const char *field, size_t index, size_t *count) {
    *count = 0;
    try {
        simdjson::dom::element element;
        if (!record->parsed || record->object.at_key(field).get(element)) return nullptr;
        simdjson::dom::array array;
        if (!element.get(array)) {
            if (array.at(index).get(element)) return nullptr;
        } else if (index != 0) {
            return nullptr;
        }
        return text_of(record, element, count);
    } catch (...) {
        return nullptr;
    }
}
