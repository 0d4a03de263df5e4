/// Integers in 7-bit groups, low group first, the high bit set on all but the last (LEB128).
package enum VariableInteger {
    package static func append(_ value: UInt64, to bytes: inout [UInt8]) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    /// Reads one integer at `offset` and moves past it.
    ///
    /// - Returns: nil, when the bytes end inside the integer or it does not fit 64 bits.
    package static func read(_ bytes: Span<UInt8>, at offset: inout Int) -> UInt64? {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while let next = byte(bytes, at: &offset) {
            let group = UInt64(next & 0x7F)
            guard shift < 63 || (shift == 63 && group <= 1) else { return nil }
            value |= group << shift
            if next < 0x80 { return value }
            shift += 7
        }
        return nil
    }

    /// Reads one integer of at most 32 bits; nil as in `read`, or when it is larger.
    package static func read32(_ bytes: Span<UInt8>, at offset: inout Int) -> UInt32? {
        read(bytes, at: &offset).flatMap { UInt32(exactly: $0) }
    }

    /// Reads one byte at `offset` and moves past it; nil outside the bytes.
    package static func byte(_ bytes: Span<UInt8>, at offset: inout Int) -> UInt8? {
        guard offset >= 0, offset < bytes.count else { return nil }
        defer { offset += 1 }
        return bytes[offset]
    }
}
