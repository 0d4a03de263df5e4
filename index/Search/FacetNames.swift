internal import IndexCore
internal import Synchronization

/// What values of facets are called, by folded names.
struct FacetNames: Sendable {
    let values: [(facet: Int, value: FacetCatalog.Value)]
    /// By value its label and its further names.
    let names: [[[UInt8]]]
    /// Values by id, by label, by a further name: the surest way first.
    private var ways: [[[UInt8]: [Int]]] = [[:], [:], [:]]
    /// By facet whose values have spellings what these have in common, and the values that have it.
    private var spellings: [Int: (key: FacetSpellings.Key, values: [String: [Int]])] = [:]

    /// - Complexity: O(values and their names).
    init(
        _ values: [(facet: Int, value: FacetCatalog.Value)], _ known: FacetSpellings,
        folded: (String) -> [UInt8]
    ) {
        self.values = values
        var names: [[[UInt8]]] = []
        names.reserveCapacity(values.count)
        for (index, (facet, value)) in values.enumerated() {
            let label = folded(value.label)
            let others = value.aliases.map(folded)
            names.append([label] + others)
            ways[0][folded(value.id), default: []].append(index)
            ways[1][label, default: []].append(index)
            for other in Set(others) { ways[2][other, default: []].append(index) }
            if let key = known.key(ofFacet: facet) {
                spellings[facet, default: (key, [:])].values[key(value.id), default: []].append(index)
            }
        }
        self.names = names
    }

    /// The values that a text names, in the surest way in which it names any.
    ///
    /// - Parameter key: the text, folded.
    func values(named text: String, _ key: [UInt8]) -> [(facet: Int, value: FacetCatalog.Value)] {
        for way in ways {
            if let found = way[key] { return found.map { values[$0] } }
        }
        let spelled = spellings.values.flatMap { $0.values[$0.key(text)] ?? [] }
        return spelled.sorted().map { values[$0] }
    }
}

/// The names of the facets that were asked for, made once.
final class KnownFacetNames: Sendable {
    private let known = Mutex<[[Int]: FacetNames]>([:])

    func names(
        of facets: [Int], _ make: () throws(QueryError) -> FacetNames
    ) throws(QueryError) -> FacetNames {
        if let found = known.withLock({ $0[facets] }) { return found }
        let made = try make()
        known.withLock { $0[facets] = made }
        return made
    }
}
