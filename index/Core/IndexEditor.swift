package import IndexStorage

/// Changes an index, commit by commit. Use under the `WriterLock`.
///
/// Nothing changes for readers until `publish`; what a failed or killed run leaves behind is removed by the next.
package struct IndexEditor: Sendable {
    fileprivate struct OpenSegment: Sendable {
        var segment: Segment
        var layers: [FacetLayer]
        var deletes: DeleteSet?
        var deletesChanged = false

        /// Memory that its share of a merge takes, about: its part of the new files, twice that with what leads to the
        /// lists; what is listed of each document; and its mentions, which are small in a file.
        var mergeByteCount: Int {
            2 * segment.byteCount + 64 * segment.documentCount + layers.reduce(0) { $0 + 8 * $1.byteCount }
        }
    }

    /// Commits that stay: one that a reader opened a moment ago must not lose its files.
    package static let keptCommitCount = 10

    package let store: CommitStore
    package private(set) var record: CommitRecord
    /// The number of the newest commit; 0 before the first.
    package private(set) var commitNumber: UInt64
    /// Whether something is to be published.
    package private(set) var hasChanges = false
    package let fileSystem: any FileSystem
    /// By instance; opened when first needed.
    private var open: [UInt64: OpenSegment] = [:]
    /// Commits of this editor that a later one of it replaces.
    private var passingCommits: [UInt64] = []
    /// Damaged commits that the user chose to fall back from.
    private var abandonedCommits: [UInt64] = []
    private var greatestNumber: UInt64
    /// The segments of the newest commit.
    package private(set) var publishedSegments: [CommitRecord.Segment]

    /// Opens the newest commit, or begins an index.
    ///
    /// - Parameters:
    ///   - recovering: falls back to the commit before a damaged one.
    ///   - makeRecord: gives the settings of a new index.
    package init(
        _ fileSystem: any FileSystem, recovering: Bool,
        makeRecord: () throws(StorageError) -> CommitRecord
    ) throws(StorageError) {
        self.fileSystem = fileSystem
        store = CommitStore(fileSystem)
        try store.removeLeftovers()
        greatestNumber = try store.numbers().last ?? 0
        if let newest = try store.newest(recovering: recovering) {
            commitNumber = newest.number
            record = try CommitRecord(newest.payload, file: "commit \(newest.number)")
            abandonedCommits = try store.numbers().filter { $0 > newest.number }
            // A new commit has to stand before the damaged ones go.
            hasChanges = !abandonedCommits.isEmpty
        } else {
            commitNumber = 0
            record = try makeRecord()
        }
        publishedSegments = record.segments
    }

    /// Sets the file that tells which inputs are indexed.
    package mutating func setSyncState(_ name: String) {
        if record.syncState == name { return }
        record.syncState = name
        hasChanges = true
    }

    /// Sets what makes the terms of an index; one that has segments keeps what made theirs.
    ///
    /// - Throws: `StorageError.otherVersion` where that is another.
    package mutating func setAnalyzer(_ description: String) throws(StorageError) {
        try record.checkAnalyzer(description, commit: commitNumber)
        record.analyzer = description
    }

    /// Sets the file that tells which texts are copies of others.
    package mutating func setCopies(_ name: String) {
        if record.copies == name { return }
        record.copies = name
        hasChanges = true
    }

    /// Whether the next commit has other documents than the newest.
    package var changesDocuments: Bool {
        record.segments.map(\.instance) != publishedSegments.map(\.instance)
            || open.values.contains { $0.deletesChanged }
    }

    /// The core file of a segment, open, and what is deleted of it now.
    package mutating func contents(
        _ index: Int
    ) throws(StorageError) -> (segment: Segment, deletes: DeleteSet?) {
        let opened = try openSegment(index)
        return (opened.segment, opened.deletes)
    }

    /// Says that the write logs below a number are part of the segments.
    package mutating func setFirstLog(_ number: UInt64) {
        if record.firstLog == number { return }
        record.firstLog = number
        hasChanges = true
    }

    /// Sets what the layer above makes of documents.
    package mutating func setSchema(_ schema: [UInt8]) {
        if record.schema == schema { return }
        record.schema = schema
        hasChanges = true
    }

    /// Deletes the documents with these identifiers.
    ///
    /// - Returns: for each identifier whether there was one.
    package mutating func delete(_ identifiers: [[UInt8]]) throws(StorageError) -> [Bool] {
        var found = [Bool](repeating: false, count: identifiers.count)
        for index in record.segments.indices.reversed() {
            let instance = record.segments[index].instance
            var opened = try openSegment(index)
            let known = try opened.segment.identifiers()
            for (place, identifier) in identifiers.enumerated() where !found[place] {
                guard let document = try known.document(with: identifier),
                    opened.deletes?.contains(document) != true
                else { continue }
                if opened.deletes == nil {
                    opened.deletes = DeleteSet(
                        coreName: opened.segment.name, documentCount: opened.segment.documentCount)
                }
                // In place: a copy for every document would cost as much as the segment is long.
                opened.deletes?.insert(document)
                opened.deletesChanged = true
                found[place] = true
                hasChanges = true
            }
            open[instance] = opened
        }
        return found
    }

    /// Adds a segment behind the others; its instance number is given here.
    package mutating func append(_ segment: CommitRecord.Segment) {
        var segment = segment
        segment.instance = nextInstance()
        record.segments.append(segment)
        hasChanges = true
    }

    /// Replaces the facets and the layers of every segment.
    ///
    /// - Parameter layers: for each segment one layer for each facet.
    package mutating func setFacets(_ facets: [CommitRecord.Facet], layers: [[String]]) {
        precondition(layers.count == record.segments.count, "layers of \(layers.count) segments")
        record.facets = facets
        for (index, names) in layers.enumerated() { record.segments[index].layers = names }
        open = open.mapValues {
            OpenSegment(
                segment: $0.segment, layers: [], deletes: $0.deletes, deletesChanged: $0.deletesChanged)
        }
        hasChanges = true
    }

    /// The layers of a segment, open.
    package mutating func layers(_ index: Int) throws(StorageError) -> [FacetLayer] {
        try openWithLayers(index).layers
    }

    /// Puts another layer of a facet in place of a segment's own.
    package mutating func setLayer(_ name: String, facet: Int, of index: Int) {
        if record.segments[index].layers[facet] == name { return }
        record.segments[index].layers[facet] = name
        open[record.segments[index].instance]?.layers = []
        hasChanges = true
    }

    /// The core file of a segment, open.
    package mutating func segment(_ index: Int) throws(StorageError) -> Segment {
        try openSegment(index).segment
    }

    /// Joins neighbouring segments as `MergeSchedule` says, and drops or rewrites those that are mostly deleted.
    ///
    /// - Parameters:
    ///   - memoryBudgetBytes: how many merges run at once depends on it; a single one may take more.
    ///   - didMerge: called after each merge with the merges done and known to come.
    package mutating func merge(
        _ settings: SegmentSettings, threadCount: Int, memoryBudgetBytes: Int,
        didMerge: @Sendable (Int, Int) -> Void
    ) throws(StorageError) {
        var doneCount = 0
        while true {
            let merges = try dueMerges(settings)
            if merges.count == 0 { return }
            didMerge(doneCount, doneCount + merges.count)
            let room = memoryBudgetBytes / max(1, merges.memoryByteCount)
            let merged = try Workers.map(count: merges.count, threadCount: max(1, min(threadCount, room))) {
                index throws(StorageError) in try merges.merge(index)
            }
            doneCount += merges.count
            didMerge(doneCount, doneCount)
            finish(merges, merged)
        }
    }

    /// The merges that are due now; others may be due when they are done.
    package mutating func dueMerges(_ settings: SegmentSettings) throws(StorageError) -> DueMerges {
        let ranges = try mergeRanges()
        var inputs: [[OpenSegment]] = []
        for range in ranges {
            var group: [OpenSegment] = []
            for index in range { group.append(try openWithLayers(index)) }
            inputs.append(group)
        }
        let largest = inputs.map { $0.reduce(0) { $0 + $1.mergeByteCount } }.max() ?? 0
        return DueMerges(
            ranges: ranges, memoryByteCount: largest,
            groups: Groups(
                inputs: inputs, facetCount: record.facets.count, store: store, settings: settings))
    }

    /// Puts the results of merges in place of what they joined; nothing has changed since they were due.
    package mutating func finish(_ merges: DueMerges, _ merged: [MergedSegment]) {
        precondition(merged.count == merges.count, "\(merged.count) of \(merges.count) merges")
        for (range, result) in zip(merges.ranges, merged).reversed() { replace(range, by: result) }
        hasChanges = hasChanges || merges.count > 0
    }

    /// Merges of neighbouring segments, apart from each other.
    package struct DueMerges: Sendable {
        fileprivate var ranges: [Range<Int>]
        /// Memory that the largest of them takes, about.
        package let memoryByteCount: Int
        private let groups: Groups

        fileprivate init(ranges: [Range<Int>], memoryByteCount: Int, groups: Groups) {
            self.ranges = ranges
            self.memoryByteCount = memoryByteCount
            self.groups = groups
        }

        package var count: Int { ranges.count }

        /// Writes the segment of one.
        package func merge(_ index: Int) throws(StorageError) -> MergedSegment { try groups.merge(index) }
    }

    /// Joins all segments into one, without deleted documents and in an order of documents.
    ///
    /// - Parameters:
    ///   - didOrder: called on worker threads with the work of ordering done and to do, in no unit.
    ///   - didMerge: called before the merge and after it with the merges done and to do.
    package mutating func mergeAll(
        _ settings: SegmentSettings, order: MergeOrder = .unchanged, _ limits: MergeLimits = MergeLimits(),
        didOrder: @Sendable (Int, Int) -> Void = { _, _ in }, didMerge: @Sendable (Int, Int) -> Void
    ) throws(StorageError) {
        guard fitsOneSegment(record.segments.indices) else {
            throw .tooLarge(reason: "a segment has less than \(UInt32.max) documents")
        }
        let isMerged = try isMerged()
        if isMerged && (order == .unchanged || record.segments.isEmpty) { return }
        var group: [OpenSegment] = []
        for index in record.segments.indices { group.append(try openWithLayers(index)) }
        var merger = SegmentMerger(group.map { .init(segment: $0.segment, deletes: $0.deletes) })
        let isReordered = try merger.reorder(order, limits, didOrder: didOrder)
        if isMerged && !isReordered { return }
        didMerge(0, 1)
        let merged = try Groups.merge(
            merger, layers: group.map(\.layers), facetCount: record.facets.count, settings, to: store)
        replace(record.segments.indices, by: merged)
        didMerge(1, 1)
        hasChanges = true
    }

    /// Whether segments can be joined: documents have numbers of 32 bits.
    private func fitsOneSegment(_ range: Range<Int>) -> Bool {
        record.segments[range].reduce(0) { $0 + $1.documentCount - $1.deletedCount } < UInt32.max
    }

    /// Whether there is one segment at most, with nothing deleted.
    private mutating func isMerged() throws(StorageError) -> Bool {
        guard record.segments.count < 2 else { return false }
        for index in record.segments.indices where try openSegment(index).deletes != nil { return false }
        return true
    }

    /// Makes the state durable as a new commit.
    ///
    /// - Returns: its number.
    package mutating func publish() throws(StorageError) -> UInt64 {
        for index in record.segments.indices {
            let instance = record.segments[index].instance
            guard var opened = open[instance], opened.deletesChanged, let deletes = opened.deletes else {
                continue
            }
            record.segments[index].deletes = try deletes.write(to: store)
            record.segments[index].deletedCount = deletes.count
            opened.deletesChanged = false
            open[instance] = opened
        }
        greatestNumber += 1
        try store.publish(greatestNumber, payload: record.encoded())
        commitNumber = greatestNumber
        publishedSegments = record.segments
        passingCommits.append(greatestNumber)
        hasChanges = false
        return greatestNumber
    }

    /// Removes commits that are needed no more, write logs that are folded, then every file that no commit names.
    ///
    /// Of the commits that were returned to a caller the last ones stay, and those that are pinned. A damaged commit is left alone, and with it
    /// every file: what it named is not known. A reader that has opened a commit keeps its files, which stay mapped;
    /// one that is about to opens the next.
    package mutating func collectGarbage(
        keptCommitCount: Int = Self.keptCommitCount
    ) throws(StorageError) {
        let passing = Set(passingCommits.dropLast() + abandonedCommits)
        let readable = try store.numbers().filter { $0 <= commitNumber && !passing.contains($0) }
        let pinned = try store.pinnedNumbers()
        // Of what cannot be read there is nothing to keep; and never a pin without its commit.
        for number in abandonedCommits where pinned.contains(number) { try store.unpin(number) }
        let old = readable.dropLast(keptCommitCount).filter { !pinned.contains($0) }
        for number in (passing + old).sorted() { try store.remove(number) }
        passingCommits = passingCommits.suffix(1)
        abandonedCommits = []
        for number in try WriteLog.numbers(in: fileSystem) where number < record.firstLog {
            try WriteLog.remove(number, in: fileSystem)
        }
        // Otherwise a commit could be back after a loss of power, and its files not.
        try fileSystem.syncDirectory()
        var needed: Set<String> = []
        for number in try store.numbers() {
            do throws(StorageError) {
                let commit = try store.read(number)
                needed.formUnion(try CommitRecord(commit.payload, file: "commit \(number)").fileNames)
            } catch {
                return
            }
        }
        let suffixes = IndexFile.allCases.map { "." + $0.suffix }
        for name in try fileSystem.list() where !needed.contains(name) {
            if suffixes.contains(where: name.hasSuffix) { try fileSystem.remove(name) }
        }
    }

    private mutating func nextInstance() -> UInt64 {
        defer { record.nextInstance += 1 }
        return record.nextInstance
    }

    private mutating func openSegment(_ index: Int) throws(StorageError) -> OpenSegment {
        let entry = record.segments[index]
        if let opened = open[entry.instance] { return opened }
        let segment = try Segment(entry.core, in: fileSystem)
        guard segment.documentCount == entry.documentCount, segment.analyzer == record.analyzer else {
            throw .corrupt(file: entry.core, reason: "it is not what commit \(commitNumber) names")
        }
        let deletes = entry.deletes.isEmpty ? nil : try DeleteSet(entry.deletes, of: segment, in: fileSystem)
        let opened = OpenSegment(segment: segment, layers: [], deletes: deletes)
        open[entry.instance] = opened
        return opened
    }

    private mutating func openWithLayers(_ index: Int) throws(StorageError) -> OpenSegment {
        var opened = try openSegment(index)
        if opened.layers.count != record.facets.count {
            opened.layers = []
            for name in record.segments[index].layers {
                opened.layers.append(try FacetLayer(name, of: opened.segment, in: fileSystem))
            }
            open[record.segments[index].instance] = opened
        }
        return opened
    }

    /// Ranges of segments to be joined, ascending and apart from each other; a range of one is rewritten.
    private mutating func mergeRanges() throws(StorageError) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        for index in record.segments.indices {
            guard let deletes = try openSegment(index).deletes else { continue }
            if 2 * deletes.count > deletes.documentCount { ranges.append(index..<(index + 1)) }
        }
        if !ranges.isEmpty { return ranges }
        let sizes = record.segments.map(\.textByteCount)
        var start = 0
        while let range = MergeSchedule.next(
            sizes: Array(sizes[start...]), runByteCount: record.runByteCount)
        {
            ranges.append((range.lowerBound + start)..<(range.upperBound + start))
            start += range.upperBound
        }
        return ranges.filter(fitsOneSegment)
    }

    private mutating func replace(_ range: Range<Int>, by merged: MergedSegment) {
        let old = record.segments[range]
        for segment in old { open[segment.instance] = nil }
        guard merged.documentCount > 0 else {
            record.segments.removeSubrange(range)
            return
        }
        let textByteCount = old.reduce(0) { sum, segment in sum + segment.textByteCount }
        let documentCount = old.reduce(0) { sum, segment in sum + segment.documentCount }
        // Deleted documents take an average share of the text with them.
        let product = textByteCount.multipliedFullWidth(by: merged.documentCount)
        let share = documentCount.dividingFullWidth(product).quotient
        let segment = CommitRecord.Segment(
            instance: nextInstance(), core: merged.core, documentCount: merged.documentCount,
            textByteCount: share, layers: merged.layers)
        record.segments.replaceSubrange(range, with: [segment])
    }

    /// What a merge gave; without a document there are no files.
    package struct MergedSegment: Sendable {
        fileprivate var core = ""
        fileprivate var layers: [String] = []
        fileprivate var documentCount = 0
    }

    /// Groups of neighbouring segments, each to become one.
    fileprivate struct Groups: Sendable {
        var inputs: [[OpenSegment]]
        var facetCount: Int
        var store: CommitStore
        var settings: SegmentSettings

        func merge(_ index: Int) throws(StorageError) -> MergedSegment {
            let group = inputs[index]
            let merger = SegmentMerger(group.map { .init(segment: $0.segment, deletes: $0.deletes) })
            return try Self.merge(
                merger, layers: group.map(\.layers), facetCount: facetCount, settings, to: store)
        }

        static func merge(
            _ merger: SegmentMerger, layers: [[FacetLayer]], facetCount: Int, _ settings: SegmentSettings,
            to store: CommitStore
        ) throws(StorageError) -> MergedSegment {
            guard merger.documentCount > 0 else { return MergedSegment() }
            let core = try merger.writeCore(settings, to: store)
            var names: [String] = []
            for facet in 0..<facetCount {
                names.append(try merger.writeLayer(layers.map { $0[facet] }, coreName: core, to: store))
            }
            return MergedSegment(core: core, layers: names, documentCount: merger.documentCount)
        }
    }
}
