internal import IndexCore

/// The two constants of BM25.
public struct BM25: Sendable, Equatable {
    /// How slowly repeated occurrences stop counting; at least 0. Source: 1.2, the default of Lucene and Tantivy.
    public var k1: Double
    /// How much a long field is held against a document; 0...1. Source: 0.75, as above.
    public var b: Double

    public init(k1: Double = 1.2, b: Double = 0.75) {
        precondition(k1 >= 0 && k1.isFinite, "k1 is at least 0, not \(k1)")
        precondition((0...1).contains(b), "b is 0...1, not \(b)")
        self.k1 = k1
        self.b = b
    }

    /// The weight of a term that `documentFrequency` of `documentCount` documents hold.
    ///
    /// Always positive, unlike the formula of 1994. Source: Lucene's `BM25Similarity.idf`.
    public static func idf(documentFrequency: Int, documentCount: Int) -> Double {
        precondition(
            documentFrequency <= documentCount,
            "\(documentFrequency) of \(documentCount) documents hold the term")
        let (holding, all) = (Double(documentFrequency), Double(documentCount))
        return BM25.logarithm(1 + (all - holding + 0.5) / (holding + 0.5))
    }
}

/// What a field's documents have in common; collected over all segments of a commit, deleted documents included.
public struct FieldStatistics: Sendable, Equatable {
    /// Documents that have the field.
    public var documentCount: Int
    /// Sum of the field's exact lengths in tokens.
    public var totalLength: UInt64

    public init(documentCount: Int, totalLength: UInt64) {
        self.documentCount = documentCount
        self.totalLength = totalLength
    }

    /// Mean length in tokens; 1 for an empty field, where no score depends on it.
    public var averageLength: Double {
        documentCount == 0 || totalLength == 0 ? 1 : Double(totalLength) / Double(documentCount)
    }
}

/// Scores the postings of one term in one field.
///
/// ```
/// score = weight · f / (f + k1 · (1 − b + b · length / average))
/// ```
/// Source: Robertson et al., Okapi at TREC-3 (1994), without the constant factor k1 + 1, as in Lucene 8 and later.
/// Each operation is one correctly rounded IEEE 754 operation, so scores are equal bit for bit on every machine.
public struct TermScorer: Sendable {
    /// What every score stays below.
    let weight: Double
    let model: BM25
    let saturations: Saturations

    public init(_ model: BM25, weight: Double, field: FieldStatistics) {
        self.init(
            model, weight: weight, saturations: Saturations(model, averageLength: field.averageLength))
    }

    /// - Parameter saturations: of the model and the field.
    init(_ model: BM25, weight: Double, saturations: Saturations) {
        self.model = model
        self.weight = weight
        self.saturations = saturations
    }

    /// The score of `frequency` (≥ 1) occurrences in a field whose length has the code `norm`.
    public func score(frequency: UInt32, norm: UInt8) -> Double {
        let occurrences = Double(frequency)
        return weight * (occurrences / (occurrences + saturations[norm]))
    }

    /// k1 · (1 − b + b · length / average) for a norm.
    func saturation(norm: UInt8) -> Double { saturations[norm] }

    /// A bound on all scores that exact arithmetic puts at most at `score`.
    ///
    /// Each of the roundings behind a score, and each addition of a sum, may lift it by a unit in the last place, 2⁻⁵²
    /// of it: 2⁻⁴⁰ is above that for sums of thousands of terms.
    static func roundedUp(_ score: Double) -> Double { score * (1 + 0x1p-40) }

    /// A sum at or below this stays at or below a threshold with everything that rounding, and what is still to be
    /// added, may do.
    static func cutoff(_ threshold: Float, rest: Double) -> Double {
        threshold == -.infinity ? -1 : Double(threshold) * (1 - 0x1p-36) - rest
    }
}
