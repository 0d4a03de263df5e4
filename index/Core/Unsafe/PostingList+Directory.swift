package import IndexKernels
internal import IndexStorage

extension PostingList {
    /// Where block `index` and its impacts lie in the list's bytes, a list without a directory having none; nil where the
    /// directory is damaged.
    func place(ofBlock index: Int) -> (impacts: Int, block: Range<Int>)? {
        precondition(index >= 0 && index < blockCount, "block \(index) of \(blockCount)")
        guard hasImpacts else { return bytes.count > 0 ? (0, 0..<bytes.count) : nil }
        var entry = dossier_block_entry()
        // Safe: the kernel stays within the list.
        let isSound = unsafe bytes.withUnsafeBytes { list in
            guard let start = list.baseAddress else { return false }
            return unsafe dossier_read_entry(
                start.assumingMemoryBound(to: UInt8.self), list.count, blockCount, index, &entry) != 0
        }
        return isSound ? (entry.impacts, entry.block..<entry.end) : nil
    }

    /// Index of the first block, at or after `start`, that may hold `document` or a later one; nil when none does.
    ///
    /// - Complexity: O(log blocks) from `start` on; the entries of groups in between are not read.
    package func block(reaching document: UInt32, from start: Int = 0) -> Int? {
        guard hasImpacts else { return start == 0 ? 0 : nil }
        // Safe: the directory lies within the list, which `init` has checked.
        let found = unsafe bytes.withUnsafeBytes { list in
            guard let first = list.baseAddress else { return blockCount }
            return unsafe dossier_find_block(
                first.assumingMemoryBound(to: UInt8.self), blockCount, start, document)
        }
        return found < blockCount ? found : nil
    }
}

extension TermPostings {
    /// Sets a cursor before the first block; it is good as long as the postings are.
    package func open(_ cursor: UnsafeMutablePointer<dossier_cursor>) {
        // Safe: `PostingList` has found the directory to be there.
        unsafe list.bytes.withUnsafeBytes { bytes in
            guard let start = bytes.baseAddress else { return }
            // Safe: as above.
            unsafe dossier_open_cursor(
                cursor, start.assumingMemoryBound(to: UInt8.self), bytes.count,
                UInt32(list.documentFrequency), UInt32(documentCount))
        }
    }
}

extension TermPositions {
    /// Sets a term of a phrase before its first posting; it is good as long as the positions are.
    package func open(
        _ term: UnsafeMutablePointer<dossier_phrase_term>, _ cursor: UnsafeMutablePointer<dossier_cursor>,
        offset: UInt32, isRanges: Bool
    ) {
        // Safe: the kernel checks whatever it reads.
        unsafe bytes.withUnsafeBytes { bytes in
            guard let start = bytes.baseAddress else { return }
            // Safe: as above.
            unsafe dossier_open_phrase_term(
                term, cursor, start.assumingMemoryBound(to: UInt8.self), bytes.count, positionCount, offset,
                isRanges ? 1 : 0)
        }
    }

    /// Where a chunk lies in the bytes; nil where the directory is damaged.
    func chunkRange(_ index: Int) -> Range<Int>? {
        precondition(index >= 0 && index < blockCount, "chunk \(index) of \(blockCount)")
        guard hasDirectory else { return 0..<bytes.count }
        var (start, end) = (0, 0)
        // Safe: the kernel stays within the bytes.
        let isSound = unsafe bytes.withUnsafeBytes { positions in
            guard let first = positions.baseAddress else { return false }
            return unsafe dossier_read_chunk_range(
                first.assumingMemoryBound(to: UInt8.self), positions.count, blockCount, index, &start, &end)
                != 0
        }
        return isSound ? start..<end : nil
    }
}
