package import IndexStorage

/// What a layer says of itself: the meta section of a layer file.
///
/// ```
/// core name text | facet name text | plugin version | fingerprint | documentCount
/// | ruleCount | rule text… | ordinalWidth | incompleteCount | incomplete document…      numbers LEB128
/// ```
package struct FacetLayerMeta: Sendable, Equatable {
    /// The core file whose documents the layer is about.
    package var coreName: String
    package var facet: String
    package var pluginVersion: Int
    package var fingerprint: UInt64
    package var documentCount: Int
    package var rules: [String]
    /// Bytes of an entry of the ordinals column: 1, 2 or 4.
    var ordinalWidth = 1
    /// Documents, ascending, on which the plugin failed: what they name is not known.
    package var incompleteDocuments: [UInt32] = []

    package init(
        coreName: String, facet: String, pluginVersion: Int, fingerprint: UInt64, documentCount: Int,
        rules: [String]
    ) {
        self.coreName = coreName
        self.facet = facet
        self.pluginVersion = pluginVersion
        self.fingerprint = fingerprint
        self.documentCount = documentCount
        self.rules = rules
    }

    /// Whether both layers could be parts of one.
    func isOfSamePlugin(as other: FacetLayerMeta) -> Bool {
        facet == other.facet && pluginVersion == other.pluginVersion && fingerprint == other.fingerprint
            && rules == other.rules
    }

    func encoded() -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.appendText(coreName)
        bytes.appendText(facet)
        bytes.appendInteger(pluginVersion)
        VariableInteger.append(fingerprint, to: &bytes)
        bytes.appendInteger(documentCount)
        bytes.appendInteger(rules.count)
        for rule in rules { bytes.appendText(rule) }
        bytes.appendInteger(ordinalWidth)
        bytes.appendInteger(incompleteDocuments.count)
        for document in incompleteDocuments { bytes.appendInteger(Int(document)) }
        return bytes
    }

    init(_ bytes: [UInt8], file: String) throws(StorageError) {
        var reader = ByteReader(bytes, file: file)
        self.init(
            coreName: try reader.text(), facet: try reader.text(), pluginVersion: try reader.count(),
            fingerprint: try reader.integer(), documentCount: try reader.count(), rules: [])
        for _ in 0..<(try reader.count()) { rules.append(try reader.text()) }
        ordinalWidth = try reader.count()
        guard documentCount < Int(UInt32.max), [1, 2, 4].contains(ordinalWidth), rules.count <= 1 << 16 else {
            throw reader.damaged("\(documentCount) documents, ordinals of \(ordinalWidth) bytes")
        }
        for _ in 0..<(try reader.count()) {
            let document = UInt32(try reader.integer(below: UInt64(documentCount)))
            guard incompleteDocuments.last.map({ $0 < document }) ?? true else {
                throw reader.damaged("incomplete documents do not ascend")
            }
            incompleteDocuments.append(document)
        }
        try reader.finish()
    }
}

/// The sections of a layer file.
///
/// ```
/// 1 meta | 2 values: TermDictionary of ids with TermEntry | 3 posting lists of values
/// 4 ordinal offsets u32 × (documentCount + 1), counting ordinals
/// 5 ordinals, each ordinalWidth bytes, ascending within a document
/// 6, 7, 8 blocks of mentions, mentions, namings: see MentionColumn
/// ```
enum LayerSection {
    static let meta: UInt32 = 1
    static let values: UInt32 = 2
    static let postings: UInt32 = 3
    static let ordinalOffsets: UInt32 = 4
    static let ordinals: UInt32 = 5
    static let mentionBlocks: UInt32 = 6
    static let mentions: UInt32 = 7
    static let namings: UInt32 = 8
}

