/// The positions at which one term occurs in the documents of one posting block.
///
/// ```
/// chunk   for each 128 gaps and for the rest, if more than 8: group, as `BitPacking.h` draws it; else gap LEB128, …
/// gap     position − previous position of the same document − 1; the first of a document counts from −1
/// ```
/// Gaps of all documents follow one another; the block's frequencies say where each document's end. So a chunk is
/// found through its block, and a document's positions without decoding those of other blocks.
package enum PositionChunk {
    /// Appends the chunk of a block.
    ///
    /// - Parameter positions: of all documents, one after another; ascending within a document, whose number of
    ///   positions is its frequency.
    package static func append(
        _ positions: [UInt32], frequencies: some Sequence<UInt32>, to bytes: inout [UInt8]
    ) {
        var gaps: [UInt32] = []
        gaps.reserveCapacity(positions.count)
        var index = 0
        for frequency in frequencies {
            var previous = UInt32.max
            for _ in 0..<frequency {
                let position = positions[index]
                precondition(previous == .max || position > previous, "positions of a document must ascend")
                gaps.append(position &- previous &- 1)
                previous = position
                index += 1
            }
        }
        precondition(index == positions.count, "\(positions.count) positions for a frequency sum of \(index)")
        PostingEncoding.appendGaps(gaps, to: &bytes)
    }

    /// Reads the chunk of a block at `offset` and moves past it.
    ///
    /// - Parameters:
    ///   - frequencies: of the block's documents, from its postings.
    ///   - positions: replaced by the positions of all documents, one after another.
    /// - Returns: false, with `positions` empty, when the bytes end early or positions do not ascend.
    package static func decode(
        _ bytes: Span<UInt8>, at offset: inout Int, frequencies: ArraySlice<UInt32>,
        into positions: inout [UInt32]
    ) -> Bool {
        positions.removeAll(keepingCapacity: true)
        let count = frequencies.reduce(0) { $0 + Int($1) }
        guard let gaps = PostingEncoding.decodeGaps(bytes, at: &offset, count: count) else { return false }
        positions = gaps
        guard sum(&positions, frequencies) else {
            positions.removeAll(keepingCapacity: true)
            return false
        }
        return true
    }

    /// Turns gaps into positions; false when a position does not fit.
    private static func sum(_ positions: inout [UInt32], _ frequencies: ArraySlice<UInt32>) -> Bool {
        var index = 0
        for frequency in frequencies {
            var next: UInt32 = 0
            for _ in 0..<frequency {
                let (position, overflow) = next.addingReportingOverflow(positions[index])
                guard !overflow, position < .max else { return false }
                positions[index] = position
                next = position + 1
                index += 1
            }
        }
        return true
    }
}
