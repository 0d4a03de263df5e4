import PluginAPI

/// Numbers the folded words of a table, and finds a word's number from bytes without making a `String`.
///
/// Open addressing over a power of two slots; `slots[i]` is a word number plus one, or 0.
struct Vocabulary: Sendable {
    /// The number of a word that no form contains.
    static let unknown = UInt32.max

    private var slots: [UInt32] = Array(repeating: 0, count: 1024)
    private var hashes: [UInt64] = []
    private var offsets: [Int] = [0]
    private var bytes: [UInt8] = []
    /// A bit for each `mark`; most words of a text have none that is set.
    private var marks: [UInt64] = Array(repeating: 0, count: 1024)

    /// How many words there are.
    var count: Int { hashes.count }

    /// The number of `word`, given now when it is new.
    mutating func insert(_ word: [UInt8]) -> UInt32 {
        let found = number(of: word, in: 0..<word.count)
        if found != Vocabulary.unknown { return found }
        if (count + 1) * 2 > slots.count { grow() }
        var stableHash = StableHash()
        stableHash.append(word)
        let hash = stableHash.value
        let number = UInt32(count)
        hashes.append(hash)
        bytes.append(contentsOf: word)
        let mark = Vocabulary.mark(of: word, in: 0..<word.count)
        marks[mark / 64] |= 1 << UInt64(mark % 64)
        offsets.append(bytes.count)
        place(number, hash: hash)
        return number
    }

    /// The number of the word at `range` of `text`, or `unknown`.
    func number(of text: [UInt8], in range: Range<Int>) -> UInt32 {
        let mark = Vocabulary.mark(of: text, in: range)
        if marks[mark / 64] >> UInt64(mark % 64) & 1 == 0 { return Vocabulary.unknown }
        var stableHash = StableHash()
        for index in range { stableHash.append(text[index]) }
        let hash = stableHash.value
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[slot] != 0 {
            let number = Int(slots[slot] - 1)
            if hashes[number] == hash, isEqual(number, text, range) { return UInt32(number) }
            slot = (slot + 1) & (slots.count - 1)
        }
        return Vocabulary.unknown
    }

    /// A number below 2¹⁶ made of a word's size and four of its bytes.
    private static func mark(of text: [UInt8], in range: Range<Int>) -> Int {
        guard let first = range.first else { return 0 }
        let last = range.upperBound - 1
        let bytes =
            UInt32(text[first]) | UInt32(text[min(first + 1, last)]) << 8
            | UInt32(text[first + range.count / 2]) << 16 | UInt32(text[last]) << 24
        // Source: the multiplier is 2³² by the golden ratio, as in Knuth's multiplicative hashing.
        return Int(((bytes ^ UInt32(truncatingIfNeeded: range.count) << 5) &* 0x9E37_79B1) >> 16)
    }

    private func isEqual(_ number: Int, _ text: [UInt8], _ range: Range<Int>) -> Bool {
        let start = offsets[number]
        guard offsets[number + 1] - start == range.count else { return false }
        for step in 0..<range.count where bytes[start + step] != text[range.lowerBound + step] {
            return false
        }
        return true
    }

    private mutating func place(_ number: UInt32, hash: UInt64) {
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
        slots[slot] = number + 1
    }

    private mutating func grow() {
        slots = Array(repeating: 0, count: slots.count * 2)
        for (number, hash) in hashes.enumerated() { place(UInt32(number), hash: hash) }
    }
}
