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
        var table = NamingTable()
        // Of each mention, one document after another.
        var numbers: [UInt32] = []
        for found in mentionsByDocument {
            for mention in found { numbers.append(table.number(of: Naming(mention))) }
        }
        let order = table.byFrequency
        var ranks = [Int](repeating: 0, count: order.count)
        for (rank, number) in order.enumerated() {
            table.namings[number].append(to: &namings)
            ranks[number] = rank
        }
        var (next, previous) = (0, PreviousMention())
        for (document, found) in mentionsByDocument.enumerated() {
            if document % Self.documentsPerBlock == 0 { blocks.appendFixed64(UInt64(mentions.count)) }
            mentions.appendInteger(found.count)
            previous.reset()
            for mention in found {
                mentions.appendInteger(ranks[Int(numbers[next])])
                mentions.appendInteger(Int(mention.position - previous.position(of: mention.field)))
                mentions.appendInteger(Int(mention.start - previous.start))
                previous.take(mention)
                next += 1
            }
        }
    }
}

/// Numbers namings as they are met, and counts them: open addressing over a power of two slots.
private struct NamingTable {
    var namings: [Naming] = []
    private var counts: [UInt32] = []
    /// A number plus one, or 0.
    private var slots = [UInt32](repeating: 0, count: 256)

    mutating func number(of naming: Naming) -> UInt32 {
        var slot = naming.hash & (slots.count - 1)
        while slots[slot] != 0 {
            let number = Int(slots[slot] - 1)
            if namings[number] == naming {
                counts[number] += 1
                return UInt32(number)
            }
            slot = (slot + 1) & (slots.count - 1)
        }
        slots[slot] = UInt32(namings.count + 1)
        namings.append(naming)
        counts.append(1)
        if namings.count * 2 > slots.count { grow() }
        return UInt32(namings.count - 1)
    }

    private mutating func grow() {
        slots = [UInt32](repeating: 0, count: slots.count * 2)
        for (number, naming) in namings.enumerated() {
            var slot = naming.hash & (slots.count - 1)
            while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = UInt32(number + 1)
        }
    }

    /// Numbers of the namings, those of most mentions first, equal ones in their order.
    var byFrequency: [Int] {
        namings.indices.sorted { one, other in
            if counts[one] != counts[other] { return counts[one] > counts[other] }
            return namings[one] < namings[other]
        }
    }
}

/// What mentions of one form have in common.
private struct Naming: Equatable, Comparable {
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

    /// Source: the multiplier is that of `fmix64` in MurmurHash3, by Austin Appleby, public domain.
    var hash: Int {
        var mixed = UInt64(value) << 32 | UInt64(row)
        mixed = (mixed ^ mixed >> 33) &* 0xFF51_AFD7_ED55_8CCD
        mixed ^= UInt64(size) << 40 | UInt64(tokenCount) << 24 | UInt64(rule) << 16 | UInt64(field) << 8
        mixed = (mixed ^ UInt64(marks) ^ mixed >> 33) &* 0xFF51_AFD7_ED55_8CCD
        return Int(truncatingIfNeeded: (mixed ^ mixed >> 33) & 0x7FFF_FFFF)
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
