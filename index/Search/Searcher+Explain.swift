internal import IndexAnalysis
internal import IndexCore
internal import IndexStorage

/// A number and the numbers it is made of.
package struct ScoreExplanation: Sendable, Equatable {
    package var value: Double
    package var label: String
    package var parts: [ScoreExplanation] = []
}

extension Searcher {
    /// How a document's score comes about; nil when the query does not match it.
    ///
    /// The root's value is the score that `search` gives, before it is rounded to single precision.
    ///
    /// - Parameter document: number in the part.
    package func explain(
        _ query: Query, part index: Int, document: UInt32, _ model: RankingModel, language: String? = nil
    ) throws(QueryError) -> ScoreExplanation? {
        let limits = CompileLimits()
        let clause = try compile(query, model, language: language, limits: limits)
        let factors = try scoreFactors(of: clause, model, language: language, limits)
        do throws(StorageError) {
            return try SearchMemory.lend { memory throws(StorageError) in
                let sum = try explain(clause, part: index, document: document, memory)
                guard let sum, let factors else { return sum }
                factors.enter(part: index)
                _ = try factors.find()
                try snapshot.checkUndamaged()
                return factors.explanation(of: document, sum)
            }
        } catch {
            throw .storage(error)
        }
    }

    private func explain(
        _ clause: Clause, part index: Int, document: UInt32, _ memory: SearchMemory
    ) throws(StorageError) -> ScoreExplanation? {
        let search = try SegmentSearch(clause, in: snapshot, partIndex: index, memory: memory)
        search.prepareWindows()
        let base = document / UInt32(DocumentWindow.count) * UInt32(DocumentWindow.count)
        let offset = Int(document - base)
        let (live, mask) = (DocumentWindow(memory), DocumentWindow(memory))
        search.fillLive(live, base)
        if live.contains(offset) { mask.insert(offset) }
        try search.match(search.root, base, mask: mask)
        try search.checkUndamaged()
        guard search.results[search.root].contains(offset) else { return nil }
        search.score(search.root, base, mask: mask)
        let score = memory.takeSum(at: offset)
        let explainer = Explainer(
            search: search, fieldNames: snapshot.record.fieldNames, facets: snapshot.record.facets,
            document: document)
        let parts = explainer.parts(of: clause, search.root)
        try search.checkUndamaged()
        try snapshot.checkUndamaged()
        return ScoreExplanation(value: score, label: "sum of", parts: parts)
    }
}

/// Walks a query and its nodes side by side.
private struct Explainer {
    let search: SegmentSearch
    let fieldNames: [String]
    let facets: [CommitRecord.Facet]
    let document: UInt32

    private var offset: Int { Int(document) % DocumentWindow.count }

