package import IndexAnalysis
package import IndexCore
internal import IndexStorage
internal import Synchronization

/// How a search runs, beside its query.
package struct SearchOptions: Sendable {
    /// How many of the best documents are wanted.
    package var limit = 10
    /// Whether every match is counted; otherwise documents that cannot be among the best may be skipped.
    package var countsTotal = true
    /// Indices of facets, among those of the commit, to be counted over all matches.
    package var countedFacets: [Int] = []
    /// How many values of each facet are returned, those of most documents; nil for all.
    package var facetValueLimit: Int?
    package var model = BM25()
    /// When the search gives up and returns what it has.
    package var deadline: ContinuousClock.Instant?
    /// Asked now and then; true ends the search as the deadline does.
    package var isCancelled: (@Sendable () -> Bool)?

    package init() {}

    var prunes: Bool { !countsTotal && countedFacets.isEmpty }

    var isOver: Bool {
        if let deadline, ContinuousClock.now >= deadline { return true }
        return isCancelled?() ?? false
    }
}

/// What a search found.
package struct SearchOutcome: Sendable {
    /// The best first; equal scores in ascending order of documents.
    package var hits: [ScoredDocument] = []
    /// Documents that were seen to match; all of them when the total is counted.
    package var total = 0
    /// The search ended before it was done.
    package var isPartial = false
    /// For each counted facet, how many documents carry each value that one carries, by falling count, then by id.
    package var facetCounts: [[FacetCount]] = []
}

/// Searches one commit; any number of threads may search at once.
package final class Searcher: Sendable {
    package let snapshot: Snapshot
    package let analyzer: Analyzer
    /// Indices of the fields that plain words search.
    package let defaultFields: [Int]
    package let resolver: FacetResolver
    let tokenizer: Tokenizer
    /// By field, over all segments.
    let statistics: [FieldStatistics]
    /// For each facet its values over all segments; made when first asked for.
    private let ordinals = Mutex<[Int: GlobalOrdinals]>([:])

    package init(_ snapshot: Snapshot, analyzer: Analyzer, defaultFields: [String]) {
        self.snapshot = snapshot
        self.analyzer = analyzer
        self.defaultFields = defaultFields.compactMap { snapshot.record.fieldNames.firstIndex(of: $0) }
        resolver = FacetResolver(snapshot)
        tokenizer = analyzer.makeTokenizer()
        statistics = snapshot.record.fieldNames.indices.map { field in
            snapshot.parts.reduce(into: FieldStatistics(documentCount: 0, totalLength: 0)) {
                $0.documentCount += $1.segment.fields[field].documentCount
                $0.totalLength &+= $1.segment.fields[field].totalLength
            }
        }
    }

    /// The best documents for a query, and counts over all that match.
    ///
    /// - Throws: `QueryError`, also when a file turns out to be damaged: never a wrong answer.
    package func search(_ query: Query, _ options: SearchOptions = SearchOptions()) throws(QueryError)
        -> SearchOutcome
    {
        let clause = try compile(query, options.model)
        do throws(StorageError) {
            var run = try SearchRun(self, options)
            for index in snapshot.parts.indices {
                if try !run.search(clause, part: index) { break }
            }
            let outcome = run.finish()
            try snapshot.checkUndamaged()
            return outcome
        } catch {
            throw .storage(error)
        }
    }

    func compile(_ query: Query, _ model: BM25) throws(QueryError) -> Clause {
        try QueryCompiler(self, model: model).compile(query)
    }

    func globalOrdinals(_ facet: Int) throws(StorageError) -> GlobalOrdinals {
        if let known = ordinals.withLock({ $0[facet] }) { return known }
        let made = try GlobalOrdinals(snapshot, facet: facet)
        ordinals.withLock { $0[facet] = made }
        return made
    }
}

/// One search over the segments of a commit, in their order.
private struct SearchRun {
    private let options: SearchOptions
    private let snapshot: Snapshot
    private var hits: TopHits
    private var outcome = SearchOutcome()
    private var scratch = PruningScratch()
    private var counter: FacetCounter

