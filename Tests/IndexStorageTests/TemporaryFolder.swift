import Glibc
import IndexStorage

/// A folder of its own for one test, removed with what is directly in it.
final class TemporaryFolder {
    let path: String
    var fileSystem: DirectoryFileSystem { DirectoryFileSystem(path: path) }

    init() throws {
        path = "/tmp/dossier-storage-\(getpid())-\(UInt64.random(in: 0...UInt64.max))"
        try fileSystem.createDirectory()
    }

    deinit {
        for name in (try? fileSystem.list()) ?? [] { try? fileSystem.remove(name) }
        // Safe: the string lives for the call.
        _ = unsafe rmdir(path)
    }

    func write(_ name: String, _ bytes: [UInt8]) throws {
        let file = try fileSystem.create(name)
        try file.write(bytes)
        try file.close()
    }

    func map(_ name: String) throws -> MappedFile {
        try fileSystem.openMapped(name)
    }
}

/// Bytes that differ from chunk to chunk, the same in every run.
func sampleBytes(_ count: Int, seed: UInt64 = 1) -> [UInt8] {
    var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    return (0..<count).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return UInt8(truncatingIfNeeded: state >> 33)
    }
}
