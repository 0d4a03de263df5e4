internal import IndexCore
internal import IndexStorage
internal import PluginAPI

/// Gives copies that do not say where they appeared first a value of `republished-from`: the publisher of their original.
///
/// The values stand in the layers of the facet, as those that documents state do; which of them were given is kept with the
/// links of copies, so that they go when the original does.
struct CopySources {
    /// A segment with the columns that tell originals.
    private struct Part {
        let segment: Segment
        let deletes: DeleteSet?
        let publishers: StatedColumn
        let sources: StatedColumn
        let dates: DateColumn
        /// By document the value that it was given, and the one it is to have.
        var given: [UInt32: [UInt8]] = [:]
        var wanted: [UInt32: [UInt8]] = [:]
    }

    private struct Member {
        var part: Int
        var document: UInt32
    }

    private var parts: [Part] = []
    private let facet: Int

    /// Brings the layers of a commit that is about to be published up to date.
    ///
    /// - Parameters:
    ///   - known: hashes of the values that were given before.
    /// - Returns: those of the values that are given now, ascending.
    static func update(
        _ editor: inout IndexEditor, _ links: CopyLinks, known: [UInt64]
    ) throws(StorageError) -> [UInt64] {
        func facet(_ name: DocumentFacet) -> Int? {
            editor.record.facets.firstIndex { $0.name == name.rawValue && $0.isStated }
        }
        guard let publisher = facet(.publisher), let source = facet(.republishedFrom) else { return [] }
        var sources = CopySources(facet: source)
        try sources.open(&editor, publisher: publisher, known: Set(known))
        try sources.choose(links)
        try sources.write(&editor)
        return try sources.hashes()
    }

    private init(facet: Int) { self.facet = facet }

    private mutating func open(
        _ editor: inout IndexEditor, publisher: Int, known: Set<UInt64>
    ) throws(StorageError) {
        for index in editor.record.segments.indices {
            let (segment, deletes) = try editor.contents(index)
            let layers = try editor.layers(index)
            var part = Part(
                segment: segment, deletes: deletes, publishers: try StatedColumn(layers[publisher]),
                sources: try StatedColumn(layers[facet]), dates: try segment.dates())
            if !known.isEmpty, !part.sources.values.isEmpty {
                let identifiers = try segment.identifiers()
                for document in 0..<UInt32(segment.documentCount) where deletes?.contains(document) != true {
                    for value in try part.sources.values(of: document) {
                        let hash = Self.hash(try identifiers.identifier(of: document), value)
                        if known.contains(hash) { part.given[document] = value }
                    }
                }
            }
            parts.append(part)
        }
    }

    /// Of each cluster the original, and which of the others are to have its publisher.
    private mutating func choose(_ links: CopyLinks) throws(StorageError) {
        var groups: [UInt64: Int] = [:]
        let grouped = links.groups
        for (number, texts) in grouped.enumerated() { for text in texts { groups[text] = number } }
        var members = [[Member]](repeating: [], count: grouped.count)
        var lengths: [SketchRows?] = []
        for index in parts.indices {
            let texts = try LiveTexts.Part(parts[index].segment, deletes: parts[index].deletes)
            texts?.forEachText { document, hash in
                if let group = groups[hash] { members[group].append(Member(part: index, document: document)) }
            }
            lengths.append(try parts[index].segment.signatures()?.rows())
        }
        for group in members where group.count > 1 {
            var copies: [CopyTraits] = []
            for member in group {
                let part = parts[member.part]
                let own = try part.sources.values(of: member.document).first {
                    $0 != part.given[member.document]
                }
                copies.append(
                    CopyTraits(
                        publisher: try part.publishers.values(of: member.document).first.map(Self.text),
                        source: own.map(Self.text), days: part.dates[member.document],
                        lengthCode: lengths[member.part]?.lengthCode(of: member.document) ?? 0))
            }
            let original = copies[CopyTraits.original(of: copies)]
            guard let publisher = original.publisher, original.source == nil else { continue }
            let key = PublisherName.key(publisher)
            for (member, copy) in zip(group, copies)
            where copy.source == nil && copy.publisher.map(PublisherName.key) != key {
                parts[member.part].wanted[member.document] = Array(publisher.utf8)
            }
        }
    }

    /// Writes the layers anew whose documents are to have other values.
    private func write(_ editor: inout IndexEditor) throws(StorageError) {
        for (index, part) in parts.enumerated() where part.wanted != part.given {
            var layer = StatedLayerBuilder(facet: DocumentFacet.republishedFrom.rawValue)
            for document in 0..<UInt32(part.segment.documentCount) {
                var values = try part.sources.values(of: document).filter { $0 != part.given[document] }
                if let wanted = part.wanted[document] { values.append(wanted) }
                layer.append(values.map { layer.number(of: $0) })
            }
            editor.setLayer(
                try layer.write(coreName: part.segment.name, to: editor.store), facet: facet, of: index)
        }
    }

    private func hashes() throws(StorageError) -> [UInt64] {
        var hashes: [UInt64] = []
        for part in parts where !part.wanted.isEmpty {
            let identifiers = try part.segment.identifiers()
            for (document, value) in part.wanted {
                hashes.append(Self.hash(try identifiers.identifier(of: document), value))
            }
        }
        return hashes.sorted()
    }

    /// Of a value and the document that was given it.
    private static func hash(_ identifier: [UInt8], _ value: [UInt8]) -> UInt64 {
        Checksum.xxh3(identifier + [0] + value)
    }

    private static func text(_ value: [UInt8]) -> String { String(decoding: value, as: UTF8.self) }
}

/// The values that documents of a segment state of a facet.
private struct StatedColumn {
    let values: [[UInt8]]
    private let ordinals: OrdinalColumn

    init(_ layer: FacetLayer) throws(StorageError) {
        values = try layer.valueIdentifiers()
        ordinals = try layer.ordinals()
    }

    func values(of document: UInt32) throws(StorageError) -> [[UInt8]] {
        if values.isEmpty { return [] }
        return try ordinals.ordinals(of: document).map { values[$0] }
    }
}
