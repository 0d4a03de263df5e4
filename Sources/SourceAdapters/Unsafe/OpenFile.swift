import Glibc
import PluginAPI

/// A regular file open for reading, closed when the value ends.
struct OpenFile: ~Copyable {
    let path: String
    let status: FileStatus
    private let descriptor: Int32

    /// Opens `path`; what is not a regular file is refused without waiting for a writer.
    init(path: String) throws(SourceError) {
        // Safe: the path is passed as a C string.
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw SourceError(path: path, errorNumber: errno) }
        var raw = stat()
        // Safe: `raw` outlives the call.
        guard unsafe fstat(descriptor, &raw) == 0 else {
            let number = errno
            _ = close(descriptor)
            throw SourceError(path: path, errorNumber: number)
        }
        let status = FileStatus(raw)
        guard status.kind == .file else {
            _ = close(descriptor)
            throw SourceError(
                path: path, reason: status.kind == .folder ? "is a folder" : "is not a regular file")
        }
        self.path = path
        self.status = status
        self.descriptor = descriptor
    }

    deinit { _ = close(descriptor) }

    /// Fills `buffer` from index `start` on with the bytes at `offset`.
    ///
    /// - Returns: how many bytes were read; less than asked for only at the end of the file.
    func read(into buffer: inout [UInt8], from start: Int, at offset: Int) throws(SourceError) -> Int {
        let room = buffer.count - start
        var done = 0
        while done < room {
            // Safe: start + done + (room - done) is the buffer's count.
            let count = unsafe buffer.withUnsafeMutableBytes { bytes in
                // Safe: done < room, so the start lies within the buffer.
                let target = unsafe bytes.baseAddress.map { unsafe $0 + start + done }
                // Safe: room - done bytes are left from there to the buffer's end.
                return unsafe pread(descriptor, target, room - done, off_t(offset + done))
            }
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw SourceError(path: path, errorNumber: errno) }
            if count == 0 { break }
            done += count
        }
        return done
    }
}

extension OpenFile {
    /// The bytes of a range.
    ///
    /// - Throws: also when the file ends before the range does: it changed after it was listed.
    borrowing func read(_ range: Range<Int>) throws(SourceError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: range.count)
        let count = try read(into: &bytes, from: 0, at: range.lowerBound)
        if count < bytes.count { throw SourceError(path: path, reason: "became shorter while it was read") }
        return bytes
    }
}

/// The whole of a regular file.
func readFile(_ path: String) throws(SourceError) -> [UInt8] {
    let file = try OpenFile(path: path)
    return try file.read(0..<file.status.byteCount)
}

/// Reads a descriptor, such as standard input, to its end.
func readToEnd(_ descriptor: Int32, name: String) throws(SourceError) -> [UInt8] {
    var result: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while true {
        // Safe: the block's true size is passed.
        let count = unsafe read(descriptor, &block, block.count)
        if count < 0 && errno == EINTR { continue }
        guard count >= 0 else { throw SourceError(path: name, errorNumber: errno) }
        if count == 0 { return result }
        result.append(contentsOf: block[..<count])
    }
}
