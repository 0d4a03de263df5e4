internal import IndexCore
internal import IndexStorage
internal import Synchronization

/// Which values that documents state of a facet are spellings of one name.
final class FacetSpellings: Sendable {
    /// What spellings of one name have in common.
    typealias Key = @Sendable (String) -> String

    /// The spellings of each name, by every one of them; the one that most documents have is the first.
    typealias Groups = [[UInt8]: [[UInt8]]]

    private let snapshot: Snapshot
    private let keys: [String: Key]
    /// By facet; made when first asked for.
    private let groups = Mutex<[Int: Groups]>([:])

    /// - Parameter keys: for the names of some facets; values of the others are all their own.
    init(_ snapshot: Snapshot, keys: [String: Key]) { (self.snapshot, self.keys) = (snapshot, keys) }

    /// The key of values of a facet of the commit; nil where they are all their own.
    func key(ofFacet facet: Int) -> Key? {
        let facet = snapshot.record.facets[facet]
        return facet.isStated ? keys[facet.name] : nil
    }

    /// - Returns: nothing where all values of the facet are their own.
    func groups(ofFacet facet: Int) throws(StorageError) -> Groups {
        guard let key = key(ofFacet: facet) else { return [:] }
        if let known = groups.withLock({ $0[facet] }) { return known }
        var counts: [[UInt8]: Int] = [:]
        for part in snapshot.parts {
            var cursor = try part.layers[facet].values().cursor()
            while try cursor.next() { counts[cursor.term, default: 0] += cursor.entry.documentFrequency }
        }
        let order = counts.sorted { one, other in
            if one.value != other.value { return one.value > other.value }
            return one.key.lexicographicallyPrecedes(other.key)
        }
        var byKey: [String: [[UInt8]]] = [:]
        for (value, _) in order {
            byKey[key(String(decoding: value, as: UTF8.self)), default: []].append(value)
        }
        var made: Groups = [:]
        for spellings in byKey.values { for spelling in spellings { made[spelling] = spellings } }
        groups.withLock { $0[facet] = made }
        return made
    }
}
