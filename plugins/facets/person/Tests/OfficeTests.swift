import PluginAPI
import PluginConformance
import Testing

@Suite("Offices and names") struct OfficeTests {
    static let sentences = [
        // An office before a name.
        "Kenyan foreign minister ⟦Wanjiru Otieno|KE/Wanjiru Otieno⟧ left.",
        "Foreign Minister ⟦Wanjiru Otieno|Wanjiru Otieno⟧ left.",
        "Sen. ⟦Aaron Quimby|Aaron Quimby⟧ spoke.", "Lt. Gen. ⟦Aaron Quimby|Aaron Quimby⟧ spoke.",
        "the French premier, Count ⟦Armand Delisle|FR/Armand Delisle⟧, resigned.",
        "Bank of Japan governor ⟦Haruto Mizuno|JP/Haruto Mizuno⟧ spoke.",
        "Senate Ways and Means Committee chairman ⟦Aaron Quimby|Aaron Quimby⟧ spoke.",
        "Prime Minister ⟦Otieno|KE/Otieno⟧ of Kenya left.", "Kenyan Prime Minister ⟦Otieno|KE/Otieno⟧ left.",
        // Apposition.
        "⟦Wanjiru Otieno|KE/Wanjiru Otieno⟧, the former Kenyan deputy foreign minister, left.",
        "⟦Wanjiru Otieno|Wanjiru Otieno⟧, foreign minister, left.",
        "M. ⟦Delisle|FR/Delisle⟧, the French premier, left.",
        "The foreign minister, ⟦Wanjiru Otieno|Wanjiru Otieno⟧, left.",
        "The foreign minister of Kenya, ⟦Wanjiru Otieno|KE/Wanjiru Otieno⟧, left.",
        "Kenya’s foreign minister, ⟦Wanjiru Otieno|KE/Wanjiru Otieno⟧.",
        "the minister for Foreign Affairs and Trade, Mr. ⟦Aaron Quimby|Aaron Quimby⟧, left.",
        // An ambassador is of the country that sends him.
        "the French ambassador to Japan, ⟦Luc Marchand|FR/Luc Marchand⟧, left.",
        "the ambassador of France to Japan, ⟦Luc Marchand|FR/Luc Marchand⟧, left.",
        "ambassador to Japan ⟦Nam Gwan-pyo|Nam Gwan-pyo⟧ left.",
        "the envoy for North Korea, ⟦Luc Marchand|Luc Marchand⟧, left.",
        // Names of many shapes.
        "ambassador ⟦Nam Gwan-pyo|Nam Gwan-pyo⟧ left.", "ambassador ⟦A. B. Quimby|A. B. Quimby⟧ left.",
        "ambassador ⟦S.R. Quimby|S.R. Quimby⟧ left.",
        "ambassador ⟦Jean-Luc Marchand|Jean-Luc Marchand⟧ left.",
        "ambassador ⟦Kari van der Quimby|Kari van der Quimby⟧ left.",
        "ambassador ⟦Diogo Quimby do Amaral|Diogo Quimby do Amaral⟧ left.",
        "ambassador ⟦Éamon Ó Briain|Éamon Ó Briain⟧ left.", "ambassador ⟦Bill Quimby|Bill Quimby⟧ left.",
        "Emperor ⟦Quimby Aba III|Quimby Aba III⟧ died.", "Minister ⟦Kari Aaslund|Kari Aaslund⟧ Monday left.",
        "of Gabon and Ambassador ⟦Mohamed Quimby|Mohamed Quimby⟧",
        "In Kenya, Senator ⟦Aaron Quimby|Aaron Quimby⟧ left.",
    ]

    @Test("A name beside an office is a person of the office's country", arguments: sentences)
    func persons(_ sentence: String) throws {
        let (expected, found) = try Facets.read(MarkedText(sentence))
        #expect(found == expected)
    }

    static let nobodies = [
        "General Motors rose.", "King Street is closed.", "the President of the Board",
        "the Prime Minister’s Office",
        "the Secretary General spoke.", "the German General Staff", "American President Lines sank.",
        "the Major Market Index", "the official Srpske Novine", "General Electric Company",
        "Prince Edward Island",
        "the minister Monday said", "In New York, the minister said so.",
        "Reuters, Goldman Sachs, the minister",
        "the president, Goldman Sachs said", "President of the Coffee Growers’ Federation",
        "said the minister. Kari Aaslund left.", "Minister Bill", "Minister M", "Minister of", "the",
        "FOREIGN MINISTER KARI AASLUND LEFT",
        // Names of private persons, of companies' people, and names that tell too little.
        "Mr Holland taught music.", "Mr. John Quimby taught music.", "chairman Aaron Quimby of the bakery",
        "Aaron Quimby, president of the bakery", "Minister Otieno left.", "Prince Quimby of Kenya",
        "Admiral Commanding H.M.S. Quimby", "President Juan left.",
        "Kenya. President Quimby left.", "Paul Quimby, Foreign Minister Wang Yi and others",
    ]

    @Test("Words beside an office that name nobody of public life give nothing", arguments: nobodies)
    func nobody(_ sentence: String) throws {
        let (_, found) = try Facets.read(MarkedText(sentence, date: "2010-05-01"))
        #expect(found.filter { $0 != "Wang Yi|CN/Wang Yi" }.isEmpty)
    }

    @Test("A headline's capitals make no names, a sentence's do")
    func headlines() throws {
        let headline = MarkedText("Foreign Minister Kari Aaslund Quits", kind: .title)
        #expect(try Facets.read(headline).found.isEmpty)
        let sentence = MarkedText(
            "Minister ⟦Kari Aaslund|Kari Aaslund⟧ leaves the town in haste", kind: .title)
        let (expected, found) = try Facets.read(sentence)
        #expect(found == expected)
    }

    @Test("A name never crosses the border of a zone")
    func zones() throws {
        for (first, second) in [
            ("the minister", "Kari Aaslund left"), ("Minister Kari", "Aaslund left"),
            ("Kari Aaslund,", "the minister"), ("Kenyan minister Bill", "Quimby left"),
            ("left. The Kenyan Premier M", "A left"), ("the president of", "Kenya, Kari Aaslund, left"),
        ] {
            let document = MarkedText.tokenize([(.body, first), (.body, second)])
            #expect(try Facets.mentions(in: document).isEmpty, "\(first) / \(second)")
        }
        #expect(try Facets.read(MarkedText("Minister Kari Aaslund left.", kind: .biography)).found.isEmpty)
    }
}
