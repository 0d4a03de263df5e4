#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The order of bytes, as `lexicographicallyPrecedes`, but for whole arrays at once.
public enum ByteOrder {
    /// Whether `left` sorts before `right`.
    public static func precedes(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        let count = min(left.count, right.count)
        // Safe: both buffers hold `count` bytes at least.
        let order = unsafe left.withUnsafeBytes { left in
            unsafe right.withUnsafeBytes { right in
                // Safe: without bytes there may be no address.
                guard count > 0, let one = left.baseAddress, let other = right.baseAddress else {
                    return Int32(0)
                }
                return unsafe memcmp(one, other, count)
            }
        }
        return order == 0 ? left.count < right.count : order < 0
    }
}
