extension Query {
    /// How many leaves one query has at most: each takes a list, and working memory for it, in every segment.
    package static let greatestLeafCount = 4096

    /// How many words, patterns, values, ranges and the like it asks for.
    package var leafCount: Int {
        switch self {
        case .phrase(let words, _), .sloppy(let words, _, _), .spelled(let words, _): words.count
        case .near(let parts, _), .and(let parts), .or(let parts): parts.reduce(0) { $0 + $1.leafCount }
        case .not(let part), .within(_, let part), .boosted(let part, _): part.leafCount
        case .word, .pattern, .facet, .document, .numbers, .date, .days, .all, .nothing: 1
        }
    }

    /// The query of its first leaves; nil where none is left.
    ///
    /// - Parameter left: how many leaves may still be taken.
    fileprivate func taking(_ left: inout Int) -> Query? {
        if left == 0 { return nil }
        switch self {
        case .phrase(let words, let field): return .phrase(Self.taking(&left, of: words), field: field)
        case .sloppy(let words, let slop, let field):
            let kept = Self.taking(&left, of: words)
            return kept.count > 1
                ? .sloppy(kept, slop: slop, field: field) : .phrase(kept, field: field)
        case .spelled(let words, let field): return .spelled(Self.taking(&left, of: words), field: field)
        case .near(let parts, let proximities):
            let kept = parts.compactMap { $0.taking(&left) }
            return kept.count > 1 ? .near(kept, Array(proximities.prefix(kept.count - 1))) : kept.first
        case .and(let parts):
            let kept = parts.compactMap { $0.taking(&left) }
            return kept.count == 1 ? kept[0] : .and(kept)
        case .or(let parts):
            let kept = parts.compactMap { $0.taking(&left) }
            return kept.count == 1 ? kept[0] : .or(kept)
        case .not(let part): return part.taking(&left).map { .not($0) }
        case .within(let zone, let part): return part.taking(&left).map { .within(zone: zone, $0) }
        case .boosted(let part, let boost): return part.taking(&left).map { .boosted($0, boost) }
        case .word, .pattern, .facet, .document, .numbers, .date, .days, .all, .nothing:
            left -= 1
            return self
        }
    }

    private static func taking(_ left: inout Int, of words: [String]) -> [String] {
        let kept = Array(words.prefix(left))
        left -= kept.count
        return kept
    }
}

extension ParsedQuery {
    /// The same of as many leaves as a query may have; that there are more is told at the end of its text.
    func cut(textByteCount: Int) -> ParsedQuery {
        let count = query.leafCount
        if count <= Query.greatestLeafCount { return self }
        var left = Query.greatestLeafCount
        let problem = QueryProblem(
            textByteCount..<textByteCount,
            "A query has at most \(Query.greatestLeafCount) words, not \(count).", fix: "Leave some out.")
        return ParsedQuery(query.taking(&left) ?? .nothing, problems: problems + [problem])
    }
}
