package import IndexStorage

/// The positions of one term in the documents of one posting block, decoded for one cursor again and again.
@safe
package final class PositionBuffer {
    /// The gaps of all documents, one after another; the document at place p owns `starts[p]..<starts[p + 1]`.
    // Safe: allocated and freed here, with room for `capacity` values.
    private var gaps: UnsafeMutablePointer<UInt32>
    private var capacity = 1024
    private var starts = [Int](repeating: 0, count: blockLength + 1)
    /// Positions of the document loaded last, ascending.
    package private(set) var current: [UInt32] = []
    private var group = [UInt32](repeating: 0, count: blockLength)

    package init() {
        // Safe: see the field.
        unsafe gaps = .allocate(capacity: capacity)
    }

    deinit {
        // Safe: freed once.
        unsafe gaps.deallocate()
    }

    /// Decodes the chunk that goes with a posting block.
    ///
    /// - Parameter postings: the block, with its frequencies.
    package func decode(
        block index: Int, of positions: TermPositions, with postings: BlockBuffer
    ) throws(StorageError) {
        var total = 0
        for place in 0..<postings.count {
            starts[place] = total
            total += Int(postings.frequency(at: place))
        }
        starts[postings.count] = total
        let isDecoded = positions.withChunk(index) { chunk in
            // A full group takes a byte and a gap of the rest one: a damaged frequency cannot make us reserve more
            // than 128 times the chunk.
            guard total / blockLength + total % blockLength <= chunk.count else { return false }
            reserve(total)
            return readGaps(chunk, count: total)
        }
        guard isDecoded else { throw positions.damaged(index) }
    }

    /// Makes `current` the positions of the document at a place of the block.
    package func load(_ place: Int) {
        current.removeAll(keepingCapacity: true)
        var next: UInt32 = 0
        for index in starts[place]..<starts[place + 1] {
            // Safe: `decode` filled as many gaps as the starts name.
            let position = unsafe next &+ gaps[index]
            current.append(position)
            next = position &+ 1
        }
    }

    private func reserve(_ count: Int) {
        guard count > capacity else { return }
        // Safe: what was there is not needed any more.
        unsafe gaps.deallocate()
        capacity = count * 2
        // Safe: see the field.
        unsafe gaps = .allocate(capacity: capacity)
    }

    private func readGaps(_ chunk: Span<UInt8>, count: Int) -> Bool {
        var (offset, done) = (0, 0)
        while count - done >= blockLength {
            guard let width = VariableInteger.byte(chunk, at: &offset),
                BlockPacking.unpack(
                    chunk.extracting(droppingFirst: offset), width: Int(width), into: &group)
            else { return false }
            offset += BlockPacking.size(width: Int(width))
            // Safe: done + 128 is at most the count, for which there is room.
            unsafe group.withUnsafeBufferPointer { group in
                if let start = group.baseAddress { unsafe (gaps + done).update(from: start, count: blockLength) }
            }
            done += blockLength
        }
        while done < count {
            guard let gap = VariableInteger.read32(chunk, at: &offset) else { return false }
            // Safe: done is below the count, for which there is room.
            unsafe gaps[done] = gap
            done += 1
        }
        return offset == chunk.count
    }
}
