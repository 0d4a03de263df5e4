internal import IndexCore
internal import IndexStorage
internal import PluginAPI

/// A document on its way into a segment, with what the facet plugins found in it.
struct LiveDocument: Sendable {
    /// Of the values it states only those of the index's facets count.
    var document: Document
    /// One for each facet that a plugin finds; nil where it failed.
    var mentions: [FoundMentions?]
}

/// A live document with its tokens: all that a segment is built of.
struct LiveSource: Sendable {
    var live: LiveDocument
    var tokenized: TokenizedDocument
}

/// Changes that become visible together: an entry of the write log.
///
/// ```
/// entry     deletedCount | identifier text… | documentCount | document…
/// document  identifier text | days | record size | record | found or stated, × facetCount
/// found     0 where the plugin failed, else size + 1 | discoveredCount | id text… | mention…
/// stated    valueCount | value text…                                                 all numbers LEB128
/// ```
/// `days` is that of the date column as u32, the record that of `DocumentRecord`, a mention as layers have it, its value
/// the place in the catalog.
struct LiveBatch: Sendable {
    /// Deleted before the documents are added.
    var deleted: [[UInt8]] = []
    /// Each identifier at most once.
    var documents: [LiveDocument] = []

    /// - Parameter facets: those of the log.
    func encoded(_ facets: [FacetShape]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.appendInteger(deleted.count)
        for identifier in deleted { bytes.appendLengthAndBytes(identifier) }
        bytes.appendInteger(documents.count)
        for live in documents {
            bytes.appendText(live.document.identifier)
            bytes.appendInteger(Int(UInt32(bitPattern: live.document.published?.daysSinceEpoch ?? noDate)))
            bytes.appendLengthAndBytes(DocumentRecord.encode(live.document))
            for mentions in live.mentions {
                guard let mentions else {
                    bytes.appendInteger(0)
                    continue
                }
                var found: [UInt8] = []
                found.appendInteger(mentions.discovered.count)
                for id in mentions.discovered { found.appendLengthAndBytes(id) }
                FacetMention.encode(mentions.mentions, to: &found)
                bytes.appendInteger(found.count + 1)
                bytes += found
            }
            for facet in facets where facet.isStated {
                let values = live.document.statedValues[facet.name] ?? []
                bytes.appendInteger(values.count)
                for value in values { bytes.appendText(value) }
            }
        }
        return bytes
    }

    init() {}

    /// - Parameter facets: those of the log.
    init(_ bytes: [UInt8], facets: [FacetShape], file: String) throws(StorageError) {
        var reader = ByteReader(bytes, file: file)
        for _ in 0..<(try reader.count()) { deleted.append(try reader.lengthAndBytes()) }
        for _ in 0..<(try reader.count()) {
            let identifier = try reader.lengthAndBytes()
            let days = Int32(bitPattern: UInt32(try reader.integer(below: 1 << 32)))
            let record = try reader.lengthAndBytes()
            let document = try DocumentRecord.decode(record, identifier: identifier, days: days, file: file)
            guard document.hasZonesInOrder, Array(document.identifier.utf8) == identifier else {
                throw reader.damaged("a document that no writer takes")
            }
            var live = LiveDocument(document: document, mentions: [])
            for facet in facets where facet.origin == .found {
                let size = try reader.count()
                guard size > 0 else {
                    live.mentions.append(nil)
                    continue
                }
                var found = ByteReader(try reader.bytes(size - 1), file: file)
                var mentions = FoundMentions()
                for _ in 0..<(try found.count()) {
                    mentions.discovered.append(try found.lengthAndBytes())
                }
                mentions.mentions = try FacetMention.decode(
                    &found, valueCount: facet.values.count + mentions.discovered.count,
                    ruleCount: facet.rules.count)
                live.mentions.append(mentions)
            }
            for facet in facets where facet.isStated {
                var values: [String] = []
                for _ in 0..<(try reader.count()) { values.append(try reader.text()) }
                live.document.statedValues[facet.name] = values
            }
            guard live.document.keepValues(of: facets.filter(\.isStated).map(\.name)).isEmpty else {
                throw reader.damaged("values that no writer takes")
            }
            documents.append(live)
        }
        try reader.finish()
    }
}

