import PluginAPI

/// Reads the members of a container one after another. A value is used by one thread at a time.
protocol MemberReader: AnyObject {
    /// Goes to the next member; nil at the end.
    ///
    /// - Throws: where the container is damaged, cut off or beyond a limit; there is then no way on. Errors name no path.
    func next() throws(SourceError) -> MemberHeader?

    /// The member that `next` went to; asked for once.
    func content() throws(SourceError) -> MemberContent
}

/// A member before it is read.
struct MemberHeader: Sendable, Equatable {
    /// Its name within the container, without empty, `.` and `..` parts: it can be no path out of the container.
    var path: String
    /// What `content` will give, in bytes.
    var byteCount: Int

    init(path: String, byteCount: Int) {
        let parts = path.utf8.split(whereSeparator: { $0 == Byte.slash || $0 == Byte.backslash })
            .filter { !$0.elementsEqual([Byte.dot]) && !$0.elementsEqual([Byte.dot, Byte.dot]) }
        self.path = parts.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "/")
        self.byteCount = byteCount
    }

    /// - Parameter name: what the member is known by where it has no path, such as a URL; kept as it is.
    init(name: String, byteCount: Int) {
        path = String(String.UnicodeScalarView(name.unicodeScalars.filter { $0.value > 0x20 }))
        self.byteCount = byteCount
    }
}

/// A member's bytes, and what its container says about them.
struct MemberContent: Sendable {
    var bytes: [UInt8]
    var mediaType: String?
    var known = KnownMetadata()
}

/// What containers may cost, so that small hostile ones cannot fill memory or hours.
enum ContainerLimits {
    /// A member larger than this is reported and left out.
    static let memberByteCount = 256 << 20
    /// A container inside a container is held in memory, as is a book and a feed.
    static let heldByteCount = 128 << 20
    static let memberCount = 1 << 20
    /// Text is packed four- to twentyfold; a hundredfold, beyond the first GiB, is no text.
    static func expandedByteCount(of fileByteCount: Int) -> Int {
        (1 << 30) + 100 * min(fileByteCount, 1 << 50)
    }
}

/// The bytes of a container.
enum ContainerBytes: Sendable {
    case file(String)
    case memory([UInt8])

    /// What it may expand to.
    var expansionLimit: Int {
        get throws(SourceError) {
            switch self {
            case .file(let path):
                ContainerLimits.expandedByteCount(of: try FileStatus(path: path).byteCount)
            case .memory(let bytes): ContainerLimits.expandedByteCount(of: bytes.count)
            }
        }
    }

    /// All of the bytes, where they are few enough to be held in memory.
    func held() throws(SourceError) -> [UInt8] {
        switch self {
        case .memory(let bytes): return bytes
        case .file(let path):
            guard try FileStatus(path: path).byteCount <= ContainerLimits.heldByteCount else {
                throw SourceError(
                    path: "", reason: "is larger than \(ContainerLimits.heldByteCount >> 20) MiB")
            }
            return try readFile(path)
        }
    }
}

/// Counts what a container expands to.
struct Expansion {
    private var left: Int

    init(of bytes: ContainerBytes) throws(SourceError) { left = try bytes.expansionLimit }

    mutating func add(_ byteCount: Int) throws(SourceError) {
        left -= min(byteCount, left + 1)
        if left < 0 {
            throw SourceError(
                path: "", reason: "expands to more than a hundredfold, as no text does; the rest is left out")
        }
    }
}

extension ContainerKind {
    /// - Throws: when the bytes are no container of this kind; nil for XML that is no feed.
    func open(_ bytes: ContainerBytes) throws(SourceError) -> (any MemberReader)? {
        switch self {
        case .archive: try ArchiveMembers(bytes)
        case .webArchive: try WebArchiveRecords(bytes)
        case .mailbox: try MailboxMessages(bytes)
        case .feed: try feedItems(bytes)
        case .book: try bookChapters(bytes)
        }
    }
}

/// Members that are all in memory.
final class LoadedMembers: MemberReader {
    private let members: [(header: MemberHeader, content: MemberContent)]
    /// What keeps it from being all of the container.
    private let problem: String?
    private var position = -1

    init(_ members: [(header: MemberHeader, content: MemberContent)], problem: String?) {
        self.members = members
        self.problem = problem
    }

    func next() throws(SourceError) -> MemberHeader? {
        position += 1
        if position < members.count { return members[position].header }
        if let problem { throw SourceError(path: "", reason: problem) }
        return nil
    }

    func content() throws(SourceError) -> MemberContent { members[position].content }
}
