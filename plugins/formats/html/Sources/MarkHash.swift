/// A hash of bytes that come one by one, the same on every machine.
///
/// Source: FNV-1a, http://www.isthe.com/chongo/tech/comp/fnv/.
struct MarkHash {
    private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

    @inline(__always)
    mutating func append(_ byte: UInt8) { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
}
