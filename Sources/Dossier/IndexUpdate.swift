internal import IndexAnalysis
internal import IndexCore
internal import IndexStorage
internal import PluginAPI
internal import Synchronization

/// One run of indexing, under the writer's lock: from sources to a commit.
struct IndexUpdate {
    /// Runs built before what they gave is committed: an interrupted run loses no more than this.
    private static let runsPerCommit = 32
    /// Runs built side by side with the merges that are due when they begin: as many as a merge joins.
    private static let runsPerRound = MergeSchedule.width
    /// Memory a worker needs for each source byte of its run, tokens, postings and stored text included.
    private static let memoryPerSourceByte = 6
    /// Memory for each input while it is listed, read and noted.
    private static let memoryPerInput = 256

    private let fileSystem: any FileSystem
    private let folder: String
    private let plugins: PluginSet
    private let options: IndexOptions
    private let progress: (@Sendable (IndexProgress) -> Void)?
    private let threadCount: Int
    private let schema: Schema
    private let settings: SegmentSettings
    /// Whether inputs that look unchanged may state values that the index has not read.
    private let rereadsRecords: Bool
    private var editor: IndexEditor
    private var state = SyncState()
    private var report = IndexReport()
    /// Files that could not be read, or with a member that may be read the next time.
    private var unavailable: Set<String> = []
    /// What the memory budget leaves for runs and merges.
    private var roomBytes: Int

    /// - Parameter folder: the index folder, absolute.
    init(
        _ fileSystem: any FileSystem, folder: String, plugins: PluginSet, options: IndexOptions,
        progress: (@Sendable (IndexProgress) -> Void)?
    ) throws {
        self.fileSystem = fileSystem
        self.folder = folder
        self.plugins = plugins
        self.options = options
        self.progress = progress
        roomBytes = options.memoryBudgetBytes
        threadCount = max(1, options.threadCount ?? Workers.processorCount)
        editor = try IndexEditor(fileSystem, options)
        var schema = try Schema(editor.record.schema)
        let known = schema.facetFields
        schema.facetFields += options.schema.facetFields.filter { !known.contains($0) }
        rereadsRecords = schema.facetFields != known
        self.schema = schema
        settings = try schema.settings()
        editor.setSchema(schema.encoded())
        try editor.setAnalyzer(settings.analyzer.stableDescription)
        if !editor.record.syncState.isEmpty {
            state = try SyncState(editor.record.syncState, in: fileSystem)
        }
    }

    /// Brings the index up to date with the sources and the plugins.
    consuming func run(_ sources: [any SourceAdapter]) throws -> IndexReport {
        try foldLogs()
        let facets = editor.record.facets.filter { $0.aspect == nil }.map(\.name)
        report.rebuiltFacets = try FacetUpdate(
            plugins: plugins.facets, schema: schema, settings: settings, threadCount: threadCount,
            progress: progress
        ).run(&editor)
        report.droppedFacets = facets.filter { name in !editor.record.facets.contains { $0.name == name } }
        progress?(IndexProgress(phase: .walking, done: 0, total: 0))
        let formats = plugins.formats.map { "\($0.manifest.name)=\($0.manifest.version)" }
            .joined(separator: ",")
        let rereadsAll = state.formats != formats
        let sources = sources.map { $0.stating(schema.facetFields) }
        let plan = try SyncPlan(
            sources, state: state, indexFolder: folder,
            options: options, rereadsAll: rereadsAll || rereadsRecords, threadCount: threadCount)
        state = plan.state
        state.formats = formats
        report.unchangedCount = plan.unchangedCount
        report.problems = plan.problems
        try drop(plan.gone)
        if rereadsAll { state.knowledge = FormatKnowledge() }
        state.knowledge.learn(
            try FormatSurvey(sources: sources, plugins: plugins, threadCount: threadCount)
                .knowledge(of: plan.inputs))
        try index(plan.inputs, of: sources, rereadsAll: rereadsAll)
        noteContainers(plan.containers)
        if options.mergesToOne { try mergeAll() }
        try commit()
        try editor.collectGarbage()
        report.commitNumber = editor.commitNumber
        report.documentCount = editor.record.documentCount
        return report
    }

