package import IndexAnalysis
package import IndexCore
package import IndexStorage
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
    /// Columns of which the matches of each value are to be counted.
    package var columns: [DocumentColumn] = []
    /// Filters that every hit passes, and that a facet may be counted without.
    package var filters: [Query] = []
    /// For each counted facet the index of the filter that it is counted without; nil, or nothing at all, for none.
    package var leftOutFilters: [Int?] = []
    /// The last hit of the page before: it and all better ones are left out of the hits, not of the counts.
    package var after: ScoredDocument?
    package var model = RankingModel()
    /// BCP 47, of the query's words; nil where they may be of any language.
    package var language: String?
    /// Bytes that the documents of patterns may take while the search runs; what is over is left out, and the answer is
    /// partial.
    package var memoryBudget = SearchOptions.usualMemoryBudget
    /// Whether what cannot be looked for as it is asked is an error; else ``SearchOutcome/notes`` tell of it.
    package var isStrict = false
    /// Asked now and then; once true, the search gives up and returns what it has.
    package var isOver: (@Sendable () -> Bool)?

    package static let usualMemoryBudget = 256 << 20

    package init() {}

    var counts: Bool { !countedFacets.isEmpty || !columns.isEmpty }
    var prunes: Bool { !countsTotal && !counts }
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
    /// For each counted facet how many values some match carries.
    package var facetValueCounts: [Int] = []
    /// For each counted column how many of the documents of each value match.
    package var columnCounts: [[UInt32]] = []
    /// What was looked for otherwise than asked, a sentence or two each.
    package var notes: [String] = []
}

/// Where the words of a zone stand.
package struct ZonePlacement: Sendable {
    /// The name of the field that holds them.
    package var field: String
    /// The name of the field whose term of the zone's name has the ranges of positions that the zone takes of `field`: in
    /// each document where the first range begins and ends, where the second does, and so on. Nil for all of `field`.
    package var rangesField: String?

    package init(field: String, rangesField: String?) {
        self.field = field
        self.rangesField = rangesField
    }
}

