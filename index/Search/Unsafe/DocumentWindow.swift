internal import IndexKernels

/// Which of some consecutive documents match: a bit each, in memory of the search.
///
/// Queries are evaluated a window at a time, so that what a clause finds fits the first-level cache. A window is a
/// place, not a value: a copy of it is the same window. Windows that meet in an operation are equally large.
@safe
struct DocumentWindow {
    /// How many documents a window has where they are scored. Source: Lucene's `MaxScoreBulkScorer`.
    static let count = 4096
    /// How many a window has where they are only counted: as many as there is room to mark in the first-level cache.
    static let greatestCount = 64 * Int(dossier_most_window_words)
    /// How many a window has whose documents are read from the store: between two looks at the clock some hundredths of a
    /// second.
    static let leastCount = 512

    /// Bit `d % 64` of word `d / 64` stands for the `d`-th document of the window.
    // Safe: `wordCount` words of the search's memory.
    let words: UnsafeMutablePointer<UInt64>
    let wordCount: Int

    /// A window without documents.
    init(_ memory: SearchMemory, count: Int = Self.count) {
        precondition(count > 0 && count % 64 == 0 && count <= Self.greatestCount, "a window of \(count)")
        wordCount = count / 64
        // Safe: see the field.
        unsafe words = memory.allocate(wordCount, repeating: 0)
    }

    var count: Int { 64 * wordCount }

    /// Lets in the first `count` documents and no other.
    func fill(first count: Int) {
        if count >= self.count {
            // Safe: there are `wordCount` words.
            unsafe words.update(repeating: .max, count: wordCount)
            return
        }
        for index in 0..<wordCount {
            let rest = count - index * 64
            // Safe: there are `wordCount` words.
            unsafe words[index] = rest >= 64 ? .max : rest <= 0 ? 0 : (1 << UInt64(rest)) - 1
        }
    }

    func removeAll() {
        // Safe: there are `wordCount` words.
        unsafe words.update(repeating: 0, count: wordCount)
    }

    func copy(_ other: DocumentWindow) {
        precondition(other.wordCount == wordCount, "windows of \(count) and \(other.count)")
        // Safe: both have as many words.
        unsafe words.update(from: other.words, count: wordCount)
    }

    /// Adds the documents of a range, by offsets in the window.
    func insert(_ range: ClosedRange<Int>) {
        precondition(range.lowerBound >= 0 && range.upperBound < self.count, "\(range) of a window")
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
        precondition(offset >= 0 && offset < self.count, "document \(offset) of a window")
        // Safe: checked above.
        unsafe words[offset / 64] &= ~(1 << UInt64(offset % 64))
    }

    func contains(_ offset: Int) -> Bool {
        precondition(offset >= 0 && offset < self.count, "document \(offset) of a window")
        // Safe: checked above.
        return unsafe words[offset / 64] >> UInt64(offset % 64) & 1 == 1
    }

    var isEmpty: Bool {
        var all: UInt64 = 0
        // Safe: there are `wordCount` words.
        for index in 0..<wordCount { unsafe all |= words[index] }
        return all == 0
    }

    var matchCount: Int {
        // Safe: there are `wordCount` words.
        unsafe Int(dossier_count_bits(words, UInt32(wordCount)))
    }

    /// Lends the words to a closure.
    func withSpan<Failure: Error>(_ body: (Span<UInt64>) throws(Failure) -> Void) throws(Failure) {
        // Safe: there are `wordCount` words of the search's memory, which outlives the closure.
        try unsafe body(UnsafeBufferPointer(start: words, count: wordCount).span)
    }

    func formIntersection(_ other: DocumentWindow) {
        precondition(other.wordCount == wordCount, "windows of \(count) and \(other.count)")
        // Safe: both have as many words.
        for index in 0..<wordCount { unsafe words[index] &= other.words[index] }
    }

    func formUnion(_ other: DocumentWindow) {
        precondition(other.wordCount == wordCount, "windows of \(count) and \(other.count)")
        // Safe: both have as many words.
        for index in 0..<wordCount { unsafe words[index] |= other.words[index] }
    }

    func subtract(_ other: DocumentWindow) {
        precondition(other.wordCount == wordCount, "windows of \(count) and \(other.count)")
        // Safe: both have as many words.
        for index in 0..<wordCount { unsafe words[index] &= ~other.words[index] }
    }

    /// Lets in the documents that are marked in memory, and takes the marks off.
    func takeMarks(_ memory: SearchMemory) {
        // Safe: the memory has marks for the greatest window.
        unsafe dossier_take_marks(memory.marks, words, UInt32(wordCount))
    }

    /// Takes out documents by the words of a bitmap that begins at the window's first document.
    func subtract(words other: ArraySlice<UInt64>) {
        precondition(other.count <= wordCount, "\(other.count) words of a window")
        // Safe: checked above.
        for (index, word) in other.enumerated() { unsafe words[index] &= ~word }
    }

    /// Leaves the documents of a bitmap that begins at the window's first document.
    func formIntersection(words other: ArraySlice<UInt64>) {
        precondition(other.count <= wordCount, "\(other.count) words of a window")
        // Safe: there are `wordCount` words.
        for (index, word) in other.enumerated() { unsafe words[index] &= word }
        // Safe: as above.
        for index in other.count..<wordCount { unsafe words[index] = 0 }
    }

    /// Calls `visit` with the offset of every match, ascending. Matches may be removed meanwhile.
    @inline(__always)
    func forEachMatch<Failure: Error>(_ visit: (Int) throws(Failure) -> Void) throws(Failure) {
        for index in 0..<wordCount {
            // Safe: there are `wordCount` words.
            var word = unsafe words[index]
            while word != 0 {
                let offset = index * 64 + word.trailingZeroBitCount
                word &= word - 1
                try visit(offset)
            }
        }
    }
}
