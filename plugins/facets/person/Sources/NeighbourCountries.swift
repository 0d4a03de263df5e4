import PluginAPI
import Synchronization

/// The countries that the values of facets are or belong to, told once: facets are the same from block to block.
final class NeighbourCountries: Sendable {
    private typealias Known = (fingerprints: [UInt64], countries: [[String?]])

    private let known = Mutex<Known?>(nil)

    /// - Returns: for each facet, by value, the id of a country.
    func countries(of facets: some Collection<FacetBasis>) -> [[String?]] {
        let fingerprints = facets.map(\.fingerprint)
        return known.withLock { known in
            if let known, known.fingerprints == fingerprints { return known.countries }
            let countries = facets.map { facet in facet.values.map { Self.country(of: $0, facet.facet) } }
            known = (fingerprints, countries)
            return countries
        }
    }

    /// The country that a value is, or the one it belongs to.
    private static func country(of value: FacetValue, _ facet: String) -> String? {
        if facet == "country" { return value.id }
        let countries = value.members.filter { $0.facet == "country" }
        return countries.count == 1 ? countries[0].id : nil
    }
}
