internal import IndexAnalysis
internal import IndexCore
internal import IndexStorage
public import PluginAPI

/// What an index holds of each document: its fields, how text becomes terms, and whether the text itself is kept.
///
/// Chosen when an index is made and stored with it.
public struct Schema: Sendable, Equatable {
    /// A part of every document that can be searched by itself.
    public struct Field: Sendable, Equatable {
        public var name: String
        /// The zones whose words it holds; a zone belongs to one field at most.
        public var zones: [ZoneKind]
        /// Whether words without a field's name search it.
        public var isDefault: Bool
        /// Whether it holds the names of the authors, wherever they were found, rather than words of the text.
        public var holdsAuthors: Bool

        public init(
            _ name: String, zones: [ZoneKind], isDefault: Bool = true, holdsAuthors: Bool = false
        ) {
            self.name = name
            self.zones = zones
            self.isDefault = isDefault
            self.holdsAuthors = holdsAuthors
        }
    }

    public var fields: [Field]
    /// The name of an analyzer: `multilingual`, `english`, `standard`, `standard-fr` and so on, or `simple`.
    public var analyzerName: String
    /// Whether text and metadata are kept, for display, snippets and writing facets again. Identifiers and dates are
    /// kept in any case.
    public var storesDocuments: Bool
    /// Whether the zones of a field can be searched each by itself, as `zone:byline` does.
    public var storesZones = false
    /// Fields of records that state values of facets. An index that exists takes up those it does not know; documents
    /// indexed before are read again.
    public var facetFields: [FacetField] = []

    /// Facets whose values are what documents tell of themselves.
    public var documentFacets: [DocumentFacet] = []
    /// Whether documents have signatures, by which copies are found: 108 bytes each.
    public var findsCopies = false

    /// - Parameter fields: 1...64 of them.
    public init(fields: [Field], analyzer: String, storesDocuments: Bool = true) {
        self.fields = fields
        analyzerName = analyzer
        self.storesDocuments = storesDocuments
    }

    /// Title and text, and what stands around an article aside, with zones and authors to be searched when named; with
    /// publishers as facets, and copies found.
    public static let articles = {
        var schema = Schema(
            fields: [
                Field("title", zones: [.title]), Field("body", zones: [.lead, .body, .caption]),
                Field("aside", zones: [.byline, .biography, .notice, .boilerplate], isDefault: false),
                Field("author", zones: [], isDefault: false, holdsAuthors: true),
            ],
            analyzer: "multilingual")
        schema.documentFacets = DocumentFacet.allCases
        schema.findsCopies = true
        schema.storesZones = true
        return schema
    }()

    /// Positions left free between two zones of a field or two names, so that no phrase reaches from one into the next.
    static let zoneGap: UInt32 = 64

    var defaultFieldNames: [String] { fields.filter(\.isDefault).map(\.name) }

    /// For each kind of zone the field that holds its words; nil for none.
    var fieldOfZone: [Int?] {
        ZoneKind.allCases.map { zone in fields.firstIndex { $0.zones.contains(zone) } }
    }

    /// Facets whose values documents state themselves: those of all documents, then in the order of their fields.
    var statedFacets: [String] {
        (documentFacets.map(\.rawValue) + facetFields.map(\.facet)).reduce(into: []) {
            if !$0.contains($1) { $0.append($1) }
        }
    }

    func settings() throws(DossierError) -> SegmentSettings {
        guard let analyzer = Analyzer.named(analyzerName) else {
            throw DossierError(
                .badRequest,
                "There is no analyzer ‘\(analyzerName)’; take multilingual, english, standard, simple, or standard- with a "
                    + "language.")
        }
        let names = layout.fieldNames
        guard !fields.isEmpty, names.count <= 64, Set(names).count == names.count else {
            throw DossierError(
                .badRequest,
                "A schema has from 1 to 64 fields, those that tell zones apart included, each with a name of its own."
            )
        }
        for name in statedFacets {
            let isPlain = name.utf8.allSatisfy { byte in
                (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte) || byte == 0x2D
                    || byte == 0x5F
            }
            let isTaken = ["actor", "date", "zone"].contains(name) || fields.contains { $0.name == name }
            guard !name.isEmpty, isPlain, !isTaken else {
                throw DossierError(
                    .badRequest,
                    "A facet cannot be named ‘\(name)’: take letters, digits, - and _, and no name that queries know "
                        + "already, such as actor, date or that of a field.")
            }
        }
        return SegmentSettings(fieldNames: names, analyzer: analyzer, signsTexts: findsCopies)
    }

    /// The schema as a commit keeps it.
    ///
    /// ```
    /// schema       analyzer text | storesDocuments | findsCopies | storesZones | fieldCount | field… | facetFieldCount
    ///              | facetField… | documentFacetCount | name text…
    /// facetField   field text | facet text
    /// field        name text | isDefault | holdsAuthors | zoneCount | zone kind…       all numbers LEB128
    /// ```
    func encoded() -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.appendText(analyzerName)
        bytes.appendInteger(storesDocuments ? 1 : 0)
        bytes.appendInteger(findsCopies ? 1 : 0)
        bytes.appendInteger(storesZones ? 1 : 0)
        bytes.appendInteger(fields.count)
        for field in fields {
            bytes.appendText(field.name)
            bytes.appendInteger(field.isDefault ? 1 : 0)
            bytes.appendInteger(field.holdsAuthors ? 1 : 0)
            bytes.appendInteger(field.zones.count)
            for zone in field.zones { bytes.appendInteger(Int(zone.rawValue)) }
        }
        bytes.appendInteger(facetFields.count)
        for field in facetFields {
            bytes.appendText(field.field)
            bytes.appendText(field.facet)
        }
        bytes.appendInteger(documentFacets.count)
        for facet in documentFacets { bytes.appendText(facet.rawValue) }
        return bytes
    }

    init(_ bytes: [UInt8]) throws(StorageError) {
        var reader = ByteReader(bytes, file: "the schema in the commit")
        self.init(fields: [], analyzer: try reader.text(), storesDocuments: try reader.count() == 1)
        findsCopies = try reader.count() == 1
        storesZones = try reader.count() == 1
        for _ in 0..<(try reader.count()) {
            var field = Field(
                try reader.text(), zones: [], isDefault: try reader.count() == 1,
                holdsAuthors: try reader.count() == 1)
            for _ in 0..<(try reader.count()) {
                guard let zone = ZoneKind(rawValue: UInt8(clamping: try reader.count())) else {
                    throw reader.damaged("a zone of no kind")
                }
                field.zones.append(zone)
            }
            fields.append(field)
        }
        for _ in 0..<(try reader.count()) {
            facetFields.append(FacetField(try reader.text(), facet: try reader.text()))
        }
        for _ in 0..<(try reader.count()) {
            guard let facet = DocumentFacet(rawValue: try reader.text()) else {
                throw reader.damaged("a facet of no kind")
            }
            documentFacets.append(facet)
        }
        try reader.finish()
    }
}
