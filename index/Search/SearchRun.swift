internal import IndexCore
internal import IndexStorage

/// One search over the segments of a commit, in their order.
struct SearchRun: ~Copyable {
    private let options: SearchOptions
    private let snapshot: Snapshot
    private let memory: SearchMemory
    private let hits: TopHits
    /// Nil where sums are the scores.
    private let factors: ScoreFactors?
    private var outcome = SearchOutcome()
    private var counter: FacetCounter

    init(
        _ searcher: Searcher, _ options: SearchOptions, _ factors: ScoreFactors?, _ memory: SearchMemory
    ) throws(StorageError) {
        self.factors = factors
        self.options = options
        self.memory = memory
        snapshot = searcher.snapshot
        // No more than there are can be found, whatever is asked for.
        hits = TopHits(
            capacity: min(options.limit, snapshot.documentCount), after: options.after,
            factors: factors, in: memory)
        counter = try FacetCounter(searcher, options)
    }

    /// - Returns: false when the search is over.
    mutating func search(_ clause: Clause, part index: Int) throws(StorageError) -> Bool {
        let start = memory.mark()
        defer { memory.removeAll(after: start) }
        var prunes = options.prunes
        try counter.begin(part: index)
        if case .all = clause {
            try counter.countAll(part: index, deletes: snapshot.parts[index].deletes)
        }
        if options.countsTotal, counter.isDone, let count = clause.knownCount(in: snapshot, part: index) {
            outcome.total += count
            if options.limit == 0 { return true }
            prunes = true
        }
        factors?.enter(part: index)
        if prunes, options.limit > 0, try !mayImprove(clause, part: index) { return true }
        if let factors, try !factors.find() {
            outcome.isPartial = true
            return false
        }
        if prunes, case .term(let term) = clause, let entry = term.entries[index] {
            return try rank(term, entry, part: index)
        }
        let search = try SegmentSearch(clause, in: snapshot, partIndex: index, memory: memory)
        let isWhole = try run(search, part: index, prunes: prunes)
        try counter.end(part: index)
        try search.checkUndamaged()
        outcome.isPartial = !isWhole
        return isWhole
    }

    /// Finds the best documents of one term.
    private mutating func rank(
        _ term: TermClause, _ entry: TermEntry, part index: Int
    ) throws(StorageError) -> Bool {
        let search = try TermSearch(term, entry, in: snapshot, partIndex: index, memory: memory)
        let isOver = options.isOver
        var seen = 0
        outcome.isPartial = try !search.run(hits: hits, total: &seen, isOver: { isOver?() ?? false })
        if options.prunes { outcome.total += seen }
        return !outcome.isPartial
    }

    /// Whether a document of a part may be among the best.
    private func mayImprove(_ clause: Clause, part index: Int) throws(StorageError) -> Bool {
        let threshold = hits.threshold(from: snapshot.parts[index].firstDocument)
        if threshold == -.infinity { return true }
        let segment = snapshot.parts[index].segment
        let bound = try clause.scoreBound(part: index) { field throws(StorageError) in
            try segment.fields[field].leastNorm()
        }
        return Float(TermScorer.roundedUp(bound)) > threshold
    }

    /// Counting and ranking are two things: the one has to see every match, the other only the best. They go together
    /// where finding the matches is the most of the work; elsewhere the best come first, as they take less time.
    private mutating func run(
        _ search: SegmentSearch, part index: Int, prunes: Bool
    ) throws(StorageError) -> Bool {
        var prunes = prunes
        let ranking = Ranking(search)
        if !prunes, !options.counts, let count = ranking.knownCount(search) {
            outcome.total += count
            prunes = true
        }
        let countsAlone = !prunes && ranking.countsAlone(search)
        if !prunes, !countsAlone { return try rank(search, consume ranking, prunes: false) }
        let total = outcome.total
        var isWhole = true
        if options.limit > 0 { isWhole = try rank(search, consume ranking, prunes: true) }
        if options.prunes { return isWhole }
        let seen = outcome.total
        outcome.total = total
        if !countsAlone { return isWhole }
        if isWhole {
            for cursor in search.cursors { cursor.rewind() }
            isWhole = try count(search)
        }
        // Of matches that there is no time to count there are at least those that were seen.
        if !isWhole { outcome.total = max(seen, outcome.total) }
        return isWhole
    }

    /// Finds, counts and scores matches; all of them unless the search prunes.
    private mutating func rank(
        _ search: SegmentSearch, _ ranking: consuming Ranking, prunes: Bool
    ) throws(StorageError) -> Bool {
        let isOver = options.isOver
        switch consume ranking {
        case .conjunction(let conjunction):
            var conjunctionSearch = ConjunctionSearch(search, conjunction)
            return try conjunctionSearch.run(
                prunes: prunes, hits: hits,
                { batch throws(StorageError) in try add(batch, counts: !prunes) },
                isOver: { isOver?() ?? false })
        case .disjunction(let search) where prunes:
            return try search.run(hits: hits, total: &outcome.total, isOver: { isOver?() ?? false })
        default:
            return try WindowSearch(search).rank(
                prunes: prunes, hits: hits,
                { base, matches throws(StorageError) in try add(matches, base, counts: !prunes) },
                isOver: { isOver?() ?? false })
        }
    }

    /// Finds and counts every match.
    private mutating func count(_ search: SegmentSearch) throws(StorageError) -> Bool {
        let windows = WindowSearch(search, count: search.matchingWindowCount)
        let isOver = options.isOver
        return try windows.match(
            { base, matches throws(StorageError) in try add(matches, base, counts: true) },
            isOver: { isOver?() ?? false })
    }

    /// - Parameter counts: whether all matches are given, of which facets are counted.
    private mutating func add(
        _ matches: DocumentWindow, _ base: UInt32, counts: Bool
    ) throws(StorageError) {
        outcome.total += matches.matchCount
        if !counts { return }
        try matches.withSpan { words throws(StorageError) in try counter.count(words, from: base) }
    }

    private mutating func add(_ matches: CandidateBatch, counts: Bool) throws(StorageError) {
        outcome.total += matches.count
        if !counts || counter.isDone { return }
        try matches.withDocuments { documents throws(StorageError) in try counter.count(documents) }
    }

    consuming func finish() throws(StorageError) -> SearchOutcome {
        var outcome = outcome
        outcome.hits = hits.sorted()
        try counter.finish(options, &outcome)
        return outcome
    }
}

/// The way a query is ranked in one segment.
private enum Ranking: ~Copyable {
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

    /// How many documents match, where that is known without looking: what only scores changes nothing.
    func knownCount(_ search: SegmentSearch) -> Int? {
        switch self {
        case .conjunction(let conjunction) where conjunction.isOneList && search.deletes == nil:
            search.cursors[conjunction.required[0]].documentFrequency
        default: nil
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
