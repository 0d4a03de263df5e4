internal import IndexAnalysis
internal import IndexCore
internal import IndexSearch
internal import IndexStorage
internal import PluginAPI
internal import SourceAdapters
internal import Synchronization

/// An index of articles, open at its newest commit or at one before; any number of threads may use it.
///
/// It keeps its commit, and what a live writer had logged, while writers go on; open it again to see what they did.
public final class SearchIndex: Sendable {
    /// The name of an index folder inside the folder of its articles.
    public static let folderName = ".dossier"

    /// The index folder.
    public let path: String
    let searcher: Searcher
    /// 32 hexadecimal digits, by the bytes of the overlay that is applied; nil for none.
    let overlayHash: String?
    /// Of the commit, of what was written live, and of the overlay.
    let fingerprint: UInt64
    /// Made when first asked for.
    private let clusters = Mutex<CopyClusters?>(nil)
    /// Words side by side joined by `or`, and by `and`.
    private let parsers: (any: QueryParser, all: QueryParser)
    /// The text read last: a page of hits asks for its snippets by the same.
    private let lastRead = Mutex<(text: String, requiresAll: Bool, query: ParsedQuery)?>(nil)
    /// Queries that `saved:name` stands for, by name.
    public let savedQueries: [String: String]
    var snapshot: Snapshot { searcher.snapshot }

    /// Opens the index in a folder.
    ///
    /// - Parameters:
    ///   - recovering: falls back to the commit before when the newest is damaged.
    ///   - overlay: what editors change about the values of facets, as it is now.
    ///   - reference: the commit to open, as it was when it was made; nil for the newest, with what live writers have
    ///     added.
    /// - Throws: `DossierError.Code.noIndex`, `.damaged`, `.otherVersion`, `.overlay`, `.unknownCommit`, `.system`.
    public convenience init(
        path: String, recovering: Bool = false, overlay: Overlay = .standard,
        at reference: CommitReference? = nil
    ) throws(DossierError) {
        let (searcher, overlayHash) = try DossierError.wrapping(path: path) { () -> (Searcher, String?) in
            let snapshot =
                try reference.map { try Self.openSnapshot(path, at: $0) }
                ?? Self.openSnapshot(path, recovering: recovering)
            let schema = try Schema(snapshot.record.schema)
            let analyzer = try schema.settings().analyzer
            guard let file = try overlay.read(ofIndex: path, analyzer) else {
                return (Searcher(snapshot, schema, analyzer: analyzer), nil)
            }
            return (try file.soundSearcher(snapshot, schema, analyzer), file.hash)
        }
        self.init(path: path, searcher, overlayHash: overlayHash)
    }

    init(path: String, _ searcher: Searcher, overlayHash: String? = nil) {
        self.path = path
        self.searcher = searcher
        savedQueries = SavedQueries.read(ofIndex: path)
        self.overlayHash = overlayHash
        fingerprint = searcher.snapshot.fingerprint(overlay: overlayHash)
        let names = Set(searcher.resolver.names)
        let fields = searcher.fieldNames
        var parsers = (
            any: QueryParser(facetNames: names, fieldNames: fields, defaultOperator: .or),
            all: QueryParser(facetNames: names, fieldNames: fields, defaultOperator: .and)
        )
        parsers.any.savedQueries = savedQueries
        parsers.all.savedQueries = savedQueries
        (parsers.any.searcher, parsers.all.searcher) = (searcher, searcher)
        self.parsers = parsers
    }

    /// The nearest index, looking from a folder upward; nil when there is none.
    public static func find(from folder: String) -> String? {
        guard var current = resolvedPath(folder) else { return nil }
        while true {
            let candidate = (current == "/" ? "" : current) + "/" + folderName
            let store = CommitStore(DirectoryFileSystem(path: candidate))
            if let numbers = try? store.numbers(), !numbers.isEmpty { return candidate }
            if current == "/" { return nil }
            current = parentFolder(current)
        }
    }

