extension JSONValue {
    /// Values that one text may hold, so that a hostile one takes no more than some hundred bytes for each of its own.
    public static let valueLimit = 1 << 20
    public static let depthLimit = 64
    /// Members of one object, which are compared with one another.
    public static let memberLimit = 256

    /// Reads one JSON text of RFC 8259: strict, no name twice in an object, no number beyond a `Double`.
    ///
    /// - Complexity: O(bytes). Depth takes no stack.
    public init(parsing bytes: [UInt8]) throws(JSONError) {
        var reader = JSONReader(bytes: bytes)
        self = try reader.read()
    }
}

private struct JSONReader {
    /// A list or object that is not yet closed.
    private struct Open {
        var isObject = false
        var values: [JSONValue] = []
        var members: [JSONObject.Member] = []
        /// Of the member whose value comes next.
        var name = ""
        var line = 0

        var whole: JSONValue { isObject ? .object(JSONObject(members)) : .array(values) }
    }

    let bytes: [UInt8]
    private var place = 0
    private var line = 1
    private var lineStart = 0
    private var valueCount = 0
    private var open: [Open] = []

    init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func read() throws(JSONError) -> JSONValue {
        while true {
            guard var value = try begin() else { continue }
            // Closes what ends with this value.
            while !open.isEmpty, try add(value) { value = open.removeLast().whole }
            if open.isEmpty { return try end(value) }
        }
    }

    private mutating func end(_ value: JSONValue) throws(JSONError) -> JSONValue {
        skipSpace()
        guard place == bytes.count else { throw error("something follows the value") }
        return value
    }

    /// A value that is whole, or nil after opening a container with something in it.
    private mutating func begin() throws(JSONError) -> JSONValue? {
        skipSpace()
        valueCount += 1
        guard valueCount <= JSONValue.valueLimit else {
            throw error("more than \(JSONValue.valueLimit) values")
        }
        switch peek {
        case UInt8(ascii: "{"):
            try descend()
            if take(UInt8(ascii: "}")) { return .object(JSONObject()) }
            open.append(Open(isObject: true))
            try readName()
            return nil
        case UInt8(ascii: "["):
            try descend()
            if take(UInt8(ascii: "]")) { return .array([]) }
            open.append(Open())
            return nil
        case UInt8(ascii: "\""): return .string(try readString())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return try readNumber()
        }
    }

    private mutating func descend() throws(JSONError) {
        guard open.count < JSONValue.depthLimit else {
            throw error("more than \(JSONValue.depthLimit) levels")
        }
        place += 1
        skipSpace()
    }

    /// Puts a value into the innermost container, and says whether that ends.
    private mutating func add(_ value: JSONValue) throws(JSONError) -> Bool {
        let last = open.count - 1
        skipSpace()
        if open[last].isObject {
            open[last].members.append(.init(open[last].name, value, line: open[last].line))
            if take(UInt8(ascii: "}")) { return true }
            guard take(UInt8(ascii: ",")) else { throw error("expected , or } in an object") }
            skipSpace()
            try readName()
        } else {
            open[last].values.append(value)
            if take(UInt8(ascii: "]")) { return true }
            guard take(UInt8(ascii: ",")) else { throw error("expected , or ] in a list") }
        }
        return false
    }

    /// Reads the name of the innermost object's next member.
    private mutating func readName() throws(JSONError) {
        guard peek == UInt8(ascii: "\"") else { throw error("expected a name in quotation marks") }
        let (start, last) = (place, open.count - 1)
        open[last].line = line
        let name = try readString()
        if open[last].members.contains(where: { $0.name == name }) {
            place = start
            throw error("the name \"\(name)\" stands twice")
        }
        guard open[last].members.count < JSONValue.memberLimit else {
            throw error("more than \(JSONValue.memberLimit) members in an object")
        }
        open[last].name = name
        skipSpace()
        guard take(UInt8(ascii: ":")) else { throw error("expected : after \"\(name)\"") }
    }
}

