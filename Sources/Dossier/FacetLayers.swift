internal import IndexCore
internal import IndexStorage
internal import PluginAPI

/// Finds the mentions of all facets in documents, and collects them and the values that documents state, for the layers of
/// one segment.
struct FacetLayers {
    /// Documents a plugin is handed at once.
    private static let blockCount = 32

    private let plugins: [any FacetPlugin]
    private var builders: [FacetLayerBuilder]
    private var pending: [TokenizedDocument] = []
    private let statedFacets: [String]
    private var statedBuilders: [StatedLayerBuilder]
    /// What plugins said of documents they could not read.
    private(set) var problems: [SourceProblem] = []

    private let fieldOfZone: [Int?]

    /// - Parameter stated: facets whose values documents state themselves.
    init(_ plugins: [any FacetPlugin], stated: [String] = [], fieldOfZone: [Int?]) {
        self.plugins = plugins
        self.fieldOfZone = fieldOfZone
        builders = plugins.map { plugin in
            FacetLayerBuilder(
                values: plugin.values.map { Array($0.id.utf8) }, facet: plugin.manifest.name,
                pluginVersion: plugin.manifest.version, fingerprint: plugin.fingerprint, rules: plugin.rules)
        }
        statedFacets = stated
        statedBuilders = stated.map { StatedLayerBuilder(facet: $0) }
    }

    /// Adds the segment's next document.
    mutating func append(_ document: TokenizedDocument) {
        for (index, facet) in statedFacets.enumerated() {
            let values = document.document.statedValues[facet] ?? []
            statedBuilders[index].append(values.map { statedBuilders[index].number(of: Array($0.utf8)) })
        }
        if plugins.isEmpty { return }
        pending.append(document)
        if pending.count == Self.blockCount { flush() }
    }

    /// Writes a layer for each plugin, in their order, then one for each facet whose values are stated.
    ///
    /// - Returns: their names.
    mutating func write(coreName: String, to store: CommitStore) throws(StorageError) -> [String] {
        flush()
        var names: [String] = []
        while !builders.isEmpty {
            names.append(try builders.removeFirst().write(coreName: coreName, to: store))
        }
        while !statedBuilders.isEmpty {
            names.append(try statedBuilders.removeFirst().write(coreName: coreName, to: store))
        }
        return names
    }

    private mutating func flush() {
        let places = pending.map { $0.places(fieldOfZone: fieldOfZone) }
        for index in plugins.indices {
            let found = mentions(plugins[index])
            for place in pending.indices {
                if let mentions = found[place] {
                    let (valueCount, ruleCount) = (plugins[index].values.count, plugins[index].rules.count)
                    builders[index].append(
                        mentions.filter { $0.value < valueCount && $0.rule < ruleCount }
                            .compactMap { placed($0, pending[place], places[place]) }
                            .sorted { $0.start < $1.start })
                } else {
                    builders[index].appendIncomplete()
                }
            }
        }
        pending.removeAll(keepingCapacity: true)
    }

    /// The mentions of each pending document; nil where the plugin failed.
    private mutating func mentions(_ plugin: any FacetPlugin) -> [[Mention]?] {
        if let all = try? plugin.mentions(in: pending), all.count == pending.count { return all }
        // One by one, so that a document that cannot be read costs no other its facets.
        var found: [[Mention]?] = []
        for document in pending {
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
