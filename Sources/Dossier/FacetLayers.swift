internal import IndexCore
internal import IndexStorage
internal import PluginAPI

/// The layers of one segment as they grow: of the facets that plugins find, of their aspects, and of those that documents
/// state, in this order.
struct LayerBuilders {
    private var found: [(builder: FacetLayerBuilder, plugin: Int)] = []
    private var aspects: [AspectBuilder] = []
    private var stated: [(builder: StatedLayerBuilder, facet: String)] = []

    /// - Parameters:
    ///   - facets: of which layers are made.
    ///   - plugins: names of the plugins whose mentions come, in that order.
    init(_ facets: [FacetShape], of plugins: [String]) {
        for facet in facets {
            switch facet.origin {
            case .found:
                let builder = FacetLayerBuilder(
                    values: facet.values, facet: facet.name, pluginVersion: facet.pluginVersion,
                    fingerprint: facet.fingerprint, rules: facet.rules)
                found.append((builder, plugins.firstIndex(of: facet.name) ?? plugins.count))
            case .aspect(let aspect, let base):
                aspects.append(
                    AspectBuilder(
                        aspect: aspect, plugin: plugins.firstIndex(of: base) ?? plugins.count,
                        values: facets.first { $0.name == base }?.values ?? [],
                        builder: StatedLayerBuilder(
                            facet: facet.name, pluginVersion: facet.pluginVersion,
                            fingerprint: facet.fingerprint)))
            case .stated: stated.append((StatedLayerBuilder(facet: facet.name), facet.name))
            }
        }
    }

    var isEmpty: Bool { found.isEmpty && aspects.isEmpty && stated.isEmpty }

    /// Adds the segment's next document.
    ///
    /// - Parameter mentions: what each plugin found in it; nil where it failed.
    mutating func append(_ document: Document, _ mentions: [FoundMentions?]) {
        for index in found.indices {
            if let mentions = mentions[found[index].plugin] {
                found[index].builder.append(mentions.mentions, discovered: mentions.discovered)
            } else {
                found[index].builder.appendIncomplete()
            }
        }
        for index in aspects.indices {
            aspects[index].append(document, mentions[aspects[index].plugin] ?? FoundMentions())
        }
        for index in stated.indices {
            let values = document.statedValues[stated[index].facet] ?? []
            let numbers = values.map { stated[index].builder.number(of: Array($0.utf8)) }
            stated[index].builder.append(numbers)
        }
    }

    /// Writes a layer for each facet, in their order.
    ///
    /// - Returns: their names.
    consuming func write(coreName: String, to store: CommitStore) throws(StorageError) -> [String] {
        var names: [String] = []
        while !found.isEmpty {
            names.append(try found.removeFirst().builder.write(coreName: coreName, to: store))
        }
        while !aspects.isEmpty {
            names.append(try aspects.removeFirst().builder.write(coreName: coreName, to: store))
        }
        while !stated.isEmpty {
            names.append(try stated.removeFirst().builder.write(coreName: coreName, to: store))
        }
        return names
    }
}

/// The layer of an aspect as it grows.
private struct AspectBuilder {
    let aspect: FacetAspect
    /// Index of the one that finds the mentions.
    let plugin: Int
    /// Ids of its list.
    let values: [[UInt8]]
    var builder: StatedLayerBuilder

    mutating func append(_ document: Document, _ found: FoundMentions) {
        var numbers: [UInt32] = []
        for value in aspect.values(of: found, in: document) {
            let value = Int(value)
            let id = value < values.count ? values[value] : found.discovered[value - values.count]
            numbers.append(builder.number(of: id))
        }
        builder.append(numbers)
    }
}

extension FacetAspect {
    /// The values that a document has of this view, as its mentions number them.
    func values(of found: FoundMentions, in document: Document) -> Set<UInt32> {
        guard let sense else { return Salience.subjects(of: document, found.mentions) }
        return Set(found.mentions.lazy.filter { $0.sense == sense.rawValue }.map(\.value))
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

    /// - Parameters:
    ///   - finder: with the plugins of the facets, and those that they build on.
    ///   - facets: of which layers are made.
    init(_ finder: FacetFinder, _ facets: [FacetShape]) {
        self.finder = finder
        builders = LayerBuilders(facets, of: finder.plugins.map(\.manifest.name))
    }

    /// Adds the segment's next document.
    mutating func append(_ document: TokenizedDocument) {
        if builders.isEmpty { return }
        pending.append(document)
        if pending.count == Self.blockCount { flush() }
    }

    /// Writes a layer for each facet, in their order.
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
