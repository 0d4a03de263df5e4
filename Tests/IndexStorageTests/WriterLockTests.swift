import Glibc
import IndexStorage
import TestSupport
import Testing

// Serialized: between fork and exec a child holds a copy of its parent's locks.
@Suite(.serialized) struct WriterLockTests {
    let folder: TemporaryFolder
    var path: String { folder.path + "/write.lock" }

    init() throws { folder = try TemporaryFolder() }

    @Test("One holder at a time; the lock is free again when its holder goes")
    func exclusion() throws {
        do {
            let held = try WriterLock(path: path)
            #expect(throws: StorageError.locked(path: path)) { try WriterLock(path: path) }
            withExtendedLifetime(held) {}
        }
        _ = try WriterLock(path: path)
    }

    @Test("A process that holds the lock keeps others out until it is killed")
    func otherProcess() throws {
        let child = try #require(spawn(["/usr/bin/flock", "--no-fork", path, "/bin/sleep", "60"]))
        #expect(waitUntil { isLocked() })
        kill(child, SIGKILL)
        _ = waitpid(child, nil, 0)
        #expect(waitUntil { !isLocked() })
    }

    private func isLocked() -> Bool {
        do {
            _ = try WriterLock(path: path)
            return false
        } catch {
            return error == .locked(path: path)
        }
    }

    private func waitUntil(_ condition: () -> Bool) -> Bool {
        for _ in 0..<500 {
            if condition() { return true }
            usleep(10_000)
        }
        return false
    }

    private func spawn(_ words: [String]) -> pid_t? {
        // Safe: the copies end with a null pointer and live until after the call.
        let arguments = unsafe words.map { unsafe strdup($0) } + [nil]
        // Safe: frees each copy once.
        defer { _ = unsafe arguments.map { unsafe free($0) } }
        var child: pid_t = 0
        // Safe: see above; the child gets an empty environment.
        let code = unsafe posix_spawn(&child, words[0], nil, nil, arguments, [nil])
        return code == 0 ? child : nil
    }
}
