/// The numbers, words and marks of a text, for reading dates.
struct DateTokens {
    enum Kind { case number, word, mark }

    struct Token {
        var kind: Kind
        /// Of a number its value, of a mark its ASCII byte, or 0 for another.
        var value: Int
        /// Offsets into the bytes.
        var range: Range<Int>
        /// Digits of a number.
        var digitCount: Int = 0
    }

    private(set) var tokens: [Token] = []

    /// Linear in the bytes.
    init(_ bytes: ArraySlice<UInt8>) {
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let start = index
            if let space = Self.space(bytes, index) {
                index += space
            } else if Self.digit(bytes, index) != nil {
                var value = 0
                var count = 0
                while let (digit, size) = Self.digit(bytes, index) {
                    if count < 15 { value = value * 10 + digit }
                    count += 1
                    index += size
                }
                tokens.append(
                    Token(kind: .number, value: value, range: start..<index, digitCount: count))
            } else if let (mark, size) = Self.mark(bytes, index) {
                index += size
                tokens.append(Token(kind: .mark, value: mark, range: start..<index))
            } else {
                index = Self.wordEnd(bytes, index)
                tokens.append(Token(kind: .word, value: 0, range: start..<index))
            }
        }
    }

    private static func wordEnd(_ bytes: ArraySlice<UInt8>, _ start: Int) -> Int {
        var index = start
        while index < bytes.endIndex {
            let isThaiAbbreviation =
                bytes[index] == 0x2E && bytes[start] == 0xE0 && index + 1 < bytes.endIndex
                && bytes[index + 1] == 0xE0
            if isThaiAbbreviation {
                index += 1
                continue
            }
            if space(bytes, index) != nil || digit(bytes, index) != nil || mark(bytes, index) != nil { break }
            index += 1
            while index < bytes.endIndex, bytes[index] & 0xC0 == 0x80 { index += 1 }
        }
        return max(index, start + 1)
    }

    /// The value of a digit of a script that newspapers count in, and its size in bytes.
    static func digit(_ bytes: ArraySlice<UInt8>, _ index: Int) -> (Int, Int)? {
        guard index < bytes.endIndex else { return nil }
        let first = bytes[index]
        if (0x30...0x39).contains(first) { return (Int(first) - 0x30, 1) }
        guard first >= 0xD9, index + 1 < bytes.endIndex else { return nil }
        let second = bytes[index + 1]
        // Arabic-Indic U+0660, Persian U+06F0.
        if first == 0xD9, (0xA0...0xA9).contains(second) { return (Int(second) - 0xA0, 2) }
        if first == 0xDB, (0xB0...0xB9).contains(second) { return (Int(second) - 0xB0, 2) }
        guard first >= 0xE0, index + 2 < bytes.endIndex else { return nil }
        let third = bytes[index + 2]
        // Devanagari U+0966, Thai U+0E50, full width U+FF10.
        if first == 0xE0, second == 0xA5, (0xA6...0xAF).contains(third) { return (Int(third) - 0xA6, 3) }
        if first == 0xE0, second == 0xB9, (0x90...0x99).contains(third) { return (Int(third) - 0x90, 3) }
        if first == 0xEF, second == 0xBC, (0x90...0x99).contains(third) { return (Int(third) - 0x90, 3) }
        return nil
    }

    /// Size of the white space or invisible mark at `index`.
    private static func space(_ bytes: ArraySlice<UInt8>, _ index: Int) -> Int? {
        let first = bytes[index]
        if first <= 0x20 { return 1 }
        guard first == 0xC2 || first == 0xE2 || first == 0xE3, index + 1 < bytes.endIndex else { return nil }
        if first == 0xC2 { return bytes[index + 1] == 0xA0 ? 2 : nil }
        guard bytes[index + 1] == 0x80, index + 2 < bytes.endIndex else { return nil }
        let third = bytes[index + 2]
        // U+2000...200F, U+202A...202F, U+3000.
        if first == 0xE2 { return (0x80...0x8F).contains(third) || (0xAA...0xAF).contains(third) ? 3 : nil }
        return third == 0x80 ? 3 : nil
    }

    /// The ASCII form of a mark, 0 for one without, and its size in bytes.
    private static func mark(_ bytes: ArraySlice<UInt8>, _ index: Int) -> (Int, Int)? {
        let first = bytes[index]
        if first < 0x80 {
            let isLetter = (0x61...0x7A).contains(first | 0x20)
            return isLetter || (0x30...0x39).contains(first) ? nil : (Int(first), 1)
        }
        guard index + 1 < bytes.endIndex else { return nil }
        let second = bytes[index + 1]
        // The ordinal signs U+00AA and U+00BA are words.
        if first == 0xC2 { return second == 0xAA || second == 0xBA ? nil : (0, 2) }
        if first == 0xD8, second == 0x8C { return (0x2C, 2) }
        guard index + 2 < bytes.endIndex else { return nil }
        let third = bytes[index + 2]
        if first == 0xE2 { return (second == 0x80 && (0x90...0x95).contains(third) ? 0x2D : 0, 3) }
        if first == 0xE3, second == 0x80, third <= 0x91, third != 0x87 { return (0, 3) }
        if first == 0xEF, second == 0xBC, third < 0xA0 { return (Int(third) - 0x60, 3) }
        return nil
    }
}