// Words, numbers, texts.
extension JSONReader {
    private var peek: UInt8 { place < bytes.count ? bytes[place] : 0 }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard peek == byte, place < bytes.count else { return false }
        place += 1
        return true
    }

    private mutating func skipSpace() {
        while place < bytes.count {
            switch bytes[place] {
            case 0x0A:
                line += 1
                lineStart = place + 1
            case 0x20, 0x09, 0x0D: break
            default: return
            }
            place += 1
        }
    }

    private func error(_ reason: String) -> JSONError {
        JSONError(
            line: line, column: place - lineStart + 1,
            reason: place < bytes.count ? reason : reason + ", but the text ends")
    }

    private mutating func word(_ word: StaticString, _ value: JSONValue) throws(JSONError) -> JSONValue {
        let expected = Array("\(word)".utf8)
        guard bytes[place...].starts(with: expected) else { throw error("expected a value") }
        place += expected.count
        return value
    }

    private mutating func readNumber() throws(JSONError) -> JSONValue {
        let start = place
        _ = take(UInt8(ascii: "-"))
        let leading = peek
        guard skipDigits() > 0 else {
            place = start
            throw error("expected a value")
        }
        if leading == UInt8(ascii: "0"), place > start + (bytes[start] == UInt8(ascii: "-") ? 2 : 1) {
            throw error("a number begins with 0")
        }
        var isInteger = true
        if take(UInt8(ascii: ".")) {
            isInteger = false
            guard skipDigits() > 0 else { throw error("expected digits after the point") }
        }
        if peek | 0x20 == UInt8(ascii: "e") {
            isInteger = false
            place += 1
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            guard skipDigits() > 0 else { throw error("expected digits of an exponent") }
        }
        let text = String(decoding: bytes[start..<place], as: UTF8.self)
        if isInteger, let integer = Int(text) { return .integer(integer) }
        guard let number = Double(text), number.isFinite else { throw error("a number is too large") }
        return .number(number)
    }

    private mutating func skipDigits() -> Int {
        let start = place
        while (0x30...0x39).contains(peek) { place += 1 }
        return place - start
    }

    private mutating func readString() throws(JSONError) -> String {
        place += 1
        let start = place
        while place < bytes.count, bytes[place] != 0x22, bytes[place] != 0x5C, bytes[place] >= 0x20 {
            place += 1
        }
        var content = Array(bytes[start..<place])
        while true {
            guard place < bytes.count else { throw error("a text without its final quotation mark") }
            let byte = bytes[place]
            if byte < 0x20 { throw error("a control character in a text; write it as \\n or \\u00XX") }
            if byte == 0x22 { break }
            place += 1
            if byte == 0x5C { try readEscape(into: &content) } else { content.append(byte) }
        }
        guard let text = String(validating: content, as: UTF8.self) else {
            place = start
            throw error("a text is not UTF-8")
        }
        place += 1
        return text
    }

    /// What follows a backslash.
    private mutating func readEscape(into content: inout [UInt8]) throws(JSONError) {
        let byte = peek
        place += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): content.append(byte)
        case UInt8(ascii: "b"): content.append(0x08)
        case UInt8(ascii: "f"): content.append(0x0C)
        case UInt8(ascii: "n"): content.append(0x0A)
        case UInt8(ascii: "r"): content.append(0x0D)
        case UInt8(ascii: "t"): content.append(0x09)
        case UInt8(ascii: "u"):
            var code = try readHex()
            if (0xD800..<0xDC00).contains(code), take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) {
                let low = try readHex()
                guard (0xDC00..<0xE000).contains(low) else { throw error("half of a surrogate pair") }
                code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
            }
            guard let scalar = Unicode.Scalar(code) else { throw error("half of a surrogate pair") }
            content.append(contentsOf: UTF8.encode(scalar) ?? .init())
        default:
            place -= 1
            throw error("an unknown escape in a text")
        }
    }

    private mutating func readHex() throws(JSONError) -> UInt32 {
        var code: UInt32 = 0
        for _ in 0..<4 {
            let digit = peek
            let value: UInt8 =
                switch digit {
                case 0x30...0x39: digit - 0x30
                case 0x41...0x46: digit - 0x37
                case 0x61...0x66: digit - 0x57
                default: throw error("expected four hexadecimal digits")
                }
            code = code << 4 | UInt32(value)
            place += 1
        }
        return code
    }
}
