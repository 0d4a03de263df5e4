import CArchive
import Glibc

/// An archive (ZIP, tar, 7-Zip) or a compressed file, read from its beginning by libarchive.
///
/// Compression (gzip, bzip2, xz, zstd, lz4) is recognised by content. Nothing is ever written to disk. A value is used
/// by one thread at a time.
@safe public final class Archive {
    /// What the bytes are taken for.
    public enum Content: Sendable {
        case members
        /// One stream of bytes, compressed or not.
        case stream
    }

    private static let blockByteCount = 1 << 16

    private let handle: OpaquePointer
    private let memory: UnsafeMutableRawBufferPointer?
    private var block = [UInt8](repeating: 0, count: Archive.blockByteCount)

    /// - Throws: `ArchiveError` when the file cannot be opened or is nothing that libarchive reads.
    public init(path: String, as content: Content = .members) throws(ArchiveError) {
        // Safe: nil without memory, checked.
        guard let handle = unsafe archive_read_new() else { throw ArchiveError(reason: "no memory") }
        // Safe: owned by this value, freed in deinit.
        unsafe (self.handle, memory) = unsafe (handle, nil)
        support(content)
        // Safe: the path is copied.
        let status = unsafe archive_read_open_filename(handle, path, Self.blockByteCount)
        if status < ARCHIVE_WARN { throw failure() }
    }

    /// - Throws: as for a path.
    public init(bytes: [UInt8], as content: Content = .members) throws(ArchiveError) {
        // Safe: nil without memory, checked.
        guard let handle = unsafe archive_read_new() else { throw ArchiveError(reason: "no memory") }
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: max(1, bytes.count), alignment: 16)
        // Safe: the memory has room for all of the bytes.
        unsafe memory.copyBytes(from: bytes)
        // Safe: owned by this value, freed in deinit.
        unsafe (self.handle, self.memory) = unsafe (handle, memory)
        support(content)
        // Safe: the memory lives as long as the handle.
        let status = unsafe archive_read_open_memory(handle, memory.baseAddress, bytes.count)
        if status < ARCHIVE_WARN { throw failure() }
    }

    deinit {
        // Safe: freed once; the memory after the handle that reads it.
        unsafe archive_read_free(handle)
        // Safe: as above.
        unsafe memory?.deallocate()
    }

    private func support(_ content: Content) {
        // None of these runs a program, as libarchive does for some rare filters. Those it was built without answer
        // with a warning, which does no harm.
        // Safe: the handle is live.
        _ = unsafe (
            archive_read_support_filter_gzip(handle), archive_read_support_filter_bzip2(handle),
            archive_read_support_filter_compress(handle), archive_read_support_filter_lzma(handle),
            archive_read_support_filter_xz(handle), archive_read_support_filter_zstd(handle),
            archive_read_support_filter_lz4(handle), archive_read_support_format_empty(handle)
        )
        switch content {
        case .members:
            // Safe: as above.
            _ = unsafe (
                archive_read_support_format_zip(handle), archive_read_support_format_tar(handle),
                archive_read_support_format_7zip(handle)
            )
        // Safe: as above.
        case .stream: _ = unsafe archive_read_support_format_raw(handle)
        }
    }

    /// Goes to the next member, passing over what is left of the one before; nil at the end.
    ///
    /// - Throws: `ArchiveError` where the archive is damaged or cut off; there is then no way on.
    public func next() throws(ArchiveError) -> ArchiveMember? {
        // Safe: the locale lives as long as the process; the thread gets its own back.
        let before = unsafe uselocale(nameLocale)
        // Safe: what `uselocale` gave.
        defer { unsafe _ = uselocale(before) }
        while true {
            var entry: OpaquePointer?
            // Safe: the handle is live, and `entry` outlives the call.
            switch unsafe archive_read_next_header(handle, &entry) {
            case ARCHIVE_EOF: return nil
            case ARCHIVE_OK, ARCHIVE_WARN:
                // Safe: set by the call.
                guard let entry = unsafe entry else { return nil }
                // Safe: the entry is live until the next call.
                return unsafe member(entry)
            case ARCHIVE_RETRY: continue
            default: throw failure()
            }
        }
    }

    /// The next bytes of the current member, at most 64 KiB; empty at its end.
    public func read() throws(ArchiveError) -> ArraySlice<UInt8> {
        while true {
            // Safe: the block's true size is passed.
            let count = unsafe archive_read_data(handle, &block, block.count)
            if count >= 0 { return block[..<count] }
            if count != Int(ARCHIVE_RETRY) { throw failure() }
        }
    }

    /// The rest of the current member.
    ///
    /// - Throws: `ArchiveError` when it is damaged, encrypted, or longer than `limit`.
    public func contents(limit: Int) throws(ArchiveError) -> [UInt8] {
        var bytes: [UInt8] = []
        while true {
            let more = try read()
            if more.isEmpty { return bytes }
            guard more.count <= limit - bytes.count else {
                throw ArchiveError(reason: "expands to more than \(limit) bytes")
            }
            bytes += more
        }
    }

    // Safe: called by `next` alone, with the entry it was given.
    @unsafe private func member(_ entry: OpaquePointer) -> ArchiveMember {
        // Safe: nil or a text that ends with NUL, which is copied. Nil too where the name is not UTF-8.
        let utf8 = unsafe archive_entry_pathname_utf8(entry).map { unsafe String(cString: $0) }
        // Safe: as above.
        let stored = unsafe archive_entry_pathname(entry).map { text in
            // Safe: the text ends with NUL.
            unsafe [UInt8](UnsafeRawBufferPointer(start: text, count: Int(strlen(text))))
        }
        // Safe: the entry is live.
        let isLink = unsafe archive_entry_hardlink(entry) != nil
        // Safe: as above.
        let isFile = unsafe archive_entry_filetype(entry) == 0o100000
        // Safe: as above.
        let size = unsafe archive_entry_size_is_set(entry) != 0 ? Int(archive_entry_size(entry)) : nil
        // Safe: as above.
        let isEncrypted = unsafe archive_entry_is_encrypted(entry) != 0
        return ArchiveMember(
            path: utf8 ?? name(stored ?? []), byteCount: size.map { max(0, $0) },
            isFile: isFile && !isLink, isEncrypted: isEncrypted)
    }

    /// A name that is not marked as UTF-8.
    private func name(_ bytes: [UInt8]) -> String {
        // Safe: the handle is live.
        let isZIP = unsafe archive_format(handle) & ARCHIVE_FORMAT_BASE_MASK == ARCHIVE_FORMAT_ZIP
        return isZIP ? CodePage437.text(bytes) : escaped(bytes)
    }

    private func failure() -> ArchiveError {
        // Safe: nil or a text that ends with NUL, which is copied.
        let text = unsafe archive_error_string(handle).map { unsafe String(cString: $0) }
        return ArchiveError(reason: text ?? "is damaged")
    }
}

/// Names are converted to the characters of the locale: in the usual C locale, those that are not ASCII are lost.
// Safe: made once and never changed or freed; nil, if there is none, leaves the thread's locale as it is.
nonisolated(unsafe) private let nameLocale = unsafe newlocale(LC_CTYPE_MASK, "C.UTF-8", nil)

/// A name that need not be UTF-8: other bytes as `%XX`.
private func escaped(_ bytes: [UInt8]) -> String {
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    let digits = Array("0123456789ABCDEF".utf8)
    let escaped = bytes.flatMap { byte in
        byte < 0x80 ? [byte] : [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }
    return String(decoding: escaped, as: UTF8.self)
}
