package import IndexStorage

/// All postings of one term in one field: a directory of blocks as `BlockDirectory` draws it, then the blocks; of fewer
/// than 128 a tail alone, see `PostingBlock`.
///
/// The directory holds what skipping and pruning need, so that neither touches a block it leaves out. It is read in place:
/// to open a list reads none of it, and what is damaged is found where a block is decoded.
package struct PostingList: Sendable {
    package let documentFrequency: Int
    package let blockCount: Int
    /// Groups of 32 blocks, each with a last document and impacts of its own; none in a list of a single one.
    package let groupCount: Int
    package let bytes: MappedBytes

    /// A list of `documentFrequency` postings.
    ///
    /// - Returns: nil when the bytes are too few for the directory.
    /// - Complexity: O(1).
    package init?(_ bytes: MappedBytes, documentFrequency: Int) {
        guard documentFrequency > 0 else { return nil }
        blockCount = (documentFrequency + blockLength - 1) / blockLength
        groupCount = BlockDirectory.groupCount(ofBlocks: blockCount)
        guard documentFrequency < blockLength || bytes.count / 8 >= groupCount + blockCount else {
            return nil
        }
        self.documentFrequency = documentFrequency
        self.bytes = bytes
    }

    /// Whether the list has impacts; one without a directory needs none.
    package var hasImpacts: Bool { documentFrequency >= blockLength }

    /// The last document of block `index`; nil where there is no directory to tell it.
    package func lastDocument(ofBlock index: Int) -> UInt32? {
        precondition(index >= 0 && index < blockCount, "block \(index) of \(blockCount)")
        return hasImpacts ? bytes.loadUInt32(at: 8 * (groupCount + index)) : nil
    }

    /// The last document of a group of 32 blocks.
    package func lastDocument(ofGroup index: Int) -> UInt32 {
        precondition(index >= 0 && index < groupCount, "group \(index) of \(groupCount)")
        return bytes.loadUInt32(at: 8 * index)
    }

    /// Where the impacts of a group of 32 blocks begin in the list's bytes; nil where that is damaged.
    func impactsStart(ofGroup index: Int) -> Int? {
        precondition(index >= 0 && index < groupCount, "group \(index) of \(groupCount)")
        let start = Int(bytes.loadUInt32(at: 8 * index + 4))
        return start < bytes.count ? start : nil
    }

    /// How many postings block `index` holds.
    package func postingCount(ofBlock index: Int) -> Int {
        min(blockLength, documentFrequency - index * blockLength)
    }

    /// Calls `visit` with the impacts of block `index`; with none where the list has none.
    @inline(__always)
    package func forEachImpact(ofBlock index: Int, _ visit: (Impact) -> Void) {
        guard let place = place(ofBlock: index) else { return }
        var offset = place.impacts
        _ = bytes.withSpan { Impacts.forEach($0, at: &offset, visit) }
    }

    /// Calls `visit` with the impacts of a group of 32 blocks.
    package func forEachImpact(ofGroup index: Int, _ visit: (Impact) -> Void) {
        guard var offset = impactsStart(ofGroup: index) else { return }
        _ = bytes.withSpan { Impacts.forEach($0, at: &offset, visit) }
    }

    /// Decodes block `index`.
    ///
    /// - Returns: false when the block is damaged or does not end where the directory says.
    package func decode(block index: Int, into block: inout PostingBlock) -> Bool {
        guard let range = place(ofBlock: index)?.block else { return false }
        let base = index == 0 ? UInt32.max : lastDocument(ofBlock: index - 1) ?? .max
        let count = postingCount(ofBlock: index)
        var offset = range.lowerBound
        return bytes.withSpan { block.decode($0, at: &offset, after: base, postingCount: count) }
            && offset == range.upperBound
            && block.documents[count - 1] == lastDocument(ofBlock: index) ?? block.documents[count - 1]
    }
}
