import CountryData
public import Gazetteer

/// The `country` facet: countries and territories by name, people, capital and seat of government.
///
/// - Throws: `GazetteerError` when the files in the binary cannot be read, which a test rules out.
public func countryFacet() throws(GazetteerError) -> GazetteerPlugin {
    // Safe: the function returns a static list with an end.
    try unsafe GazetteerPlugin(embedded: dossier_country_files())
}
