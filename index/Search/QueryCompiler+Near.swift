internal import IndexAnalysis
internal import IndexCore
internal import IndexStorage

extension QueryCompiler {
    /// What is near each other in one field, or in each that plain words search; nil where nothing is asked for.
    func near(_ parts: [Query], _ proximities: [Proximity]) throws -> Clause? {
        guard let part = try joined(parts, proximities) else { return nil }
        // What is beside nothing is itself, as a pattern in a zone.
        guard part.leafCount <= Query.greatestNearLeafCount else {
            throw QueryError.badProximity(
                "NEAR joins at most \(Query.greatestNearLeafCount) words, phrases and values, not \(part.leafCount)."
            )
        }
        var names: [String] = []
        part.collectFields(into: &names)
        guard names.count < 2 else {
            throw QueryError.badProximity(
                "What stands in \(names.joined(separator: " and in ")) is never near each other: name one field."
            )
        }
        let searched = searchedFields(names.first)
        let found = try searched.fields.map { try near(part, field: $0, in: searched.zone) }
        return found.count == 1 ? found[0] : .or(found)
    }

    /// The fields of a name, else that of the zone, else those that plain words search; and the ranges of the zone, unless
    /// the name is of another field.
    private func searchedFields(_ name: String?) -> (fields: [Int], zone: ZoneRanges?) {
        let named = name.map(fields(named:))
        guard let zone else { return (named ?? searcher.defaultFields, nil) }
        if let named, named != [zone.field] { return (named, nil) }
        return ([zone.field], zone.ranges)
    }

    private func near(_ part: NearPart, field: Int, in zone: ZoneRanges?) throws -> Clause {
        let found = try weighed(part, field: field)
        return .near(
            NearClause(
                field: field, span: found.span,
                scorer: scorer(weight: ranks ? boost * found.weight : 0, field: field),
                statistics: searcher.statistics[field], zone: zone))
    }

    /// What gives spans in one field, and what its words and values weigh together; of alternatives that of the one that
    /// weighs least.
    private func weighed(_ part: NearPart, field: Int) throws -> (span: SpanClause, weight: Double) {
        switch part {
        case .words(let words, _, let exact):
            return try inLanguages(words, field: field, exact: exact) { .words($0) }
        case .sloppy(let words, let slop, _):
            return try inLanguages(words, field: field, exact: false) { .sloppy($0, slop: slop) }
        case .pattern(let pattern, _):
            let span = try spans(of: pattern, field: field)
            return (span, span.leastWeight)
        case .value(let value):
            let idf = BM25.idf(
                documentFrequency: min(value.documentFrequency, snapshot.documentCount),
                documentCount: snapshot.documentCount)
            let weight = TermWeight(idf: idf, burstiness: 1, field: fieldWeight(field))
            return (.value(value, try valueSpan(value.facet, value.id, field: field)), weight.value)
        case .any(let parts):
            let found = try parts.map { try weighed($0, field: field) }
            return (.any(found.map(\.span)), found.map(\.weight).min() ?? 0)
        case .near(let parts, let proximities):
            let found = try parts.map { try weighed($0, field: field) }
            return (.near(found.map(\.span), proximities), found.reduce(0) { $0 + $1.weight })
        }
    }

    /// Words in each language that has all of them: a document is of one.
    private func inLanguages(
        _ words: [[UInt8]], field: Int, exact: Bool, _ span: ([TermClause]) -> SpanClause
    ) throws -> (span: SpanClause, weight: Double) {
        let languages = searcher.languages[field]
        let terms = try words.map { try self.terms($0, languages, field: field, exact: exact) }
        let weight = terms.reduce(0) { $0 + $1[0].weight.value }
        if terms.allSatisfy({ $0.count == 1 }) { return (span(terms.map { $0[0] }), weight) }
        let all = languages.indices.map { language in
            span(terms.map { $0[$0.count == 1 ? 0 : language] })
        }
        let found = all.filter { $0.mayMatch(partCount: snapshot.parts.count) }
        return (found.count < 2 ? found.first ?? all[0] : .any(found), weight)
    }
}

// Words of a query that stand close together in a document.
extension QueryCompiler {
    /// Words between two in a window of eight, the width that the source found best.
    private static let closeDistance = 6

    /// For each two words or phrases of a query that follow one another what they add where they stand close together.
    ///
    /// Every stretch of at most eight words from one to the other counts as an occurrence, scored as those of any term, with
    /// the weight of the lighter of the two times the model's proximity: so a word that is everywhere lends no weight to
    /// standing beside it. What adds is found by the words already: no document matches by it alone.
    ///
    /// Source: the unordered windows of the sequential dependence model, Metzler and Croft, "A Markov random field model for
    /// term dependencies" (2005); scored by BM25 as in Rasolofo and Savoy, "Term proximity scoring for keyword-based
    /// retrieval systems" (2003).
    ///
    /// - Parameter parts: joined by one operator.
    func closeWords(_ parts: [Query]) throws -> [Clause] {
        var found: [Clause] = []
        for (left, right) in zip(parts, parts.dropFirst()) {
            guard let left = left.wordAtEnd(\.last), let right = right.wordAtEnd(\.first),
                let first = try nearPart(left), let second = try nearPart(right)
            else { continue }
            var names: (first: [String], second: [String]) = ([], [])
            first.collectFields(into: &names.first)
            second.collectFields(into: &names.second)
            guard names.first == names.second else { continue }
            let compiler = ofField(names.first.first)
            for field in compiler.searchedFields(names.first.first).fields {
                if let close = try compiler.close(first, second, field: field) { found.append(close) }
            }
        }
        return found
    }

