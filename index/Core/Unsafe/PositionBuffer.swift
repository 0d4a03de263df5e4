internal import IndexKernels
package import IndexStorage

/// The positions of one term in the documents of one posting block, decoded for one cursor again and again.
@safe
package final class PositionBuffer {
    /// Behind a pointer, not fields of the object: those would be checked for exclusive access at every use.
    @unsafe private struct State {
        /// The gaps of all documents, one after another; the document at place p owns `starts[p]..<starts[p + 1]`.
        var gaps: UnsafeMutablePointer<UInt32>
        /// Positions of the document loaded last, ascending.
        var current: UnsafeMutablePointer<UInt32>
        /// How many values `gaps` and `current` have room for.
        var capacity: Int
        var currentCount = 0
        /// The block whose positions are decoded, −1 for none.
        var block = -1
    }

    // Safe: allocated in init, freed in deinit, used by one thread.
    private let state: UnsafeMutablePointer<State>
    // Safe: as above; a start for each posting of a block, and the end of the last.
    private let starts: UnsafeMutablePointer<Int>

    package init() {
        // Safe: see the fields.
        unsafe state = .allocate(capacity: 1)
        // Safe: as above.
        unsafe state.initialize(
            to: State(gaps: .allocate(capacity: 1024), current: .allocate(capacity: 1024), capacity: 1024))
        // Safe: as above.
        unsafe starts = .allocate(capacity: blockLength + 1)
        // Safe: as above.
        unsafe starts.initialize(repeating: 0, count: blockLength + 1)
    }

    deinit {
        // Safe: each is freed once.
        unsafe state.pointee.gaps.deallocate()
        // Safe: as above.
        unsafe state.pointee.current.deallocate()
        // Safe: as above.
        unsafe state.deallocate()
        // Safe: as above.
        unsafe starts.deallocate()
    }

    /// Decodes the chunk that goes with a posting block.
    ///
    /// - Parameter frequencies: of the block's postings.
    package func decode(
        block index: Int, of positions: TermPositions, frequencies: UnsafeBufferPointer<UInt32>
    ) throws(StorageError) {
        precondition(frequencies.count <= blockLength, "a block of \(frequencies.count) postings")
        // Safe: see the field.
        unsafe state.pointee.block = -1
        var total = 0
        for place in 0..<frequencies.count {
            // Safe: a block has at most 128 postings.
            unsafe starts[place] = total
            // Safe: as above.
            total += unsafe Int(frequencies[place])
        }
        // Safe: there is one start more than postings.
        unsafe starts[frequencies.count] = total
        let isDecoded = positions.withChunk(index) { chunk in
            // A group takes a byte at least: a damaged frequency cannot make us reserve more than 128 gaps of each.
            guard total / blockLength <= chunk.count else { return false }
            reserve(total)
            return readGaps(chunk, count: total)
        }
        guard isDecoded else { throw positions.damaged(index) }
        // Safe: see the field.
        unsafe state.pointee.block = index
    }

    /// The block whose positions are decoded, −1 for none.
    package var block: Int {
        // Safe: see the field.
        unsafe state.pointee.block
    }

    /// Loads the positions of the document at a place of the block.
    package func load(_ place: Int) {
        precondition(place >= 0 && place < blockLength, "posting \(place) of a block")
        // Safe: `decode` filled as many gaps as the starts name, and `current` has as much room.
        unsafe state.pointee.currentCount = starts[place + 1] - starts[place]
        // Safe: as above.
        let (source, target) = unsafe (state.pointee.gaps + starts[place], state.pointee.current)
        var next: UInt32 = 0
        for index in unsafe 0..<state.pointee.currentCount {
            // Safe: as above.
            let position = unsafe next &+ source[index]
            // Safe: as above.
            unsafe target[index] = position
            next = position &+ 1
        }
    }

    /// How often the terms of several buffers, each with the same document loaded, stand side by side in order.
    ///
    /// - Complexity: O(positions of the document).
    package static func phraseFrequency(_ buffers: [PositionBuffer]) -> UInt32 {
        // Safe: the first buffer's positions are overwritten by those that are left, never beyond their count.
        let starts = unsafe buffers[0].state.pointee.current
        // Safe: as above.
        var count = unsafe buffers[0].state.pointee.currentCount
        for term in 1..<buffers.count {
            // Safe: a buffer's positions are as many as its count says.
            let (positions, positionCount) = unsafe (
                buffers[term].state.pointee.current, buffers[term].state.pointee.currentCount
            )
            var (kept, place) = (0, 0)
            for index in 0..<count {
                // Safe: index is below the count.
                let start = unsafe starts[index]
                let wanted = start &+ UInt32(term)
                // Safe: place is below the count when it is read.
                while place < positionCount, unsafe positions[place] < wanted { place += 1 }
                if place == positionCount { break }
                // Safe: as above; kept is at most index.
                if unsafe positions[place] == wanted {
                    // Safe: as above.
                    unsafe starts[kept] = start
                    kept += 1
                }
            }
            count = kept
            if count == 0 { return 0 }
        }
        return UInt32(count)
    }

    private func reserve(_ count: Int) {
        guard unsafe count > state.pointee.capacity else { return }
        // Safe: what was there is not needed any more.
        unsafe state.pointee.gaps.deallocate()
        // Safe: as above.
        unsafe state.pointee.current.deallocate()
        // Safe: see the fields.
        unsafe state.pointee.gaps = .allocate(capacity: count * 2)
        // Safe: as above.
        unsafe state.pointee.current = .allocate(capacity: count * 2)
        // Safe: as above.
        unsafe state.pointee.capacity = count * 2
    }

    private func readGaps(_ chunk: Span<UInt8>, count: Int) -> Bool {
        // Safe: the kernel reads no more bytes than there are; room for `count` values was reserved before.
        unsafe chunk.withUnsafeBufferPointer { bytes in
            guard let start = bytes.baseAddress else { return false }
            return unsafe dossier_decode_gaps(start, bytes.count, count, state.pointee.gaps) == bytes.count
        }
    }
}
