/// Reads UTF-8 with errors in it: cut off, or with pieces of Windows-1252.
enum RepairedUTF8 {
    /// The text, each stray byte as Windows-1252; nil when too much is wrong to be UTF-8.
    static func text(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
        var (goodCount, badCount, aloneCount) = (0, 0, 0)
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count)
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let length = sequenceLength(bytes[index...])
            if length > 0 {
                text += bytes[index..<index + length]
                goodCount += length > 1 ? 1 : 0
                index += length
                continue
            }
            if isCutOff(bytes[index...]) { break }
            badCount += 1
            let isAfterHigh = index > bytes.startIndex && bytes[index - 1] >= 0x80
            let isBeforeHigh = index + 1 < bytes.endIndex && bytes[index + 1] >= 0x80
            if !isAfterHigh, !isBeforeHigh { aloneCount += 1 }
            text.append(contentsOf: String(Windows1252.scalar(bytes[index])).utf8)
            index += 1
        }
        // Stray bytes among ASCII are Western accents; chance makes hardly any good sequence of those.
        let isMixed = aloneCount * 2 > badCount && goodCount >= max(2, badCount)
        return isMixed || (goodCount > 0 && goodCount >= 4 * badCount) ? text : nil
    }

    /// Length of the valid sequence that the bytes begin with; 0 when there is none.
    ///
    /// Source: The Unicode Standard, table 3-7, "Well-Formed UTF-8 Byte Sequences".
    static func sequenceLength(_ bytes: ArraySlice<UInt8>) -> Int {
        guard let first = bytes.first else { return 0 }
        let (length, second): (Int, ClosedRange<UInt8>) =
            switch first {
            case 0...0x7F: (1, 0x80...0xBF)
            case 0xC2...0xDF: (2, 0x80...0xBF)
            case 0xE0: (3, 0xA0...0xBF)
            case 0xED: (3, 0x80...0x9F)
            case 0xE1...0xEF: (3, 0x80...0xBF)
            case 0xF0: (4, 0x90...0xBF)
            case 0xF1...0xF3: (4, 0x80...0xBF)
            case 0xF4: (4, 0x80...0x8F)
            default: (0, 0x80...0xBF)
            }
        guard length > 1 else { return length }
        guard bytes.count >= length, second.contains(bytes[bytes.startIndex + 1]) else { return 0 }
        let rest = bytes[(bytes.startIndex + 2)..<(bytes.startIndex + length)]
        return rest.allSatisfy { (0x80...0xBF).contains($0) } ? length : 0
    }

    /// Whether the bytes are the beginning of a sequence, and nothing more.
    private static func isCutOff(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard bytes.count < 4, let first = bytes.first, first >= 0xC2, first <= 0xF4 else { return false }
        let length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        return bytes.count < length && bytes.dropFirst().allSatisfy { (0x80...0xBF).contains($0) }
    }
}
