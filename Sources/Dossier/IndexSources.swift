internal import IndexCore
internal import IndexStorage
public import PluginAPI
internal import SourceAdapters

/// Brings an index up to date with sources of articles; makes it when there is none.
///
/// New and changed inputs are read and indexed, documents whose input is gone are dropped, and layers of facets whose
/// plugin changed are written again. Readers see all of it at once, when it is durable. An input that cannot be read
/// is reported, and what the index held of it stays. What a `LiveIndex` left in its log becomes part of the index first.
///
/// - Parameters:
///   - path: the index folder, usually `.dossier` inside the folder of articles; its parent must exist.
///   - progress: called on worker threads.
/// - Throws: `DossierError` when nothing could be written: another writer is at work, the index is damaged, no source
///   can be read, two sources have one name, or the operating system refuses.
public func indexSources(
    _ sources: [any SourceAdapter], at path: String, plugins: PluginSet,
    options: IndexOptions = IndexOptions(),
    progress: (@Sendable (IndexProgress) -> Void)? = nil
) throws(DossierError) -> IndexReport {
    try DossierError.wrapping(path: path) {
        let fileSystem = DirectoryFileSystem(path: path)
        try prepare(fileSystem)
        return try withExtendedLifetime(try WriterLock(path: fileSystem.path(of: "lock"))) {
            try indexSources(
                sources, in: fileSystem, folder: resolvedPath(path) ?? path, plugins: plugins,
                options: options, progress: progress)
        }
    }
}

/// Makes the index folder, and refuses one that holds something else.
func prepare(_ fileSystem: DirectoryFileSystem) throws {
    let path = fileSystem.path
    let parent = parentFolder(path)
    guard try DirectoryFileSystem(path: parent).exists(".") else {
        throw DossierError(
            .system, "The folder \(parent), in which the index would be made, does not exist.", path: path)
    }
    try fileSystem.createDirectory()
    let names = try fileSystem.list()
    guard names.isEmpty || names.contains("lock") else {
        throw DossierError(
            .badRequest,
            "\(path) holds other files and is no index. Name a new folder, such as \(path)/\(SearchIndex.folderName).",
            path: path)
    }
}

/// The same in any file system, for tests; the caller holds the writer's lock.
func indexSources(
    _ sources: [any SourceAdapter], in fileSystem: any FileSystem, folder: String, plugins: PluginSet,
    options: IndexOptions, progress: (@Sendable (IndexProgress) -> Void)? = nil
) throws -> IndexReport {
    try FreedMemory.keeping {
        try IndexUpdate(fileSystem, folder: folder, plugins: plugins, options: options, progress: progress)
            .run(sources)
    }
}
