internal import IndexKernels

/// The bytes of blocks and chunks, from arrays.
enum PostingEncoding {
    /// Appends a block of `count` postings, 1...128, which `PostingBlock` has checked.
    static func appendBlock(
        _ documents: [UInt32], _ frequencies: [UInt32], count: Int, after base: UInt32,
        to bytes: inout [UInt8]
    ) {
        precondition(
            (1...blockLength).contains(count) && count <= documents.count && count <= frequencies.count,
            "a block has 1...128 postings, not \(count)")
        // Safe: `count` values of each are read, and the room is what any block needs.
        unsafe bytes += [UInt8](unsafeUninitializedCapacity: Int(dossier_block_room)) { target, size in
            // Safe: neither buffer is empty.
            unsafe size = dossier_encode_block(
                documents, frequencies, UInt32(count), base, target.baseAddress!)
        }
    }

    /// Appends the gaps of a chunk.
    static func appendGaps(_ gaps: [UInt32], to bytes: inout [UInt8]) {
        // Safe: the room is what so many gaps need at most, and never empty.
        unsafe bytes += [UInt8](unsafeUninitializedCapacity: 5 * gaps.count + 1) { target, size in
            // Safe: as above.
            unsafe size = dossier_encode_gaps(gaps, gaps.count, target.baseAddress!)
        }
    }
}
