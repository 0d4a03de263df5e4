internal import Dispatch
internal import IndexAnalysis
internal import IndexCore
internal import IndexSearch
internal import IndexStorage
public import PluginAPI
internal import Synchronization

/// An index that is written while it is searched; any number of threads may use it.
///
/// Documents are found as soon as `add` returns, and are safe once a `sync` after it has returned. They stand in a log
/// in the index folder and, ready to be searched, in memory; once they are as much text as two runs, they become a
/// segment on disk in the background. What a process that died leaves in the log is found by every `SearchIndex`, and
/// becomes part of the segments when the index is next written.
///
/// Answers are those of an index built at once; how documents are spread over segments differs.
public final class LiveIndex: Sendable {
    let path: String
    let fileSystem: any FileSystem
    let settings: SegmentSettings
    let builder: LiveSegmentBuilder
    let copies: CopyUpdate
    private let finder: FacetFinder
    private let schema: Schema
    private let overlay: ReadOverlay?
    /// Text in memory from which on it is folded, and at which writers wait for that.
    let foldByteCount: Int

    let editor: Mutex<IndexEditor>
    let state: Mutex<LiveState>
    private let durable = Mutex(GroupCommit())
    private let current: Mutex<SearchIndex>
    /// Work in the background.
    let jobs = DispatchGroup()

    /// Opens the index in a folder for writing, and makes it when there is none; one writer at a time.
    ///
    /// - Parameters:
    ///   - plugins: its facets are those of the index from now on.
    ///   - options: the schema and size of runs of a new index, and the threads that write layers again.
    ///   - overlay: what editors change about the values of facets, as it is now; a line that no longer fits what the
    ///     documents hold, since they changed, changes nothing until it does. Its values are looked up at each change.
    /// - Throws: `DossierError`, as `indexSources` does, and as `SearchIndex` does for the overlay.
    public convenience init(
        path: String, plugins: PluginSet, options: IndexOptions = IndexOptions(),
        overlay: Overlay = .standard
    ) throws(DossierError) {
        let opened = try DossierError.wrapping(path: path) {
            let fileSystem = DirectoryFileSystem(path: path)
            try prepare(fileSystem)
            return (fileSystem, try WriterLock(path: fileSystem.path(of: "lock")))
        }
        try self.init(
            opened.0, path: path, lock: opened.1, plugins: plugins, options: options, overlay: overlay)
    }

    /// The same in any file system.
    ///
    /// - Parameters:
    ///   - path: named by errors.
    ///   - lock: the writer's right, kept until `close`; nil where nobody else can write.
    init(
        _ fileSystem: any FileSystem, path: String, lock: WriterLock?, plugins: PluginSet,
        options: IndexOptions, overlay: Overlay = .none
    ) throws(DossierError) {
        let opened = try DossierError.wrapping(path: path) {
            try OpenedIndex(fileSystem, path: path, plugins: plugins, options: options, overlay: overlay)
        }
        self.path = path
        self.fileSystem = fileSystem
        settings = opened.settings
        schema = opened.schema
        self.overlay = opened.overlay
        copies = CopyUpdate(schema: opened.schema, settings: opened.settings, threadCount: 1)
        builder = LiveSegmentBuilder(
            opened.schema, opened.settings,
            facets: FacetShape.all(
                plugins.facets, among: plugins.facets, stated: opened.schema.statedFacets))
        finder = FacetFinder(plugins: plugins.facets, fieldOfZone: opened.schema.fieldOfZone)
        foldByteCount = 2 * opened.editor.record.runByteCount
        current = Mutex(SearchIndex(path: path, opened.searcher))
        state = Mutex(LiveState(opened.snapshot, lock: lock, nextLog: opened.nextLog))
        editor = Mutex(opened.editor)
    }

    /// The index as it is now: it finds everything whose `add` has returned, and never changes.
    ///
    /// - Complexity: copies a reference; no writer is waited for.
    public var snapshot: SearchIndex { current.withLock { $0 } }

    /// Adds a document, in place of any other with its identifier; `snapshot` holds it on return.
    ///
    /// - Returns: what facet plugins said that could not read it; it is added nevertheless.
    @discardableResult
    public func add(_ document: Document) throws(DossierError) -> [SourceProblem] { try addAll([document]) }

