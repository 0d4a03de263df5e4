internal import IndexCore
internal import IndexStorage
internal import PluginAPI

/// Writes layers again where plugins have changed.
struct FacetUpdate {
    let plugins: [any FacetPlugin]
    let schema: Schema
    let settings: SegmentSettings
    let threadCount: Int
    let progress: (@Sendable (IndexProgress) -> Void)?

    /// Makes the facets of an index those of the plugins.
    ///
    /// - Returns: names of the facets whose layers were written again.
    func run(_ editor: inout IndexEditor) throws -> [String] {
        let old = editor.record.facets
        var facets: [CommitRecord.Facet] = []
        for plugin in plugins { facets.append(try facet(of: plugin, editor.store)) }
        if facets == old { return [] }
        let changed = facets.indices.filter { index in !old.contains { $0.hasSameLayers(as: facets[index]) } }
        let segments = try editor.record.segments.indices.map { try editor.segment($0) }
        let layers = try rebuild(changed, of: segments, editor.store)
        let all = editor.record.segments.indices.map { segment in
            facets.indices.map { index in
                if let place = changed.firstIndex(of: index) { return layers[segment][place] }
                let known = old.firstIndex { $0.hasSameLayers(as: facets[index]) } ?? 0
                return editor.record.segments[segment].layers[known]
            }
        }
        editor.setFacets(facets, layers: all)
        if segments.isEmpty { return [] }
        _ = try editor.publish()
        return changed.map { facets[$0].name }
    }

    private func facet(of plugin: any FacetPlugin, _ store: CommitStore) throws -> CommitRecord.Facet {
        let catalog = FacetCatalog(
            plugin.values.map { .init(id: $0.id, label: $0.label, aliases: $0.aliases) })
        return CommitRecord.Facet(
            name: plugin.manifest.name, pluginVersion: plugin.manifest.version,
            fingerprint: plugin.fingerprint, isActor: plugin.manifest.isActor,
            catalog: try catalog.write(to: store))
    }

    /// For each segment the new layers of the changed plugins, found in the stored text.
    private func rebuild(
        _ changed: [Int], of segments: [Segment], _ store: CommitStore
    ) throws -> [[String]] {
        let plugins = changed.map { self.plugins[$0] }
        if plugins.isEmpty || segments.isEmpty { return segments.map { _ in [] } }
        let counter = ProgressCounter(
            total: segments.reduce(0) { $0 + $1.documentCount }, phase: .facets, report: progress)
        guard schema.storesDocuments else {
            throw DossierError(
                .badRequest,
                "The plugins \(plugins.map(\.manifest.name).joined(separator: ", ")) have changed, and the index keeps "
                    + "no text to read again: delete it and index again.")
        }
        let (tokenizer, fieldOfZone) = (DocumentTokenizer(settings.analyzer), schema.fieldOfZone)
        return try Workers.map(count: segments.count, threadCount: threadCount) {
            index throws(StorageError) in
            let segment = segments[index]
            var layers = FacetLayers(plugins, fieldOfZone: fieldOfZone)
            let (identifiers, dates) = (try segment.identifiers(), try segment.dates())
            try segment.stored().forEachRecord { number, record throws(StorageError) in
                let document = try DocumentRecord.decode(
                    Array(record), identifier: identifiers.identifier(of: number), days: dates[number],
                    file: segment.name)
                layers.append(tokenizer.tokenize(document))
                counter.advance()
            }
            return try layers.write(coreName: segment.name, to: store)
        }
    }
}

extension CommitRecord.Facet {
    /// Whether the layers of one are those of the other.
    func hasSameLayers(as other: CommitRecord.Facet) -> Bool {
        name == other.name && pluginVersion == other.pluginVersion && fingerprint == other.fingerprint
    }
}
