internal import IndexKernels

/// The number of integers a packed block holds.
package let blockLength = 128

/// Packs and unpacks blocks of 128 integers; see `BitPacking.h` for the layout.
package enum BlockPacking {
    /// The least width, 0...32, that holds every one of `values`.
    package static func width(of values: some Sequence<UInt32>) -> Int {
        var union: UInt32 = 0
        for value in values { union |= value }
        return 32 - union.leadingZeroBitCount
    }

    /// Size in bytes of a full block at a width in bits.
    package static func size(width: Int) -> Int { width * blockLength / 8 }

    /// Appends the packed form of exactly 128 values, each below 2^`width`.
    package static func append(_ values: [UInt32], width: Int, to bytes: inout [UInt8]) {
        precondition(values.count == blockLength, "a block has 128 values, not \(values.count)")
        precondition((0...32).contains(width), "a width is 0...32 bits, not \(width)")
        guard width > 0 else { return }
        let start = bytes.count
        bytes.append(contentsOf: repeatElement(0, count: size(width: width)))
        // Safe: 128 values are read and 16 * width bytes written, both counted above.
        unsafe values.withUnsafeBufferPointer { source in
            unsafe bytes.withUnsafeMutableBufferPointer { target in
                guard let from = source.baseAddress, let to = target.baseAddress else { return }
                unsafe dossier_pack_128(from, UInt32(width), to + start)
            }
        }
    }

    /// Unpacks 128 values from the start of `packed` into `values`.
    ///
    /// - Returns: false, with `values` untouched, when the bytes end before the block or the width is not 0...32.
    package static func unpack(_ packed: Span<UInt8>, width: Int, into values: inout [UInt32]) -> Bool {
        unsafe withPointers(packed, width: width, values: &values) { source, target in
            // Safe: `withPointers` has checked both sizes.
            unsafe dossier_unpack_128(source, UInt32(width), target)
        }
    }

    /// Unpacks 128 values from the start of `packed` to where `values` has room for as many.
    ///
    /// - Returns: false as in the other form.
    // Safe: the caller vouches for the room; the packed bytes are counted here.
    static func unpack(
        _ packed: Span<UInt8>, width: Int, to values: UnsafeMutablePointer<UInt32>
    ) -> Bool {
        guard (0...32).contains(width), packed.count >= size(width: width) else { return false }
        // Safe: at least 16 * width bytes may be read; a width of 0 reads none.
        unsafe packed.withUnsafeBufferPointer { source in
            var nothing: UInt8 = 0
            guard let from = source.baseAddress else {
                return unsafe dossier_unpack_128(&nothing, UInt32(width), values)
            }
            unsafe dossier_unpack_128(from, UInt32(width), values)
        }
        return true
    }

    /// Unpacks 128 gaps as ascending numbers above `base`: the first is `base + gap + 1`, wrapping around.
    ///
    /// - Returns: false as in `unpack`.
    package static func unpackAscending(
        _ packed: Span<UInt8>, width: Int, base: UInt32, into values: inout [UInt32]
    ) -> Bool {
        unsafe withPointers(packed, width: width, values: &values) { source, target in
            // Safe: `withPointers` has checked both sizes.
            unsafe dossier_unpack_ascending_128(source, UInt32(width), base, target)
        }
    }

    /// Calls `kernel` with 16 * `width` readable bytes and room for 128 values; returns false when there are not.
    @inline(__always)
    private static func withPointers(
        _ packed: Span<UInt8>, width: Int, values: inout [UInt32],
        _ kernel: (UnsafePointer<UInt8>, UnsafeMutablePointer<UInt32>) -> Void
    ) -> Bool {
        precondition(values.count >= blockLength, "room for 128 values is needed, not \(values.count)")
        guard (0...32).contains(width), packed.count >= size(width: width) else { return false }
        // Safe: at least 16 * width bytes may be read and 128 values written, both checked above.
        unsafe packed.withUnsafeBufferPointer { source in
            unsafe values.withUnsafeMutableBufferPointer { target in
                guard let to = target.baseAddress else { return }
                // Empty bytes have no address, and a width of 0 reads none.
                var nothing: UInt8 = 0
                guard let from = source.baseAddress else { return unsafe kernel(&nothing, to) }
                unsafe kernel(from, to)
            }
        }
        return true
    }
}
