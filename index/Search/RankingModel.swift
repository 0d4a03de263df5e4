/// What scores a query's words, and what scores are multiplied by beside them.
package struct RankingModel: Sendable, Equatable {
    package var bm25: BM25
    /// Whether words weigh more or less by how they are scattered, see `BM25.burstiness`.
    package var weighsBursts: Bool
    /// By index of the field, each above 0; empty where all weigh 1.
    package var fieldWeights: [Double]
    /// What two words that follow one another in a query add where they stand close together, in shares of what the lighter
    /// of them weighs, see `QueryCompiler.closeWords`; 0 for nothing.
    package var proximity = 0.0
    package var recency: Recency?
    package var preferences: [Preference] = []

    package init(_ bm25: BM25 = BM25(), weighsBursts: Bool = true, fieldWeights: [Double] = []) {
        self.bm25 = bm25
        self.weighsBursts = weighsBursts
        self.fieldWeights = fieldWeights
    }
}

/// Documents whose scores count more, or less, whatever is searched for.
package struct Preference: Sendable, Equatable {
    /// What matches it is preferred; what it scores is not looked at.
    package var query: Query
    /// By which the scores of its documents are multiplied; above 0.
    package var factor: Double
    /// For explanations.
    package var name: String

    package init(_ query: Query, factor: Double, name: String) {
        self.query = query
        self.factor = factor
        self.name = name
    }
}

/// How much more a document counts the nearer its date is to a day.
///
/// Its score is multiplied by
/// ```
/// 1 + weight · 2^(−|date − day| / half-life)
/// ```
/// and that of one without a date by 1. So a document of the day counts 1 + weight times as much as one that is very far
/// from it, and the lead halves with every half-life.
///
/// Source of the decay: Li and Croft, "Time-based language models" (2003), where it is the prior of a document, and the
/// function `exp` of Elasticsearch's `function_score`. Either lets a document that is far from the day vanish, which an
/// archive cannot have: hence the 1.
package struct Recency: Sendable, Equatable {
    /// Counted from 1970-01-01.
    package var day: Int32
    /// Above 0.
    package var halfLifeDays: Double
    /// Above 0.
    package var weight: Double

    package init(day: Int32, halfLifeDays: Double, weight: Double = 1) {
        precondition(halfLifeDays > 0 && weight > 0, "half-life \(halfLifeDays), weight \(weight)")
        self.day = day
        self.halfLifeDays = halfLifeDays
        self.weight = weight
    }

    /// That no factor exceeds.
    var greatestFactor: Double { 1 + weight }

    /// The factor of a document of a date, equal bit for bit on every machine.
    package func factor(ofDate date: Int32) -> Double {
        let halvings = Double(abs(Int64(date) - Int64(day))) / halfLifeDays
        // What is so small is lost beside 1, whatever the weight.
        if halvings > 200 { return 1 }
        let whole = halvings.rounded(.down)
        let rest = 1 - BM25.complementOfExponential((halvings - whole) * 0.6931471805599453)
        return 1 + weight * Double(sign: .plus, exponent: -Int(whole), significand: rest)
    }
}