    private mutating func foldLogs() throws {
        let replay = try LogReplay(in: fileSystem, editor.record, recovering: options.recovers)
        try replay.fold(into: &editor, schema: schema, settings: settings, threadCount: threadCount)
    }

    private mutating func drop(_ gone: [(identifier: String, root: Int)]) throws {
        for (identifier, root) in gone { state.roots[root].entries[identifier] = nil }
        // What another root holds too is that root's document.
        let dropped = gone.filter { document in
            !state.roots.contains { $0.entries[document.identifier] != nil }
        }
        let found = try editor.delete(dropped.map { Array($0.identifier.utf8) })
        report.removedCount = found.count { $0 }
    }

    private mutating func index(
        _ inputs: [PlannedInput], of sources: [any SourceAdapter], rereadsAll: Bool
    ) throws {
        let runs = Self.runs(inputs, byteCount: editor.record.runByteCount)
        let builder = RunBuilder(
            sources: sources, plugins: plugins.knowing(state.knowledge), schema: schema, settings: settings,
            store: editor.store,
            finder: FacetFinder(plugins: plugins.facets, fieldOfZone: schema.fieldOfZone),
            facets: FacetShape.all(plugins.facets, among: plugins.facets, stated: schema.statedFacets),
            rereadsAll: rereadsAll)
        roomBytes = max(0, options.memoryBudgetBytes - inputs.count * Self.memoryPerInput)
        let counter = ProgressCounter(total: inputs.count, report: progress)
        state.makeRoom(for: inputs)
        let roundLength = options.mergesToOne ? Self.runsPerCommit : Self.runsPerRound
        for first in stride(from: 0, to: runs.count, by: roundLength) {
            let round = Array(runs[first..<min(first + roundLength, runs.count)])
            for (range, run) in zip(round, try build(round, of: inputs, with: builder, counter)) {
                try take(run, of: inputs[range])
            }
            let end = first + roundLength
            if end % Self.runsPerCommit == 0, end < runs.count { try commit() }
        }
        if !options.mergesToOne { try merge() }
    }

    /// Builds runs, and beside them makes the merges that are due.
    ///
    /// What is due does not depend on the number of threads, nor does what comes of it.
    private mutating func build(
        _ runs: [Range<Int>], of inputs: [PlannedInput], with builder: RunBuilder, _ counter: ProgressCounter
    ) throws -> [BuiltRun] {
        let runMemory = editor.record.runByteCount * Self.memoryPerSourceByte
        let workerCount = max(1, min(threadCount, roomBytes / runMemory))
        let merges = options.mergesToOne ? nil : try editor.dueMerges(settings)
        // A merge that takes more memory than a worker has goes alone, before the runs.
        let isAlone = (merges?.memoryByteCount ?? 0) > max(runMemory, roomBytes / workerCount)
        if isAlone, let merges {
            editor.finish(merges, try Workers.map(count: merges.count, threadCount: 1, merges.merge))
        }
        let mergeCount = isAlone ? 0 : merges?.count ?? 0
        let done = try Workers.map(count: mergeCount + runs.count, threadCount: workerCount) {
            index throws(StorageError) -> RoundResult in
            if index < mergeCount, let merges { return .merged(try merges.merge(index)) }
            return .built(try builder.build(inputs[runs[index - mergeCount]]) { counter.advance() })
        }
        var (merged, built) = ([IndexEditor.MergedSegment](), [BuiltRun]())
        for result in done {
            switch result {
            case .merged(let segment): merged.append(segment)
            case .built(let run): built.append(run)
            }
        }
        if mergeCount > 0, let merges { editor.finish(merges, merged) }
        return built
    }

    /// What came of a piece of work in a round.
    private enum RoundResult: Sendable {
        case merged(IndexEditor.MergedSegment)
        case built(BuiltRun)
    }

