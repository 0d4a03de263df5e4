/// Gives each distinct term a number, counting from 0 in order of first sight.
///
/// ```
/// arena    for each term: size u32 << 32 | number u32 | its bytes, filled up with zeros to 8
/// slots    tag u32 << 32 | place in the arena + 1 u32; 0 is empty, and the size a power of two
/// ```
/// So a token costs one hash, mostly one slot, and a comparison by words of 8 bytes; growing hashes nothing again.
package struct TermInterner: Sendable {
    private var arena: [UInt64] = []
    private var slots = [UInt64](repeating: 0, count: 1024)
    /// Where each term lies in the arena.
    private var places: [UInt32] = []
    /// How many tokens are looked up at once after a new term, and twice as many after none: new ones come in crowds.
    private static let firstStep = 4

    package init() {}

    package var count: Int { places.count }

    /// Replaces `bytes` by those of a term.
    package func copy(_ term: UInt32, into bytes: inout [UInt8]) {
        let place = Int(places[Int(term)])
        bytes.removeAll(keepingCapacity: true)
        TokenKernels.append(arena, from: place + 1, byteCount: Int(arena[place] >> 32), to: &bytes)
    }

    /// The number of a term, given now if it has none.
    ///
    /// - Complexity: O(bytes) expected.
    package mutating func intern(_ bytes: [UInt8]) -> UInt32 {
        var numbers: [UInt32] = []
        append(TokenSlice(folded: bytes, offsets: [0, UInt32(bytes.count)], tokens: 0..<1), to: &numbers)
        return numbers[0]
    }

    /// Appends the number of each token's term.
    package mutating func append(_ slice: TokenSlice, to numbers: inout [UInt32]) {
        var (token, place, step) = (slice.tokens.lowerBound, numbers.count, Self.firstStep)
        numbers.append(contentsOf: repeatElement(0, count: slice.tokens.count))
        while true {
            var tag: UInt32 = 0
            let end = min(slice.tokens.upperBound, token + step)
            let found = TokenKernels.find(
                slice, token..<end, slots: slots, arena: arena, into: &numbers, at: place, tag: &tag)
            (token, place) = (token + found, place + found)
            if token == slice.tokens.upperBound { return }
            step = token == end ? 2 * step : Self.firstStep
            if token == end { continue }
            numbers[place] = insert(slice.bytes(of: token), tag: tag)
            (token, place) = (token + 1, place + 1)
        }
    }

    /// All terms, ascending by their bytes.
    package func sorted() -> [UInt32] {
        // Words compare by their bytes when the first byte is the highest; zeros that fill up sort before all others.
        let keys = places.enumerated().map { number, place in
            (
                prefix: arena[Int(place)] >> 32 == 0 ? 0 : arena[Int(place) + 1].byteSwapped,
                number: UInt32(number)
            )
        }
        return keys.sorted {
            $0.prefix == $1.prefix ? precedes($0.number, $1.number) : $0.prefix < $1.prefix
        }.map(\.number)
    }

    private func precedes(_ left: UInt32, _ right: UInt32) -> Bool {
        let (one, other) = (Int(places[Int(left)]), Int(places[Int(right)]))
        let (oneSize, otherSize) = (arena[one] >> 32, arena[other] >> 32)
        for word in 0..<(Int(min(oneSize, otherSize)) + 7) / 8 {
            let (first, second) = (arena[one + 1 + word], arena[other + 1 + word])
            if first != second { return first.byteSwapped < second.byteSwapped }
        }
        return oneSize < otherSize
    }

    private mutating func insert(_ bytes: ArraySlice<UInt8>, tag: UInt32) -> UInt32 {
        let (number, place) = (UInt32(count), arena.count)
        precondition(place < Int(UInt32.max) && bytes.count <= Int(UInt32.max), "too many terms")
        arena.append(UInt64(bytes.count) << 32 | UInt64(number))
        var (word, shift): (UInt64, UInt64) = (0, 0)
        for byte in bytes {
            word |= UInt64(byte) << shift
            shift += 8
            guard shift == 64 else { continue }
            arena.append(word)
            (word, shift) = (0, 0)
        }
        if shift > 0 { arena.append(word) }
        places.append(UInt32(place))
        Self.put(UInt64(tag) << 32 | UInt64(place + 1), into: &slots)
        if count * 2 > slots.count { grow() }
        return number
    }

    private mutating func grow() {
        var larger = [UInt64](repeating: 0, count: slots.count * 2)
        for slot in slots where slot != 0 { Self.put(slot, into: &larger) }
        slots = larger
    }

    private static func put(_ slot: UInt64, into slots: inout [UInt64]) {
        var place = Int(slot >> 32) & (slots.count - 1)
        while slots[place] != 0 { place = (place + 1) & (slots.count - 1) }
        slots[place] = slot
    }
}

/// Some tokens of a text, whose folded forms lie one after another.
package struct TokenSlice {
    package var folded: [UInt8]
    /// Token `i` is `folded[offsets[i]..<offsets[i + 1]]`.
    package var offsets: [UInt32]
    package var tokens: Range<Int>

    package init(folded: [UInt8], offsets: [UInt32], tokens: Range<Int>) {
        precondition(
            tokens.lowerBound >= 0 && tokens.upperBound < offsets.count,
            "\(tokens) of \(offsets.count - 1) tokens")
        self.folded = folded
        self.offsets = offsets
        self.tokens = tokens
    }

    func bytes(of token: Int) -> ArraySlice<UInt8> { folded[Int(offsets[token])..<Int(offsets[token + 1])] }
}
