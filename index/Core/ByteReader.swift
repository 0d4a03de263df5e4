package import IndexStorage

/// Reads integers and texts one after another from the small parts of a file; every doubt is an error.
package struct ByteReader {
    private let bytes: [UInt8]
    private let file: String
    private var offset = 0

    /// - Parameter file: named by errors.
    package init(_ bytes: [UInt8], file: String) {
        self.bytes = bytes
        self.file = file
    }

    package var isAtEnd: Bool { offset == bytes.count }

    package mutating func integer() throws(StorageError) -> UInt64 {
        // Mostly a single byte.
        if offset < bytes.count, bytes[offset] < 0x80 {
            offset += 1
            return UInt64(bytes[offset - 1])
        }
        var end = offset
        guard let value = VariableInteger.read(bytes.span, at: &end) else {
            throw damaged("a number at byte \(offset) is cut short")
        }
        offset = end
        return value
    }

    /// An integer less than `limit`, at most 2⁶³.
    package mutating func integer(below limit: UInt64) throws(StorageError) -> UInt64 {
        let value = try integer()
        guard value < limit else { throw damaged("\(value) where a number below \(limit) belongs") }
        return value
    }

    /// A number of things, or a size, that an `Int` holds.
    package mutating func count() throws(StorageError) -> Int {
        let value = try integer()
        guard value < 1 << 48 else { throw damaged("\(value) cannot be a count") }
        return Int(value)
    }

    /// As many bytes as a LEB128 length before them says.
    package mutating func lengthAndBytes() throws(StorageError) -> [UInt8] {
        try bytes(try count())
    }

    package mutating func bytes(_ size: Int) throws(StorageError) -> [UInt8] { Array(bytes[try pass(size)]) }

    private mutating func pass(_ size: Int) throws(StorageError) -> Range<Int> {
        guard size <= bytes.count - offset else {
            throw damaged("\(size) bytes at byte \(offset) are cut short")
        }
        defer { offset += size }
        return offset..<(offset + size)
    }

    /// Four bytes, lowest first.
    package mutating func fixed32() throws(StorageError) -> UInt32 {
        bytes[try pass(4)].reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// Eight bytes, lowest first.
    package mutating func fixed64() throws(StorageError) -> UInt64 {
        bytes[try pass(8)].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// A string as `appendFrontCoded` leaves it, which takes the place of the one before it.
    package mutating func frontCoded(after previous: inout [UInt8]) throws(StorageError) {
        var end = offset
        guard let (shared, rest) = FrontCoding.read(bytes.span, at: &end, end: bytes.count),
            shared <= previous.count
        else { throw damaged("a string at byte \(offset) is damaged") }
        previous.replaceSubrange(shared..., with: bytes[rest])
        offset = end
    }

    /// All that is left.
    package mutating func rest() -> [UInt8] {
        defer { offset = bytes.count }
        return Array(bytes[offset...])
    }

    package mutating func text() throws(StorageError) -> String {
        String(decoding: try lengthAndBytes(), as: UTF8.self)
    }

    /// - Throws: when bytes are left.
    package func finish() throws(StorageError) {
        guard isAtEnd else { throw damaged("\(bytes.count - offset) bytes too many") }
    }

    package func damaged(_ reason: String) -> StorageError { .corrupt(file: file, reason: reason) }
}

extension [UInt8] {
    package mutating func appendInteger(_ value: Int) {
        precondition(value >= 0, "\(value) is no count")
        VariableInteger.append(UInt64(value), to: &self)
    }

    /// The length as LEB128, then the bytes.
    @inline(__always)
    package mutating func appendLengthAndBytes(_ bytes: some Collection<UInt8>) {
        appendInteger(bytes.count)
        append(contentsOf: bytes)
    }

    /// The string without the bytes it shares with the one before it, see `FrontCoding`.
    package mutating func appendFrontCoded(_ string: [UInt8], after previous: [UInt8]) {
        let shared = ByteOrder.sharedCount(previous, string)
        FrontCoding.append(shared: shared, rest: string[shared...], to: &self)
    }

    package mutating func appendText(_ text: String) { appendLengthAndBytes(text.utf8) }

    /// Two bytes, lowest first.
    mutating func appendFixed16(_ value: UInt16) {
        append(UInt8(truncatingIfNeeded: value))
        append(UInt8(value >> 8))
    }

    /// Four bytes, lowest first.
    package mutating func appendFixed32(_ value: UInt32) {
        for shift in stride(from: UInt32(0), to: 32, by: 8) {
            append(UInt8(truncatingIfNeeded: value >> shift))
        }
    }

    /// Five bytes, lowest first: an offset in a section, below 2⁴⁰.
    mutating func appendFixed40(_ value: Int) {
        precondition(value >> 40 == 0, "an offset of \(value)")
        appendFixed32(UInt32(truncatingIfNeeded: value))
        append(UInt8(value >> 32))
    }

    /// Eight bytes, lowest first.
    package mutating func appendFixed64(_ value: UInt64) {
        appendFixed32(UInt32(truncatingIfNeeded: value))
        appendFixed32(UInt32(truncatingIfNeeded: value >> 32))
    }
}
