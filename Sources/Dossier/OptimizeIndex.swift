internal import IndexAnalysis
internal import IndexCore
internal import IndexStorage

/// In what order `optimizeIndex` puts documents.
///
/// Of documents with the same score, as all have where a request names no word, the first in this order comes first;
/// nothing else depends on it but size and speed.
public enum DocumentOrder: String, Sendable, CaseIterable {
    /// Articles with the same words side by side: the smallest index, and the fastest to search.
    case similarity
    /// The newest first, those without a date last.
    case date
    /// The order in which the index holds them, which is that of the sources unless another was chosen before.
    case source
}

/// How an index is optimized.
public struct OptimizeOptions: Sendable {
    public var order = DocumentOrder.source
    /// Threads that look for similar documents; all processors by default. They do not change the result.
    public var threadCount: Int?
    /// Memory that ordering may take beside what is written, in bytes, about. With little of it stored text is read
    /// more often, and rare words do not count for similarity: 4 bytes for each word of each document, leaving out the
    /// most frequent words and the rarest.
    public var memoryBudgetBytes = 1 << 30

    public init() {}
}

/// Joins all segments of an index into one, without deleted documents: smaller, and faster to search.
///
/// Answers stay the same but for what statistics of deleted documents add to scores, and for the order of equal scores.
/// An index that is one segment in this order already is left as it is.
///
/// - Parameter progress: called on worker threads.
/// - Throws: `DossierError`, as `indexSources` does.
/// - Complexity: O(size of the index); `similarity` also takes O(words · log documents).
public func optimizeIndex(
    at path: String, options: OptimizeOptions = OptimizeOptions(),
    progress: (@Sendable (IndexProgress) -> Void)? = nil
) throws(DossierError) {
    try DossierError.wrapping(path: path) {
        let fileSystem = DirectoryFileSystem(path: path)
        guard let numbers = try? CommitStore(fileSystem).numbers(), !numbers.isEmpty else {
            throw DossierError(.noIndex, "There is no index at \(path).", path: path)
        }
        try withExtendedLifetime(try WriterLock(path: fileSystem.path(of: "lock"))) {
            try optimizeIndex(in: fileSystem, options: options, progress: progress)
        }
    }
}

/// The same in any file system, for tests; the caller holds the writer's lock.
func optimizeIndex(
    in fileSystem: any FileSystem, options: OptimizeOptions,
    progress: (@Sendable (IndexProgress) -> Void)? = nil
) throws {
    var editor = try IndexEditor(fileSystem, recovering: false) { () throws(StorageError) in
        throw .missing(file: "commit")
    }
    let schema = try Schema(editor.record.schema)
    let settings = try schema.settings()
    try editor.setAnalyzer(settings.analyzer.stableDescription)
    let limits = MergeLimits(
        threadCount: max(1, options.threadCount ?? Workers.processorCount),
        memoryBudgetBytes: options.memoryBudgetBytes)
    try LogReplay(in: fileSystem, editor.record, recovering: false).fold(
        into: &editor, schema: schema, settings: settings, threadCount: limits.threadCount)
    try editor.mergeAll(settings, order: options.order.mergeOrder, limits) { done, total in
        progress?(IndexProgress(phase: .ordering, done: done, total: total))
    } didMerge: { done, total in
        progress?(IndexProgress(phase: .merging, done: done, total: total))
    }
    try CopyUpdate(schema: schema, settings: settings, threadCount: limits.threadCount).run(&editor)
    if editor.hasChanges { _ = try editor.publish() }
    // Keeping the commits before would keep the index twice.
    try editor.collectGarbage(keptCommitCount: 1)
}

extension DocumentOrder {
    fileprivate var mergeOrder: MergeOrder {
        switch self {
        case .similarity: .similarity
        case .date: .newestFirst
        case .source: .unchanged
        }
    }
}
