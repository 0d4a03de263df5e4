public import PluginAPI

/// A single article file, named by its file name.
public struct FileSource: SourceAdapter {
    public let rootName: String
    public let rootPath: String
    private let displayPath: String

    public init(path: String) {
        let root = RootPath(path)
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
        return SourceListing(entries: [entry], isComplete: true)
    }

    public func read(_ entry: SourceEntry) throws(SourceError) -> FormatInput {
        do throws(SourceError) {
            return FormatInput(
                bytes: try readFile(entry.filePath), identifier: entry.identifier, fileName: rootName)
        } catch {
            throw SourceError(path: entry.displayPath, reason: error.reason)
        }
    }
}
