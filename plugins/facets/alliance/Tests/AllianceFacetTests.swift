import AllianceFacet
import Gazetteer
import PluginAPI
import PluginConformance
import Testing

/// What a careful reader finds in a sentence, and nothing else.
@Suite struct AllianceFacetTests {
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
        "on the x axis",
    ]

    @Test("Every mark is found, and nothing else", arguments: sentences)
    func marked(_ sentence: String) throws {
        let text = MarkedText(sentence)
        #expect(try text.found(by: allianceFacet()) == text.expected)
    }

    @Test("There are at least sixty alliances, and they are actors")
    func values() throws {
        let plugin = try allianceFacet()
        #expect(plugin.values.count >= 60)
        #expect(plugin.manifest.isActor)
    }
}
