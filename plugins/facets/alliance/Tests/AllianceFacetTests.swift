import AllianceFacet
import Gazetteer
import PluginAPI
import PluginConformance
import Testing

/// What a careful reader finds in a sentence, and nothing else.
@Suite struct AllianceFacetTests {
    /// Read once: it takes a second.
    static let plugin = Result { try allianceFacet() }

    static let sentences = [
        "⟦NATO|alliance:NATO⟧ met.", "⟦Nato|alliance:NATO⟧ met.", "the ⟦Quad|alliance:QUAD⟧ met",
        "a quad bike",
        "the Quad bikes",
        "the ⟦Quadrilateral Security Dialogue|alliance:QUAD⟧ (⟦Quad|alliance:QUAD⟧) for fear",
        "a reinvigorated ⟦ROK–US alliance|alliance:US-KR⟧", "⟦US–ROK|alliance:US-KR⟧ Security Cooperation",
        "the ⟦South Korea–US alliance|alliance:US-KR⟧", "the ⟦U.S.-Japan alliance|alliance:US-JP⟧",
        "the ⟦Warsaw Pact|alliance:WARSAW-PACT⟧", "⟦ASEAN|alliance:ASEAN⟧ and ⟦BRICS|alliance:BRICS⟧",
        "bricks and brics", "the ⟦Commonwealth of Independent States|alliance:CIS⟧",
        "the Commonwealth of Massachusetts", "the ⟦G7|alliance:G7⟧ and ⟦G20|alliance:G20⟧",
        "⟦AUKUS|alliance:AUKUS⟧",
        "the ⟦Entente Cordiale|alliance:ENTENTE-CORDIALE⟧", "the ⟦Visegrád Group|alliance:V4⟧",
        "on the x axis", "⟦Brussels|alliance:EU⟧ fined them", "the airport in Brussels",
        "the ⟦AU|alliance:AU⟧ and ⟦ECOWAS|alliance:ECOWAS⟧", "forty AU from the sun",
        "⟦G7|alliance:G7⟧ ministers",
    ]

    @Test("Every mark is found, and nothing else", arguments: sentences)
    func marked(_ sentence: String) throws {
        let text = MarkedText(sentence)
        #expect(try text.found(by: Self.plugin.get()) == text.expected)
    }

    @Test("There are at least sixty alliances, and they are actors")
    func values() throws {
        let plugin = try Self.plugin.get()
        #expect(plugin.values.count >= 60)
        #expect(plugin.manifest.isActor)
    }

    @Test("The facet keeps the contract")
    func conformance() throws {
        let documents = ["NATO met.", "", "the ROK–US alliance"].map { MarkedText($0).document }
        #expect(facetViolations(of: try Self.plugin.get(), documents: documents).isEmpty)
    }
}
