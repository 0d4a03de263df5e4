public import PluginAPI

/// Finds the encoding of plain text and converts it to UTF-8.
///
/// Order: byte order mark; UTF-16 by its NUL pattern; valid UTF-8; nearly valid UTF-8, repaired; Windows-1252.
public enum TextDecoding {
    /// - Returns: valid UTF-8 without byte order mark and without control characters but tab and line ends.
    /// - Throws: `.empty`, `.binary` for NUL or control bytes, `.encoding` when nothing explains the bytes.
    /// - Complexity: O(*n*).
    public static func utf8(_ bytes: [UInt8]) throws(FormatError) -> [UInt8] {
        let text = isPlain(bytes) ? bytes : clean(Array(try decoded(bytes).utf8))
        guard text.contains(where: { $0 > 0x20 }) else { throw .empty }
        return text
    }

    /// Whether the bytes are UTF-8 as it is wanted, as nearly all are.
    private static func isPlain(_ bytes: [UInt8]) -> Bool {
        var (hasControl, isASCII) = (false, true)
        for byte in bytes {
            hasControl = hasControl || isControl(byte)
            isASCII = isASCII && byte < 0x80
        }
        if hasControl || bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return false }
        return isASCII || String(validating: bytes, as: UTF8.self) != nil
    }

    private static func decoded(_ bytes: [UInt8]) throws(FormatError) -> String {
        if bytes.isEmpty { throw .empty }
        if bytes.starts(with: [0xFF, 0xFE, 0, 0]) { return utf32(bytes.dropFirst(4), bigEndian: false) }
        if bytes.starts(with: [0, 0, 0xFE, 0xFF]) { return utf32(bytes.dropFirst(4), bigEndian: true) }
        if bytes.starts(with: [0xFF, 0xFE]) { return utf16(bytes.dropFirst(2), bigEndian: false) }
        if bytes.starts(with: [0xFE, 0xFF]) { return utf16(bytes.dropFirst(2), bigEndian: true) }
        if bytes.contains(0) {
            guard let bigEndian = utf16ByteOrder(bytes) else { throw .binary(reason: "NUL bytes") }
            return utf16(bytes[...], bigEndian: bigEndian)
        }
        let controlCount = bytes.count(where: isControl)
        if controlCount * 100 > bytes.count { throw .binary(reason: "\(controlCount) control characters") }
        let body = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
        if let text = String(validating: body, as: UTF8.self) { return text }
        if let text = repairedUTF8(body) { return text }
        return try windows1252(body)
    }

    /// Big-endian or not, when every second byte is mostly NUL; nil when the bytes are not UTF-16.
    private static func utf16ByteOrder(_ bytes: [UInt8]) -> Bool? {
        let pairCount = min(bytes.count / 2, 2048)
        guard pairCount > 0 else { return nil }
        var evenCount = 0
        var oddCount = 0
        for pair in 0..<pairCount {
            if bytes[2 * pair] == 0 { evenCount += 1 }
            if bytes[2 * pair + 1] == 0 { oddCount += 1 }
        }
        if evenCount * 10 > pairCount * 6, oddCount * 50 <= pairCount { return true }
        if oddCount * 10 > pairCount * 6, evenCount * 50 <= pairCount { return false }
        return nil
    }

    private static func utf16(_ bytes: ArraySlice<UInt8>, bigEndian: Bool) -> String {
        var units: [UInt16] = []
        units.reserveCapacity(bytes.count / 2)
        var index = bytes.startIndex
        while index + 1 < bytes.endIndex {
            let first = UInt16(bytes[index])
            let second = UInt16(bytes[index + 1])
            units.append(bigEndian ? first << 8 | second : second << 8 | first)
            index += 2
        }
        return String(decoding: units, as: UTF16.self)
    }

    private static func utf32(_ bytes: ArraySlice<UInt8>, bigEndian: Bool) -> String {
        var units: [UInt32] = []
        units.reserveCapacity(bytes.count / 4)
        var index = bytes.startIndex
        while index + 3 < bytes.endIndex {
            var unit: UInt32 = 0
            for offset in 0..<4 {
                let shift = UInt32(bigEndian ? 24 - 8 * offset : 8 * offset)
                unit |= UInt32(bytes[index + offset]) << shift
            }
            units.append(unit)
            index += 4
        }
        return String(decoding: units, as: UTF32.self)
    }

    /// UTF-8 with few errors, such as a cut-off file: at least four good sequences for each bad one.
    private static func repairedUTF8(_ bytes: ArraySlice<UInt8>) -> String? {
        let text = String(decoding: bytes, as: UTF8.self)
        var goodCount = 0
        var badCount = 0
        for scalar in text.unicodeScalars where !scalar.isASCII {
            if scalar == "\u{FFFD}" { badCount += 1 } else { goodCount += 1 }
        }
        return goodCount >= 4 * badCount ? text : nil
    }

    private static func windows1252(_ bytes: ArraySlice<UInt8>) throws(FormatError) -> String {
        let highCount = bytes.count(where: { $0 >= 0x80 })
        // Western languages have accents on a few letters; a third says another alphabet.
        guard highCount * 3 <= bytes.count else { throw .encoding(reason: "neither UTF-8 nor Windows-1252") }
        var text = String.UnicodeScalarView()
        for byte in bytes {
            let code = (0x80...0x9F).contains(byte) ? windowsTable[Int(byte - 0x80)] : UInt16(byte)
            guard code != 0, let scalar = Unicode.Scalar(code) else {
                throw .encoding(reason: "byte 0x\(String(byte, radix: 16)) is not Windows-1252")
            }
            text.append(scalar)
        }
        return String(text)
    }

    /// Code points of 0x80...0x9F; 0 where Windows-1252 has none.
    ///
    /// Source: https://www.unicode.org/Public/MAPPINGS/VENDORS/MICSFT/WINDOWS/CP1252.TXT (facts of the encoding).
    private static let windowsTable: [UInt16] = [
        0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,
        0x017D, 0, 0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A,
        0x0153, 0, 0x017E, 0x0178,
    ]

    private static func isControl(_ byte: UInt8) -> Bool {
        byte == 0x7F || (byte < 0x20 && byte != 0x09 && byte != 0x0A && byte != 0x0D && byte != 0x0C)
    }

    private static func clean(_ bytes: [UInt8]) -> [UInt8] {
        bytes.map { isControl($0) ? 0x20 : $0 }
    }
}
