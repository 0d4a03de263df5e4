internal import CZstd
package import IndexStorage
internal import Synchronization

/// Compresses and expands blocks with libzstd; one for each thread, since it keeps working memory.
@safe package final class Zstandard: @unchecked Sendable {
    // Sendable because one thread at a time uses it: who made it, or whom `lend` lent it to.
    /// The library's version, which shapes the bytes.
    package static let version = Int(ZSTD_versionNumber())
    /// On text of an encyclopedia in blocks of 160 KiB level 3 gave 0.386 of the text at 135 MB/s, level 4 0.368 at 71,
    /// level 6 0.360 at 42.
    private static let level: Int32 = 3

    // Safe: made in `init`, freed once in `deinit`, used by one thread.
    private let compressor: OpaquePointer?
    private let expander: OpaquePointer?

    package init() {
        // Safe: fresh contexts, owned by this object; nil when memory is short, which the calls below take.
        unsafe compressor = ZSTD_createCCtx()
        // Safe: as above.
        unsafe expander = ZSTD_createDCtx()
    }

    deinit {
        // Safe: freed once; nil is allowed.
        unsafe _ = ZSTD_freeCCtx(compressor)
        // Safe: as above.
        unsafe _ = ZSTD_freeDCtx(expander)
    }

    /// Those that nobody uses at the moment, as many as were used at once, but for a few.
    private static let idle = Mutex<[Zstandard]>([])
    private static let greatestIdleCount = 8

    /// Lends one whose working memory is there already, if there is one: it takes as long to make as a small block to
    /// expand.
    package static func lend<Result>(_ body: (Zstandard) -> Result) -> Result {
        let lent = idle.withLock { $0.popLast() } ?? Zstandard()
        defer { idle.withLock { if $0.count < greatestIdleCount { $0.append(lent) } } }
        return body(lent)
    }

    /// The compressed form of `bytes`; the same bytes and library version give the same form.
    package func compress(_ bytes: [UInt8]) -> [UInt8] {
        precondition(bytes.count < 1 << 40, "\(bytes.count) bytes are more than a block")
        // Safe: the bound says how much room any input of this size needs.
        let room = ZSTD_compressBound(bytes.count)
        return unsafe [UInt8](unsafeUninitializedCapacity: room) { target, count in
            // Safe: both buffers live for the closure and their sizes are passed.
            unsafe bytes.withUnsafeBytes { source in
                let size = unsafe ZSTD_compressCCtx(
                    compressor, target.baseAddress, room, source.baseAddress, source.count, Self.level)
                precondition(ZSTD_isError(size) == 0, "zstd cannot compress within its own bound")
                count = size
            }
        }
    }

    /// Expands a compressed block to exactly `size` bytes.
    ///
    /// - Returns: nil when the block is damaged or of another size.
    package func expand(_ block: MappedBytes, to size: Int) -> [UInt8]? {
        var isWhole = false
        // Safe: zstd writes at most `size` bytes, for which there is room, and says how many.
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: size) { target, count in
            unsafe block.withUnsafeBytes { source in
                let written = unsafe ZSTD_decompressDCtx(
                    expander, target.baseAddress, size, source.baseAddress, source.count)
                isWhole = ZSTD_isError(written) == 0 && written == size
                count = isWhole ? written : 0
            }
        }
        return isWhole ? bytes : nil
    }
}
