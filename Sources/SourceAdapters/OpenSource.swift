public import PluginAPI

/// How `openSource` reads what it is given.
public struct SourceOptions: Sendable {
    /// Patterns of files to take from a folder; empty takes the usual endings.
    public var includes: [String] = []
    public var excludes: [String] = []
    public var includesHidden = false
    /// Endings of article files in folders beside the usual ones, with their point: `.xyz`.
    public var moreEndings: [String] = []
    /// Name of a folder's root instead of the folder's own.
    public var rootName: String?
    /// Fields of JSON records.
    public var mapping = FieldMapping()
    /// Standard input holds JSON lines, not one article.
    public var isInputJSONLines = false
    public var inputIdentifier = "stdin"
    public var inputDescriptor: Int32 = 0

    public init() {}
}

/// The adapter for a path: a folder, JSON lines (`.jsonl`, `.ndjson`), one file, an archive of files, or `-` for standard input.
///
/// - Throws: `SourceError` when there is nothing at the path, or nothing that can be read as articles.
public func openSource(
    _ path: String, options: SourceOptions = SourceOptions()
) throws(SourceError) -> any SourceAdapter {
    if path == "-" {
        return try StandardInputSource(
            as: options.isInputJSONLines ? .jsonLines(options.mapping) : .article,
            identifier: options.inputIdentifier, descriptor: options.inputDescriptor)
    }
    guard !path.isEmpty else { throw SourceError(path: path, reason: "the path is empty") }
    switch try FileStatus(path: path).kind {
    case .folder:
        return FolderSource(
            path: path, includes: options.includes, excludes: options.excludes,
            includesHidden: options.includesHidden, rootName: options.rootName,
            fileExtensions: FolderSource.defaultExtensions
                + options.moreEndings.map { String($0.dropFirst()) })
    case .file:
        let name = lastComponent(path).lowercased()
        let isLines = JSONLinesSource.fileExtensions.contains { name.hasSuffix("." + $0) }
        if isLines { return JSONLinesSource(path: path, mapping: options.mapping) }
        return FileSource(
            path: path, includes: options.includes, excludes: options.excludes,
            includesHidden: options.includesHidden)
    case .other:
        throw SourceError(path: path, reason: "is neither a folder nor a regular file")
    }
}