    /// Cuts inputs into runs by their sizes alone, so that every number of threads gives the same ones.
    private static func runs(_ inputs: [PlannedInput], byteCount: Int) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        var (start, size) = (0, 0)
        for (index, input) in inputs.enumerated() {
            size += input.entry.byteCount
            guard size >= byteCount || index == inputs.count - 1 else { continue }
            runs.append(start..<(index + 1))
            (start, size) = (index + 1, 0)
        }
        return runs
    }

    /// Adds a run's segment, deletes what it replaces, and notes what became of its inputs.
    private mutating func take(_ run: BuiltRun, of inputs: ArraySlice<PlannedInput>) throws {
        // What no root knew is not in the index, unless it was written live.
        var (replaced, indexedCount) = ([[UInt8]](), 0)
        for (input, outcome) in zip(inputs, run.outcomes) {
            let identifier = input.entry.identifier
            switch outcome {
            case .indexed(let entry):
                let isKnown =
                    editor.record.mayHoldLiveDocuments
                    || state.roots.contains { $0.entries[identifier] != nil }
                if isKnown { replaced.append(Array(identifier.utf8)) }
                state.roots[input.root].entries[identifier] = entry
                indexedCount += 1
            case .unchanged(let entry):
                state.roots[input.root].entries[identifier] = entry
                report.unchangedCount += 1
            case .skipped(let problem): report.problems.append(problem)
            case .unavailable(let problem):
                report.problems.append(problem)
                unavailable.insert(input.entry.filePath)
            }
        }
        report.problems += run.facetProblems
        let updatedCount = try editor.delete(replaced).count { $0 }
        report.updatedCount += updatedCount
        report.addedCount += indexedCount - updatedCount
        if let segment = run.segment { editor.append(segment) }
    }

    /// Notes containers whose members are all in the index, or cannot be as long as the container is as it is.
    private mutating func noteContainers(_ containers: [PlannedInput]) {
        for container in containers where !unavailable.contains(container.entry.filePath) {
            state.roots[container.root].containers[container.entry.identifier] = SyncState.Entry(
                byteCount: container.entry.byteCount,
                modifiedNanoseconds: container.entry.modifiedNanoseconds, contentHash: 0)
        }
    }

    private mutating func merge() throws {
        let progress = progress
        try editor.merge(
            settings, threadCount: threadCount, memoryBudgetBytes: roomBytes
        ) { done, total in
            progress?(IndexProgress(phase: .merging, done: done, total: total))
        }
    }

    private mutating func mergeAll() throws {
        FreedMemory.giveBack()
        let progress = progress
        try editor.mergeAll(settings) { done, total in
            progress?(IndexProgress(phase: .merging, done: done, total: total))
        }
    }

    private mutating func commit() throws {
        editor.setSyncState(try state.write(to: editor.store))
        try CopyUpdate(schema: schema, settings: settings, threadCount: threadCount).run(&editor)
        if editor.hasChanges { _ = try editor.publish() }
    }
}

extension IndexEditor {
    /// Opens the newest commit, or begins an index with the schema of the options.
    init(_ fileSystem: any FileSystem, _ options: IndexOptions) throws {
        let fresh = try options.schema.settings()
        try self.init(fileSystem, recovering: options.recovers) {
            CommitRecord(
                analyzer: fresh.analyzer.stableDescription, schema: options.schema.encoded(),
                fieldNames: fresh.fieldNames,
                runByteCount: min(max(1, options.runByteCount), IndexOptions.runByteCountLimit))
        }
    }
}

/// Counts what workers have done and tells it.
final class ProgressCounter: Sendable {
    private let done = Atomic<Int>(0)
    private let total: Int
    private let phase: IndexProgress.Phase
    private let report: (@Sendable (IndexProgress) -> Void)?

    init(
        total: Int, phase: IndexProgress.Phase = .indexing, report: (@Sendable (IndexProgress) -> Void)?
    ) {
        self.total = total
        self.phase = phase
        self.report = report
    }

    func advance() {
        let count = done.wrappingAdd(1, ordering: .relaxed).newValue
        report?(IndexProgress(phase: phase, done: count, total: total))
    }
}
