internal import IndexStorage

/// Bytes filled bit by bit, from the lowest on.
struct BitWriter {
    private(set) var bytes: [UInt8] = []
    private var word: UInt64 = 0
    private var bitCount = 0

    /// Appends the lower bits of a value, at most 56; those above must be zeros.
    mutating func append(_ bits: UInt64, count: Int) {
        word |= bits << UInt64(bitCount)
        bitCount += count
        while bitCount >= 8 {
            bytes.append(UInt8(truncatingIfNeeded: word))
            word >>= 8
            bitCount -= 8
        }
    }

    /// Fills up the last byte.
    mutating func finish(with filling: UInt8 = 0) {
        if bitCount > 0 { bytes.append(UInt8(truncatingIfNeeded: word) | filling << UInt8(bitCount)) }
        (word, bitCount) = (0, 0)
    }

    mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }
}

extension MappedBytes {
    /// At least 57 bits, from a bit on, the lowest of a byte first; behind the end come zeros.
    func bits(at bit: Int) -> UInt64 {
        let offset = bit / 8
        if offset + 8 <= count { return loadUInt64(at: offset) >> UInt64(bit % 8) }
        var word: UInt64 = 0
        for index in offset..<max(offset, count) {
            word |= UInt64(self[index]) << UInt64(8 * (index - offset))
        }
        return word >> UInt64(bit % 8)
    }
}
