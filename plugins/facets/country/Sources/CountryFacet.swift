public import Gazetteer
import PluginAPI

/// The `country` facet: Countries and territories by name, people, capital and seat of government.
///
/// - Throws: `GazetteerError` when the table in the binary cannot be read, which a test rules out.
public func countryFacet() throws(GazetteerError) -> GazetteerPlugin {
    let manifest = PluginManifest(
        name: "country", kind: .facet, version: 1, licence: "Apache-2.0",
        sources: ["UN member list and ISO 3166 codes (facts)"],
        summary: "Countries and territories by name, people, capital and seat of government.", isActor: true)
    return try GazetteerPlugin(manifest: manifest, table: countryTable())
}
