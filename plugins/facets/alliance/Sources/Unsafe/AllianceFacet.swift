import AllianceData
public import Gazetteer

/// The `alliance` facet: alliances, blocs and treaty partnerships, past and present.
///
/// - Throws: `GazetteerError` when the files in the binary cannot be read, which a test rules out.
public func allianceFacet() throws(GazetteerError) -> GazetteerPlugin {
    // Safe: the function returns a static list with an end.
    try unsafe GazetteerPlugin(embedded: dossier_alliance_files())
}
