/// Hides ampersands that begin no reference from libxml2, which makes a message of each: they stand in every second
/// address, and a page of nothing else took two minutes.
enum Ampersands {
    /// A control character, of which decoded text has none.
    private static let mark: UInt8 = 0x7F

    /// The bytes with marks in the place of those ampersands; nil when there are none.
    ///
    /// - Complexity: O(bytes).
    static func marked(in bytes: [UInt8]) -> [UInt8]? {
        var marked: [UInt8]?
        var index = 0
        while let start = bytes[index...].firstIndex(of: 0x26) {
            index = start + 1
            let isReference =
                index < bytes.count && bytes[index] == 0x23
                ? isNumber(bytes[index...].prefix(3)) : isName(bytes, &index)
            if isReference { continue }
            if marked == nil { marked = bytes }
            marked?[start] = mark
        }
        return marked
    }

    /// Puts ampersands in the place of the marks.
    static func restore(in bytes: inout [UInt8]) {
        for index in bytes.indices where bytes[index] == mark { bytes[index] = 0x26 }
    }

    /// `#8`, `#xA`: what follows may be anything.
    private static func isNumber(_ bytes: ArraySlice<UInt8>) -> Bool {
        let digits = bytes.dropFirst()
        guard let first = digits.first else { return false }
        if first | 0x20 == 0x78 {
            return digits.dropFirst().first.map { $0 &- 0x30 < 10 || ($0 | 0x20) &- 0x61 < 6 } ?? false
        }
        return first &- 0x30 < 10
    }

    /// Whether a name and a semicolon follow; moves to the end of the name.
    private static func isName(_ bytes: [UInt8], _ index: inout Int) -> Bool {
        let start = index
        while index < bytes.count, isNameByte(bytes[index]) { index += 1 }
        // Names of letters beyond ASCII are none either, but the parser knows better where they end.
        return index < bytes.count && (bytes[index] >= 0x80 || (bytes[index] == 0x3B && index > start))
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || byte == 0x2D || byte == 0x2E || byte == 0x3A
            || byte == 0x5F
    }
}
