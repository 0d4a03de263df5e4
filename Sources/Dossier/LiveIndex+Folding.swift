internal import Dispatch
internal import IndexCore
internal import IndexStorage
internal import Synchronization

/// Joining segments in memory, and folding them into segments on disk.
extension LiveIndex {
    /// Text that a writer joins itself: what comes up in less than one add of a hundred may take some milliseconds. More is
    /// joined in the background, where a third busy thread would take the processor from readers and writers.
    private static let inlineByteCount = 1 << 18

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
        var due: Range<Int>?
        while let range = state.nextMerge() {
            let inputs = Array(state.memory[range])
            guard inputs.reduce(0, { $0 + $1.record.textByteCount }) <= Self.inlineByteCount else {
                due = range
                break
            }
            try state.replace(
                inputs, by: try merge(inputs, of: state.record),
                deletedCount: state.deletedIdentifiers.count)
        }
        if state.mergingCount > 0 { return }
        if state.memoryByteCount >= foldByteCount, !state.isFolding {
            if let changes = try seal(&state) { foldInBackground(changes) }
        } else if let range = due {
            mergeInBackground(Array(state.memory[range]), end: range.upperBound, &state)
        }
    }

    /// Waits where folding cannot keep up, so that memory stays bounded.
    func waitForRoom() {
        let isFull = state.withLock { $0.isFolding && $0.memoryByteCount >= 2 * foldByteCount }
        if isFull { jobs.wait() }
    }

    private func mergeInBackground(_ inputs: [Snapshot.Part], end: Int, _ state: inout LiveState) {
        state.mergingCount = end
        let (record, deletedCount) = (state.record, state.deletedIdentifiers.count)
        inBackground { () throws(StorageError) in
            let merged = try self.merge(inputs, of: record)
            try self.change { state throws(StorageError) in
                state.mergingCount = 0
                try state.replace(inputs, by: merged, deletedCount: deletedCount)
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
    private func merge(
        _ inputs: [Snapshot.Part], of record: CommitRecord
    ) throws(StorageError) -> Snapshot.Part? {
        let memory = MemoryFileSystem()
        guard let entry = try write(inputs, to: CommitStore(memory)) else { return nil }
        return try Snapshot.Part(entry, of: record, in: memory, commit: "memory")
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
        let number = try editor.publish()
        let record = editor.record
        let known = Set(state.withLock { state in state.disk.map(\.record.instance) })
        var opened: [UInt64: Snapshot.Part] = [:]
        for entry in record.segments where !known.contains(entry.instance) {
            opened[entry.instance] = try Snapshot.Part(
                entry, of: record, in: fileSystem, commit: "commit \(number)")
        }
        try change { [opened] state throws(StorageError) in
            try state.take(record, number, opened: opened)
        }
    }
}
