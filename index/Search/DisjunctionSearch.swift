internal import IndexCore
internal import IndexKernels
internal import IndexStorage

/// Top-k search for a disjunction of terms that skips documents which cannot be among the best.
///
/// Block-max MAXSCORE by windows: the lists are split, anew in every window, into those whose bounds together stay
/// below the threshold, and the essential rest. A document in none of the essential lists cannot enter. A document
/// that might is scored again over all lists in the order of the query, so that its score is the one an exhaustive
/// search gives, bit for bit.
///
/// Source: Turtle and Flood, "Query evaluation: strategies and optimizations" (1995); Ding and Suel (2011); Lucene's
/// `MaxScoreBulkScorer`.
struct DisjunctionSearch {
    private let search: SegmentSearch
    /// Cursors in the order of the query.
    private let lists: [TermCursor]
    /// Nodes that must match too and never score.
    private let filters: [Int]
    /// The same, parted in the current window.
    private let parted: PartedLists
    private let batch: CandidateBatch
    private let live: DocumentWindow
    private let found: DocumentWindow

    /// Nil for a query of another shape.
    init?(_ search: SegmentSearch) {
        var (lists, filters): ([TermCursor], [Int]) = ([], [])
        let root = search.nodes[search.root].kind
        let parts = if case .and(let children, _) = root { children } else { [search.root] }
        for part in parts {
            if !search.scores(part) {
                filters.append(part)
            } else if lists.isEmpty, let terms = Self.terms(part, of: search) {
                lists = terms
            } else {
                return nil
            }
        }
        // A document is told from others by its sum, which of lists that weigh nothing stays 0.
        if lists.isEmpty || lists.contains(where: { ($0.scoring?.weight ?? 0) <= 0 }) { return nil }
        self.search = search
        search.prepareWindows()
        self.lists = lists
        self.filters = filters
        parted = PartedLists(lists, in: search.memory)
        batch = CandidateBatch(
            capacity: DocumentWindow.count, listCount: lists.count, in: search.memory)
        live = DocumentWindow(search.memory)
        found = DocumentWindow(search.memory)
    }

    /// The lists of a node that is a term or a disjunction of terms alone.
    private static func terms(_ index: Int, of search: SegmentSearch) -> [TermCursor]? {
        switch search.nodes[index].kind {
        case .term(let cursor): return [search.cursors[cursor]]
        case .or(let children):
            var cursors: [TermCursor] = []
            for child in children {
                switch search.nodes[child].kind {
                case .term(let cursor): cursors.append(search.cursors[cursor])
                case .nothing: continue
                default: return nil
                }
            }
            return cursors
        default: return nil
        }
    }

    /// Searches the whole segment.
    ///
    /// - Parameters:
    ///   - total: grows by the documents that were seen to match; others may match too.
    ///   - isOver: asked now and then.
    /// - Returns: false when the search was ended by `isOver`.
    func run(
        hits: TopHits, total: inout Int, isOver: () -> Bool
    ) throws(StorageError) -> Bool {
        if threshold(0, hits) == -.infinity { prime(hits) }
        let size = UInt32(DocumentWindow.count)
        let end = UInt32(search.documentCount)
        var base: UInt32 = 0
        while let next = parted.nextWindow(from: base, end: end, threshold: threshold(base, hits)) {
            if isOver() { return false }
            if lists.count - parted.inessentialCount == 1 {
                total += try searchLead(next...min(next + (size - 1), end - 1), hits)
            } else {
                total += try searchWindow(next, hits)
            }
            if end - next <= size { break }
            base = next + size
        }
        return true
    }

    /// The score that a document of the segment from `first` on must exceed.
    private func threshold(_ first: UInt32, _ hits: TopHits) -> Float {
        hits.threshold(from: search.firstDocument + first)
    }

    /// Finds a score that as many documents as are wanted reach: by the list of the greatest weight alone, in the blocks
    /// with the greatest bounds. Whatever else these documents hold only adds to it.
    private func prime(_ hits: TopHits) {
        guard filters.isEmpty, search.deletes == nil, !hits.leavesOutBest else { return }
        let rare = lists.filter { $0.documentFrequency >= hits.capacity }
        guard let list = rare.min(by: { $0.documentFrequency < $1.documentFrequency }) else { return }
        let best = TopHits(capacity: hits.capacity, in: search.memory)
        for block in list.strongestBlocks(8) {
            batch.propose(list, block: block, list.documents(ofBlock: block), list: 0, .frequencies)
            batch.addScores(list.scoring, list: 0)
            best.insert(batch, firstDocument: 0)
        }
        hits.require(best.threshold(from: .max))
    }

