import AllianceFacet
import CountryFacet
public import PluginAPI

/// The facet plugins that come with Dossier, in the order of their layers.
///
/// A new facet is added here by hand; a test compares this list with the folders under `plugins/facets`.
///
/// - Throws: `GazetteerError` when a table in the binary cannot be read.
public func standardFacets() throws -> [any FacetPlugin] {
    [
        try countryFacet(),
        try allianceFacet(),
    ]
}

// Formats join here in the same way when they are merged: `standardFormats() -> [any FormatPlugin]`,
// listing TextFormat, then HTMLFormat.
