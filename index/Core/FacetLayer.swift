package import IndexStorage

/// One layer file, open for reading: which values of a facet the documents of a core name, and with which words.
package final class FacetLayer: Sendable {
    /// The name of the layer file.
    package let name: String
    package let meta: FacetLayerMeta
    private let file: SectionFile

    /// Opens the layer of a core.
    ///
    /// - Throws: `StorageError`, also when the layer is another core's.
    package init(_ name: String, of core: Segment, in fileSystem: any FileSystem) throws(StorageError) {
        let file = try IndexFile.layer.open(name, in: fileSystem)
        let path = file.file.path
        meta = try FacetLayerMeta(file.section(LayerSection.meta).bytes().array(), file: path)
        guard meta.coreName == core.name, meta.documentCount == core.documentCount else {
            throw .corrupt(file: path, reason: "it belongs to \(meta.coreName), not to \(core.name)")
        }
        self.name = name
        self.file = file
    }

    /// Size of the layer file in bytes.
    package var byteCount: Int { file.file.byteCount }

    /// The values that occur, by id; the rank of one is its ordinal.
    package func values() throws(StorageError) -> TermTable {
        try TermTable(
            try file.section(LayerSection.values).bytes(), documentCount: meta.documentCount)
    }

    /// Ids of the values that occur, by ordinal.
    package func valueIdentifiers() throws(StorageError) -> [[UInt8]] {
        var cursor = try values().cursor()
        var identifiers: [[UInt8]] = []
        while try cursor.next() { identifiers.append(cursor.term) }
        return identifiers
    }

    package func postings(_ entry: TermEntry) throws(StorageError) -> TermPostings {
        let section = entry.isInlined ? LayerSection.values : LayerSection.postings
        return try TermPostings(
            file.section(section).bytes(entry.postings), documentFrequency: entry.documentFrequency,
            documentCount: meta.documentCount)
    }

    package func ordinals() throws(StorageError) -> OrdinalColumn {
        try OrdinalColumn(
            offsets: file.section(LayerSection.ordinalOffsets).bytes(),
            ordinals: file.section(LayerSection.ordinals).bytes(), width: meta.ordinalWidth,
            documentCount: meta.documentCount, valueCount: try values().count)
    }

    /// The mentions of one document, ascending by where they start; `value` is an ordinal. None where values are stated.
    package func mentions(of document: UInt32) throws(StorageError) -> [FacetMention] {
        if meta.isStated { return [] }
        let offsets = try file.section(LayerSection.mentionOffsets)
        let place = 8 * Int(document)
        let pair = try offsets.bytes(place..<(place + 16))
        let (start, end) = (pair.loadUInt64(at: 0), pair.loadUInt64(at: 8))
        let section = try file.section(LayerSection.mentions)
        guard start <= end, end <= UInt64(section.count) else {
            throw .corrupt(file: file.file.path, reason: "mentions of document \(document) lie outside")
        }
        let bytes = try section.bytes(Int(start)..<Int(end)).array()
        return try decode(bytes, valueCount: try values().count)
    }

    private func decode(_ bytes: [UInt8], valueCount: Int) throws(StorageError) -> [FacetMention] {
        var reader = ByteReader(bytes, file: file.file.path)
        var previous = PreviousMention()
        var mentions: [FacetMention] = []
        while !reader.isAtEnd {
            let mention = try decodeOne(&reader, after: previous, valueCount: valueCount)
            mentions.append(mention)
            previous.take(mention)
        }
        return mentions
    }

    /// Takes only what a builder can have written: value and rule exist, and no end overflows.
    private func decodeOne(
        _ reader: inout ByteReader, after previous: PreviousMention, valueCount: Int
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
        return FacetMention(
            value: UInt32(value), field: field, position: UInt32(position), tokenCount: UInt32(tokenCount),
            start: UInt32(start), size: UInt32(size),
            rule: UInt16(try reader.integer(below: UInt64(meta.rules.count))),
            row: UInt32(try reader.integer(below: 1 << 32)))
    }

    package func checkUndamaged() throws(StorageError) { try file.file.checkUndamaged() }

    /// Verifies every checksum of the file.
    package func verifyAll() throws(StorageError) { try file.verifyAll() }
}
