import CountryFacet
import Gazetteer
import PluginAPI
import PluginConformance
import Testing

/// What a careful reader finds in a sentence, and nothing else.
@Suite struct CountryFacetTests {
    /// Read once: it takes a second.
    static let plugin = Result { try countryFacet() }

    static let sentences = [
        "⟦Seoul|country:KR⟧ said so.", "⟦Seoul|country:KR⟧’s diplomacy",
        "⟦SEOUL|country:KR⟧ — THE CABINET MET.",
        "⟦North Korea|country:KP⟧ and ⟦South Korea|country:KR⟧ talked.", "on the Korean Peninsula",
        "a ⟦Korean|country:KR⟧ dish from ⟦Korea|country:KR⟧", "⟦Pyongyang|country:KP⟧ on Korean unity",
        "a reunified Korea", "⟦South Korean|country:KR⟧ ministers",
        "the ⟦ROK|country:KR⟧–⟦US|country:US⟧ alliance",
        "the ⟦DPRK|country:KP⟧ fired", "⟦Pyongyang|country:KP⟧ warned", "⟦U.S.|country:US⟧-led forces",
        "they told us to go", "the ⟦US|country:US⟧ Senate", "⟦American|country:US⟧ troops",
        "Latin American leaders", "South American states", "Native American tribes",
        "African American voters",
        "⟦Washington|country:US⟧ is wary.", "the Washington Post reported", "George Washington crossed",
        "Denzel Washington acted", "Booker T said Washington Irving wrote", "the Washington Redskins won",
        "⟦Georgia|country:GE⟧ and ⟦Russia|country:RU⟧ fought.",
        "⟦Georgia|country:US⟧ voters in ⟦Atlanta|country:US⟧ queued",
        "⟦Georgian|country:GE⟧ troops left ⟦Tbilisi|country:GE⟧.", "Michael Jordan scored",
        "⟦Jordan|country:JO⟧ opened its border.", "a Turkey sandwich", "we ate turkey",
        "⟦Turkey|country:TR⟧ vetoed it.",
        "⟦Türkiye|country:TR⟧ agreed.", "Chad Smith drummed", "⟦Chad|country:TD⟧ expelled them.",
        "China porcelain sold",
        "the fine china", "⟦China|country:CN⟧ rose.", "bone China",
        "⟦Guinea|country:GN⟧, ⟦Equatorial Guinea|country:GQ⟧, ⟦Papua New Guinea|country:PG⟧ and ⟦Guinea-Bissau|country:GW⟧",
        "a guinea pig", "⟦Niger|country:NE⟧ and ⟦Nigeria|country:NG⟧", "the ⟦Niger Delta|country:NG⟧",
        "the ⟦Democratic Republic of the Congo|country:CD⟧", "the ⟦Republic of the Congo|country:CG⟧",
        "⟦Dominica|country:DM⟧ and the ⟦Dominican Republic|country:DO⟧",
        "⟦Sino|country:CN⟧-⟦Soviet|country:SU⟧ ties",
        "⟦Franco|country:FR⟧-⟦German|country:DE⟧ axis", "Franco ruled",
        "⟦Anglo|country:GB⟧-⟦Irish|country:IE⟧ deal",
        "⟦Russo|country:RU⟧-⟦Ukrainian|country:UA⟧ war", "the Indo-Pacific strategy", "the East China Sea",
        "the South China Sea", "the Indian Ocean", "the Sea of Japan", "in ⟦New Mexico|country:US⟧",
        "in ⟦New England|country:US⟧",
        "⟦Mexico City|country:MX⟧ hosted", "the ⟦Kremlin|country:RU⟧ denied",
        "the ⟦White House|country:US⟧ said",
        "a white house", "the ⟦Blue House|country:KR⟧ said", "⟦Downing Street|country:GB⟧ said",
        "the ⟦Élysée|country:FR⟧ said", "⟦Zhongnanhai|country:CN⟧ decided",
        "the ⟦Quai d'Orsay|country:FR⟧ said",
        "the ⟦People’s Republic of China|country:CN⟧",
        "the ⟦Republic of China|country:TW⟧ on ⟦Taiwan|country:TW⟧",
        "the Paris Agreement", "⟦Paris|country:FR⟧ agreed", "the Warsaw Pact",
        "⟦Kosovo|country:XK⟧ and ⟦Palestine|country:PS⟧",
        "the ⟦Vatican|country:VA⟧ and ⟦Hong Kong|country:HK⟧", "French fries",
        "⟦British Columbia|country:CA⟧",
        "⟦Anglo|country:GB⟧-⟦American|country:US⟧ planners", "Anglo-Saxon habits",
        "⟦Georgia|country:GE⟧ bought Abrams tanks.", "Stacey Abrams toured ⟦Georgia|country:US⟧.",
        "⟦Georgians|country:GE⟧ voted.", "⟦Georgians|country:US⟧ in ⟦Atlanta|country:US⟧ voted.",
        "a Georgian house",
        "⟦Congolese|country:CD⟧ troops", "⟦Brazzaville|country:CG⟧ said the ⟦Congolese|country:CG⟧ agreed.",
        "a ⟦Dominican|country:DO⟧ minister", "a ⟦Dominican|country:DM⟧ minister in ⟦Roseau|country:DM⟧",
        "a Dominican friar",
        "in Jersey", "⟦New Jersey|country:US⟧ and ⟦Guernsey|country:GG⟧",
        "⟦Jersey|country:JE⟧ and ⟦Guernsey|country:GG⟧",
        "the church of Saint Martin", "⟦Saint Martin|country:MF⟧ and ⟦Sint Maarten|country:SX⟧",
        "⟦French Guianese|country:GF⟧ gold", "⟦Saint Barthélemy|country:BL⟧",
        "the ⟦Keeling Islands|country:CC⟧",
        "⟦Christmas Island|country:CX⟧ and ⟦Norfolk Island|country:NF⟧",
        "⟦Saint-Pierre-et-Miquelon|country:PM⟧", "the ⟦French Southern Territories|country:TF⟧",
        "⟦Wake Island|country:UM⟧", "⟦Heard Island|country:HM⟧ and ⟦Bouvet Island|country:BV⟧",
        "⟦Bonaire|country:BQ⟧ in the ⟦Caribbean Netherlands|country:BQ⟧", "a ⟦Manx|country:IM⟧ bank",
        "a Manx cat",
        // Towns that are called after others, by what follows a comma.
        "BIRMINGHAM, ⟦Mich|country:US⟧., March 23 - ⟦British|country:GB⟧ buyers",
        "DUBLIN, ⟦Ohio|country:US⟧ -",
        "MELBOURNE, ⟦Fla|country:US⟧., June 3", "a plant in London, ⟦Ontario|country:CA⟧, shut",
        "Manchester, ⟦N.H.|country:US⟧, and Lima, ⟦Ohio|country:US⟧",
        "Athens, ⟦Georgia|country:US⟧, and beyond",
        "in ⟦London|country:GB⟧, ⟦New York|country:US⟧ and ⟦Tokyo|country:JP⟧",
        "in ⟦Cairo|country:EG⟧, miss or hit", "⟦Lima|country:PE⟧ and ⟦Ohio|country:US⟧",
        "in Panama City, ⟦Florida|country:US⟧",
        "⟦Tbilisi|country:GE⟧, ⟦Georgia|country:GE⟧",
        // Firms, ships, streets, treaties.
        "Whitehall Corp and <Sterling Investment Group>", "⟦Whitehall|country:GB⟧ said", "Donegal Group rose",
        "the Bank of ⟦Japan|country:JP⟧", "HMAS Canberra sailed", "at 12 Washington Street", "Berlin Road",
        "the Treaty of Bucharest", "the Budapest Memorandum", "the Oslo accords", "U.S. Steel rose",
        // Money.
        "US$40 million", "HK$5 and NZ$3", "ten ⟦Swiss|country:CH⟧ francs", "⟦Hong Kong|country:HK⟧ dollars",
        // Letters.
        "LET US PRAY", "THEY LIED TO US, SAY BISHOPS", "⟦US|country:US⟧ AND ⟦CHINA|country:CN⟧ SIGN",
        "they told ⟦US|country:US⟧ officials", "TOLD ⟦U.S.|country:US⟧ OFFICIALS",
        // Given names and languages.
        "my flatmate Chad", "Lady Ireland", "She speaks Spanish and some Russian.",
        "⟦Spanish|country:ES⟧ and ⟦Russian|country:RU⟧ ships",
    ]

