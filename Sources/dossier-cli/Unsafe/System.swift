import PluginAPI

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A value of the environment; nil where it has none.
func environment(_ name: String) -> String? {
    // Safe: the text is copied at once, and no thread changes the environment.
    guard let value = unsafe getenv(name) else { return nil }
    // Safe: as above; the text ends with a zero.
    return unsafe String(cString: value)
}

/// The bytes of a small file; nil when it cannot be read, or is larger than a config file is.
func contents(ofFile path: String, limit: Int = 1 << 20) -> [UInt8]? {
    // Safe: the path is text that ends with a zero.
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 14)
    while bytes.count <= limit {
        // Safe: the block's true size is passed.
        let count = unsafe read(descriptor, &block, block.count)
        if count < 0, errno == EINTR { continue }
        if count < 0 { return nil }
        if count == 0 { return bytes }
        bytes += block[..<count]
    }
    return nil
}

/// A path from the root without links and dots; nil for a file that is not there.
func absolutePath(_ path: String) -> String? {
    // Safe: without a buffer the C library makes one, which is copied and freed here.
    guard let resolved = unsafe realpath(path, nil) else { return nil }
    // Safe: as above.
    defer { unsafe free(resolved) }
    // Safe: the text ends with a zero.
    return unsafe String(cString: resolved)
}

/// The day it is, by UTC.
func today() -> CalendarDate {
    CalendarDate(daysSinceEpoch: Int32(clamping: time(nil) / 86_400))
}

func isFile(_ path: String) -> Bool {
    var status = stat()
    // Safe: the call fills a `stat`, which outlives it.
    return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
}

func hostName() -> String {
    var buffer = [CChar](repeating: 0, count: 256)
    // Safe: the last byte stays zero, as one less is passed than there are.
    guard unsafe gethostname(&buffer, buffer.count - 1) == 0 else { return "" }
    return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
}
