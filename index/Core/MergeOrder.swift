package import IndexStorage

/// In what order merged documents stand; it decides which of equal scores comes first, and how small lists are.
package enum MergeOrder: Sendable {
    /// As in the segments.
    case unchanged
    /// Documents with the same words side by side.
    case similarity
    /// The newest first, those without a date last; documents of one day as in the segments.
    case newestFirst
}

/// What ordering documents may take.
package struct MergeLimits: Sendable {
    package var threadCount: Int
    /// For what is held beside what is written, about.
    package var memoryBudgetBytes: Int

    package init(threadCount: Int = 1, memoryBudgetBytes: Int = 1 << 30) {
        self.threadCount = threadCount
        self.memoryBudgetBytes = memoryBudgetBytes
    }
}

extension SegmentMerger {
    /// Gives documents an order.
    ///
    /// - Parameter didOrder: called on worker threads with the work done and to do, in no unit.
    /// - Returns: false when they have it already.
    package mutating func reorder(
        _ order: MergeOrder, _ limits: MergeLimits, didOrder: @Sendable (Int, Int) -> Void
    ) throws(StorageError) -> Bool {
        let documents: [UInt32]
        switch order {
        case .unchanged: return false
        case .newestFirst: documents = try newestFirst()
        case .similarity:
            let bisection = GraphBisection(try forwardIndex(limits))
            documents = try bisection.order(threadCount: limits.threadCount, didDivide: didOrder)
        }
        if documents.elementsEqual(0..<UInt32(documentCount)) { return false }
        reorder(documents, memoryBudgetBytes: limits.memoryBudgetBytes)
        return true
    }

    private func newestFirst() throws(StorageError) -> [UInt32] {
        var columns: [DateColumn] = []
        for input in inputs { columns.append(try input.segment.dates()) }
        let dates = origins.map { columns[Int($0.input)][$0.document] }
        return (0..<UInt32(documentCount)).sorted { ($1.date(dates), $0) < ($0.date(dates), $1) }
    }

    /// The terms by which documents are compared: the surface forms of all fields that are neither in few documents
    /// nor in many.
    ///
    /// Where memory does not hold them all, the rarest are left out.
    func forwardIndex(
        _ limits: MergeLimits, leastFrequency: Int = 32
    ) throws(StorageError) -> ForwardIndex {
        var terms = ComparedTerms()
        for field in inputs[0].segment.fields.indices {
            var cursors = try SurfaceCursors(inputs.map { $0.segment.fields[field] })
            var (term, lists) = ([UInt8](), [(input: Int, entry: TermEntry)]())
            while try cursors.next(&term, &lists) {
                let frequency = lists.reduce(0) { $0 + $1.entry.documentFrequency }
                guard frequency >= leastFrequency, frequency <= documentCount / 8 else { continue }
                terms.append(lists, field: field, frequency: frequency)
            }
        }
        let fixed = documentCount * 48 + terms.count * 16 * limits.threadCount
        terms.keepMostFrequent(postingCount: (limits.memoryBudgetBytes - fixed) / 4)
        var counts = [UInt32](repeating: 0, count: documentCount)
        try terms.forEachPosting(self) { document, _ in counts[Int(document)] += 1 }
        return try ForwardIndex(counts: counts, termCount: terms.count) { append throws(StorageError) in
            try terms.forEachPosting(self, append)
        }
    }
}

extension UInt32 {
    fileprivate func date(_ dates: [Int32]) -> Int32 { dates[Int(self)] }
}

/// Terms and where their lists lie.
private struct ComparedTerms {
    private struct List {
        var term: Int
        var input: Int
        var field: Int
        var entry: TermEntry
    }

    private var lists: [List] = []
    private var frequencies: [Int] = []

    var count: Int { frequencies.count }

    mutating func append(_ entries: [(input: Int, entry: TermEntry)], field: Int, frequency: Int) {
        for (input, entry) in entries {
            lists.append(List(term: frequencies.count, input: input, field: field, entry: entry))
        }
        frequencies.append(frequency)
    }

    /// Leaves rare terms out, until there are no more postings than this.
    mutating func keepMostFrequent(postingCount: Int) {
        var left = postingCount
        var least = 0
        for frequency in frequencies.sorted(by: >) {
            left -= frequency
            if left < 0 {
                least = frequency + 1
                break
            }
        }
        if least == 0 { return }
        var numbers = [Int?](repeating: nil, count: frequencies.count)
        var kept: [Int] = []
        for (term, frequency) in frequencies.enumerated() where frequency >= least {
            numbers[term] = kept.count
            kept.append(frequency)
        }
        frequencies = kept
        lists = lists.compactMap { list in
            numbers[list.term].map { List(term: $0, input: list.input, field: list.field, entry: list.entry) }
        }
    }

    /// Calls `visit` with the numbers of every document and term.
    func forEachPosting(
        _ merger: SegmentMerger, _ visit: (UInt32, UInt32) -> Void
    ) throws(StorageError) {
        for list in lists {
            let numbers = merger.numbers[list.input]
            try merger.inputs[list.input].segment.fields[list.field].forEachDocument(of: list.entry) {
                let number = numbers[Int($0)]
                if number != .max { visit(number, UInt32(list.term)) }
            }
        }
    }
}
