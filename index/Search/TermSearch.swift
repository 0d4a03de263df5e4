internal import IndexCore
internal import IndexStorage

/// Search for the best documents of one term in one segment, as most searches are for: a block of its list at a time,
/// the blocks with the greatest bounds first.
struct TermSearch: ~Copyable {
    /// What the strongest blocks set as a threshold leaves out most of the others.
    private static let strongestBlockCount = 8

    private let list: TermPostings
    private let cursor: TermCursor
    private let batch: CandidateBatch
    private let deletes: DeleteSet?
    private let firstDocument: UInt32

    /// - Parameter entry: of the term in the part.
    init(
        _ term: TermClause, _ entry: TermEntry, in snapshot: Snapshot, partIndex: Int, memory: SearchMemory
    ) throws(StorageError) {
        let field = snapshot.parts[partIndex].segment.fields[term.field]
        let (list, norms) = (try field.postings(entry), try field.norms())
        self.list = list
        cursor = TermCursor(list, Scoring(term.scorer, norms: norms), in: memory)
        batch = CandidateBatch(capacity: blockLength, listCount: 1, in: memory)
        deletes = snapshot.parts[partIndex].deletes
        firstDocument = snapshot.parts[partIndex].firstDocument
    }

    /// Offers the hits every document that may be among the best.
    ///
    /// - Parameters:
    ///   - total: grows by the documents that were seen to match.
    ///   - isOver: asked now and then.
    /// - Returns: false when the search was ended by `isOver`.
    func run(hits: TopHits, total: inout Int, isOver: () -> Bool) throws(StorageError) -> Bool {
        let strongest = cursor.blockCount > 1 ? cursor.strongestBlocks(Self.strongestBlockCount) : []
        for block in strongest { search(block, hits, &total) }
        for block in 0..<cursor.blockCount where !strongest.contains(block) {
            if block % 64 == 63, isOver() { return false }
            search(block, hits, &total)
        }
        if cursor.isDamaged { throw list.damaged }
        return true
    }

    private func search(_ block: Int, _ hits: TopHits, _ total: inout Int) {
        let range = cursor.documents(ofBlock: block)
        let threshold = hits.threshold(from: firstDocument + range.lowerBound)
        if threshold > -.infinity,
            Float(TermScorer.roundedUp(cursor.bound(ofBlock: block))) <= threshold
        {
            return
        }
        batch.propose(
            cursor, block: block, range, above: TermScorer.cutoff(threshold, rest: 0), list: 0, [])
        if let deletes { batch.drop(deletes.words) }
        total += batch.count
        hits.insert(batch, firstDocument: firstDocument)
    }
}
