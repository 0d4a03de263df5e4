import Glibc
import IndexStorage
import Testing

@Suite struct WriterLockTests {
    @Test("One holder at a time; the lock is free again when its holder goes")
    func exclusion() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/write.lock"
        do {
            let held = try WriterLock(path: path)
            #expect(throws: StorageError.locked(path: path)) { try WriterLock(path: path) }
            withExtendedLifetime(held) {}
        }
        _ = try WriterLock(path: path)
    }
}
