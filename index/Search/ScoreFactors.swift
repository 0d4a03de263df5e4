internal import IndexCore
internal import IndexStorage

/// What the sums of a search are multiplied by: how recent a document is, and whether it is preferred.
///
/// ```
/// score = (sum + base) · preference · preference · … · recency
/// ```
/// Factors multiply, as in Elasticsearch's `boosting` and Solr's `boost`, rather than add: sums are larger the more words a
/// query has and the rarer they are, so that what is added would mean something else for every query. Sums stay what they
/// are without factors, and every way of searching finds and bounds them as ever: `TopHits` alone tells scores, and what
/// sum a score takes.
///
/// For one search on one thread. Of a part it knows, after `enter`, within which bounds factors are; after `find`, the
/// factor of each document.
final class ScoreFactors {
    /// A preference with its query looked up.
    private struct Known {
        var preference: Preference
        var clause: Clause
        /// For each document of the part a bit.
        var documents: [UInt64] = []

        func holds(_ document: UInt32) -> Bool {
            let index = Int(document) / 64
            return index < documents.count && documents[index] >> UInt64(document % 64) & 1 == 1
        }
    }

    private let searcher: Searcher
    private let limits: CompileLimits
    private let recency: Recency?
    private var preferences: [Known]
    /// What is added to every sum: 1 where nothing of the query scores, so that factors order its matches; else 0.
    private let base: Double
    // Of the part that is searched.
    private var part = 0
    private var dates: DateColumn?
    private var greatest = 1.0
    private var least = 1.0

    fileprivate init(
        _ searcher: Searcher, _ preferences: [(Preference, Clause)], _ recency: Recency?, base: Double,
        _ limits: CompileLimits
    ) {
        self.searcher = searcher
        self.preferences = preferences.map { Known(preference: $0, clause: $1) }
        self.recency = recency
        self.base = base
        self.limits = limits
    }

    /// Begins a part; told from entries alone.
    func enter(part: Int) {
        self.part = part
        (greatest, least) = (1, 1)
        // In the order of `factor`, so that rounding lifts no factor above the greatest.
        for known in preferences where known.clause.mayMatch(part: part) {
            greatest *= max(1, known.preference.factor)
            least *= min(1, known.preference.factor)
        }
        if let recency { greatest *= recency.greatestFactor }
    }

    /// Finds the documents of the part that are preferred, and its dates.
    ///
    /// - Returns: false when the search is over.
    func find() throws(StorageError) -> Bool {
        if recency != nil { dates = try searcher.snapshot.parts[part].segment.dates() }
        for index in preferences.indices {
            let found = try searcher.bits(
                of: preferences[index].clause, part: part, isOver: { limits.isOver })
            guard let found else { return false }
            preferences[index].documents = found
        }
        return true
    }

    /// - Parameter document: number in the part.
    private func factor(of document: UInt32) -> Double {
        var factor = 1.0
        for known in preferences where known.holds(document) { factor *= known.preference.factor }
        if let recency, let day = day(of: document) { factor *= recency.factor(ofDate: day) }
        return factor
    }

    /// Nil for a document without a date.
    private func day(of document: UInt32) -> Int32? {
        guard let day = dates?[document], day != noDate else { return nil }
        return day
    }

    /// - Parameter document: of the snapshot, in the part.
    func score(ofSum sum: Double, _ document: UInt32) -> Float {
        Float((sum + base) * factor(of: document - searcher.snapshot.parts[part].firstDocument))
    }

    /// A sum that every document of the part exceeds, once rounded, whose score exceeds another.
    func leastSum(ofScoreAbove score: Float) -> Float {
        // Below 0 are no scores.
        if !score.isFinite || score < 0 { return score }
        // Then all sums are 0.
        if base > 0 { return score >= Float(base * greatest) ? 0 : -1 }
        // 2⁻²⁰ is above what all roundings may do, unless the score is so small that it has no bits left.
        let sum = Double(score) * (1 - 0x1p-20) / greatest
        return sum < 1e-30 ? -1 : Float(sum)
    }

    /// A score that every document of the part reaches, once rounded, whose sum reaches another.
    func leastScore(ofSum sum: Float) -> Float { Float(Double(sum) * (1 - 0x1p-20) * least) }
}

extension Searcher {
    /// Nil where a model has none.
    ///
    /// - Parameter clause: of the query.
    func scoreFactors(
        of clause: Clause, _ model: RankingModel, language: String?, _ limits: CompileLimits
    ) throws(QueryError) -> ScoreFactors? {
        if model.preferences.isEmpty, model.recency == nil { return nil }
        var preferences: [(Preference, Clause)] = []
        for preference in model.preferences {
            let clause = try limits.strictly { () throws(QueryError) in
                try compile(preference.query, model, ranks: false, language: language, limits: limits)
            }
            preferences.append((preference, clause))
        }
        return ScoreFactors(
            self, preferences, model.recency, base: clause.scores ? 0 : 1, limits)
    }

    /// A bit for each document of a part that matches, deleted ones left out; nil when the search is over.
    fileprivate func bits(
        of clause: Clause, part: Int, isOver: () -> Bool
    ) throws(StorageError) -> [UInt64]? {
        if !clause.mayMatch(part: part) { return [] }
        return try SearchMemory.lend { memory throws(StorageError) in
            let search = try SegmentSearch(clause, in: snapshot, partIndex: part, memory: memory)
            var bits = [UInt64](repeating: 0, count: (search.documentCount + 63) / 64)
            let windows = WindowSearch(search, count: DocumentWindow.greatestCount)
            let isWhole = try windows.match(
                { base, window throws(StorageError) in
                    window.withSpan { words in
                        let first = Int(base) / 64
                        for index in 0..<min(words.count, bits.count - first) {
                            bits[first + index] = words[index]
                        }
                    }
                }, isOver: isOver)
            try search.checkUndamaged()
            return isWhole ? bits : nil
        }
    }
}

extension ScoreFactors {
    /// How the score of a document of the part comes about.
    ///
    /// - Parameters:
    ///   - document: number in the part.
    ///   - sum: what its words add up to.
    func explanation(of document: UInt32, _ sum: ScoreExplanation) -> ScoreExplanation {
        var sum = sum
        if base > 0 {
            sum.value += base
            sum.parts.append(
                ScoreExplanation(value: base, label: "every match, as nothing that is searched for scores"))
        }
        var parts = [sum]
        for known in preferences where known.holds(document) {
            let kind = known.preference.factor < 1 ? "held back" : "preferred"
            parts.append(
                ScoreExplanation(value: known.preference.factor, label: "\(kind): \(known.preference.name)"))
        }
        if let recency { parts.append(explanation(recency, day(of: document))) }
        return ScoreExplanation(
            value: sum.value * factor(of: document), label: "product of", parts: parts)
    }

    private func explanation(_ recency: Recency, _ day: Int32?) -> ScoreExplanation {
        guard let day else { return ScoreExplanation(value: 1, label: "recency, of no date") }
        return ScoreExplanation(
            value: recency.factor(ofDate: day), label: "recency, 1 + weight · 2^(−days / half-life)",
            parts: [
                ScoreExplanation(value: recency.weight, label: "weight"),
                ScoreExplanation(
                    value: Double(abs(Int64(day) - Int64(recency.day))),
                    label: "days from the date to the day"),
                ScoreExplanation(value: recency.halfLifeDays, label: "half-life in days"),
            ])
    }
}
