internal import IndexCore
internal import IndexStorage
internal import PluginAPI

/// What the layers of one facet have in common: its plugin, and the values and rules mentions refer to.
struct FacetShape: Sendable, Equatable {
    let name: String
    let pluginVersion: Int
    let fingerprint: UInt64
    let rules: [String]
    /// Ids, ascending as bytes.
    let values: [[UInt8]]

    init(_ plugin: any FacetPlugin) {
        name = plugin.manifest.name
        pluginVersion = plugin.manifest.version
        fingerprint = plugin.fingerprint
        rules = plugin.rules
        values = plugin.values.map { Array($0.id.utf8) }
    }

    /// The facet of a commit; the rules are not part of it.
    init(_ facet: CommitRecord.Facet, _ catalog: FacetCatalog, rules: [String]) {
        name = facet.name
        pluginVersion = facet.pluginVersion
        fingerprint = facet.fingerprint
        self.rules = rules
        values = catalog.values.map { Array($0.id.utf8) }
    }

    func makeBuilder() -> FacetLayerBuilder {
        FacetLayerBuilder(
            values: values, facet: name, pluginVersion: pluginVersion, fingerprint: fingerprint, rules: rules)
    }
}

extension FacetLayerBuilder {
    /// Adds what a plugin found in the next document; nil where it failed.
    mutating func append(_ mentions: [FacetMention]?) {
        if let mentions { append(mentions) } else { appendIncomplete() }
    }
}

/// Finds the mentions of all facets in documents and collects them for the layers of one segment.
struct FacetLayers {
    /// Documents a plugin is handed at once.
    private static let blockCount = 32

    private let finder: FacetFinder
    private var builders: [FacetLayerBuilder]
    private var pending: [TokenizedDocument] = []
    /// What plugins said of documents they could not read.
    private(set) var problems: [SourceProblem] = []

    init(_ plugins: [any FacetPlugin], fieldOfZone: [Int?]) {
        finder = FacetFinder(plugins: plugins, fieldOfZone: fieldOfZone)
        builders = plugins.map { FacetShape($0).makeBuilder() }
    }

    /// Adds the segment's next document.
    mutating func append(_ document: TokenizedDocument) {
        if builders.isEmpty { return }
        pending.append(document)
        if pending.count == Self.blockCount { flush() }
    }

    /// Writes a layer for each plugin, in their order.
    ///
    /// - Returns: their names.
    mutating func write(coreName: String, to store: CommitStore) throws(StorageError) -> [String] {
        flush()
        var names: [String] = []
        while !builders.isEmpty {
            names.append(try builders.removeFirst().write(coreName: coreName, to: store))
        }
        return names
    }

    private mutating func flush() {
        let found = finder.mentions(in: pending, problems: &problems)
        for (index, documents) in found.enumerated() {
            for mentions in documents { builders[index].append(mentions) }
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
