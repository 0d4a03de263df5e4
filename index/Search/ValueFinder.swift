internal import IndexCore
internal import IndexStorage

/// Finds values of facets by a part of their names: of the id, the label, another name or spelling, whatever case and
/// accents.
package struct ValueFinder {
    private let searcher: Searcher
    private let key: [UInt8]
    /// By facet and shown value what is shown as it.
    private var merged: [Int: [[UInt8]: [[UInt8]]]] = [:]

    package init(_ searcher: Searcher, text: String) {
        self.searcher = searcher
        key = searcher.resolver.folded(text)
        for (facet, plan) in searcher.plans {
            for (value, target) in plan.merges {
                merged[facet, default: [:]][target, default: []].append(value)
            }
        }
    }

    /// - Parameter id: of a shown value.
    package func finds(_ id: String, facet: Int) throws(QueryError) -> Bool {
        let value = Array(id.utf8)
        for part in [value] + (merged[facet]?[value] ?? []) {
            let text = String(decoding: part, as: UTF8.self)
            if holds(text) || holds(searcher.snapshot.label(of: text, facet: facet)) { return true }
            let listed = searcher.snapshot.catalogs[facet].value(with: text)
            if listed?.aliases.contains(where: holds) == true { return true }
        }
        guard let plan = searcher.plans[facet] else { return try isSpelled(value, facet) }
        if plan.labels[value].map(holds) == true || plan.aliases[value]?.contains(where: holds) == true {
            return true
        }
        return try isSpelled(value, facet)
    }

    private func isSpelled(_ value: [UInt8], _ facet: Int) throws(QueryError) -> Bool {
        do throws(StorageError) {
            return try searcher.spellings.groups(ofFacet: facet)[value]?.contains {
                holds(String(decoding: $0, as: UTF8.self))
            } ?? false
        } catch {
            throw .storage(error)
        }
    }

    private func holds(_ name: String) -> Bool {
        let name = searcher.resolver.folded(name)
        guard name.count >= key.count else { return false }
        return (0...name.count - key.count).contains { name[$0...].starts(with: key) }
    }
}
