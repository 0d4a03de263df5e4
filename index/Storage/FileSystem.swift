/// Takes bytes in order.
public protocol ByteSink {
    /// Adds the bytes after those written before.
    func write(_ bytes: [UInt8]) throws(StorageError)
}

/// A new file being written from its start.
public protocol WritableFile: ByteSink {
    /// Returns once everything written is on the medium.
    func sync() throws(StorageError)
    /// Ends writing; nothing may follow. Does not sync.
    func close() throws(StorageError)
}

/// What writers need of one folder. Names are plain file names inside it.
///
/// Nothing is durable by itself: data needs `WritableFile.sync`, and names made, changed or removed
/// need `syncDirectory`.
public protocol FileSystem: Sendable {
    /// Makes the folder and its own name durable; it may exist already.
    func createDirectory() throws(StorageError)
    /// Makes a file, or empties the one that has the name.
    func create(_ name: String) throws(StorageError) -> any WritableFile
    /// Gives a file a name at once, replacing the file that had it.
    func rename(_ from: String, to: String) throws(StorageError)
    func remove(_ name: String) throws(StorageError)
    /// All names, in ascending order.
    func list() throws(StorageError) -> [String]
    func exists(_ name: String) throws(StorageError) -> Bool
    /// Makes all earlier changes of names durable.
    func syncDirectory() throws(StorageError)
    func openMapped(_ name: String) throws(StorageError) -> MappedFile
    /// When a file was written, in seconds since 1970; 0 where that is not known.
    func modifiedSeconds(_ name: String) throws(StorageError) -> UInt64
}

extension FileSystem {
    public func modifiedSeconds(_ name: String) throws(StorageError) -> UInt64 { 0 }
}

/// A folder of the operating system.
public struct DirectoryFileSystem: FileSystem {
    /// The folder.
    public let path: String

    public init(path: String) {
        self.path = path
    }

    /// The full path of a name.
    public func path(of name: String) -> String {
        path + "/" + name
    }

    public func createDirectory() throws(StorageError) {
        let parent = path + "/.."
        if try Posix.makeDirectory(path) {
            try Posix.syncDirectory(parent)
        } else {
            // Whoever made it may have died before this; a parent that cannot be read was there before.
            try? Posix.syncDirectory(parent)
        }
    }

    public func create(_ name: String) throws(StorageError) -> any WritableFile {
        try DescriptorFile(path: path(of: name))
    }

    public func rename(_ from: String, to: String) throws(StorageError) {
        try Posix.rename(path(of: from), path(of: to))
    }

    public func remove(_ name: String) throws(StorageError) {
        try Posix.unlink(path(of: name))
    }

    public func list() throws(StorageError) -> [String] {
        try Posix.list(path)
    }

    public func exists(_ name: String) throws(StorageError) -> Bool {
        try Posix.exists(path(of: name))
    }

    public func syncDirectory() throws(StorageError) {
        try Posix.syncDirectory(path)
    }

    public func openMapped(_ name: String) throws(StorageError) -> MappedFile {
        try MappedFile(path: path(of: name))
    }

    public func modifiedSeconds(_ name: String) throws(StorageError) -> UInt64 {
        try Posix.modifiedSeconds(path(of: name))
    }
}

/// A file descriptor open for writing; closed at the latest when the object goes.
final class DescriptorFile: WritableFile {
    private let path: String
    private var descriptor: Int32

    init(path: String) throws(StorageError) {
        self.path = path
        descriptor = try Posix.create(path)
    }

    deinit {
        if descriptor >= 0 { Posix.closeQuietly(descriptor) }
    }

    func write(_ bytes: [UInt8]) throws(StorageError) {
        precondition(descriptor >= 0, "write to \(path) after close")
        try Posix.write(descriptor, bytes, path: path)
    }

    func sync() throws(StorageError) {
        precondition(descriptor >= 0, "sync of \(path) after close")
        try Posix.sync(descriptor, path: path)
    }

    func close() throws(StorageError) {
        precondition(descriptor >= 0, "second close of \(path)")
        let closing = descriptor
        descriptor = -1
        try Posix.close(closing, path: path)
    }
}

/// Collects bytes in memory.
public final class MemorySink: ByteSink {
    public private(set) var bytes: [UInt8] = []

    public init() {}

    public func write(_ bytes: [UInt8]) {
        self.bytes += bytes
    }
}
