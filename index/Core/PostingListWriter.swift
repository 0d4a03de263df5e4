/// Writes one posting list, a block at a time, and with it the positions; use it again for the next list.
package struct PostingListWriter {
    private let pending = PendingPostings()
    private var directory = BlockDirectory()
    private var impacts: [UInt8] = []
    private var blocks: [UInt8] = []
    private var chunks: [UInt8] = []
    private var lastDocument = UInt32.max
    package private(set) var documentFrequency = 0
    package private(set) var totalFrequency: UInt64 = 0

    package init() {}

    /// Adds a posting without positions; documents ascend and stay below `UInt32.max`.
    package mutating func append(document: UInt32, frequency: UInt32, norm: UInt8) {
        precondition(document < .max, "document numbers end at \(UInt32.max - 1)")
        precondition(frequency >= 1, "a posting without an occurrence")
        pending.append(document: document, frequency: frequency, norm: norm, after: lastDocument)
        documentFrequency += 1
        totalFrequency += UInt64(frequency)
        if pending.count == blockLength { flush() }
    }

    /// Adds the documents and positions of occurrences, which are `document << 32 | position` and ascend.
    ///
    /// - Parameter norms: one for each document.
    mutating func append(_ occurrences: [UInt64], _ range: Range<Int>, norms: [UInt8]) {
        var start = range.lowerBound
        totalFrequency += UInt64(range.count)
        while start < range.upperBound {
            let before = pending.count
            start += pending.append(occurrences, start..<range.upperBound, norms: norms)
            documentFrequency += pending.count - before
            if pending.count == blockLength { flush() }
        }
    }

    /// Copies a list of a segment with new document numbers.
    ///
    /// - Parameter norms: one for each new number.
    /// - Returns: false when the list is damaged.
    mutating func append(
        _ source: PendingPostings.Source, _ renumbering: PendingPostings.Renumbering, norms: [UInt8]
    ) -> Bool {
        guard let kept = pending.append(source, renumbering, norms: norms, flush: { flush() }) else {
            return false
        }
        documentFrequency += kept.postings
        totalFrequency += UInt64(kept.occurrences)
        return true
    }

    /// Appends the list, which holds at least one posting, with its positions, and starts anew.
    package mutating func finish(into lists: inout ListSections) -> TermEntry {
        precondition(documentFrequency > 0, "a posting list without postings")
        var entry = TermEntry(
            documentFrequency: documentFrequency, totalFrequency: totalFrequency, postings: 0..<0,
            positions: 0..<0)
        if entry.isInlined {
            pending.encodeTail()
            let start = lists.inlined.count
            pending.appendBlock(to: &lists.inlined)
            entry.postings = start..<lists.inlined.count
            pending.appendChunk(to: &lists.inlined)
            entry.positions = entry.postings.upperBound..<lists.inlined.count
            pending.removeEncoded()
        } else {
            let (postingsStart, positionsStart) = (lists.postings.count, lists.positions.count)
            append(to: &lists)
            entry.postings = postingsStart..<lists.postings.count
            entry.positions = positionsStart..<lists.positions.count
        }
        lastDocument = .max
        documentFrequency = 0
        totalFrequency = 0
        return entry
    }

    private mutating func append(to lists: inout ListSections) {
        if directory.count == 0 {
            // A tail alone, as most lists are.
            pending.encodeTail()
            pending.appendBlock(to: &lists.postings)
            pending.appendChunk(to: &lists.positions)
            pending.removeEncoded()
            return
        }
        if pending.count > 0 { flush() }
        directory.append(impacts: impacts, blocks: blocks, to: &lists)
        directory.append(chunks: chunks, to: &lists)
        directory.removeAll()
        impacts.removeAll(keepingCapacity: true)
        blocks.removeAll(keepingCapacity: true)
        chunks.removeAll(keepingCapacity: true)
    }

    private mutating func flush() {
        let starts = (impacts.count, blocks.count, chunks.count)
        lastDocument = pending.encode(after: lastDocument)
        pending.appendImpacts(to: &impacts)
        pending.appendBlock(to: &blocks)
        pending.appendChunk(to: &chunks)
        pending.removeEncoded()
        directory.append(
            lastDocument: lastDocument, impacts: starts.0..<impacts.count, of: impacts,
            blockSize: blocks.count - starts.1, chunkSize: chunks.count - starts.2)
    }
}
