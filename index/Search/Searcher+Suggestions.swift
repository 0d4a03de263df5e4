internal import IndexAnalysis
internal import IndexCore
internal import IndexStorage

/// A word of the index that another may have been meant for.
package struct SimilarWord: Equatable, Sendable {
    package var word: String
    /// Edits between them.
    package var distance: Int
    /// Documents that have it.
    package var documentCount: Int
}

extension Searcher {
    /// The words of a query that no document has, as they are written: neither themselves nor in another form.
    package func unknownWords(of query: Query, language: String? = nil) throws(QueryError) -> [String] {
        var unknown: [String] = []
        for word in query.plainWords where !unknown.contains(word.text) {
            let clause = try compile(
                .word(text: word.text, field: word.field, exact: false), RankingModel(), ranks: false,
                language: language)
            if !snapshot.parts.indices.contains(where: clause.mayMatch(part:)) { unknown.append(word.text) }
        }
        return unknown
    }

    /// How many documents have a word, in whichever form; of several fields the one where most do.
    package func documentCount(ofWord word: String, language: String? = nil) throws(QueryError) -> Int {
        let clause = try compile(
            .word(text: word, field: nil, exact: false), RankingModel(), ranks: false, language: language)
        return clause.greatestDocumentFrequency
    }

    /// Words that are like one, the nearest first, of equally near ones the commonest.
    ///
    /// - Parameter limit: at most so many.
    /// - Complexity: as of a fuzzy search.
    package func words(
        like text: String, limit: Int, isOver: () -> Bool = { false }
    ) throws(QueryError) -> [SimilarWord] {
        let word = tokenizer.fold(Array(text.utf8))
        let length = word.count { $0 & 0xC0 != 0x80 }
        // A short word has no other that is surely meant.
        guard length > 2, length <= EditStates.greatestLength else { return [] }
        var automaton = TermAutomaton(
            EditStates(word, distance: min(2, TermPattern.usualDistance(ofLength: length))))
        var found: [String: SimilarWord] = [:]
        do throws(StorageError) {
            for part in snapshot.parts {
                for field in defaultFields {
                    let terms = try part.segment.fields[field].terms()
                    _ = try terms.walk(&automaton, isOver: isOver) { term, entry, distance in
                        let text = Self.text(of: term)
                        found[text, default: SimilarWord(word: text, distance: distance, documentCount: 0)]
                            .documentCount += entry.documentFrequency
                    }
                }
            }
        } catch {
            throw .storage(error)
        }
        return Array(
            found.values.sorted {
                ($0.distance, -$0.documentCount, $0.word) < ($1.distance, -$1.documentCount, $1.word)
            }.prefix(limit))
    }

    /// Words that begin so, the commonest first.
    ///
    /// A word of several segments or fields is among the commonest of one of them, or is not found.
    ///
    /// - Parameters:
    ///   - field: where they stand; nil for the fields that plain words search.
    ///   - limit: at most so many.
    package func words(
        beginning text: String, field: Int? = nil, limit: Int, isOver: () -> Bool = { false }
    ) throws(QueryError) -> [SimilarWord] {
        var counts: [String: Int] = [:]
        do {
            guard case .machine(var machine) = try PatternAutomaton(.prefix(text), tokenizer) else {
                return []
            }
            for part in snapshot.parts {
                for field in field.map({ [$0] }) ?? defaultFields {
                    var common = CommonTerms(count: 8 * limit)
                    let terms = try part.segment.fields[field].terms()
                    _ = try terms.walk(&machine, isOver: isOver) { term, entry, _ in
                        common.insert(term, documentFrequency: entry.documentFrequency)
                    }
                    for (term, documentFrequency) in common.terms {
                        counts[Self.text(of: term.span), default: 0] += documentFrequency
                    }
                }
            }
        } catch let error as StorageError {
            throw .storage(error)
        } catch {
            return []
        }
        let best = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(limit)
        return best.map { SimilarWord(word: $0.key, distance: 0, documentCount: $0.value) }
    }

    private static func text(of term: Span<UInt8>) -> String {
        var bytes = term.indices.map { term[$0] }
        // Its language is no part of it.
        if let last = bytes.last, last < 0x20 { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// The terms of most documents among many.
private struct CommonTerms {
    private(set) var terms: [(term: [UInt8], documentFrequency: Int)] = []
    private let count: Int
    /// Terms of fewer documents are none of them.
    private var least = 0

    init(count: Int) { self.count = count }

    /// - Complexity: amortized O(log count); what is left out costs nothing.
    mutating func insert(_ term: Span<UInt8>, documentFrequency: Int) {
        guard documentFrequency >= least else { return }
        terms.append((term.indices.map { term[$0] }, documentFrequency))
        guard terms.count >= 2 * count else { return }
        terms.sort { $0.documentFrequency > $1.documentFrequency }
        terms.removeLast(terms.count - count)
        least = terms.last?.documentFrequency ?? 0
    }
}

extension Clause {
    /// Of its terms that of the commonest.
    fileprivate var greatestDocumentFrequency: Int {
        switch self {
        case .term(let term): term.documentFrequency
        case .phrase(let phrase): phrase.terms.map(\.documentFrequency).min() ?? 0
        case .and(let parts), .or(let parts): parts.map(\.greatestDocumentFrequency).max() ?? 0
        default: 0
        }
    }
}

extension Query {
    /// The words that are looked for as they are, with their fields.
    fileprivate var plainWords: [(text: String, field: String?)] {
        switch self {
        case .word(let text, let field, _): [(text, field)]
        case .phrase(let words, let field), .sloppy(let words, _, let field): words.map { ($0, field) }
        case .and(let parts), .or(let parts), .near(let parts, _): parts.flatMap(\.plainWords)
        case .within(_, let part), .boosted(let part, _): part.plainWords
        case .not, .spelled, .pattern, .facet, .document, .numbers, .date, .days, .all, .nothing: []
        }
    }
}
