internal import IndexAnalysis
internal import IndexCore
internal import IndexSearch

extension SearchOracle {
    /// What a key weighs in a field.
    func weight(ofKey key: Int, _ field: Int, _ occurrences: [[Occurrences]]) -> Double {
        let idf = BM25.idf(
            documentFrequency: occurrences[field][key].documentCount,
            documentCount: statistics[field].documentCount)
        // Of the two that plain words search the longer one tells how words are scattered.
        let scatter = statistics[1].totalLength > statistics[0].totalLength ? 1 : 0
        let burstiness =
            model.weighsBursts
            ? BM25.burstiness(
                documentFrequency: occurrences[scatter][key].documentCount,
                totalFrequency: occurrences[scatter][key].totalCount,
                documentCount: statistics[scatter].documentCount) : 1
        return fieldWeight(field) * (idf * burstiness)
    }

    func fieldWeight(_ field: Int) -> Double { model.fieldWeights.isEmpty ? 1 : model.fieldWeights[field] }

    func score(_ weight: Double, _ frequency: Int, _ field: Int, length: Int) -> Double {
        let average = Double(statistics[field].totalLength) / Double(statistics[field].documentCount)
        // The greatest length of the table not above the true one.
        let stored = Double(LengthTable.lengths.last { $0 <= length } ?? 0)
        let occurrences = Double(frequency)
        let (k1, b) = (model.bm25.k1, model.bm25.b)
        return weight * (occurrences / (occurrences + k1 * (1 - b + b * (stored / average))))
    }
}

// What scores are multiplied by.
extension SearchOracle {
    struct Factors {
        /// What every match has before it is multiplied.
        var base = 0.0
        /// One for each document; none where sums are the scores.
        var factors: [Double] = []

        func score(_ sum: Double, _ document: Int) -> Double {
            factors.isEmpty ? sum : (sum + base) * factors[document]
        }
    }

    func factors(_ query: Resolved, language: String?) -> Factors {
        if model.preferences.isEmpty, model.recency == nil { return Factors() }
        var factors = [Double](repeating: 1, count: entries.count)
        for preference in model.preferences {
            var run = Run(language: language.map { analyzer.mark(ofLanguage: $0) })
            let preferred = resolve(preference.query, &run) ?? .nothing
            readAll(&run)
            for document in entries.indices where terms(of: preferred, in: document, run) != nil {
                factors[document] *= preference.factor
            }
        }
        for (document, entry) in entries.enumerated() {
            if let recency = model.recency, let date = entry.days {
                factors[document] *= recency.factor(ofDate: date)
            }
        }
        return Factors(base: scores(query) ? 0 : 1, factors: factors)
    }

    /// Whether some of what a query matches may have a score.
    private func scores(_ query: Resolved) -> Bool {
        switch query {
        case .words, .near, .look: true
        case .like(let like): like.classes.contains { !$0.isEmpty }
        case .and(let parts), .or(let parts): parts.contains(where: scores)
        case .numbers, .not, .facet, .days, .all, .nothing: false
        }
    }
}

// Words that stand close together.
extension SearchOracle {
    /// For each two words of a query that follow one another what they are within eight words of each other.
    func close(_ parts: [Query], _ scope: Scope, _ run: inout Run) -> [Resolved] {
        guard model.proximity > 0 else { return [] }
        var found: [Resolved] = []
        for (left, right) in zip(parts, parts.dropFirst()) {
            guard let left = words(of: left).last ?? nil, let right = words(of: right).first ?? nil,
                left.field == right.field
            else { continue }
            let pair = Query.near([left.query, right.query], [Proximity(distance: 6, isOrdered: false)])
            let scope = left.field == nil ? scope : Scope(boost: scope.boost)
            guard var near = near(pair, scope, &run), case .near = near.part else { continue }
            near.proximity = model.proximity
            run.nears.append(near)
            found.append(.near(run.nears.count - 1))
        }
        return found
    }

    /// The words and phrases of one part of a query in their order, nil in place of what is neither.
    private func words(of part: Query) -> [(query: Query, field: String?)?] {
        switch part {
        case .word(_, let field, _), .phrase(_, let field): return [(part, field)]
        case .boosted(let inner, _): return words(of: inner)
        case .or(let parts) where parts.contains(.all):
            // Words that only lift what has them.
            let optional = parts.filter { $0 != .all }
            if case .or(let inner)? = optional.first { return inner.flatMap(words) }
            if case .and(let inner)? = optional.first { return inner.flatMap(words) }
            return optional.first.map(words) ?? [nil]
        default: return [nil]
        }
    }
}