    /// What a clause that matches adds to the score.
    func parts(of clause: Clause, _ node: Int) -> [ScoreExplanation] {
        switch (clause, search.nodes[node].kind) {
        case (.term(let term), .term(let cursor)):
            let frequency = search.cursors[cursor].frequency(of: document)
            if frequency == 0 { return [] }
            let norm = search.cursors[cursor].norm(of: document)
            let name = "‘\(TermForm(term.term).displayText)’ in \(fieldNames[term.field])"
            return [explanation(name, term.scorer, weights(of: term, name), frequency, norm, term.statistics)]
        case (.phrase(let phrase), .phrase(let cursor)):
            guard search.results[node].contains(offset) else { return [] }
            let norm = search.phrases[cursor].norm(of: document)
            let words = phrase.terms.map { TermForm($0.term).displayText }.joined(separator: " ")
            let kind = phrase.terms.count > 1 ? "phrase " : ""
            let place = phrase.zone.map { "the zone \($0.name)" } ?? fieldNames[phrase.field]
            let name = "\(kind)‘\(words)’ in \(place)"
            let weight = ScoreExplanation(
                value: phrase.scorer.weight, label: "sum of the weights of its terms")
            return [
                explanation(
                    name, phrase.scorer, [weight], search.phrases[cursor].frequency(atOffset: offset), norm,
                    phrase.terms[0].statistics)
            ]
        case (.near(let near), .near(let cursor, _)):
            guard search.results[node].contains(offset) else { return [] }
            let place = near.zone.map { "the zone \($0.name)" } ?? fieldNames[near.field]
            let name = "\(near.span.description(facetNames: facets.map(\.name))) in \(place)"
            let weight = ScoreExplanation(
                value: near.scorer.weight,
                label: near.proximity.map { "\($0) of the weight of the lighter one" }
                    ?? "sum of the weights of its parts")
            return [
                explanation(
                    name, near.scorer, [weight], search.nears[cursor].frequency(atOffset: offset),
                    search.nears[cursor].norm(of: document), near.statistics)
            ]
        case (.spelled(let spelled), .spelled(let cursor, _)):
            guard search.results[node].contains(offset) else { return [] }
            let words = spelled.words.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ")
            let place = spelled.checker.zone.map { "the zone \($0)" } ?? fieldNames[spelled.field]
            let weight = ScoreExplanation(
                value: spelled.scorer.weight, label: "sum of the weights of its words in any spelling")
            return [
                explanation(
                    "‘\(words)’ spelled so in \(place)", spelled.scorer, [weight],
                    search.spellings[cursor].frequency(atOffset: offset),
                    search.spellings[cursor].norm(of: document),
                    spelled.statistics)
            ]
        case (.constant(let constant), .constant):
            guard search.results[node].contains(offset) else { return [] }
            return [ScoreExplanation(value: constant.score, label: "\(constant.name), constant")]
        case (.facet(let facet), .facet):
            guard search.results[node].contains(offset) else { return [] }
            // A filter adds nothing to the score.
            let known = facets[facet.facet]
            let origin = known.isStated ? "stated by the source" : "named in the text"
            let label = "\(known.name) \(String(decoding: facet.id, as: UTF8.self)), \(origin)"
            return [ScoreExplanation(value: 0, label: label)]
        case (.and(let clauses), .and(let nodes, _)), (.or(let clauses), .or(let nodes)):
            guard search.results[node].contains(offset) else { return [] }
            return zip(clauses, nodes).flatMap { parts(of: $0, $1) }
        default: return []
        }
    }

    /// What a term's weight is the product of; what is 1 for any is left out.
    private func weights(of term: TermClause, _ name: String) -> [ScoreExplanation] {
        let count = term.statistics.documentCount
        var parts = [
            ScoreExplanation(
                value: term.weight.idf,
                label: "idf of \(name): \(term.documentFrequency) of \(count) documents")
        ]
        if term.weight.burstiness != 1 {
            parts.append(
                ScoreExplanation(
                    value: term.weight.burstiness, label: "burstiness, how far it gathers in few documents"))
        }
        if term.weight.field != 1 {
            parts.append(
                ScoreExplanation(
                    value: term.weight.field, label: "weight of the field \(fieldNames[term.field])"))
        }
        // What is left of the weight is what the query gives it.
        let boost = term.weight.value > 0 ? term.scorer.weight / term.weight.value : 1
        if boost != 1 { parts.append(ScoreExplanation(value: boost, label: "boost of the query")) }
        return parts
    }

    private func explanation(
        _ name: String, _ scorer: TermScorer, _ weights: [ScoreExplanation], _ frequency: UInt32,
        _ norm: UInt8, _ statistics: FieldStatistics
    ) -> ScoreExplanation {
        let length = LengthTable.lengths[Int(norm)]
        let (occurrences, saturation) = (Double(frequency), scorer.saturation(norm: norm))
        return ScoreExplanation(
            value: scorer.score(frequency: frequency, norm: norm), label: "\(name), product of",
            parts: weights + [
                ScoreExplanation(
                    value: occurrences / (occurrences + saturation),
                    label: "f / (f + k1 · (1 − b + b · length / average))",
                    parts: [
                        ScoreExplanation(value: occurrences, label: "f, occurrences"),
                        ScoreExplanation(value: scorer.model.k1, label: "k1"),
                        ScoreExplanation(value: scorer.model.b, label: "b"),
                        ScoreExplanation(
                            value: Double(length), label: "length in words, as stored in one byte"),
                        ScoreExplanation(value: statistics.averageLength, label: "average length"),
                    ])
            ])
    }
}
