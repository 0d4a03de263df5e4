internal import IndexStorage

/// The mentions of a layer as its sections hold them.
///
/// ```
/// blocks     for every 64 documents where their mentions begin u64
/// mentions   for each document: mentionCount | mention…
/// mention    naming | position − previous of the field | start − previous start           all LEB128
/// namings    value u32 | tokenCount u32 | size u32 | row u32 | rule u16 | field u8 | marks u8
/// ```
/// A naming is what mentions of one form have in common; the commonest come first, so that most take a byte.
struct MentionColumn {
    static let documentsPerBlock = 64
    static let namingByteCount = 20

    private(set) var blocks: [UInt8] = []
    private(set) var mentions: [UInt8] = []
    private(set) var namings: [UInt8] = []

    /// - Parameter mentionsByDocument: their values are ordinals.
    init(_ mentionsByDocument: [[FacetMention]]) {
        var counts: [Naming: Int] = [:]
        for found in mentionsByDocument {
            for mention in found { counts[Naming(mention), default: 0] += 1 }
        }
        let order = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        var numbers: [Naming: Int] = [:]
        for (number, counted) in order.enumerated() {
            counted.key.append(to: &namings)
            numbers[counted.key] = number
        }
        for (document, found) in mentionsByDocument.enumerated() {
            if document % Self.documentsPerBlock == 0 { blocks.appendFixed64(UInt64(mentions.count)) }
            mentions.appendInteger(found.count)
            var previous = PreviousMention()
            for mention in found {
                mentions.appendInteger(numbers[Naming(mention)] ?? 0)
                mentions.appendInteger(Int(mention.position - previous.position(of: mention.field)))
                mentions.appendInteger(Int(mention.start - previous.start))
                previous.take(mention)
            }
        }
    }
}

/// What mentions of one form have in common.
private struct Naming: Hashable, Comparable {
    var value: UInt32
    var field: UInt8
    var tokenCount: UInt32
    var size: UInt32
    var rule: UInt16
    var row: UInt32
    var marks: UInt8

    init(_ mention: FacetMention) {
        value = mention.value
        field = mention.field
        tokenCount = mention.tokenCount
        size = mention.size
        rule = mention.rule
        row = mention.row
        marks = mention.marks
    }

    func append(to bytes: inout [UInt8]) {
        for number in [value, tokenCount, size, row] { bytes.appendFixed32(number) }
        bytes.appendFixed32(UInt32(rule) | UInt32(field) << 16 | UInt32(marks) << 24)
    }

    static func < (left: Naming, right: Naming) -> Bool {
        if left.value != right.value { return left.value < right.value }
        return (left.row, left.field, left.tokenCount, left.size, left.rule, left.marks)
            < (right.row, right.field, right.tokenCount, right.size, right.rule, right.marks)
    }
}

/// Reads the mentions of a layer; every doubt is an error.
struct MentionReader {
    let blocks: MappedBytes
    let mentions: MappedBytes
    let namings: MappedBytes
    let documentCount: Int
    let valueCount: Int
    let ruleCount: Int

    init(
        blocks: MappedBytes, mentions: MappedBytes, namings: MappedBytes, documentCount: Int,
        valueCount: Int, ruleCount: Int
    ) throws(StorageError) {
        let size = MentionColumn.documentsPerBlock
        guard blocks.count == 8 * ((documentCount + size - 1) / size),
            namings.count % MentionColumn.namingByteCount == 0
        else { throw .corrupt(file: blocks.path, reason: "the mentions do not fit the documents") }
        self.blocks = blocks
        self.mentions = mentions
        self.namings = namings
        self.documentCount = documentCount
        self.valueCount = valueCount
        self.ruleCount = ruleCount
    }

    var blockCount: Int { blocks.count / 8 }

    /// The mentions of each document of a block.
    func mentions(ofBlock index: Int) throws(StorageError) -> [[FacetMention]] {
        let range = try range(ofBlock: index)
        var reader = ByteReader(mentions.slice(range).array(), file: blocks.path)
        let first = index * MentionColumn.documentsPerBlock
        var found: [[FacetMention]] = []
        for _ in first..<min(first + MentionColumn.documentsPerBlock, documentCount) {
            found.append(try readMentions(&reader))
        }
        try reader.finish()
        return found
    }

    private func readMentions(_ reader: inout ByteReader) throws(StorageError) -> [FacetMention] {
        var previous = PreviousMention()
        var found: [FacetMention] = []
        for _ in 0..<(try reader.count()) {
            let naming = Int(
                try reader.integer(below: UInt64(namings.count / MentionColumn.namingByteCount)))
            var mention = try self.naming(naming, reader)
            let position =
                UInt64(previous.position(of: mention.field)) + (try reader.integer(below: 1 << 32))
            let start = UInt64(previous.start) + (try reader.integer(below: 1 << 32))
            guard position + UInt64(mention.tokenCount) < 1 << 32, start + UInt64(mention.size) < 1 << 32
            else {
                throw reader.damaged("a mention begins at token \(position), byte \(start)")
            }
            mention.position = UInt32(position)
            mention.start = UInt32(start)
            found.append(mention)
            previous.take(mention)
        }
        return found
    }

    /// A mention without its place.
    private func naming(_ index: Int, _ reader: ByteReader) throws(StorageError) -> FacetMention {
        let offset = index * MentionColumn.namingByteCount
        let last = namings.loadUInt32(at: offset + 16)
        var mention = FacetMention(
            value: namings.loadUInt32(at: offset), field: UInt8(truncatingIfNeeded: last >> 16), position: 0,
            tokenCount: namings.loadUInt32(at: offset + 4), start: 0,
            size: namings.loadUInt32(at: offset + 8), rule: UInt16(truncatingIfNeeded: last),
            row: namings.loadUInt32(at: offset + 12))
        mention.marks = UInt8(truncatingIfNeeded: last >> 24)
        guard mention.value < valueCount, mention.rule < ruleCount, mention.sense < 3 else {
            throw reader.damaged("naming \(index) is of no value or rule")
        }
        return mention
    }
}
