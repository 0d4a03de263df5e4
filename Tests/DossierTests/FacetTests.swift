import IndexAnalysis
import PluginAPI
import PluginConformance
import StandardPlugins
import Testing

@testable import Dossier

/// The standard plugins; their tables are read once.
private let plugins = Result { try standardPlugins() }

/// Ids of the values that each standard facet finds in a document, sorted.
func facetValues(
    of document: Document, among facets: [any FacetPlugin]? = nil
) throws -> [String: [String]] {
    try facetMentions(in: document, among: facets).mapValues { Array(Set($0.map(\.id))).sorted() }
}

/// What each facet, a standard one unless told otherwise, finds in a document, as plugins see the tokens of an index.
func facetMentions(
    in document: Document, among facets: [any FacetPlugin]? = nil
) throws -> [String: [(id: String, mention: Mention)]] {
    let facets = try facets ?? plugins.get().facets
    let tokenized = [DocumentTokenizer(.multilingual).tokenize(document)]
    var found: [String: [(id: String, mention: Mention)]] = [:]
    for facet in facets {
        let basis = try facetBasis(facet.manifest.name, in: tokenized, among: facets)
        found[facet.manifest.name] = basis.documents[0].mentions.map { (basis.id(of: $0, in: 0), $0) }
    }
    return found
}

@Test("Facets read title, lead, body and caption, and nothing around the article")
func facetsReadTheArticleOnly() throws {
    var document = Document(identifier: "a")
    document.append(.title, Array("Seoul weighs the Quad".utf8))
    document.append(.byline, Array("By Jordan Vance, Nairobi".utf8))
    document.append(
        .lead, Array("The Blue House said the ROK–US alliance would hold; Pyongyang said nothing.".utf8))
    document.append(.caption, Array("A ferry leaves Tokyo".utf8))
    document.append(.biography, Array("About the author: she lives in Brazil".utf8))
    document.append(.notice, Array("Source: This article was published by NATO Review".utf8))
    document.append(.boilerplate, Array("Leave a Reply from France".utf8))
    let found = try facetValues(of: document)
    #expect(found["country"] == ["JP", "KP", "KR", "US"])
    #expect(found["alliance"] == ["QUAD", "US-KR"])
}

@Test("Tokens of a document stand in the order of its zones, each within its zone")
func tokensStayInTheirZones() {
    var document = Document(identifier: "a")
    document.append(.title, Array("The ROK–US".utf8))
    document.append(.body, Array("alliance U.S.".utf8))
    document.append(.notice, Array("…".utf8))
    let tokens = DocumentTokenizer().tokenize(document)
    #expect(tokens.zoneTokens == [0, 3, 5, 5])
    for (index, zone) in document.zones.enumerated() {
        for token in Int(tokens.zoneTokens[index])..<Int(tokens.zoneTokens[index + 1]) {
            #expect(zone.range.contains(Int(tokens.starts[token])))
            #expect(Int(tokens.ends[token]) <= zone.range.upperBound)
        }
    }
    #expect(String(decoding: tokens.folded, as: UTF8.self) == "therokusallianceus")
}
