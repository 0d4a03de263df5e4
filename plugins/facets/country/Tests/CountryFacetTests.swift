import CountryFacet
import Gazetteer
import PluginAPI
import PluginConformance
import Testing

/// What a careful reader finds in a sentence, and nothing else.
@Suite struct CountryFacetTests {
    static let sentences = [
        "⟦Seoul|country:KR⟧ said so.", "⟦Seoul|country:KR⟧’s diplomacy",
        "⟦SEOUL|country:KR⟧ — THE CABINET MET.",
        "⟦North Korea|country:KP⟧ and ⟦South Korea|country:KR⟧ talked.", "on the Korean Peninsula",
        "a Korean dish from Korea", "⟦South Korean|country:KR⟧ ministers",
        "the ⟦ROK|country:KR⟧–⟦US|country:US⟧ alliance",
        "the ⟦DPRK|country:KP⟧ fired", "⟦Pyongyang|country:KP⟧ warned", "⟦U.S.|country:US⟧-led forces",
        "they told us to go", "the ⟦US|country:US⟧ Senate", "⟦American|country:US⟧ troops",
        "Latin American leaders", "South American states", "Native American tribes",
        "African American voters",
        "⟦Washington|country:US⟧ is wary.", "the Washington Post reported", "George Washington crossed",
        "Denzel Washington acted", "Booker T said Washington Irving wrote", "the Washington Redskins won",
        "⟦Georgia|country:GE⟧ and ⟦Russia|country:RU⟧ fought.", "Georgia voters in Atlanta queued",
        "⟦Georgian|country:GE⟧ troops left ⟦Tbilisi|country:GE⟧.", "Michael Jordan scored",
        "⟦Jordan|country:JO⟧ opened its border.", "a Turkey sandwich", "we ate turkey",
        "⟦Turkey|country:TR⟧ vetoed it.",
        "⟦Türkiye|country:TR⟧ agreed.", "Chad Smith drummed", "⟦Chad|country:TD⟧ expelled them.",
        "China porcelain sold",
        "the fine china", "⟦China|country:CN⟧ rose.", "bone China",
        "⟦Guinea|country:GN⟧, ⟦Equatorial Guinea|country:GQ⟧, ⟦Papua New Guinea|country:PG⟧ and ⟦Guinea-Bissau|country:GW⟧",
        "a guinea pig", "⟦Niger|country:NE⟧ and ⟦Nigeria|country:NG⟧", "the Niger Delta",
        "the ⟦Democratic Republic of the Congo|country:CD⟧", "the ⟦Republic of the Congo|country:CG⟧",
        "⟦Dominica|country:DM⟧ and the ⟦Dominican Republic|country:DO⟧",
        "⟦Sino|country:CN⟧-⟦Soviet|country:SU⟧ ties",
        "⟦Franco|country:FR⟧-⟦German|country:DE⟧ axis", "Franco ruled",
        "⟦Anglo|country:GB⟧-⟦Irish|country:IE⟧ deal",
        "⟦Russo|country:RU⟧-⟦Ukrainian|country:UA⟧ war", "the Indo-Pacific strategy", "the East China Sea",
        "the South China Sea", "the Indian Ocean", "the Sea of Japan", "in New Mexico", "in New England",
        "⟦Mexico City|country:MX⟧ hosted", "the ⟦Kremlin|country:RU⟧ denied",
        "the ⟦White House|country:US⟧ said",
        "a white house", "the ⟦Blue House|country:KR⟧ said", "⟦Downing Street|country:GB⟧ said",
        "the ⟦Élysée|country:FR⟧ said", "⟦Zhongnanhai|country:CN⟧ decided",
        "the ⟦Quai d'Orsay|country:FR⟧ said",
        "the ⟦People’s Republic of China|country:CN⟧",
        "the ⟦Republic of China|country:TW⟧ on ⟦Taiwan|country:TW⟧",
        "the Paris Agreement", "⟦Paris|country:FR⟧ agreed", "the Warsaw Pact",
        "⟦Kosovo|country:XK⟧ and ⟦Palestine|country:PS⟧",
        "the ⟦Vatican|country:VA⟧ and ⟦Hong Kong|country:HK⟧", "French fries", "British Columbia",
        "⟦Anglo|country:GB⟧-⟦American|country:US⟧ planners", "Anglo-Saxon habits",
        "⟦Georgia|country:GE⟧ bought Abrams tanks.", "Stacey Abrams toured Georgia.",
        "⟦Georgians|country:GE⟧ voted.", "Georgians in Atlanta voted.", "a Georgian house",
        "⟦Congolese|country:CD⟧ troops", "⟦Brazzaville|country:CG⟧ said the ⟦Congolese|country:CG⟧ agreed.",
        "a ⟦Dominican|country:DO⟧ minister", "a ⟦Dominican|country:DM⟧ minister in ⟦Roseau|country:DM⟧",
        "a Dominican friar",
        "in Jersey", "New Jersey and ⟦Guernsey|country:GG⟧", "⟦Jersey|country:JE⟧ and ⟦Guernsey|country:GG⟧",
        "the church of Saint Martin", "⟦Saint Martin|country:MF⟧ and ⟦Sint Maarten|country:SX⟧",
        "⟦French Guianese|country:GF⟧ gold", "⟦Saint Barthélemy|country:BL⟧",
        "the ⟦Keeling Islands|country:CC⟧",
        "⟦Christmas Island|country:CX⟧ and ⟦Norfolk Island|country:NF⟧",
        "⟦Saint-Pierre-et-Miquelon|country:PM⟧", "the ⟦French Southern Territories|country:TF⟧",
        "⟦Wake Island|country:UM⟧", "⟦Heard Island|country:HM⟧ and ⟦Bouvet Island|country:BV⟧",
        "⟦Bonaire|country:BQ⟧ in the ⟦Caribbean Netherlands|country:BQ⟧", "a ⟦Manx|country:IM⟧ bank",
        "a Manx cat",
    ]

    @Test("Every mark is found, and nothing else", arguments: sentences)
    func marked(_ sentence: String) throws {
        let text = MarkedText(sentence)
        #expect(try text.found(by: countryFacet()) == text.expected)
    }

    @Test("Zones outside the article give nothing")
    func zones() throws {
        #expect(try MarkedText("East Asia Forum, China", kind: .biography).found(by: countryFacet()).isEmpty)
    }

    @Test("The seed article's sentences name US, KR, KP, CN and JP only")
    func seed() throws {
        let text = """
            Resetting US–ROK Security Cooperation Under Biden. US defence partnerships; the US Indo-Pacific network.
            China and North Korea as ‘revisionist’. Sino-South Korean engagement. Seoul and Tokyo. The Blue House,
            the White House, Washington’s Indo-Pacific strategy, the People’s Republic of China, Chinese Premier,
            Japan–South Korea, Beijing–Seoul, East Asian neighbours, the Korean Peninsula.
            """
        let plugin = try countryFacet()
        let ids = try plugin.mentions(in: [MarkedText(text).document])[0].mentions.map {
            plugin.values[Int($0.value)].id
        }
        #expect(Set(ids) == ["US", "KR", "KP", "CN", "JP"])
    }
}