    /// Adds documents, of several with one identifier the last; up to the text of a run they become visible at once.
    ///
    /// - Returns: what facet plugins said that could not read some of them; they are added nevertheless.
    @discardableResult
    public func addAll(_ documents: [Document]) throws(DossierError) -> [SourceProblem] {
        for document in documents {
            guard document.hasZonesInOrder, !document.identifier.isEmpty,
                document.text.count < Document.byteCountLimit,
                document.zones.count <= Document.zoneCountLimit
            else {
                throw DossierError(
                    .badRequest,
                    "The document ‘\(document.identifier)’ needs an identifier, less than 1 GiB of text, and zones "
                        + "within it that ascend apart from each other, \(Document.zoneCountLimit) at most.")
            }
        }
        return try DossierError.wrapping(path: path) {
            var problems: [SourceProblem] = []
            var rest = documents[...]
            while !rest.isEmpty {
                var size = 0
                let piece = rest.prefix { document in
                    defer { size += document.text.count }
                    return size < foldByteCount / 2
                }
                problems += try addPiece(piece)
                rest = rest.dropFirst(piece.count)
            }
            return problems
        }
    }

    private func addPiece(_ documents: ArraySlice<Document>) throws -> [SourceProblem] {
        waitForRoom()
        var seen: Set<String> = []
        var kept = Array(documents.reversed().filter { seen.insert($0.identifier).inserted }.reversed())
        var problems: [SourceProblem] = []
        for index in kept.indices {
            kept[index].state(builder.documentFacets)
            problems += kept[index].keepValues(of: builder.statedFacets).map {
                SourceProblem(path: kept[index].identifier, reason: $0)
            }
        }
        let tokenized = kept.map { builder.tokenizer.tokenize($0) }
        let found = finder.mentions(in: tokenized, problems: &problems)
        let sources = kept.indices.map { index in
            LiveSource(
                live: LiveDocument(document: tokenized[index].document, mentions: found.map { $0[index] }),
                tokenized: tokenized[index])
        }
        var batch = LiveBatch()
        batch.documents = sources.map(\.live)
        let record = state.withLock { $0.record }
        let part = try builder.part(sources, of: record)
        try change { state throws(StorageError) in
            try append(batch, to: &state)
            for document in kept { _ = try state.delete(Array(document.identifier.utf8)) }
            state.append(part, sources)
        }
        return problems
    }

    /// Deletes a document; `snapshot` is without it on return.
    ///
    /// - Returns: whether there was one.
    @discardableResult
    public func delete(_ identifier: String) throws(DossierError) -> Bool {
        try DossierError.wrapping(path: path) {
            var batch = LiveBatch()
            batch.deleted = [Array(identifier.utf8)]
            return try change { state throws(StorageError) in
                guard try state.find(batch.deleted[0]) else { return false }
                try append(batch, to: &state)
                return try state.delete(batch.deleted[0])
            }
        }
    }

    /// Returns once every change whose call has returned is safe on disk.
    ///
    /// Threads that wait at once share one write to the medium.
    public func sync() throws(DossierError) {
        try DossierError.wrapping(path: path) {
            let wanted = try state.withLock { state throws(StorageError) in
                try state.checkUsable()
                return state.changeCount
            }
            while true {
                let (round, isMine) = durable.withLock { $0.join(wanted) }
                guard let round else { return }
                if !isMine {
                    round.wait()
                    try state.withLock { state throws(StorageError) in try state.checkUsable() }
                    continue
                }
                // Also what others have changed since.
                let (log, size, count) = state.withLock { ($0.log, $0.log?.byteCount ?? 0, $0.changeCount) }
                let result = Result { () throws(StorageError) in try makeDurable(log, size) }
                durable.withLock { $0.end(round, count: (try? result.get()) == nil ? 0 : count) }
                try result.get()
            }
        }
    }

    private func makeDurable(_ log: WriteLog?, _ byteCount: Int) throws(StorageError) {
        guard let log else { return }
        do throws(StorageError) {
            try log.sync()
        } catch {
            // What the medium holds now is not known, and a second try would not tell.
            state.withLock { $0.failure = error }
            throw error
        }
        try state.withLock { state throws(StorageError) in
            guard state.log === log else { return }
            try usingLog(&state) { _ throws(StorageError) in try log.mark(durableByteCount: byteCount) }
        }
    }

    /// Folds everything into segments and gives up the right to write; snapshots stay.
    ///
    /// Without it, changes stay in the log, synced or not, for whoever opens the index next.
    public func close() throws(DossierError) {
        try DossierError.wrapping(path: path) {
            var isIdle = false
            while !isIdle {
                jobs.wait()
                let work = try state.withLock { state throws(StorageError) -> SealedChanges? in
                    try state.checkUsable()
                    isIdle = state.mergingCount == 0 && !state.isFolding
                    return isIdle ? try seal(&state) : nil
                }
                if let work { try fold(work) }
            }
            state.withLock { state in
                state.failure = .io(path: path, operation: "write after close", errno: 9)
                state.lock = nil
            }
        }
    }

