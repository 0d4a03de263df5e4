import Gazetteer
import PluginAPI
import PluginConformance
import Testing

/// Whether a capital or a seat stands for its government or for the place, as a careful reader takes it.
@Suite struct SenseTests {
    static let rows = [
        "KR,South Korea,Seoul,capital", "JP,Japan,Tokyo,capital", "US,United States,Washington,capital",
        "CN,China,Beijing,capital", "RU,Russia,Kremlin,seat", "US,,White House,seat",
        "IR,Iran,Tehran,capital",
        "KR,,South Korea,name", "CN,,China,name", "US,,US,name", "FR,France,Paris,capital",
        "KR,,Blue House,seat",
        "JP,,Japanese,demonym", "UA,Ukraine,Kyiv,capital",
    ]

    /// `⟦Seoul|place⟧` by a cue, `⟦Seoul|?⟧` a government for want of one; plain names are not marked.
    static let sentences = [
        // Places.
        "They met in ⟦Seoul|place⟧.", "near ⟦Tokyo|place⟧ and outside ⟦Beijing|place⟧",
        "He flew from ⟦Seoul|place⟧ to ⟦Tokyo|place⟧.",
        "toward ⟦Kyiv|place⟧, across ⟦Paris|place⟧, around ⟦Tehran|place⟧",
        "in downtown ⟦Seoul|place⟧ and central ⟦Paris|place⟧",
        "She visited ⟦Seoul|place⟧ and left ⟦Tokyo|place⟧.", "in and around ⟦Seoul|place⟧",
        "They arrived in ⟦Washington|place⟧.",
        "the ⟦Seoul|place⟧-based company", "⟦Seoul|place⟧ streets and ⟦Paris|place⟧ residents",
        "⟦Tokyo|place⟧'s busy airport",
        "the mayor of ⟦Seoul|place⟧", "the march on ⟦Kyiv|place⟧", "a ⟦Paris|place⟧ museum",
        "the ⟦Seoul|place⟧ summit",
        "⟦SEOUL|place⟧ — The cabinet met.", "⟦SEOUL|place⟧, May 3 (Reuters)",
        "⟦Seoul|place⟧ (AP) - It rained.",
        "⟦Seoul|place⟧ – The cabinet met.", "It rained on ⟦Seoul|place⟧, South Korea.",
        "officials in ⟦Seoul|place⟧ said so", "in ⟦Seoul|place⟧, ⟦Washington|government⟧ said so",
        "in ⟦Seoul|place⟧ and ⟦Tokyo|place⟧", "in ⟦Seoul|place⟧, ⟦Tokyo|place⟧ and ⟦Beijing|place⟧",
        "in ⟦Seoul|place⟧’s Itaewon", "A strait parts ⟦Seoul|place⟧ from ⟦Tokyo|place⟧.",
        "the bus from ⟦Seoul|place⟧ to ⟦Tokyo|place⟧", "Snow fell on ⟦Seoul|place⟧.",
        "at the ⟦White House|place⟧", "outside the ⟦Kremlin|place⟧",
        "He studied at ⟦Seoul|place⟧ National University.",
        "A ⟦Paris|place⟧ Opera evening", "⟦Beijing|place⟧ is located there",
        // Governments.
        "⟦Seoul|government⟧ said so.", "⟦Seoul|government⟧ has agreed.", "⟦Tokyo|government⟧ also said so.",
        "⟦Tokyo|government⟧ on Tuesday warned them.", "⟦Beijing|government⟧ repeatedly insisted.",
        "⟦Beijing|government⟧ will not, and ⟦Tehran|government⟧ fears it.",
        "⟦Seoul|government⟧ outmanoeuvred them.",
        "⟦Seoul|government⟧'s decision", "⟦Seoul|government⟧’s new foreign policy",
        "⟦Beijing|government⟧’s ambassador",
        "in ⟦Seoul|government⟧'s interest", "to ⟦Washington|government⟧'s decision", "in ⟦Seoul|?⟧’s shadow",
        "⟦Seoul|government⟧ and ⟦Washington|government⟧ met.",
        "between ⟦Tokyo|government⟧ and ⟦Beijing|government⟧",
        "the ⟦Washington|government⟧–⟦Seoul|government⟧ axis", "⟦Seoul|government⟧/⟦Tokyo|government⟧",
        "urged ⟦Seoul|government⟧ to act", "accused ⟦Tehran|government⟧ of lying",
        "told ⟦Tokyo|government⟧ in ⟦Paris|place⟧",
        "talks with ⟦Seoul|government⟧", "ties with ⟦Seoul|government⟧ and ⟦Tokyo|government⟧",
        "according to ⟦Seoul|government⟧",
        "according to the ⟦Kremlin|government⟧", "pressure on ⟦Beijing|government⟧",
        "support from ⟦Washington|government⟧",
        "the ⟦Seoul|government⟧ government", "a ⟦Kremlin|government⟧ spokesman",
        "⟦Moscow⟧ and ⟦White House|government⟧ officials",
        "He said that ⟦Seoul|government⟧, too, came.", "China and ⟦Washington|government⟧ met.",
        "a ⟦Tehran|government⟧-backed militia",
        "It binds ⟦Seoul|government⟧ to ⟦Tokyo|government⟧.", "the door to ⟦Beijing|government⟧",
        // No cue.
        "⟦Seoul|?⟧, perhaps.", "Perhaps ⟦Seoul|?⟧.", "⟦Seoul|?⟧, ⟦Tokyo|?⟧.", "the ⟦Kremlin|?⟧",
    ]

