public import PluginAPI

/// The articles of a folder and the folders in it.
///
/// An article is named `root-name/relative-path`. Without includes, files count that end, in any case, in one
/// of `defaultExtensions`; other files are silently no articles. A file that holds articles of its own, such as an
/// archive, is like a folder of them: `root-name/news.zip/inner/page.html`. Hidden files and folders are passed over
/// unless asked for, the index's own `.dossier` always. FIFOs, sockets and devices are never opened.
public struct FolderSource: SourceAdapter {
    /// Endings of article files, and of files that hold articles of their own, when no includes are given.
    public static let defaultExtensions =
        [
            "txt", "text", "html", "htm", "xhtml", "md", "markdown", "pdf", "docx", "docm", "pptx", "odt",
            "odp", "doc", "rtf", "eml", "mht", "mhtml",
        ]
        + ContainerKind.allCases.flatMap(\.fileExtensions)

    public let rootName: String
    public let rootPath: String
    let displayRoot: String
    private(set) var selection: FileSelection
    private let cursors = ContainerCursors()

    /// - Parameters:
    ///   - includes: patterns of files to take; with any given, endings no longer matter.
    ///   - excludes: patterns of files and folders to leave out; they win over includes.
    ///   - includesHidden: takes names with a leading dot too.
    ///   - rootName: first part of every identifier; the folder's name when nil.
    ///   - fileExtensions: endings, without dot, of article files when `includes` is empty.
    public init(
        path: String, includes: [String] = [], excludes: [String] = [], includesHidden: Bool = false,
        rootName: String? = nil, fileExtensions: [String] = FolderSource.defaultExtensions
    ) {
        let root = RootPath(path)
        self.rootName = rootName ?? root.name
        self.rootPath = root.absolute
        self.displayRoot = root.display
        selection = FileSelection(
            includes: includes, excludes: excludes, includesHidden: includesHidden,
            fileExtensions: fileExtensions)
    }

    public func walk() throws(SourceError) -> SourceListing { try walk { _ in } }

    /// The same listing.
    ///
    /// - Parameter entering: told the absolute path of each folder before that is listed.
    func walk(entering: @escaping (String) -> Void) throws(SourceError) -> SourceListing {
        let status: FileStatus
        let items: [FolderItem]
        do throws(SourceError) {
            status = try FileStatus(path: rootPath)
            guard status.kind == .folder else { throw SourceError(path: "", reason: "is not a folder") }
            entering(rootPath)
            items = try listFolder(rootPath)
        } catch {
            throw SourceError(path: displayRoot, reason: error.reason)
        }
        var walk = FolderWalk(source: self, entering: entering)
        walk.visit(items, in: "", ancestors: [status.identity])
        return walk.finish()
    }

    public func expand(_ container: SourceEntry) -> SourceListing {
        cursors.close(container.filePath)
        let path = String(container.identifier.dropFirst(rootName.count + 1))
        return ContainerListing(container, path: path, selection: selection)
            .list(keepsFile: selection.hasIncludes)
    }

    public func read(_ entry: SourceEntry) throws(SourceError) -> FormatInput {
        do throws(SourceError) {
            if let member = entry.member { return try cursors.read(entry, member) }
            return FormatInput(
                bytes: try readFile(entry.filePath), identifier: entry.identifier,
                fileName: lastComponent(entry.filePath))
        } catch {
            throw SourceError(path: entry.displayPath, reason: error.reason, isLasting: error.isLasting)
        }
    }

    /// The files of JSON lines in the folder, as messages name them: none is an article, each is a source of its own.
    public func jsonLinesFiles() throws(SourceError) -> [String] {
        var lines = self
        lines.selection = FileSelection(
            includes: [], excludes: [], includesHidden: false, fileExtensions: JSONLinesSource.fileExtensions)
        return try lines.walk().entries.map(\.displayPath)
    }
}

/// A root as its user wrote it and as a later run recognises it.
struct RootPath {
    /// As given, without slashes at the end.
    var display: String
    var absolute: String
    /// The last component; of the absolute path where the given one has no telling name, as `.` or `..`.
    var name: String

    init(_ path: String) {
        var trimmed = Substring(path)
        while trimmed.utf8.count > 1 && trimmed.utf8.last == Byte.slash { trimmed.removeLast() }
        display = String(trimmed)
        absolute = resolvedPath(path) ?? display
        name = lastComponent(display)
        if name.isEmpty || name == "." || name == ".." { name = lastComponent(absolute) }
        if name.isEmpty { name = "root" }
    }
}

/// What follows the last slash.
func lastComponent(_ path: String) -> String {
    let bytes = path.utf8
    guard let slash = bytes.lastIndex(of: Byte.slash) else { return path }
    return String(decoding: bytes[bytes.index(after: slash)...], as: UTF8.self)
}
