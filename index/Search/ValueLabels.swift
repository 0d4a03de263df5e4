internal import IndexCore

extension Snapshot {
    /// What a reader is shown of a facet's value: its label in the catalog; of a pair such as `KR–US` those of its parts; of
    /// `KR/Nam Gwan-pyo` the part behind the country; else the id.
    package func label(of id: String, facet: Int) -> String {
        if let label = catalogs[facet].label(of: id) { return label }
        if record.facets[facet].isStated { return id }
        let parts = id.split(separator: "–", omittingEmptySubsequences: false).map(String.init)
        if parts.count == 2 { return "\(actorLabel(of: parts[0])) – \(actorLabel(of: parts[1]))" }
        if let slash = id.firstIndex(of: "/") { return String(id[id.index(after: slash)...]) }
        return id
    }

    /// The label of the first actor with an id; the id of none.
    private func actorLabel(of id: String) -> String {
        for (facet, catalog) in zip(record.facets, catalogs) where facet.isActor && facet.aspect == nil {
            if let label = catalog.label(of: id) { return label }
        }
        return id
    }
}
