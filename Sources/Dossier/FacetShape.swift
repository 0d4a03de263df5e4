internal import IndexCore
internal import PluginAPI

/// A view of a facet that has terms of its own: `about:KR` finds the documents that KR is a subject of.
enum FacetAspect: String, Sendable, CaseIterable {
    /// Documents are about the value, see `Salience`.
    case about
    /// The value is named as a government, or as a place, see `MentionSense`.
    case government, place

    /// The name of this view of a facet: `about:country`.
    func name(of facet: String) -> String { "\(rawValue):\(facet)" }

    /// The sense that it keeps; nil for one that goes by salience.
    var sense: MentionSense? {
        switch self {
        case .about: nil
        case .government: .government
        case .place: .place
        }
    }
}

/// What the layers of one facet have in common: its plugin, and the values and rules mentions refer to; only the name
/// where documents state the values themselves.
struct FacetShape: Sendable, Equatable {
    /// Where its values come from.
    enum Origin: Sendable, Equatable {
        /// A plugin finds mentions of them.
        case found
        /// They follow from the mentions of another facet.
        case aspect(FacetAspect, of: String)
        case stated
    }

    let name: String
    let origin: Origin
    let pluginVersion: Int
    let fingerprint: UInt64
    let rules: [String]
    /// Ids, ascending as bytes.
    let values: [[UInt8]]
    var isStated: Bool { origin == .stated }

    /// The facet of a plugin.
    init(_ plugin: any FacetPlugin, among plugins: [any FacetPlugin]) {
        name = plugin.manifest.name
        origin = .found
        pluginVersion = plugin.manifest.version
        fingerprint = plugin.fingerprint(among: plugins)
        rules = plugin.rules
        values = plugin.values.map { Array($0.id.utf8) }
    }

    private init(_ aspect: FacetAspect, of facet: FacetShape) {
        name = aspect.name(of: facet.name)
        origin = .aspect(aspect, of: facet.name)
        pluginVersion = facet.pluginVersion
        var hash = StableHash()
        hash.append("\(facet.fingerprint) \(aspect == .about ? Salience.version : 1)".utf8)
        fingerprint = hash.value
        rules = []
        values = []
    }

    /// A facet whose values documents state themselves.
    init(stated name: String) { self.init(.stated(name), FacetCatalog([]), rules: []) }

    /// The facet of a commit; the rules are not part of it.
    init(_ facet: CommitRecord.Facet, _ catalog: FacetCatalog, rules: [String]) {
        name = facet.name
        pluginVersion = facet.pluginVersion
        fingerprint = facet.fingerprint
        self.rules = rules
        if let (aspect, base) = facet.aspect {
            origin = FacetAspect(rawValue: aspect).map { .aspect($0, of: base) } ?? .stated
            values = []
        } else {
            origin = facet.isStated ? .stated : .found
            values = catalog.values.map { Array($0.id.utf8) }
        }
    }

    /// The facets of plugins, then their aspects, then those whose values documents state, as a commit lists them.
    static func all(
        _ plugins: [any FacetPlugin], among others: [any FacetPlugin], stated: [String]
    ) -> [FacetShape] {
        let found = plugins.map { FacetShape($0, among: others) }
        var aspects = found.map { FacetShape(.about, of: $0) }
        for (plugin, shape) in zip(plugins, found) where !plugin.manifest.metonyms.isEmpty {
            aspects += [FacetShape(.government, of: shape), FacetShape(.place, of: shape)]
        }
        return found + aspects + stated.map { FacetShape(stated: $0) }
    }
}

extension FacetPlugin {
    /// Changes whenever the plugin, or one that it builds on, could find something else.
    func fingerprint(among plugins: [any FacetPlugin]) -> UInt64 {
        fingerprint(among: plugins, after: [])
    }

    private func fingerprint(among plugins: [any FacetPlugin], after visited: Set<String>) -> UInt64 {
        if basis.isEmpty, parts.isEmpty { return fingerprint }
        var hash = StableHash()
        hash.append("\(fingerprint)".utf8)
        for name in basis where !visited.contains(name) {
            guard let plugin = plugins.first(where: { $0.manifest.name == name }) else { continue }
            let found = plugin.fingerprint(among: plugins, after: visited.union([manifest.name]))
            hash.append(" \(name) \(found)".utf8)
        }
        for part in parts { hash.append(" \(part.fingerprint)".utf8) }
        return hash.value
    }
}
