package import IndexStorage

/// Finds pairs of texts that their sketches tell to be copies, perhaps.
///
/// Texts that have a least shingle in common are compared by their sketches. Where a shingle is in more than
/// `greatestGroup` texts, as words of a form or of a page's frame are, only texts are that stand near each other when the
/// sketches are sorted; so the work grows with the number of texts, and of many versions of one text each is still found
/// beside another.
package struct CopyCandidates: Sendable {
    package struct Pair: Sendable, Hashable, Comparable {
        package var first: Int
        package var second: Int

        package static func < (left: Pair, right: Pair) -> Bool {
            (left.first, left.second) < (right.first, right.second)
        }
    }

    /// Texts with one shingle that are all compared with each other.
    static let greatestGroup = 32
    /// How far texts of a larger group that are compared stand apart.
    static let reach = 4
    /// Least hashes that are brought together at once, of eight bytes each.
    private static let entriesAtOnce = 4 << 20

    private let texts: LiveTexts
    private let rows: [SketchRows]
    private let threadCount: Int

    package init(_ texts: LiveTexts, threadCount: Int) throws(StorageError) {
        self.texts = texts
        self.threadCount = threadCount
        var rows: [SketchRows] = []
        // Nothing is compared, and nothing has to be read.
        if texts.isNew.contains(true) {
            for part in texts.parts { rows.append(try part.column.rows()) }
        }
        self.rows = rows
    }

    /// Pairs of which one text at least is new, ascending.
    package func pairs() throws(StorageError) -> [Pair] {
        let newCount = texts.isNew.count { $0 }
        if newCount == 0 { return [] }
        let repeated = repeatedMinima(newCount: newCount)
        // Copies have two least hashes in common.
        let isPossible = (0..<texts.count).map { text in
            var count = 0
            forEachMinimum(of: text) { if repeated.contains($0) { count += 1 } }
            return count > 1
        }
        let entryCount = TextSignature.sketchCount * isPossible.count { $0 }
        let passCount = max(threadCount, entryCount / Self.entriesAtOnce + 1)
        let found = try Workers.map(count: passCount, threadCount: threadCount) {
            pass throws(StorageError) in
            pairs(pass: UInt32(pass), of: UInt32(passCount), repeated, isPossible)
        }
        return found.joined().sorted().reduce(into: []) { if $0.last != $1 { $0.append($1) } }
    }

    private func minima(of text: Int) -> [UInt32] {
        let place = texts.places[text]
        return rows[place.part].minima(of: place.document)
    }

    private func forEachMinimum(of text: Int, _ visit: (UInt32) -> Void) {
        let place = texts.places[text]
        rows[place.part].forEachMinimum(of: place.document, visit)
    }

    /// Least hashes that come more than once, one of them in a new text: most come once, and are not worth sorting.
    private func repeatedMinima(newCount: Int) -> MinimaFilter {
        var new: MinimaFilter?
        if 2 * newCount < texts.count {
            var filter = MinimaFilter(expectedCount: newCount * TextSignature.sketchCount)
            for text in 0..<texts.count where texts.isNew[text] {
                forEachMinimum(of: text) { filter.insert($0) }
            }
            new = filter
        }
        let expectedCount = (new == nil ? texts.count : 2 * newCount) * TextSignature.sketchCount
        var once = MinimaFilter(expectedCount: expectedCount)
        var again = MinimaFilter(expectedCount: expectedCount / 2)
        for text in 0..<texts.count {
            forEachMinimum(of: text) { minimum in
                if let new, !new.contains(minimum) { return }
                if once.insert(minimum) { again.insert(minimum) }
            }
        }
        return again
    }

    /// Pairs that share a least hash of one residue.
    private func pairs(
        pass: UInt32, of passCount: UInt32, _ repeated: MinimaFilter, _ isPossible: [Bool]
    ) -> [Pair] {
        var entries: [UInt64] = []
        for text in 0..<texts.count where isPossible[text] {
            forEachMinimum(of: text) { minimum in
                guard minimum % passCount == pass, repeated.contains(minimum) else { return }
                entries.append(UInt64(minimum) << 32 | UInt64(text))
            }
        }
        entries.sortByUpperHalf()
        var found: Set<Pair> = []
        var start = 0
        while start < entries.count {
            var end = start + 1
            while end < entries.count, entries[end] >> 32 == entries[start] >> 32 { end += 1 }
            if end - start > 1 { compare(entries[start..<end], &found) }
            start = end
        }
        return Array(found)
    }

    /// Compares texts that share a least hash.
    private func compare(_ entries: ArraySlice<UInt64>, _ found: inout Set<Pair>) {
        var group = entries.map { Int($0 & 0xFFFF_FFFF) }
        guard group.contains(where: { texts.isNew[$0] }) else { return }
        var sketches = group.map { minima(of: $0) }
        let isLarge = group.count > Self.greatestGroup
        if isLarge {
            let order = group.indices.sorted { one, other in
                if sketches[one] != sketches[other] {
                    return sketches[one].lexicographicallyPrecedes(sketches[other])
                }
                return texts.hashes[group[one]] < texts.hashes[group[other]]
            }
            (group, sketches) = (order.map { group[$0] }, order.map { sketches[$0] })
        }
        for one in group.indices {
            let end = isLarge ? min(group.count, one + Self.reach + 1) : group.count
            for other in (one + 1)..<max(one + 1, end)
            where texts.isNew[group[one]] || texts.isNew[group[other]] {
                guard SketchComparison(sketches[one], sketches[other]).mayBeCopies else { continue }
                let pair = Pair(
                    first: min(group[one], group[other]), second: max(group[one], group[other]))
                found.insert(pair)
            }
        }
    }

    /// What the sketches alone tell of a pair.
    package func comparison(_ pair: Pair) -> SketchComparison {
        SketchComparison(minima(of: pair.first), minima(of: pair.second))
    }

    package func tokenCount(of text: Int) -> Int {
        let place = texts.places[text]
        return Int(rows[place.part].tokenCount(of: place.document))
    }
}

