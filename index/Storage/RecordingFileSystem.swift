internal import Synchronization

/// One thing a writer did, in the order it did them.
public enum FileOperation: Equatable, Sendable {
    /// `file` numbers the files of a trace, from 0.
    case create(name: String, file: Int)
    case write(file: Int, offset: Int, bytes: [UInt8])
    case syncFile(file: Int)
    case rename(from: String, to: String)
    case remove(name: String)
    case syncDirectory
    /// The writer told its caller that something is durable.
    case acknowledge(label: String)
}

/// Works in a real folder and keeps a trace of every change, for `CrashSimulator`.
///
/// The folder is to be empty at first.
public final class RecordingFileSystem: FileSystem {
    private struct Recording {
        var trace: [FileOperation] = []
        var fileCount = 0
    }

    private let base: DirectoryFileSystem
    private let recording = Mutex(Recording())

    public init(_ base: DirectoryFileSystem) {
        self.base = base
    }

    /// What happened so far.
    public var trace: [FileOperation] { recording.withLock { $0.trace } }

    /// Marks that a caller may rely on everything named by the label.
    public func acknowledge(_ label: String) {
        record(.acknowledge(label: label))
    }

    public func createDirectory() throws(StorageError) {
        try base.createDirectory()
    }

    public func create(_ name: String) throws(StorageError) -> any WritableFile {
        let file = try base.create(name)
        let number = recording.withLock { recording in
            let number = recording.fileCount
            recording.fileCount += 1
            recording.trace.append(.create(name: name, file: number))
            return number
        }
        return RecordedFile(file, number: number, fileSystem: self)
    }

    public func rename(_ from: String, to: String) throws(StorageError) {
        try base.rename(from, to: to)
        record(.rename(from: from, to: to))
    }

    public func remove(_ name: String) throws(StorageError) {
        try base.remove(name)
        record(.remove(name: name))
    }

    public func list() throws(StorageError) -> [String] {
        try base.list()
    }

    public func exists(_ name: String) throws(StorageError) -> Bool {
        try base.exists(name)
    }

    public func syncDirectory() throws(StorageError) {
        try base.syncDirectory()
        record(.syncDirectory)
    }

    public func openMapped(_ name: String) throws(StorageError) -> MappedFile {
        try base.openMapped(name)
    }

    fileprivate func record(_ operation: FileOperation) {
        recording.withLock { $0.trace.append(operation) }
    }
}

/// A file whose writes go into the trace.
private final class RecordedFile: WritableFile {
    private let base: any WritableFile
    private let number: Int
    private let fileSystem: RecordingFileSystem
    private var offset = 0

    init(_ base: any WritableFile, number: Int, fileSystem: RecordingFileSystem) {
        self.base = base
        self.number = number
        self.fileSystem = fileSystem
    }

    func write(_ bytes: [UInt8]) throws(StorageError) {
        try base.write(bytes)
        fileSystem.record(.write(file: number, offset: offset, bytes: bytes))
        offset += bytes.count
    }

    func sync() throws(StorageError) {
        try base.sync()
        fileSystem.record(.syncFile(file: number))
    }

    func close() throws(StorageError) {
        try base.close()
    }
}
