internal import IndexKernels

/// Tells of most terms that a dictionary does not hold that it does not, for a small part of what looking costs: a Bloom
/// filter in memory, with two bits a term.
@safe
final class TermFilter: @unchecked Sendable {
    // Sendable because nothing changes after init.
    /// A power of two of words, with 16 bits a term: of a hundred terms that are not there it lets about two pass.
    // Safe: allocated and filled in init, freed in deinit.
    let state: dossier_term_filter

    /// Nil for a dictionary that is damaged, and for one with a term of 512 bytes or more.
    ///
    /// - Complexity: O(bytes of the dictionary).
    init?(_ bytes: Span<UInt8>) {
        guard let layout = TermDictionary.Layout(bytes) else { return nil }
        var wordCount = 1
        while 4 * wordCount < layout.termCount { wordCount *= 2 }
        // Safe: freed in deinit, which a failing init runs as well.
        let words = UnsafeMutablePointer<UInt64>.allocate(capacity: wordCount)
        // Safe: as many words as were allocated.
        unsafe words.initialize(repeating: 0, count: wordCount)
        // Safe: as above.
        unsafe state = dossier_term_filter(words: words, word_count: wordCount)
        // Safe: the kernel reads the blocks, which the layout has found to be there, and writes to the words.
        let isWhole = unsafe bytes.withUnsafeBufferPointer { bytes in
            guard let start = bytes.baseAddress else { return Int32(0) }
            // Safe: as above.
            return unsafe dossier_filter_terms(start, layout.blocksEnd, layout.termCount, words, wordCount)
        }
        guard isWhole == 1 else { return nil }
    }

    deinit {
        // Safe: freed once.
        unsafe state.words?.deallocate()
    }

    /// False only for a term that is not there.
    func mayHold(_ term: [UInt8]) -> Bool {
        // Safe: the kernel reads the words.
        unsafe withUnsafePointer(to: state) { unsafe dossier_filter_holds($0, Self.hash(term)) } == 1
    }

    /// What filters know a term by.
    static func hash(_ term: [UInt8]) -> UInt64 {
        // Safe: the kernel reads the term.
        unsafe term.withUnsafeBufferPointer { term in
            guard let start = term.baseAddress else { return 0 }
            // Safe: as above.
            return unsafe dossier_hash_term(start, term.count)
        }
    }
}
