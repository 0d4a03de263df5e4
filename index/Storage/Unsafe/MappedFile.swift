internal import IndexKernels

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A file mapped read-only, or bytes in memory that stand for one, for as long as this object or a view of it lives.
///
/// If the file shrinks underneath, or a page cannot be read, the page reads as zeros and the file
/// is marked damaged instead of the process dying of SIGBUS. A file that shrinks within its last page gives zeros
/// without a signal, so the end of the file is looked at too. Whoever answers from mapped bytes calls `checkUndamaged`
/// before handing the answer out.
@safe
public final class MappedFile: @unchecked Sendable {
    // Sendable because every field is a constant; the damage flag is atomic, in C.
    public let path: String
    /// Size in bytes when the file was opened.
    public let byteCount: Int
    // Safe: mapped in init, unmapped in deinit; nil bytes for an empty file.
    private let mapping: UnsafeRawBufferPointer
    private let guardSlot: Int32
    /// The bytes are a copy in memory, which this object frees.
    private let isCopy: Bool
    /// The last bytes at the time of opening, eight at most. Index files end with eight that are not all zero.
    private let end: UInt64

    /// Maps the file; pages are read on first use.
    ///
    /// - Throws: `StorageError.missing`, or `.io` from open, fstat, mmap or a full guard table.
    public init(path: String) throws(StorageError) {
        let descriptor = try Posix.open(path, O_RDONLY)
        defer { Posix.closeQuietly(descriptor) }
        let size = try Posix.byteCount(descriptor, path: path)
        self.path = path
        byteCount = size
        isCopy = false
        guard size > 0 else {
            // Safe: an empty buffer.
            unsafe mapping = UnsafeRawBufferPointer(start: nil, count: 0)
            guardSlot = -1
            end = 0
            return
        }
        // Safe: a new mapping of the kernel's choice, of the file's size.
        guard let base = unsafe mmap(nil, size, PROT_READ, MAP_SHARED, descriptor, 0),
            unsafe base != MAP_FAILED
        else { throw Posix.failure(path, "mmap") }
        // Safe: the mapping made above.
        let slot = unsafe dossier_guard_register(base, size)
        guard slot >= 0 else {
            // Safe: unmaps what was just mapped; no view of it exists.
            unsafe _ = munmap(base, size)
            throw .io(path: path, operation: "guard", errno: ENOMEM)
        }
        // Safe: base and size of the mapping.
        unsafe mapping = UnsafeRawBufferPointer(start: base, count: size)
        guardSlot = slot
        // Safe: the mapping made above.
        end = unsafe Self.end(of: mapping)
    }

    /// Bytes that lie in memory alone, as if they were a file.
    ///
    /// - Parameter path: named by errors.
    public init(path: String, bytes: [UInt8]) {
        self.path = path
        byteCount = bytes.count
        guardSlot = -1
        end = 0
        isCopy = true
        // Safe: freed in deinit; as sections are aligned to 64 bytes in files, they are in memory.
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 64)
        // Safe: as large as the array.
        unsafe copy.copyBytes(from: bytes)
        // Safe: as above.
        unsafe mapping = UnsafeRawBufferPointer(copy)
    }

    private static func end(of mapping: UnsafeRawBufferPointer) -> UInt64 {
        // Safe: within the buffer, which is not empty.
        guard mapping.count >= 8 else { return unsafe UInt64(mapping[mapping.count - 1]) }
        // Safe: the buffer has eight bytes or more.
        return unsafe mapping.loadUnaligned(fromByteOffset: mapping.count - 8, as: UInt64.self)
    }

    deinit {
        // Safe: allocated by this object; views keep it alive, so none is left.
        if isCopy { unsafe mapping.deallocate() }
        guard guardSlot >= 0 else { return }
        dossier_guard_unregister(guardSlot)
        // Safe: views keep this object alive, so none is left.
        unsafe _ = munmap(UnsafeMutableRawPointer(mutating: mapping.baseAddress), mapping.count)
    }

    /// Whether a page may turn out to be unreadable: not of what lies in memory.
    public var isLosable: Bool { guardSlot >= 0 }

    /// True once a page could not be read from the file, or the file has become shorter.
    public var isDamaged: Bool {
        guard guardSlot >= 0 else { return false }
        // Safe: the mapping is there as long as this object. The guard is asked last, as this may touch it.
        return unsafe Self.end(of: mapping) != end || dossier_guard_is_damaged(guardSlot) != 0
    }

    /// - Throws: `StorageError.corrupt` once a page could not be read from the file.
    public func checkUndamaged() throws(StorageError) {
        if isDamaged {
            throw .corrupt(file: path, reason: "the file shrank or could not be read while it was mapped")
        }
    }

    /// A view of a range in bytes.
    ///
    /// - Throws: `StorageError.truncated` when the range ends after the file.
    public func bytes(_ range: Range<Int>) throws(StorageError) -> MappedBytes {
        guard range.lowerBound >= 0, range.upperBound <= byteCount else {
            throw .truncated(file: path, expected: range.upperBound, actual: byteCount)
        }
        // Safe: checked above.
        return unsafe MappedBytes(buffer: UnsafeRawBufferPointer(rebasing: mapping[range]), owner: self)
    }

    /// A view of the whole file.
    public var allBytes: MappedBytes {
        // Safe: the whole mapping.
        unsafe MappedBytes(buffer: mapping, owner: self)
    }
}
