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
    /// Documents of the current window that pass all filters, all but one at most, and all but a certain one.
    private let passing: DocumentWindow
    private let near: DocumentWindow
    private let counted: DocumentWindow
    private var outcome = SearchOutcome()
    private var counter: FacetCounter
    private var documents: [UInt32] = []

    init(_ searcher: Searcher, _ options: SearchOptions, _ memory: SearchMemory) throws(StorageError) {
        self.options = options
        self.memory = memory
        snapshot = searcher.snapshot
        counter = try FacetCounter(searcher, options)
        passing = DocumentWindow(memory, count: DocumentWindow.greatestCount)
        near = DocumentWindow(memory, count: DocumentWindow.greatestCount)
        counted = DocumentWindow(memory, count: DocumentWindow.greatestCount)
    }

    /// - Returns: false when the search is over.
    mutating func search(
        _ clause: Clause, _ filters: [Clause], part: Int, visits: Bool,
        _ visit: (Int, [UInt32]) throws(StorageError) -> Void
    ) throws(StorageError) -> Bool {
        let root = Clause.and([clause] + filters)
        let search = try SegmentSearch(root, in: snapshot, partIndex: part, memory: memory)
        guard case .and(let nodes, _) = search.nodes[search.root].kind else {
            preconditionFailure("a conjunction that is none")
        }
        try counter.begin(part: part)
        let windows = WindowSearch(search, count: DocumentWindow.greatestCount)
        let isOver = options.isOver
        let isWhole = try windows.forEachWindow(
            of: nodes[0], isOver: { isOver?() ?? false },
            { base, live throws(StorageError) in
                try match(search, nodes, base, live)
                outcome.total += passing.matchCount
                try count(search, nodes, base)
                if !visits || passing.isEmpty { return }
                documents.removeAll(keepingCapacity: true)
                passing.forEachMatch { documents.append(base + UInt32($0)) }
                try visit(part, documents)
            })
        try counter.end(part: part)
        try search.checkUndamaged()
        outcome.isPartial = !isWhole
        return isWhole
    }

    /// - Parameter nodes: that of the query, then those of the filters.
    private func match(
        _ search: SegmentSearch, _ nodes: [Int], _ base: UInt32, _ live: DocumentWindow
    ) throws(StorageError) {
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
        _ search: SegmentSearch, _ nodes: [Int], _ base: UInt32
    ) throws(StorageError) {
        for facet in 0..<options.countedFacets.count + options.columns.count {
            let isLeftOut = facet < min(options.countedFacets.count, options.leftOutFilters.count)
            let filter = isLeftOut ? options.leftOutFilters[facet] : nil
            guard let filter else {
                try passing.withSpan { words throws(StorageError) in
                    try counter.count(facet, words, from: base)
                }
                continue
            }
            counted.copy(near)
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
