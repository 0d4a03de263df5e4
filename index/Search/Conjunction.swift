/// A query that says of each document only: in all of these lists, in one of those, in none of a third kind, better if in
/// some others.
///
/// Lists are indices among the cursors of a segment's search, phrases among its phrases.
struct Conjunction: ~Copyable {
    /// The rarest first; those of phrases are among them.
    private(set) var required: [Int] = []
    /// One of them must hold a document; empty where none has to.
    private(set) var alternatives: [Int] = []
    private(set) var optional: [Int] = []
    private(set) var excluded: [Int] = []
    private(set) var phrases: [Int] = []
    /// Days since 1970-01-01, both included.
    private(set) var days: [ClosedRange<Int32>] = []
    /// What scores, in the order of the query.
    private(set) var scored: [Scored] = []

    enum Scored: Equatable {
        case list(Int)
        case phrase(Int)
    }

    /// The query of a segment's search; nil for one of another shape.
    init?(_ search: SegmentSearch) {
        required.reserveCapacity(search.cursors.count)
        scored.reserveCapacity(search.cursors.count)
        let root = search.nodes[search.root].kind
        let parts = if case .and(let children, _) = root { children } else { [search.root] }
        for part in parts where !add(part, of: search) { return nil }
        let frequency = { search.cursors[$0].documentFrequency }
        required.sort { frequency($0) < frequency($1) }
        guard let lead = required.first else { return nil }
        if alternatives.isEmpty { return }
        // Above this share, going through the alternatives by windows is faster.
        if frequency(lead) * 8 > alternatives.reduce(0, { $0 + frequency($1) }) { return nil }
    }

    /// Whether a document matches as soon as it stands in one list.
    var isOneList: Bool {
        required.count == 1 && alternatives.isEmpty && excluded.isEmpty && days.isEmpty
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
            required += search.phrases[phrase].lists.map(\.cursorIndex)
        case .days(let range): days.append(range)
        case .all: break
        case .not(let child): return exclude(child, of: search)
        case .or(let children): return addAny(children, of: search)
        case .near, .spelled, .constant, .and, .nothing: return false
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

    /// One of some terms, or, beside `all`, terms that only score.
    private mutating func addAny(_ children: [Int], of search: SegmentSearch) -> Bool {
        var (lists, matchesAll) = ([Int](), false)
        for child in children {
            switch search.nodes[child].kind {
            case .term(let cursor): lists.append(cursor)
            case .all: matchesAll = true
            case .nothing: break
            default: return false
            }
        }
        scored += lists.map(Scored.list)
        if matchesAll {
            optional += lists
        } else if lists.count == 1 {
            required += lists
        } else if alternatives.isEmpty, !lists.isEmpty {
            alternatives = lists
        } else {
            return false
        }
        return true
    }
}
