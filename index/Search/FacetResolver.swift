internal import IndexAnalysis
package import IndexCore

/// Finds facet values by the names users give: an id, else a label, else an alias, in any case and without accents.
package struct FacetResolver: Sendable {
    /// The virtual facet that spans all facets of actors.
    package static let actor = "actor"

    private let facets: [CommitRecord.Facet]
    private let catalogs: [FacetCatalog]
    private let tokenizer = Tokenizer()

    package init(_ snapshot: Snapshot) {
        facets = snapshot.record.facets
        catalogs = snapshot.catalogs
    }

    /// Names a query may use before a colon.
    package var names: [String] {
        let own = facets.map(\.name)
        return facets.contains(where: \.isActor) ? own + [Self.actor] : own
    }

    /// Indices among the facets of the commit that a name stands for.
    package func facetIndices(_ name: String) throws(QueryError) -> [Int] {
        let found = facets.indices.filter {
            facets[$0].name == name || (name == Self.actor && facets[$0].isActor)
        }
        guard !found.isEmpty else { throw .unknownFacet(name: name, known: names) }
        return found
    }

    /// The one value a name stands for.
    ///
    /// - Throws: `QueryError.unknownFacet`, `.unknownValue`, or `.ambiguousValue` with everything the name fits.
    package func resolve(facet name: String, value: String) throws(QueryError) -> (facet: Int, id: String) {
        let facetIndices = try facetIndices(name)
        let key = folded(value)
        let ways: [(FacetCatalog.Value) -> Bool] = [
            { folded($0.id) == key }, { folded($0.label) == key },
            { $0.aliases.contains { folded($0) == key } },
        ]
        for isNamed in ways {
            var found: [(facet: Int, value: FacetCatalog.Value)] = []
            for facet in facetIndices {
                for value in catalogs[facet].values where isNamed(value) { found.append((facet, value)) }
            }
            if found.count == 1 { return (found[0].facet, found[0].value.id) }
            if found.count > 1 {
                throw .ambiguousValue(
                    facet: name, name: value,
                    candidates: found.map {
                        .init(facet: facets[$0.facet].name, id: $0.value.id, label: $0.value.label)
                    })
            }
        }
        throw .unknownValue(facet: name, name: value)
    }

    /// Folded, white space at the ends left out and that within joined.
    private func folded(_ text: String) -> [UInt8] {
        tokenizer.fold(Array(text.split(whereSeparator: \.isWhitespace).joined(separator: " ").utf8))
    }
}
