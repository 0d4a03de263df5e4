public import Gazetteer
import PluginAPI

/// The `alliance` facet: Alliances, blocs and treaty partnerships, past and present.
///
/// - Throws: `GazetteerError` when the table in the binary cannot be read, which a test rules out.
public func allianceFacet() throws(GazetteerError) -> GazetteerPlugin {
    let manifest = PluginManifest(
        name: "alliance", kind: .facet, version: 1, licence: "Apache-2.0",
        sources: ["Treaty and member names (facts)"],
        summary: "Alliances, blocs and treaty partnerships, past and present.", isActor: true)
    return try GazetteerPlugin(manifest: manifest, table: allianceTable())
}
