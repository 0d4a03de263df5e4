public import PluginAPI

/// What arrives on a descriptor: one article, or JSON lines.
///
/// All of it is read when the value is made and kept in memory, since a pipe cannot be read twice.
public struct StandardInputSource: SourceAdapter {
    /// What the bytes are.
    public enum Content: Sendable {
        case article
        case jsonLines(FieldMapping)
    }

    public let rootName: String
    public var rootPath: String { rootName }
    private let bytes: [UInt8]
    private var lines: (any SourceAdapter)?

    /// - Throws: when the descriptor cannot be read.
    public init(as content: Content, identifier: String = "stdin", descriptor: Int32 = 0) throws(SourceError)
    {
        rootName = identifier
        let all = try readToEnd(descriptor, name: identifier)
        switch content {
        case .article:
            bytes = all
            lines = nil
        case .jsonLines(let mapping):
            bytes = []
            lines = JSONLinesSource(bytes: all, name: identifier, mapping: mapping)
        }
    }

    public func walk() throws(SourceError) -> SourceListing {
        if var listing = try lines?.walk() {
            // What came before is not gone because it does not come again.
            listing.isComplete = false
            return listing
        }
        let entry = SourceEntry(
            identifier: rootName, displayPath: rootName, filePath: rootName, byteCount: bytes.count,
            modifiedNanoseconds: 0)
        return SourceListing(entries: [entry], isComplete: true)
    }

    public func read(_ entry: SourceEntry) throws(SourceError) -> FormatInput {
        if let lines { return try lines.read(entry) }
        return FormatInput(bytes: bytes, identifier: entry.identifier)
    }

    public func stating(_ fields: [FacetField]) -> any SourceAdapter {
        var source = self
        source.lines = lines?.stating(fields)
        return source
    }
}
