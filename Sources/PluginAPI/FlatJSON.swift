/// A JSON object whose values are strings, whole numbers, truth values or lists of strings: what a `plugin.json` is.
///
/// Source: RFC 8259; what it allows beyond this is an error that says so.
public struct FlatJSON: Sendable, Equatable {
    public enum Value: Sendable, Equatable {
        case string(String)
        case number(Int)
        case boolean(Bool)
        case strings([String])
    }

    public var fields: [String: Value]

    /// - Parameter bytes: UTF-8, with or without a byte order mark.
    public init(_ bytes: [UInt8]) throws(FlatJSONError) {
        var reader = FlatJSONReader(bytes)
        fields = try reader.object()
    }
}

/// Why bytes are no flat JSON object. Lines count from 1.
public struct FlatJSONError: Error, Equatable, Sendable {
    public var line: Int
    public var reason: String

    public init(line: Int, reason: String) {
        self.line = line
        self.reason = reason
    }
}

/// Reads one object; `offset` is the next byte.
private struct FlatJSONReader {
    private let bytes: [UInt8]
    private var offset = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { offset = 3 }
    }

    mutating func object() throws(FlatJSONError) -> [String: FlatJSON.Value] {
        var fields: [String: FlatJSON.Value] = [:]
        try expect("{")
        if !skip("}") {
            repeat {
                let name = try string()
                try expect(":")
                guard fields.updateValue(try value(), forKey: name) == nil else {
                    throw error("the field “\(name)” stands twice")
                }
            } while skip(",")
            try expect("}")
        }
        skipSpace()
        guard offset == bytes.count else { throw error("something follows the object") }
        return fields
    }

    private mutating func value() throws(FlatJSONError) -> FlatJSON.Value {
        skipSpace()
        guard offset < bytes.count else { throw error("the object is not closed") }
        switch bytes[offset] {
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "["): return .strings(try strings())
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
        default:
            if skip(word: "true") { return .boolean(true) }
            if skip(word: "false") { return .boolean(false) }
            throw error("expected a string, a whole number, true, false or a list of strings")
        }
    }

    private mutating func strings() throws(FlatJSONError) -> [String] {
        var found: [String] = []
        try expect("[")
        if skip("]") { return found }
        repeat { found.append(try string()) } while skip(",")
        try expect("]")
        return found
    }

    private mutating func number() throws(FlatJSONError) -> Int {
        let start = offset
        while offset < bytes.count, isNumberByte(bytes[offset]) { offset += 1 }
        let text = String(decoding: bytes[start..<offset], as: UTF8.self)
        guard let number = Int(text) else { throw error("\(text) is no whole number") }
        return number
    }

    private func isNumberByte(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || [0x2B, 0x2D, 0x2E, 0x45, 0x65].contains(byte)
    }

    private mutating func string() throws(FlatJSONError) -> String {
        try expect("\"")
        var text: [UInt8] = []
        while offset < bytes.count {
            let byte = bytes[offset]
            offset += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let string = String(validating: text, as: UTF8.self) else {
                    throw error("a string is not UTF-8")
                }
                return string
            case UInt8(ascii: "\\"): text += try escape().utf8
            case 0..<0x20: throw error("a string is not closed on its line")
            default: text.append(byte)
            }
        }
        throw error("a string is not closed")
    }

    /// The character that the bytes after a backslash stand for.
    private mutating func escape() throws(FlatJSONError) -> String {
        guard offset < bytes.count else { throw error("a string is not closed") }
        let byte = bytes[offset]
        offset += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"):
            return String(Unicode.Scalar(byte))
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"):
            var units = [try codeUnit()]
            if UTF16.isLeadSurrogate(units[0]), skip(word: "\\u") { units.append(try codeUnit()) }
            guard let text = String(validating: units, as: UTF16.self) else {
                throw error("\\u names half a character")
            }
            return text
        default: throw error("\\\(Unicode.Scalar(byte)) is no escape")
        }
    }

    private mutating func codeUnit() throws(FlatJSONError) -> UInt16 {
        let digits = bytes[offset..<min(offset + 4, bytes.count)]
        let text = String(decoding: digits, as: UTF8.self)
        guard digits.count == 4, !text.hasPrefix("+"), let unit = UInt16(text, radix: 16) else {
            throw error("\\u needs four hexadecimal digits")
        }
        offset += 4
        return unit
    }

    private mutating func expect(_ character: Unicode.Scalar) throws(FlatJSONError) {
        guard skip(character) else { throw error("expected \(character)") }
    }

    /// True when `character` was the next one but white space, and is behind us now.
    private mutating func skip(_ character: Unicode.Scalar) -> Bool {
        skipSpace()
        guard offset < bytes.count, bytes[offset] == UInt8(ascii: character) else { return false }
        offset += 1
        return true
    }

    private mutating func skip(word: String) -> Bool {
        guard bytes[offset...].starts(with: word.utf8) else { return false }
        offset += word.utf8.count
        return true
    }

    private mutating func skipSpace() {
        while offset < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[offset]) { offset += 1 }
    }

    private func error(_ reason: String) -> FlatJSONError {
        let line = 1 + bytes[..<offset].count { $0 == 0x0A }
        return FlatJSONError(line: line, reason: reason)
    }
}