/// Searches one commit; any number of threads may search at once.
package final class Searcher: Sendable {
    package let snapshot: Snapshot
    package let analyzer: Analyzer
    /// Indices of the fields that plain words search.
    package let defaultFields: [Int]
    package let resolver: FacetResolver
    let spellings: FacetSpellings
    let views: FacetViews
    /// What an overlay changes, by facet.
    let plans: [Int: FacetPlan]
    /// Made when first asked for, by facet.
    private let values = Mutex<[Int: FacetValues]>([:])
    /// Made when first asked for, by facets.
    let orders = Mutex<[[Int]: ValueOrder]>([:])
    /// By name; fields by index.
    let zones: [String: (field: Int, rangesField: Int?)]
    let tokenizer: Tokenizer
    /// Nil where texts are not stored.
    let texts: FieldTextReader?
    /// By field, over all segments.
    let fields: [SegmentedField]
    /// By field the languages of its words; the analyzer's own is the first.
    let languages: [[LanguageMark]]
    /// By field, over all segments.
    let statistics: [FieldStatistics]
    /// The field whose text tells how words are scattered: of those that plain words search the one with the most words.
    let scatterField: Int?
    /// For each facet its values over all segments; made when first asked for.
    private let ordinals = Mutex<[Int: GlobalOrdinals]>([:])
    /// Facets that a search has counted.
    private let countedFacets = Mutex<Set<Int>>([])
    /// Of the usual model, by field.
    private let usualSaturations: [Saturations]
    /// Of another model, the one asked for last, by field.
    private let saturations = Mutex<(model: BM25, byField: [Int: Saturations])>((BM25(), [:]))

    /// - Parameters:
    ///   - spellingKeys: for facets of which values that documents state with one key are one.
    ///   - overlay: what is wrong with its lines is left out.
    ///   - problems: receives that.
    package convenience init(
        _ snapshot: Snapshot, analyzer: Analyzer, defaultFields: [String],
        zones: [String: ZonePlacement] = [:], spellingKeys: [String: @Sendable (String) -> String] = [:],
        texts: FieldTextReader? = nil, views: FacetViews = FacetViews(), overlay: FacetOverlay,
        problems: inout [FacetOverlay.Problem]
    ) throws(StorageError) {
        var planner = FacetPlanner(overlay, snapshot, FacetSpellings(snapshot, keys: spellingKeys))
        let plans = try planner.plans()
        problems += planner.problems
        self.init(
            snapshot, analyzer: analyzer, defaultFields: defaultFields, zones: zones,
            spellingKeys: spellingKeys, texts: texts, views: views, plans: plans)
    }

    package convenience init(
        _ snapshot: Snapshot, analyzer: Analyzer, defaultFields: [String],
        zones: [String: ZonePlacement] = [:], spellingKeys: [String: @Sendable (String) -> String] = [:],
        texts: FieldTextReader? = nil, views: FacetViews = FacetViews()
    ) {
        self.init(
            snapshot, analyzer: analyzer, defaultFields: defaultFields, zones: zones,
            spellingKeys: spellingKeys, texts: texts, views: views, plans: [:])
    }

    private init(
        _ snapshot: Snapshot, analyzer: Analyzer, defaultFields: [String],
        zones: [String: ZonePlacement], spellingKeys: [String: @Sendable (String) -> String],
        texts: FieldTextReader?, views: FacetViews, plans: [Int: FacetPlan]
    ) {
        func index(_ name: String) -> Int? { snapshot.record.fieldNames.firstIndex(of: name) }
        self.snapshot = snapshot
        self.analyzer = analyzer
        self.texts = texts
        self.defaultFields = defaultFields.compactMap(index)
        self.zones = zones.compactMapValues { zone in
            guard let field = index(zone.field) else { return nil }
            guard let name = zone.rangesField else { return (field, nil) }
            return index(name).map { (field, $0) }
        }
        spellings = FacetSpellings(snapshot, keys: spellingKeys)
        self.views = views
        self.plans = plans
        var resolver = FacetResolver(snapshot, spellings)
        resolver.plans = plans
        self.resolver = resolver
        tokenizer = analyzer.makeTokenizer()
        fields = snapshot.record.fieldNames.indices.map { field in
            SegmentedField(snapshot.parts.map { $0.segment.fields[field] })
        }
        languages = fields.map { field in [.own] + field.marks.all.filter { $0 != .own } }
        statistics = snapshot.record.fieldNames.indices.map { field in
            snapshot.parts.reduce(into: FieldStatistics(documentCount: 0, totalLength: 0)) {
                $0.documentCount += $1.segment.fields[field].documentCount
                $0.totalLength &+= $1.segment.fields[field].totalLength
            }
        }
        let statistics = statistics
        scatterField = self.defaultFields.max {
            (statistics[$0].totalLength, $1) < (statistics[$1].totalLength, $0)
        }
        usualSaturations = statistics.map { Saturations(BM25(), averageLength: $0.averageLength) }
    }

    /// The best documents for a query, and counts over all that match.
    ///
    /// - Throws: `QueryError`, also when a file turns out to be damaged: never a wrong answer.
    package func search(_ query: Query, _ options: SearchOptions = SearchOptions()) throws(QueryError)
        -> SearchOutcome
    {
        if !options.filters.isEmpty { return try searchSideways(query, options) }
        // What only scores is not looked up where nothing is ranked.
        let ranks = options.limit > 0
        let limits = CompileLimits(options)
        let clause = try compile(
            ranks ? query : query.withoutOptionalWords, options.model, ranks: ranks,
            language: options.language, limits: limits)
        var options = options
        // What was looked up by then is searched for a moment, so that something is found.
        if options.isOver?() == true { options.isOver = Self.moment() }
        do throws(StorageError) {
            if options.limit == 0, !options.counts, !limits.isPartial, let total = knownCount(clause) {
                try snapshot.checkUndamaged()
                return SearchOutcome(total: total, notes: limits.notes)
            }
        } catch {
            throw .storage(error)
        }
        let factors =
            ranks ? try scoreFactors(of: clause, options.model, language: options.language, limits) : nil
        do throws(StorageError) {
            return try SearchMemory.lend { memory throws(StorageError) in
                var run = try SearchRun(self, options, factors, memory)
                for index in snapshot.parts.indices where clause.mayMatch(part: index) {
                    if try !run.search(clause, part: index) { break }
                }
                var outcome = try run.finish()
                if limits.isPartial { outcome.isPartial = true }
                outcome.notes = limits.notes
                try snapshot.checkUndamaged()
                return outcome
            }
        } catch {
            throw .storage(error)
        }
    }

    /// Whether a little time from now is over.
    private static func moment() -> @Sendable () -> Bool {
        let end = ContinuousClock.now + .milliseconds(100)
        return { ContinuousClock.now >= end }
    }

    /// How many documents match, where that is known without looking.
    private func knownCount(_ clause: Clause) -> Int? {
        var total = 0
        for part in snapshot.parts.indices {
            guard let count = clause.knownCount(in: snapshot, part: part) else { return nil }
            total += count
        }
        return total
    }

    /// - Parameter ranks: whether scores will be asked for.
    func compile(
        _ query: Query, _ model: RankingModel, ranks: Bool = true, language: String? = nil,
        limits: CompileLimits? = nil
    ) throws(QueryError) -> Clause {
        try QueryCompiler(
            self, model: model, ranks: ranks, language: language,
            limits: limits ?? CompileLimits()
        ).compile(query)
    }

    /// What a query says, its names looked up and its documents not looked for.
    ///
    /// - Parameters:
    ///   - limits: where what is wrong with it is told; nil for nowhere.
    ///   - isOver: asked now and then; once true, what patterns are left is not read.
    func read(
        _ query: Query, language: String?, limits: CompileLimits? = nil,
        isOver: (@Sendable () -> Bool)? = nil
    ) throws(QueryError) -> Clause {
        var options = SearchOptions()
        options.isOver = isOver
        return try QueryCompiler(
            self, model: RankingModel(weighsBursts: false), ranks: true, language: language,
            findsDocuments: false, limits: limits ?? CompileLimits(options)
        )
        .compile(query)
    }

    func saturations(_ model: BM25, field: Int) -> Saturations {
        if model == BM25() { return usualSaturations[field] }
        return saturations.withLock { known in
            if known.model != model { known = (model, [:]) }
            if let found = known.byField[field] { return found }
            let made = Saturations(model, averageLength: statistics[field].averageLength)
            known.byField[field] = made
            return made
        }
    }

    func values(ofFacet facet: Int) throws(StorageError) -> FacetValues {
        if let known = values.withLock({ $0[facet] }) { return known }
        let made = FacetValues(plans[facet] ?? FacetPlan(), try spellings.groups(ofFacet: facet))
        values.withLock { $0[facet] = made }
        return made
    }

    func globalOrdinals(_ facet: Int) throws(StorageError) -> GlobalOrdinals {
        if let known = ordinals.withLock({ $0[facet] }) { return known }
        let values = try values(ofFacet: facet)
        let made = try GlobalOrdinals(snapshot, facet: facet, values) { id throws(StorageError) in
            try facetClause(facet, id)
        }
        ordinals.withLock { $0[facet] = made }
        return made
    }

    /// What a search counts a facet with; nil where it should count by segment: of values that are shown as they are, the first
    /// search of a process, which mostly is the only one.
    func ordinalsForCounting(_ facet: Int) throws(StorageError) -> GlobalOrdinals? {
        if let known = ordinals.withLock({ $0[facet] }) { return known }
        let isFirst = countedFacets.withLock { $0.insert(facet).inserted }
        if isFirst, try values(ofFacet: facet).isPlain { return nil }
        return try globalOrdinals(facet)
    }

    private func facetClause(_ facet: Int, _ id: [UInt8]) throws(StorageError) -> FacetClause {
        do {
            return try QueryCompiler(self, model: RankingModel(), ranks: false, language: nil).facetClause(
                facet, id)
        } catch let error as StorageError {
            throw error
        } catch {
            preconditionFailure("\(error) where nothing is named")
        }
    }
}

