public import PluginAPI
internal import Synchronization

/// What happened to the files of sources.
public struct SourceChanges: Sendable, Equatable {
    /// Absolute paths of files, as the sources name them, that are new or may have another content.
    public var changed: Set<String> = []
    /// Those of folders that are new, or came from elsewhere.
    public var changedFolders: Set<String> = []
    /// Those of files and folders that were deleted, or moved away.
    public var removed: Set<String> = []
    /// Whether something may have happened that is not among them.
    public var isIncomplete = false

    public init() {}

    public var isEmpty: Bool {
        changed.isEmpty && changedFolders.isEmpty && removed.isEmpty && !isIncomplete
    }

    public mutating func formUnion(_ other: SourceChanges) {
        changed.formUnion(other.changed)
        changedFolders.formUnion(other.changedFolders)
        removed.formUnion(other.removed)
        isIncomplete = isIncomplete || other.isIncomplete
    }
}

/// Follows the files of sources as the operating system tells of changes: Linux by inotify.
///
/// A source that `watching` gave is watched from its walk on, each folder before it is listed: so what is not in the listing
/// is told of. What another machine changes on a network drive is not told, nor the target of a link to a file.
public final class SourceWatch: Sendable {
    /// How long to wait for more.
    public struct Patience: Sendable {
        /// After a change, changes are awaited until there are none for this long.
        public var quiet = Duration.milliseconds(500)
        /// But no longer than this after the first.
        public var longest = Duration.seconds(5)

        public init() {}
    }

    /// A folder that is watched by one path to it.
    private struct Folder: Hashable, Sendable {
        /// As the source names it.
        var path: String
        /// Index of the source.
        var source: Int
    }

    private struct State: Sendable {
        var sources: [any WatchableSource] = []
        /// By the number that the kernel gave; a folder that links lead to has several paths.
        var folders: [Int32: Set<Folder>] = [:]
        var paths: Set<Folder> = []
        /// Those that the walk of a source reached, since it began.
        var reached: [Int: Set<Folder>] = [:]
        var failure: SourceError?
    }

    private let inotify: Inotify
    private let pipe: WakePipe
    /// Folders in which nothing is watched, such as that of the index.
    private let excluded: String
    private let state = Mutex(State())

    /// - Parameter excluded: the absolute path of a folder that is not watched.
    /// - Throws: where the system cannot watch.
    public init(excluding excluded: String) throws(SourceError) {
        inotify = try Inotify()
        pipe = try WakePipe()
        self.excluded = excluded
    }

    /// Writing a byte to it is `stop`, which handlers of signals may do.
    public var stopDescriptor: Int32 { pipe.writing }

    /// Ends `next`, now and for good.
    public func stop() { pipe.wake() }

    public var isStopped: Bool { inotify.wait(orReadable: pipe.reading, milliseconds: 0).isOther }

    /// The same source, watched as soon as it is walked; nil for one that cannot be, such as standard input.
    public func watching(_ source: any SourceAdapter) -> (any SourceAdapter)? {
        guard let watchable = source as? any WatchableSource else { return nil }
        let index = state.withLock { state in
            state.sources.append(watchable)
            return state.sources.count - 1
        }
        return WatchedSource(base: watchable, index: index, watch: self)
    }

    /// - Throws: where a folder could not be watched, since the system has a limit.
    public func check() throws(SourceError) {
        if let failure = state.withLock({ $0.failure }) { throw failure }
    }

    // MARK: Folders

    fileprivate func walk(
        _ source: Int, _ body: (_ entering: @escaping (String) -> Void) throws(SourceError) -> SourceListing
    ) throws(SourceError) -> SourceListing {
        state.withLock { $0.reached[source] = [] }
        let listing = try body { self.watch($0, of: source) }
        forgetUnreached(of: source)
        return listing
    }

    /// Begins to watch a folder, before it is listed.
    private func watch(_ path: String, of source: Int) {
        if path == excluded || path.hasPrefix(excluded + "/") { return }
        do throws(SourceError) {
            guard let number = try inotify.add(path) else { return }
            let folder = Folder(path: path, source: source)
            state.withLock { state in
                state.folders[number, default: []].insert(folder)
                state.paths.insert(folder)
                state.reached[source]?.insert(folder)
            }
        } catch {
            state.withLock { $0.failure = $0.failure ?? error }
        }
    }

    /// Ends watching folders that a walk of their source did not reach, such as those that were moved away.
    private func forgetUnreached(of source: Int) {
        let gone = state.withLock { state -> [Int32] in
            let reached = state.reached[source] ?? []
            var gone: [Int32] = []
            for (number, folders) in state.folders {
                let left = folders.filter { $0.source != source || reached.contains($0) }
                if left.count == folders.count { continue }
                state.folders[number] = left.isEmpty ? nil : left
                if left.isEmpty { gone.append(number) }
            }
            state.paths = state.paths.filter { $0.source != source || reached.contains($0) }
            return gone
        }
        for number in gone { inotify.remove(number) }
    }

    // MARK: Changes

    /// Waits for changes, and then for a pause in them.
    ///
    /// - Parameter deadline: when to give up where nothing has happened; nil for never.
    /// - Returns: nothing at the deadline, and when stopped.
    public func next(
        _ patience: Patience = Patience(), until deadline: ContinuousClock.Instant?
    ) throws(SourceError) -> SourceChanges {
        var changes = SourceChanges()
        var (first, last) = (ContinuousClock.Instant?.none, ContinuousClock.now)
        while true {
            let end = first.map { min(last + patience.quiet, $0 + patience.longest) } ?? deadline
            let left = end.map { milliseconds(until: $0) } ?? 60_000
            if end != nil, left <= 0 { return changes }
            let (hasEvents, isStopped) = inotify.wait(orReadable: pipe.reading, milliseconds: left)
            if isStopped { return SourceChanges() }
            guard hasEvents else { continue }
            var counts = false
            for event in try inotify.read() { counts = take(event, into: &changes) || counts }
            guard counts else { continue }
            last = .now
            first = first ?? last
        }
    }

