internal import IndexAnalysis
internal import IndexCore
internal import IndexSearch
internal import IndexStorage
internal import PluginAPI

/// Which fields of a core file hold the parts of a document.
///
/// The schema's fields come first. Behind them there is one for each field of several kinds of zones, if they are to be
/// told apart: its terms are the names of the kinds, at the positions where their zones begin and where they end.
///
/// ```
/// body         wasting no time …   ·64·   the press …   ·64·   photo …
/// positions    0                          70                   150       … 160
/// body zones   lead: 0, 6                 body: 70, 86         caption: 150, 161
/// ```
struct FieldLayout: Sendable {
    /// Of the core file.
    let fieldNames: [String]
    /// For each kind of zone the field that holds its words; nil for none.
    let fieldOfZone: [Int?]
    /// The schema's fields of several kinds of zones, each with the field that tells them apart.
    let divided: [(field: Int, ranges: Int)]
    /// The field of the authors' names.
    let authorField: Int?

    init(_ schema: Schema) {
        fieldOfZone = schema.fieldOfZone
        authorField = schema.fields.firstIndex(where: \.holdsAuthors)
        let several = schema.fields.indices.filter { schema.storesZones && schema.fields[$0].zones.count > 1 }
        divided = several.enumerated().map { ($1, schema.fields.count + $0) }
        let names = schema.fields.map(\.name)
        fieldNames = names + several.map { Self.rangesName(of: names[$0]) }
    }

    fileprivate static func rangesName(of field: String) -> String { field + " zones" }

    /// The term of a kind in the field that tells zones apart.
    static func name(of kind: ZoneKind) -> String { names[Int(kind.rawValue)] }

    private static let names = ZoneKind.allCases.map { "\($0)" }
}

extension Schema {
    var layout: FieldLayout { FieldLayout(self) }

    /// For facets whose values have spellings what those of one have in common.
    fileprivate var spellingKeys: [String: @Sendable (String) -> String] {
        Dictionary(uniqueKeysWithValues: documentFacets.map { ($0.rawValue, PublisherName.key) })
    }

    /// Reads what a field holds of a stored document; nil where texts are not stored.
    fileprivate var textReader: FieldTextReader? {
        guard storesDocuments else { return nil }
        let fields = fields
        return FieldTextReader { record, file, name, zone in
            let document = try DocumentRecord.decode(record, identifier: [], days: noDate, file: file)
            guard let field = fields.first(where: { $0.name == name }) else {
                return FieldText(text: [], stretches: [])
            }
            if field.holdsAuthors {
                return document.authors.reduce(into: FieldText(text: [], stretches: [])) { found, author in
                    let start = found.text.count
                    found.text += author.utf8
                    found.stretches.append(start..<found.text.count)
                }
            }
            let stretches = document.zones.filter { place in
                field.zones.contains(place.kind)
                    && zone.map { FieldLayout.name(of: place.kind) == $0 } ?? true
            }
            return FieldText(text: document.text, stretches: stretches.map(\.range))
        }
    }

    /// What views keep, and where documents name what they are about; see `Salience`.
    fileprivate var facetViews: FacetViews {
        var views = FacetViews()
        for aspect in FacetAspect.allCases { views.senses[aspect.rawValue] = aspect.sense?.rawValue }
        func add(_ kind: ZoneKind, zone: Bool, _ leastCount: UInt32) {
            guard let field = fieldOfZone[Int(kind.rawValue)] else { return }
            views.subjectPlaces.append(
                .init(
                    field: fields[field].name, zone: zone ? FieldLayout.name(of: kind) : nil,
                    leastCount: leastCount))
        }
        add(.title, zone: false, 1)
        if storesZones { add(.lead, zone: true, 1) }
        add(.body, zone: false, 2)
        return views
    }

    /// By name the zones that can be searched.
    fileprivate var searchedZones: [String: ZonePlacement] {
        var zones: [String: ZonePlacement] = [:]
        for field in fields where storesZones {
            for kind in field.zones {
                zones[FieldLayout.name(of: kind)] = ZonePlacement(
                    field: field.name,
                    rangesField: field.zones.count > 1 ? FieldLayout.rangesName(of: field.name) : nil)
            }
        }
        return zones
    }
}

extension Searcher {
    /// - Parameter problems: receives what is wrong with lines of the overlay, which are left out.
    convenience init(
        _ snapshot: Snapshot, _ schema: Schema, analyzer: Analyzer, overlay: FacetOverlay,
        problems: inout [FacetOverlay.Problem]
    ) throws(StorageError) {
        try self.init(
            snapshot, analyzer: analyzer, defaultFields: schema.defaultFieldNames,
            zones: schema.searchedZones, spellingKeys: schema.spellingKeys, texts: schema.textReader,
            views: schema.facetViews, overlay: overlay, problems: &problems)
    }

    convenience init(_ snapshot: Snapshot, _ schema: Schema, analyzer: Analyzer) {
        self.init(
            snapshot, analyzer: analyzer, defaultFields: schema.defaultFieldNames,
            zones: schema.searchedZones, spellingKeys: schema.spellingKeys, texts: schema.textReader,
            views: schema.facetViews)
    }
}

extension SegmentBuilder {
    /// Adds where the zones of divided fields begin and end; neighbours of one kind are one.
    mutating func appendRanges(of places: [ZonePlace], _ layout: FieldLayout) {
        for (field, ranges) in layout.divided {
            let zones = places.filter { $0.field == field }
            for (index, zone) in zones.enumerated() {
                let name = Array(FieldLayout.name(of: zone.kind).utf8)[...]
                if index == 0 || zones[index - 1].kind != zone.kind {
                    append(field: ranges, term: name, position: zone.position)
                }
                if index + 1 == zones.count || zones[index + 1].kind != zone.kind {
                    append(field: ranges, term: name, position: zone.position + UInt32(zone.tokens.count))
                }
            }
        }
    }

    /// Adds the authors' names; of very many the first.
    mutating func appendAuthors(_ authors: [String], _ layout: FieldLayout, _ tokenizer: DocumentTokenizer) {
        guard let field = layout.authorField else { return }
        var position: UInt32 = 0
        for author in authors.prefix(FieldLayout.maximumAuthorCount) {
            let tokens = tokenizer.tokens(of: author)
            append(
                field: field,
                TokenSlice(folded: tokens.folded, offsets: tokens.foldedOffsets, tokens: 0..<tokens.count),
                position: position)
            position += UInt32(tokens.count) + Schema.zoneGap
        }
    }
}

extension FieldLayout {
    /// Beyond this it is a list of something else.
    fileprivate static let maximumAuthorCount = 1024
}
