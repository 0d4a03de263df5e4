internal import IndexKernels
internal import IndexStorage

/// Brings the occurrences of one term in several segments into another order of documents; use it again for the next.
struct ReorderedOccurrences {
    /// Bytes that are held for each occurrence.
    private static let occurrenceByteCount = 16

    private var occurrences: [UInt64] = []
    private var scratch: [UInt64] = []
    private var gaps: [UInt32] = []

    /// Calls `visit` with occurrences, which are `document << 32 | position` and ascend, part by part.
    ///
    /// - Parameters:
    ///   - sources: lists of one term, each with the new numbers of its segment's documents, `.max` for none.
    ///   - memoryBudgetBytes: with less than all occurrences take, the lists are read once for each part.
    /// - Throws: `StorageError.corrupt` when a list is damaged.
    mutating func forEachPart(
        of sources: [(PendingPostings.Source, numbers: [UInt32])], documentCount: Int, memoryBudgetBytes: Int,
        _ visit: ([UInt64]) -> Void
    ) throws(StorageError) {
        // A byte holds 128 positions at most; a damaged entry may tell of more.
        let count = sources.reduce(0) { sum, source in
            sum + min(Int(clamping: source.0.entry.totalFrequency), 128 * source.0.positions.count)
        }
        for range in DocumentParts(
            documentCount: documentCount, byteCount: Self.occurrenceByteCount * count,
            memoryBudgetBytes: memoryBudgetBytes)
        {
            occurrences.removeAll(keepingCapacity: true)
            for (source, numbers) in sources {
                guard append(source, numbers, UInt32(range.lowerBound)..<UInt32(range.upperBound)) else {
                    throw .corrupt(file: source.postings.path, reason: "a posting list is damaged")
                }
            }
            if occurrences.isEmpty { continue }
            sort(documentCount: documentCount)
            visit(occurrences)
        }
    }

    private mutating func sort(documentCount: Int) {
        if scratch.count < occurrences.count {
            scratch = [UInt64](repeating: 0, count: 2 * occurrences.count)
        }
        // Safe: the scratch is as long as the occurrences, and neither is empty.
        unsafe occurrences.withUnsafeMutableBufferPointer { occurrences in
            unsafe scratch.withUnsafeMutableBufferPointer { scratch in
                unsafe dossier_sort_by_document(
                    occurrences.baseAddress!, scratch.baseAddress!, occurrences.count, UInt32(documentCount))
            }
        }
    }

    /// Adds the occurrences of the documents whose new numbers lie in a range.
    ///
    /// - Returns: false when the list is damaged.
    private mutating func append(
        _ source: PendingPostings.Source, _ numbers: [UInt32], _ range: Range<UInt32>
    ) -> Bool {
        precondition(numbers.count == source.documentCount, "\(numbers.count) numbers")
        // Safe: the reader is used within the closure alone.
        return unsafe source.forEachBlock { reader in
            // Safe: the reader is open, and `numbers` has one for each of its documents.
            unsafe appendBlock(&reader, numbers, range)
        }
    }

    private mutating func appendBlock(
        _ reader: inout dossier_list_reader, _ numbers: [UInt32], _ range: Range<UInt32>
    ) -> Bool {
        // Safe: a block has at most 128 postings, and the kernels read no more of them than were read.
        unsafe withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 2 * blockLength) { block in
            guard let documents = block.baseAddress else { return false }
            let frequencies = unsafe documents + blockLength
            var gapCount = 0
            let count = unsafe dossier_read_block(&reader, documents, frequencies, &gapCount)
            guard count > 0 else { return false }
            if gaps.count < gapCount { gaps = [UInt32](repeating: 0, count: 2 * gapCount) }
            guard unsafe dossier_read_gaps(&reader, frequencies, count, gapCount, &gaps) != 0 else {
                return false
            }
            // Safe: there is an occurrence for each gap at most; documents are below the count of `numbers`.
            unsafe occurrences += [UInt64](unsafeUninitializedCapacity: gapCount) { target, written in
                guard let start = target.baseAddress else { return }
                // Safe: as above.
                unsafe written = dossier_place_occurrences(
                    numbers, range.lowerBound, range.upperBound, count, documents, frequencies, gaps, start)
            }
            return true
        }
    }
}