    private func milliseconds(until end: ContinuousClock.Instant) -> Int32 {
        let left = end - .now
        // Rounded up: a wait of none would turn in circles.
        let whole = left.components.seconds * 1000 + left.components.attoseconds / 1_000_000_000_000_000 + 1
        return left <= .zero ? 0 : Int32(clamping: min(whole, 3_600_000))
    }

    /// - Returns: whether the event may change what a source lists.
    private func take(_ event: FolderEvent, into changes: inout SourceChanges) -> Bool {
        if event.isOverflow || event.isUnmount { changes.isIncomplete = true }
        let (folders, sources) = state.withLock { state in
            let folders = state.folders[event.folder] ?? []
            // The kernel may give the number to another folder.
            if event.isEnd, let gone = state.folders.removeValue(forKey: event.folder) {
                state.paths.subtract(gone)
            }
            return (folders, state.sources)
        }
        var counts = event.isOverflow || event.isUnmount
        for folder in folders {
            guard !event.name.isEmpty else {
                // The folder itself: what is above it tells, but for a root.
                if event.isEnd || folder.path == sources[folder.source].rootPath { counts = true }
                continue
            }
            // Other names cannot be those of articles.
            guard let name = String(validating: event.name, as: UTF8.self) else { continue }
            counts = take(event, name, in: folder, sources[folder.source], &changes) || counts
        }
        return counts
    }

    private func take(
        _ event: FolderEvent, _ name: String, in folder: Folder, _ source: any WatchableSource,
        _ changes: inout SourceChanges
    ) -> Bool {
        let path = (folder.path == "/" ? "" : folder.path) + "/" + name
        if path == excluded { return false }
        let wasFolder = state.withLock { $0.paths.contains(Folder(path: path, source: folder.source)) }
        let isFolder = event.isOfFolder || wasFolder
        guard source.concerns(path, isFolder: isFolder) else { return false }
        if event.isRemoval {
            changes.removed.insert(path)
        } else if !event.isOfFolder {
            changes.changed.insert(path)
        } else if event.isArrival {
            changes.changedFolders.insert(path)
        }
        // Not to miss that more comes into it; what is there already the next walk finds.
        if event.isOfFolder, event.isArrival { watch(path, of: folder.source) }
        return true
    }
}

/// A source that consists of files in folders, and so can be watched.
protocol WatchableSource: SourceAdapter {
    /// The same listing as that of `walk`, told of each folder, by its absolute path, before that is listed.
    func walk(
        threadCount: Int, entering: @escaping (String) -> Void
    ) throws(SourceError) -> SourceListing

    /// Whether a listing may change when something happens to a name in one of the folders.
    func concerns(_ path: String, isFolder: Bool) -> Bool
}

/// A source that is watched from its walk on.
private struct WatchedSource: SourceAdapter {
    var base: any WatchableSource
    let index: Int
    let watch: SourceWatch

    var rootName: String { base.rootName }
    var rootPath: String { base.rootPath }

    func walk() throws(SourceError) -> SourceListing { try walk(threadCount: 1) }

    func walk(threadCount: Int) throws(SourceError) -> SourceListing {
        try watch.walk(index) { entering throws(SourceError) in
            try base.walk(threadCount: threadCount, entering: entering)
        }
    }

    func expand(_ container: SourceEntry) -> SourceListing { base.expand(container) }

    func read(_ entry: SourceEntry) throws(SourceError) -> FormatInput { try base.read(entry) }

    func stating(_ fields: [FacetField]) -> any SourceAdapter {
        var copy = self
        if let stating = base.stating(fields) as? any WatchableSource { copy.base = stating }
        return copy
    }
}

extension FolderSource: WatchableSource {
    func walk(
        threadCount: Int, entering: @escaping (String) -> Void
    ) throws(SourceError) -> SourceListing { try walk(entering: entering) }

    func concerns(_ path: String, isFolder: Bool) -> Bool {
        guard path.hasPrefix(rootPath + "/") else { return false }
        let relative = String(path.dropFirst(rootPath.count + 1))
        if selection.concerns(relative, isFolder: isFolder) { return true }
        // A link to a folder is told of like a file.
        return !isFolder && selection.concerns(relative, isFolder: true)
            && (try? FileStatus(path: path))?.kind == .folder
    }
}

extension FileSelection {
    /// Whether it matters to a listing what a path, relative to the root, is.
    fileprivate func concerns(_ path: String, isFolder: Bool) -> Bool {
        if !reaches(path) || lastComponent(path) == ".dossier" || excludes(path, isFolder: isFolder) {
            return false
        }
        if isFolder || selects(path) { return true }
        return ContainerKind(fileName: path).map { opens($0, path) } ?? false
    }
}

/// A source that is one file: the folder around it tells when another takes its place.
protocol SingleFileSource: WatchableSource {}

extension SingleFileSource {
    func walk(
        threadCount: Int, entering: @escaping (String) -> Void
    ) throws(SourceError) -> SourceListing {
        guard let slash = rootPath.utf8.lastIndex(of: Byte.slash) else {
            return try walk(threadCount: threadCount)
        }
        entering(slash == rootPath.startIndex ? "/" : String(rootPath[..<slash]))
        return try walk(threadCount: threadCount)
    }

    func concerns(_ path: String, isFolder: Bool) -> Bool { path == rootPath }
}

extension FileSource: SingleFileSource {}
extension JSONLinesSource: SingleFileSource {}
