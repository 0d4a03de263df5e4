import PluginAPI
import SimdJSON

/// Why a line is no record.
struct RecordError: Error {
    var reason: String
}

/// Reads JSON objects one after another with simdjson. Not shared between threads.
@safe struct RecordParser: ~Copyable {
    private let record: OpaquePointer

    init() throws(RecordError) {
        // Safe: the new parser is owned by this value alone.
        guard let record = unsafe simdjson_record_new() else {
            throw RecordError(reason: "not enough memory")
        }
        // Safe: owned by this value alone, freed once.
        unsafe self.record = record
    }

    // Safe: the value owns its parser, and ends once.
    deinit { unsafe simdjson_record_free(record) }

    /// Makes one JSON object the current record.
    mutating func parse(_ bytes: Span<UInt8>) throws(RecordError) {
        // Safe: simdjson copies the bytes during the call.
        let reason: String? = unsafe bytes.withUnsafeBytes { buffer in
            guard let start = buffer.baseAddress else { return "empty" }
            // Safe: the count is the buffer's own, and a reason is a static C string.
            return unsafe simdjson_record_parse(record, start, buffer.count).map {
                // Safe: a static C string.
                unsafe String(cString: $0)
            }
        }
        if let reason { throw RecordError(reason: reason) }
    }

    /// How many texts a field of the current record holds.
    func textCount(_ field: String) -> Int {
        // Safe: the field name is a C string during the call.
        unsafe simdjson_record_count(record, field)
    }

    /// Whether one text of a field is there and is a text or an integer; nil when it is missing or null.
    func isPlain(_ field: String, at index: Int) -> Bool? {
        // Safe: the field name is a C string during the call.
        switch unsafe simdjson_record_kind(record, field, index) {
        case 0: nil
        case 1: true
        default: false
        }
    }

    /// Whether a field's first text is there.
    func hasText(_ field: String) -> Bool {
        var count = 0
        // Safe: as in `bytes`; the text is not read.
        return unsafe simdjson_record_text(record, field, 0, &count) != nil
    }

    /// UTF-8 of one text of a field; nil when there is none.
    func bytes(_ field: String, at index: Int = 0) -> [UInt8]? {
        var count = 0
        // Safe: the field name is a C string during the call, and `count` outlives it.
        guard let start = unsafe simdjson_record_text(record, field, index, &count) else { return nil }
        // Safe: simdjson's text has `count` bytes and lives until the next parse.
        return unsafe [UInt8](UnsafeRawBufferPointer(start: start, count: count))
    }
}
