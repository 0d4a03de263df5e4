/// Which of 4,096 consecutive documents match: a bit each.
///
/// Queries are evaluated a window at a time, so that what a clause finds fits the first-level cache. Source of the
/// size: the windows of Lucene's `BooleanScorer` (2,048) and `MaxScoreBulkScorer` (4,096).
package struct DocumentWindow: Sendable, Equatable {
    package static let count = 4096
    static let wordCount = count / 64

    /// Bit `d % 64` of word `d / 64` stands for the `d`-th document of the window.
    package internal(set) var words: [UInt64]

    /// No document.
    package init() { words = [UInt64](repeating: 0, count: Self.wordCount) }

    /// The first `count` documents of the window.
    package init(first count: Int) {
        self.init()
        for index in 0..<min(Self.wordCount, count / 64) { words[index] = .max }
        if count < Self.count, count % 64 > 0 { words[count / 64] = (1 << UInt64(count % 64)) - 1 }
    }

    package var isEmpty: Bool { words.allSatisfy { $0 == 0 } }

    package var matchCount: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

    package func contains(_ offset: Int) -> Bool { words[offset / 64] >> UInt64(offset % 64) & 1 == 1 }

    package mutating func insert(_ offset: Int) { words[offset / 64] |= 1 << UInt64(offset % 64) }

    mutating func remove(_ offset: Int) { words[offset / 64] &= ~(1 << UInt64(offset % 64)) }

    mutating func removeAll() {
        for index in 0..<Self.wordCount { words[index] = 0 }
    }

    mutating func formIntersection(_ other: DocumentWindow) {
        for index in 0..<Self.wordCount { words[index] &= other.words[index] }
    }

    mutating func formUnion(_ other: DocumentWindow) {
        for index in 0..<Self.wordCount { words[index] |= other.words[index] }
    }

    mutating func subtract(_ other: DocumentWindow) {
        for index in 0..<Self.wordCount { words[index] &= ~other.words[index] }
    }

    /// Takes out documents by the words of a bitmap that begins at the window's first document.
    mutating func subtract(words other: ArraySlice<UInt64>) {
        for (index, word) in other.enumerated() { words[index] &= ~word }
    }

    /// Whether a document of the range, by offsets in the window, matches.
    func hasMatch(in range: ClosedRange<Int>) -> Bool {
        let (first, last) = (range.lowerBound / 64, range.upperBound / 64)
        let low = UInt64.max << UInt64(range.lowerBound % 64)
        let high = UInt64.max >> UInt64(63 - range.upperBound % 64)
        if first == last { return words[first] & low & high != 0 }
        if words[first] & low != 0 || words[last] & high != 0 { return true }
        for index in (first + 1)..<last where words[index] != 0 { return true }
        return false
    }

    /// Calls `visit` with the offset of every match, ascending, until it returns false.
    @inline(__always)
    func forEachMatch<Failure: Error>(_ visit: (Int) throws(Failure) -> Bool) throws(Failure) {
        for index in 0..<Self.wordCount {
            var word = words[index]
            while word != 0 {
                let offset = index * 64 + word.trailingZeroBitCount
                word &= word - 1
                if try !visit(offset) { return }
            }
        }
    }
}
