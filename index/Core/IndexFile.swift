package import IndexStorage

/// The kinds of section files an index holds, and the version all of them share.
package enum IndexFile: UInt32, Sendable, CaseIterable {
    case core = 1
    case layer = 2
    case deletes = 3
    case catalog = 4
    case syncState = 5
    case copies = 6

    /// The version of FORMAT.md, that of commits included. An index of another version is refused.
    ///
    /// Raised with every change of a byte's meaning; `FrozenFormatTests` tells what else to do then.
    package static let version: UInt32 = 3

    /// The last part of a file's name.
    package var suffix: String {
        switch self {
        case .core: "core"
        case .layer: "layer"
        case .deletes: "deletes"
        case .catalog: "catalog"
        case .syncState: "sync"
        case .copies: "copies"
        }
    }

    /// Opens a file of this kind.
    ///
    /// - Throws: `StorageError` for damage, for another kind, and for another version of the format.
    package func open(_ name: String, in fileSystem: any FileSystem) throws(StorageError) -> SectionFile {
        try open(try fileSystem.openMapped(name))
    }

    /// The same of a file that is mapped already.
    func open(_ mapped: MappedFile) throws(StorageError) -> SectionFile {
        let file = try SectionFile(mapped)
        guard file.kind == rawValue else {
            throw .corrupt(file: file.file.path, reason: "it is not a \(suffix) file")
        }
        guard file.version == Self.version else {
            throw .otherVersion(
                file: file.file.path, found: "format \(file.version)", ours: "format \(Self.version)")
        }
        return file
    }

    /// Writes a file of this kind and names it by its content.
    package func write(
        to store: CommitStore, _ body: (SectionFileWriter) throws(StorageError) -> Void
    ) throws(StorageError) -> String {
        try store.writeContentNamed(suffix: suffix, kind: rawValue, version: Self.version, body)
    }
}
