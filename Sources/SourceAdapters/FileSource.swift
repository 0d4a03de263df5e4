public import PluginAPI

/// A single article file, named by its file name, or one that holds articles of its own, such as an archive.
public struct FileSource: SourceAdapter {
    public let rootName: String
    public let rootPath: String
    private let displayPath: String
    private let selection: FileSelection
    private let cursors = ContainerCursors()

    /// - Parameters: as of `FolderSource`, for the members of an archive.
    public init(
        path: String, includes: [String] = [], excludes: [String] = [], includesHidden: Bool = false
    ) {
        let root = RootPath(path)
        selection = FileSelection(
            includes: includes, excludes: excludes, includesHidden: includesHidden,
            fileExtensions: FolderSource.defaultExtensions)
        rootName = root.name
        rootPath = root.absolute
        displayPath = root.display
    }

    public func walk() throws(SourceError) -> SourceListing {
        let status: FileStatus
        do throws(SourceError) {
            status = try FileStatus(path: rootPath)
        } catch {
            throw SourceError(path: displayPath, reason: error.reason)
        }
        guard status.kind == .file else {
            throw SourceError(
                path: displayPath, reason: status.kind == .folder ? "is a folder" : "is not a regular file")
        }
        let entry = SourceEntry(
            identifier: rootName, displayPath: displayPath, filePath: rootPath, byteCount: status.byteCount,
            modifiedNanoseconds: status.modifiedNanoseconds)
        var listing = SourceListing(entries: [entry], isComplete: true)
        if ContainerKind(fileName: rootPath) != nil { swap(&listing.entries, &listing.containers) }
        return listing
    }

    public func expand(_ container: SourceEntry) -> SourceListing {
        cursors.close(container.filePath)
        return ContainerListing(container, path: rootName, selection: selection).list(keepsFile: true)
    }

    public func read(_ entry: SourceEntry) throws(SourceError) -> FormatInput {
        do throws(SourceError) {
            if let member = entry.member { return try cursors.read(entry, member) }
            return FormatInput(
                bytes: try readFile(entry.filePath), identifier: entry.identifier, fileName: rootName)
        } catch {
            throw SourceError(path: entry.displayPath, reason: error.reason, isLasting: error.isLasting)
        }
    }
}