extension Searcher {
    /// How many values of a facet some document carries.
    package func valueCount(ofFacet facet: Int) throws(QueryError) -> Int {
        do throws(StorageError) {
            return try globalOrdinals(facet).valueCount
        } catch {
            throw .storage(error)
        }
    }

    /// The ids of all values of a facet, ascending as bytes.
    package func valueIdentifiers(ofFacet facet: Int) throws(QueryError) -> [String] {
        do throws(StorageError) {
            let identifiers = try globalOrdinals(facet).identifiers
            return (0..<identifiers.count).map { String(decoding: identifiers[$0], as: UTF8.self) }
        } catch {
            throw .storage(error)
        }
    }
}

extension Searcher {
    /// A search with filters that some facets are counted without.
    ///
    /// Counting has to see every match, ranking only the best: each goes its own way, first the one that takes less time.
    func searchSideways(_ query: Query, _ options: SearchOptions) throws(QueryError) -> SearchOutcome {
        var ranking = options
        (ranking.filters, ranking.countedFacets, ranking.columns) = ([], [], [])
        ranking.countsTotal = false
        let ranked = options.limit > 0 ? try search(.and([query] + options.filters), ranking) : nil
        var outcome = try gather(query, options, visits: false) { _, _ in }
        guard let ranked else { return outcome }
        outcome.hits = ranked.hits
        outcome.total = max(outcome.total, ranked.total)
        if ranked.isPartial { outcome.isPartial = true }
        return outcome
    }

    /// Finds and counts every match, without scores.
    ///
    /// - Parameters:
    ///   - visits: whether matches are wanted, not only counts.
    ///   - readsRecords: whether `visit` reads the stored documents of all that it is given.
    ///   - visit: is given the index of a part and documents of it that match, ascending; part by part.
    /// - Returns: no hits.
    package func gather(
        _ query: Query, _ options: SearchOptions, visits: Bool = true, readsRecords: Bool = false,
        _ visit: (_ part: Int, _ documents: [UInt32]) throws(StorageError) -> Void
    ) throws(QueryError) -> SearchOutcome {
        let limits = CompileLimits(options)
        let clause = try compile(
            query.withoutOptionalWords, options.model, ranks: false, language: options.language,
            limits: limits)
        // They rank nothing here, but what is wrong with them has to be told.
        for preference in options.model.preferences {
            _ = try limits.strictly { () throws(QueryError) in
                try read(preference.query, language: options.language, limits: limits)
            }
        }
        var filters: [Clause] = []
        for filter in options.filters {
            filters.append(try compile(filter, options.model, ranks: false, limits: limits))
        }
        do throws(StorageError) {
            return try SearchMemory.lend { memory throws(StorageError) in
                var run = try GatheringRun(self, options, memory)
                run.readsRecords = readsRecords
                for index in snapshot.parts.indices where clause.mayMatch(part: index) {
                    if try !run.search(clause, filters, part: index, visits: visits, visit) { break }
                }
                var outcome = try run.finish()
                if limits.isPartial { outcome.isPartial = true }
                outcome.notes = limits.notes
                try snapshot.checkUndamaged()
                return outcome
            }
        } catch {
            throw .storage(error)
        }
    }
}
