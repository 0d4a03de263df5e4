import PluginAPI

/// What facets find in a block of documents, each after those it builds on.
struct FacetRun {
    let facets: [any FacetPlugin]
    let documents: [TokenizedDocument]
    private var done: [String: FacetBasis] = [:]

    init(_ facets: [any FacetPlugin], _ documents: [TokenizedDocument]) {
        (self.facets, self.documents) = (facets, documents)
    }

    mutating func mentions(of facet: String) throws -> FacetBasis {
        if let found = done[facet] { return found }
        guard let plugin = facets.first(where: { $0.manifest.name == facet }) else {
            return FacetBasis(
                facet: facet, fingerprint: 0, values: [], rules: [],
                documents: documents.map { _ in DocumentMentions() })
        }
        let found = try mentions(of: plugin)
        done[facet] = found
        return found
    }

    private mutating func mentions(of plugin: any FacetPlugin) throws -> FacetBasis {
        var basis: [FacetBasis] = []
        for facet in plugin.basis { basis.append(try mentions(of: facet)) }
        for part in plugin.parts { basis.append(try mentions(of: part)) }
        return FacetBasis(
            facet: plugin.manifest.name, fingerprint: plugin.fingerprint, values: plugin.values,
            rules: plugin.rules,
            documents: try plugin.mentions(in: documents, over: basis))
    }
}
