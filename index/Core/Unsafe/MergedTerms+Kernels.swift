internal import IndexKernels
internal import IndexStorage

extension MergedTerms {
    /// Bytes of all terms. Sharing lets few bytes of a dictionary stand for many; as writers leave it, it has no such terms.
    private static let byteLimit = 1 << 32

    mutating func unpack(_ dictionaries: [TermTable]) throws(StorageError) {
        var byteCount = 0
        for dictionary in dictionaries {
            let size = dictionary.byteCountOfTerms
            guard size <= Self.byteLimit - byteCount else { throw dictionary.damaged }
            byteCount += size
            starts.append(starts[starts.count - 1] + dictionary.count)
        }
        let termCount = starts[dictionaries.count]
        if termCount == 0 { return }
        ends = [Int](repeating: 0, count: termCount)
        keys = [UInt64](repeating: 0, count: termCount)
        documentFrequencies = [UInt32](repeating: 0, count: termCount)
        // Of a single term that is empty, too, the text has an address.
        bytes = [UInt8](repeating: 0, count: max(1, byteCount))
        for (dictionary, start) in zip(dictionaries, starts) where dictionary.count > 0 {
            // Safe: the kernel writes as many terms as there is room for, and no more bytes than were measured.
            let isSound = unsafe withKernelTerms { terms in unsafe dictionary.unpack(into: terms, from: start)
            }
            guard isSound else { throw dictionary.damaged }
        }
    }

    mutating func merge() {
        guard let termCount = starts.last, termCount > 0 else { return }
        let starts = starts
        var ranks = [Int](repeating: 0, count: termCount)
        let merged = unsafe [Int](unsafeUninitializedCapacity: termCount) { merged, count in
            unsafe ranks.withUnsafeMutableBufferPointer { ranks in
                unsafe starts.withUnsafeBufferPointer { starts in
                    // Safe: a head is of plain numbers, which the kernel writes before it reads them.
                    unsafe withUnsafeTemporaryAllocation(of: dossier_merge_head.self, capacity: starts.count)
                    {
                        heads in
                        guard let merged = merged.baseAddress, let ranks = ranks.baseAddress,
                            let first = starts.baseAddress, let heads = heads.baseAddress
                        else { return }
                        // Safe: there is room for every term, and for a head of every list.
                        count = unsafe withKernelTerms { terms in
                            unsafe dossier_merge_terms(terms, first, starts.count - 1, heads, merged, ranks)
                        }
                    }
                }
            }
        }
        (self.merged, self.ranks) = (merged, ranks)
    }

    /// Lends all arrays of terms to a kernel; the pointers must not leave the closure.
    private mutating func withKernelTerms<Result>(
        _ body: (UnsafePointer<dossier_unpacked_terms>) -> Result
    ) -> Result {
        unsafe bytes.withUnsafeMutableBufferPointer { bytes in
            unsafe ends.withUnsafeMutableBufferPointer { ends in
                unsafe keys.withUnsafeMutableBufferPointer { keys in
                    unsafe documentFrequencies.withUnsafeMutableBufferPointer { frequencies in
                        guard let text = bytes.baseAddress, let first = ends.baseAddress,
                            let keys = keys.baseAddress, let frequencies = frequencies.baseAddress
                        else { preconditionFailure("no terms") }
                        // Safe: the sizes are those of the arrays.
                        var terms = unsafe dossier_unpacked_terms(
                            text: text, text_size: bytes.count, ends: first, keys: keys,
                            frequencies: frequencies)
                        return unsafe withUnsafePointer(to: &terms) { unsafe body($0) }
                    }
                }
            }
        }
    }
}

extension TermTable {
    /// Of all terms together; `Int.max` where the dictionary is damaged.
    fileprivate var byteCountOfTerms: Int {
        bytes.withSpan { dictionary in
            // Safe: the kernel reads the blocks, which the layout has found to be there.
            unsafe dictionary.withUnsafeBufferPointer { dictionary in
                guard let start = dictionary.baseAddress else { return 0 }
                // Safe: as above.
                let size = unsafe dossier_measure_terms(start, layout.blocksEnd, layout.termCount)
                return Int(clamping: size)
            }
        }
    }

    /// - Returns: whether the dictionary is sound.
    fileprivate func unpack(into terms: UnsafePointer<dossier_unpacked_terms>, from first: Int) -> Bool {
        bytes.withSpan { dictionary in
            // Safe: as above.
            unsafe dictionary.withUnsafeBufferPointer { dictionary in
                guard let start = dictionary.baseAddress else { return false }
                // Safe: as above.
                return unsafe dossier_unpack_terms(
                    start, layout.blocksEnd, layout.termCount, documentCount, terms, first) == 1
            }
        }
    }
}
