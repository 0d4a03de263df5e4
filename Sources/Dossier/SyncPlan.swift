internal import IndexCore
internal import PluginAPI

/// What a run of indexing has to do: which inputs to look at, and which documents to drop.
struct SyncPlan {
    /// New or changed inputs, in the order of sources and their listings.
    var inputs: [PlannedInput] = []
    /// Documents whose input is gone, with the root they leave.
    var gone: [(identifier: String, root: Int)] = []
    var unchangedCount = 0
    var problems: [SourceProblem] = []
    /// The sync state with every root that takes part.
    var state: SyncState

    /// More of a root than this, and only pruning drops it: an unmounted disk also looks like an empty folder.
    private static let droppedShare = 0.3

    private typealias Walked = (root: Int, source: Int, listing: SourceListing)

    private let options: IndexOptions
    private let rereadsAll: Bool

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
        var walkedCount = 0
        var listings: [Walked] = []
        for (index, source) in sources.enumerated() {
            let root = try addRoot(source, indexFolder: indexFolder)
            do throws(SourceError) {
                listings.append((root, index, try source.walk(threadCount: threadCount)))
                walkedCount += 1
            } catch {
                problems.append(SourceProblem(path: error.path, reason: error.reason))
            }
        }
        if walkedCount == 0, let first = problems.first {
            throw DossierError(.source, "\(first.path): \(first.reason)", path: first.path)
        }
        for (_, _, listing) in listings { problems += listing.problems }
        take(lastOfEach(listings))
        for (root, _, listing) in listings where listing.isComplete { dropGone(listing, root: root) }
    }

    /// Every entry in order, of several with one identifier only the last.
    private func lastOfEach(_ listings: [Walked]) -> [PlannedInput] {
        let count = listings.reduce(0) { $0 + $1.listing.entries.count }
        var (seen, kept) = (Set<String>(minimumCapacity: count), [PlannedInput]())
        kept.reserveCapacity(count)
        for (root, source, listing) in listings.reversed() {
            for entry in listing.entries.reversed() where seen.insert(entry.identifier).inserted {
                let known = state.roots[root].entries[entry.identifier]
                kept.append(PlannedInput(entry: entry, source: source, root: root, known: known))
            }
        }
        kept.reverse()
        return kept
    }

    private mutating func take(_ found: consuming [PlannedInput]) {
        let count = found.count
        let rereadsAll = rereadsAll
        // In place: a copy of all inputs takes as much memory as they do.
        found.removeAll { input in
            !rereadsAll && input.entry.modifiedNanoseconds != 0
                && input.known?.byteCount == input.entry.byteCount
                && input.known?.modifiedNanoseconds == input.entry.modifiedNanoseconds
        }
        unchangedCount = count - found.count
        inputs = found
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

    private mutating func dropGone(_ listing: SourceListing, root: Int) {
        if state.roots[root].entries.isEmpty { return }
        let present = Set(listing.entries.map(\.identifier))
        let name = state.roots[root].name
        let missing = state.roots[root].entries.keys.filter { !present.contains($0) }
            .sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
        let total = state.roots[root].entries.count
        if !options.prunes, Double(missing.count) > Self.droppedShare * Double(total) {
            problems.append(
                SourceProblem(
                    path: name,
                    reason: "\(missing.count) of its \(total) indexed documents are gone; they stay in the "
                        + "index unless you run this again with --prune"))
            return
        }
        gone += missing.map { ($0, root) }
    }
}

/// The folder a path lies in.
func parentFolder(_ path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: 0x2F) else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
}
