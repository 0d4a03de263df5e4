import PluginAPI
import SimdJSON
import Synchronization

/// Why a line is no record.
struct RecordError: Error {
    var reason: String
}

/// The name of a record's field as simdjson takes it, made once for all records.
struct FieldName: Sendable {
    fileprivate let characters: [CChar]

    init(_ name: String) { characters = Array(name.utf8CString) }
}

/// Reads JSON objects one after another with simdjson.
@safe final class RecordParser: @unchecked Sendable {
    // Sendable because one thread has it at a time: the lock of `RecordParsers` hands it on.
    // Safe: created in init and freed in deinit; simdjson's own memory.
    private let record: OpaquePointer

    init() throws(RecordError) {
        // Safe: the new parser is owned by this object alone.
        guard let record = unsafe simdjson_record_new() else {
            throw RecordError(reason: "not enough memory")
        }
        // Safe: as above.
        unsafe self.record = record
    }

    // Safe: owned by this object alone, freed once.
    deinit { unsafe simdjson_record_free(record) }

    /// Makes one JSON object the current record.
    func parse(_ bytes: Span<UInt8>) throws(RecordError) {
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
    func textCount(_ field: FieldName) -> Int {
        // Safe: the field name is a C string.
        unsafe simdjson_record_count(record, field.characters)
    }

    /// Whether one text of a field is there and is a text or an integer; nil when it is missing or null.
    func isPlain(_ field: FieldName, at index: Int) -> Bool? {
        // Safe: the field name is a C string.
        switch unsafe simdjson_record_kind(record, field.characters, index) {
        case 0: nil
        case 1: true
        default: false
        }
    }

    /// Whether a field's first text is there.
    func hasText(_ field: FieldName) -> Bool {
        // Safe: the text is not read.
        unsafe withText(field, at: 0) { _ in true } ?? false
    }

    /// Whether a field has a text that is not empty.
    func hasContent(_ field: FieldName) -> Bool {
        // Safe: the text is not read.
        unsafe withText(field, at: 0) { unsafe !$0.isEmpty } ?? false
    }

    /// UTF-8 of one text of a field; nil when there is none.
    func bytes(_ field: FieldName, at index: Int = 0) -> [UInt8]? {
        // Safe: the text is copied during the call.
        unsafe withText(field, at: index) { unsafe [UInt8]($0) }
    }

    /// One text of a field; nil when there is none, or an empty one.
    func text(_ field: FieldName, at index: Int = 0) -> String? {
        // Safe: the text is copied during the call.
        unsafe withText(field, at: index) {
            unsafe $0.isEmpty ? nil : String(decoding: $0, as: UTF8.self)
        } ?? nil
    }

    private func withText<Result>(
        _ field: FieldName, at index: Int, _ body: (UnsafeRawBufferPointer) -> Result
    ) -> Result? {
        var count = 0
        // Safe: the field name is a C string, and `count` outlives the call.
        guard let start = unsafe simdjson_record_text(record, field.characters, index, &count) else {
            return nil
        }
        // Safe: simdjson's text has `count` bytes and lives until the next parse.
        return unsafe body(UnsafeRawBufferPointer(start: start, count: count))
    }
}

/// Parsers that wait for threads that read record by record: a new one each time costs more than the parsing.
final class RecordParsers: Sendable {
    /// What a parser has read stays its size.
    private static let longestKept = 1 << 20

    private let idle = Mutex<[RecordParser]>([])

    /// Lends a parser whose current record is `bytes`.
    func withRecord<Result>(
        _ bytes: Span<UInt8>, _ body: (RecordParser) throws(SourceError) -> Result
    ) throws(SourceError) -> Result {
        let parser: RecordParser
        do throws(RecordError) {
            if let waiting = idle.withLock({ $0.popLast() }) {
                parser = waiting
            } else {
                parser = try RecordParser()
            }
            try parser.parse(bytes)
        } catch {
            throw SourceError(path: "", reason: error.reason)
        }
        defer { if bytes.count <= Self.longestKept { idle.withLock { $0.append(parser) } } }
        return try body(parser)
    }
}
