extension [UInt8] {
    /// Appends a text in quotation marks, on one line; no control character stands in it as it is.
    ///
    /// - Parameter utf8: valid UTF-8.
    public mutating func appendJSON(text utf8: some Sequence<UInt8>) {
        append(0x22)
        let start = count
        for byte in utf8 {
            switch byte {
            case 0x22, 0x5C:
                append(0x5C)
                append(byte)
            case 0x0A: append(contentsOf: "\\n".utf8)
            case 0x0D: append(contentsOf: "\\r".utf8)
            case 0x09: append(contentsOf: "\\t".utf8)
            case 0..<0x20, 0x7F: appendEscape(of: UInt16(byte))
            case 0x80..<0xA0 where count > start && self[count - 1] == 0xC2:
                removeLast()
                appendEscape(of: UInt16(byte))
            // U+2028 and U+2029 end a line for some readers.
            case 0xA8...0xA9 where count > start + 1 && self[count - 1] == 0x80 && self[count - 2] == 0xE2:
                removeLast(2)
                appendEscape(of: 0x2000 | UInt16(byte & 0x3F))
            default: append(byte)
            }
        }
        append(0x22)
    }

    private mutating func appendEscape(of unit: UInt16) {
        append(contentsOf: "\\u".utf8)
        for shift in [12, 8, 4, 0] as [UInt16] {
            let digit = UInt8(unit >> shift & 15)
            append(digit < 10 ? digit + 0x30 : digit + 0x57)
        }
    }

    /// Appends a value on one line.
    public mutating func appendJSON(_ value: JSONValue) {
        switch value {
        case .null: append(contentsOf: "null".utf8)
        case .bool(let value): append(contentsOf: (value ? "true" : "false").utf8)
        case .integer(let value): append(contentsOf: String(value).utf8)
        case .number(let value): append(contentsOf: (value.isFinite ? "\(value)" : "null").utf8)
        case .string(let value): appendJSON(text: value.utf8)
        case .array(let values):
            append(UInt8(ascii: "["))
            for (index, value) in values.enumerated() {
                if index > 0 { append(UInt8(ascii: ",")) }
                appendJSON(value)
            }
            append(UInt8(ascii: "]"))
        case .object(let object):
            append(UInt8(ascii: "{"))
            for (index, member) in object.members.enumerated() {
                if index > 0 { append(UInt8(ascii: ",")) }
                appendJSON(text: member.name.utf8)
                append(UInt8(ascii: ":"))
                appendJSON(member.value)
            }
            append(UInt8(ascii: "}"))
        }
    }

    /// Appends bytes in quotation marks as base64, RFC 4648.
    public mutating func appendJSON(base64 bytes: [UInt8]) {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        reserveCapacity(count + bytes.count / 3 * 4 + 8)
        append(0x22)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let rest = Swift.min(3, bytes.count - start)
            let second = rest > 1 ? bytes[start + 1] : 0
            let third = rest > 2 ? bytes[start + 2] : 0
            let bits = UInt32(bytes[start]) << 16 | UInt32(second) << 8 | UInt32(third)
            for digit in 0..<4 {
                append(digit > rest ? 0x3D : alphabet[Int(bits >> (18 - 6 * UInt32(digit)) & 63)])
            }
        }
        append(0x22)
    }
}