    private static func plugin() throws -> GazetteerPlugin {
        try GazetteerTests.plugin("id,label,form,kind", rows, metonyms: ["capital", "seat"])
    }

    @Test("A metonym is a government or a place by the words around it", arguments: sentences)
    func senses(_ sentence: String) throws {
        let marked = sentence.replacing("⟦Moscow⟧", with: "He")
        let plugin = try Self.plugin()
        let text = MarkedText(marked)
        let found = try plugin.mentions(in: [text.document])[0].mentions.compactMap { mention -> String? in
            let rule = plugin.rules[Int(mention.rule)]
            guard rule.hasPrefix("capital") || rule.hasPrefix("seat") else {
                #expect(mention.sense == .plain)
                return nil
            }
            let isCued = rule.contains(" as ")
            #expect(!isCued || rule.hasSuffix("as \(mention.sense)"))
            #expect(isCued || mention.sense == .government)
            return "\(text.words(of: mention))|\(isCued ? "\(mention.sense)" : "?")"
        }
        #expect(found == text.expected)
        #expect(facetViolations(of: plugin, documents: [text.document]) == [])
    }

    @Test("Kinds that are no metonyms stay as they are, and rules name each sense of those that are")
    func rules() throws {
        let plugin = try Self.plugin()
        #expect(
            plugin.rules == [
                "capital", "capital as government", "capital as place", "seat", "seat as government",
                "seat as place", "name", "demonym",
            ])
        let plain = try GazetteerTests.plugin("id,label,form,kind", Self.rows)
        #expect(plain.rules == ["capital", "seat", "name", "demonym"])
        let mentions = try plain.mentions(in: [MarkedText("in Seoul").document])[0].mentions
        #expect(mentions.map(\.sense) == [.plain])
    }

    @Test("Each language has its own cues; another one is read with the English ones")
    func languages() throws {
        let plugin = try Self.plugin()
        func senses(_ text: String, _ language: String?) throws -> [MentionSense] {
            var document = MarkedText(text).document
            document.document.language = language
            return try plugin.mentions(in: [document])[0].mentions.map(\.sense)
        }
        #expect(try senses("Er reist nach Seoul.", "de-AT") == [.place])
        #expect(try senses("Er reist nach Seoul.", "en") == [.government])
        #expect(try senses("Il est à Seoul.", "fr") == [.place])
        #expect(try senses("met a Seoul delegation", "fr") == [.place])
        #expect(try senses("met near Seoul", "it") == [.place])
        #expect(try senses("met near Seoul", nil) == [.place])
    }

    @Test("A title is no dateline, and its capitals make no other names")
    func titles() throws {
        let plugin = try Self.plugin()
        for text in ["SEOUL, TOKYO MEET", "Seoul Rising", "SEOUL — AT LAST"] {
            let document = MarkedText(text, kind: .title).document
            let mentions = try plugin.mentions(in: [document])[0].mentions
            #expect(mentions.first?.sense == .government, "\(text)")
        }
    }
}
