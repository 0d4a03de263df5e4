/// A hash of bytes that come one by one, the same on every machine: for fingerprints of tables, and for what a format plugin
/// notes of pages.
///
/// Source: FNV-1a, Fowler, Noll and Vo; constants from RFC 9923.
public struct StableHash: Sendable {
    public var value: UInt64 = 0xCBF2_9CE4_8422_2325

    @inlinable
    public init() {}

    @inlinable
    @inline(__always)
    public mutating func append(_ byte: UInt8) { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }

    @inlinable
    public mutating func append(_ bytes: some Sequence<UInt8>) { for byte in bytes { append(byte) } }
}
