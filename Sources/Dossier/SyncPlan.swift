internal import Dispatch
internal import IndexCore
internal import PluginAPI
internal import SourceAdapters
internal import Synchronization

/// What a run of indexing has to do: which inputs to look at, and which documents to drop.
struct SyncPlan {
    /// New or changed inputs, in the order of sources and their listings.
    var inputs: [PlannedInput] = []
    /// Documents whose input is gone, with the root they leave.
    var gone: [(identifier: String, root: Int)] = []
    var unchangedCount = 0
    var problems: [SourceProblem] = []
    /// Containers that were listed whole: unchanged from here on, once their members are indexed.
    var containers: [PlannedInput] = []
    /// The sync state with every root that takes part.
    var state: SyncState

    /// More of a root than this, and only pruning drops it: an unmounted disk also looks like an empty folder.
    private static let droppedShare = 0.3

    private struct Walked {
        var root: Int
        var source: Int
        var listing: SourceListing
        /// Identifiers of containers whose members stay as they are: unchanged ones, and ones that cannot be read to
        /// their end.
        var kept: Set<String> = []
    }

    private let options: IndexOptions
    private let rereadsAll: Bool
    private let threadCount: Int

    /// Walks the sources and compares them with what the index holds.
    ///
    /// - Parameter rereadsAll: takes no input for unchanged.
    /// - Throws: `DossierError` when two roots share a name, or no source can be walked.
    init(
        _ sources: [any SourceAdapter], state: SyncState, indexFolder: String, options: IndexOptions,
        rereadsAll: Bool, threadCount: Int
    ) throws(DossierError) {
        self.state = state
        self.options = options
        self.rereadsAll = rereadsAll
        self.threadCount = threadCount
        var walkedCount = 0
        var listings: [Walked] = []
        for (index, source) in sources.enumerated() {
            let root = try addRoot(source, indexFolder: indexFolder)
            do throws(SourceError) {
                listings.append(
                    Walked(root: root, source: index, listing: try source.walk(threadCount: threadCount)))
                walkedCount += 1
            } catch {
                problems.append(SourceProblem(path: error.path, reason: error.reason))
            }
        }
        if walkedCount == 0, let first = problems.first {
            throw DossierError(.source, "\(first.path): \(first.reason)", path: first.path)
        }
        for index in listings.indices {
            problems += listings[index].listing.problems
            expand(sources[listings[index].source], &listings[index])
        }
        take(lastOfEach(listings))
        for walked in listings where walked.listing.isComplete {
            dropGone(walked, of: sources[walked.source])
        }
    }

    /// Lists the members of containers that are new or changed, after the other entries.
    private mutating func expand(_ source: any SourceAdapter, _ walked: inout Walked) {
        let known = state.roots[walked.root].containers
        let changed = walked.listing.containers.filter { container in
            guard !rereadsAll, !isTouched(container), let before = known[container.identifier] else {
                return true
            }
            return before.byteCount != container.byteCount
                || before.modifiedNanoseconds != container.modifiedNanoseconds
        }
        let listings = Mutex([SourceListing?](repeating: nil, count: changed.count))
        let next = Atomic<Int>(0)
        DispatchQueue.concurrentPerform(iterations: min(threadCount, changed.count)) { _ in
            while true {
                let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard index < changed.count else { return }
                let listing = source.expand(changed[index])
                listings.withLock { $0[index] = listing }
            }
        }
        walked.kept = Set(walked.listing.containers.map(\.identifier)).subtracting(changed.map(\.identifier))
        for (container, listing) in zip(changed, listings.withLock { $0 }) {
            guard let listing else { continue }
            walked.listing.entries += listing.entries
            problems += listing.problems
            if listing.isComplete {
                containers.append(
                    PlannedInput(entry: container, source: walked.source, root: walked.root, known: nil))
            } else {
                walked.kept.insert(container.identifier)
            }
        }
        // Until it is read to its end again.
        for container in changed { state.roots[walked.root].containers[container.identifier] = nil }
        let present = Set(walked.listing.containers.map(\.identifier))
        if walked.listing.isComplete {
            for identifier in known.keys where !present.contains(identifier) {
                state.roots[walked.root].containers[identifier] = nil
            }
        }
        let unchanged = walked.kept.subtracting(changed.map(\.identifier))
        unchangedCount += state.roots[walked.root].entries.keys.count { $0.lies(in: unchanged) }
    }

