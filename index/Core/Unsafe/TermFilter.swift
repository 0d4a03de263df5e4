internal import IndexKernels

/// Tells of most terms that a dictionary does not hold that it does not, for a small part of what looking costs: a Bloom
/// filter in memory, with two bits a term.
struct TermFilter: Sendable {
    /// A power of two of them, with 16 bits a term: of a hundred terms that are not there it lets about two pass.
    private let words: [UInt64]

    /// Nil for a dictionary that is damaged, and for one with a term of 512 bytes or more.
    ///
    /// - Complexity: O(bytes of the dictionary).
    init?(_ bytes: Span<UInt8>) {
        guard let layout = TermDictionary.Layout(bytes) else { return nil }
        var (wordCount, filter) = (1, [UInt64]())
        while 4 * wordCount < layout.termCount { wordCount *= 2 }
        filter = [UInt64](repeating: 0, count: wordCount)
        // Safe: the kernel reads the blocks, which the layout has found to be there, and writes to the words.
        let isWhole = unsafe bytes.withUnsafeBufferPointer { bytes in
            unsafe filter.withUnsafeMutableBufferPointer { filter in
                // Safe: neither is empty, so both have addresses.
                unsafe dossier_filter_terms(
                    bytes.baseAddress!, layout.blocksEnd, layout.termCount, filter.baseAddress!, filter.count)
            }
        }
        guard isWhole == 1 else { return nil }
        words = filter
    }

    /// False only for a term that is not there.
    func mayHold(_ term: [UInt8]) -> Bool {
        // Safe: the kernel reads the words and the term.
        unsafe words.withUnsafeBufferPointer { words in
            unsafe term.withUnsafeBufferPointer { term in
                guard let start = term.baseAddress, let filter = words.baseAddress else { return true }
                // Safe: as above.
                return unsafe dossier_filter_holds(filter, words.count, start, term.count) == 1
            }
        }
    }
}
