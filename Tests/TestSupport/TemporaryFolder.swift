internal import Glibc
package import IndexStorage

/// A folder of its own for one test, removed with what is directly in it.
package final class TemporaryFolder {
    package let path: String
    package var fileSystem: DirectoryFileSystem { DirectoryFileSystem(path: path) }

    package init() throws {
        path = "/tmp/dossier-test-\(getpid())-\(UInt64.random(in: 0...UInt64.max))"
        try fileSystem.createDirectory()
    }

    deinit {
        for name in (try? fileSystem.list()) ?? [] { try? fileSystem.remove(name) }
        // Safe: the string lives for the call.
        _ = unsafe rmdir(path)
    }

    package func write(_ name: String, _ bytes: [UInt8]) throws {
        let file = try fileSystem.create(name)
        try file.write(bytes)
        try file.close()
    }

    package func map(_ name: String) throws -> MappedFile {
        try fileSystem.openMapped(name)
    }
}
