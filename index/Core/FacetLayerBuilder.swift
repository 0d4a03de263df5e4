package import IndexStorage

/// What a layer says of itself: the meta section of a layer file.
///
/// ```
/// core name text | facet name text | plugin version | fingerprint | documentCount
/// | ruleCount | rule text… | hasMentions | ordinalWidth | incompleteCount | incomplete document…
///                                                                                       numbers LEB128
/// ```
package struct FacetLayerMeta: Sendable, Equatable {
    /// The core file whose documents the layer is about.
    package var coreName: String
    package var facet: String
    package var pluginVersion: Int
    package var fingerprint: UInt64
    package var documentCount: Int
    package var rules: [String]
    /// False where documents state the values themselves, and where they follow from another facet's mentions.
    package var hasMentions = true
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
            && rules == other.rules && hasMentions == other.hasMentions
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
        bytes.appendInteger(hasMentions ? 1 : 0)
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
        hasMentions = try reader.integer(below: 2) == 1
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
/// 4 ordinal offsets u32 × (documentCount + 1), counting ordinals; nothing where every document has one
/// 5 ordinals, each ordinalWidth bytes, ascending within a document
/// 6, 7, 8 blocks of mentions, mentions, namings: see MentionColumn; none where it has none
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
    /// Ids of the values that mentions may name: first those of the plugin's list, ascending as bytes, then discovered ones.
    private var values: [[UInt8]]
    private let listedCount: Int
    /// By id, the rank of each discovered value among `values`.
    private var discoveredRanks: [[UInt8]: UInt32] = [:]
    private let facet: String
    private let pluginVersion: Int
    private let fingerprint: UInt64
    private let rules: [String]
    private var mentionsByDocument: [[FacetMention]] = []
    private var incompleteDocuments: [UInt32] = []
    /// Of the document that is added; kept for its room.
    private var previous = PreviousMention()

    package init(
        values: [[UInt8]], facet: String, pluginVersion: Int, fingerprint: UInt64, rules: [String]
    ) {
        self.values = values
        listedCount = values.count
        self.facet = facet
        self.pluginVersion = pluginVersion
        self.fingerprint = fingerprint
        self.rules = rules
    }

    /// Adds the next document's mentions; `start` ascends, and `position` does within a field.
    ///
    /// - Parameter discovered: ids of values beyond the plugin's list; a mention names one by the size of the list and its
    ///   index.
    package mutating func append(_ mentions: [FacetMention], discovered: [[UInt8]] = []) {
        var mentions = mentions
        if !discovered.isEmpty {
            let ranks = discovered.map { rank(ofDiscovered: $0) }
            for index in mentions.indices where mentions[index].value >= listedCount {
                mentions[index].value = ranks[Int(mentions[index].value) - listedCount]
            }
        }
        previous.reset()
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

    private mutating func rank(ofDiscovered id: [UInt8]) -> UInt32 {
        if let listed = values[..<listedCount].rank(of: id) { return UInt32(listed) }
        if let known = discoveredRanks[id] { return known }
        let rank = UInt32(values.count)
        values.append(id)
        discoveredRanks[id] = rank
        return rank
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
        let order = occurringValues()
        var ordinalOfValue = [UInt32](repeating: 0, count: values.count)
        for (ordinal, value) in order.enumerated() { ordinalOfValue[value] = UInt32(ordinal) }
        var meta = FacetLayerMeta(
            coreName: coreName, facet: facet, pluginVersion: pluginVersion, fingerprint: fingerprint,
            documentCount: mentionsByDocument.count, rules: rules)
        meta.incompleteDocuments = incompleteDocuments
        for document in mentionsByDocument.indices {
            for place in mentionsByDocument[document].indices {
                let value = Int(mentionsByDocument[document][place].value)
                mentionsByDocument[document][place].value = ordinalOfValue[value]
            }
        }
        var sections = ValueSections(order.map { values[$0] })
        var own: [UInt32] = []
        for found in mentionsByDocument {
            own.removeAll(keepingCapacity: true)
            for mention in found { own.append(mention.value) }
            own.sort()
            sections.append(own)
        }
        let mentions = MentionColumn(mentionsByDocument)
        return try IndexFile.layer.write(to: store) { file throws(StorageError) in
            try sections.write(&meta, to: file)
            try file.addSection(LayerSection.mentionBlocks, mentions.blocks)
            try file.addSection(LayerSection.mentions, mentions.mentions)
            try file.addSection(LayerSection.namings, mentions.namings)
        }
    }

    /// Indices of the values that occur, ascending by their ids' bytes.
    private func occurringValues() -> [Int] {
        var occurs = [Bool](repeating: false, count: values.count)
        for mentions in mentionsByDocument {
            for mention in mentions { occurs[Int(mention.value)] = true }
        }
        let found = values.indices.filter { occurs[$0] }
        if discoveredRanks.isEmpty { return found }
        return found.sorted { values[$0].lexicographicallyPrecedes(values[$1]) }
    }
}

extension ArraySlice<[UInt8]> {
    /// The index of an element, of those that ascend as bytes.
    fileprivate func rank(of id: [UInt8]) -> Int? {
        var (low, high) = (startIndex, endIndex)
        while low < high {
            let middle = (low + high) / 2
            if self[middle].lexicographicallyPrecedes(id) { low = middle + 1 } else { high = middle }
        }
        return low < endIndex && self[low] == id ? low : nil
    }
}
