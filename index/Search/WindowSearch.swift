internal import IndexCore
internal import IndexStorage

/// Search for any query, a window of documents at a time: what matches is found, counted and scored.
struct WindowSearch {
    private let search: SegmentSearch
    private let live: DocumentWindow
    private let competitive: DocumentWindow

    /// - Parameter count: how many documents a window has; for `rank` the usual number.
    init(_ search: SegmentSearch, count: Int = DocumentWindow.count) {
        self.search = search
        search.prepareWindows(count)
        live = DocumentWindow(search.memory, count: count)
        competitive = DocumentWindow(search.memory, count: count)
    }

    /// Finds every match of the segment.
    ///
    /// - Parameters:
    ///   - visit: is given the first document of each window that may hold a match, and the matches.
    ///   - isOver: asked in every window.
    /// - Returns: false when the search was ended by `isOver`.
    func match(
        _ visit: (UInt32, DocumentWindow) throws(StorageError) -> Void, isOver: () -> Bool
    ) throws(StorageError) -> Bool {
        try forEachWindow(of: search.root, isOver: isOver) { base, live throws(StorageError) in
            try search.match(search.root, base, mask: live)
            try visit(base, search.results[search.root])
        }
    }

    /// Finds and scores matches.
    ///
    /// - Parameters:
    ///   - prunes: whether documents that cannot be among the best may be left out of what `visit` is given.
    ///   - visit: as for `match`.
    ///   - isOver: asked in every window.
    /// - Returns: false when the search was ended by `isOver`.
    func rank(
        prunes: Bool, hits: TopHits, _ visit: (UInt32, DocumentWindow) throws(StorageError) -> Void,
        isOver: () -> Bool
    ) throws(StorageError) -> Bool {
        try forEachWindow(of: search.root, isOver: isOver) { base, _ throws(StorageError) in
            try searchOne(base, prunes: prunes, hits, visit)
        }
    }

    /// Goes through the windows that may hold a match of a node.
    ///
    /// - Parameters:
    ///   - isOver: asked in every window.
    ///   - body: is given the first document of the window, and those that are not deleted.
    /// - Returns: false when the search was ended by `isOver`.
    func forEachWindow(
        of node: Int, isOver: () -> Bool, _ body: (UInt32, DocumentWindow) throws(StorageError) -> Void
    ) throws(StorageError) -> Bool {
        let end = UInt32(search.documentCount)
        var start: UInt32 = 0
        while let next = search.next(node, from: start), next < end {
            if isOver() { return false }
            let base = next / UInt32(live.count) * UInt32(live.count)
            search.fillLive(live, base)
            try body(base, live)
            if end - base <= UInt32(live.count) { break }
            start = base + UInt32(live.count)
        }
        return true
    }

    private func searchOne(
        _ base: UInt32, prunes: Bool, _ hits: TopHits,
        _ visit: (UInt32, DocumentWindow) throws(StorageError) -> Void
    ) throws(StorageError) {
        let threshold = hits.threshold(from: search.firstDocument + base)
        let end = min(base &+ UInt32(DocumentWindow.count - 1), UInt32(search.documentCount) - 1)
        let isBounded = threshold > -.infinity
        if isBounded {
            search.findCompetitive(base...end, threshold: threshold, into: competitive)
            if prunes {
                live.formIntersection(competitive)
                if live.isEmpty { return }
            }
        }
        try search.match(search.root, base, mask: live)
        let matches = search.results[search.root]
        try visit(base, matches)
        if isBounded { matches.formIntersection(competitive) }
        if matches.isEmpty { return }
        search.score(search.root, base, mask: matches)
        matches.forEachMatch { offset in
            let sum = search.memory.takeSum(at: offset)
            hits.insert(search.firstDocument + base + UInt32(offset), sum: sum)
        }
    }
}

extension SegmentSearch {
    /// The documents of a window that may exceed a threshold: it is parted where the blocks of the rarest list that the
    /// query requires end, and parts whose bound stays below are left out.
    fileprivate func findCompetitive(
        _ range: ClosedRange<UInt32>, threshold: Float, into window: DocumentWindow
    ) {
        window.removeAll()
        if threshold == .infinity { return }
        for part in partition(root, range) ?? [range]
        where Float(TermScorer.roundedUp(bound(root, part))) > threshold {
            window.insert(Int(part.lowerBound - range.lowerBound)...Int(part.upperBound - range.lowerBound))
        }
    }

    /// A range parted by the blocks of the rarest list that a node requires; nil for a node that requires none.
    private func partition(_ index: Int, _ range: ClosedRange<UInt32>) -> [ClosedRange<UInt32>]? {
        switch nodes[index].kind {
        case .term(let cursor): return cursors[cursor].partition(range)
        case .phrase(let phrase): return phrases[phrase].partition(range)
        case .near(_, let holders), .spelled(_, let holders): return partition(holders, range)
        case .and(_, let order): return order.first(where: scores).flatMap { partition($0, range) }
        case .or(let children):
            // The commonest alternative has the finest blocks.
            return children.max { nodes[$0].cost < nodes[$1].cost }.flatMap { partition($0, range) }
        case .facet, .constant, .days, .not, .all, .nothing: return nil
        }
    }
}

extension TermCursor {
    /// The blocks that have documents in a range, in the current block or after it, as ranges that part it: each ends
    /// where a block does, the last with the range.
    func partition(_ range: ClosedRange<UInt32>) -> [ClosedRange<UInt32>] {
        var parts: [ClosedRange<UInt32>] = []
        var (start, index) = (range.lowerBound, block(reaching: range.lowerBound))
        while let block = index, block < blockCount, start <= range.upperBound {
            let end = min(documents(ofBlock: block).upperBound, range.upperBound)
            parts.append(start...end)
            start = end + 1
            index = block + 1
        }
        if start <= range.upperBound { parts.append(start...range.upperBound) }
        return parts
    }
}
