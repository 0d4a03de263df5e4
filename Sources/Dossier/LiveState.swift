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
    /// How many segments of a size are joined in memory: few segments to search against building often. Most small ones
    /// a query passes without opening them; those that are `largeCount` documents or more it mostly opens, and what
    /// joins them does not keep a writer waiting.
    private static let (smallWidth, largeWidth) = (6, 3)
    private static let largeCount = 216
    /// Text of a segment up to which its documents are kept beside it: such that the writer may join several.
    private static let sourceByteCount = inlineByteCount / 4

    /// That of the newest commit.
    private(set) var record: CommitRecord
    private var commitNumber: UInt64
    private let catalogs: [FacetCatalog]
    private var copies: MappedFile?
    private(set) var disk: [Snapshot.Part]
    private(set) var sealed: [Snapshot.Part] = []
    private(set) var memory: [Snapshot.Part] = []
    /// What each segment in memory is built of, in its order; nothing for a large one.
    private var sources: [[LiveSource]] = []
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
        copies = snapshot.copies
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
            copies: copies, in: fileSystem)
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

    /// Adds a segment in memory, of these documents.
    mutating func append(_ part: Snapshot.Part, _ sources: [LiveSource]) {
        memory.append(part)
        self.sources.append(Self.kept(sources, of: part))
    }

    private static func kept(_ sources: [LiveSource], of part: Snapshot.Part) -> [LiveSource] {
        part.record.textByteCount <= sourceByteCount ? sources : []
    }

    /// Text that a writer joins itself: 36 documents take about a millisecond, and 216, which come up in less than one add
    /// of a hundred, some. More is joined in the background, where a third busy thread would take the processor from
    /// readers and writers.
    static let inlineByteCount = 1 << 18

    /// Segments in memory, side by side, that are to be one.
    struct Join: Sendable {
        /// Their places.
        var range: Range<Int>
        var inputs: [Snapshot.Part]
        /// What they are built of, deleted documents left out; nil where it is not kept.
        var sources: [LiveSource]?
        var textByteCount: Int
    }

    /// The segments to join next, apart from those that the background has in hand; what would at once be joined again,
    /// is joined once.
    func nextJoin() -> Join? {
        let sizes = memory[mergingCount...].map(\.segment.documentCount)
        guard var range = Self.next(sizes) else { return nil }
        while true {
            var joined = sizes
            joined.replaceSubrange(range, with: [sizes[range].reduce(0, +)])
            guard let again = Self.next(joined), again.contains(range.lowerBound) else { break }
            let wider = again.lowerBound..<(again.upperBound + range.count - 1)
            if mergingCount > 0, textByteCount(places(wider)) > Self.inlineByteCount { break }
            range = wider
        }
        let places = places(range)
        return Join(
            range: places, inputs: Array(memory[places]), sources: sources(of: places),
            textByteCount: textByteCount(places))
    }

    private static func next(_ sizes: [Int]) -> Range<Int>? {
        let end = sizes.lastIndex { $0 >= largeCount }.map { $0 + 1 } ?? 0
        let small = MergeSchedule.next(sizes: Array(sizes[end...]), runByteCount: 4096, width: smallWidth)
        if let small { return (small.lowerBound + end)..<(small.upperBound + end) }
        return MergeSchedule.next(
            sizes: Array(sizes[..<end]), runByteCount: 4096 * largeCount, width: largeWidth)
    }

    private func places(_ range: Range<Int>) -> Range<Int> {
        (range.lowerBound + mergingCount)..<(range.upperBound + mergingCount)
    }

    private func textByteCount(_ places: Range<Int>) -> Int {
        memory[places].reduce(0) { $0 + $1.record.textByteCount }
    }

    private func sources(of range: Range<Int>) -> [LiveSource]? {
        var found: [LiveSource] = []
        for index in range {
            if sources[index].isEmpty { return nil }
            for (document, source) in sources[index].enumerated()
            where memory[index].deletes?.contains(UInt32(document)) != true {
                found.append(source)
            }
        }
        return found
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

    /// Puts a joined segment in the place of those it is made of.
    ///
    /// - Parameters:
    ///   - sources: what it is built of, if known.
    ///   - deletedCount: of `deletedIdentifiers`, when the joining began.
    mutating func replace(
        _ inputs: [Snapshot.Part], by merged: Snapshot.Part?, _ sources: [LiveSource] = [], deletedCount: Int
    ) throws(StorageError) {
        guard let first = inputs.first,
            let start = memory.firstIndex(where: { $0.segment === first.segment })
        else { preconditionFailure("segments that are joined stay in memory") }
        var merged = merged
        for identifier in deletedIdentifiers[deletedCount...] { _ = try merged?.delete(identifier) }
        let range = start..<(start + inputs.count)
        memory.replaceSubrange(range, with: merged.map { [$0] } ?? [])
        self.sources.replaceSubrange(range, with: merged.map { [Self.kept(sources, of: $0)] } ?? [])
    }

    /// Hands over what is in memory, and begins anew; nil when nothing has changed.
    mutating func seal() -> (parts: [Snapshot.Part], deleted: [[UInt8]], firstLog: UInt64)? {
        guard log != nil else { return nil }
        defer { (sealed, memory, sources, deletedIdentifiers, log) = (memory, [], [], [], nil) }
        return (memory, deletedIdentifiers, nextLog)
    }

    /// Takes a commit that holds what was sealed.
    ///
    /// - Parameters:
    ///   - opened: parts for the segments of the commit that were not there before or have other layers, by instance.
    ///   - copies: its file; nil for none.
    mutating func take(
        _ record: CommitRecord, _ number: UInt64, opened: [UInt64: Snapshot.Part], copies: MappedFile?
    ) throws(StorageError) {
        let known = Dictionary(uniqueKeysWithValues: disk.map { ($0.record.instance, $0) })
        var parts: [Snapshot.Part] = []
        for entry in record.segments {
            let old = known[entry.instance]
            if var part = opened[entry.instance] {
                if let old {
                    part.deletes = old.deletes
                } else {
                    for identifier in deletedIdentifiers { _ = try part.delete(identifier) }
                }
                parts.append(part)
            } else if let old {
                // Its deletes are those of now, which are at least those of the commit.
                parts.append(old)
            }
        }
        (self.record, commitNumber, disk, sealed) = (record, number, parts, [])
        self.copies = copies
    }
}

extension [Snapshot.Part] {
    /// Deletes a document from the last part that holds it.
    fileprivate mutating func deleteOne(_ identifier: [UInt8]) throws(StorageError) -> Bool {
        for index in indices.reversed() where try self[index].delete(identifier) { return true }
        return false
    }
}