/// What a log says before its entries: the facets whose mentions they hold.
///
/// ```
/// preamble  facetCount | facet…
/// facet     name text | pluginVersion | fingerprint | ruleCount | rule text…           all numbers LEB128
/// ```
enum LogPreamble {
    static func encode(_ facets: [FacetShape]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.appendInteger(facets.count)
        for facet in facets {
            bytes.appendText(facet.name)
            bytes.appendInteger(facet.pluginVersion)
            VariableInteger.append(facet.fingerprint, to: &bytes)
            bytes.appendInteger(facet.rules.count)
            for rule in facet.rules { bytes.appendText(rule) }
        }
        return bytes
    }

    /// - Parameter known: facets of the commit the log belongs to, with their catalogs.
    static func decode(
        _ bytes: [UInt8], _ known: [(facet: CommitRecord.Facet, catalog: FacetCatalog)], file: String
    ) throws(StorageError) -> [FacetShape] {
        var reader = ByteReader(bytes, file: file)
        var facets: [FacetShape] = []
        guard try reader.count() == known.count else { throw reader.damaged("it has other facets") }
        for (facet, catalog) in known {
            let (name, version) = (try reader.text(), try reader.count())
            guard name == facet.name, version == facet.pluginVersion,
                try reader.integer() == facet.fingerprint
            else { throw reader.damaged("its facet \(name) is not that of the commit") }
            var rules: [String] = []
            for _ in 0..<(try reader.count()) { rules.append(try reader.text()) }
            guard rules.count <= 1 << 16 else { throw reader.damaged("\(rules.count) rules") }
            facets.append(FacetShape(facet, catalog, rules: rules))
        }
        try reader.finish()
        return facets
    }
}

/// Builds segments of live documents.
struct LiveSegmentBuilder: Sendable {
    let settings: SegmentSettings
    let facets: [FacetShape]
    let tokenizer: DocumentTokenizer
    let storesDocuments: Bool
    let findsCopies: Bool
    let documentFacets: [DocumentFacet]
    let layout: FieldLayout
    /// Facets whose values documents state.
    var statedFacets: [String] { facets.filter(\.isStated).map(\.name) }

    init(_ schema: Schema, _ settings: SegmentSettings, facets: [FacetShape]) {
        self.settings = settings
        self.facets = facets
        tokenizer = DocumentTokenizer(settings.analyzer)
        storesDocuments = schema.storesDocuments
        findsCopies = schema.findsCopies
        documentFacets = schema.documentFacets
        layout = schema.layout
    }

    /// A document with its tokens.
    func source(_ live: LiveDocument) -> LiveSource {
        LiveSource(live: live, tokenized: tokenizer.tokenize(live.document))
    }

    /// Writes the core file and the layers of some documents, at least one.
    func write(
        _ sources: some Sequence<LiveSource>, to store: CommitStore
    ) throws(StorageError) -> CommitRecord.Segment {
        var textByteCount = 0
        var segment = SegmentBuilder(settings)
        var layers = LayerBuilders(
            facets, of: facets.filter { $0.origin == .found }.map(\.name))
        var signer = findsCopies ? TextSigner() : nil
        for source in sources {
            segment.append(
                source.tokenized, layout, tokenizer, storesDocuments: storesDocuments, signer: &signer)
            layers.append(source.live.document, source.live.mentions)
            textByteCount += source.live.document.text.count
        }
        let documentCount = segment.documentCount
        let core = try segment.write(to: store)
        return CommitRecord.Segment(
            instance: 0, core: core, documentCount: documentCount, textByteCount: textByteCount,
            layers: try layers.write(coreName: core, to: store))
    }

    /// A segment of some documents, at least one, in memory.
    func part(
        _ sources: some Sequence<LiveSource>, of record: CommitRecord
    ) throws(StorageError) -> Snapshot.Part {
        let memory = MemoryFileSystem()
        let entry = try write(sources, to: CommitStore(memory))
        return try Snapshot.Part(entry, of: record, in: memory, commit: "memory", filtersTerms: true)
    }
}
