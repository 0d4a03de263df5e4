import Gazetteer
import PluginAPI
import PluginConformance
import Testing

/// What a form matches, in texts cut as the index cuts them.
@Suite struct FormTests {
    static let cases: [(form: String, letterCase: String, text: String, found: [String])] = [
        // Patterns.
        ("Afghans?", "caps", "An Afghan, two Afghans, Afghani", ["Afghan", "Afghans"]),
        ("(the |a )?Quad(s|ers)?", "caps", "the Quad a Quads Quaders", ["the Quad", "a Quads", "Quaders"]),
        (
            "N(orth|\\.)? Korea".replacing("\\.", with: "."), "caps", "North Korea, N. Korea",
            ["North Korea", "N. Korea"]
        ),
        ("Koreé?", "caps", "Kore", ["Kore"]),
        ("(a(b|c)d)?x", "any", "abdx acdx x adx", ["abdx", "acdx", "x"]),
        // Borders.
        (
            "Indo-Pacific", "caps", "Indo Pacific Indo–Pacific Indo/Pacific Indo\nPacific",
            [
                "Indo Pacific", "Indo–Pacific", "Indo/Pacific", "Indo\nPacific",
            ]
        ),
        (
            "Indo-Pacific", "caps",
            "Indo, Pacific. Indo. Pacific (Indo) Pacific Indo\n\nPacific “Indo” Pacific", []
        ),
        (
            "Washington, D.C.", "caps", "Washington, D.C. and Washington D.C. and Washington DC; Washington",
            [
                "Washington, D.C.", "Washington D.C.", "Washington DC",
            ]
        ),
        ("St. Lucia", "caps", "St. Lucia, St Lucia", ["St. Lucia", "St Lucia"]),
        ("Yahoo! Inc", "caps", "Yahoo! Inc", ["Yahoo! Inc"]),
        // Possessives and apostrophes.
        ("Seoul", "caps", "Seoul's and Seoul’s", ["Seoul", "Seoul"]),
        (
            "People's Republic", "caps", "People's Republic People’s Republic",
            [
                "People's Republic", "People’s Republic",
            ]
        ),
        ("Côte d'Ivoire", "caps", "Cote d’Ivoire CÔTE D'IVOIRE", ["Cote d’Ivoire", "CÔTE D'IVOIRE"]),
        // Letters.
        ("US", "exact", "us US Us U.S. u.s. U.S.'s", ["US", "U.S.", "U.S."]),
        ("U.S.", "exact", "us US Us U.S. u.s. U.S.-led", ["U.S.", "U.S."]),
        ("US", "any", "US$ US$5 US 5 US $5", ["US", "US"]),
        ("O'Neill", "exact", "O'Neill O’Neill O’NEILL", ["O'Neill", "O’Neill"]),
        (
            "Bank of Japan", "caps", "BANK OF JAPAN Bank Of Japan bank of Japan Bank of japan",
            [
                "BANK OF JAPAN", "Bank Of Japan",
            ]
        ),
        ("red sea", "any", "Red SEA", ["Red SEA"]),
        ("Élysée", "caps", "Elysée ÉLYSÉE elysée", ["Elysée", "ÉLYSÉE"]),
        ("38 North", "caps", "38 North 38 north", ["38 North"]),
        // Words that end in anything.
        ("Korea*", "caps", "Korea Korean Koreans korean Kore", ["Korea", "Korean", "Koreans"]),
        (
            "demilitari* zone*", "any", "demilitarised zones demilitarized Zone demilitar zone",
            [
                "demilitarised zones", "demilitarized Zone",
            ]
        ),
        ("Abcd*", "exact", "Abcd AbcdX ABCDX", ["Abcd", "AbcdX"]),
        // Other scripts.
        ("российск*", "any", "Российской и российские росс", ["Российской", "российские"]),
        ("Сеул*", "caps", "в Сеуле, сеульский", ["Сеуле"]),
        ("平壤", "caps", "朝鲜平壤市，平 壤", ["平壤", "平 壤"]),
        ("大韓民国", "caps", "大韓民国は", ["大韓民国"]),
        ("서울*", "caps", "서울은 서울 대서울 서 울", ["서울", "서울", "서 울"]),
        ("서울", "caps", "서울은 서울, 서울", ["서울", "서울"]),
        ("한미 동맹*", "caps", "한미 동맹은 한미동맹 주한미 동맹", ["한미 동맹", "한미동맹"]),
        ("القاهرة", "caps", "في القاهرة، القاهرةُ", ["القاهرة", "القاهرةُ"]),
        ("ประเทศไทย", "caps", "ในประเทศไทยมี", ["ประเทศไทย"]),
    ]

