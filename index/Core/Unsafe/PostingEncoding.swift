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

    /// Reads a tail of at most 128 postings at `offset` and moves past it; false where it is damaged.
    static func decodeTail(
        _ bytes: Span<UInt8>, at offset: inout Int, after base: UInt32, count: Int,
        _ documents: inout [UInt32], _ frequencies: inout [UInt32]
    ) -> Bool {
        precondition(
            count <= blockLength && documents.count >= blockLength && frequencies.count >= blockLength,
            "\(count) postings in room for \(documents.count)")
        let rest = bytes.extracting(droppingFirst: offset)
        // Safe: the kernel reads no more bytes than there are, and there is room for `count` values.
        let size = unsafe rest.withUnsafeBufferPointer { rest in
            guard let start = rest.baseAddress else { return 0 }
            return unsafe dossier_decode_tail(
                start, rest.count, base, UInt32(count), &documents, &frequencies)
        }
        offset += size
        return size > 0
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