    /// The file system of an index folder, and the error of one that has no index.
    private static func open(
        _ path: String
    ) throws -> (fileSystem: DirectoryFileSystem, noIndex: DossierError) {
        let fileSystem = DirectoryFileSystem(path: path)
        let noIndex = DossierError(
            .noIndex, "There is no index at \(path). ‘dossier index FOLDER’ makes one.", path: path)
        guard try fileSystem.exists(".") else { throw noIndex }
        return (fileSystem, noIndex)
    }

    private static func openSnapshot(_ path: String, at reference: CommitReference) throws -> Snapshot {
        let (fileSystem, noIndex) = try open(path)
        let store = CommitStore(fileSystem)
        if try store.numbers().isEmpty { throw noIndex }
        func find() throws -> CommitStore.Commit {
            let commits = try KeptCommit.all(in: fileSystem)
            return try store.read(try reference.find(among: commits, ofIndex: path).number)
        }
        do {
            return try Snapshot(try checked(find()), in: fileSystem)
        } catch StorageError.missing {
            // A writer may have removed it meanwhile: it is then found no more, or its files are lost.
            return try Snapshot(try checked(find()), in: fileSystem)
        }
    }

    /// A commit whose terms are those of this program.
    private static func checked(_ commit: CommitStore.Commit) throws -> CommitStore.Commit {
        let record = try CommitRecord(commit.payload, file: "commit \(commit.number)")
        let analyzer = try Schema(record.schema).settings().analyzer
        try record.checkAnalyzer(analyzer.stableDescription, commit: commit.number)
        return commit
    }

    private static func openSnapshot(_ path: String, recovering: Bool) throws -> Snapshot {
        let (fileSystem, noIndex) = try open(path)
        let store = CommitStore(fileSystem)
        // A writer may fold a log or remove a commit between the look for it and the opening of its files.
        for attempt in 1... {
            guard let commit = try store.newest(recovering: recovering) else { throw noIndex }
            var found: Snapshot?
            do throws(StorageError) {
                let snapshot = try Snapshot(commit, in: fileSystem)
                let replay = try LogReplay(in: fileSystem, snapshot.record, recovering: recovering)
                let newest = try store.numbers().last
                if recovering || newest == commit.number { found = try replay.snapshot(over: snapshot) }
            } catch {
                guard case .missing = error, attempt < 3 else {
                    // That another program wrote it says more.
                    _ = try checked(commit)
                    throw error
                }
            }
            // Last: `prepare` may still be at it.
            if let found, try checked(commit).number == commit.number { return found }
        }
        throw noIndex
    }

    /// Finds out, while an index is being opened, what it will be compared with: the stems that libstemmer makes, which takes
    /// a millisecond. To be called on another thread.
    public static func prepare() { _ = Analyzer.multilingual }

    /// Runs `body`. What it returns, and also that it finds nothing, counts only when no file was cut short under its
    /// hands.
    func answering<Result>(_ body: () throws -> Result) throws(DossierError) -> Result {
        try DossierError.wrapping(path: path) {
            let result = Swift.Result { try body() }
            try snapshot.checkUndamaged()
            return try result.get()
        }
    }

    /// Facets that can be counted and filtered by, besides `actor`, which spans those of actors.
    ///
    /// Each also goes by views of it: `about:country` counts what documents are about.
    public var facetNames: [String] { snapshot.record.facets.filter { $0.aspect == nil }.map(\.name) }

    /// The best documents for a request, and counts over all that match.
    ///
    /// - Throws: `DossierError`: a filter by an unknown or ambiguous value, a query that a strict search refuses, or damage;
    ///   never a wrong answer.
    public func search(_ request: SearchRequest) throws(DossierError) -> SearchResults {
        try search(request, counting: []).results
    }

