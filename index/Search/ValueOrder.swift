internal import IndexAnalysis
internal import IndexCore
package import IndexStorage
internal import Synchronization

/// The values of facets in the order of their labels, without case and accents, so that documents can be sorted by those
/// they carry.
package final class ValueOrder: Sendable {
    /// For each facet its values, and their places among those of all by rank.
    private let facets: [(ordinals: GlobalOrdinals, places: [UInt32])]

    /// - Parameter facets: indices among those of the commit.
    /// - Complexity: O(values × log values).
    fileprivate init(_ searcher: Searcher, facets indices: [Int]) throws(StorageError) {
        var values: [(key: [UInt8], id: [UInt8], facet: Int, rank: Int)] = []
        var all: [GlobalOrdinals] = []
        for (number, facet) in indices.enumerated() {
            let ordinals = try searcher.globalOrdinals(facet)
            all.append(ordinals)
            for rank in 0..<ordinals.identifiers.count {
                let id = Array(ordinals.identifiers[rank])
                let name = String(decoding: id, as: UTF8.self)
                let label =
                    searcher.overlaidLabel(of: name, facet: facet)
                    ?? searcher.snapshot.label(of: name, facet: facet)
                values.append((searcher.tokenizer.fold(Array(label.utf8)), id, number, rank))
            }
        }
        values.sort { one, other in
            if one.key != other.key { return one.key.lexicographicallyPrecedes(other.key) }
            if one.id != other.id { return one.id.lexicographicallyPrecedes(other.id) }
            return one.facet < other.facet
        }
        var places = all.map { [UInt32](repeating: 0, count: $0.identifiers.count) }
        for (place, value) in values.enumerated() { places[value.facet][value.rank] = UInt32(place) }
        facets = Array(zip(all, places))
    }

    /// The place of the first value that a document carries, or of the last; nil where it carries none.
    package func place(
        of document: UInt32, part: Int, last: Bool
    ) throws(StorageError) -> UInt32? {
        var best: UInt32?
        for (ordinals, places) in facets {
            for rank in try ordinals.ranks(of: document, part: part) {
                guard let known = best else {
                    best = places[rank]
                    continue
                }
                best = last ? max(known, places[rank]) : min(known, places[rank])
            }
        }
        return best
    }
}

extension Searcher {
    /// The order of the values of facets, by indices among those of the commit; made when first asked for.
    package func valueOrder(ofFacets facets: [Int]) throws(StorageError) -> ValueOrder {
        if let known = orders.withLock({ $0[facets] }) { return known }
        let made = try ValueOrder(self, facets: facets)
        return orders.withLock { orders in
            let order = orders[facets] ?? made
            orders[facets] = order
            return order
        }
    }
}