/// Builds the layer of one facet over one segment.
package struct FacetLayerBuilder {
    /// Ids of the values mentions may name, ascending as bytes.
    private let values: [[UInt8]]
    private let facet: String
    private let pluginVersion: Int
    private let fingerprint: UInt64
    private let rules: [String]
    private var mentionsByDocument: [[FacetMention]] = []
    private var incompleteDocuments: [UInt32] = []

    package init(
        values: [[UInt8]], facet: String, pluginVersion: Int, fingerprint: UInt64, rules: [String]
    ) {
        self.values = values
        self.facet = facet
        self.pluginVersion = pluginVersion
        self.fingerprint = fingerprint
        self.rules = rules
    }

    /// Adds the next document's mentions, their values ranks in `values`; `start` ascends, and `position` does
    /// within a field.
    package mutating func append(_ mentions: [FacetMention]) {
        var previous = PreviousMention()
        for mention in mentions {
            precondition(
                mention.start >= previous.start && mention.position >= previous.position(of: mention.field),
                "mentions must ascend: \(mention)")
            precondition(
                mention.value < values.count && mention.rule < rules.count
                    && mention.size <= UInt32.max - mention.start
                    && mention.tokenCount <= UInt32.max - mention.position, "no mention is \(mention)")
            previous.take(mention)
        }
        mentionsByDocument.append(mentions)
    }

    /// Adds the next document, on which the plugin failed.
    package mutating func appendIncomplete() {
        incompleteDocuments.append(UInt32(mentionsByDocument.count))
        mentionsByDocument.append([])
    }

    /// Writes the layer file of a core.
    ///
    /// - Returns: its name.
    package consuming func write(coreName: String, to store: CommitStore) throws(StorageError) -> String {
        let ordinalOfValue = ordinals()
        var meta = FacetLayerMeta(
            coreName: coreName, facet: facet, pluginVersion: pluginVersion, fingerprint: fingerprint,
            documentCount: mentionsByDocument.count, rules: rules)
        let present = ordinalOfValue.count { $0 != nil }
        meta.ordinalWidth = present <= 1 << 8 ? 1 : present <= 1 << 16 ? 2 : 4
        meta.incompleteDocuments = incompleteDocuments
        let (dictionary, postings) = lists(ordinalOfValue)
        for document in mentionsByDocument.indices {
            for place in mentionsByDocument[document].indices {
                let value = Int(mentionsByDocument[document][place].value)
                mentionsByDocument[document][place].value = ordinalOfValue[value] ?? 0
            }
        }
        let columns = OrdinalSections(mentionsByDocument, ordinalWidth: meta.ordinalWidth)
        let mentions = MentionColumn(mentionsByDocument)
        return try IndexFile.layer.write(to: store) { file throws(StorageError) in
            try file.addSection(LayerSection.meta, meta.encoded())
            try file.addSection(LayerSection.values, dictionary)
            try file.addSection(LayerSection.postings, postings)
            try file.addSection(LayerSection.ordinalOffsets, columns.offsets)
            try file.addSection(LayerSection.ordinals, columns.ordinals)
            try file.addSection(LayerSection.mentionBlocks, mentions.blocks)
            try file.addSection(LayerSection.mentions, mentions.mentions)
            try file.addSection(LayerSection.namings, mentions.namings)
        }
    }

    /// For each value its rank among those that occur; nil for one that does not.
    private func ordinals() -> [UInt32?] {
        var ordinals = [UInt32?](repeating: nil, count: values.count)
        for mentions in mentionsByDocument {
            for mention in mentions { ordinals[Int(mention.value)] = 0 }
        }
        var next: UInt32 = 0
        for index in ordinals.indices where ordinals[index] != nil {
            ordinals[index] = next
            next += 1
        }
        return ordinals
    }

    /// The dictionary and the posting lists; a frequency is the number of mentions.
    private func lists(_ ordinalOfValue: [UInt32?]) -> (dictionary: [UInt8], postings: [UInt8]) {
        // A list takes room for two blocks: of many values few occur in a small segment.
        var writers = ordinalOfValue.map { $0.map { _ in PostingListWriter() } }
        for (document, mentions) in mentionsByDocument.enumerated() {
            let sorted = mentions.map(\.value).sorted()
            var index = 0
            while index < sorted.count {
                let end = sorted[index...].firstIndex { $0 != sorted[index] } ?? sorted.count
                writers[Int(sorted[index])]?.append(
                    document: UInt32(document), frequency: UInt32(end - index), norm: 0)
                index = end
            }
        }
        var (dictionary, lists) = (TermDictionary.Writer(), ListSections())
        for index in values.indices {
            guard var writer = writers[index] else { continue }
            let entry = writer.finish(into: &lists)
            dictionary.append(term: values[index][...], entry: entry, inlined: lists.inlined)
        }
        return (dictionary.finish(), lists.postings)
    }
}

/// The ordinals of a layer, by document.
private struct OrdinalSections {
    var offsets: [UInt8] = []
    var ordinals: [UInt8] = []

    init(_ mentionsByDocument: [[FacetMention]], ordinalWidth: Int) {
        var ordinalCount: UInt32 = 0
        for found in mentionsByDocument {
            offsets.appendFixed32(ordinalCount)
            if found.isEmpty { continue }
            for ordinal in Set(found.map(\.value)).sorted() {
                for byte in 0..<ordinalWidth {
                    ordinals.append(UInt8(truncatingIfNeeded: ordinal >> UInt32(8 * byte)))
                }
                ordinalCount += 1
            }
        }
        offsets.appendFixed32(ordinalCount)
    }
}