    /// Changes the state, starts what is due in the background, and shows the result to readers.
    func change<Result>(
        _ body: (inout LiveState) throws(StorageError) -> Result
    ) throws(StorageError) -> Result {
        try state.withLock { state throws(StorageError) in
            try state.checkUsable()
            let result = try body(&state)
            try maintain(&state)
            let snapshot = try state.snapshot(in: fileSystem)
            let searcher =
                try overlay?.searcher(snapshot, schema, settings.analyzer).searcher
                ?? Searcher(snapshot, schema, analyzer: settings.analyzer)
            let index = SearchIndex(path: path, searcher)
            current.withLock { $0 = index }
            return result
        }
    }

    /// Writes a change into the log, which is begun if need be.
    private func append(_ batch: LiveBatch, to state: inout LiveState) throws(StorageError) {
        let entry = batch.encoded(builder.facets)
        guard entry.count < WriteLog.entryByteCountLimit else {
            throw .tooLarge(reason: "a change of \(entry.count) bytes, where the log takes less than 2 GiB")
        }
        try usingLog(&state) { state throws(StorageError) in
            if state.log == nil {
                let preamble = LogPreamble.encode(builder.facets)
                state.log = try WriteLog(state.nextLog, preamble: preamble, in: fileSystem)
                state.nextLog += 1
            }
            try state.log?.append(entry)
        }
        state.changeCount += 1
    }

    /// A log that failed once is not written again: what stands in it is not known.
    func usingLog(
        _ state: inout LiveState, _ body: (inout LiveState) throws(StorageError) -> Void
    ) throws(StorageError) {
        do throws(StorageError) {
            try body(&state)
        } catch {
            state.failure = error
            throw error
        }
    }
}

/// Who makes changes durable, and who waits for that.
private struct GroupCommit: Sendable {
    /// How many changes are known to be durable.
    private var count = 0
    /// Entered as long as somebody writes to the medium.
    private var round: DispatchGroup?

    /// - Returns: nothing when so many changes are durable, else a round: to be ended, or to be waited for.
    mutating func join(_ wanted: Int) -> (round: DispatchGroup?, isMine: Bool) {
        if count >= wanted { return (nil, false) }
        if let round { return (round, false) }
        let new = DispatchGroup()
        new.enter()
        round = new
        return (new, true)
    }

    mutating func end(_ ended: DispatchGroup, count: Int) {
        self.count = max(self.count, count)
        round = nil
        ended.leave()
    }
}

/// An index as a live writer finds it: with nothing in its log, and with the facets of the plugins.
private struct OpenedIndex {
    let schema: Schema
    let settings: SegmentSettings
    var editor: IndexEditor
    let snapshot: Snapshot
    let overlay: ReadOverlay?
    let searcher: Searcher
    let nextLog: UInt64

    init(
        _ fileSystem: any FileSystem, path: String, plugins: PluginSet, options: IndexOptions,
        overlay: Overlay
    ) throws {
        let threadCount = max(1, options.threadCount ?? Workers.processorCount)
        editor = try IndexEditor(fileSystem, options)
        schema = try Schema(editor.record.schema)
        settings = try schema.settings()
        try editor.setAnalyzer(settings.analyzer.stableDescription)
        let replay = try LogReplay(in: fileSystem, editor.record, recovering: options.recovers)
        try replay.fold(into: &editor, schema: schema, settings: settings, threadCount: threadCount)
        _ = try FacetUpdate(
            plugins: plugins.facets, schema: schema, settings: settings, threadCount: threadCount,
            progress: nil
        ).run(&editor)
        // A log belongs to a commit that stands.
        if editor.hasChanges || editor.commitNumber == 0 { _ = try editor.publish() }
        try editor.collectGarbage()
        let commit = CommitStore.Commit(number: editor.commitNumber, payload: editor.record.encoded())
        snapshot = try Snapshot(commit, in: fileSystem)
        self.overlay = try overlay.read(ofIndex: path, settings.analyzer)
        searcher =
            try self.overlay?.soundSearcher(snapshot, schema, settings.analyzer)
            ?? Searcher(snapshot, schema, analyzer: settings.analyzer)
        nextLog = max(replay.nextNumber, editor.record.firstLog)
    }
}
