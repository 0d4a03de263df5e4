import IndexStorage
import Synchronization

/// A folder that refuses some operations, as a full disk does. It never waits for the medium.
final class FailingFileSystem: FileSystem {
    private let base: DirectoryFileSystem
    private let failing: Range<Int>
    private let count = Mutex(0)

    /// - Parameter failing: numbers of the operations that fail.
    init(_ base: DirectoryFileSystem, failing: Range<Int> = 0..<0) {
        self.base = base
        self.failing = failing
    }

    /// Operations so far.
    var operationCount: Int { count.withLock { $0 } }

    fileprivate func step(_ operation: String) throws(StorageError) {
        let number = count.withLock { count in
            defer { count += 1 }
            return count
        }
        if failing.contains(number) { throw .io(path: base.path, operation: operation, errno: 28) }
    }

    func createDirectory() throws(StorageError) { try base.createDirectory() }
    func create(_ name: String) throws(StorageError) -> any WritableFile {
        try step("open")
        return FailingFile(base: try base.create(name), fileSystem: self)
    }
    func rename(_ from: String, to: String) throws(StorageError) {
        try step("rename")
        try base.rename(from, to: to)
    }
    func remove(_ name: String) throws(StorageError) {
        try step("unlink")
        try base.remove(name)
    }
    func list() throws(StorageError) -> [String] {
        try step("opendir")
        return try base.list()
    }
    func exists(_ name: String) throws(StorageError) -> Bool { try base.exists(name) }
    func syncDirectory() throws(StorageError) {
        try step("fsync")
    }
    func openMapped(_ name: String) throws(StorageError) -> MappedFile {
        try step("mmap")
        return try base.openMapped(name)
    }
}

private struct FailingFile: WritableFile {
    let base: any WritableFile
    let fileSystem: FailingFileSystem

    func write(_ bytes: [UInt8]) throws(StorageError) {
        try fileSystem.step("write")
        try base.write(bytes)
    }
    func sync() throws(StorageError) {
        try fileSystem.step("fsync")
    }
    func close() throws(StorageError) {
        try fileSystem.step("close")
        try base.close()
    }
}