    init(_ searcher: Searcher, _ options: SearchOptions) throws(StorageError) {
        self.options = options
        snapshot = searcher.snapshot
        hits = TopHits(capacity: options.limit)
        var ordinals: [GlobalOrdinals] = []
        for facet in options.countedFacets { ordinals.append(try searcher.globalOrdinals(facet)) }
        counter = FacetCounter(ordinals)
    }

    /// - Returns: false when the search is over.
    mutating func search(_ clause: Clause, part index: Int) throws(StorageError) -> Bool {
        var search = try SegmentSearch(clause, in: snapshot, partIndex: index)
        let part = snapshot.parts[index]
        if let term = search.singleTerm, counter.isEmpty {
            // Every posting is a match: the total is known without looking.
            outcome.total += search.terms[term].cursor.documentFrequency
            if options.limit == 0 { return true }
            let isWhole = try search.searchTerm(term, hits: &hits, scratch: &scratch) { [options] in
                options.isOver
            }
            outcome.isPartial = !isWhole
            return isWhole
        }
        if counter.isEmpty, let conjunction = search.conjunction {
            let isWhole = try search.searchConjunction(
                conjunction, prunes: options.prunes, hits: &hits, total: &outcome.total
            ) { [options] in options.isOver }
            outcome.isPartial = !isWhole
            return isWhole
        }
        counter.begin(part: index)
        if case .all = search.nodes[search.root].kind {
            try counter.countAll(part: index, deletes: part.deletes)
        }
        let disjunction = options.prunes ? search.disjunction : nil
        var start: UInt32 = 0
        while let next = try search.next(search.root, from: start), next < part.segment.documentCount {
            if options.isOver {
                outcome.isPartial = true
                try counter.end(part: index)
                return false
            }
            let base = next / UInt32(DocumentWindow.count) * UInt32(DocumentWindow.count)
            if let disjunction {
                outcome.total += try search.searchPruned(base, disjunction, hits: &hits, scratch: &scratch)
            } else {
                try searchWindow(&search, base)
            }
            start = base + UInt32(DocumentWindow.count)
        }
        try counter.end(part: index)
        return true
    }

    /// Finds, counts and scores every match of one window, as far as that can change the result.
    private mutating func searchWindow(
        _ search: inout SegmentSearch, _ base: UInt32
    ) throws(StorageError) {
        // While there is room, and where no hit is wanted, no bound has to be looked up.
        let threshold = hits.threshold
        let isCompetitive =
            threshold == -.infinity
            || (threshold < .infinity
                && Float(TermScorer.roundedUp(search.bound(search.root, base))) > threshold)
        if options.prunes, !isCompetitive { return }
        let isBounded = isCompetitive && threshold > -.infinity
        let competitive =
            isBounded ? search.competitiveWindow(base, threshold: threshold) : DocumentWindow(all: true)
        var mask = search.liveWindow(base)
        if options.prunes { mask.formIntersection(competitive) }
        try search.match(search.root, base, mask: mask)
        var matches = search.results[search.root]
        outcome.total += matches.matchCount
        try counter.count(matches.words.span, from: base)
        matches.formIntersection(competitive)
        if matches.isEmpty || !isCompetitive { return }
        try search.score(search.root, base, mask: matches, into: &scratch)
        let firstDocument = search.part.firstDocument + base
        matches.forEachMatch { offset in
            let score = Float(scratch.sums[offset])
            if score > hits.threshold { hits.insert(firstDocument + UInt32(offset), score: score) }
            scratch.sums[offset] = 0
            return true
        }
    }

    consuming func finish() -> SearchOutcome {
        outcome.hits = hits.sorted()
        outcome.facetCounts = counter.largest(options.facetValueLimit)
        return outcome
    }
}

extension Searcher {
    /// How many values of a facet some document carries.
    package func valueCount(ofFacet facet: Int) throws(QueryError) -> Int {
        do throws(StorageError) {
            return try globalOrdinals(facet).identifiers.count
        } catch {
            throw .storage(error)
        }
    }
}
