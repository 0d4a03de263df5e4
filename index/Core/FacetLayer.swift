package import IndexStorage
internal import Synchronization

/// One layer file, open for reading: which values of a facet the documents of a core name, and with which words.
package final class FacetLayer: Sendable {
    /// The name of the layer file.
    package let name: String
    package let meta: FacetLayerMeta
    private let file: SectionFile
    /// Nil where nobody asked yet.
    private let table = Mutex<TermTable?>(nil)

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

    var mapping: MappedFile { file.file }

    /// Size of the layer file in bytes.
    package var byteCount: Int { file.file.byteCount }

    /// The values that occur, by id; the rank of one is its ordinal.
    package func values() throws(StorageError) -> TermTable {
        if let known = table.withLock({ $0 }) { return known }
        let made = try TermTable(
            try file.section(LayerSection.values).bytes(), documentCount: meta.documentCount)
        table.withLock { $0 = made }
        return made
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

    /// The mentions of one document, ascending by where they start; `value` is an ordinal. None where the layer has no mentions.
    ///
    /// - Complexity: reads those of 64 documents.
    package func mentions(of document: UInt32) throws(StorageError) -> [FacetMention] {
        if !meta.hasMentions { return [] }
        let (block, place) = Int(document).quotientAndRemainder(dividingBy: MentionColumn.documentsPerBlock)
        return try mentions().mentions(ofBlock: block)[place]
    }

    /// Calls `visit` with the mentions of each document, in order.
    func forEachMentions(
        _ visit: (UInt32, [FacetMention]) throws(StorageError) -> Void
    ) throws(StorageError) {
        if !meta.hasMentions { return }
        let reader = try mentions()
        var document: UInt32 = 0
        for block in 0..<reader.blockCount {
            for found in try reader.mentions(ofBlock: block) {
                try visit(document, found)
                document += 1
            }
        }
    }

    func mentions() throws(StorageError) -> MentionReader {
        try MentionReader(
            blocks: file.section(LayerSection.mentionBlocks).bytes(),
            mentions: file.section(LayerSection.mentions).bytes(),
            namings: file.section(LayerSection.namings).bytes(), documentCount: meta.documentCount,
            valueCount: values().count, ruleCount: meta.rules.count)
    }

    package func checkUndamaged() throws(StorageError) { try file.file.checkUndamaged() }

    /// Verifies every checksum of the file.
    package func verifyAll() throws(StorageError) { try file.verifyAll() }
}
