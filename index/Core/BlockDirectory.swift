/// The blocks of a posting list of at least 128 postings, as its directories tell them; read in place.
///
/// ```
/// list        group × groupCount | entry × blockCount | data…
/// group       lastDocument u32 | start u32, of its data in the list               of 32 blocks; none of a single one
/// entry       lastDocument u32 | impacts u16 | block u16                          where they start in the group's data
/// data        impacts of the whole group | impacts… | block…                      a single group has no impacts as a whole
/// positions   width u8 | start of the group's chunks u40 × groupCount | start of the chunk × blockCount | chunk…
/// ```
/// Starts are those in the list where there is a single group, else in the group's data. The chunk's takes `width`
/// bytes, 2 or 4.
struct BlockDirectory {
    private struct Block {
        var lastDocument: UInt32
        var impactsSize: Int
        var blockSize: Int
        var chunkSize: Int
    }

    private static let blocksPerGroup = 32

    private var blocks: [Block] = []
    /// Those of each group.
    private var groupImpacts: [Impacts] = []
    /// They encoded, one after another, and where each ends.
    private var impactsOfGroups: [UInt8] = []
    private var impactsEnds: [Int] = []

    var count: Int { blocks.count }

    /// How many groups a list of so many blocks tells apart.
    static func groupCount(ofBlocks count: Int) -> Int {
        count > blocksPerGroup ? (count + blocksPerGroup - 1) / blocksPerGroup : 0
    }

    mutating func append(
        lastDocument: UInt32, impacts range: Range<Int>, of impacts: [UInt8], blockSize: Int, chunkSize: Int
    ) {
        if blocks.count % Self.blocksPerGroup == 0 { groupImpacts.append(Impacts()) }
        var offset = range.lowerBound
        _ = Impacts.forEach(impacts.span, at: &offset) { groupImpacts[groupImpacts.count - 1].insert($0) }
        blocks.append(
            Block(
                lastDocument: lastDocument, impactsSize: range.count, blockSize: blockSize,
                chunkSize: chunkSize))
    }

    mutating func removeAll() {
        blocks.removeAll(keepingCapacity: true)
        groupImpacts.removeAll(keepingCapacity: true)
    }

    /// Appends the list: `impacts` and `data` are those of all blocks, one after another.
    mutating func append(impacts: [UInt8], blocks data: [UInt8], to lists: inout ListSections) {
        let start = lists.postings.count
        append(impacts: impacts, blocks: data, to: &lists.postings)
        if lists.postings.count - start > lists.limit { lists.isCut = true }
    }

    private mutating func append(impacts: [UInt8], blocks data: [UInt8], to list: inout [UInt8]) {
        let groupCount = Self.groupCount(ofBlocks: blocks.count)
        encodeGroupImpacts()
        if groupCount > 0 { appendGroups(to: &list) }
        forEachGroup { group, range in
            let impactsSize = blocks[range].reduce(0) { $0 + $1.impactsSize }
            var impactsPlace =
                groupCount > 0
                ? impactsEnds[group] - (group > 0 ? impactsEnds[group - 1] : 0) : 8 * blocks.count
            var dataPlace = impactsPlace + impactsSize
            for block in blocks[range] {
                list.appendFixed32(block.lastDocument)
                // 32 blocks of at most 1,026 bytes and their impacts of at most 769 stay below 2^16.
                list.appendFixed16(UInt16(impactsPlace))
                list.appendFixed16(UInt16(dataPlace))
                impactsPlace += block.impactsSize
                dataPlace += block.blockSize
            }
        }
        var (impactsStart, dataStart) = (0, 0)
        forEachGroup { group, range in
            let impactsEnd = impactsStart + blocks[range].reduce(0) { $0 + $1.impactsSize }
            let dataEnd = dataStart + blocks[range].reduce(0) { $0 + $1.blockSize }
            if groupCount > 0 {
                list += impactsOfGroups[(group > 0 ? impactsEnds[group - 1] : 0)..<impactsEnds[group]]
            }
            list += impacts[impactsStart..<impactsEnd]
            list += data[dataStart..<dataEnd]
            (impactsStart, dataStart) = (impactsEnd, dataEnd)
        }
    }

    private mutating func encodeGroupImpacts() {
        impactsOfGroups.removeAll(keepingCapacity: true)
        impactsEnds.removeAll(keepingCapacity: true)
        for impacts in groupImpacts {
            impacts.encode(to: &impactsOfGroups)
            impactsEnds.append(impactsOfGroups.count)
        }
    }

    private func appendGroups(to list: inout [UInt8]) {
        var start = 8 * (impactsEnds.count + blocks.count)
        forEachGroup { group, range in
            list.appendFixed32(blocks[range.upperBound - 1].lastDocument)
            list.appendFixed32(UInt32(truncatingIfNeeded: start))
            start += impactsEnds[group] - (group > 0 ? impactsEnds[group - 1] : 0)
            start += blocks[range].reduce(0) { $0 + $1.impactsSize + $1.blockSize }
        }
    }

    /// Appends the positions: `chunks` are those of all blocks, one after another.
    func append(chunks: [UInt8], to lists: inout ListSections) {
        var greatest = 0
        forEachGroup { _, range in
            greatest = max(greatest, blocks[range].reduce(0) { $0 + $1.chunkSize })
        }
        if greatest > lists.limit { lists.isCut = true }
        append(chunks: chunks, greatestGroup: greatest, to: &lists.positions)
    }

    private func append(chunks: [UInt8], greatestGroup greatest: Int, to positions: inout [UInt8]) {
        let groupCount = Self.groupCount(ofBlocks: blocks.count)
        let width = greatest + 1 + 2 * Self.blocksPerGroup <= Int(UInt16.max) ? 2 : 4
        let chunksStart = 1 + 5 * groupCount + width * blocks.count
        positions.append(UInt8(width))
        var start = chunksStart
        forEachGroup { _, range in
            if groupCount > 0 { positions.appendFixed40(start) }
            start += blocks[range].reduce(0) { $0 + $1.chunkSize }
        }
        start = chunksStart
        forEachGroup { _, range in
            let base = groupCount > 0 ? start : 0
            for block in blocks[range] {
                if width == 2 {
                    positions.appendFixed16(UInt16(start - base))
                } else {
                    positions.appendFixed32(UInt32(truncatingIfNeeded: start - base))
                }
                start += block.chunkSize
            }
        }
        positions += chunks
    }

    private func forEachGroup(_ visit: (_ group: Int, Range<Int>) -> Void) {
        for (group, start) in stride(from: 0, to: blocks.count, by: Self.blocksPerGroup).enumerated() {
            visit(group, start..<min(start + Self.blocksPerGroup, blocks.count))
        }
    }
}
