/// Gives each distinct term a number, counting from 0 in order of first sight.
///
/// Terms lie one after another in an arena; an open-addressing table of numbers finds them, so that a token costs
/// one hash, a few comparisons and no allocation of its own.
package struct TermInterner: Sendable {
    private var arena: [UInt8] = []
    /// Term `i` is `arena[offsets[i]..<offsets[i + 1]]`.
    private var offsets: [Int] = [0]
    /// A term's number plus one; 0 is an empty place. The size is a power of two.
    private var table = [UInt32](repeating: 0, count: 1024)

    package init() {}

    package var count: Int { offsets.count - 1 }

    package func bytes(of term: UInt32) -> ArraySlice<UInt8> {
        arena[offsets[Int(term)]..<offsets[Int(term) + 1]]
    }

    /// The number of a term, given now if it has none.
    ///
    /// - Complexity: O(bytes) expected.
    package mutating func intern(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        var place = Int(truncatingIfNeeded: TermInterner.hash(bytes)) & (table.count - 1)
        while table[place] != 0 {
            let term = table[place] - 1
            if self.bytes(of: term) == bytes { return term }
            place = (place + 1) & (table.count - 1)
        }
        let term = UInt32(count)
        arena.append(contentsOf: bytes)
        offsets.append(arena.count)
        table[place] = term + 1
        if count * 2 > table.count { grow() }
        return term
    }

    /// All terms, ascending by their bytes.
    package func sorted() -> [UInt32] {
        (0..<UInt32(count)).sorted { bytes(of: $0).lexicographicallyPrecedes(bytes(of: $1)) }
    }

    private mutating func grow() {
        var larger = [UInt32](repeating: 0, count: table.count * 2)
        for term in 0..<UInt32(count) {
            var place = Int(truncatingIfNeeded: TermInterner.hash(bytes(of: term))) & (larger.count - 1)
            while larger[place] != 0 { place = (place + 1) & (larger.count - 1) }
            larger[place] = term + 1
        }
        table = larger
    }

    /// FNV-1a, its high bits folded in. Source: Fowler, Noll, Vo, 64-bit constants.
    private static func hash(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return hash ^ (hash >> 32)
    }
}
