/// What every plugin says about itself; the same fields stand in its `plugin.json`.
public struct PluginManifest: Sendable, Equatable {
    /// Lower-case word, unique among plugins of its kind; for a facet, the facet's name: `country`.
    public var name: String
    public var kind: PluginKind
    /// Grows whenever the same input could give another result.
    public var version: Int
    /// SPDX identifier of the plugin's licence, for example `Apache-2.0`.
    public var licence: String
    /// Where its facts come from, one entry a source.
    public var sources: [String]
    /// One sentence for `dossier plugins`.
    public var summary: String
    /// True when the values are actors, so that `--actor` spans this facet.
    public var isActor: Bool
    /// Kinds of forms in a facet's table that name a place and stand for its government too, such as `capital`: its
    /// mentions are told apart by the words around them.
    public var metonyms: [String]

    public init(
        name: String, kind: PluginKind, version: Int, licence: String = "Apache-2.0", sources: [String] = [],
        summary: String, isActor: Bool = false, metonyms: [String] = []
    ) {
        self.name = name
        self.kind = kind
        self.version = version
        self.licence = licence
        self.sources = sources
        self.summary = summary
        self.isActor = isActor
        self.metonyms = metonyms
    }
}

public enum PluginKind: String, Sendable {
    case format, facet
}

/// The plugins an index is built with, in a fixed order.
public struct PluginSet: Sendable {
    public var formats: [any FormatPlugin]
    public var facets: [any FacetPlugin]

    public init(formats: [any FormatPlugin], facets: [any FacetPlugin]) {
        self.formats = formats
        self.facets = facets
    }

    /// The format plugin most confident of reading `input`; the first listed wins a tie.
    public func format(for input: FormatInput) -> (any FormatPlugin)? {
        var best: (plugin: any FormatPlugin, confidence: Int)?
        for plugin in formats {
            let confidence = plugin.confidence(for: input)
            if confidence > (best?.confidence ?? 0) { best = (plugin, confidence) }
        }
        return best?.plugin
    }
}

extension [any FacetPlugin] {
    /// Those with these names, and all that they build on, in their order.
    public func closure(of names: Set<String>) -> [any FacetPlugin] {
        var needed = names
        while true {
            let more = filter { needed.contains($0.manifest.name) }.flatMap(\.basis)
            if needed.isSuperset(of: more) { break }
            needed.formUnion(more)
        }
        return filter { needed.contains($0.manifest.name) }
    }
}
