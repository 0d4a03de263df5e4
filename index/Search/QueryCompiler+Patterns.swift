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

    init(isOver: (() -> Bool)?, memoryBudget: Int) {
        isTimeOver = isOver ?? { false }
        budget = memoryBudget
    }

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
        let automaton = try automaton(of: pattern)
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

    private func automaton(of pattern: TermPattern) throws -> PatternAutomaton {
        do throws(PatternProblem) {
            return try PatternAutomaton(pattern, searcher.tokenizer)
        } catch {
            throw QueryError.badPattern("\(pattern.description): \(error.reason)")
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
                if case .tooComplex = end { throw Self.tooComplex }
            }
            return bits.contains { $0 != 0 } ? bits : []
        }
    }

    private static var tooComplex: QueryError {
        .badPattern("The pattern stands for too many kinds of words: repeat less, or part it.")
    }

    var emptyBits: [[UInt64]] { Array(repeating: [], count: snapshot.parts.count) }

    /// Words that look so where they stand in a zone: found there before the search.
    private func patternInZone(_ pattern: TermPattern, _ zone: ZoneRanges, field: String?) throws -> Clause? {
        guard let near = try near([.pattern(pattern, field: field)], []) else { return nil }
        return .constant(
            ConstantClause(
                name: "\(named(pattern.description, field)) in the zone \(zone.name)",
                documents: findsDocuments ? try searcher.bits(of: near) : emptyBits, score: constantScore,
                marks: try searcher.defaultFields.map { ($0, try automaton(of: pattern)) }))
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
            if case .tooComplex = end { throw Self.tooComplex }
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
        var found: [[UInt8]: Int] = [:]
        switch try automaton(of: pattern) {
        case .machine(var machine): try collect(&machine, field: field, into: &found)
        case .edits(var edits, let length):
            try collect(&edits, field: field, into: &found)
            found = found.filter { PatternAutomaton.closeness($0.value, length, $0.key) > 0 }
        }
        guard found.count <= Self.greatestNearCount else {
            throw QueryError.badPattern(
                "Beside NEAR, in a phrase and in a zone a pattern may stand for \(Self.greatestNearCount) words; "
                    + "\(pattern.description) stands for \(found.count). Write more of its letters.")
        }
        let terms = found.keys.sorted { $0.lexicographicallyPrecedes($1) }
        return .any(
            try terms.map { term in
                let entries = try searcher.fields[field].entries(of: term)
                let count = documentFrequency(entries)
                let weight = try weight(count, field: field)
                return .words([self.term((term, entries), count, weight, field: field)])
            })
    }

    private func collect(
        _ automaton: inout TermAutomaton, field: Int, into found: inout [[UInt8]: Int]
    ) throws {
        for part in snapshot.parts where !limits.isOver {
            let terms = try part.segment.fields[field].terms()
            let isOver = { limits.isOver || found.count > 1 << 16 }
            let end = try terms.walk(&automaton, isOver: isOver) {
                term, _, distance in
                found[term.indices.map { term[$0] }] = distance
            }
            if case .tooComplex = end { throw Self.tooComplex }
        }
    }
}

extension Searcher {
    /// By segment a bit for each document that matches, deleted ones left out.
    func bits(of clause: Clause) throws(StorageError) -> [[UInt64]] {
        var all: [[UInt64]] = []
        for (index, part) in snapshot.parts.enumerated() {
            let found = try documents(of: clause, part: index)
            var bits = [UInt64](
                repeating: 0, count: found.isEmpty ? 0 : (part.segment.documentCount + 63) / 64)
            for document in found { bits[Int(document) / 64] |= 1 << UInt64(document % 64) }
            all.append(bits)
        }
        return all
    }
}