    /// - Parameters:
    ///   - columns: what is counted beside the request's facets.
    ///   - words: in place of the text of the request; nil for that.
    ///   - identifier: of a document that is no hit.
    ///   - isOver: of several searches that share the time of one; nil for the request's own.
    func search(
        _ request: SearchRequest, counting columns: [DocumentColumn], for words: Query? = nil,
        except identifier: String? = nil, isOver: (@Sendable () -> Bool)? = nil
    ) throws(DossierError) -> (results: SearchResults, columnCounts: [[UInt32]]) {
        // The searcher sees to it that no file was cut short.
        try DossierError.wrapping(path: path) {
            let model = try model(of: request)
            let plan = try SearchPlan(request, of: self, for: words, except: identifier)
            var options = plan.options
            options.model = model
            options.language = try language(of: request)
            options.columns = columns
            options.isStrict = request.syntax == .strict
            options.isOver = isOver ?? request.end()
            var outcome: SearchOutcome
            var (hits, distinctTotal) = ([Hit](), Int?.none)
            if request.foldsCopies {
                let clusters = try copyClusters()
                outcome = try folded(plan.query, options, clusters, into: &hits)
                let clusterCounts = outcome.columnCounts.removeLast()
                distinctTotal = clusterCounts.reduce(outcome.total) { $0 - max(0, Int($1) - 1) }
            } else {
                outcome =
                    request.sort == .relevance
                    ? try searcher.search(plan.query, options) : try sorted(request.sort, plan.query, options)
                hits = outcome.hits.map { Hit($0) }
            }
            hits = Array(hits.dropFirst(request.offset))
            let results = SearchResults(
                hits: hits, total: outcome.total, distinctTotal: distinctTotal, isPartial: outcome.isPartial,
                facets: try facetCounts(plan, outcome), next: plan.next(after: hits, outcome),
                position: plan.position, notes: (words == nil ? notes(on: request) : []) + outcome.notes)
            return (results, outcome.columnCounts)
        }
    }

    /// The clusters of copies, made when first asked for.
    func copyClusters() throws -> CopyClusters {
        if let known = clusters.withLock({ $0 }) { return known }
        let schema = try Schema(snapshot.record.schema)
        guard schema.findsCopies else {
            throw DossierError(
                .badRequest, "This index does not look for copies: its schema leaves them out.", path: path)
        }
        let made = try CopyClusters(
            snapshot,
            CopyUpdate(schema: schema, settings: try schema.settings(), threadCount: Workers.processorCount))
        clusters.withLock { $0 = made }
        return made
    }

    /// Why a document has its score; nil when it does not match.
    public func explain(
        _ identifier: String, _ request: SearchRequest
    ) throws(DossierError) -> Explanation? {
        try answering {
            let place = try locate(identifier)
            let explanation = try searcher.explain(
                try query(of: request), part: place.part, document: place.document, try model(of: request),
                language: try language(of: request))
            return explanation.map(Explanation.init)
        }
    }

    /// The part of a document that says most about why it matches, its words marked.
    public func snippet(
        of document: StoredDocument, for request: SearchRequest
    ) throws(DossierError) -> Snippet {
        try snippets(of: [document], for: request)[0]
    }

    /// The same part of each of several documents, such as the hits of a page: cheaper than one by one.
    public func snippets(
        of documents: [StoredDocument], for request: SearchRequest
    ) throws(DossierError) -> [Snippet] {
        guard request.snippetWordCount > 0 else {
            throw DossierError(.badRequest, "A snippet has at least one word.")
        }
        return try answering {
            var maker = try SnippetMaker(
                try query(of: request), of: searcher, language: try language(of: request),
                isOver: request.end())
            return try documents.map { document in
                let snippet = maker.snippet(
                    of: document.text, in: document.articleStretches, language: document.language,
                    mentions: try mentions(of: maker.markedValues, in: document),
                    zones: try textZones(of: document),
                    wordCount: request.snippetWordCount)
                return Snippet(
                    text: snippet.text, marks: snippet.marks.map(\.range),
                    evidence: snippet.marks.filter(\.isEvidence).map(\.range))
            }
        }
    }

