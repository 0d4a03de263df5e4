#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The right to write to one index, held while the object lives and given up when its process dies.
public final class WriterLock: Sendable {
    private let descriptor: Int32

    /// Takes the lock or fails at once; the lock file is made when missing and never removed.
    ///
    /// - Throws: `StorageError.locked` when another process, or another holder in this one, has it.
    public init(path: String) throws(StorageError) {
        let opened = try Posix.open(path, O_RDWR | O_CREAT)
        do throws(StorageError) {
            guard try Posix.lock(opened, path: path) else { throw StorageError.locked(path: path) }
        } catch {
            Posix.closeQuietly(opened)
            throw error
        }
        descriptor = opened
    }

    deinit {
        // The lock belongs to this open file and goes with it.
        Posix.closeQuietly(descriptor)
    }
}
