internal import IndexSearch
internal import PluginAPI

extension SearchOracle {
    /// What is near each other.
    struct Near {
        var part: Part
        var fields: [Int]
        /// Where it has to stand; nil for anywhere.
        var zone: ZoneKind?
        var boost = 1.0
        /// Of two words that only add to scores the share of the lighter one's weight.
        var proximity: Double?
        /// One for each field.
        var weights: [Double] = []
    }

    /// What gives stretches of words.
    indirect enum Part {
        /// For each word its place among the keys of the query.
        case words([Int])
        /// As above, nearly side by side; and the words themselves.
        case sloppy([Int], [[UInt8]], slop: Int)
        /// By word whether it looks so.
        case look([Bool])
        case value(facet: String, id: String)
        case any([Part])
        case near([Part], [Proximity])
    }

    /// Nil for what holds no word.
    func near(_ query: Query, _ scope: Scope, _ run: inout Run) -> Near? {
        var names: [String] = []
        guard let part = part(query, &run, &names) else { return nil }
        precondition(names.count < 2, "words of \(names)")
        return Near(part: part, fields: fields(names.first, scope.zone), zone: scope.zone, boost: scope.boost)
    }

    private func part(_ query: Query, _ run: inout Run, _ names: inout [String]) -> Part? {
        switch query {
        case .word(let text, let field, let exact):
            if let field, !names.contains(field) { names.append(field) }
            return places(of: [text], exact: exact, &run).map { .words($0) }
        case .phrase(let words, let field):
            if let field, !names.contains(field) { names.append(field) }
            return places(of: words, exact: false, &run).map { .words($0) }
        case .sloppy(let words, let slop, let field):
            if let field, !names.contains(field) { names.append(field) }
            let folded = words.flatMap { tokens(Array($0.utf8), 0..<$0.utf8.count) }.map(\.folded)
            return places(of: words, exact: false, &run).map { .sloppy($0, folded, slop: slop) }
        case .pattern(let pattern, let field):
            if let field, !names.contains(field) { names.append(field) }
            return .look(looks(pattern))
        case .boosted(let query, _): return part(query, &run, &names)
        case .facet(let name, let value): return .value(facet: name, id: value)
        case .or(let parts):
            let found = parts.compactMap { part($0, &run, &names) }
            return found.count < 2 ? found.first : .any(found)
        case .near(let parts, let proximities):
            var (found, between) = ([Part](), [Proximity]())
            for (index, query) in parts.enumerated() {
                guard let part = part(query, &run, &names) else { continue }
                if !found.isEmpty { between.append(proximities[index - 1]) }
                found.append(part)
            }
            return found.count < 2 ? found.first : .near(found, between)
        default: preconditionFailure("\(query) is near nothing")
        }
    }

    /// - Parameter occurrences: by field and key.
    func setWeights(of near: inout Near, _ occurrences: [[Occurrences]]) {
        near.weights = near.fields.map { field in
            guard let proximity = near.proximity, case .near(let parts, _) = near.part else {
                return weight(near.part, field, occurrences)
            }
            return proximity * (parts.map { weight($0, field, occurrences) }.min() ?? 0)
        }
    }

    private func weight(_ part: Part, _ field: Int, _ occurrences: [[Occurrences]]) -> Double {
        switch part {
        case .words(let keys), .sloppy(let keys, _, _):
            return keys.reduce(0) { $0 + weight(ofKey: $1, field, occurrences) }
        case .look(let looks):
            let counts = holders[field].filter { looks[Int($0.key)] }.values
            return counts.max().map { count in
                fieldWeight(field)
                    * BM25.idf(documentFrequency: count, documentCount: statistics[field].documentCount)
            } ?? 0
        case .value(let facet, let id):
            let holding = entries.reduce(0) { $0 + ($1.values[facet]?.contains(id) == true ? 1 : 0) }
            return fieldWeight(field) * BM25.idf(documentFrequency: holding, documentCount: entries.count)
        case .any(let parts): return parts.map { weight($0, field, occurrences) }.min() ?? 0
        case .near(let parts, _): return parts.reduce(0) { $0 + weight($1, field, occurrences) }
        }
    }

    /// How many stretches can be chosen of which no two share a word.
    func occurrences(of near: Near, _ document: Int, _ field: Int, _ run: borrowing Run) -> Int {
        let zones = entries[document].fields[field].zones
        var (count, end) = (0, 0)
        for span in spans(of: near.part, document, field, run).sorted(by: { $0.upperBound < $1.upperBound })
        where span.lowerBound >= end && (near.zone == nil || zones[span.lowerBound] == near.zone) {
            count += 1
            end = span.upperBound
        }
        return count
    }

    private func spans(
        of part: Part, _ document: Int, _ field: Int, _ run: borrowing Run
    ) -> Set<Range<Int>> {
        switch part {
        case .words(let keys):
            let words = entries[document].fields[field].words
            var found: Set<Range<Int>> = []
            for start in words.indices where start + keys.count <= words.count {
                let isThere = keys.indices.allSatisfy {
                    run.bits[Int(words[start + $0])] >> UInt128(keys[$0]) & 1 == 1
                }
                if isThere { found.insert(start..<start + keys.count) }
            }
            return found
        case .sloppy(let keys, let folded, let slop):
            return sloppySpans(keys, folded, slop: slop, document, field, run)
        case .look(let looks):
            let words = entries[document].fields[field].words
            return Set(words.indices.filter { looks[Int(words[$0])] }.map { $0..<$0 + 1 })
        case .value(let facet, let id):
            let mentions = entries[document].mentions[facet]?[id] ?? []
            return Set(mentions.filter { $0.field == field }.map(\.words))
        case .any(let parts):
            var found: Set<Range<Int>> = []
            for part in parts { found.formUnion(spans(of: part, document, field, run)) }
            return found
        case .near(let parts, let proximities):
            var found = spans(of: parts[0], document, field, run)
            for (part, proximity) in zip(parts.dropFirst(), proximities) {
                let others = spans(of: part, document, field, run)
                var pairs: Set<Range<Int>> = []
                for one in found {
                    for other in others where isNear(one, other, proximity, document, field) {
                        pairs.insert(
                            min(one.lowerBound, other.lowerBound)..<max(one.upperBound, other.upperBound))
                    }
                }
                found = pairs
            }
            return found
        }
    }

    /// Whether the words between two stretches are few enough, and none of them is a gap between zones.
    private func isNear(
        _ one: Range<Int>, _ other: Range<Int>, _ proximity: Proximity, _ document: Int, _ field: Int
    ) -> Bool {
        if one.overlaps(other) || proximity.isOrdered && other.lowerBound < one.lowerBound { return false }
        let (first, second) = one.lowerBound < other.lowerBound ? (one, other) : (other, one)
        let between = first.upperBound..<second.lowerBound
        return between.count <= proximity.distance
            && !entries[document].fields[field].words[between].contains(Self.gap)
    }
}