extension [UInt64] {
    /// Sorts by the upper 32 bits, equal ones in their order: by eleven bits at a time, from the lowest on.
    fileprivate mutating func sortByUpperHalf() {
        var other = [UInt64](repeating: 0, count: count)
        for shift in [UInt64(32), 43, 54] {
            var starts = [Int](repeating: 0, count: 2049)
            for value in self { starts[Int(value >> shift & 0x7FF) + 1] += 1 }
            for digit in 1..<starts.count { starts[digit] += starts[digit - 1] }
            for value in self {
                let digit = Int(value >> shift & 0x7FF)
                other[starts[digit]] = value
                starts[digit] += 1
            }
            swap(&self, &other)
        }
    }
}

/// Hashes that were put in, and by chance a few others.
private struct MinimaFilter: Sendable {
    private var words: [UInt64]
    private let bitCount: UInt64

    /// Eight to sixteen bits a hash: of others one in eight or fewer is taken for one by chance. Where few are put in, as
    /// with few new texts, many more are asked for: then as many bits as a cache holds.
    init(expectedCount: Int) {
        let bitCount = max(1 << 20, min(1 << 30, expectedCount * 8))
        let size = 1 << (Int.bitWidth - (bitCount - 1).leadingZeroBitCount)
        (words, self.bitCount) = ([UInt64](repeating: 0, count: size / 64), UInt64(size))
    }

    /// - Returns: whether it seemed to be there before.
    @discardableResult
    mutating func insert(_ minimum: UInt32) -> Bool {
        let (word, bit) = place(of: minimum)
        defer { words[word] |= bit }
        return words[word] & bit != 0
    }

    func contains(_ minimum: UInt32) -> Bool {
        let (word, bit) = place(of: minimum)
        return words[word] & bit != 0
    }

    private func place(of minimum: UInt32) -> (word: Int, bit: UInt64) {
        // The golden ratio spreads hashes of one residue over all bits.
        let place = UInt64(minimum &* 0x9E37_79B1) * bitCount >> 32
        return (Int(place / 64), 1 << (place % 64))
    }
}

/// What two sketches tell of their texts.
package struct SketchComparison: Sendable {
    /// Hashes that are in both, among those below the greatest that both sketches reach.
    package private(set) var sharedCount = 0
    /// Hashes of each below it: all that the text has.
    package private(set) var firstCount = 0
    package private(set) var secondCount = 0

    /// - Parameters: two sketches, ascending.
    package init(_ first: [UInt32], _ second: [UInt32]) {
        var (one, other) = (0, 0)
        // A sketch that is not full has all shingles of its text.
        let bounds = [first, second].filter { $0.count == TextSignature.sketchCount }.compactMap(\.last)
        let bound = bounds.min() ?? .max
        while one < first.count, other < second.count, first[one] <= bound, second[other] <= bound {
            if first[one] == second[other] {
                (sharedCount, firstCount, secondCount) = (sharedCount + 1, firstCount + 1, secondCount + 1)
                (one, other) = (one + 1, other + 1)
            } else if first[one] < second[other] {
                (firstCount, one) = (firstCount + 1, one + 1)
            } else {
                (secondCount, other) = (secondCount + 1, other + 1)
            }
        }
        while one < first.count, first[one] <= bound { (firstCount, one) = (firstCount + 1, one + 1) }
        while other < second.count, second[other] <= bound {
            (secondCount, other) = (secondCount + 1, other + 1)
        }
    }

    /// How much of the shorter text is in the longer one, about; 0...1.
    package var share: Double {
        let count = min(firstCount, secondCount)
        return count == 0 ? 0 : Double(sharedCount) / Double(count)
    }

    /// Whether it is worth comparing the texts: a quarter of the share that copies have, as a sketch tells it roughly.
    var mayBeCopies: Bool { sharedCount >= 2 && share >= CopyRule.leastShare / 4 }
}

/// Which texts count as copies.
package enum CopyRule {
    /// How much of the shorter text is in the longer one at least, beyond `formCount` shingles.
    package static let leastShare = 0.5
    /// Shingles that two short texts may have in common by their form: entries of a list, say, or a heading with a reference.
    package static let formCount = 12
    /// How much of the longer text is in the shorter one at least: what quotes a paragraph is no copy of it.
    package static let leastShareOfLonger = 0.1

    /// - Parameters:
    ///   - first: how many different shingles the one text has, `second` the other.
    ///   - shared: how many are in both.
    /// - Returns: the share of the shorter one in percent; nil where they are no copies.
    package static func share(shared: Int, first: Int, second: Int) -> UInt8? {
        let (shorter, longer) = (min(first, second), max(first, second))
        guard shorter > 0, Double(shared) >= leastShare * Double(shorter) + Double(formCount),
            Double(shared) >= leastShareOfLonger * Double(longer)
        else { return nil }
        return UInt8(100 * shared / shorter)
    }
}
