internal import IndexKernels
internal import IndexStorage

extension SharedList {
    /// Sets the bits of the documents that have one of some forms.
    ///
    /// - Parameters:
    ///   - forms: bit n for the form of number n; those from 64 on are not among them.
    ///   - documents: bit `d % 64` of word `d / 64` stands for document `d` of the segment.
    func insertDocuments(ofForms wanted: UInt64, into documents: inout [UInt64]) throws(StorageError) {
        var (block, bit) = (PostingBlock(), 0)
        for index in 0..<postings.list.blockCount {
            try postings.decode(block: index, into: &block)
            let isRead = forms.withSpan { stream in
                // Safe: the kernel reads the stream within its size and so many postings of the block, and sets bits of
                // documents for which there is room.
                unsafe stream.withUnsafeBufferPointer { stream in
                    unsafe block.documents.withUnsafeBufferPointer { numbers in
                        unsafe block.frequencies.withUnsafeBufferPointer { frequencies in
                            unsafe documents.withUnsafeMutableBufferPointer { bits in
                                guard let stream = stream.baseAddress, let numbers = numbers.baseAddress,
                                    let frequencies = frequencies.baseAddress, let words = bits.baseAddress
                                else { return Int32(0) }
                                // Safe: as above.
                                return unsafe dossier_mark_forms(
                                    stream, forms.count, &bit, numbers, frequencies, block.count, wanted,
                                    64 * bits.count, words)
                            }
                        }
                    }
                }
            }
            guard isRead == 1 else { throw damaged }
        }
        guard (bit + 7) / 8 == forms.count else { throw damaged }
    }
}
