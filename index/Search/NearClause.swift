internal import IndexAnalysis
internal import IndexCore

/// Stretches of one field near each other, in a zone or anywhere.
struct NearClause: Sendable {
    let field: Int
    let span: SpanClause
    /// Weighs as much as all parts together, or as `proximity` says.
    let scorer: TermScorer
    let statistics: FieldStatistics
    /// Where they have to stand; nil for anywhere.
    var zone: ZoneRanges?
    /// A document needs so many of them of which no two share a word.
    var leastCount: UInt32 = 1
    /// Of two words that are searched for anyway, and only add to the score where they stand close together: the share of
    /// the lighter one's weight that they have.
    var proximity: Double?
}

/// What gives stretches of words in a document: spans.
indirect enum SpanClause: Sendable {
    /// Terms side by side, or one.
    case words([TermClause])
    /// Terms that so many moves by one place bring side by side.
    case sloppy([TermClause], slop: Int)
    /// The words that name a value in a layer.
    case mentions(MentionSpans)
    /// The same of what names a facet value, in the documents that have it.
    case value(FacetClause, SpanClause)
    /// Every span of each.
    case any([SpanClause])
    /// From the first word to the last of those near each other.
    case near([SpanClause], [Proximity])
}

/// Mentions of a value of a layer, with its rank there.
struct MentionSpans: Sendable {
    /// Some of the mentions of one field.
    enum Filter: Sendable {
        /// Those a rule found, by its index in the layer of every segment.
        case rule([UInt16?])
        /// Those that are these words.
        case form(SpanClause)
    }

    /// The value with its list in the layers.
    let value: FacetClause
    let ordinals: [UInt32?]
    /// Of which sense; nil for any.
    var sense: UInt8?
    /// Which of them; nil for all.
    var only: Filter?
    /// Those that are not.
    var except: [Filter] = []
}

extension SpanClause {
    /// Whether a segment holds what a span needs.
    func mayMatch(part: Int) -> Bool {
        switch self {
        case .words(let terms), .sloppy(let terms, _): terms.allSatisfy { $0.entries[part] != nil }
        case .mentions(let mentions): mentions.ordinals[part] != nil
        case .value(let value, let span): !value.lists[part].isEmpty && span.mayMatch(part: part)
        case .any(let parts): parts.contains { $0.mayMatch(part: part) }
        case .near(let parts, _): parts.allSatisfy { $0.mayMatch(part: part) }
        }
    }

    /// Whether some segment does.
    func mayMatch(partCount: Int) -> Bool { (0..<partCount).contains(where: mayMatch(part:)) }

    /// What its least weighty word weighs; 0 where there is none.
    var leastWeight: Double {
        guard case .any(let parts) = self else { return 0 }
        var least: Double?
        for case .words(let terms) in parts {
            for term in terms { least = min(least ?? .infinity, term.weight.value) }
        }
        return least ?? 0
    }

    /// Spans of it that share no word are no more than this in any document of a segment.
    func frequencyBound(part: Int) -> UInt32 {
        switch self {
        case .words(let terms), .sloppy(let terms, _):
            terms.map { $0.entries[part]?.frequencyBound ?? 0 }.min() ?? 0
        case .mentions(let mentions): mentions.ordinals[part] == nil ? 0 : .max
        case .value(let value, let span): value.lists[part].isEmpty ? 0 : span.frequencyBound(part: part)
        case .any(let parts):
            UInt32(clamping: parts.reduce(0 as UInt64) { $0 + UInt64($1.frequencyBound(part: part)) })
        case .near(let parts, _): parts.map { $0.frequencyBound(part: part) }.min() ?? 0
        }
    }

    /// As a query would say it.
    func description(facetNames: [String]) -> String {
        func joined(_ parts: [SpanClause], _ separator: (Int) -> String) -> String {
            parts.enumerated().reduce("") {
                $0 + ($1.offset == 0 ? "" : separator($1.offset - 1))
                    + $1.element.description(facetNames: facetNames)
            }
        }
        func name(_ value: FacetClause) -> String {
            "\(facetNames[value.facet]):\(String(decoding: value.id, as: UTF8.self))"
        }
        switch self {
        case .words(let terms):
            return "‘" + terms.map { TermForm($0.term).displayText }.joined(separator: " ") + "’"
        case .sloppy(let terms, let slop):
            return "‘" + terms.map { TermForm($0.term).displayText }.joined(separator: " ") + "’~\(slop)"
        case .mentions(let mentions): return name(mentions.value)
        case .value(let value, _): return name(value)
        case .any(let parts): return "(" + joined(parts) { _ in " OR " } + ")"
        case .near(let parts, let proximities):
            return joined(parts) { index in
                let proximity = proximities[index]
                return proximity == .adjacent
                    ? " " : " \(proximity.isOrdered ? "PRE" : "NEAR")/\(proximity.distance) "
            }
        }
    }
}
