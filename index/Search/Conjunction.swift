/// A query that says of each document only: in all of these lists, in none of those, better if in some others.
///
/// Lists are indices among the cursors of a segment's search, phrases among its phrases.
struct Conjunction {
    /// The rarest first; the terms of phrases are among them.
    var required: [Int] = []
    var optional: [Int] = []
    var excluded: [Int] = []
    var phrases: [Int] = []
    /// Days since 1970-01-01, both included.
    var days: [ClosedRange<Int32>] = []
    /// What scores, in the order of the query.
    var scored: [Scored] = []

    enum Scored: Equatable {
        case list(Int)
        case phrase(Int)
    }

    /// The query of a segment's search; nil for one of another shape.
    init?(_ search: SegmentSearch) {
        let root = search.nodes[search.root].kind
        let parts = if case .and(let children, _) = root { children } else { [search.root] }
        for part in parts where !add(part, of: search) { return nil }
        if required.isEmpty { return nil }
        required.sort { search.cursors[$0].documentFrequency < search.cursors[$1].documentFrequency }
    }

    /// - Returns: false for a node that does not fit.
    private mutating func add(_ node: Int, of search: SegmentSearch) -> Bool {
        switch search.nodes[node].kind {
        case .term(let cursor):
            required.append(cursor)
            scored.append(.list(cursor))
        case .facet(let cursor): required.append(cursor)
        case .phrase(let phrase):
            phrases.append(phrase)
            scored.append(.phrase(phrase))
            required += search.phrases[phrase].terms.map(\.cursorIndex)
        case .days(let range): days.append(range)
        case .all: break
        case .not(let child): return exclude(child, of: search)
        case .or(let children): return addOptional(children, of: search)
        case .and, .nothing: return false
        }
        return true
    }

    private mutating func exclude(_ node: Int, of search: SegmentSearch) -> Bool {
        switch search.nodes[node].kind {
        case .term(let cursor), .facet(let cursor): excluded.append(cursor)
        case .nothing: break
        default: return false
        }
        return true
    }

    /// Terms beside `all` only score.
    private mutating func addOptional(_ children: [Int], of search: SegmentSearch) -> Bool {
        var matchesAll = false
        for child in children {
            switch search.nodes[child].kind {
            case .term(let cursor):
                optional.append(cursor)
                scored.append(.list(cursor))
            case .all: matchesAll = true
            case .nothing: break
            default: return false
            }
        }
        return matchesAll
    }
}
