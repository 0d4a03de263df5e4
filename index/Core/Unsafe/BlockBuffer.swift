internal import IndexKernels
package import IndexStorage

/// Room for the postings of one decoded block, filled again and again by one cursor.
@safe
package final class BlockBuffer {
    // Safe: allocated in init, freed in deinit; each has room for 128 values.
    package let documents: UnsafeMutablePointer<UInt32>
    // Safe: as above.
    package let frequencies: UnsafeMutablePointer<UInt32>
    /// The count, and whether the frequencies are decoded: behind a pointer, not fields of the object, which would be
    /// checked for exclusive access at every use.
    // Safe: as above.
    private let state: UnsafeMutablePointer<(count: Int, hasFrequencies: Bool)>

    /// How many postings the buffer holds.
    package fileprivate(set) var count: Int {
        // Safe: see `state`.
        get { unsafe state.pointee.count }
        // Safe: as above.
        set { unsafe state.pointee.count = newValue }
    }

    /// Whether the frequencies are decoded too.
    package fileprivate(set) var hasFrequencies: Bool {
        // Safe: see `state`.
        get { unsafe state.pointee.hasFrequencies }
        // Safe: as above.
        set { unsafe state.pointee.hasFrequencies = newValue }
    }

    package init() {
        // Safe: see the field.
        unsafe state = .allocate(capacity: 1)
        // Safe: as above.
        unsafe state.initialize(to: (0, false))
        // Safe: see the fields.
        unsafe documents = .allocate(capacity: blockLength)
        // Safe: as above.
        unsafe documents.initialize(repeating: 0, count: blockLength)
        // Safe: as above.
        unsafe frequencies = .allocate(capacity: blockLength)
        // Safe: as above.
        unsafe frequencies.initialize(repeating: 0, count: blockLength)
    }

    deinit {
        // Safe: freed once.
        unsafe state.deallocate()
        // Safe: freed once.
        unsafe documents.deallocate()
        // Safe: as above.
        unsafe frequencies.deallocate()
    }

    /// The document at a place.
    package func document(at place: Int) -> UInt32 {
        precondition(place >= 0 && place < count, "posting \(place) of \(count)")
        // Safe: checked above.
        return unsafe documents[place]
    }

    /// The frequency at a place; they must be decoded.
    package func frequency(at place: Int) -> UInt32 {
        precondition(place >= 0 && place < count && hasFrequencies, "posting \(place) of \(count)")
        // Safe: checked above.
        return unsafe frequencies[place]
    }

    /// The first place, at or after `start`, whose document is `document` or later; `count` when none is.
    package func place(reaching document: UInt32, from start: Int = 0) -> Int {
        precondition(start >= 0 && start <= count, "posting \(start) of \(count)")
        var (low, high, step) = (start, count, 1)
        // What is looked for in turn is near: steps of 1, 2, 4, … before halving.
        // Safe: low + step is below the count when it is read.
        while low + step < count, unsafe documents[low + step] < document {
            low += step
            step *= 2
        }
        high = min(high, low + step + 1)
        while low < high {
            let middle = (low + high) / 2
            // Safe: 0 ≤ low ≤ middle < high ≤ count.
            if unsafe documents[middle] < document { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension TermPostings {
    /// Decodes the documents of a block, and with a tail block its frequencies.
    package func decodeDocuments(block index: Int, into buffer: BlockBuffer) throws(StorageError) {
        buffer.count = 0
        let count = list.postingCount(ofBlock: index)
        let base = index == 0 ? UInt32.max : list.lastDocument(ofBlock: index - 1)
        let last = list.lastDocument(ofBlock: index)
        buffer.hasFrequencies = count < blockLength
        // Safe: the closure stays within the block, as each step in it says.
        let isDecoded =
            unsafe Int(last) < documentCount
            && withBlock(index) { block, size in
                guard count == blockLength else {
                    // Safe: the kernel stays within the block, and the buffer has room for 128.
                    return unsafe dossier_decode_tail(
                        block, size, base, UInt32(count), buffer.documents, buffer.frequencies) == size
                        && buffer.documents[count - 1] == last
                }
                // Safe: the kernel stays within the block, and the buffer has room for 128.
                return unsafe dossier_decode_documents(block, size, base, buffer.documents) != 0
                    && buffer.documents[blockLength - 1] == last
            }
        guard isDecoded else { throw damaged(index) }
        buffer.count = count
    }

    /// Decodes the frequencies of the block whose documents the buffer holds.
    package func decodeFrequencies(block index: Int, into buffer: BlockBuffer) throws(StorageError) {
        if buffer.hasFrequencies { return }
        // Safe: the kernels stay within the block, and the buffer has room for 128.
        let isDecoded = unsafe withBlock(index) { block, size in
            // Safe: as above.
            let start = unsafe dossier_documents_size(block, size)
            guard start > 0, start < size else { return false }
            // Safe: as above.
            return unsafe start
                + dossier_decode_frequencies(block + start, size - start, buffer.frequencies) == size
        }
        guard isDecoded else { throw damaged(index) }
        buffer.hasFrequencies = true
    }

    /// Calls `body` with the first byte of a block and its size, at least 1; false where the directory is damaged.
    // Safe: what the directory says was checked against the list's bytes.
    private func withBlock(_ index: Int, _ body: (UnsafePointer<UInt8>, Int) -> Bool) -> Bool {
        // Safe: the range lies within the list's bytes, which live for the closure.
        unsafe list.bytes.withUnsafeBytes { bytes in
            guard let range = list.place(ofBlock: index)?.block, !range.isEmpty,
                let start = bytes.baseAddress
            else { return false }
            return unsafe body((start + range.lowerBound).assumingMemoryBound(to: UInt8.self), range.count)
        }
    }
}
