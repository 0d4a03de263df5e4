internal import IndexCore

/// What stands beside `NEAR`, and where.
struct NearOperand {
    var query: Query
    /// Bytes of the text.
    var place: Range<Int>

    init(_ query: Query, _ place: Range<Int>) { (self.query, self.place) = (query, place) }
}

// What is near each other. What cannot be is joined otherwise, and told.
extension QueryParserRun {
    /// A proximity that is not too far.
    mutating func allowed(_ proximity: Proximity, at place: Range<Int>) -> Proximity {
        let greatest = Proximity.greatestDistance
        if proximity.distance <= greatest { return proximity }
        let name = proximity.isOrdered ? "PRE" : "NEAR"
        tell(
            place, "\(name) allows at most \(greatest) words between.",
            reading: "It is taken for \(name)/\(greatest).",
            fix: "Write \(name)/\(greatest) or less, or AND for anywhere in the article.")
        return Proximity(distance: greatest, isOrdered: proximity.isOrdered)
    }

    /// - Parameter parts: at least two.
    mutating func near(_ parts: [NearOperand], _ proximities: [Proximity]) -> Query {
        let queries = parts.map(\.query)
        let whole =
            parts[0].place
            .lowerBound..<max(parts[0].place.upperBound, parts[parts.count - 1].place.upperBound)
        var (rest, names) = (Query.greatestNearLeafCount, [String]())
        let isDeep = !queries.allSatisfy { $0.countsNearLeaves(down: &rest) }
        if !isDeep { for query in queries { query.collectNearFields(into: &names) } }
        if isDeep || names.count > 1 {
            let read = Query.and(queries)
            tell(
                whole,
                isDeep
                    ? "NEAR joins at most \(Query.greatestNearLeafCount) words, phrases and values."
                    : "What stands in \(names.joined(separator: " and in ")) is never near each other.",
                reading: "It is read as \(shown(read)).",
                fix: isDeep ? "Join some of them by AND." : "Name one field, or join them by AND.")
            return read
        }
        let place = parts.firstIndex { Self.reason(against: $0.query, parser.searcher) != nil }
        guard let place, let reason = Self.reason(against: parts[place].query, parser.searcher) else {
            return .near(queries, proximities)
        }
        var budget = 32
        let read = Self.rejoined(queries, proximities, parser.searcher, &budget)
        tell(parts[place].place, reason, reading: "It is read as \(shown(read)).")
        return read
    }

    /// Parts of which some cannot stand near others: these stand beside them.
    ///
    /// - Parameter budget: how many more may be tried; alternatives multiply.
    private static func rejoined(
        _ parts: [Query], _ proximities: [Proximity], _ searcher: Searcher?, _ budget: inout Int
    ) -> Query {
        guard let bad = parts.firstIndex(where: { reason(against: $0, searcher) != nil }) else {
            return parts.count == 1 ? parts[0] : .near(parts, proximities)
        }
        budget -= 1
        if budget < 0 { return .and(parts) }
        func with(_ part: Query, _ budget: inout Int) -> Query {
            var parts = parts
            parts[bad] = part
            return rejoined(parts, proximities, searcher, &budget)
        }
        func beside(_ query: (inout Int) -> Query, _ budget: inout Int) -> Query {
            var (others, between) = (parts, proximities)
            others.remove(at: bad)
            between.remove(at: max(0, bad - 1))
            return .and([rejoined(others, between, searcher, &budget), query(&budget)])
        }
        let loosened = parts[bad].withoutSpellings
        if loosened != parts[bad] { return with(loosened, &budget) }
        switch parts[bad] {
        case .boosted(let part, _): return with(part, &budget)
        case .within(let zone, let part): return .within(zone: zone, with(part, &budget))
        case .and(let inner): return .and(inner.map { with($0, &budget) })
        case .not(let part):
            if parts.count == 1 { return parts[0] }
            return beside({ .not(with(part, &$0)) }, &budget)
        default:
            if parts.count == 1 { return parts[0] }
            return beside({ _ in parts[bad] }, &budget)
        }
    }

