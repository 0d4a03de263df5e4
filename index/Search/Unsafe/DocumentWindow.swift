internal import IndexKernels

/// Which of 4,096 consecutive documents match: a bit each, in memory of the search.
///
/// Queries are evaluated a window at a time, so that what a clause finds fits the first-level cache. A window is a
/// place, not a value: a copy of it is the same window. Source of the size: the windows of Lucene's `BooleanScorer`
/// (2,048) and `MaxScoreBulkScorer` (4,096).
@safe
struct DocumentWindow {
    static let count = 4096
    static let wordCount = count / 64

    /// Bit `d % 64` of word `d / 64` stands for the `d`-th document of the window.
    // Safe: 64 words of the search's memory.
    let words: UnsafeMutablePointer<UInt64>

    /// A window without documents.
    init(_ memory: SearchMemory) {
        // Safe: see the field.
        unsafe words = memory.allocate(Self.wordCount, repeating: 0)
    }

    /// Lets in the first `count` documents and no other.
    func fill(first count: Int) {
        if count >= Self.count {
            // Safe: there are 64 words.
            unsafe words.update(repeating: .max, count: Self.wordCount)
            return
        }
        for index in 0..<Self.wordCount {
            let rest = count - index * 64
            // Safe: there are 64 words.
            unsafe words[index] = rest >= 64 ? .max : rest <= 0 ? 0 : (1 << UInt64(rest)) - 1
        }
    }

    func removeAll() {
        // Safe: there are 64 words.
        unsafe words.update(repeating: 0, count: Self.wordCount)
    }

    func copy(_ other: DocumentWindow) {
        // Safe: there are 64 words in both.
        unsafe words.update(from: other.words, count: Self.wordCount)
    }

    /// Adds the documents of a range, by offsets in the window.
    func insert(_ range: ClosedRange<Int>) {
        precondition(range.lowerBound >= 0 && range.upperBound < Self.count, "\(range) of a window")
        let (first, last) = (range.lowerBound / 64, range.upperBound / 64)
        for index in first...last {
            let low = index == first ? UInt64.max << UInt64(range.lowerBound % 64) : .max
            let high = index == last ? UInt64.max >> UInt64(63 - range.upperBound % 64) : .max
            // Safe: checked above.
            unsafe words[index] |= low & high
        }
    }

    func insert(_ offset: Int) { insert(offset...offset) }

    func remove(_ offset: Int) {
        precondition(offset >= 0 && offset < Self.count, "document \(offset) of a window")
        // Safe: checked above.
        unsafe words[offset / 64] &= ~(1 << UInt64(offset % 64))
    }

    func contains(_ offset: Int) -> Bool {
        precondition(offset >= 0 && offset < Self.count, "document \(offset) of a window")
        // Safe: checked above.
        return unsafe words[offset / 64] >> UInt64(offset % 64) & 1 == 1
    }

    var isEmpty: Bool {
        var all: UInt64 = 0
        // Safe: there are 64 words.
        for index in 0..<Self.wordCount { unsafe all |= words[index] }
        return all == 0
    }

    var matchCount: Int {
        // Safe: there are 64 words.
        unsafe Int(dossier_count_bits(words))
    }

    /// A copy of the words.
    func array() -> [UInt64] {
        // Safe: there are 64 words.
        unsafe Array(UnsafeBufferPointer(start: words, count: Self.wordCount))
    }

    func formIntersection(_ other: DocumentWindow) {
        // Safe: there are 64 words in both.
        for index in 0..<Self.wordCount { unsafe words[index] &= other.words[index] }
    }

    func formUnion(_ other: DocumentWindow) {
        // Safe: there are 64 words in both.
        for index in 0..<Self.wordCount { unsafe words[index] |= other.words[index] }
    }

    func subtract(_ other: DocumentWindow) {
        // Safe: there are 64 words in both.
        for index in 0..<Self.wordCount { unsafe words[index] &= ~other.words[index] }
    }

    /// Takes out documents by the words of a bitmap that begins at the window's first document.
    func subtract(words other: ArraySlice<UInt64>) {
        precondition(other.count <= Self.wordCount, "\(other.count) words of a window")
        // Safe: checked above.
        for (index, word) in other.enumerated() { unsafe words[index] &= ~word }
    }

    /// Calls `visit` with the offset of every match, ascending. Matches may be removed meanwhile.
    @inline(__always)
    func forEachMatch<Failure: Error>(_ visit: (Int) throws(Failure) -> Void) throws(Failure) {
        for index in 0..<Self.wordCount {
            // Safe: there are 64 words.
            var word = unsafe words[index]
            while word != 0 {
                let offset = index * 64 + word.trailingZeroBitCount
                word &= word - 1
                try visit(offset)
            }
        }
    }
}
