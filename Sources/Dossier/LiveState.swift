internal import IndexCore
internal import IndexStorage

/// What a live index consists of at one moment; whoever changes it holds its lock.
///
/// ```
/// disk      segments of the newest commit, their deletes those of this moment
/// sealed    segments in memory that are being folded: with `disk` what the next commit says
/// memory    segments in memory with what stands in `log`
/// ```
struct LiveState: Sendable {
    /// How many segments of a size are joined in memory: few segments to search against copying often.
    private static let mergeWidth = 4
    /// Text of a document as it is in most: makes the first tier of the merge schedule.
    private static let smallestTier = 1 << 10

    /// That of the newest commit.
    private(set) var record: CommitRecord
    private var commitNumber: UInt64
    private let catalogs: [FacetCatalog]
    private(set) var disk: [Snapshot.Part]
    private(set) var sealed: [Snapshot.Part] = []
    var memory: [Snapshot.Part] = []
    /// Of documents that were deleted or replaced since the log was begun.
    private(set) var deletedIdentifiers: [[UInt8]] = []

    var log: WriteLog?
    var nextLog: UInt64
    /// Changes so far.
    var changeCount = 0
    var lock: WriterLock?
    /// After it nothing may be written.
    var failure: StorageError?

    var isFolding = false
    /// Segments in memory, from the first, that the background joins.
    var mergingCount = 0

    init(_ snapshot: Snapshot, lock: WriterLock?, nextLog: UInt64) {
        record = snapshot.record
        commitNumber = snapshot.commitNumber
        catalogs = snapshot.catalogs
        disk = snapshot.parts
        self.lock = lock
        self.nextLog = nextLog
    }

    func checkUsable() throws(StorageError) {
        if let failure { throw failure }
    }

    func snapshot(in fileSystem: any FileSystem) throws(StorageError) -> Snapshot {
        try Snapshot(
            disk + sealed + memory, commitNumber: commitNumber, record: record, catalogs: catalogs,
            in: fileSystem)
    }

    /// Text in memory that is not being folded, deleted documents included.
    var memoryByteCount: Int { memory.reduce(0) { $0 + $1.record.textByteCount } }

    /// Whether a document with an identifier is there.
    func find(_ identifier: [UInt8]) throws(StorageError) -> Bool {
        for parts in [memory, sealed, disk] {
            for part in parts.reversed() {
                if let document = try part.segment.identifiers().document(with: identifier),
                    part.deletes?.contains(document) != true
                {
                    return true
                }
            }
        }
        return false
    }

    /// Deletes the document with an identifier.
    ///
    /// - Returns: whether there was one.
    mutating func delete(_ identifier: [UInt8]) throws(StorageError) -> Bool {
        var isFound = try memory.deleteOne(identifier)
        if !isFound { isFound = try sealed.deleteOne(identifier) }
        if !isFound { isFound = try disk.deleteOne(identifier) }
        if isFound { deletedIdentifiers.append(identifier) }
        return isFound
    }

    /// Neighbours in memory to be joined next, apart from those that the background has in hand.
    func nextMerge() -> Range<Int>? {
        let sizes = memory[mergingCount...].map(\.record.textByteCount)
        let range = MergeSchedule.next(
            sizes: sizes, runByteCount: 4096 * Self.smallestTier, width: Self.mergeWidth)
        return range.map { ($0.lowerBound + mergingCount)..<($0.upperBound + mergingCount) }
    }

    /// Puts a joined segment in the place of those it is made of.
    ///
    /// - Parameter deletedCount: of `deletedIdentifiers`, when the joining began.
    mutating func replace(
        _ inputs: [Snapshot.Part], by merged: Snapshot.Part?, deletedCount: Int
    ) throws(StorageError) {
        guard let first = inputs.first,
            let start = memory.firstIndex(where: { $0.segment === first.segment })
        else { preconditionFailure("segments that are joined stay in memory") }
        var merged = merged
        for identifier in deletedIdentifiers[deletedCount...] { _ = try merged?.delete(identifier) }
        memory.replaceSubrange(start..<(start + inputs.count), with: merged.map { [$0] } ?? [])
    }

    /// Hands over what is in memory, and begins anew; nil when nothing has changed.
    mutating func seal() -> (parts: [Snapshot.Part], deleted: [[UInt8]], firstLog: UInt64)? {
        guard log != nil else { return nil }
        defer { (sealed, memory, deletedIdentifiers, log) = (memory, [], [], nil) }
        return (memory, deletedIdentifiers, nextLog)
    }

    /// Takes a commit that holds what was sealed.
    ///
    /// - Parameter opened: parts for the segments of the commit that were not there before, by instance.
    mutating func take(
        _ record: CommitRecord, _ number: UInt64, opened: [UInt64: Snapshot.Part]
    ) throws(StorageError) {
        let known = Dictionary(uniqueKeysWithValues: disk.map { ($0.record.instance, $0) })
        var parts: [Snapshot.Part] = []
        for entry in record.segments {
            if let part = known[entry.instance] {
                // Its deletes are those of now, which are at least those of the commit.
                parts.append(part)
            } else if var part = opened[entry.instance] {
                for identifier in deletedIdentifiers { _ = try part.delete(identifier) }
                parts.append(part)
            }
        }
        (self.record, commitNumber, disk, sealed) = (record, number, parts, [])
    }
}

extension [Snapshot.Part] {
    /// Deletes a document from the last part that holds it.
    fileprivate mutating func deleteOne(_ identifier: [UInt8]) throws(StorageError) -> Bool {
        for index in indices.reversed() where try self[index].delete(identifier) { return true }
        return false
    }
}
