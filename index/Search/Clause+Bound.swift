internal import IndexCore
internal import IndexStorage

extension Clause {
    /// A score that no document of a segment exceeds but by rounding, told from the entries alone: so that a small segment
    /// costs little where the best documents are known to be elsewhere.
    ///
    /// - Parameter leastNorm: of a field in the segment.
    func scoreBound(
        part: Int, leastNorm: (Int) throws(StorageError) -> UInt8
    ) throws(StorageError) -> Double {
        switch self {
        case .term(let term):
            guard let entry = term.entries[part] else { return 0 }
            return term.scorer.score(
                frequency: entry.frequencyBound, norm: try leastNorm(term.field))
        case .phrase(let phrase):
            var frequency = UInt32.max
            for term in phrase.terms {
                guard let entry = term.entries[part] else { return 0 }
                frequency = min(frequency, entry.frequencyBound)
            }
            return phrase.scorer.score(frequency: frequency, norm: try leastNorm(phrase.field))
        case .near(let near):
            let frequency = near.span.frequencyBound(part: part)
            if frequency == 0 { return 0 }
            return near.scorer.score(frequency: frequency, norm: try leastNorm(near.field))
        case .and(let clauses), .or(let clauses):
            var sum = 0.0
            for clause in clauses { sum += try clause.scoreBound(part: part, leastNorm: leastNorm) }
            return sum
        case .spelled(let spelled):
            return try spelled.holders.scoreBound(part: part, leastNorm: leastNorm) > 0
                ? spelled.scorer.weight : 0
        case .constant(let constant): return constant.documents[part].isEmpty ? 0 : constant.score
        case .facet, .days, .not, .all, .nothing: return 0
        }
    }
}

extension TermEntry {
    /// What the frequency in a document may be at most: the others have one each.
    var frequencyBound: UInt32 {
        UInt32(clamping: totalFrequency - UInt64(documentFrequency) + 1)
    }
}
