internal import IndexAnalysis
internal import IndexCore
internal import IndexStorage

extension QueryCompiler {
    /// The greatest number of words, phrases and values in what is near each other.
    private static let greatestPartCount = 32

    /// What is near each other in one field, or in each that plain words search; nil where nothing is asked for.
    func near(_ parts: [Query], _ proximities: [Proximity]) throws -> Clause? {
        guard let part = try joined(parts, proximities) else { return nil }
        // What is beside nothing is itself, as a pattern in a zone.
        guard part.leafCount <= Self.greatestPartCount else {
            throw QueryError.badProximity(
                "NEAR joins at most \(Self.greatestPartCount) words, phrases and values, not \(part.leafCount)."
            )
        }
        var names: [String] = []
        part.collectFields(into: &names)
        guard names.count < 2 else {
            throw QueryError.badProximity(
                "What stands in \(names.joined(separator: " and in ")) is never near each other: name one field."
            )
        }
        let found = try searchedFields(names.first).map { try near(part, field: $0) }
        return found.count == 1 ? found[0] : .or(found)
    }

    /// The fields of a name, else that of the zone, else those that plain words search.
    private func searchedFields(_ name: String?) throws -> [Int] {
        guard let zone else { return name.map(fields(named:)) ?? searcher.defaultFields }
        if let name, fields(named: name) != [zone.field] {
            throw QueryError.badProximity(
                "The zone stands in \(snapshot.record.fieldNames[zone.field]), and so is never near what stands in "
                    + "\(name): leave one of them out.")
        }
        return [zone.field]
    }

    /// In each language that has all its words: a document is of one.
    private func near(_ part: NearPart, field: Int) throws -> Clause {
        let languages = searcher.languages[field]
        let span = try languageSpans(of: part, languages, field: field)
        let statistics = searcher.statistics[field]
        func clause(_ language: Int) -> Clause {
            .near(
                NearClause(
                    field: field, span: span.span(inLanguage: language),
                    scorer: scorer(weight: ranks ? boost * span.weight : 0, field: field),
                    statistics: statistics, zone: zone?.ranges))
        }
        if !span.dependsOnLanguage { return clause(0) }
        let found = languages.indices.filter { language in
            span.span(inLanguage: language).mayMatch(partCount: snapshot.parts.count)
        }
        if found.count < 2 { return clause(found.first ?? 0) }
        return .or(found.map(clause))
    }

    private func languageSpans(
        of part: NearPart, _ languages: [LanguageMark], field: Int
    ) throws -> LanguageSpan {
        switch part {
        case .words(let words, _, let exact):
            let terms = try words.map { try self.terms($0, languages, field: field, exact: exact) }
            return .words(terms, weight: terms.reduce(0) { $0 + $1[0].weight.value })
        case .pattern(let pattern, _):
            let span = try spans(of: pattern, field: field)
            return .value(span, weight: span.leastWeight)
        case .sloppy(let words, let slop, _):
            let terms = try words.map { try self.terms($0, languages, field: field, exact: false) }
            return .sloppy(terms, slop: slop, weight: terms.reduce(0) { $0 + $1[0].weight.value })
        case .value(let value):
            let idf = BM25.idf(
                documentFrequency: min(value.documentFrequency, snapshot.documentCount),
                documentCount: snapshot.documentCount)
            let weight = TermWeight(idf: idf, burstiness: 1, field: fieldWeight(field))
            return .value(
                .value(value, try valueSpan(value.facet, value.id, field: field)), weight: weight.value)
        case .any(let parts):
            return .any(try parts.map { try languageSpans(of: $0, languages, field: field) })
        case .near(let parts, let proximities):
            return .near(try parts.map { try languageSpans(of: $0, languages, field: field) }, proximities)
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
            throw QueryError.badProximity(Self.reason(against: query))
        }
    }

    private func words(_ words: [String], _ field: String?, exact: Bool) -> NearPart? {
        let folded = folded(words)
        return folded.isEmpty ? nil : .words(folded, field: field, exact: exact)
    }

    private func value(_ name: String, _ value: String) throws -> FacetClause {
        let (facet, id) = try searcher.resolver.resolve(facet: name, value: value)
        guard snapshot.record.facets[facet].hasMentions || searcher.view(facet).sense != nil else {
            throw QueryError.badProximity(
                "\(name):\(value) is said of whole documents, and so is near no word of theirs; join it by AND."
            )
        }
        return try facetClause(facet, Array(id.utf8))
    }

    private static func reason(against query: Query) -> String {
        switch query {
        case .and:
            "Words joined by AND stand nowhere together: beside NEAR, join them by OR or NEAR, or put a phrase in quotation "
                + "marks."
        case .not: "What is excluded is near nothing: put NOT or - before all that NEAR joins."
        case .within(let zone, _): "Put zone:\(zone) before all that NEAR joins."
        case .spelled:
            "A word after = is looked for by its spelling, not by its place: leave out the = beside NEAR."
        case .numbers: "A range of numbers is near no word; join it by AND."
        case .date, .days: "A date is near no word; join it by AND."
        default: "NEAR joins words, phrases and facet values."
        }
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

/// What gives spans in one field, in each of its languages.
private indirect enum LanguageSpan {
    /// For each word a term for each language, or one alone where it is the same in all.
    case words([[TermClause]], weight: Double)
    case sloppy([[TermClause]], slop: Int, weight: Double)
    case value(SpanClause, weight: Double)
    case any([LanguageSpan])
    case near([LanguageSpan], [Proximity])

    /// That of its words and values together; of alternatives that of the one that weighs least.
    var weight: Double {
        switch self {
        case .words(_, let weight), .sloppy(_, _, let weight), .value(_, let weight): weight
        case .any(let parts): parts.map(\.weight).min() ?? 0
        case .near(let parts, _): parts.reduce(0) { $0 + $1.weight }
        }
    }

    var dependsOnLanguage: Bool {
        switch self {
        case .words(let terms, _), .sloppy(let terms, _, _): terms.contains { $0.count > 1 }
        case .value: false
        case .any(let parts), .near(let parts, _): parts.contains(where: \.dependsOnLanguage)
        }
    }

    func span(inLanguage language: Int) -> SpanClause {
        switch self {
        case .words(let terms, _): .words(terms.map { $0[$0.count == 1 ? 0 : language] })
        case .sloppy(let terms, let slop, _):
            .sloppy(terms.map { $0[$0.count == 1 ? 0 : language] }, slop: slop)
        case .value(let span, _): span
        case .any(let parts): .any(parts.map { $0.span(inLanguage: language) })
        case .near(let parts, let proximities):
            .near(parts.map { $0.span(inLanguage: language) }, proximities)
        }
    }
}