    /// Nil where no segment holds both.
    private func close(_ first: NearPart, _ second: NearPart, field: Int) throws -> Clause? {
        let (left, right) = (try weighed(first, field: field), try weighed(second, field: field))
        let span = SpanClause.near(
            [left.span, right.span], [Proximity(distance: Self.closeDistance, isOrdered: false)])
        guard span.mayMatch(partCount: snapshot.parts.count) else { return nil }
        let weight = model.proximity * min(left.weight, right.weight)
        return .near(
            NearClause(
                field: field, span: span, scorer: scorer(weight: boost * weight, field: field),
                statistics: searcher.statistics[field], zone: zone?.ranges, proximity: model.proximity))
    }
}

extension Query {
    /// The word or phrase that it begins or ends with, where it is one, or words beside `all` that only lift what has them.
    ///
    /// - Parameter end: of several words.
    fileprivate func wordAtEnd(_ end: KeyPath<[Query], Query?>) -> Query? {
        switch self {
        case .word, .phrase: return self
        case .boosted(let part, _): return part.wordAtEnd(end)
        case .or(let parts) where parts.contains(.all):
            guard let optional = parts.first(where: { $0 != .all }) else { return nil }
            switch optional {
            case .or(let words), .and(let words): return words[keyPath: end]?.wordAtEnd(end)
            default: return optional.wordAtEnd(end)
            }
        default: return nil
        }
    }
}

// What the query says, before it is looked for in a field.
extension QueryCompiler {
    /// Parts without a word, such as a dash, are left out.
    private func joined(_ parts: [Query], _ proximities: [Proximity]) throws -> NearPart? {
        for proximity in proximities where !(0...Proximity.greatestDistance).contains(proximity.distance) {
            throw QueryError.badProximity(
                "NEAR and PRE take a distance of at most \(Proximity.greatestDistance) words, not \(proximity.distance)."
            )
        }
        var (found, between) = ([NearPart](), [Proximity]())
        for (index, part) in parts.enumerated() {
            guard let part = try nearPart(part) else { continue }
            if !found.isEmpty { between.append(proximities[index - 1]) }
            found.append(part)
        }
        return found.count < 2 ? found.first : .near(found, between)
    }

    private func nearPart(_ query: Query) throws -> NearPart? {
        switch query {
        case .word(let text, let field, let exact): return words([text], field, exact: exact)
        case .phrase(let words, let field): return self.words(words, field, exact: false)
        case .sloppy(let words, let slop, let field):
            let folded = folded(words)
            if folded.count < 2 { return folded.isEmpty ? nil : .words(folded, field: field, exact: false) }
            // More would reach from one zone into the next.
            return .sloppy(folded, slop: min(slop, Proximity.greatestDistance), field: field)
        case .pattern(let pattern, let field): return .pattern(pattern, field: field)
        case .boosted(let part, _): return try nearPart(part)
        case .facet(let name, let value): return .value(try self.value(name, value))
        case .near(let parts, let proximities): return try joined(parts, proximities)
        case .or(let parts):
            let found = try parts.compactMap(nearPart)
            return found.count < 2 ? found.first : .any(found)
        case .nothing: return nil
        case .and, .not, .within, .spelled, .document, .numbers, .date, .days, .all:
            throw QueryError.badProximity(query.reasonAgainstNear)
        }
    }

    private func words(_ words: [String], _ field: String?, exact: Bool) -> NearPart? {
        let folded = folded(words)
        return folded.isEmpty ? nil : .words(folded, field: field, exact: exact)
    }

    private func value(_ name: String, _ value: String) throws -> FacetClause {
        let (facet, id) = try searcher.resolver.resolve(facet: name, value: value)
        guard snapshot.record.facets[facet].hasMentions || searcher.view(facet).sense != nil else {
            throw QueryError.badProximity(Query.facet(name: name, value: value).reasonAgainstNear)
        }
        return try facetClause(facet, Array(id.utf8))
    }
}

/// What gives spans, its names looked up.
private indirect enum NearPart {
    /// Folded words side by side.
    case words([[UInt8]], field: String?, exact: Bool)
    /// Folded words nearly side by side.
    case sloppy([[UInt8]], slop: Int, field: String?)
    case pattern(TermPattern, field: String?)
    case value(FacetClause)
    case any([NearPart])
    case near([NearPart], [Proximity])

    var leafCount: Int {
        switch self {
        case .words, .sloppy, .pattern, .value: 1
        case .any(let parts), .near(let parts, _): parts.reduce(0) { $0 + $1.leafCount }
        }
    }

    /// Names of fields that words are looked for in, each once.
    func collectFields(into names: inout [String]) {
        switch self {
        case .words(_, let field?, _), .sloppy(_, _, let field?), .pattern(_, let field?):
            if !names.contains(field) { names.append(field) }
        case .words, .sloppy, .pattern, .value: break
        case .any(let parts), .near(let parts, _): for part in parts { part.collectFields(into: &names) }
        }
    }
}
