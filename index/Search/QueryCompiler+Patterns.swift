internal import IndexAnalysis
internal import IndexCore
internal import IndexStorage

/// What looking up patterns may take.
final class CompileLimits {
    /// Asked now and then; once true, what was found by then is all.
    private let isTimeOver: () -> Bool
    /// Bytes that lists of documents may still take.
    private var budget: Int
    /// Whether something was left out.
    private(set) var isPartial = false
    /// Whether what cannot be looked for as it is asked is an error; else it is told, and something near it looked for.
    private var isStrict: Bool
    /// What was looked for otherwise, a sentence or two each.
    private(set) var notes: [String] = []

    init(_ options: SearchOptions = SearchOptions()) {
        isTimeOver = options.isOver ?? { false }
        budget = options.memoryBudget
        isStrict = options.isStrict
    }

    /// Looks up what was not typed as a query: what is wrong with it is an error.
    func strictly<Result>(_ body: () throws(QueryError) -> Result) throws(QueryError) -> Result {
        let wasStrict = isStrict
        defer { isStrict = wasStrict }
        isStrict = true
        return try body()
    }

    /// - Parameter reading: what is looked for instead.
    func tell(_ reason: String, reading: String, or error: QueryError) throws(QueryError) {
        if isStrict { throw error }
        let note = reason + " " + reading
        if !notes.contains(note), notes.count < QueryParser.greatestProblemCount { notes.append(note) }
    }

    /// Ends what is being looked up, as when time is over.
    func end() { isPartial = true }

    /// Whether to end.
    var isOver: Bool {
        if !isPartial, isTimeOver() { isPartial = true }
        return isPartial
    }

    /// Takes bytes from the budget; false where too few are left.
    func take(_ byteCount: Int) -> Bool {
        if byteCount > budget { isPartial = true } else { budget -= byteCount }
        return !isPartial
    }
}

// Words that look like a pattern.
extension QueryCompiler {
    /// Terms that stand for a word that is like another. Source: Lucene's `FuzzyQuery`.
    static let greatestExpansionCount = 50
    /// Words that a pattern beside `NEAR` may stand for.
    private static let greatestNearCount = 1024

    /// - Returns: nil where a pattern asks for nothing.
    func pattern(_ pattern: TermPattern, field: String?) throws -> Clause? {
        guard !limits.isOver, let automaton = try automaton(of: pattern) else { return .nothing }
        if case .edits(let edits, let length) = automaton {
            if length == 0 { return nil }
            return try inFields(field) { try like(edits, length: length, pattern, field: $0) }
        }
        if let zone = zone?.ranges { return try patternInZone(pattern, zone, field: field) }
        let searched = field.map(fields(named:)) ?? zone.map { [$0.field] } ?? searcher.defaultFields
        return .constant(
            ConstantClause(
                name: named(pattern.description, field),
                documents: try documents(of: automaton, fields: searched),
                score: constantScore, marks: searched.map { ($0, automaton) }))
    }

    /// What a match that is only there or not adds to a score.
    var constantScore: Double { ranks ? boost : 0 }

    private func named(_ description: String, _ field: String?) -> String {
        field.map { "\($0):\(description)" } ?? description
    }

    /// Nil for a pattern that cannot be read, which is told.
    private func automaton(of pattern: TermPattern) throws -> PatternAutomaton? {
        do throws(PatternProblem) {
            return try PatternAutomaton(pattern, searcher.tokenizer)
        } catch {
            let reason = "\(pattern.shortDescription): \(error.reason)"
            try limits.tell(reason, reading: "It finds nothing.", or: .badPattern(reason))
            return nil
        }
    }

    /// By segment a bit for each document that has a word which the automaton accepts.
    private func documents(of automaton: PatternAutomaton, fields: [Int]) throws -> [[UInt64]] {
        guard findsDocuments, case .machine(var machine) = automaton else { return emptyBits }
        return try snapshot.parts.map { part throws -> [UInt64] in
            let count = (part.segment.documentCount + 63) / 64
            guard limits.take(8 * count) else { return [] }
            var bits = [UInt64](repeating: 0, count: count)
            for field in fields where !limits.isOver {
                let end = try part.segment.fields[field].insertDocuments(
                    of: &machine, into: &bits, isOver: { limits.isOver })
                if case .tooComplex = end { try giveUp() }
            }
            return bits.contains { $0 != 0 } ? bits : []
        }
    }

    /// Ends the search for the words of a pattern that no automaton can tell apart in reasonable memory.
    private func giveUp() throws {
        let reason = "The pattern stands for too many kinds of words: repeat less, or part it."
        try limits.tell(reason, reading: "Only some of them are found.", or: .badPattern(reason))
        limits.end()
    }

    var emptyBits: [[UInt64]] { Array(repeating: [], count: snapshot.parts.count) }

    /// Words that look so where they stand in a zone: found there before the search.
    private func patternInZone(_ pattern: TermPattern, _ zone: ZoneRanges, field: String?) throws -> Clause? {
        guard let near = try near([.pattern(pattern, field: field)], []) else { return nil }
        return .constant(
            ConstantClause(
                name: "\(named(pattern.description, field)) in the zone \(zone.name)",
                documents: findsDocuments ? try searcher.bits(of: near, limits) : emptyBits,
                score: constantScore,
                marks: try automaton(of: pattern).map { pattern in
                    searcher.defaultFields.map { ($0, pattern) }
                } ?? []))
    }

    // MARK: Words like another

