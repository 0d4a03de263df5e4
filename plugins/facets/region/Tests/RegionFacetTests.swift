import Gazetteer
import PluginAPI
import PluginConformance
import RegionFacet
import Testing

/// What a careful reader finds in a sentence, and nothing else.
@Suite struct RegionFacetTests {
    /// Read once, as other facets are.
    static let plugin = Result { try regionFacet() }

    static let sentences = [
        "in ⟦Southeast Asia|region:southeast-asia⟧ and ⟦South-East Asia|region:southeast-asia⟧",
        "the ⟦Middle East|region:middle-east⟧", "the ⟦Indo-Pacific|region:indo-pacific⟧ strategy",
        "the ⟦South China Sea|region:south-china-sea⟧", "the ⟦Taiwan Strait|region:taiwan-strait⟧",
        "⟦Latin American|region:latin-america⟧ leaders", "⟦Eastern Europe|region:eastern-europe⟧",
        "⟦Sub-Saharan Africa|region:sub-saharan-africa⟧", "⟦African|region:africa⟧ ministers",
        "⟦Southern Africa|region:southern-africa⟧ and South Africa", "an African American",
        "the ⟦Balkans|region:balkans⟧", "the ⟦Caucasus|region:caucasus⟧ and the ⟦Sahel|region:sahel⟧",
        "the ⟦Korean Peninsula|region:korean-peninsula⟧", "⟦Scandinavian|region:scandinavia⟧ ministers",
        "the ⟦Persian Gulf|region:gulf⟧ and the ⟦Gulf states|region:gulf-states⟧",
        "the ⟦Horn of Africa|region:horn-of-africa⟧", "the European Union", "the Central African Republic",
        "an American in West Virginia", "the middle of the east",
    ]

    @Test("Every mark is found, and nothing else", arguments: sentences)
    func marked(_ sentence: String) throws {
        let text = MarkedText(sentence)
        #expect(try text.found(by: Self.plugin.get()) == text.expected)
    }

    @Test("Regions have the countries in them for members, and are no actors")
    func members() throws {
        let plugin = try Self.plugin.get()
        func members(_ id: String) -> Set<String> {
            Set(plugin.values.first { $0.id == id }?.members.map { "\($0.facet):\($0.id)" } ?? [])
        }
        #expect(members("benelux") == ["country:BE", "country:NL", "country:LU"])
        #expect(members("southeast-asia").isSuperset(of: ["country:VN", "country:ID", "country:TL"]))
        #expect(members("africa").count >= 54)
        #expect(!members("europe").contains("country:JP"))
        #expect(!plugin.manifest.isActor)
    }

    @Test("The facet keeps the contract")
    func conformance() throws {
        let documents = ["in Southeast Asia", "", "the Balkans"].map { MarkedText($0).document }
        #expect(facetViolations(of: try Self.plugin.get(), documents: documents).isEmpty)
    }
}
