import CountryFacet
import Gazetteer
import OrganizationFacet
import PersonFacet
import PluginAPI
import PluginConformance

/// The facet and those it builds on; their tables are read once.
enum Facets {
    static let person = Result { try personFacet() }
    private static let basis = Result<[any FacetPlugin], any Error> {
        [try countryFacet(), try organizationFacet()]
    }

    /// What is marked, and what is found.
    static func read(_ text: MarkedText) throws -> (expected: [String], found: [String]) {
        (text.expected, try text.found(by: person.get(), over: basis.get()))
    }

    /// `words|id by rule` for each mention in a document.
    static func mentions(in document: TokenizedDocument) throws -> [String] {
        var text = MarkedText("")
        text.document = document
        return try text.found(by: person.get(), over: basis.get())
    }

    static func violations(_ documents: [TokenizedDocument]) throws -> [String] {
        facetViolations(of: try person.get(), documents: documents, over: try basis.get())
    }
}
