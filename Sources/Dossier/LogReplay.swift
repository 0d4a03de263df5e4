internal import IndexCore
internal import IndexStorage
internal import PluginAPI

/// What the write logs of an index say that are not part of its segments yet: the last word on each document.
struct LogReplay: Sendable {
    private let record: CommitRecord
    private let fileSystem: any FileSystem
    /// The logs that were read.
    private var numbers: [UInt64] = []
    private var facets: [FacetShape] = []
    /// In the order in which they were added.
    private var documents: [LiveDocument] = []
    /// Every document that was added or deleted: what the commit holds of them is no longer true.
    private var identifiers: [[UInt8]] = []

    /// Reads the logs of a commit.
    ///
    /// - Parameter recovering: of a damaged log takes what stands before the damage.
    /// - Throws: `StorageError.corrupt` when something that was durable is damaged.
    /// - Complexity: reads the logs whole.
    init(
        in fileSystem: any FileSystem, _ record: CommitRecord, recovering: Bool
    ) throws(StorageError) {
        self.record = record
        self.fileSystem = fileSystem
        numbers = try WriteLog.numbers(in: fileSystem).filter { $0 >= record.firstLog }
        if numbers.isEmpty { return }
        var known: [(CommitRecord.Facet, FacetCatalog)] = []
        for facet in record.facets { known.append((facet, try FacetCatalog(of: facet, in: fileSystem))) }
        var batches: [LiveBatch] = []
        for number in numbers {
            let contents = try WriteLogContents(number, in: fileSystem, keepsSoundPart: recovering)
            let file = "log \(number)"
            if let preamble = contents.preamble {
                facets = try LogPreamble.decode(preamble, known, file: file)
            }
            for entry in contents.entries {
                batches.append(try LiveBatch(entry, facets: facets, file: file))
            }
            guard contents.isTorn, number != numbers.last else { continue }
            // A log is durable before the next one is begun.
            if recovering { break }
            throw .corrupt(file: file, reason: "its end is lost; --recover keeps what stands before")
        }
        keepLast(of: batches)
    }

    private mutating func keepLast(of batches: [LiveBatch]) {
        /// For each identifier the batch that adds it for good; nil where it is deleted.
        var last: [[UInt8]: Int?] = [:]
        for (index, batch) in batches.enumerated() {
            for identifier in batch.deleted { last[identifier] = .some(nil) }
            for live in batch.documents { last[Array(live.document.identifier.utf8)] = index }
        }
        identifiers = last.keys.sorted { $0.lexicographicallyPrecedes($1) }
        for (index, batch) in batches.enumerated() {
            documents += batch.documents.filter { last[Array($0.document.identifier.utf8)] == index }
        }
    }

    /// The number of the next log.
    var nextNumber: UInt64 { max(record.firstLog, (numbers.last ?? 0) + 1) }

    /// Documents cut into pieces of about a run.
    private var pieces: [Range<Int>] {
        var (pieces, start, size) = ([Range<Int>](), 0, 0)
        for index in documents.indices {
            size += documents[index].document.text.count
            guard size >= record.runByteCount || index == documents.count - 1 else { continue }
            pieces.append(start..<(index + 1))
            (start, size) = (index + 1, 0)
        }
        return pieces
    }

    /// Makes the logs part of the segments, and a commit of it, unless there is nothing in them.
    func fold(
        into editor: inout IndexEditor, schema: Schema, settings: SegmentSettings, threadCount: Int
    ) throws(StorageError) {
        if numbers.isEmpty { return }
        if identifiers.isEmpty {
            for number in numbers { try WriteLog.remove(number, in: fileSystem) }
            return
        }
        _ = try editor.delete(identifiers)
        let (builder, store) = (LiveSegmentBuilder(schema, settings, facets: facets), editor.store)
        let (documents, pieces) = (documents, pieces)
        let segments = try Workers.map(count: pieces.count, threadCount: threadCount) {
            index throws(StorageError) in
            try builder.write(documents[pieces[index]].lazy.map { builder.source($0) }, to: store)
        }
        for segment in segments { editor.append(segment) }
        editor.setFirstLog(nextNumber)
        try CopyUpdate(schema: schema, settings: settings, threadCount: threadCount).run(&editor)
        _ = try editor.publish()
    }

    /// A commit with what the logs say, in memory.
    func snapshot(over commit: Snapshot) throws(StorageError) -> Snapshot {
        if identifiers.isEmpty { return commit }
        let schema = try Schema(record.schema)
        let settings: SegmentSettings
        do throws(DossierError) {
            settings = try schema.settings()
        } catch {
            throw .corrupt(file: "commit \(commit.commitNumber)", reason: error.message)
        }
        var parts = commit.parts
        for index in parts.indices {
            for identifier in identifiers { _ = try parts[index].delete(identifier) }
        }
        let builder = LiveSegmentBuilder(schema, settings, facets: facets)
        let (documents, pieces, record) = (documents, pieces, record)
        parts += try Workers.map(count: pieces.count, threadCount: Workers.processorCount) {
            index throws(StorageError) in
            try builder.part(documents[pieces[index]].lazy.map { builder.source($0) }, of: record)
        }
        return try Snapshot(
            parts, commitNumber: commit.commitNumber, record: commit.record, catalogs: commit.catalogs,
            copies: commit.copies, in: fileSystem)
    }
}
