#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The system calls this module uses, with errors as values.
enum Posix {
    static func message(_ code: Int32) -> String {
        // Safe: strerror returns a terminated string, copied at once.
        unsafe String(cString: strerror(code))
    }

    static func failure(_ path: String, _ operation: String) -> StorageError {
        let code = errno
        return code == ENOENT ? .missing(file: path) : .io(path: path, operation: operation, errno: code)
    }

    static func open(_ path: String, _ flags: Int32) throws(StorageError) -> Int32 {
        while true {
            // Safe: the string lives for the call.
            let descriptor = unsafe path.withCString { unsafe sysOpen($0, flags | O_CLOEXEC, 0o644) }
            if descriptor >= 0 { return descriptor }
            if errno != EINTR { throw failure(path, "open") }
        }
    }

    /// Opens an empty file for writing.
    static func create(_ path: String) throws(StorageError) -> Int32 {
        try open(path, O_WRONLY | O_CREAT | O_TRUNC)
    }

    static func exists(_ path: String) throws(StorageError) -> Bool {
        // Safe: the string lives for the call.
        if unsafe access(path, F_OK) == 0 { return true }
        guard errno == ENOENT else { throw failure(path, "access") }
        return false
    }

    static func syncDirectory(_ path: String) throws(StorageError) {
        let descriptor = try open(path, O_RDONLY | O_DIRECTORY)
        defer { closeQuietly(descriptor) }
        try sync(descriptor, path: path)
    }

    static func write(_ descriptor: Int32, _ bytes: [UInt8], path: String) throws(StorageError) {
        var done = 0
        while done < bytes.count {
            // Safe: the pointer stays within the array, whose buffer lives for the closure.
            let count = unsafe bytes.withUnsafeBytes { buffer in
                unsafe sysWrite(descriptor, buffer.baseAddress.map { unsafe $0 + done }, buffer.count - done)
            }
            if count > 0 {
                done += count
            } else if count == 0 || errno != EINTR {
                throw failure(path, "write")
            }
        }
    }

    static func sync(_ descriptor: Int32, path: String) throws(StorageError) {
        guard fsync(descriptor) == 0 else { throw failure(path, "fsync") }
    }

    static func close(_ descriptor: Int32, path: String) throws(StorageError) {
        guard sysClose(descriptor) == 0 || errno == EINTR else { throw failure(path, "close") }
    }

    static func closeQuietly(_ descriptor: Int32) {
        _ = sysClose(descriptor)
    }

    static func rename(_ from: String, _ to: String) throws(StorageError) {
        // Safe: both strings live for the call.
        guard unsafe sysRename(from, to) == 0 else { throw failure(from, "rename") }
    }

    static func unlink(_ path: String) throws(StorageError) {
        // Safe: the string lives for the call.
        guard unsafe sysUnlink(path) == 0 else { throw failure(path, "unlink") }
    }

    /// Creates a folder; one that is there already is no error.
    ///
    /// - Returns: whether it is new.
    static func makeDirectory(_ path: String) throws(StorageError) -> Bool {
        // Safe: the string lives for the call.
        if unsafe mkdir(path, 0o755) == 0 { return true }
        guard errno == EEXIST else { throw failure(path, "mkdir") }
        return false
    }

    /// Size in bytes of an open file.
    static func byteCount(_ descriptor: Int32, path: String) throws(StorageError) -> Int {
        var status = stat()
        // Safe: fstat fills the structure it is given.
        guard unsafe fstat(descriptor, &status) == 0 else { throw failure(path, "fstat") }
        return Int(status.st_size)
    }

    /// When a file was written, in seconds since 1970.
    static func modifiedSeconds(_ path: String) throws(StorageError) -> UInt64 {
        let descriptor = try open(path, O_RDONLY)
        defer { closeQuietly(descriptor) }
        var status = stat()
        // Safe: fstat fills the structure it is given.
        guard unsafe fstat(descriptor, &status) == 0 else { throw failure(path, "fstat") }
        #if canImport(Darwin)
            return UInt64(clamping: status.st_mtimespec.tv_sec)
        #else
            return UInt64(clamping: status.st_mtim.tv_sec)
        #endif
    }

    /// True when this call took the exclusive lock; false when another holder has it.
    static func lock(_ descriptor: Int32, path: String) throws(StorageError) -> Bool {
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            if errno == EWOULDBLOCK { return false }
            if errno != EINTR { throw failure(path, "flock") }
        }
        return true
    }

    /// Names in a folder in ascending byte order, without `.` and `..`.
    static func list(_ path: String) throws(StorageError) -> [String] {
        // Safe: the stream is closed below and used by this call alone.
        guard let stream = unsafe opendir(path) else { throw failure(path, "opendir") }
        // Safe: closes the stream opened above, once.
        defer { unsafe _ = closedir(stream) }
        var names: [String] = []
        // Safe: the entry is valid until the next readdir, and its name is copied before.
        while let entry = unsafe readdir(stream) {
            // Safe: d_name is a terminated string inside the entry.
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                unsafe String(cString: UnsafeRawPointer(pointer).assumingMemoryBound(to: CChar.self))
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names.sorted()
    }
}

// Safe: each function below passes its arguments on; they exist because `Posix` shadows the names.
private func sysOpen(_ path: UnsafePointer<CChar>, _ flags: Int32, _ mode: mode_t) -> Int32 {
    unsafe open(path, flags, mode)
}
private func sysWrite(_ descriptor: Int32, _ pointer: UnsafeRawPointer?, _ count: Int) -> Int {
    unsafe write(descriptor, pointer, count)
}
private func sysClose(_ descriptor: Int32) -> Int32 { close(descriptor) }
private func sysRename(_ from: UnsafePointer<CChar>, _ to: UnsafePointer<CChar>) -> Int32 {
    unsafe rename(from, to)
}
private func sysUnlink(_ path: UnsafePointer<CChar>) -> Int32 { unsafe unlink(path) }
