/// All postings of one term in one field: a directory of blocks, then the blocks.
///
/// ```
/// list        directoryLength LEB128 | directory | blocks…
/// directory   for each block: lastDocument − previous lastDocument LEB128 | size LEB128 | impacts
/// block       see PostingBlock; all but the last hold 128 postings
/// ```
/// The directory holds what skipping and pruning need, so that neither touches a block it leaves out.
package struct PostingList: Sendable, Equatable {
    package let documentFrequency: Int
    /// The last document of each block.
    package let lastDocuments: [UInt32]
    /// Block `i` is bytes `blockOffsets[i]..<blockOffsets[i + 1]` of the list.
    private let blockOffsets: [Int]
    /// Where the impacts of each block begin in the list.
    private let impactOffsets: [Int]

    /// Reads the directory of a list of `documentFrequency` postings.
    ///
    /// - Returns: nil when the bytes contradict themselves or end early.
    /// - Complexity: O(blocks), three allocations; the blocks themselves are not read.
    package init?(_ bytes: Span<UInt8>, documentFrequency: Int) {
        var offset = 0
        guard documentFrequency > 0, let length = VariableInteger.read32(bytes, at: &offset),
            Int(length) <= bytes.count - offset
        else { return nil }
        let blockCount = (documentFrequency + blockLength - 1) / blockLength
        // An entry takes three bytes at least, so a damaged count cannot make us reserve more than the list.
        guard blockCount <= Int(length) / 3 else { return nil }
        let directoryEnd = offset + Int(length)
        var (blockOffset, last) = (directoryEnd, UInt32.max)
        var (lastDocuments, blockOffsets, impactOffsets) = ([UInt32](), [blockOffset], [Int]())
        lastDocuments.reserveCapacity(blockCount)
        blockOffsets.reserveCapacity(blockCount + 1)
        impactOffsets.reserveCapacity(blockCount)
        for _ in 0..<blockCount {
            guard let step = VariableInteger.read32(bytes, at: &offset), step > 0,
                let size = VariableInteger.read32(bytes, at: &offset),
                Int(size) <= bytes.count - blockOffset
            else { return nil }
            impactOffsets.append(offset)
            guard Impacts.forEach(bytes, at: &offset, { _ in }), offset <= directoryEnd else { return nil }
            let next = last &+ step
            guard last == .max || next > last, next != .max else { return nil }
            blockOffset += Int(size)
            lastDocuments.append(next)
            blockOffsets.append(blockOffset)
            last = next
        }
        guard offset == directoryEnd, blockOffset == bytes.count else { return nil }
        self.documentFrequency = documentFrequency
        self.lastDocuments = lastDocuments
        self.blockOffsets = blockOffsets
        self.impactOffsets = impactOffsets
    }

    package var blockCount: Int { lastDocuments.count }

    /// Where block `index` lies in the list's bytes.
    package func range(ofBlock index: Int) -> Range<Int> { blockOffsets[index]..<blockOffsets[index + 1] }

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
            if lastDocuments[middle] < document { low = middle + 1 } else { high = middle }
        }
        return low < blockCount ? low : nil
    }

    /// Calls `visit` with the impacts of block `index` of the list in `bytes`, which `init` has checked.
    @inline(__always)
    package func forEachImpact(ofBlock index: Int, of bytes: Span<UInt8>, _ visit: (Impact) -> Void) {
        var offset = impactOffsets[index]
        _ = Impacts.forEach(bytes, at: &offset, visit)
    }

    /// Decodes block `index` of the list in `bytes`.
    ///
    /// - Returns: false when the block is damaged or does not end where the directory says.
    package func decode(block index: Int, of bytes: Span<UInt8>, into block: inout PostingBlock) -> Bool {
        guard blockOffsets[index + 1] <= bytes.count else { return false }
        let base = index == 0 ? UInt32.max : lastDocuments[index - 1]
        let count = postingCount(ofBlock: index)
        var offset = blockOffsets[index]
        return block.decode(bytes, at: &offset, after: base, postingCount: count)
            && offset == blockOffsets[index + 1] && block.documents[count - 1] == lastDocuments[index]
    }
}
