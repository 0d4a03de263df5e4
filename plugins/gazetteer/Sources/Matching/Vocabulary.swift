/// Numbers folded words, and finds a word's number where its bytes lie.
///
/// Open addressing over a power of two slots; a slot is the upper half of a word's hash and its number plus one, or 0.
struct Vocabulary: Sendable {
    /// The number of a word that is not in it.
    static let unknown = UInt32.max

    private var slots: [UInt64]
    private(set) var hashes: [UInt64] = []
    private var offsets: [UInt32] = [0]
    private var bytes: [UInt8] = []
    /// Bit `n` is set where a word has `n` bytes; the last for all that are longer.
    private(set) var sizes: UInt64 = 0

    /// - Parameter capacity: how many words it holds before it grows.
    init(capacity: Int = 256) {
        var slotCount = 512
        while slotCount < capacity * 2 { slotCount *= 2 }
        slots = Array(repeating: 0, count: slotCount)
    }

    /// How many words there are.
    var count: Int { hashes.count }

    /// The number of `word`, given now when it is new.
    mutating func insert(_ word: WordBytes) -> UInt32 {
        var slot = Int(truncatingIfNeeded: word.hash) & (slots.count - 1)
        let found = number(of: word, from: &slot)
        if found != Vocabulary.unknown { return found }
        let number = UInt32(count)
        slots[slot] = Vocabulary.slot(word.hash, number)
        hashes.append(word.hash)
        word.append(to: &bytes)
        offsets.append(UInt32(bytes.count))
        sizes |= 1 << UInt64(min(word.size, 63))
        if count * 2 > slots.count { grow() }
        return number
    }

    /// Takes in the words of another vocabulary.
    ///
    /// - Returns: by their numbers there their numbers here.
    mutating func insert(_ other: Vocabulary) -> [UInt32] {
        var numbers: [UInt32] = []
        numbers.reserveCapacity(other.count)
        WordBytes.forEach(in: other.bytes, offsets: other.offsets) { numbers.append(insert($0)) }
        return numbers
    }

    /// The number of `word`, or `unknown`.
    @inline(__always)
    func number(of word: WordBytes) -> UInt32 {
        var slot = Int(truncatingIfNeeded: word.hash) & (slots.count - 1)
        return number(of: word, from: &slot)
    }

    /// - Parameter slot: moves to the word's slot, or to the free one it may take.
    @inline(__always)
    private func number(of word: WordBytes, from slot: inout Int) -> UInt32 {
        while slots[slot] != 0 {
            if slots[slot] >> 32 == word.hash >> 32 {
                let number = Int(truncatingIfNeeded: slots[slot] & 0xFFFF_FFFF) - 1
                if word.equals(bytes, range(number)) { return UInt32(number) }
            }
            slot = (slot + 1) & (slots.count - 1)
        }
        return Vocabulary.unknown
    }

    /// The first four bytes of a word.
    func firstFour(of number: Int) -> UInt32 {
        WordBytes.with(bytes, in: range(number)) { $0.firstFour } ?? 0
    }

    private func range(_ number: Int) -> Range<Int> { Int(offsets[number])..<Int(offsets[number + 1]) }

    private static func slot(_ hash: UInt64, _ number: UInt32) -> UInt64 {
        (hash >> 32) << 32 | UInt64(number + 1)
    }

    private mutating func grow() {
        slots = Array(repeating: 0, count: slots.count * 2)
        for (number, hash) in hashes.enumerated() {
            var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
            while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = Vocabulary.slot(hash, UInt32(number))
        }
    }

    /// The number of the word with these bytes, given now when it is new.
    mutating func insert(_ word: [UInt8]) -> UInt32 { insert(word, in: 0..<word.count) }

    /// The number of the word `bytes[range]`, given now when it is new; `unknown` where it is empty.
    mutating func insert(_ bytes: [UInt8], in range: Range<Int>) -> UInt32 {
        WordBytes.with(bytes, in: range) { insert($0) } ?? Vocabulary.unknown
    }
}
