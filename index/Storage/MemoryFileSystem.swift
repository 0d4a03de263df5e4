internal import Synchronization

/// A folder in memory, for segments that are searched before they are on disk.
///
/// A file that is open stays readable when the folder goes.
public final class MemoryFileSystem: FileSystem {
    private let files = Mutex<[String: MappedFile]>([:])

    public init() {}

    public func createDirectory() {}

    public func create(_ name: String) -> any WritableFile {
        place(MappedFile(path: name, bytes: []), name)
        return MemoryFile(name: name, fileSystem: self)
    }

    public func rename(_ from: String, to: String) throws(StorageError) {
        try files.withLock { files throws(StorageError) in
            guard let file = files.removeValue(forKey: from) else { throw .missing(file: from) }
            files[to] = file
        }
    }

    public func remove(_ name: String) throws(StorageError) {
        let removed = files.withLock { $0.removeValue(forKey: name) }
        if removed == nil { throw .missing(file: name) }
    }

    public func list() -> [String] { files.withLock { $0.keys.sorted() } }

    public func exists(_ name: String) -> Bool { files.withLock { $0[name] != nil } }

    public func syncDirectory() {}

    public func openMapped(_ name: String) throws(StorageError) -> MappedFile {
        guard let file = files.withLock({ $0[name] }) else { throw .missing(file: name) }
        return file
    }

    fileprivate func place(_ file: MappedFile, _ name: String) { files.withLock { $0[name] = file } }
}

/// Has its bytes in the folder once it is closed.
private final class MemoryFile: WritableFile {
    private let name: String
    private let fileSystem: MemoryFileSystem
    private var bytes: [UInt8] = []

    init(name: String, fileSystem: MemoryFileSystem) {
        self.name = name
        self.fileSystem = fileSystem
    }

    func write(_ bytes: [UInt8]) { self.bytes += bytes }

    func sync() {}

    func close() { fileSystem.place(MappedFile(path: "memory/" + name, bytes: bytes), name) }
}