    @Test("Every mark is found, and nothing else", arguments: sentences)
    func marked(_ sentence: String) throws {
        let text = MarkedText(sentence)
        #expect(try text.found(by: Self.plugin.get()) == text.expected)
    }

    @Test("Zones outside the article give nothing")
    func zones() throws {
        #expect(
            try MarkedText("East Asia Forum, China", kind: .biography).found(by: Self.plugin.get()).isEmpty)
    }

    @Test("The seed article's sentences name US, KR, KP, CN and JP only")
    func seed() throws {
        let text = """
            Resetting US–ROK Security Cooperation Under Biden. US defence partnerships; the US Indo-Pacific network.
            China and North Korea as ‘revisionist’. Sino-South Korean engagement. Seoul and Tokyo. The Blue House,
            the White House, Washington’s Indo-Pacific strategy, the People’s Republic of China, Chinese Premier,
            Japan–South Korea, Beijing–Seoul, East Asian neighbours, the Korean Peninsula.
            """
        let plugin = try Self.plugin.get()
        let ids = try plugin.mentions(in: [MarkedText(text).document])[0].mentions.map {
            plugin.values[Int($0.value)].id
        }
        #expect(Set(ids) == ["US", "KR", "KP", "CN", "JP"])
    }

    @Test("A people's money counts less than the people, and is told as money")
    func money() throws {
        let plugin = try Self.plugin.get()
        let mentions = try plugin.mentions(in: [MarkedText("Australian dlrs, Australians").document])[0]
            .mentions
        #expect(mentions.map { plugin.rules[Int($0.rule)] } == ["currency", "demonym"])
        #expect(mentions.map { $0.weight.eighths } == [4, 8])
    }

    @Test("The facet keeps the contract")
    func conformance() throws {
        let documents = ["Seoul and Tokyo", "", "Paris, Texas"].map { MarkedText($0).document }
        #expect(facetViolations(of: try Self.plugin.get(), documents: documents).isEmpty)
    }
}
