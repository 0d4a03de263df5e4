package import IndexStorage

/// Words of a document that name a facet value, as an index keeps them.
package struct FacetMention: Sendable, Equatable {
    /// Rank of the value among those of the layer, or, for a builder, of its plugin.
    package var value: UInt32
    package var field: UInt8
    /// Position of the first token in the field, and how many tokens.
    package var position: UInt32
    package var tokenCount: UInt32
    /// Byte range in the document's stored text.
    package var start: UInt32
    package var size: UInt32
    /// Index among the layer's rules, and line of the plugin's table from 1, or 0.
    package var rule: UInt16
    package var row: UInt32
    /// What the words stand for, and how much they count in eighths: 0...2 and 1...63.
    package var sense: UInt8 = 0
    package var weight: UInt8 = 8

    package init(
        value: UInt32, field: UInt8, position: UInt32, tokenCount: UInt32, start: UInt32, size: UInt32,
        rule: UInt16, row: UInt32
    ) {
        self.value = value
        self.field = field
        self.position = position
        self.tokenCount = tokenCount
        self.start = start
        self.size = size
        self.rule = rule
        self.row = row
    }

    /// Sense and weight in a byte, which is 0 for most.
    ///
    /// ```
    /// bits 0–1 sense | bits 2–7 weight, or 0 for a weight of 8
    /// ```
    var marks: UInt8 {
        get { sense | (weight == 8 ? 0 : weight << 2) }
        set {
            sense = newValue & 3
            weight = newValue >> 2 == 0 ? 8 : newValue >> 2
        }
    }
}

extension FacetMention {
    /// Appends the mentions of a document, which ascend.
    ///
    /// ```
    /// mention   value | field | position − previous of the field | tokenCount | start − previous start | size
    ///           | rule | row | marks                                                   all LEB128
    /// ```
    package static func encode(_ mentions: [FacetMention], to bytes: inout [UInt8]) {
        var previous = PreviousMention()
        for mention in mentions {
            bytes.appendInteger(Int(mention.value))
            bytes.appendInteger(Int(mention.field))
            bytes.appendInteger(Int(mention.position - previous.position(of: mention.field)))
            bytes.appendInteger(Int(mention.tokenCount))
            bytes.appendInteger(Int(mention.start - previous.start))
            bytes.appendInteger(Int(mention.size))
            bytes.appendInteger(Int(mention.rule))
            bytes.appendInteger(Int(mention.row))
            bytes.appendInteger(Int(mention.marks))
            previous.take(mention)
        }
    }

    /// Reads mentions of a document to the end of the bytes; takes only what a builder can have written.
    package static func decode(
        _ reader: inout ByteReader, valueCount: Int, ruleCount: Int
    ) throws(StorageError) -> [FacetMention] {
        var previous = PreviousMention()
        var mentions: [FacetMention] = []
        while !reader.isAtEnd {
            let mention = try decodeOne(
                &reader, after: previous, valueCount: valueCount, ruleCount: ruleCount)
            mentions.append(mention)
            previous.take(mention)
        }
        return mentions
    }

    /// Value and rule exist, and no end overflows.
    private static func decodeOne(
        _ reader: inout ByteReader, after previous: PreviousMention, valueCount: Int, ruleCount: Int
    ) throws(StorageError) -> FacetMention {
        let value = try reader.integer(below: UInt64(valueCount))
        let field = UInt8(try reader.integer(below: 1 << 8))
        let position = UInt64(previous.position(of: field)) + (try reader.integer(below: 1 << 32))
        let tokenCount = try reader.integer(below: 1 << 32)
        let start = UInt64(previous.start) + (try reader.integer(below: 1 << 32))
        let size = try reader.integer(below: 1 << 32)
        guard position + tokenCount < 1 << 32, start + size < 1 << 32 else {
            throw reader.damaged("a mention ends at token \(position + tokenCount), byte \(start + size)")
        }
        var mention = FacetMention(
            value: UInt32(value), field: field, position: UInt32(position), tokenCount: UInt32(tokenCount),
            start: UInt32(start), size: UInt32(size),
            rule: UInt16(try reader.integer(below: UInt64(ruleCount))),
            row: UInt32(try reader.integer(below: 1 << 32)))
        mention.marks = UInt8(try reader.integer(below: 1 << 8))
        guard mention.sense < 3 else { throw reader.damaged("a mention of the sense \(mention.sense)") }
        return mention
    }
}

/// What the numbers of a mention count from.
struct PreviousMention {
    private(set) var start: UInt32 = 0
    /// By field, as far as one was met.
    private var positions: [UInt32] = []

    func position(of field: UInt8) -> UInt32 { Int(field) < positions.count ? positions[Int(field)] : 0 }

    /// Begins with another document.
    mutating func reset() {
        start = 0
        positions.removeAll(keepingCapacity: true)
    }

    mutating func take(_ mention: FacetMention) {
        start = mention.start
        while positions.count <= Int(mention.field) { positions.append(0) }
        positions[Int(mention.field)] = mention.position
    }
}
