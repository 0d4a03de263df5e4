internal import IndexCore
internal import IndexStorage

/// Finds every match of a query and its filters, segment by segment, and in the same windows what fails one filter alone,
/// for the facets that are counted without that one.
///
/// Source: the near misses of Lucene's `DrillSideways`.
struct GatheringRun {
    private let options: SearchOptions
    private let snapshot: Snapshot
    private let memory: SearchMemory
    /// Whether the stored documents of all matches are read.
    var readsRecords = false
    private var outcome = SearchOutcome()
    private var counter: FacetCounter
    private var documents: [UInt32] = []

    init(_ searcher: Searcher, _ options: SearchOptions, _ memory: SearchMemory) throws(StorageError) {
        self.options = options
        self.memory = memory
        snapshot = searcher.snapshot
        counter = try FacetCounter(searcher, options)
    }

    /// Documents of the current window.
    private struct Windows {
        /// That pass all filters, all but one at most, and all but a certain one.
        let passing: DocumentWindow
        let near: DocumentWindow
        let counted: DocumentWindow

        init(_ memory: SearchMemory, count: Int) {
            passing = DocumentWindow(memory, count: count)
            near = DocumentWindow(memory, count: count)
            counted = DocumentWindow(memory, count: count)
        }
    }

    /// - Returns: false when the search is over.
    mutating func search(
        _ clause: Clause, _ filters: [Clause], part: Int, visits: Bool,
        _ visit: (Int, [UInt32]) throws(StorageError) -> Void
    ) throws(StorageError) -> Bool {
        let start = memory.mark()
        defer { memory.removeAll(after: start) }
        let root = Clause.and([clause] + filters)
        let search = try SegmentSearch(root, in: snapshot, partIndex: part, memory: memory)
        guard case .and(let nodes, _) = search.nodes[search.root].kind else {
            preconditionFailure("a conjunction that is none")
        }
        try counter.begin(part: part)
        let size = readsRecords ? DocumentWindow.leastCount : search.matchingWindowCount
        let found = Windows(memory, count: size)
        let windows = WindowSearch(search, count: size)
        let isOver = options.isOver
        let isWhole = try windows.forEachWindow(
            of: nodes[0], isOver: { isOver?() ?? false },
            { base, live throws(StorageError) in
                try match(search, nodes, base, live, found)
                outcome.total += found.passing.matchCount
                try count(search, nodes, base, found)
                if !visits || found.passing.isEmpty { return }
                documents.removeAll(keepingCapacity: true)
                found.passing.forEachMatch { documents.append(base + UInt32($0)) }
                try visit(part, documents)
            })
        try counter.end(part: part)
        try search.checkUndamaged()
        outcome.isPartial = !isWhole
        return isWhole
    }

    /// - Parameter nodes: that of the query, then those of the filters.
    private func match(
        _ search: SegmentSearch, _ nodes: [Int], _ base: UInt32, _ live: DocumentWindow, _ found: Windows
    ) throws(StorageError) {
        let (passing, near) = (found.passing, found.near)
        passing.copy(live)
        near.copy(live)
        for node in nodes.dropFirst() {
            try search.match(node, base, mask: live)
            near.formIntersection(search.results[node])
            near.formUnion(passing)
            passing.formIntersection(search.results[node])
        }
        try search.match(nodes[0], base, mask: near)
        near.copy(search.results[nodes[0]])
        passing.formIntersection(near)
    }

    private mutating func count(
        _ search: SegmentSearch, _ nodes: [Int], _ base: UInt32, _ found: Windows
    ) throws(StorageError) {
        let (passing, counted) = (found.passing, found.counted)
        for facet in 0..<options.countedFacets.count + options.columns.count {
            let isLeftOut = facet < min(options.countedFacets.count, options.leftOutFilters.count)
            let filter = isLeftOut ? options.leftOutFilters[facet] : nil
            guard let filter else {
                try passing.withSpan { words throws(StorageError) in
                    try counter.count(facet, words, from: base)
                }
                continue
            }
            counted.copy(found.near)
            counted.subtract(search.results[nodes[filter + 1]])
            counted.formUnion(passing)
            try counted.withSpan { words throws(StorageError) in
                try counter.count(facet, words, from: base)
            }
        }
    }

    consuming func finish() throws(StorageError) -> SearchOutcome {
        var outcome = outcome
        try counter.finish(options, &outcome)
        return outcome
    }
}
