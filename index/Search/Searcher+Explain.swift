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
        _ query: Query, part index: Int, document: UInt32, _ model: BM25
    ) throws(QueryError) -> ScoreExplanation? {
        let clause = try compile(query, model)
        do throws(StorageError) {
            var search = try SegmentSearch(clause, in: snapshot, partIndex: index)
            let base = document / UInt32(DocumentWindow.count) * UInt32(DocumentWindow.count)
            let offset = Int(document - base)
            var mask = DocumentWindow()
            if search.liveWindow(base).contains(offset) { mask.insert(offset) }
            try search.match(search.root, base, mask: mask)
            guard search.results[search.root].contains(offset) else { return nil }
            var scratch = PruningScratch()
            try search.score(search.root, base, mask: mask, into: &scratch)
            var explainer = Explainer(
                search: search, fieldNames: snapshot.record.fieldNames, facets: snapshot.record.facets,
                document: document)
            let parts = try explainer.parts(of: clause, search.root)
            try snapshot.checkUndamaged()
            return ScoreExplanation(value: scratch.sums[offset], label: "sum of", parts: parts)
        } catch {
            throw .storage(error)
        }
    }
}

/// Walks a query and its nodes side by side.
private struct Explainer {
    var search: SegmentSearch
    let fieldNames: [String]
    let facets: [CommitRecord.Facet]
    let document: UInt32

    private var offset: Int { Int(document) % DocumentWindow.count }

    /// What a clause that matches adds to the score.
    mutating func parts(of clause: Clause, _ node: Int) throws(StorageError) -> [ScoreExplanation] {
        guard search.results[node].contains(offset) else { return [] }
        switch (clause, search.nodes[node].kind) {
        case (.term(let term), .term(let cursor)):
            let frequency = try search.terms[cursor].cursor.frequency(of: document)
            let norm = search.terms[cursor].norms[Int(document)]
            let name = "‘\(TermForm(term.term).displayText)’ in \(fieldNames[term.field])"
            let idf = ScoreExplanation(
                value: term.scorer.weight,
                label:
                    "idf of \(name): \(term.documentFrequency) of \(term.statistics.documentCount) documents")
            return [explanation(name, term.scorer, idf, frequency, norm, term.statistics)]
        case (.phrase(let phrase), .phrase(let cursor)):
            let norm = search.phrases[cursor].norms[Int(document)]
            let words = phrase.terms.map { TermForm($0.term).displayText }.joined(separator: " ")
            let name = "phrase ‘\(words)’ in \(fieldNames[phrase.field])"
            let idf = ScoreExplanation(value: phrase.scorer.weight, label: "sum of the idf of its terms")
            return [
                explanation(
                    name, phrase.scorer, idf, search.phrases[cursor].cursor.frequency(atOffset: offset), norm,
                    phrase.terms[0].statistics)
            ]
        case (.facet(let facet), .facet):
            // A filter adds nothing to the score.
            let known = facets[facet.facet]
            let origin = known.isStated ? "stated by the source" : "named in the text"
            let label = "\(known.name) \(String(decoding: facet.id, as: UTF8.self)), \(origin)"
            return [ScoreExplanation(value: 0, label: label)]
        case (.and(let clauses), .and(let nodes)), (.or(let clauses), .or(let nodes)):
            var all: [ScoreExplanation] = []
            for (clause, node) in zip(clauses, nodes) { all += try parts(of: clause, node) }
            return all
        default: return []
        }
    }

    private func explanation(
        _ name: String, _ scorer: TermScorer, _ idf: ScoreExplanation, _ frequency: UInt32, _ norm: UInt8,
        _ statistics: FieldStatistics
    ) -> ScoreExplanation {
        let length = LengthTable.lengths[Int(norm)]
        let (occurrences, saturation) = (Double(frequency), scorer.saturation(norm: norm))
        return ScoreExplanation(
            value: scorer.score(frequency: frequency, norm: norm), label: "\(name), product of",
            parts: [
                idf,
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
                    ]),
            ])
    }
}