    /// A dictionary term that is like a word.
    private struct Candidate {
        var term: [UInt8]
        var distance: Int
        var documentFrequency: Int
    }

    /// The terms nearest to a word, each with the other forms of it, as words that weigh the less the farther they are.
    ///
    /// All have the weight of the commonest among them: a slip of the pen is rare, and would weigh more than the word.
    private func like(
        _ edits: TermAutomaton, length: Int, _ pattern: TermPattern, field: Int
    ) throws -> Clause {
        var candidates: [[UInt8]: Candidate] = [:]
        var edits = edits
        let isOver = { limits.isOver }
        for part in snapshot.parts where !limits.isOver {
            let terms = try part.segment.fields[field].terms()
            let end = try terms.walk(&edits, isOver: isOver) { term, entry, distance in
                let bytes = term.indices.map { term[$0] }
                candidates[bytes, default: Candidate(term: bytes, distance: distance, documentFrequency: 0)]
                    .documentFrequency += entry.documentFrequency
            }
            if case .tooComplex = end { try giveUp() }
        }
        let nearest = candidates.values.sorted {
            if $0.distance != $1.distance { return $0.distance < $1.distance }
            if $0.documentFrequency != $1.documentFrequency {
                return $0.documentFrequency > $1.documentFrequency
            }
            return $0.term.lexicographicallyPrecedes($1.term)
        }
        var (found, known) = ([(term: [UInt8], entries: [TermEntry?], closeness: Double)](), Set<[UInt8]>())
        for candidate in nearest {
            if found.count == Self.greatestExpansionCount { break }
            let closeness = PatternAutomaton.closeness(candidate.distance, length, candidate.term)
            guard closeness > 0 else { continue }
            let (term, entries) = try look(
                up: candidate.term, field: field, exact: !isOfLanguage(candidate.term))
            guard known.insert(term).inserted else { continue }
            found.append((term, entries, closeness))
        }
        let greatest = found.map { documentFrequency($0.entries) }.max() ?? 0
        let weight = try weight(greatest, field: field)
        let clauses = found.map { found in
            Clause.term(
                term((found.term, found.entries), greatest, weight, field: field, boost: found.closeness))
        }
        return clauses.count == 1 ? clauses[0] : clauses.isEmpty ? .nothing : .or(clauses)
    }

    // MARK: Beside NEAR

    /// The words that a pattern stands for in a field, as spans.
    func spans(of pattern: TermPattern, field: Int) throws -> SpanClause {
        var found: [[UInt8]: FoundTerm] = [:]
        switch try automaton(of: pattern) {
        case nil: break
        case .machine(var machine): try collect(&machine, field: field, into: &found)
        case .edits(var edits, let length):
            try collect(&edits, field: field, into: &found)
            found = found.filter { PatternAutomaton.closeness($0.value.distance, length, $0.key) > 0 }
        }
        return .any(
            try chosen(found, of: pattern).map { term in
                let entries = try searcher.fields[field].entries(of: term)
                let count = documentFrequency(entries)
                let weight = try weight(count, field: field)
                return .words([self.term((term, entries), count, weight, field: field)])
            })
    }

    /// A term that a pattern stands for.
    private struct FoundTerm {
        var distance: Int
        var documentFrequency: Int
    }

    /// All terms, or as many as may stand beside others, the commonest; ascending.
    private func chosen(_ found: [[UInt8]: FoundTerm], of pattern: TermPattern) throws -> [[UInt8]] {
        let ascending = found.sorted { $0.key.lexicographicallyPrecedes($1.key) }
        let greatest = Self.greatestNearCount
        if found.count <= greatest { return ascending.map(\.key) }
        let reason =
            "Beside NEAR, in a phrase and in a zone a pattern may stand for \(greatest) words; "
            + "\(pattern.shortDescription) stands for \(found.count)."
        try limits.tell(
            reason, reading: "The commonest are looked for.",
            or: .badPattern(reason + " Write more of its letters."))
        let commonest = ascending.enumerated().sorted {
            ($1.element.value.documentFrequency, $0.offset) < ($0.element.value.documentFrequency, $1.offset)
        }
        return commonest.prefix(greatest).map { $0.offset }.sorted().map { ascending[$0].key }
    }

    private func collect(
        _ automaton: inout TermAutomaton, field: Int, into found: inout [[UInt8]: FoundTerm]
    ) throws {
        for part in snapshot.parts where !limits.isOver {
            let terms = try part.segment.fields[field].terms()
            let isOver = { limits.isOver || found.count > 1 << 16 }
            let end = try terms.walk(&automaton, isOver: isOver) {
                term, entry, distance in
                found[
                    term.indices.map { term[$0] },
                    default: FoundTerm(distance: distance, documentFrequency: 0)
                ].documentFrequency += entry.documentFrequency
            }
            if case .tooComplex = end { try giveUp() }
        }
    }
}

extension Searcher {
    /// By segment a bit for each document that matches, deleted ones left out.
    func bits(of clause: Clause, _ limits: CompileLimits) throws(StorageError) -> [[UInt64]] {
        var all: [[UInt64]] = []
        for (index, part) in snapshot.parts.enumerated() {
            let count = (part.segment.documentCount + 63) / 64
            guard !limits.isOver, limits.take(8 * count) else {
                all.append([])
                continue
            }
            var bits = [UInt64](repeating: 0, count: count)
            try forEachDocument(of: clause, part: index, limits) { document in
                bits[Int(document) / 64] |= 1 << UInt64(document % 64)
            }
            all.append(bits.contains { $0 != 0 } ? bits : [])
        }
        return all
    }
}
