extension [UInt8] {
    /// Appends a text in quotation marks, on one line.
    ///
    /// - Parameter utf8: valid UTF-8.
    public mutating func appendJSON(text utf8: some Sequence<UInt8>) {
        append(0x22)
        for byte in utf8 {
            switch byte {
            case 0x22, 0x5C:
                append(0x5C)
                append(byte)
            case 0x0A: append(contentsOf: "\\n".utf8)
            case 0..<0x20, 0x7F:
                append(contentsOf: "\\u00".utf8)
                for digit in [byte >> 4, byte & 15] { append(digit < 10 ? digit + 0x30 : digit + 0x57) }
            default: append(byte)
            }
        }
        append(0x22)
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
