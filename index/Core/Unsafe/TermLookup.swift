internal import IndexKernels

extension TermDictionary {
    /// Finds one term.
    ///
    /// - Complexity: O(log blocks) first terms and at most 32 terms of one block; no allocation.
    package static func find(_ term: [UInt8], in bytes: Span<UInt8>, layout: Layout) -> Lookup {
        // Safe: the kernel reads the blocks and their offsets, which the layout has found to be there, and the term.
        unsafe bytes.withUnsafeBufferPointer { bytes in
            unsafe term.withUnsafeBufferPointer { term in
                var found = dossier_found_term()
                guard let start = bytes.baseAddress else { return .absent }
                // Safe: as above; of an empty term, which may have no address, nothing is read.
                let result = unsafe dossier_find_term(
                    start, layout.blocksEnd, layout.blockCount, layout.termCount, term.baseAddress ?? start,
                    term.count, &found)
                switch result {
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
    }
}
