/// A place articles come from: a folder, a file, JSON lines, standard input.
///
/// Indexing walks a source first (cheap: names, sizes, times) and reads only entries that are new or changed.
public protocol SourceAdapter: Sendable {
    /// Name of the root, unique in an index: the folder's name, the file's name, `stdin`.
    var rootName: String { get }
    /// The absolute path or another description of the root, by which a later run recognises it.
    var rootPath: String { get }

    /// Lists every entry, in the same order for the same content, and every problem met on the way.
    ///
    /// A folder's entries are sorted by identifier as bytes, records keep the order of their file.
    ///
    /// - Throws: `SourceError` when the root itself cannot be read; nothing is then known about it.
    func walk() throws(SourceError) -> SourceListing

    /// The same listing, made by several threads where that is of use; by one unless a source says how.
    ///
    /// - Parameter threadCount: at least 1.
    func walk(threadCount: Int) throws(SourceError) -> SourceListing

    /// Lists the members of a container that `walk` found, in the order in which they are read fastest.
    ///
    /// Called only for containers that are new or changed. The listing is incomplete where members may be missing.
    func expand(_ container: SourceEntry) -> SourceListing

    /// Reads one entry that `walk` or `expand` listed. Several threads call this at once.
    func read(_ entry: SourceEntry) throws(SourceError) -> FormatInput

    /// The same source, which also reads the values that its records state in these fields.
    ///
    /// The index that is to hold the documents asks for it; a source without records gives itself.
    func stating(_ fields: [FacetField]) -> any SourceAdapter
}

extension SourceAdapter {
    public func walk(threadCount: Int) throws(SourceError) -> SourceListing { try walk() }

    public func expand(_ container: SourceEntry) -> SourceListing {
        SourceListing(entries: [], isComplete: true)
    }

    public func stating(_ fields: [FacetField]) -> any SourceAdapter { self }
}

/// A field of records that states values of a facet: a text, or a list of them.
public struct FacetField: Sendable, Equatable {
    /// A value longer than this, in bytes of UTF-8, is reported and left out.
    public static let maximumValueByteCount = 512
    /// Values of one facet that a document may state; those after them are reported and left out.
    public static let maximumValueCount = 1024

    /// The field's name in a record, for example `countries`.
    public var field: String
    /// The name of the facet; several fields may state values of one.
    public var facet: String

    /// - Parameter facet: the field's name where nil.
    public init(_ field: String, facet: String? = nil) {
        self.field = field
        self.facet = facet ?? field
    }
}

/// What a walk found.
public struct SourceListing: Sendable {
    public var entries: [SourceEntry]
    /// Files that hold articles of their own, such as archives: each is named like an entry, and `expand` lists its
    /// members, whose identifiers begin with its own and a slash.
    public var containers: [SourceEntry] = []
    public var problems: [SourceProblem]
    /// True when every part of the root was seen without error; only then may missing documents be dropped.
    public var isComplete: Bool

    public init(entries: [SourceEntry], problems: [SourceProblem] = [], isComplete: Bool) {
        self.entries = entries
        self.problems = problems
        self.isComplete = isComplete
    }
}

/// One article-to-be, known by name and size before it is read.
public struct SourceEntry: Sendable, Equatable {
    /// The document's stable identifier.
    public var identifier: String
    /// What messages name: a path, or a path with a line number (`news.jsonl:17`).
    public var displayPath: String { line == 0 ? displayFile : "\(displayFile):\(line)" }
    /// The path that messages name. A file's records share it.
    private var displayFile: String
    /// The record's line in its file, from 1; 0 for a whole file.
    private var line: UInt32
    /// Where `read` finds the bytes: a path, and the byte range within it for a record of a larger file.
    public var filePath: String
    public var byteRange: Range<Int>?
    /// Size of the bytes to be read.
    public var byteCount: Int
    /// Modification time in nanoseconds since 1970; 0 when the source has none.
    public var modifiedNanoseconds: Int64
    /// Where in the container at `filePath` it stands; nil for a file or a record.
    public var member: Member?

    /// The place of a member among those of its container, and of that container in one around it.
    public struct Member: Sendable, Equatable {
        public var index: UInt32
        /// Its index in the container that is the member `index` of the file.
        public var innerIndex: UInt32?

        public init(index: UInt32, innerIndex: UInt32? = nil) {
            self.index = index
            self.innerIndex = innerIndex
        }
    }

    /// - Parameter line: the record's line in its file, from 1, which messages name after the path.
    public init(
        identifier: String, displayPath: String, line: Int? = nil, filePath: String,
        byteRange: Range<Int>? = nil, byteCount: Int, modifiedNanoseconds: Int64, member: Member? = nil
    ) {
        self.identifier = identifier
        displayFile = displayPath
        self.line = UInt32(clamping: line ?? 0)
        self.filePath = filePath
        self.byteRange = byteRange
        self.byteCount = byteCount
        self.modifiedNanoseconds = modifiedNanoseconds
        self.member = member
    }
}

/// An input that was skipped, and why.
public struct SourceProblem: Sendable, Equatable {
    public var path: String
    public var reason: String

    public init(path: String, reason: String) {
        self.path = path
        self.reason = reason
    }
}

/// A root or entry that cannot be read.
public struct SourceError: Error, Sendable, Equatable {
    public var path: String
    public var reason: String
    /// Whether it stays so as long as the file stays as it is: the entry is not read again until then.
    public var isLasting: Bool

    public init(path: String, reason: String, isLasting: Bool = false) {
        self.path = path
        self.reason = reason
        self.isLasting = isLasting
    }
}
