public import Gazetteer
import RegionData

/// The `region` facet: regions of the world by name and adjective, with the countries that belong to them.
///
/// - Throws: `GazetteerError` when the files in the binary cannot be read, which a test rules out.
public func regionFacet() throws(GazetteerError) -> GazetteerPlugin {
    // Safe: the function returns a static list with an end.
    try unsafe GazetteerPlugin(embedded: dossier_region_files())
}
