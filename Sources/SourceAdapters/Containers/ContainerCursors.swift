import PluginAPI
internal import Synchronization

/// Containers that wait, opened, for threads that read member by member.
///
/// Members are read in their order, from a few threads at once: each thread goes through a container once, whatever
/// the number of its members, though most containers can be read only from their beginning on.
final class ContainerCursors: Sendable {
    private static let keptCount = 8

    /// The one used longest ago first.
    private let idle = Mutex<[ContainerCursor]>([])

    /// Closes a container, which is about to be listed anew: what waits may be a file that was replaced.
    func close(_ path: String) { idle.withLock { $0.removeAll { $0.path == path } } }

    /// Reads a member.
    func read(_ entry: SourceEntry, _ member: SourceEntry.Member) throws(SourceError) -> FormatInput {
        let waiting = idle.withLock { idle -> ContainerCursor? in
            // The one that has the shortest way to go.
            let fitting = idle.indices.filter { idle[$0].path == entry.filePath && idle[$0].isBefore(member) }
            return fitting.max { idle[$0].position < idle[$1].position }.map { idle.remove(at: $0) }
        }
        let cursor: ContainerCursor
        if let waiting { cursor = waiting } else { cursor = try ContainerCursor(path: entry.filePath) }
        let content: MemberContent
        do throws(SourceError) {
            content = try cursor.content(of: member, named: entry.identifier)
        } catch {
            // The way to the members after it is open.
            if error.isLasting { keep(cursor) }
            throw error
        }
        keep(cursor)
        return FormatInput(
            bytes: content.bytes, identifier: entry.identifier,
            fileName: content.mediaType == nil ? lastComponent(entry.identifier) : "",
            mediaType: content.mediaType, known: content.known)
    }

    private func keep(_ cursor: ContainerCursor) {
        idle.withLock { idle in
            if idle.count >= Self.keptCount { idle.removeFirst() }
            idle.append(cursor)
        }
    }
}

/// A container and how far it has been read. `ContainerCursors` lends it to one thread at a time.
private final class ContainerCursor: @unchecked Sendable {
    let path: String
    private let kind: ContainerKind
    private let reader: any MemberReader
    private var nextIndex: UInt32 = 0
    private var header: MemberHeader?
    /// The container that is the member before `nextIndex`, as far as it has been read.
    private var inner: (reader: any MemberReader, nextIndex: UInt32)?

    init(path: String) throws(SourceError) {
        guard let kind = ContainerKind(fileName: path), let reader = try kind.open(.file(path)) else {
            throw SourceError(path: path, reason: "changed after it was listed")
        }
        (self.path, self.kind, self.reader) = (path, kind, reader)
    }

    /// How far it has been read; greater is further.
    var position: UInt64 { UInt64(nextIndex) << 32 | UInt64(inner?.nextIndex ?? 0) }

    /// Whether the way to a member leads forward.
    func isBefore(_ member: SourceEntry.Member) -> Bool {
        if member.index >= nextIndex { return true }
        guard let inner, let innerIndex = member.innerIndex else { return false }
        return member.index + 1 == nextIndex && innerIndex >= inner.nextIndex
    }

    /// - Parameter name: the member's identifier, which ends with its path.
    func content(of member: SourceEntry.Member, named name: String) throws(SourceError) -> MemberContent {
        while nextIndex <= member.index {
            inner = nil
            header = try header(after: reader)
            nextIndex += 1
        }
        guard let innerIndex = member.innerIndex else {
            try check(header, name)
            return try reader.content()
        }
        if inner == nil {
            guard let kind = header.flatMap({ ContainerKind(fileName: $0.path) }),
                let opened = try kind.open(.memory(try reader.content().bytes))
            else { throw SourceError(path: path, reason: "changed after it was listed") }
            inner = (opened, 0)
        }
        guard var inner else { throw SourceError(path: path, reason: "changed after it was listed") }
        var header: MemberHeader?
        while inner.nextIndex <= innerIndex {
            header = try self.header(after: inner.reader)
            inner.nextIndex += 1
        }
        self.inner = inner
        try check(header, name)
        return try inner.reader.content()
    }

    private func header(after reader: any MemberReader) throws(SourceError) -> MemberHeader {
        guard let header = try reader.next() else {
            throw SourceError(path: path, reason: "became shorter while it was read")
        }
        return header
    }

    private func check(_ header: MemberHeader?, _ name: String) throws(SourceError) {
        guard let header, name.utf8.suffix(header.path.utf8.count).elementsEqual(header.path.utf8) else {
            throw SourceError(path: path, reason: "changed after it was listed")
        }
    }
}
