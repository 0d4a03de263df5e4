internal import CXXHash

/// XXH3 with 64 bits, which guards chunks and frames against damage, not against intent.
public enum Checksum {
    /// The hash of the bytes. O(*n*), tens of gigabytes a second, no allocation.
    public static func xxh3(_ bytes: [UInt8]) -> UInt64 {
        // Safe: the buffer lives for the closure.
        unsafe bytes.withUnsafeBytes { unsafe xxh3($0) }
    }

    /// The hash of bytes of a mapping.
    public static func xxh3(_ bytes: MappedBytes) -> UInt64 {
        // Safe: the mapping lives for the closure.
        unsafe bytes.withUnsafeBytes { unsafe xxh3($0) }
    }

    private static func xxh3(_ buffer: UnsafeRawBufferPointer) -> UInt64 {
        // Safe: base and count describe one buffer.
        unsafe dossier_xxh3_64(buffer.baseAddress, buffer.count)
    }
}

/// XXH3 with 128 bits: the name of a file by its content.
public struct ContentHash: Hashable, Sendable, CustomStringConvertible {
    public let high: UInt64
    public let low: UInt64

    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// The hash of the bytes.
    public init(of bytes: [UInt8]) {
        // Safe: the buffer lives for the closure.
        let hash = unsafe bytes.withUnsafeBytes { unsafe dossier_xxh3_128($0.baseAddress, $0.count) }
        self.init(high: hash.high64, low: hash.low64)
    }

    /// The hash of bytes of a mapping.
    public init(of bytes: MappedBytes) {
        // Safe: the mapping lives for the closure.
        let hash = unsafe bytes.withUnsafeBytes { unsafe dossier_xxh3_128($0.baseAddress, $0.count) }
        self.init(high: hash.high64, low: hash.low64)
    }

    /// Reads exactly 32 lower-case hexadecimal digits; nil for anything else.
    public init?(hex: String) {
        let digits = Array(hex.utf8)
        guard digits.count == 32 else { return nil }
        var halves: [UInt64] = [0, 0]
        for (index, digit) in digits.enumerated() {
            let value: UInt8
            switch digit {
            case 0x30...0x39: value = digit - 0x30
            case 0x61...0x66: value = digit - 0x61 + 10
            default: return nil
            }
            halves[index / 16] = halves[index / 16] << 4 | UInt64(value)
        }
        self.init(high: halves[0], low: halves[1])
    }

    /// 32 lower-case hexadecimal digits.
    public var description: String {
        [high, low].map { half in
            let digits = String(half, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }
}

/// Computes a `ContentHash` piece by piece.
@safe
public final class ContentHasher {
    // Safe: owned by this object alone, created in init and freed in deinit.
    private let state: OpaquePointer?

    public init() {
        // Safe: a fresh state is reset before use.
        unsafe state = XXH3_createState()
        // Safe: as above.
        if let state = unsafe state { unsafe _ = XXH3_128bits_reset(state) }
    }

    deinit {
        // Safe: freed once, by its owner.
        unsafe _ = XXH3_freeState(state)
    }

    /// Adds the bytes after those added before.
    public func update(_ bytes: [UInt8]) {
        // Safe: the state is alive and the buffer lives for the closure.
        unsafe bytes.withUnsafeBytes { buffer in
            unsafe dossier_xxh3_128_update(state, buffer.baseAddress, buffer.count)
        }
    }

    /// The hash of everything added so far.
    public func finish() -> ContentHash {
        // Safe: the state is alive; digest does not change it.
        let hash = unsafe XXH3_128bits_digest(state)
        return ContentHash(high: hash.high64, low: hash.low64)
    }
}
