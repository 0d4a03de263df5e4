internal import IndexCore

/// What an endless number of a term's occurrences would add to a score.
struct TermWeight: Sendable, Equatable {
    var idf: Double
    var burstiness: Double
    var field: Double

    var value: Double { field * (idf * burstiness) }
}

extension BM25 {
    /// How far a term's occurrences gather in few documents, against those of a term about which nothing is known.
    ///
    /// Words that carry a topic return where they occur once; function words, and words that any text may use, are strewn
    /// as if at random. The residual idf, the logarithm of how many documents would hold a term by chance over how many do,
    /// tells them apart where idf does not, in any language and without a list:
    /// ```
    /// residual = ln(N · (1 − e^(−total / N)) / holding), at least 0
    /// burstiness = √((residual' + 0.02) / 0.32),  residual' = (holding · residual + 3 · 0.3) / (holding + 3)
    /// ```
    /// Few documents tell little, so that three of the usual 0.3 are counted with them; and a term that is strewn keeps a
    /// quarter of its weight. Source of the residual idf: Church and Gale, "Inverse document frequency (IDF): a measure of
    /// deviations from Poisson" (1995). The root and the constants are ours, see `Benchmarks/README.md`: the mean nDCG@10 of
    /// four collections rises from 0.470 to 0.494, and changes by less than 0.001 for half and for twice each.
    ///
    /// - Parameters:
    ///   - documentFrequency: documents that hold the term, 0 where it is not known.
    ///   - totalFrequency: its occurrences, at least as many.
    ///   - documentCount: all documents, at least as many.
    /// - Returns: from 0.25; 1 for a term that is not known.
    public static func burstiness(
        documentFrequency: Int, totalFrequency: UInt64, documentCount: Int
    ) -> Double {
        guard documentFrequency > 0 else { return 1 }
        let (holding, all) = (Double(documentFrequency), Double(documentCount))
        let expected = all * complementOfExponential(Double(totalFrequency) / all)
        let residual = max(0, logarithm(expected / holding))
        let smoothed = (holding * residual + 3 * 0.3) / (holding + 3)
        return ((smoothed + 0.02) / 0.32).squareRoot()
    }
}

/// How often a word of a query occurs in the field that tells how words are scattered.
///
/// Remembers the last one: a query's fields are looked at word by word.
final class WordOccurrences {
    private var last: (word: [UInt8], exact: Bool, entries: [(term: [UInt8], entries: [TermEntry?])])?

    /// - Parameter found: looks the word up; in each language, or in one alone where it is the same in all.
    func entries(
        of word: [UInt8], exact: Bool, _ found: () throws -> [(term: [UInt8], entries: [TermEntry?])]
    ) rethrows -> [(term: [UInt8], entries: [TermEntry?])] {
        if let last, last.exact == exact, last.word == word { return last.entries }
        let entries = try found()
        last = (word, exact, entries)
        return entries
    }
}
