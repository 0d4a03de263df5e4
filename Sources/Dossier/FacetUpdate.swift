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

    /// Makes the facets of an index those of the plugins, and after them those whose values documents state.
    ///
    /// - Returns: names of the facets whose layers were written again.
    func run(_ editor: inout IndexEditor) throws -> [String] {
        let old = editor.record.facets
        let facets = try facets(editor.store)
        if facets == old { return [] }
        let changed = facets.indices.filter { index in !old.contains { $0.hasSameLayers(as: facets[index]) } }
        let rebuilt = shapesToRebuild(changed.map { facets[$0] })
        let segments = try editor.record.segments.indices.map { try editor.segment($0) }
        let found = try rebuild(rebuilt, of: segments, editor.store)
        let (record, store) = (editor.record, editor.store)
        let layers = try segments.indices.map { segment in
            try facets.indices.map { index in
                if let place = rebuilt.firstIndex(where: { $0.name == facets[index].name }) {
                    return found[segment][place]
                }
                if let known = old.firstIndex(where: { $0.hasSameLayers(as: facets[index]) }) {
                    return record.segments[segment].layers[known]
                }
                return try emptyLayer(of: facets[index].name, segments[segment], store)
            }
        }
        editor.setFacets(facets, layers: layers)
        if segments.isEmpty { return [] }
        _ = try editor.publish()
        return rebuilt.filter { $0.origin == .found }.map(\.name)
    }

    /// The facets of these that plugins find, with the facet of each aspect among them, which its layer is made beside.
    private func shapesToRebuild(_ facets: [CommitRecord.Facet]) -> [FacetShape] {
        let names = Set(facets.filter { !$0.isStated }.map { $0.aspect?.facet ?? $0.name })
        let changed = plugins.filter { names.contains($0.manifest.name) }
        return FacetShape.all(changed, among: plugins, stated: [])
    }

    private func facets(_ store: CommitStore) throws -> [CommitRecord.Facet] {
        var catalogs: [String: String] = [:]
        for plugin in plugins { catalogs[plugin.manifest.name] = try catalog(of: plugin, store) }
        var facets: [CommitRecord.Facet] = []
        for shape in FacetShape.all(plugins, among: plugins, stated: []) {
            let base =
                switch shape.origin {
                case .aspect(_, let base): base
                case .found, .stated: shape.name
                }
            facets.append(
                CommitRecord.Facet(
                    name: shape.name, pluginVersion: shape.pluginVersion, fingerprint: shape.fingerprint,
                    isActor: plugins.contains { $0.manifest.name == base && $0.manifest.isActor },
                    catalog: catalogs[base] ?? ""))
        }
        for name in schema.statedFacets {
            if facets.contains(where: { $0.name == name }) {
                throw DossierError(
                    .badRequest,
                    "A plugin finds the facet ‘\(name)’ in the text; give the one that the source states another name, "
                        + "as in --facet-field \(name)=\(name)-tag.")
            }
            facets.append(.stated(name))
        }
        return facets
    }

    /// A layer of documents that were read before their source was asked for the facet's values.
    private func emptyLayer(
        of facet: String, _ segment: Segment, _ store: CommitStore
    ) throws(StorageError) -> String {
        var layer = StatedLayerBuilder(facet: facet)
        for _ in 0..<segment.documentCount { layer.append([]) }
        return try layer.write(coreName: segment.name, to: store)
    }

    /// Writes the catalog of a plugin's values.
    ///
    /// - Returns: the file's name.
    private func catalog(of plugin: any FacetPlugin, _ store: CommitStore) throws -> String {
        try FacetCatalog(
            plugin.values.map { value in
                let members = value.members.map { member in
                    let first = member.from?.daysSinceEpoch ?? .min
                    return FacetCatalog.Member(
                        facet: member.facet, id: member.id,
                        days: first...max(first, member.to?.daysSinceEpoch ?? .max))
                }
                return .init(id: value.id, label: value.label, aliases: value.aliases, members: members)
            }
        ).write(to: store)
    }

    /// For each segment the new layers of the changed plugins, found in the stored text.
    private func rebuild(
        _ shapes: [FacetShape], of segments: [Segment], _ store: CommitStore
    ) throws -> [[String]] {
        let names = shapes.filter { $0.origin == .found }.map(\.name)
        if names.isEmpty || segments.isEmpty { return segments.map { _ in [] } }
        let counter = ProgressCounter(
            total: segments.reduce(0) { $0 + $1.documentCount }, phase: .facets, report: progress)
        guard schema.storesDocuments else {
            throw DossierError(
                .badRequest,
                "The plugins \(names.joined(separator: ", ")) have changed, and the index keeps "
                    + "no text to read again: delete it and index again.")
        }
        let tokenizer = DocumentTokenizer(settings.analyzer)
        let finder = FacetFinder(
            plugins: plugins.closure(of: Set(names)), fieldOfZone: schema.fieldOfZone)
        return try Workers.map(count: segments.count, threadCount: threadCount) {
            index throws(StorageError) in
            let segment = segments[index]
            var layers = FacetLayers(finder, shapes)
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
            && isStated == other.isStated
    }
}
