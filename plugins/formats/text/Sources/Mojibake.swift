/// Undoes UTF-8 that was read as Windows-1252 and saved again: `â€™` for `’`.
enum Mojibake {
    /// Whether the text has characters that stand at the beginning of such a sequence, or a control of Latin-1.
    ///
    /// - Complexity: O(*n*), one look a byte.
    static func isSuspected(in text: [UInt8]) -> Bool {
        var count = 0
        for index in text.indices.dropLast(2) where text[index] == 0xC3 || text[index] == 0xC2 {
            let second = text[index + 1]
            if text[index] == 0xC2 {
                if second < 0xA0 { return true }
                continue
            }
            // U+00C2...U+00F4 begin a sequence; what follows is a Latin-1 mark or one of 0x80...0x9F of Windows-1252.
            let third = text[index + 2]
            guard (0x82...0xB4).contains(second), [0xC2, 0xC5, 0xC6, 0xCB, 0xE2].contains(third) else {
                continue
            }
            count += 1
            if count == 2 { return true }
        }
        return false
    }

    /// The text with such sequences undone, where more of it is broken than not; lone controls of Latin-1 become
    /// the characters that Windows-1252 has there.
    static func repaired(_ text: [UInt8]) -> [UInt8] {
        let string = String(decoding: text, as: UTF8.self)
        let counts = scan(string) { _ in }
        let isBroken = counts.broken >= 2 && counts.broken >= counts.other
        var repaired: [UInt8] = []
        repaired.reserveCapacity(text.count)
        _ = scan(string) { piece in
            switch piece {
            case .scalar(let scalar):
                let isControl = (0x80...0x9F).contains(scalar.value)
                let kept = isControl ? Windows1252.scalar(UInt8(scalar.value)) : scalar
                repaired.append(contentsOf: String(kept).utf8)
            case .sequence(let bytes, let original):
                repaired.append(contentsOf: isBroken ? bytes[...] : Array(String(original).utf8)[...])
            }
        }
        return repaired
    }

    private enum Piece {
        case scalar(Unicode.Scalar)
        /// Bytes that are a character, and the characters that stood for them.
        case sequence(ArraySlice<UInt8>, Substring.UnicodeScalarView)
    }

    /// Cuts the text into pieces, and counts sequences and other characters beyond ASCII.
    private static func scan(_ string: String, _ body: (Piece) -> Void) -> (broken: Int, other: Int) {
        let scalars = string.unicodeScalars
        var counts = (broken: 0, other: 0)
        var index = scalars.startIndex
        while index < scalars.endIndex {
            let scalar = scalars[index]
            let next = scalars.index(after: index)
            guard !scalar.isASCII, (0xC2...0xF4).contains(scalar.value) else {
                if !scalar.isASCII { counts.other += 1 }
                body(.scalar(scalar))
                index = next
                continue
            }
            let window = scalars[index...].prefix(4)
            let bytes = window.prefix { !$0.isASCII && Windows1252.byte($0) != nil }.compactMap {
                Windows1252.byte($0)
            }
            let length = RepairedUTF8.sequenceLength(bytes[...])
            guard length > 1 else {
                counts.other += 1
                body(.scalar(scalar))
                index = next
                continue
            }
            counts.broken += 1
            index = scalars.index(index, offsetBy: length)
            body(.sequence(bytes[..<length], window.prefix(length)))
        }
        return counts
    }
}
