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
        let dateline = aspects.isEmpty ? nil : Dateline.range(of: document)
        for index in aspects.indices {
            aspects[index].append(
                document, mentions[aspects[index].plugin] ?? FoundMentions(), dateline: dateline)
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
    private let values: [[UInt8]]
    /// By value of the list its number in the layer plus one, or 0 for one that was not met yet.
    private var numbers: [UInt32]
    private(set) var builder: StatedLayerBuilder
    private var sums = SalienceSums()

    init(aspect: FacetAspect, plugin: Int, values: [[UInt8]], builder: StatedLayerBuilder) {
        self.aspect = aspect
        self.plugin = plugin
        self.values = values
        numbers = Array(repeating: 0, count: values.count)
        self.builder = builder
    }

    /// Adds the next document with those of its values that this view has.
    ///
    /// - Parameter dateline: that of the document.
    mutating func append(_ document: Document, _ found: FoundMentions, dateline: Range<Int>?) {
        var numbers: [UInt32] = []
        if let sense = aspect.sense {
            for mention in found.mentions where mention.sense == sense.rawValue {
                numbers.append(number(of: mention.value, found))
            }
        } else {
            sums.read(found.mentions, of: document, dateline: dateline)
            for index in sums.values.indices where sums.isSubject(index) {
                numbers.append(number(of: sums.values[index], found))
            }
        }
        builder.append(numbers)
    }

    private mutating func number(of value: UInt32, _ found: FoundMentions) -> UInt32 {
        let value = Int(value)
        guard value < values.count else { return builder.number(of: found.discovered[value - values.count]) }
        if numbers[value] == 0 { numbers[value] = builder.number(of: values[value]) + 1 }
        return numbers[value] - 1
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
