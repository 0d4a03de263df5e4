internal import IndexCore

/// A query with every name looked up: what all segments are searched for.
///
/// The score of a document is the sum, in the order of the tree, of the scores of the terms and phrases that match it
/// and all of whose ancestors match it. Nothing below `not` scores.
enum Clause: Sendable {
    case term(TermClause)
    case phrase(PhraseClause)
    case near(NearClause)
    case facet(FacetClause)
    case constant(ConstantClause)
    indirect case spelled(SpelledClause)
    /// Days since 1970-01-01, both included.
    case days(ClosedRange<Int32>)
    case and([Clause])
    case or([Clause])
    indirect case not(Clause)
    case all
    case nothing
}

extension Clause {
    /// Whether a segment holds what a match needs; told from the entries alone, so that small segments cost little.
    func mayMatch(part: Int) -> Bool {
        switch self {
        case .term(let term): term.entries[part] != nil
        case .phrase(let phrase):
            phrase.terms.allSatisfy { $0.entries[part] != nil }
                && phrase.zone.map { $0.entries[part] != nil } ?? true
        case .near(let near):
            near.span.mayMatch(part: part) && near.zone.map { $0.entries[part] != nil } ?? true
        case .facet(let facet): !facet.lists[part].isEmpty
        case .constant(let constant): !constant.documents[part].isEmpty
        case .spelled(let spelled): spelled.holders.mayMatch(part: part)
        case .and(let parts): parts.allSatisfy { $0.mayMatch(part: part) }
        case .or(let parts): parts.contains { $0.mayMatch(part: part) }
        case .days, .not, .all: true
        case .nothing: false
        }
    }
}

extension Clause {
    /// Whether some of what it matches has a score.
    var scores: Bool {
        switch self {
        case .term, .phrase, .near, .spelled: true
        case .constant(let constant): constant.score > 0
        case .and(let parts), .or(let parts): parts.contains(where: \.scores)
        case .facet, .days, .not, .all, .nothing: false
        }
    }

    /// How many documents of a part match, where that is known without looking.
    func knownCount(in snapshot: Snapshot, part index: Int) -> Int? {
        guard snapshot.parts[index].deletes == nil else { return nil }
        switch self {
        case .term(let term): return term.entries[index]?.documentFrequency ?? 0
        case .facet(let facet): return facet.lists[index].documentFrequency
        case .all: return snapshot.parts[index].segment.documentCount
        case .nothing: return 0
        default: return nil
        }
    }
}

/// A term of one field, with its entry in every segment.
///
/// A class, as clauses are handed around more than they are made.
final class TermClause: Sendable {
    let field: Int
    /// Dictionary bytes: a surface form or a stem.
    let term: [UInt8]
    /// For each segment, nil where the term does not occur.
    let entries: [TermEntry?]
    let documentFrequency: Int
    let statistics: FieldStatistics
    let weight: TermWeight
    let scorer: TermScorer

    init(
        field: Int, term: [UInt8], entries: [TermEntry?], documentFrequency: Int,
        statistics: FieldStatistics, weight: TermWeight, scorer: TermScorer
    ) {
        self.field = field
        self.term = term
        self.entries = entries
        self.documentFrequency = documentFrequency
        self.statistics = statistics
        self.weight = weight
        self.scorer = scorer
    }
}

/// Terms of one field that stand side by side, or one, in a zone or anywhere.
struct PhraseClause: Sendable {
    let field: Int
    let terms: [TermClause]
    let scorer: TermScorer
    /// Where they have to stand; nil for anywhere.
    var zone: ZoneRanges?
}

/// The ranges of positions that a zone takes of a field, with their entry in every segment.
struct ZoneRanges: Sendable {
    let name: String
    /// That holds them.
    let field: Int
    let entries: [TermEntry?]
}

extension Clause {
    /// The same words within a zone of their field.
    func within(_ zone: ZoneRanges) -> Clause {
        switch self {
        case .term(let term):
            .phrase(PhraseClause(field: term.field, terms: [term], scorer: term.scorer, zone: zone))
        case .phrase(let phrase):
            .phrase(
                PhraseClause(field: phrase.field, terms: phrase.terms, scorer: phrase.scorer, zone: zone))
        case .and(let parts): .and(parts.map { $0.within(zone) })
        case .or(let parts): .or(parts.map { $0.within(zone) })
        case .not(let part): .not(part.within(zone))
        // One is made for its zone.
        case .near, .spelled, .facet, .constant, .days, .all, .nothing: self
        }
    }
}

/// A value of a facet, with its list in every segment.
struct FacetClause: Sendable {
    enum List: Sendable {
        case empty
        /// In the layer.
        case layer(TermEntry)
        /// Made when the index was searched.
        case memory(TermPostings)

        var documentFrequency: Int {
            switch self {
            case .empty: 0
            case .layer(let entry): entry.documentFrequency
            case .memory(let postings): postings.list.documentFrequency
            }
        }

        var isEmpty: Bool { if case .empty = self { true } else { false } }
    }

    /// Index among the facets of the commit.
    let facet: Int
    let id: [UInt8]
    let lists: [List]

    var documentFrequency: Int { lists.reduce(0) { $0 + $1.documentFrequency } }
}
