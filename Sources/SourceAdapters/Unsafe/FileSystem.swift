import Glibc
import PluginAPI

/// What the file system says about a path, links followed.
struct FileStatus: Sendable {
    enum Kind: Sendable { case file, folder, other }

    /// Names a folder whatever path leads to it.
    struct Identity: Hashable, Sendable {
        var device: UInt64
        var inode: UInt64
    }

    var kind: Kind
    var identity: Identity
    var byteCount: Int
    var modifiedNanoseconds: Int64

    init(_ raw: stat) {
        switch raw.st_mode & S_IFMT {
        case S_IFREG: kind = .file
        case S_IFDIR: kind = .folder
        default: kind = .other
        }
        identity = Identity(device: UInt64(raw.st_dev), inode: UInt64(raw.st_ino))
        byteCount = Int(raw.st_size)
        modifiedNanoseconds = Int64(raw.st_mtim.tv_sec) &* 1_000_000_000 &+ Int64(raw.st_mtim.tv_nsec)
    }

    /// Status of `path`.
    init(path: String) throws(SourceError) {
        var raw = stat()
        // Safe: the string is passed as a C string, and `raw` outlives the call.
        guard unsafe stat(path, &raw) == 0 else { throw SourceError(path: path, errorNumber: errno) }
        self.init(raw)
    }
}

/// One name in a folder, before it is judged.
struct FolderItem {
    /// The name's bytes, which need not be UTF-8.
    var name: [UInt8]
    var isLink: Bool
    /// Nil when the status cannot be had; then `errorNumber` says why.
    var status: FileStatus?
    var errorNumber: Int32
}

extension SourceError {
    /// An error of the C library in words.
    init(path: String, errorNumber: Int32) {
        self.init(path: path, reason: errorText(errorNumber))
    }
}

/// Words for an error number of the C library.
func errorText(_ number: Int32) -> String {
    var buffer = [CChar](repeating: 0, count: 256)
    // Safe: the buffer's true size is passed, and XPG strerror_r ends the text with a zero.
    _ = unsafe strerror_r(number, &buffer, buffer.count)
    return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
}

/// Lists a folder, sorted by the names' bytes, without `.` and `..`.
///
/// - Throws: when the folder cannot be opened or read to its end.
func listFolder(_ path: String) throws(SourceError) -> [FolderItem] {
    // Safe: opendir copies the path; the stream is closed once, below.
    guard let stream = unsafe opendir(path) else { throw SourceError(path: path, errorNumber: errno) }
    // Safe: the stream is open and not used after this.
    defer { unsafe _ = closedir(stream) }
    var items: [FolderItem] = []
    while true {
        errno = 0
        // Safe: the stream is open, and only this thread uses it.
        guard let entry = unsafe readdir(stream) else {
            if errno != 0 { throw SourceError(path: path, errorNumber: errno) }
            break
        }
        // Safe: the entry lives until the next readdir; its name ends with a zero.
        let item = unsafe folderItem(stream, entry)
        if item.name != [0x2E] && item.name != [0x2E, 0x2E] { items.append(item) }
    }
    items.sort { $0.name.lexicographicallyPrecedes($1.name) }
    return items
}

/// The item an entry stands for; called only by `listFolder`, with an open stream and its newest entry.
// Safe: `listFolder` passes an open stream and the entry it just read.
@unsafe private func folderItem(_ stream: OpaquePointer, _ entry: UnsafeMutablePointer<dirent>) -> FolderItem
{
    let offset = MemoryLayout<dirent>.offset(of: \.d_name) ?? 19
    // Safe: the name lies at this offset. Not `pointee`: that would copy beyond a short last entry.
    let name = unsafe (UnsafeRawPointer(entry) + offset).assumingMemoryBound(to: CChar.self)
    // Safe: the name ends with a zero.
    let bytes = unsafe [UInt8](UnsafeRawBufferPointer(start: name, count: strlen(name)))
    var raw = stat()
    // Safe: the stream is open, the name ends with a zero, and `raw` outlives the call.
    guard unsafe fstatat(dirfd(stream), name, &raw, AT_SYMLINK_NOFOLLOW) == 0 else {
        return FolderItem(name: bytes, isLink: false, status: nil, errorNumber: errno)
    }
    guard raw.st_mode & S_IFMT == S_IFLNK else {
        return FolderItem(name: bytes, isLink: false, status: FileStatus(raw), errorNumber: 0)
    }
    // Safe: as above.
    guard unsafe fstatat(dirfd(stream), name, &raw, 0) == 0 else {
        return FolderItem(name: bytes, isLink: true, status: nil, errorNumber: errno)
    }
    return FolderItem(name: bytes, isLink: true, status: FileStatus(raw), errorNumber: 0)
}

/// The absolute path without links, or nil when there is no such path.
public func resolvedPath(_ path: String) -> String? {
    // Safe: with a nil buffer realpath allocates its result, freed below.
    guard let resolved = unsafe realpath(path, nil) else { return nil }
    // Safe: freed once, after the copy.
    defer { unsafe free(resolved) }
    // Safe: realpath ends its result with a zero.
    return unsafe String(cString: resolved)
}
