internal import IndexCore
internal import IndexStorage
internal import PluginAPI

/// What the layers of one facet have in common: its plugin, and the values and rules mentions refer to; only the name
/// where documents state the values themselves.
struct FacetShape: Sendable, Equatable {
    let name: String
    let pluginVersion: Int
    let fingerprint: UInt64
    let rules: [String]
    /// Ids, ascending as bytes.
    let values: [[UInt8]]
    let isStated: Bool

    init(_ plugin: any FacetPlugin) {
        name = plugin.manifest.name
        pluginVersion = plugin.manifest.version
        fingerprint = plugin.fingerprint
        rules = plugin.rules
        values = plugin.values.map { Array($0.id.utf8) }
        isStated = false
    }

    /// A facet whose values documents state themselves.
    init(stated name: String) { self.init(.stated(name), FacetCatalog([]), rules: []) }

    /// The facet of a commit; the rules are not part of it.
    init(_ facet: CommitRecord.Facet, _ catalog: FacetCatalog, rules: [String]) {
        name = facet.name
        pluginVersion = facet.pluginVersion
        fingerprint = facet.fingerprint
        self.rules = rules
        values = catalog.values.map { Array($0.id.utf8) }
        isStated = facet.isStated
    }

    fileprivate func makeBuilder() -> FacetLayerBuilder {
        FacetLayerBuilder(
            values: values, facet: name, pluginVersion: pluginVersion, fingerprint: fingerprint, rules: rules)
    }
}

/// The layers of one segment as they grow.
struct LayerBuilders {
    private var builders: [FacetLayerBuilder]
    private let statedFacets: [String]
    private var statedBuilders: [StatedLayerBuilder]

    /// - Parameter facets: those whose values documents state come last.
    init(_ facets: [FacetShape]) {
        builders = facets.filter { !$0.isStated }.map { $0.makeBuilder() }
        statedFacets = facets.filter(\.isStated).map(\.name)
        statedBuilders = statedFacets.map { StatedLayerBuilder(facet: $0) }
    }

    var isEmpty: Bool { builders.isEmpty && statedBuilders.isEmpty }

    /// Adds the segment's next document.
    ///
    /// - Parameter mentions: what each plugin found in it; nil where it failed.
    mutating func append(_ document: Document, _ mentions: [[FacetMention]?]) {
        for (index, mentions) in mentions.enumerated() {
            if let mentions { builders[index].append(mentions) } else { builders[index].appendIncomplete() }
        }
        for (index, facet) in statedFacets.enumerated() {
            let values = document.statedValues[facet] ?? []
            statedBuilders[index].append(values.map { statedBuilders[index].number(of: Array($0.utf8)) })
        }
    }

    /// Writes a layer for each facet, in their order.
    ///
    /// - Returns: their names.
    consuming func write(coreName: String, to store: CommitStore) throws(StorageError) -> [String] {
        var names: [String] = []
        while !builders.isEmpty {
            names.append(try builders.removeFirst().write(coreName: coreName, to: store))
        }
        while !statedBuilders.isEmpty {
            names.append(try statedBuilders.removeFirst().write(coreName: coreName, to: store))
        }
        return names
    }
}

/// Finds the mentions of all facets in documents, and collects them and the values that documents state, for the layers of
/// one segment.
struct FacetLayers {
    /// Documents a plugin is handed at once.
    private static let blockCount = 32

    private let finder: FacetFinder
    private var builders: LayerBuilders
    private var pending: [TokenizedDocument] = []
    /// What plugins said of documents they could not read.
    private(set) var problems: [SourceProblem] = []

    /// - Parameter stated: facets whose values documents state themselves.
    init(_ plugins: [any FacetPlugin], stated: [String] = [], fieldOfZone: [Int?]) {
        finder = FacetFinder(plugins: plugins, fieldOfZone: fieldOfZone)
        builders = LayerBuilders(plugins.map { FacetShape($0) } + stated.map { FacetShape(stated: $0) })
    }

    /// Adds the segment's next document.
    mutating func append(_ document: TokenizedDocument) {
        if builders.isEmpty { return }
        pending.append(document)
        if pending.count == Self.blockCount { flush() }
    }

    /// Writes a layer for each plugin, in their order, then one for each facet whose values are stated.
    ///
    /// - Returns: their names.
    mutating func write(coreName: String, to store: CommitStore) throws(StorageError) -> [String] {
        flush()
        return try builders.write(coreName: coreName, to: store)
    }

    private mutating func flush() {
        let found = finder.mentions(in: pending, problems: &problems)
        for (index, document) in pending.enumerated() {
            builders.append(document.document, found.map { $0[index] })
        }
        pending.removeAll(keepingCapacity: true)
    }
}

/// Asks the plugins of all facets for the mentions in documents.
struct FacetFinder: Sendable {
    let plugins: [any FacetPlugin]
    let fieldOfZone: [Int?]

    /// - Parameter problems: receives what plugins say of documents they cannot read.
    /// - Returns: for each plugin and document the mentions as the index keeps them; nil where the plugin failed.
    func mentions(
        in documents: [TokenizedDocument], problems: inout [SourceProblem]
    ) -> [[[FacetMention]?]] {
        let places = documents.map { $0.places(fieldOfZone: fieldOfZone) }
        var all: [[[FacetMention]?]] = []
        for plugin in plugins {
            let found = mentions(plugin, documents, &problems)
            let (valueCount, ruleCount) = (plugin.values.count, plugin.rules.count)
            all.append(
                documents.indices.map { index in
                    found[index]?.filter { $0.value < valueCount && $0.rule < ruleCount }
                        .compactMap { placed($0, documents[index], places[index]) }
                        .sorted { $0.start < $1.start }
                })
        }
        return all
    }

    private func mentions(
        _ plugin: any FacetPlugin, _ documents: [TokenizedDocument], _ problems: inout [SourceProblem]
    ) -> [[Mention]?] {
        if let all = try? plugin.mentions(in: documents), all.count == documents.count { return all }
        // One by one, so that a document that cannot be read costs no other its facets.
        var found: [[Mention]?] = []
        for document in documents {
            do throws(FacetError) {
                found.append(try plugin.mentions(in: [document]).first)
            } catch {
                let reason =
                    switch error {
                    case .failed(_, let reason): reason
                    }
                found.append(nil)
                problems.append(
                    SourceProblem(
                        path: document.document.identifier,
                        reason: "the plugin \(plugin.manifest.name) failed: \(reason)"))
            }
        }
        return found
    }

    /// A mention as the index keeps it; nil for one that lies outside the document.
    private func placed(
        _ mention: Mention, _ document: TokenizedDocument, _ places: [ZonePlace]
    ) -> FacetMention? {
        let (first, count) = (Int(mention.firstToken), Int(mention.tokenCount))
        guard count > 0, first + count <= document.tokenCount, let place = places.place(of: first) else {
            return nil
        }
        return FacetMention(
            value: mention.value, field: UInt8(place.field), position: place.position,
            tokenCount: mention.tokenCount, start: document.starts[first],
            size: document.ends[first + count - 1] - document.starts[first], rule: mention.rule,
            row: mention.row)
    }
}
