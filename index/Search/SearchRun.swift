internal import IndexCore
internal import IndexStorage

/// One search over the segments of a commit, in their order.
struct SearchRun {
    private let options: SearchOptions
    private let snapshot: Snapshot
    private let memory: SearchMemory
    private var hits: TopHits
    private var outcome = SearchOutcome()
    /// For each counted facet the counts by global ordinal, and those of the current segment by its own.
    private var counts: [[Int]]
    private var segmentCounts: [[Int]] = []
    private let ordinals: [GlobalOrdinals]

    init(_ searcher: Searcher, _ options: SearchOptions, _ memory: SearchMemory) throws(StorageError) {
        self.options = options
        self.memory = memory
        snapshot = searcher.snapshot
        hits = TopHits(capacity: options.limit)
        var ordinals: [GlobalOrdinals] = []
        for facet in options.countedFacets { ordinals.append(try searcher.globalOrdinals(facet)) }
        self.ordinals = ordinals
        counts = ordinals.map { [Int](repeating: 0, count: $0.identifiers.count) }
    }

    /// - Returns: false when the search is over.
    mutating func search(_ clause: Clause, part index: Int) throws(StorageError) -> Bool {
        var prunes = options.prunes
        if options.countsTotal, options.countedFacets.isEmpty, let count = knownCount(clause, part: index) {
            outcome.total += count
            if options.limit == 0 { return true }
            prunes = true
        }
        let search = try SegmentSearch(clause, in: snapshot, partIndex: index, memory: memory)
        var columns: [OrdinalColumn] = []
        for facet in options.countedFacets {
            columns.append(try snapshot.parts[index].layers[facet].ordinals())
        }
        segmentCounts = columns.map { [Int](repeating: 0, count: $0.valueCount) }
        let isWhole = try run(search, columns, prunes: prunes)
        addSegmentCounts(index)
        try search.checkUndamaged()
        outcome.isPartial = !isWhole
        return isWhole
    }

    /// How many documents of a part match, where that is known without looking.
    private func knownCount(_ clause: Clause, part index: Int) -> Int? {
        guard snapshot.parts[index].deletes == nil else { return nil }
        switch clause {
        case .term(let term): return term.entries[index]?.documentFrequency ?? 0
        case .facet(let facet): return facet.entries[index]?.documentFrequency ?? 0
        case .all: return snapshot.parts[index].segment.documentCount
        case .nothing: return 0
        default: return nil
        }
    }

    /// Counting and ranking are two things: the one has to see every match, the other only the best. They go together
    /// where finding the matches is the most of the work.
    private mutating func run(
        _ search: SegmentSearch, _ columns: [OrdinalColumn], prunes: Bool
    ) throws(StorageError) -> Bool {
        var prunes = prunes
        let ranking = Ranking(search)
        if !prunes, ranking.countsAlone(search) {
            if try !count(search, columns) { return false }
            for cursor in search.cursors { cursor.rewind() }
            prunes = true
        }
        if prunes, options.limit == 0 { return true }
        let total = outcome.total
        let isWhole = try rank(search, ranking, columns, prunes: prunes)
        if !options.prunes, prunes { outcome.total = total }
        return isWhole
    }

    /// Finds, counts and scores matches; all of them unless the search prunes.
    private mutating func rank(
        _ search: SegmentSearch, _ ranking: Ranking, _ columns: [OrdinalColumn], prunes: Bool
    ) throws(StorageError) -> Bool {
        let isOver = { [options] in options.isOver }
        switch ranking {
        case .conjunction(let conjunction) where prunes || columns.isEmpty:
            var search = ConjunctionSearch(search, conjunction)
            return try search.run(prunes: prunes, hits: &hits, total: &outcome.total, isOver: isOver)
        case .disjunction(var search) where prunes:
            return try search.run(hits: &hits, total: &outcome.total, isOver: isOver)
        default:
            let windows = WindowSearch(search)
            var found = hits
            defer { hits = found }
            return try windows.rank(
                prunes: prunes, hits: &found,
                { base, matches throws(StorageError) in try add(matches, base, columns) }, isOver: isOver)
        }
    }

    /// Finds and counts every match.
    private mutating func count(
        _ search: SegmentSearch, _ columns: [OrdinalColumn]
    ) throws(StorageError) -> Bool {
        let windows = WindowSearch(search)
        return try windows.match(
            { base, matches throws(StorageError) in try add(matches, base, columns) },
            isOver: { [options] in options.isOver })
    }

    private mutating func add(
        _ matches: DocumentWindow, _ base: UInt32, _ columns: [OrdinalColumn]
    ) throws(StorageError) {
        outcome.total += matches.matchCount
        for (place, column) in columns.enumerated() {
            try column.count(matches.array(), from: base, in: &segmentCounts[place])
        }
    }

    private mutating func addSegmentCounts(_ part: Int) {
        for place in counts.indices {
            for (ordinal, count) in segmentCounts[place].enumerated() {
                counts[place][ordinals[place].ofSegment[part][ordinal]] += count
            }
        }
    }

    consuming func finish() -> SearchOutcome {
        outcome.hits = hits.sorted()
        outcome.facetCounts = zip(ordinals, counts).map { ordinals, counts in
            zip(ordinals.identifiers, counts).filter { $1 > 0 }.map {
                FacetCount(id: String(decoding: $0, as: UTF8.self), count: $1)
            }
        }
        return outcome
    }
}

/// The way a query is ranked in one segment.
private enum Ranking {
    case conjunction(Conjunction)
    case disjunction(DisjunctionSearch)
    case windows

    init(_ search: SegmentSearch) {
        if let conjunction = Conjunction(search) {
            self = .conjunction(conjunction)
        } else if let disjunction = DisjunctionSearch(search) {
            self = .disjunction(disjunction)
        } else {
            self = .windows
        }
    }

    /// Whether all matches are better counted first, and the best ones found by skipping afterwards.
    func countsAlone(_ search: SegmentSearch) -> Bool {
        switch self {
        case .conjunction(let conjunction):
            // The lead's share of the segment above which windows are faster: measured on conjunctions of two terms.
            let lead = search.cursors[conjunction.required[0]]
            return conjunction.phrases.isEmpty
                && lead.documentFrequency * 32 > search.documentCount
        case .disjunction: return true
        case .windows: return false
        }
    }
}