    /// Why a query is near nothing; nil where it may be.
    private static func reason(against query: Query, _ searcher: Searcher?) -> String? {
        switch query {
        case .word, .phrase, .sloppy, .pattern, .near, .nothing: nil
        case .boosted(let part, _): reason(against: part, searcher)
        case .or(let parts): parts.lazy.compactMap { reason(against: $0, searcher) }.first
        case .facet(let name, let value):
            searcher?.standsInWords(name, value) == false ? query.reasonAgainstNear : nil
        case .and, .not, .within, .spelled, .document, .numbers, .date, .days, .all: query.reasonAgainstNear
        }
    }

    /// A query as text; of a long one its beginning.
    private func shown(_ query: Query) -> String {
        // It would not be told.
        if !tellsMore { return "" }
        let text = query.description
        return text.count > 120 ? text.prefix(119) + "…" : text
    }
}

extension Query {
    /// The greatest number of words, phrases and values in what is near each other.
    static var greatestNearLeafCount: Int { 32 }

    /// Takes the number of words, phrases and values in it from another; false where that is too small.
    fileprivate func countsNearLeaves(down rest: inout Int) -> Bool {
        switch self {
        case .near(let parts, _), .or(let parts), .and(let parts):
            return parts.allSatisfy { $0.countsNearLeaves(down: &rest) }
        case .not(let part), .within(_, let part), .boosted(let part, _):
            return part.countsNearLeaves(down: &rest)
        case .word, .phrase, .sloppy, .spelled, .pattern, .facet, .document, .numbers, .date, .days, .all,
            .nothing:
            rest -= 1
            return rest >= 0
        }
    }

    /// Names of fields that words are looked for in, each once.
    fileprivate func collectNearFields(into names: inout [String]) {
        switch self {
        case .word(_, let field?, _), .phrase(_, let field?), .sloppy(_, _, let field?),
            .spelled(_, let field?), .pattern(_, let field?):
            if !names.contains(field) { names.append(field) }
        case .near(let parts, _), .or(let parts), .and(let parts):
            for part in parts { part.collectNearFields(into: &names) }
        case .not(let part), .within(_, let part), .boosted(let part, _): part.collectNearFields(into: &names)
        case .word, .phrase, .sloppy, .spelled, .pattern, .facet, .document, .numbers, .date, .days, .all,
            .nothing:
            break
        }
    }

    /// The same where words are looked for in whatever spelling.
    fileprivate var withoutSpellings: Query {
        switch self {
        case .spelled(let words, let field):
            words.count == 1 ? .word(text: words[0], field: field, exact: true) : .phrase(words, field: field)
        case .or(let parts): .or(parts.map(\.withoutSpellings))
        case .boosted(let part, let boost): .boosted(part.withoutSpellings, boost)
        case .word, .phrase, .sloppy, .pattern, .near, .and, .not, .within, .facet, .document, .numbers,
            .date,
            .days, .all, .nothing:
            self
        }
    }

    /// Why it is near nothing, as a sentence.
    var reasonAgainstNear: String {
        switch self {
        case .and:
            "Words joined by AND stand nowhere together: beside NEAR, join them by OR or NEAR, or put a phrase in quotation "
                + "marks."
        case .not: "What is excluded is near nothing: put NOT or - before all that NEAR joins."
        case .within(let zone, _): "Put zone:\(zone) before all that NEAR joins."
        case .spelled:
            "A word after = is looked for by its spelling, not by its place: leave out the = beside NEAR."
        case .facet(let name, let value) where FacetResolver.ownerOfMembers(value) != nil:
            "\(name):\(value) is asked of whole documents, and so is near no word of theirs; join it by AND."
        case .facet(let name, let value):
            "\(name):\(value) is said of whole documents, and so is near no word of theirs; join it by AND."
        case .numbers: "A range of numbers is near no word; join it by AND."
        case .date, .days: "A date is near no word; join it by AND."
        default: "NEAR joins words, phrases and facet values."
        }
    }
}

extension Searcher {
    /// Whether words of documents name a value; true also for one that is not known.
    func standsInWords(_ name: String, _ value: String) -> Bool {
        guard let facet = try? resolver.resolve(facet: name, value: value, suggests: false).facet else {
            return FacetResolver.ownerOfMembers(value) == nil
        }
        return snapshot.record.facets[facet].hasMentions || view(facet).sense != nil
    }
}
