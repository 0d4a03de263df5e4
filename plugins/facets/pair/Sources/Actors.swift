import PluginAPI
import Synchronization

/// The values of the facets that make pairs, numbered one facet after another.
final class Actors: Sendable {
    let ids: [String]
    /// By facet, the number of its first value.
    let firstOfFacet: [UInt32]
    /// Whether an actor is an organ of a country, as its id tells: `US-CONGRESS`.
    let speaksForAnother: [Bool]
    /// Numbers ranked by the bytes of their ids.
    private let ranks: [UInt32]
    /// Two that no reader would name together, the lesser number in the upper half.
    private let unpaired: Set<UInt64>
    /// Ids of pairs that were asked for.
    private let pairIDs = Mutex<[UInt64: String]>([:])
    private static let mostPairIDs = 1 << 16

    init(_ basis: [FacetBasis]) {
        var (ids, firstOfFacet, speaksForAnother) = ([String](), [UInt32](), [Bool]())
        for facet in basis {
            firstOfFacet.append(UInt32(ids.count))
            ids += facet.values.map(\.id)
            let isOrganization = facet.facet == "organization"
            speaksForAnother += facet.values.map { value in
                isOrganization && value.members.contains { value.id.hasPrefix($0.id + "-") }
            }
        }
        (self.ids, self.firstOfFacet, self.speaksForAnother) = (ids, firstOfFacet, speaksForAnother)
        let order = ids.indices.sorted { ids[$0].utf8.lexicographicallyPrecedes(ids[$1].utf8) }
        var ranks = [UInt32](repeating: 0, count: ids.count)
        for (rank, actor) in order.enumerated() { ranks[actor] = UInt32(rank) }
        self.ranks = ranks
        unpaired = Self.members(basis, firstOfFacet).union(Self.organs(ids))
    }

    /// An alliance and a country that belongs to it at some time.
    private static func members(_ basis: [FacetBasis], _ firstOfFacet: [UInt32]) -> Set<UInt64> {
        var numbers: [String: UInt32] = [:]
        for (facet, first) in zip(basis, firstOfFacet) {
            for (place, value) in facet.values.enumerated() {
                numbers["\(facet.facet):\(value.id)"] = first + UInt32(place)
            }
        }
        var found: Set<UInt64> = []
        for (facet, first) in zip(basis, firstOfFacet) {
            for (place, value) in facet.values.enumerated() {
                for member in value.members {
                    guard let number = numbers["\(member.facet):\(member.id)"] else { continue }
                    found.insert(key(first + UInt32(place), number))
                }
            }
        }
        return found
    }

    /// What one id begins another with, as `UN` does `UN-SC`, and equal ids.
    private static func organs(_ ids: [String]) -> Set<UInt64> {
        var (numbers, found) = ([String: [UInt32]](), Set<UInt64>())
        for (number, id) in ids.enumerated() { numbers[id, default: []].append(UInt32(number)) }
        for (number, id) in ids.enumerated() {
            var owners = numbers[id] ?? []
            for hyphen in id.indices where id[hyphen] == "-" {
                owners += numbers[String(id[..<hyphen])] ?? []
            }
            for owner in owners { found.insert(key(owner, UInt32(number))) }
        }
        return found
    }

    /// Two actors in either order.
    static func key(_ one: UInt32, _ other: UInt32) -> UInt64 {
        UInt64(min(one, other)) << 32 | UInt64(max(one, other))
    }

    /// Whether two actors make a pair: one actor does not, and some two do not.
    func isPair(_ key: UInt64) -> Bool { key >> 32 != key & 0xFFFF_FFFF && !unpaired.contains(key) }

    /// The lesser id by bytes comes first.
    func id(ofPair pair: UInt64) -> String {
        pairIDs.withLock { known in
            if let id = known[pair] { return id }
            let (one, other) = (Int(pair >> 32), Int(pair & 0xFFFF_FFFF))
            let (first, second) = ranks[one] < ranks[other] ? (one, other) : (other, one)
            let id = "\(ids[first])–\(ids[second])"
            if known.count < Self.mostPairIDs { known[pair] = id }
            return id
        }
    }
}

/// Numbers the actors of the plugins that pairs build on once; those are the same from block to block.
final class ActorsCache: Sendable {
    private let known = Mutex<(fingerprints: [UInt64], actors: Actors)?>(nil)

    func actors(of basis: [FacetBasis]) -> Actors {
        let fingerprints = basis.map(\.fingerprint)
        return known.withLock { known in
            if let known, known.fingerprints == fingerprints { return known.actors }
            let actors = Actors(basis)
            known = (fingerprints, actors)
            return actors
        }
    }
}
