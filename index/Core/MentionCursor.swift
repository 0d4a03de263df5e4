package import IndexStorage

/// Reads the mentions of one document after another, forward, without those of the documents between: of these it only
/// counts where numbers end. The documents asked for ascend, or it begins their block anew.
package final class MentionCursor {
    private var state: MentionCursorState

    /// - Parameter layer: one with mentions.
    package init(_ layer: FacetLayer) throws(StorageError) {
        state = MentionCursorState(try layer.mentions())
    }

    /// The places of a document, ascending by `start` within a field.
    ///
    /// - Complexity: O(bytes of the mentions of the documents between, of its block at most).
    package func places(of document: UInt32) throws(StorageError) -> [Place] {
        try state.read(document)
        return state.places
    }

    /// Where words name a value.
    package struct Place: Sendable {
        /// An ordinal of the layer.
        package var value: UInt32
        package var field: UInt8
        /// Of the first token in the field, and behind the last one.
        package var start: UInt32
        package var end: UInt32
        /// Index among the rules of the layer.
        package var rule: UInt16
        /// What the words stand for, as in `FacetMention`.
        package var sense: UInt8
    }
}

/// Where a `MentionCursor` stands.
private struct MentionCursorState {
    /// Those of the document read last.
    private(set) var places: [MentionCursor.Place] = []
    private let reader: MentionReader
    /// The document read last; nil for none.
    private var document: UInt32?
    /// The next document, where its mentions begin, and the block it lies in; −1 for none.
    private var next = 0
    private var offset = 0
    private var block = -1
    private var blockEnd = 0
    /// By field, of the mention read last; 0 between documents.
    private var positions = [UInt32](repeating: 0, count: 256)

    init(_ reader: MentionReader) { self.reader = reader }

    /// Replaces `places` by those of a document.
    mutating func read(_ document: UInt32) throws(StorageError) {
        if document == self.document { return }
        precondition(document < reader.documentCount, "document \(document) of \(reader.documentCount)")
        places.removeAll(keepingCapacity: true)
        self.document = nil
        try enter(Int(document))
        let mentions = reader.mentions
        let isSound = mentions.withSpan { bytes in
            while next < Int(document) { guard skip(bytes) else { return false } }
            return readOne(bytes)
        }
        guard isSound else {
            block = -1
            throw .corrupt(
                file: reader.mentions.path, reason: "the mentions of document \(document) are damaged")
        }
        self.document = document
    }

    /// Goes to the block of a document, unless the next one lies in it and not behind the document.
    private mutating func enter(_ document: Int) throws(StorageError) {
        let index = document / MentionColumn.documentsPerBlock
        if index == block, next <= document { return }
        let range = try reader.range(ofBlock: index)
        (block, offset, blockEnd) = (index, range.lowerBound, range.upperBound)
        next = index * MentionColumn.documentsPerBlock
    }

    private mutating func readInteger(_ bytes: Span<UInt8>) -> UInt64? {
        guard offset < blockEnd else { return nil }
        let byte = bytes[offset]
        if byte < 0x80 {
            offset += 1
            return UInt64(byte)
        }
        return VariableInteger.read(bytes, at: &offset)
    }

    /// Skips the mentions of a document: three numbers each, of which every one ends with a byte below 0x80.
    private mutating func skip(_ bytes: Span<UInt8>) -> Bool {
        guard let count = readInteger(bytes), count <= UInt64(blockEnd - offset) else { return false }
        var left = 3 * Int(count)
        while left >= 8, offset + 8 <= blockEnd {
            left -= (~reader.mentions.loadUInt64(at: offset) & 0x8080_8080_8080_8080).nonzeroBitCount
            offset += 8
        }
        while left > 0, offset < blockEnd {
            if bytes[offset] < 0x80 { left -= 1 }
            offset += 1
        }
        next += 1
        return left == 0 && offset <= blockEnd
    }

    private mutating func readOne(_ bytes: Span<UInt8>) -> Bool {
        defer { for place in places { positions[Int(place.field)] = 0 } }
        guard let count = readInteger(bytes), count <= UInt64(blockEnd - offset) else { return false }
        for _ in 0..<count {
            guard let naming = readInteger(bytes), let gap = readInteger(bytes),
                readInteger(bytes) != nil, let named = reader.place(ofNaming: naming)
            else { return false }
            var place = named
            let start = gap &+ UInt64(positions[Int(place.field)])
            let end = start &+ UInt64(place.end)
            guard gap <= UInt64(UInt32.max), end <= UInt64(UInt32.max) else { return false }
            (place.start, place.end) = (UInt32(start), UInt32(end))
            positions[Int(place.field)] = place.start
            places.append(place)
        }
        next += 1
        return offset <= blockEnd
    }
}

extension MentionReader {
    /// Where in the section of mentions those of a block lie.
    func range(ofBlock index: Int) throws(StorageError) -> Range<Int> {
        let start = blocks.loadUInt64(at: 8 * index)
        let end = index + 1 < blockCount ? blocks.loadUInt64(at: 8 * index + 8) : UInt64(mentions.count)
        guard start <= end, end <= UInt64(mentions.count) else {
            throw .corrupt(file: blocks.path, reason: "mentions of block \(index) lie outside")
        }
        return Int(start)..<Int(end)
    }

    /// Value, field and, as its end, number of tokens of a naming; nil for one that there is not.
    fileprivate func place(ofNaming naming: UInt64) -> MentionCursor.Place? {
        guard naming < UInt64(namings.count / MentionColumn.namingByteCount) else { return nil }
        let offset = Int(naming) * MentionColumn.namingByteCount
        let value = namings.loadUInt32(at: offset)
        guard value < valueCount else { return nil }
        let last = namings.loadUInt32(at: offset + 16)
        return MentionCursor.Place(
            value: value, field: UInt8(truncatingIfNeeded: last >> 16), start: 0,
            end: namings.loadUInt32(at: offset + 4), rule: UInt16(truncatingIfNeeded: last),
            sense: UInt8(last >> 24 & 3))
    }
}
