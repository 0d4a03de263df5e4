internal import IndexStorage
public import PluginAPI
public import SourceAdapters

/// What a `SourceWatcher` tells.
public enum WatchEvent: Sendable {
    /// The index is up to date with the sources, as far as the report says; it may have been before.
    case updated(IndexReport, seconds: Double)
    /// Changes came faster than they could be told, or a disk was taken away: all files are looked at.
    case lost
    /// The index could not be written, or no source be read; it stays as it was, and this is tried again.
    case failed(DossierError)
}

/// How a `SourceWatcher` waits.
public struct WatchOptions: Sendable {
    public var patience = SourceWatch.Patience()
    /// How often all files are looked at though nothing is told of them, as on network drives; nil for never.
    public var interval: Duration?
    /// How long to wait before what has failed is tried again.
    public var retryInterval = Duration.seconds(2)

    public init() {}
}

/// Keeps an index up to date with sources, update by update, until it is stopped.
///
/// What an update reads is what has changed: files of which the system tells, and those of another size or time. A file that
/// was seen to go is dropped; of others that are missing, as after a disk was taken away, more than 30 % of a root stay, as
/// `indexSources` has it.
public final class SourceWatcher: Sendable {
    private let sources: [any SourceAdapter]
    private let path: String
    private let plugins: PluginSet
    private let options: IndexOptions
    private let watchOptions: WatchOptions
    private let watch: SourceWatch

    /// - Parameters: as of `indexSources`.
    /// - Throws: `DossierError.Code.source` for a source that cannot be watched, and where the system cannot watch.
    public init(
        _ sources: [any SourceAdapter], at path: String, plugins: PluginSet,
        options: IndexOptions = IndexOptions(), watching: WatchOptions = WatchOptions()
    ) throws(DossierError) {
        self.path = path
        self.plugins = plugins
        self.options = options
        watchOptions = watching
        do throws(SourceError) {
            let parent = resolvedPath(parentFolder(path)) ?? parentFolder(path)
            let name = path.split(separator: "/").last.map(String.init) ?? path
            watch = try SourceWatch(excluding: resolvedPath(path) ?? parent + "/" + name)
        } catch {
            throw DossierError(.source, "\(error.path): \(error.reason)", path: error.path)
        }
        var watched: [any SourceAdapter] = []
        for source in sources {
            guard let source = watch.watching(source) else {
                throw DossierError(
                    .source, "\(source.rootName) cannot be watched; folders and files can.",
                    path: source.rootPath)
            }
            watched.append(source)
        }
        self.sources = watched
    }

    /// Writing a byte to it is `stop`, which handlers of signals may do.
    public var stopDescriptor: Int32 { watch.stopDescriptor }

    /// Lets `run` return, after the update it is at.
    public func stop() { watch.stop() }

    /// Brings the index up to date, then again after each change, until stopped.
    ///
    /// - Parameter tell: called on this thread.
    /// - Throws: `DossierError` where going on is of no use: the index is damaged or of another version, or there are more
    ///   folders than the system lets a user watch.
    public func run(_ tell: (WatchEvent) -> Void) throws(DossierError) {
        var changes = SourceChanges()
        // What happened before is not known.
        changes.isIncomplete = true
        while !watch.isStopped {
            let next: ContinuousClock.Instant?
            do throws(DossierError) {
                try update(changes, tell)
                changes = SourceChanges()
                next = watchOptions.interval.map { .now + $0 }
            } catch {
                guard [.locked, .source, .system].contains(error.code) else { throw error }
                tell(.failed(error))
                next = .now + watchOptions.retryInterval
            }
            try waitForChanges(until: next, &changes, tell)
        }
    }

    private func update(_ changes: SourceChanges, _ tell: (WatchEvent) -> Void) throws(DossierError) {
        let start = ContinuousClock.now
        var options = options
        options.changes = changes
        let report = try indexSources(sources, at: path, plugins: plugins, options: options)
        try checkLimit()
        let duration = (ContinuousClock.now - start).components
        tell(.updated(report, seconds: Double(duration.seconds) + Double(duration.attoseconds) / 1e18))
    }

    /// Waits for changes, or until what has to be done then.
    private func waitForChanges(
        until deadline: ContinuousClock.Instant?, _ changes: inout SourceChanges, _ tell: (WatchEvent) -> Void
    ) throws(DossierError) {
        do throws(SourceError) {
            let new = try watch.next(watchOptions.patience, until: deadline)
            if new.isIncomplete { tell(.lost) }
            changes.formUnion(new)
        } catch {
            throw DossierError(.system, "\(error.path): \(error.reason)", path: error.path)
        }
        try checkLimit()
    }

    private func checkLimit() throws(DossierError) {
        do throws(SourceError) {
            try watch.check()
        } catch {
            throw DossierError(
                .tooLarge, "\(error.path) cannot be watched: \(error.reason).", path: error.path)
        }
    }
}
