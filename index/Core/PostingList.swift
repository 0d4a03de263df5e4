internal import IndexKernels

/// All postings of one term in one field: a directory of blocks, then the blocks; of fewer than 128 a tail alone.
///
/// ```
/// list        directoryLength LEB128 | directory | blocks…
/// short list  tail block
/// directory   for each block: lastDocument − previous lastDocument LEB128 | size LEB128 | impacts
/// block       see PostingBlock; all but the last hold 128 postings
/// ```
/// The directory holds what skipping and pruning need, so that neither touches a block it leaves out.
package struct PostingList: Sendable {
    package let documentFrequency: Int
    let blocks: BlockTable
    /// Size of the list in bytes.
    private let byteCount: Int

    /// Reads the directory of a list of `documentFrequency` postings.
    ///
    /// - Returns: nil when the bytes contradict themselves or end early.
    /// - Complexity: O(blocks), one allocation; the blocks themselves are not read.
    package init?(_ bytes: Span<UInt8>, documentFrequency: Int) {
        let blockCount = (documentFrequency + blockLength - 1) / blockLength
        // A block takes three bytes at least, so a damaged count cannot make us reserve more than the list.
        guard documentFrequency > 0, documentFrequency < blockLength || blockCount <= bytes.count / 3,
            let blocks = BlockTable(bytes, documentFrequency: documentFrequency)
        else { return nil }
        self.documentFrequency = documentFrequency
        self.blocks = blocks
        byteCount = bytes.count
    }

    package var blockCount: Int { blocks.count }

    /// Whether the directory has impacts; a list without a directory needs none.
    package var hasImpacts: Bool { documentFrequency >= blockLength }

    /// The last document of block `index`.
    package func lastDocument(ofBlock index: Int) -> UInt32 { blocks[index].last_document }

    /// Where the impacts of block `index` begin in the list's bytes.
    func impactOffset(ofBlock index: Int) -> Int { Int(blocks[index].impacts) }

    /// Where block `index` lies in the list's bytes.
    package func range(ofBlock index: Int) -> Range<Int> {
        Int(blocks[index].offset)..<(index + 1 < blockCount ? Int(blocks[index + 1].offset) : byteCount)
    }

    /// How many postings block `index` holds.
    package func postingCount(ofBlock index: Int) -> Int {
        min(blockLength, documentFrequency - index * blockLength)
    }

    /// Index of the first block, at or after `start`, that may hold `document` or a later one; nil when none does.
    ///
    /// - Complexity: O(log blocks).
    package func block(reaching document: UInt32, from start: Int = 0) -> Int? {
        var (low, high) = (start, blockCount)
        while low < high {
            let middle = (low + high) / 2
            if blocks[middle].last_document < document { low = middle + 1 } else { high = middle }
        }
        return low < blockCount ? low : nil
    }

    /// Calls `visit` with the impacts of block `index` of the list in `bytes`, which `init` has checked; with none where
    /// the list has none.
    @inline(__always)
    package func forEachImpact(ofBlock index: Int, of bytes: Span<UInt8>, _ visit: (Impact) -> Void) {
        guard hasImpacts else { return }
        var offset = impactOffset(ofBlock: index)
        _ = Impacts.forEach(bytes, at: &offset, visit)
    }

    /// Decodes block `index` of the list in `bytes`.
    ///
    /// - Returns: false when the block is damaged or does not end where the directory says.
    package func decode(block index: Int, of bytes: Span<UInt8>, into block: inout PostingBlock) -> Bool {
        let range = range(ofBlock: index)
        guard range.upperBound <= bytes.count else { return false }
        let base = index == 0 ? UInt32.max : lastDocument(ofBlock: index - 1)
        let count = postingCount(ofBlock: index)
        var offset = range.lowerBound
        return block.decode(bytes, at: &offset, after: base, postingCount: count)
            && offset == range.upperBound && block.documents[count - 1] == lastDocument(ofBlock: index)
    }
}
