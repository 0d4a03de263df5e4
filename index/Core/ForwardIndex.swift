/// For each document the numbers of its terms, without how often and where.
struct ForwardIndex: Sendable {
    /// The terms of document `d` are `terms[starts[d]..<starts[d + 1]]`.
    let starts: [UInt64]
    /// Each below `termCount`; never empty.
    let terms: [UInt32]
    /// At least 1.
    let termCount: Int

    var documentCount: Int { starts.count - 1 }

    /// - Parameters:
    ///   - counts: how many terms each document has.
    ///   - fill: calls its argument with every document and term, for each document as often as counted.
    init<Failure>(
        counts: [UInt32], termCount: Int,
        fill: (_ append: (_ document: UInt32, _ term: UInt32) -> Void) throws(Failure) -> Void
    ) throws(Failure) {
        var next: [UInt64] = []
        next.reserveCapacity(counts.count + 1)
        var sum: UInt64 = 0
        for count in counts {
            next.append(sum)
            sum += UInt64(count)
        }
        next.append(sum)
        let starts = next
        var terms = [UInt32](repeating: 0, count: Int(sum) + 1)
        try fill { document, term in
            precondition(term < termCount, "term \(term) of \(termCount)")
            precondition(next[Int(document)] < starts[Int(document) + 1], "more terms than were counted")
            terms[Int(next[Int(document)])] = term
            next[Int(document)] += 1
        }
        self.starts = starts
        self.terms = terms
        self.termCount = max(1, termCount)
    }
}
