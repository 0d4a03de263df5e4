/// Joins the lines of a paragraph that was wrapped by hand.
struct LineJoining {
    private static let vocabularyLimitBytes = 1 << 22
    private static let wordLimitBytes = 64

    private let text: [UInt8]
    private var vocabulary: Set<ArraySlice<UInt8>>?

    init(text: [UInt8]) { self.text = text }

    /// Appends a line to a paragraph: with a space, or none between Chinese, Japanese and Thai characters, or without
    /// the hyphen of a word parted at the line's end.
    ///
    /// - Complexity: O(line); the first parted word costs a look through the text.
    mutating func append(_ line: ArraySlice<UInt8>, to paragraph: inout [UInt8]) {
        guard let last = paragraph.last else { return paragraph.append(contentsOf: line) }
        if paragraph.suffix(2).elementsEqual([0xC2, 0xAD]) {
            paragraph.removeLast(2)
        } else if last == 0x2D, Self.startsLower(line), paragraph.dropLast().last.map(Self.isLetter) == true {
            if !keepsHyphen(paragraph.dropLast(), line) { paragraph.removeLast() }
        } else if !(Self.endsUnspaced(paragraph) && Self.startsUnspaced(line)) {
            paragraph.append(0x20)
        }
        paragraph.append(contentsOf: line)
    }

    /// Whether `well-` and `known` are two words: the text has them so elsewhere, or each of them but not both in one.
    private mutating func keepsHyphen(_ before: ArraySlice<UInt8>, _ line: ArraySlice<UInt8>) -> Bool {
        let first = Self.lastWord(before)
        let second = line.prefix(Self.wordLimitBytes).prefix(while: Self.isLetter)
        if first.contains(0x2D) { return true }
        let known = vocabulary ?? Self.words(text.prefix(Self.vocabularyLimitBytes))
        vocabulary = known
        let whole = Array(first.lowered + second.lowered)
        if known.contains((first.lowered + [0x2D] + second.lowered)[...]) { return true }
        if known.contains(whole[...]) { return false }
        return first.count >= 3 && second.count >= 3 && known.contains(first.lowered[...])
            && known.contains(second.lowered[...])
    }

    /// Words in lower case, those parted at line ends left out.
    private static func words(_ text: ArraySlice<UInt8>) -> Set<ArraySlice<UInt8>> {
        let lowered = text.lowered
        var words: Set<ArraySlice<UInt8>> = []
        var start = 0
        for index in lowered.indices where !isLetter(lowered[index]) && lowered[index] != 0x2D {
            let isRest = start >= 2 && lowered[start - 1] == 0x0A && lowered[start - 2] == 0x2D
            if index > start, lowered[index - 1] != 0x2D, !isRest { words.insert(lowered[start..<index]) }
            start = index + 1
        }
        if start < lowered.count { words.insert(lowered[start...]) }
        return words
    }

    private static func lastWord(_ all: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let bytes = all.suffix(wordLimitBytes)
        let start = bytes.lastIndex { !isLetter($0) && $0 != 0x2D }
        return bytes[(start.map { $0 + 1 } ?? bytes.startIndex)...]
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        byte >= 0x80 || (0x61...0x7A).contains(byte | 0x20)
    }

    private static func startsLower(_ line: ArraySlice<UInt8>) -> Bool {
        String(decoding: line.prefix(4), as: UTF8.self).first?.isLowercase == true
    }

    private static func startsUnspaced(_ bytes: ArraySlice<UInt8>) -> Bool {
        isUnspaced(bytes.prefix(3))
    }

    private static func endsUnspaced(_ bytes: [UInt8]) -> Bool { isUnspaced(bytes.suffix(3)) }

    /// Three bytes of Thai, kana, Chinese or their punctuation.
    private static func isUnspaced(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard bytes.count == 3, let first = bytes.first else { return false }
        switch first {
        case 0xE0: return bytes[bytes.startIndex + 1] == 0xB8 || bytes[bytes.startIndex + 1] == 0xB9
        case 0xE3...0xE9: return true
        case 0xEF: return bytes[bytes.startIndex + 1] == 0xBC
        default: return false
        }
    }
}
