/// A bounds-checked view of a mapped file, which it keeps alive.
///
/// Access outside the view is the caller's mistake and stops the program with the values; a range
/// read from a file goes through `checkedSlice` instead, which throws.
@safe
public struct MappedBytes: @unchecked Sendable {
    // Sendable because the memory is read-only and `owner` keeps it mapped.
    // Safe: lies inside the owner's mapping, checked where the view is made.
    @usableFromInline let buffer: UnsafeRawBufferPointer
    @usableFromInline let owner: MappedFile

    @usableFromInline
    init(buffer: UnsafeRawBufferPointer, owner: MappedFile) {
        // Safe: see `buffer`.
        unsafe self.buffer = buffer
        self.owner = owner
    }

    /// Size in bytes.
    @inlinable public var count: Int {
        // Safe: reads the count only.
        unsafe buffer.count
    }

    @inlinable public subscript(index: Int) -> UInt8 {
        precondition(index >= 0 && index < count, "byte \(index) of \(count)")
        // Safe: checked above.
        return withExtendedLifetime(owner) { unsafe buffer[index] }
    }

    /// Four little-endian bytes at any alignment.
    @inlinable public func loadUInt32(at offset: Int) -> UInt32 {
        precondition(offset >= 0 && offset <= count - 4, "UInt32 at \(offset) of \(count)")
        // Safe: checked above.
        return withExtendedLifetime(owner) {
            unsafe UInt32(littleEndian: buffer.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
        }
    }

    /// Five little-endian bytes at any alignment, as offsets have them.
    @inlinable public func loadUInt40(at offset: Int) -> Int {
        Int(loadUInt32(at: offset)) | Int(self[offset + 4]) << 32
    }

    /// Eight little-endian bytes at any alignment.
    @inlinable public func loadUInt64(at offset: Int) -> UInt64 {
        precondition(offset >= 0 && offset <= count - 8, "UInt64 at \(offset) of \(count)")
        // Safe: checked above.
        return withExtendedLifetime(owner) {
            unsafe UInt64(littleEndian: buffer.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
        }
    }

    /// A part of the view; no copy.
    @inlinable public func slice(_ range: Range<Int>) -> MappedBytes {
        precondition(range.lowerBound >= 0 && range.upperBound <= count, "\(range) of \(count)")
        // Safe: checked above.
        return unsafe MappedBytes(buffer: UnsafeRawBufferPointer(rebasing: buffer[range]), owner: owner)
    }

    /// A part of the view named by bytes of a file.
    ///
    /// - Throws: `StorageError.corrupt` when it does not lie inside.
    @inlinable public func checkedSlice(offset: UInt64, count sliceCount: UInt64) throws(StorageError)
        -> MappedBytes
    {
        let (end, overflow) = offset.addingReportingOverflow(sliceCount)
        guard !overflow, end <= UInt64(count) else {
            throw .corrupt(file: owner.path, reason: "\(sliceCount) bytes at \(offset) of \(count)")
        }
        return slice(Int(offset)..<Int(end))
    }

    /// Lends the memory to a closure; the pointer must not leave it.
    @inlinable public func withUnsafeBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        // Safe: the owner outlives the closure.
        defer { withExtendedLifetime(owner) {} }
        // Safe: as above.
        return try unsafe body(buffer)
    }

    /// Lends the memory to a closure as a span, which is bounds-checked.
    @inlinable public func withSpan<Result, Failure: Error>(
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        // Safe: the owner outlives the closure.
        defer { withExtendedLifetime(owner) {} }
        // Safe: as above; bytes of a mapping may be read as bytes.
        return try unsafe body(buffer.assumingMemoryBound(to: UInt8.self).span)
    }

    /// The file the bytes lie in, for messages.
    public var path: String { owner.path }

    /// - Throws: `StorageError.corrupt` once a page of the file could not be read.
    public func checkUndamaged() throws(StorageError) { try owner.checkUndamaged() }

    /// A copy of the bytes.
    public func array() -> [UInt8] {
        // Safe: copied inside the closure.
        unsafe withUnsafeBytes { unsafe [UInt8]($0) }
    }
}
