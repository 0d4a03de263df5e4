/// Beginnings of lines, found by their first byte.
///
/// A phrase is a row of groups parted by spaces; `a|b` means either, `_` is a space inside a phrase, and a group that
/// ends in `?` may be missing; `$` is the end: `this_article was? originally|first published|posted by|in`. A phrase
/// ends with a word.
struct PhraseTable: Sendable {
    /// By their first byte.
    private let phrases: [[Pattern]]
    /// A bit for every three bytes that a phrase can begin with, by `slot`: most texts begin with none.
    private let starts: [UInt64]

    private struct Pattern: Sendable {
        var groups: [Group]
    }

    private struct Group: Sendable {
        /// Longest first.
        var alternatives: [[UInt8]]
        var isOptional: Bool
        var isEnd: Bool
    }

    /// - Parameter text: one phrase a line, in lower case.
    init(_ text: String) {
        var phrases = [[Pattern]](repeating: [], count: 256)
        var starts = [UInt64](repeating: 0, count: 64)
        for line in text.split(separator: "\n") {
            let groups = line.split(separator: " ").map { word in
                let isOptional = word.hasSuffix("?") && word.utf8.count > 1
                let forms = (isOptional ? word.dropLast() : word).split(separator: "|")
                let alternatives = forms.map { Array($0.utf8).map { $0 == 0x5F ? 0x20 : $0 } }
                return Group(
                    alternatives: alternatives.sorted { $0.count > $1.count }, isOptional: isOptional,
                    isEnd: alternatives == [[0x24]])
            }
            guard let first = groups.first else { continue }
            for byte in Set(first.alternatives.compactMap(\.first)) {
                phrases[Int(byte)].append(Pattern(groups: groups))
            }
            for word in first.alternatives { Self.add(word, to: &starts) }
        }
        self.phrases = phrases
        self.starts = starts
    }

    /// Length of the longest phrase that the text begins with, white space after it included; nil when none does.
    ///
    /// - Parameter folded: the text in lower case, as `folded` gives it.
    func match(_ folded: ArraySlice<UInt8>) -> Int? {
        guard let first = folded.first, canBegin(folded) else { return nil }
        var longest: Int?
        for pattern in phrases[Int(first)] {
            if let length = Self.length(pattern, folded), length > longest ?? 0 { longest = length }
        }
        return longest
    }

    private static func add(_ word: [UInt8], to starts: inout [UInt64]) {
        // After a word of two bytes anything may come.
        let thirds = word.count > 2 ? word[2]...word[2] : 0...255
        let seconds = word.count > 1 ? word[1]...word[1] : 0...255
        for second in seconds {
            for third in thirds {
                let slot = slot(word[0], second, third)
                starts[slot >> 6] |= 1 << UInt64(slot & 63)
            }
        }
    }

    private static func slot(_ first: UInt8, _ second: UInt8, _ third: UInt8) -> Int {
        (Int(first) &* 961 &+ Int(second) &* 31 &+ Int(third)) & 4095
    }

    private func canBegin(_ folded: ArraySlice<UInt8>) -> Bool {
        guard folded.count > 2 else { return true }
        let start = folded.startIndex
        let slot = Self.slot(folded[start], folded[start + 1], folded[start + 2])
        return starts[slot >> 6] >> UInt64(slot & 63) & 1 == 1
    }

    private static func length(_ pattern: Pattern, _ folded: ArraySlice<UInt8>) -> Int? {
        var rest = folded
        for group in pattern.groups {
            if group.isEnd {
                guard rest.isEmpty else { return nil }
            } else if let found = group.alternatives.first(where: { isWord($0, at: rest) }) {
                rest = rest.dropFirst(found.count).drop { $0 == 0x20 }
            } else if !group.isOptional {
                return nil
            }
        }
        return rest.startIndex - folded.startIndex
    }

    private static func isWord(_ word: [UInt8], at text: ArraySlice<UInt8>) -> Bool {
        func isLetter(_ byte: UInt8?) -> Bool { byte.map { (0x61...0x7A).contains($0) } ?? false }
        return text.starts(with: word) && !(isLetter(word.last) && isLetter(text.dropFirst(word.count).first))
    }

    /// At most `limit` bytes in lower case: ASCII, Latin-1 and Cyrillic letters; no-break spaces as
    /// spaces. As long as the bytes, so that offsets hold.
    static func folded(_ bytes: ArraySlice<UInt8>, limit: Int = 200) -> [UInt8] {
        var folded = bytes.prefix(limit).lowered
        guard folded.contains(where: { $0 >= 0x80 }) else { return folded }
        for index in folded.indices.dropLast() {
            switch (folded[index], folded[index + 1]) {
            case (0xC3, 0x80...0x9E): folded[index + 1] += 0x20
            case (0xD0, 0x90...0x9F): folded[index + 1] += 0x20
            case (0xD0, 0xA0...0xAF): (folded[index], folded[index + 1]) = (0xD1, folded[index + 1] - 0x20)
            case (0xC2, 0xA0): (folded[index], folded[index + 1]) = (0x20, 0x20)
            default: break
            }
        }
        return folded
    }
}
