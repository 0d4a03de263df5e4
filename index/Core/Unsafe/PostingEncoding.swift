internal import IndexKernels
internal import IndexStorage

/// The number of postings a full block holds, and of gaps a full group.
package let blockLength = 128

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

    /// Reads a full block at `offset` and moves past it; false where it is damaged.
    static func decodeFull(
        _ bytes: Span<UInt8>, at offset: inout Int, after base: UInt32, _ documents: inout [UInt32],
        _ frequencies: inout [UInt32]
    ) -> Bool {
        precondition(
            documents.count >= blockLength && frequencies.count >= blockLength, "a block has 128 postings")
        let rest = bytes.extracting(droppingFirst: offset)
        // Safe: the kernels read no more bytes than there are, and there is room for 128 values.
        let size = unsafe rest.withUnsafeBufferPointer { rest in
            guard let start = rest.baseAddress else { return 0 }
            let documentsSize = unsafe dossier_decode_documents(start, rest.count, base, &documents)
            guard documentsSize > 0 else { return 0 }
            let frequenciesSize = unsafe dossier_decode_frequencies(
                start + documentsSize, rest.count - documentsSize, &frequencies)
            return frequenciesSize > 0 ? documentsSize + frequenciesSize : 0
        }
        offset += size
        return size > 0
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

    /// Reads `count` gaps of a chunk at `offset` and moves past them; nil where they are damaged.
    static func decodeGaps(_ bytes: Span<UInt8>, at offset: inout Int, count: Int) -> [UInt32]? {
        // A group takes a byte at least: a damaged count cannot make us reserve more than 128 gaps of each.
        guard count > 0, offset < bytes.count, count / blockLength <= bytes.count - offset else { return nil }
        let rest = bytes.extracting(droppingFirst: offset)
        var size = 0
        // Safe: the kernel reads no more bytes than there are, and there is room for `count` values.
        let gaps = unsafe rest.withUnsafeBufferPointer { rest in
            unsafe [UInt32](unsafeUninitializedCapacity: count) { target, used in
                guard let start = rest.baseAddress, let target = target.baseAddress else { return }
                // Safe: as above.
                unsafe size = dossier_decode_gaps(start, rest.count, count, target)
                used = size > 0 ? count : 0
            }
        }
        offset += size
        return size > 0 ? gaps : nil
    }
}