    /// Every entry in order, of several with one identifier only the last.
    private func lastOfEach(_ listings: [Walked]) -> [PlannedInput] {
        let count = listings.reduce(0) { $0 + $1.listing.entries.count }
        var (seen, kept) = (Set<String>(minimumCapacity: count), [PlannedInput]())
        kept.reserveCapacity(count)
        for walked in listings.reversed() {
            for entry in walked.listing.entries.reversed() where seen.insert(entry.identifier).inserted {
                let known = state.roots[walked.root].entries[entry.identifier]
                kept.append(
                    PlannedInput(entry: entry, source: walked.source, root: walked.root, known: known))
            }
        }
        kept.reverse()
        return kept
    }

    private mutating func take(_ found: consuming [PlannedInput]) {
        let count = found.count
        // In place: a copy of all inputs takes as much memory as they do.
        found.removeAll { input in
            !rereadsAll && input.entry.modifiedNanoseconds != 0 && !isTouched(input.entry)
                && input.known?.byteCount == input.entry.byteCount
                && input.known?.modifiedNanoseconds == input.entry.modifiedNanoseconds
        }
        unchangedCount += count - found.count
        inputs = found
    }

    /// Whether a file may have another content though its size and time are as before.
    private func isTouched(_ entry: SourceEntry) -> Bool {
        options.changes.changed.contains(entry.filePath)
            || entry.filePath.lies(in: options.changes.changedFolders)
    }

    private mutating func addRoot(_ source: any SourceAdapter, indexFolder: String) throws(DossierError)
        -> Int
    {
        // An index inside its root moves with it.
        let home = parentFolder(indexFolder)
        let path = source.rootPath == home ? ".." : source.rootPath
        if let known = state.roots.firstIndex(where: { $0.name == source.rootName }) {
            guard state.roots[known].path == path else {
                let other = state.roots[known].path == ".." ? home : state.roots[known].path
                throw DossierError(
                    .source,
                    "Another source named ‘\(source.rootName)’ is already indexed, from \(other). Give this one "
                        + "another name with --name.",
                    path: source.rootPath)
            }
            return known
        }
        if let known = state.roots.first(where: { $0.path == path }) {
            throw DossierError(
                .source,
                "\(source.rootPath) is already indexed under the name ‘\(known.name)’. Keep it with --name "
                    + "\(known.name), or delete \(indexFolder) and index again.",
                path: source.rootPath)
        }
        state.roots.append(SyncState.Root(name: source.rootName, path: path))
        return state.roots.count - 1
    }

    private mutating func dropGone(_ walked: Walked, of source: any SourceAdapter) {
        let root = walked.root
        if state.roots[root].entries.isEmpty { return }
        let present = Set(walked.listing.entries.map(\.identifier))
        let name = state.roots[root].name
        let missing = state.roots[root].entries.keys
            .filter { !present.contains($0) && !$0.lies(in: walked.kept) }
            .sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
        let total = state.roots[root].entries.count
        let removed = options.changes.removed
        let unseen = missing.filter { !(source.rootPath + $0.dropFirst(name.count)).lies(in: removed) }
        if !options.prunes, Double(unseen.count) > Self.droppedShare * Double(total) {
            let unseen = Set(unseen)
            gone += missing.filter { !unseen.contains($0) }.map { ($0, root) }
            problems.append(
                SourceProblem(
                    path: name,
                    reason: "\(unseen.count) of its \(total) indexed documents are gone; they stay in the "
                        + "index unless you run this again with --prune"))
            return
        }
        gone += missing.map { ($0, root) }
    }
}

extension String {
    /// Whether it, or what stands before one of its slashes, is among the names.
    fileprivate func lies(in names: Set<String>) -> Bool {
        if names.isEmpty { return false }
        if names.contains(self) { return true }
        return utf8.indices.contains { utf8[$0] == 0x2F && names.contains(String(self[..<$0])) }
    }
}

/// The folder a path lies in.
func parentFolder(_ path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: 0x2F) else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
}