    @Test("A form matches these words of a text and no others", arguments: cases)
    func matches(_ form: String, _ letterCase: String, _ text: String, _ words: [String]) throws {
        let rows = ["A\t\(form)\t\(letterCase)"]
        let manifest = PluginManifest(name: "test", kind: .facet, version: 1, summary: "A test.")
        let table = Array(("id\tform\tcase\n" + rows.joined(separator: "\n")).utf8)
        let plugin = try GazetteerPlugin(manifest: manifest, table: table)
        #expect(try found(text, plugin) == words.map { "\($0)|A" })
        #expect(facetViolations(of: plugin, documents: [MarkedText(text).document]) == [])
    }

    @Test("The leftmost form wins, the longest there, a blocker too; of two alike the earlier row")
    func longest() throws {
        let rows = [
            "B,sea", "A,north sea", "-,sea of sand", "C,north", "D,north sea", "E,s(e)a", "B,sea of",
            "F,Seas*",
        ]
        let plugin = try plugin("id,form,case", rows.map { $0 + ",any" }.filter { !$0.hasPrefix("F") })
        #expect(
            try found("north sea sea of sand sea of north", plugin) == ["north sea|A", "sea of|B", "north|C"])
        let document = MarkedText("sea north sea").document
        #expect(try plugin.mentions(in: [document])[0].mentions.map(\.row) == [2, 3])
    }

    @Test("A form never crosses the end of a zone, and zones aside give nothing")
    func zones() throws {
        let plugin = try plugin("id,form,case", ["A,north sea,any"])
        let document = MarkedText.tokenize([
            (.title, "north"), (.body, "sea"), (.byline, "north sea"), (.caption, "north sea"),
        ])
        #expect(try plugin.mentions(in: [document])[0].mentions.map(\.firstToken) == [4])
    }

    @Test("A row matches from its first day to its last, and any article without a date")
    func dates() throws {
        let rows = [
            "A,Biden,2021-01-20,2025-01-19", "B,Merkel,,2021-12", "C,Scholz,2021,", "D,Trump,2017,2021-01",
        ]
        let plugin = try plugin("id,form,from,to", rows)
        func ids(_ day: String?) throws -> [String] {
            var text = MarkedText("Biden Merkel Scholz Trump")
            text.document.document.published = day.flatMap { CalendarDate(iso8601: $0) }
            return try text.found(by: plugin).compactMap { $0.split(separator: "|").last.map(String.init) }
        }
        #expect(try ids(nil) == ["A", "B", "C", "D"])
        #expect(try ids("2021-01-19") == ["B", "C", "D"])
        #expect(try ids("2021-01-20") == ["A", "B", "C", "D"])
        #expect(try ids("2021-02-01") == ["A", "B", "C"])
        #expect(try ids("2021-12-31") == ["A", "B", "C"])
        #expect(try ids("2022-01-01") == ["A", "C"])
        #expect(try ids("2025-01-19") == ["A", "C"])
        #expect(try ids("2025-01-20") == ["C"])
        #expect(try ids("2016-12-31") == ["B"])
        #expect(try ids("2017-01-01") == ["B", "D"])
    }

    @Test("A form of a language matches in articles of that language alone")
    func languages() throws {
        let plugin = try plugin("id,form,lang", ["A,Polen,de", "B,Polen,sv", "C,Warschau,"])
        func ids(_ language: String?) throws -> [String] {
            var text = MarkedText("Polen und Warschau")
            text.document.document.language = language
            return try text.found(by: plugin)
        }
        #expect(try ids("de") == ["Polen|A", "Warschau|C"])
        #expect(try ids("de-AT") == ["Polen|A", "Warschau|C"])
        #expect(try ids("SV") == ["Polen|B", "Warschau|C"])
        #expect(try ids("en") == ["Warschau|C"])
        #expect(try ids(nil) == ["Warschau|C"])
    }

    @Test("Long words that differ only in their middle are told apart")
    func longWords() throws {
        let plugin = try plugin("id,form", ["A,abcdefghXYijklmnop", "B,abcdefghZZijklmnop"])
        #expect(
            try found("abcdefghZZijklmnop abcdefghQQijklmnop abcdefghXYijklmnop", plugin) == [
                "abcdefghZZijklmnop|B", "abcdefghXYijklmnop|A",
            ])
    }

    @Test("A mention has the weight of its row")
    func weights() throws {
        let plugin = try plugin(
            "id,form,weight", ["A,one,", "A,two,0.125", "A,three,7.875", "A,four,2", "A,five,1.5"])
        let mentions = try plugin.mentions(in: [MarkedText("one two three four five").document])[0].mentions
        #expect(mentions.map(\.weight.eighths) == [8, 1, 63, 16, 12])
    }
}
