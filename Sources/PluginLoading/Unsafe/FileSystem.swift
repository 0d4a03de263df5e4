import Glibc

/// An item of a folder.
struct FolderItem {
    var name: String
    var isFolder: Bool
    var isFile: Bool
    var byteCount: Int
    /// In seconds.
    var modified: Int
}

/// The items of a folder sorted by name as bytes, hidden ones left out; nil where it cannot be read.
///
/// A link to a folder counts as neither file nor folder, so that no walk goes round.
func folderItems(_ path: String) -> [FolderItem]? {
    // Safe: a C string; null is handled.
    guard let folder = unsafe opendir(path) else { return nil }
    // Safe: opened above.
    defer { unsafe closedir(folder) }
    var items: [FolderItem] = []
    // Safe: the entry is read before the next call.
    while let entry = unsafe readdir(folder) {
        // Safe: the name ends with NUL within the entry.
        let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
            unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
        }
        if name.hasPrefix(".") { continue }
        var status = stat()
        // Safe: a C string and a status that outlives the call.
        guard unsafe stat(path + "/" + name, &status) == 0 else { continue }
        var own = stat()
        // Safe: as above.
        let isLink = unsafe lstat(path + "/" + name, &own) == 0 && own.st_mode & S_IFMT == S_IFLNK
        items.append(
            FolderItem(
                name: name, isFolder: status.st_mode & S_IFMT == S_IFDIR && !isLink,
                isFile: status.st_mode & S_IFMT == S_IFREG, byteCount: Int(status.st_size),
                modified: Int(status.st_mtim.tv_sec)))
    }
    return items.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
}

/// A file's bytes; nil where it cannot be read or has more than `limit`.
func readFile(_ path: String, limit: Int) -> [UInt8]? {
    // Not waiting: a pipe that nobody writes into is empty.
    // Safe: a C string.
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { _ = close(descriptor) }
    var (bytes, block) = ([UInt8](), [UInt8](repeating: 0, count: 1 << 16))
    while true {
        // Safe: the block's true size is passed.
        let count = unsafe read(descriptor, &block, block.count)
        if count < 0, errno == EINTR { continue }
        guard count >= 0, bytes.count + count <= limit else { return nil }
        if count == 0 { return bytes }
        bytes += block[..<count]
    }
}

/// Writes a new file; false where there is one, or it cannot be written.
func writeNewFile(_ path: String, _ text: String, isExecutable: Bool) -> Bool {
    // Safe: a C string.
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, isExecutable ? 0o755 : 0o644)
    guard descriptor >= 0 else { return false }
    let bytes = Array(text.utf8)
    var done = 0
    while done < bytes.count {
        // Safe: the bytes from `done` on are the buffer's.
        let count = unsafe bytes.withUnsafeBytes { buffer in
            unsafe write(descriptor, buffer.baseAddress?.advanced(by: done), buffer.count - done)
        }
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { break }
        done += count
    }
    return close(descriptor) == 0 && done == bytes.count
}

/// Makes a folder and those above it; true when it is there.
func makeFolder(_ path: String) -> Bool {
    var place = ""
    for part in path.split(separator: "/", omittingEmptySubsequences: false) {
        place += part + "/"
        // Safe: a C string.
        if !part.isEmpty { _ = unsafe mkdir(place, 0o755) }
    }
    var status = stat()
    // Safe: a C string and a status that outlives the call.
    return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
}

/// The absolute path of a folder, without links; nil where there is none.
func absolutePath(_ path: String) -> String? {
    // Safe: a C string; the result is freed below.
    guard let pointer = unsafe realpath(path, nil) else { return nil }
    // Safe: from realpath.
    defer { unsafe free(pointer) }
    // Safe: it ends with NUL.
    return unsafe String(cString: pointer)
}

/// A variable of the environment that is set and not empty.
func environmentValue(_ name: String) -> String? {
    // Safe: the text is copied at once.
    guard let value = unsafe getenv(name).map({ unsafe String(cString: $0) }), !value.isEmpty else {
        return nil
    }
    return value
}