    /// Everything in the article of a document, its title included, that a request looks for: byte ranges of its text,
    /// ascending and apart.
    public func marks(
        in document: StoredDocument, for request: SearchRequest
    ) throws(DossierError) -> [DocumentMark] {
        try answering {
            var maker = try SnippetMaker(
                try query(of: request), of: searcher, language: try language(of: request),
                isOver: request.end())
            return maker.marks(
                in: document.text, document.zones.filter(\.kind.isArticle).map(\.range),
                language: document.language, mentions: try mentions(of: maker.markedValues, in: document),
                zones: try textZones(of: document)
            ).map { DocumentMark(range: $0.range, isEvidence: $0.isEvidence) }
        }
    }

    /// The zones of a document that fields hold.
    private func textZones(of document: StoredDocument) throws -> [TextZone] {
        let fields = try Schema(snapshot.record.schema).fieldOfZone
        return document.zones.compactMap { zone in
            fields[Int(zone.kind.rawValue)].map {
                TextZone(range: zone.range, field: $0, name: "\(zone.kind)")
            }
        }
    }

    /// Where the words of a document are shown to name some values, by index.
    private func mentions(
        of values: [(facet: Int, id: [UInt8])], in document: StoredDocument
    ) throws -> [(value: Int, range: Range<Int>)] {
        guard !values.isEmpty, let place = try snapshot.find(Array(document.identifier.utf8)) else {
            return []
        }
        var found: [(value: Int, range: Range<Int>)] = []
        for (index, value) in values.enumerated() {
            let (facet, sense) = searcher.mentionSource(ofFacet: value.facet)
            let layer = snapshot.parts[place.part].layers[facet]
            let mentions = try layer.mentions(of: place.document)
            for id in try searcher.layerValues(naming: value.id, facet: facet) {
                guard let ordinal = try layer.values().ordinal(of: id) else { continue }
                for mention in mentions
                where mention.value == ordinal && (sense == nil || mention.sense == sense) {
                    let range = Int(mention.start)..<Int(mention.start) + Int(mention.size)
                    let rule = layer.meta.rules[Int(mention.rule)]
                    guard range.upperBound <= document.text.count,
                        try searcher.shown(
                            String(decoding: id, as: UTF8.self), facet: facet,
                            words: String(decoding: document.text[range], as: UTF8.self), rule: rule)
                            == String(decoding: value.id, as: UTF8.self)
                    else { continue }
                    found.append((index, range))
                }
            }
        }
        return found
    }

    func language(of request: SearchRequest) throws(DossierError) -> String? {
        guard let language = request.language else { return nil }
        guard LanguageTag.language(of: language) != nil else {
            throw DossierError(.badRequest, "‘\(language)’ names no language; take a code such as en or fr.")
        }
        return language
    }

    /// What is wrong with the text of a query, in its order: where it stands, how it is taken all the same, and what would
    /// be right. A strict search refuses it.
    public func problems(ofQuery text: String) -> [QueryMistake] {
        parsed(text, requiresAll: false).problems.map { problem in
            QueryMistake(
                range: problem.range, reason: problem.reason, reading: problem.reading, fix: problem.fix,
                message: problem.message(in: text))
        }
    }

    /// What in the text of a lenient request is not right and how it is taken, a sentence or two each.
    public func notes(on request: SearchRequest) -> [String] {
        if request.syntax != .lenient { return [] }
        return parsed(request.query, requiresAll: request.requiresAllWords).problems.map { problem in
            [problem.reason, problem.reading].compactMap(\.self).joined(separator: " ")
        }
    }

