import AllianceFacet
import CountryFacet
import HTMLFormat
import MailFormat
import MarkdownFormat
import OfficeFormat
import OrganizationFacet
import PDFFormat
import PairFacet
import PersonFacet
public import PluginAPI
import RegionFacet
import TextFormat

/// The plugins that come with Dossier; their tables are read once.
///
/// A new one is added below by hand; a test compares that list with the folders under `plugins`.
///
/// - Throws: `GazetteerError` when a table in the binary cannot be read.
public func standardPlugins() throws -> PluginSet { try bundled.get() }

private let bundled = Result {
    PluginSet(
        formats: [HTMLFormat(), MarkdownFormat(), MailFormat(), PDFFormat(), OfficeFormat(), TextFormat()],
        facets: [
            try countryFacet(), try allianceFacet(), try organizationFacet(), try personFacet(),
            try regionFacet(), PairFacet(),
        ])
}
