internal import IndexKernels

extension [UInt8] {
    /// Appends what a span holds.
    mutating func append(_ bytes: Span<UInt8>) {
        // Safe: the buffer lives for the call.
        unsafe bytes.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
    }
}

extension TermDictionary {
    /// Finds one term.
    ///
    /// - Complexity: O(log blocks) first terms and at most 32 terms of one block; no allocation.
    package static func find(_ term: [UInt8], in bytes: Span<UInt8>, layout: Layout) -> Lookup {
        // Safe: the kernel reads the blocks and their offsets, which the layout has found to be there, and the term.
        unsafe bytes.withUnsafeBufferPointer { bytes in
            unsafe term.withUnsafeBufferPointer { term in
                // Safe: as above.
                unsafe layout.keys.withUnsafeBufferPointer { keys in
                    guard let start = bytes.baseAddress else { return .absent }
                    return lookup { found in
                        // Safe: as above; of an empty term, which may have no address, nothing is read.
                        unsafe dossier_find_term(
                            start, layout.blocksEnd, layout.blockCount, layout.termCount, keys.baseAddress,
                            keys.count, term.baseAddress ?? start, term.count, &found)
                    }
                }
            }
        }
    }

    /// What narrows a search for a term down to few blocks; none where a block is damaged.
    static func readKeys(_ bytes: Span<UInt8>, blocksEnd: Int, blockCount: Int) -> [UInt64] {
        let step = Int(DOSSIER_BLOCKS_PER_KEY)
        var keys = [UInt64](repeating: 0, count: (blockCount + step - 1) / step)
        // Safe: the kernel reads the blocks and their offsets, which the layout has found to be there, and writes a key for
        // each so many of them.
        let isWhole = unsafe bytes.withUnsafeBufferPointer { bytes in
            unsafe keys.withUnsafeMutableBufferPointer { keys in
                guard let start = bytes.baseAddress, let first = keys.baseAddress else { return Int32(0) }
                // Safe: as above.
                return unsafe dossier_read_block_keys(start, blocksEnd, blockCount, first)
            }
        }
        return isWhole == 1 ? keys : []
    }

    /// Finds the term of an ordinal.
    ///
    /// - Complexity: at most 32 terms of one block; no allocation.
    static func find(ordinal: Int, in bytes: Span<UInt8>, layout: Layout) -> Lookup {
        guard ordinal >= 0, ordinal < layout.termCount else { return .damaged }
        // Safe: the kernel reads the blocks and their offsets, which the layout has found to be there.
        return unsafe bytes.withUnsafeBufferPointer { bytes in
            guard let start = bytes.baseAddress else { return .absent }
            return lookup { found in
                // Safe: as above.
                unsafe dossier_find_ordinal(start, layout.blocksEnd, ordinal, &found)
            }
        }
    }

    @inline(__always)
    private static func lookup(_ kernel: (inout dossier_found_term) -> Int32) -> Lookup {
        var found = dossier_found_term()
        switch kernel(&found) {
        case 0: return .absent
        case 1:
            return .found(
                Found(
                    ordinal: found.ordinal, entry: found.entry..<found.entry_end,
                    ends: ListEnds(
                        postings: Int(found.postings_end), positions: Int(found.positions_end))))
        default: return .damaged
        }
    }
}