    private func parsed(_ text: String, requiresAll: Bool) -> ParsedQuery {
        if let known = lastRead.withLock({ $0 }), known.text == text, known.requiresAll == requiresAll {
            return known.query
        }
        let query = (requiresAll ? parsers.all : parsers.any).read(text)
        lastRead.withLock { $0 = (text, requiresAll, query) }
        return query
    }

    private func read(
        _ text: String, _ syntax: SearchRequest.Syntax, requiresAll: Bool
    ) throws(DossierError) -> Query {
        if syntax == .raw { return (requiresAll ? parsers.all : parsers.any).readRaw(text) }
        let parsed = parsed(text, requiresAll: requiresAll)
        if syntax == .strict, let problem = parsed.problems.first {
            throw DossierError(.badQuery, problem.message(in: text))
        }
        return parsed.query
    }

    /// The words, filters and dates of a request as one query.
    func query(of request: SearchRequest) throws -> Query {
        let words = try words(of: request)
        if request.filters.isEmpty, request.from == nil, request.to == nil { return words }
        return .and([words] + (try request.filters.map { try resolved($0).query }) + days(of: request))
    }

    func words(of request: SearchRequest) throws -> Query {
        let query = try textQuery(of: request)
        guard query.leafCount <= Query.greatestLeafCount else {
            throw DossierError(
                .badQuery, "A query has at most \(Query.greatestLeafCount) words, not \(query.leafCount).")
        }
        return try query.mappingDates(DateRange.days)
    }

    /// The text of a request as a query; all documents for none.
    func textQuery(of request: SearchRequest) throws(DossierError) -> Query {
        // What is not white space in its first byte is not empty.
        let isEmpty =
            request.query.utf8.first.map { $0 <= 0x20 || $0 >= 0x80 } ?? true
            && request.query.allSatisfy(\.isWhitespace)
        return isEmpty
            ? .all : try read(request.query, request.syntax, requiresAll: request.requiresAllWords)
    }

    /// The days of a request, if it names any.
    func days(of request: SearchRequest) -> [Query] {
        if request.from == nil, request.to == nil { return [] }
        // Documents without a date stand at the least number, outside every range.
        let first = request.from?.daysSinceEpoch ?? noDate + 1
        let last = request.to?.daysSinceEpoch ?? .max
        return [first <= last ? .days(first...last) : .nothing]
    }
}

extension Explanation {
    init(_ explanation: ScoreExplanation) {
        self.init(
            value: explanation.value, label: explanation.label,
            parts: explanation.parts.map(Explanation.init))
    }
}

/// Reads the dates of queries.
enum DateRange {
    /// The days of a range; nil where there is none between its ends.
    static func days(_ range: DateBounds) throws(QueryError) -> ClosedRange<Int32>? {
        var (first, last) = (noDate + 1, Int32.max)
        if let from = range.from {
            let days = try bounds(from)
            first = range.includesFrom ? days.lowerBound : days.upperBound + 1
        }
        if let to = range.to {
            let days = try bounds(to)
            last = range.includesTo ? days.upperBound : days.lowerBound - 1
        }
        return first <= last ? first...last : nil
    }

    /// The first and last day of `2014`, `2014-05` or `2014-05-31`.
    private static func bounds(_ text: String) throws(QueryError) -> ClosedRange<Int32> {
        let numbers = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard (1...3).contains(numbers.count), let year = numbers[0],
            numbers.count < 2 || numbers[1] != nil, numbers.count < 3 || numbers[2] != nil
        else { throw .badDate(text) }
        let month = numbers.count > 1 ? numbers[1] : nil
        let day = numbers.count > 2 ? numbers[2] : nil
        let first = CalendarDate(year: year, month: month ?? 1, day: day ?? 1)
        // The last day of the month is the greatest that exists.
        let last = [31, 30, 29, 28].lazy.compactMap {
            CalendarDate(year: year, month: month ?? 12, day: day ?? $0)
        }.first
        guard let first, let last else { throw .badDate(text) }
        return first.daysSinceEpoch...last.daysSinceEpoch
    }
}
