/// Sorted terms with an entry each, front-coded in blocks of 32.
///
/// ```
/// dictionary   blocks… | block offsets u40 × blockCount | termCount u32 | blockCount u32      little-endian
/// block        for each term: what `FrontCoding` draws | entryLength LEB128 | entry bytes
/// ```
/// A block's first term shares no bytes with the one before it, so that lookup searches first terms by halves and then
/// reads one block. Terms compare byte for byte.
package enum TermDictionary {
    package static let termsPerBlock = 32
    private static let offsetByteCount = 5

    /// Collects terms in ascending order.
    package struct Writer: Sendable {
        private var bytes: [UInt8] = []
        private var blockOffsets: [Int] = []
        private var previous: [UInt8] = []
        private var ends = ListEnds()
        package private(set) var termCount = 0

        package init() {}

        /// Adds a term greater than the one before it.
        package mutating func append(term: [UInt8], entry: [UInt8]) {
            append(term[...])
            bytes.appendLengthAndBytes(entry)
        }

        /// Adds a term greater than the one before it.
        ///
        /// - Parameter inlined: where the lists of an inlined entry lie.
        package mutating func append(term: ArraySlice<UInt8>, entry: TermEntry, inlined: [UInt8]) {
            append(term)
            entry.append(to: &bytes, after: &ends, inlined: inlined)
        }

        private mutating func append(_ term: ArraySlice<UInt8>) {
            let shared = sharedCount(term)
            precondition(
                termCount == 0
                    || (shared < term.count
                        && (shared == previous.count || previous[shared] < term[term.startIndex + shared])),
                "terms must ascend")
            let isFirst = termCount % termsPerBlock == 0
            if isFirst {
                blockOffsets.append(bytes.count)
                ends = ListEnds()
            }
            let kept = isFirst ? 0 : shared
            FrontCoding.append(shared: kept, rest: term.dropFirst(kept), to: &bytes)
            previous.removeLast(previous.count - shared)
            previous += term.dropFirst(shared)
            termCount += 1
        }

        /// How many leading bytes a term has in common with the one before it.
        private func sharedCount(_ term: ArraySlice<UInt8>) -> Int {
            let (limit, start) = (min(previous.count, term.count), term.startIndex)
            var shared = 0
            while shared < limit, previous[shared] == term[start + shared] { shared += 1 }
            return shared
        }

        package consuming func finish() -> [UInt8] {
            for offset in blockOffsets { bytes.appendFixed40(offset) }
            bytes.appendFixed32(UInt32(truncatingIfNeeded: termCount))
            bytes.appendFixed32(UInt32(blockOffsets.count))
            return bytes
        }
    }

    /// Where a dictionary's parts lie; read once, in O(blocks), then used for every lookup.
    package struct Layout: Sendable, Equatable {
        package let termCount: Int
        package let blockCount: Int
        let blocksEnd: Int
        /// Of the first term of every sixteenth block.
        let keys: [UInt64]

        /// Nil when the counts contradict each other or the size of the dictionary.
        package init?(_ bytes: Span<UInt8>) {
            guard bytes.count >= 8 else { return nil }
            termCount = Int(fixed(bytes, at: bytes.count - 8))
            blockCount = Int(fixed(bytes, at: bytes.count - 4))
            blocksEnd = bytes.count - 8 - offsetByteCount * blockCount
            guard blocksEnd >= 0, blockCount == (termCount + termsPerBlock - 1) / termsPerBlock else {
                return nil
            }
            keys = TermDictionary.readKeys(bytes, blocksEnd: blocksEnd, blockCount: blockCount)
        }
    }

    /// A term as it was found.
    package struct Found: Sendable, Equatable {
        /// Rank among all terms, from 0.
        package var ordinal: Int
        /// Where the entry's bytes lie in the dictionary.
        package var entry: Range<Int>
        /// Where the lists of the entry before it in its block end.
        package var ends: ListEnds
    }

    /// What a lookup tells; damage is not absence.
    package enum Lookup: Sendable, Equatable {
        case found(Found)
        case absent
        case damaged
    }

    /// Reads the term of an ordinal at `offset`, where the one before it ended, and moves past it.
    ///
    /// - Parameter term: the term before, replaced by this one.
    /// - Returns: where the entry's bytes lie; nil when the dictionary is damaged, or the term does not sort after
    ///   the one before it.
    package static func read(
        ordinal: Int, of bytes: Span<UInt8>, layout: Layout, at offset: inout Int, term: inout [UInt8]
    ) -> Range<Int>? {
        let sharable = ordinal % termsPerBlock == 0 ? 0 : term.count
        guard let part = readTerm(bytes, at: &offset, end: layout.blocksEnd, previousCount: sharable),
            ordinal == 0 || compare(bytes.extracting(part.rest), term[part.shared...]) > 0
        else { return nil }
        term.removeLast(term.count - part.shared)
        term.append(bytes.extracting(part.rest))
        return part.entry
    }

    /// The terms of some ordinals, which ascend; nil when the dictionary is damaged.
    static func terms(at ordinals: [Int], of bytes: Span<UInt8>, layout: Layout) -> [[UInt8]]? {
        var found: [[UInt8]] = []
        found.reserveCapacity(ordinals.count)
        // Of the block that was read last, as far as it was.
        var (parts, block, offset) = ([Part](), -1, 0)
        parts.reserveCapacity(termsPerBlock)
        for ordinal in ordinals {
            precondition(ordinal >= 0 && ordinal < layout.termCount, "term \(ordinal) of \(layout.termCount)")
            if ordinal / termsPerBlock != block {
                block = ordinal / termsPerBlock
                parts.removeAll(keepingCapacity: true)
                offset = self.offset(ofBlock: block, of: bytes, layout: layout)
            }
            while parts.count <= ordinal % termsPerBlock {
                let size = parts.last.map { $0.shared + $0.rest.count } ?? 0
                guard let part = readTerm(bytes, at: &offset, end: layout.blocksEnd, previousCount: size)
                else {
                    return nil
                }
                parts.append(part)
            }
            found.append(term(of: parts[...(ordinal % termsPerBlock)], bytes))
        }
        return found
    }

    /// The last term of some, the first of which shares no bytes.
    private static func term(of parts: ArraySlice<Part>, _ bytes: Span<UInt8>) -> [UInt8] {
        guard let last = parts.last else { return [] }
        var term = [UInt8](repeating: 0, count: last.shared + last.rest.count)
        // What of the term is not known yet, from its start.
        var unknown = term.count
        for part in parts.reversed() where part.shared < unknown {
            for place in part.shared..<unknown {
                term[place] = bytes[part.rest.lowerBound + place - part.shared]
            }
            unknown = part.shared
        }
        return term
    }

    /// Where a block begins.
    private static func offset(ofBlock block: Int, of bytes: Span<UInt8>, layout: Layout) -> Int {
        let start = layout.blocksEnd + offsetByteCount * block
        return Int(fixed(bytes, at: start)) | Int(bytes[start + 4]) << 32
    }

    private struct Part {
        var shared: Int
        var rest: Range<Int>
        var entry: Range<Int>
    }

    private static func readTerm(
        _ bytes: Span<UInt8>, at offset: inout Int, end: Int, previousCount: Int
    ) -> Part? {
        guard let (shared, rest) = FrontCoding.read(bytes, at: &offset, end: end), shared <= previousCount,
            let entrySize = VariableInteger.read32(bytes, at: &offset), offset <= end,
            Int(entrySize) <= end - offset
        else { return nil }
        defer { offset += Int(entrySize) }
        return Part(shared: shared, rest: rest, entry: offset..<offset + Int(entrySize))
    }

    private static func fixed(_ bytes: Span<UInt8>, at offset: Int) -> UInt32 {
        (0..<4).reduce(0) { $0 | UInt32(bytes[offset + $1]) << UInt32(8 * $1) }
    }

    /// Negative, zero or positive as `left` sorts before, with or after `right`.
    private static func compare(_ left: Span<UInt8>, _ right: ArraySlice<UInt8>) -> Int {
        let count = min(left.count, right.count)
        for index in 0..<count {
            let (one, other) = (left[index], right[right.startIndex + index])
            if one != other { return one < other ? -1 : 1 }
        }
        return left.count - right.count
    }
}
