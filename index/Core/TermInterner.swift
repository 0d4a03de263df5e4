package import IndexAnalysis

/// Gives each distinct term a number, counting from 0 in order of first sight.
///
/// ```
/// arena    for each term: size u32 << 32 | number u32 | its bytes, filled up with zeros to 16, and from there on to 8
/// slots    tag u32 << 32 | place in the arena + 1 u32; 0 is empty, and the size a power of two
/// ```
/// So a token costs one hash, mostly one slot, and a comparison of 16 bytes; growing hashes nothing again.
package struct TermInterner: Sendable {
    /// Tokens that are looked up at once: there is room for all of them being new.
    private static let tokensAtOnce = 256
    /// From so many terms on dividing them is worth counting 65,536 beginnings.
    private static let dividedTermCount = 1 << 13

    var slots = [UInt64](repeating: 0, count: 1024)
    /// The first `arenaCount` are used.
    var arena: [UInt64] = []
    var arenaCount = 0
    /// Where each term lies in the arena; the first `count` are used.
    var places: [UInt32] = []
    package internal(set) var count = 0
    /// The bytes of all terms together.
    var textByteCount = 0

    package init() {}

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
        var place = numbers.count
        numbers.append(contentsOf: repeatElement(0, count: slice.tokens.count))
        let all = slice.tokens
        for start in stride(from: all.lowerBound, to: all.upperBound, by: Self.tokensAtOnce) {
            let tokens = start..<min(start + Self.tokensAtOnce, all.upperBound)
            makeRoom(
                termCount: tokens.count,
                byteCount: Int(slice.offsets[tokens.upperBound] - slice.offsets[tokens.lowerBound]))
            TokenKernels.intern(slice, tokens, in: &self, into: &numbers, at: place)
            place += tokens.count
        }
    }

    /// All terms, ascending by their bytes.
    ///
    /// Many are divided by their first two bytes first: what is left to sort are short stretches.
    package func sorted() -> [UInt32] {
        typealias Key = (prefix: UInt64, number: UInt32)
        func ascends(_ left: Key, _ right: Key) -> Bool {
            left.prefix == right.prefix ? precedes(left.number, right.number) : left.prefix < right.prefix
        }
        // Words compare by their bytes when the first byte is the highest; zeros that fill up sort before all others.
        func prefix(_ number: Int) -> UInt64 { arena[Int(places[number]) + 1].byteSwapped }
        if count < Self.dividedTermCount {
            return (0..<count).map { (prefix($0), UInt32($0)) }.sorted(by: ascends).map(\.number)
        }
        var ends = [Int](repeating: 0, count: 1 << 16)
        for number in 0..<count { ends[Int(prefix(number) >> 48)] += 1 }
        var total = 0
        for part in ends.indices { (ends[part], total) = (total, total + ends[part]) }
        var keys = [Key](repeating: (0, 0), count: count)
        for number in 0..<count {
            let key = prefix(number)
            keys[ends[Int(key >> 48)]] = (key, UInt32(number))
            ends[Int(key >> 48)] += 1
        }
        var (order, start) = ([UInt32](), 0)
        order.reserveCapacity(count)
        for end in ends where end > start {
            order += keys[start..<end].sorted(by: ascends).lazy.map(\.number)
            start = end
        }
        return order
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

    private mutating func makeRoom(termCount: Int, byteCount: Int) {
        let needed = arenaCount + 3 * termCount + byteCount / 8
        precondition(needed < Int(UInt32.max), "too many terms")
        if needed > arena.count { Self.grow(&arena, to: needed) }
        if count + termCount > places.count { Self.grow(&places, to: count + termCount) }
        while 2 * (count + termCount) > slots.count { growSlots() }
    }

    private static func grow<Element: FixedWidthInteger>(_ column: inout [Element], to count: Int) {
        column.append(contentsOf: repeatElement(0, count: max(count, 2 * column.count) - column.count))
    }

    private mutating func growSlots() {
        var larger = [UInt64](repeating: 0, count: slots.count * 2)
        for slot in slots where slot != 0 {
            var place = Int(slot >> 32) & (larger.count - 1)
            while larger[place] != 0 { place = (place + 1) & (larger.count - 1) }
            larger[place] = slot
        }
        slots = larger
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
    /// The same tokens as words of a language.
    ///
    /// - Complexity: O(1) for the analyzer's own, else O(bytes).
    package func marked(_ mark: LanguageMark) -> TokenSlice {
        if mark == .own { return self }
        var (marked, ends) = ([UInt8](), [UInt32(0)])
        marked.reserveCapacity(folded.count + tokens.count)
        ends.reserveCapacity(tokens.count + 1)
        for token in tokens {
            let word = folded[Int(offsets[token])..<Int(offsets[token + 1])]
            marked += word
            if LanguageMark.mayMark(word) { marked.append(mark.rawValue) }
            ends.append(UInt32(marked.count))
        }
        return TokenSlice(folded: marked, offsets: ends, tokens: 0..<tokens.count)
    }
}