    /// Searches a window in which all that can enter stand in one list, block by block.
    ///
    /// - Returns: how many documents of the window were seen to match.
    private func searchLead(
        _ range: ClosedRange<UInt32>, _ hits: TopHits
    ) throws(StorageError) -> Int {
        let place = parted.place(ofRank: lists.count - 1)
        let lead = lists[place]
        let rest = parted.bound(ofWeakest: parted.inessentialCount)
        let mask = try makeMask(range.lowerBound)
        var count = 0
        guard var block = lead.block(reaching: range.lowerBound) else { return 0 }
        while block < lead.blockCount {
            let documents = lead.documents(ofBlock: block)
            if documents.lowerBound > range.upperBound { break }
            defer { block += 1 }
            let threshold = threshold(range.lowerBound, hits)
            if Float(TermScorer.roundedUp(lead.bound(ofBlock: block) + rest)) <= threshold { continue }
            batch.propose(
                lead, block: block, range.clamped(to: documents),
                above: TermScorer.cutoff(threshold, rest: rest), list: place, .frequencies)
            if let mask { batch.keep(in: mask, range.lowerBound) }
            count += batch.count
            if rest > 0 {
                addInessential(threshold)
                addAllScores()
            }
            hits.insert(batch, firstDocument: search.firstDocument)
        }
        return count
    }

    /// Searches a window over the sums of all essential lists.
    ///
    /// - Returns: how many documents of the window were seen to match.
    private func searchWindow(_ base: UInt32, _ hits: TopHits) throws(StorageError) -> Int {
        let mask = try makeMask(base)
        let rest = parted.bound(ofWeakest: parted.inessentialCount)
        let threshold = threshold(base, hits)
        let cutoff = TermScorer.cutoff(threshold, rest: rest)
        let essential = (parted.inessentialCount..<lists.count).map(parted.place).sorted()
        // In the order of the query, so that the sums are exact where the other lists add nothing.
        if mask != nil || !isDense(essential) {
            found.removeAll()
            for place in essential {
                lists[place].score(base, mask: mask, memory: search.memory, found: found)
            }
            _ = batch.collect(base, found: found, memory: search.memory, above: cutoff)
        } else {
            for place in essential { lists[place].score(base, mask: nil, memory: search.memory, found: nil) }
            batch.collectAll(base, memory: search.memory, above: cutoff)
        }
        let count = batch.count
        if rest > 0 {
            addInessential(threshold)
            if batch.count > 0 {
                for place in essential {
                    batch.lookUp(lists[place], keeping: dossier_keep_all, list: place, .frequencies)
                }
                addAllScores()
            }
        }
        hits.insert(batch, firstDocument: search.firstDocument)
        return count
    }

    /// Whether so many documents of a window have a sum that looking at all sums is faster.
    private func isDense(_ essential: [Int]) -> Bool {
        let postingCount = essential.reduce(0) { $0 + lists[$1].documentFrequency }
        return postingCount * 8 > search.documentCount
    }

    /// The documents of a window that may match; nil for all.
    private func makeMask(_ base: UInt32) throws(StorageError) -> DocumentWindow? {
        if filters.isEmpty, search.deletes == nil { return nil }
        search.fillLive(live, base)
        for filter in filters {
            try search.match(filter, base, mask: live)
            live.copy(search.results[filter])
        }
        return live
    }

    /// Adds what the inessential lists give to each candidate, the strongest list first, and drops candidates that can
    /// no longer exceed the threshold.
    private func addInessential(_ threshold: Float) {
        for rank in (0..<parted.inessentialCount).reversed() {
            let place = parted.place(ofRank: rank)
            if batch.count == 0 || parted.bound(of: place) == 0 { return }
            let cutoff = TermScorer.cutoff(threshold, rest: parted.bound(ofWeakest: rank))
            batch.lookUp(lists[place], keeping: dossier_keep_all, cutoff: cutoff, list: place, .frequencies)
            batch.addScores(lists[place].scoring, list: place)
            batch.keep(above: cutoff)
        }
    }

    /// The sums of all candidates, whose frequencies are known, in the order of the query.
    private func addAllScores() {
        if batch.count == 0 { return }
        batch.clearSums()
        for place in lists.indices where parted.bound(of: place) > 0 {
            batch.addScores(lists[place].scoring, list: place)
        }
    }
}

extension SegmentSearch {
    /// Whether a node adds to scores.
    func scores(_ index: Int) -> Bool {
        switch nodes[index].kind {
        case .term, .phrase, .near, .spelled: true
        case .and(let children, _), .or(let children): children.contains(where: scores)
        case .constant(let constant): constants[constant].score > 0
        case .facet, .days, .not, .all, .nothing: false
        }
    }
}
