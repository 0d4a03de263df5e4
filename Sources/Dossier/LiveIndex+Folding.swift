internal import Dispatch
internal import IndexCore
internal import IndexStorage
internal import Synchronization

/// Joining segments in memory, and folding them into segments on disk.
extension LiveIndex {
    /// What is to be folded.
    struct SealedChanges: Sendable {
        /// With the deletes of the moment: later ones belong to the next log.
        var parts: [Snapshot.Part]
        var deleted: [[UInt8]]
        /// The first log that is not part of it.
        var firstLog: UInt64
    }

    /// Keeps the segments in memory few, and begins folding when they are large.
    func maintain(_ state: inout LiveState) throws(StorageError) {
        let due = state.nextJoin()
        if let due, due.textByteCount <= LiveState.inlineByteCount, let sources = due.sources {
            let joined = try join(due, of: state.record)
            try state.replace(due.inputs, by: joined, sources, deletedCount: state.deletedIdentifiers.count)
            return
        }
        if state.mergingCount > 0 { return }
        if state.memoryByteCount >= foldByteCount, !state.isFolding {
            if let changes = try seal(&state) { foldInBackground(changes) }
        } else if let due {
            joinInBackground(due, &state)
        }
    }

    /// Waits where folding cannot keep up, so that memory stays bounded.
    func waitForRoom() {
        let isFull = state.withLock { $0.isFolding && $0.memoryByteCount >= 2 * foldByteCount }
        if isFull { jobs.wait() }
    }

    private func joinInBackground(_ join: LiveState.Join, _ state: inout LiveState) {
        state.mergingCount = join.range.upperBound
        let (record, deletedCount) = (state.record, state.deletedIdentifiers.count)
        inBackground { () throws(StorageError) in
            let joined = try self.join(join, of: record)
            try self.change { state throws(StorageError) in
                state.mergingCount = 0
                try state.replace(join.inputs, by: joined, deletedCount: deletedCount)
            }
        }
    }

    private func foldInBackground(_ changes: SealedChanges) {
        inBackground { () throws(StorageError) in
            try self.fold(changes)
            try self.change { state throws(StorageError) in state.isFolding = false }
        }
    }

    /// Runs work on another thread; an error there is that of every later change.
    private func inBackground(_ work: @escaping @Sendable () throws(StorageError) -> Void) {
        // Apart from the threads that programs keep busy with queries.
        DispatchQueue.global(qos: .utility).async(group: jobs) {
            do throws(StorageError) {
                try work()
            } catch {
                self.state.withLock { $0.failure = $0.failure ?? error }
            }
        }
    }

    /// One segment in memory of several; nil when all their documents are deleted.
    ///
    /// Built anew of the documents where those are kept: of a few it takes half as long as joining segments.
    private func join(
        _ join: LiveState.Join, of record: CommitRecord
    ) throws(StorageError) -> Snapshot.Part? {
        if let sources = join.sources { return sources.isEmpty ? nil : try builder.part(sources, of: record) }
        let memory = MemoryFileSystem()
        guard let entry = try write(join.inputs, to: CommitStore(memory)) else { return nil }
        return try Snapshot.Part(entry, of: record, in: memory, commit: "memory", filtersTerms: true)
    }

    private func write(
        _ inputs: [Snapshot.Part], to store: CommitStore
    ) throws(StorageError) -> CommitRecord.Segment? {
        let merger = SegmentMerger(inputs.map { .init(segment: $0.segment, deletes: $0.deletes) })
        guard merger.documentCount > 0 else { return nil }
        let core = try merger.writeCore(settings, to: store)
        var layers: [String] = []
        for facet in inputs[0].layers.indices {
            layers.append(try merger.writeLayer(inputs.map { $0.layers[facet] }, coreName: core, to: store))
        }
        // Deleted documents take an average share of the text with them.
        let byteCount = inputs.reduce(0) { sum, part in
            sum
                + Int(
                    Double(part.record.textByteCount) * Double(part.liveCount)
                        / Double(part.segment.documentCount))
        }
        return CommitRecord.Segment(
            instance: 0, core: core, documentCount: merger.documentCount, textByteCount: byteCount,
            layers: layers)
    }

    /// Ends the log, durable to its end: only then may another be begun.
    ///
    /// - Returns: what is to be folded; nil when nothing has changed.
    func seal(_ state: inout LiveState) throws(StorageError) -> SealedChanges? {
        guard let log = state.log else { return nil }
        try usingLog(&state) { _ throws(StorageError) in
            try log.sync()
            try log.mark(durableByteCount: log.byteCount)
            // A log that another follows has to be whole.
            try log.sync()
        }
        return state.seal().map { changes in
            state.isFolding = true
            return SealedChanges(parts: changes.parts, deleted: changes.deleted, firstLog: changes.firstLog)
        }
    }

    /// Makes sealed changes part of the segments on disk, joins those as the schedule says, and removes the log.
    func fold(_ changes: SealedChanges) throws(StorageError) {
        try editor.withLock { editor throws(StorageError) in
            _ = try editor.delete(changes.deleted)
            if !changes.parts.isEmpty, let segment = try write(changes.parts, to: editor.store) {
                editor.append(segment)
            }
            editor.setFirstLog(changes.firstLog)
            try publish(&editor)
            try editor.merge(settings, threadCount: 1, memoryBudgetBytes: .max) { _, _ in }
            if editor.hasChanges { try publish(&editor) }
            try editor.collectGarbage()
        }
    }

    private func publish(_ editor: inout IndexEditor) throws(StorageError) {
        try copies.run(&editor)
        let number = try editor.publish()
        let record = editor.record
        let disk = state.withLock { state in state.disk.map(\.record) }
        let layers = Dictionary(uniqueKeysWithValues: disk.map { ($0.instance, $0.layers) })
        var opened: [UInt64: Snapshot.Part] = [:]
        for entry in record.segments where layers[entry.instance] != entry.layers {
            opened[entry.instance] = try Snapshot.Part(
                entry, of: record, in: fileSystem, commit: "commit \(number)")
        }
        let copies = record.copies.isEmpty ? nil : try fileSystem.openMapped(record.copies)
        try change { [opened] state throws(StorageError) in
            try state.take(record, number, opened: opened, copies: copies)
        }
    }
}
