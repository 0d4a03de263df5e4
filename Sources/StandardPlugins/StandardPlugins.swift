import AllianceFacet
import CountryFacet
import Dispatch
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
import Synchronization
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
        facets: try made([countryFacet, allianceFacet, organizationFacet, personFacet, regionFacet])
            + [PairFacet()])
}

/// Reads tables side by side, as each takes milliseconds.
private func made(_ makers: [@Sendable () throws -> any FacetPlugin]) throws -> [any FacetPlugin] {
    let made = Mutex([Int: Result<any FacetPlugin, any Error>]())
    DispatchQueue.concurrentPerform(iterations: makers.count) { index in
        let result = Result { try makers[index]() }
        made.withLock { $0[index] = result }
    }
    return try made.withLock { made in try made.sorted { $0.key < $1.key }.map { try $0.value.get() } }
}
