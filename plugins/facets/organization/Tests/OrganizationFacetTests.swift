import Gazetteer
import OrganizationFacet
import PluginAPI
import PluginConformance
import Testing

@Suite("Organizations") struct OrganizationFacetTests {
    /// Its table is read once.
    static let facet = Result { try organizationFacet() }

    static let sentences = [
        // An abbreviation is one as it is written.
        "The ⟦UN|UN⟧ met.", "The ⟦U.N.|UN⟧ met.", "un ami", "The ⟦WHO|WHO⟧ declared an emergency.",
        "Who declared it?", "WHO IS NEXT", "The Who played.", "The ⟦IMF|IMF⟧ lent.", "imf",
        "⟦ICE|ICE⟧ agents came.",
        "Ice agents melt.", "ICE CLOSES THE STRAIT", "The ⟦IRA|IRA⟧ was blamed.", "Ira Gershwin wrote.",
        // Words that are also others.
        "The ⟦Fed|FED⟧ cut rates.", "They fed the cattle.", "fed up", "The ⟦Taliban|TALIBAN⟧ came.",
        "The ⟦Blue House|KR-BLUE-HOUSE⟧ agreed.", "A blue house burnt.",
        "The ⟦White House|US-WHITE-HOUSE⟧ agreed.",
        "⟦Wagner|WAGNER⟧ fighters left.", "Wagner wrote operas.", "the ⟦Wagner Group|WAGNER⟧",
        "an agency of the ⟦World Bank|WORLD-BANK⟧", "a bank of the river",
        // Names that hold others are one.
        "the ⟦UN Security Council|UN-SC⟧", "the National Security Council of Chad", "the ⟦Bank of Japan|BOJ⟧",
        "the ⟦International Atomic Energy Agency|IAEA⟧",
        // Parties of one name are told by their country.
        "The ⟦Labour Party|GB-labour⟧ won in London.", "The ⟦Labour Party|NZ-labour⟧ won in New Zealand.",
        "The ⟦Labour Party|NO-labour⟧ won in Oslo, Norway.", "⟦Labor|AU-labor⟧ won the Australian election.",
        "Labor is scarce on the farms.", "Labor Day is in September.",
        // Other scripts.
        "⟦国連|UN⟧は停戦を求めた。", "شروط ⟦الأمم المتحدة|UN⟧",
    ]

    @Test("Every mark is found, and nothing else", arguments: sentences)
    func marked(_ sentence: String) throws {
        let text = MarkedText(sentence)
        #expect(try text.found(by: Self.facet.get()) == text.expected)
    }

    @Test("What is of one country has it as its member, what is of many has none")
    func members() throws {
        let values = try Self.facet.get().values
        func countries(_ id: String) -> [String]? {
            values.first { $0.id == id }?.members.map { "\($0.facet):\($0.id)" }
        }
        for (id, country) in [
            ("BOJ", "JP"), ("FED", "US"), ("GB-labour", "GB"), ("WAGNER", "RU"), ("IRA", "IE"),
        ] {
            #expect(countries(id) == ["country:\(country)"], "\(id)")
        }
        for id in ["UN", "IMF", "RED-CROSS", "LEAGUE-OF-NATIONS"] { #expect(countries(id) == [], "\(id)") }
    }

    @Test("A group has its name in its years alone")
    func dates() throws {
        let plugin = try Self.facet.get()
        #expect(
            try MarkedText("The Hague tribunal met.", date: "1999-01-01").found(by: plugin) == [
                "Hague tribunal|ICTY"
            ])
        #expect(try MarkedText("The Hague tribunal met.", date: "1913-01-01").found(by: plugin).isEmpty)
    }

    @Test("The facet keeps the contract")
    func conformance() throws {
        let documents = (Self.sentences + [""]).map { MarkedText($0).document }
        #expect(facetViolations(of: try Self.facet.get(), documents: documents).isEmpty)
    }
}
