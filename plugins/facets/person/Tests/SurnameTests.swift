import PluginAPI
import PluginConformance
import Testing

@Suite("Surnames and dates") struct SurnameTests {
    static let texts = [
        // After the full name only.
        "Minister ⟦Kari Aaslund|Kari Aaslund⟧ left. ⟦Aaslund|Kari Aaslund⟧’s office is shut.",
        "Aaslund spoke. Minister ⟦Kari Aaslund|Kari Aaslund⟧ left.",
        "Ambassador ⟦Nam Gwan-pyo|Nam Gwan-pyo⟧ spoke. ⟦Nam|Nam Gwan-pyo⟧ left.",
        "the South Korean envoy ⟦Nam Quimby|KR/Nam Quimby⟧ spoke. ⟦Nam|KR/Nam Quimby⟧ left.",
        // An office tells that a surname is a person's even before.
        "Minister ⟦Aaslund|Kari Aaslund⟧ spoke. Minister ⟦Kari Aaslund|Kari Aaslund⟧ left.",
        // Parts of other names are none.
        "Minister ⟦Kari Aaslund|Kari Aaslund⟧ left. Olav Aaslund ran, Aaslund Street and Aaslund-Berg.",
        // The longest name stands for all, and initials for first names.
        "Sen. ⟦John Quimby|John R. Quimby⟧, Sen. ⟦John R. Quimby|John R. Quimby⟧, Sen. ⟦J. Quimby|John R. Quimby⟧.",
        "Sen. ⟦J. Quimby|John Quimby⟧ and Sen. ⟦John Quimby|John Quimby⟧ met.",
        // Of two with one surname the one named last.
        "Sen. ⟦Ann Quimby|Ann Quimby⟧, Sen. ⟦Bo Quimby|Bo Quimby⟧ said. ⟦Quimby|Bo Quimby⟧ and Sen. ⟦Ann Quimby|Ann Quimby⟧; ⟦Quimby|Ann Quimby⟧.",
        // Of two countries there are two persons.
        "Kenyan minister ⟦Ann Quimby|KE/Ann Quimby⟧ and Ugandan minister ⟦Ann Quimby|UG/Ann Quimby⟧ met.",
        // A person of the table.
        "⟦Antony Blinken|US/Antony Blinken⟧ met ⟦Wang Yi|CN/Wang Yi⟧; ⟦Wang|CN/Wang Yi⟧ spoke to ⟦Blinken|US/Antony Blinken⟧.",
    ]

    @Test("A surname alone means who was named in full", arguments: texts)
    func surnames(_ text: String) throws {
        let (expected, found) = try Facets.read(MarkedText(text, date: "2023-01-01"))
        #expect(found == expected)
    }

    @Test("A title may have the surname of somebody whom the article names in full below")
    func titles() throws {
        let document = MarkedText.tokenize([
            (.title, "Aaslund Quits In Haste"), (.body, "Minister Kari Aaslund left. Then Aaslund spoke."),
        ])
        #expect(
            try Facets.mentions(in: document) == [
                "Aaslund|Kari Aaslund", "Kari Aaslund|Kari Aaslund", "Aaslund|Kari Aaslund",
            ])
    }

    static let dated = [
        ("1991-01-17", "President ⟦Bush|US/George H. W. Bush⟧ spoke."),
        ("2005-03-08", "President ⟦Bush|US/George W. Bush⟧ spoke."), ("", "President Bush spoke."),
        ("1996-03-12", "President ⟦Clinton|US/Bill Clinton⟧ spoke."),
        ("2011-12-01", "Secretary of State ⟦Clinton|US/Hillary Clinton⟧ spoke."),
        ("2014-04-23", "Vice President ⟦Biden|US/Joe Biden⟧ spoke."),
        ("2022-05-24", "President ⟦Biden|US/Joe Biden⟧ spoke."),
        ("2014-04-23", "⟦The pope|VA/Pope Francis⟧ prayed."),
        ("2000-04-23", "⟦The pope|VA/Pope John Paul II⟧ prayed."),
        ("", "The pope prayed."), ("2021-12-09", "Chancellor ⟦Scholz|DE/Olaf Scholz⟧ went to Paris."),
        ("1937-05-14", "General ⟦Franco|ES/Francisco Franco⟧ besieged Bilbao."),
        ("1917-06-28", "M. ⟦Venizelos|GR/Eleftherios Venizelos⟧ returned."),
        ("", "George Washington University"), ("", "The carrier USS George Washington left."),
        ("", "⟦George Washington|US/George Washington⟧ crossed."),
        ("2022-09-21", "Secretary-General ⟦António Guterres|PT/António Guterres⟧ spoke."),
    ]

    @Test("Whom a name means depends on the day, and without one on nothing else", arguments: dated)
    func dates(_ date: String, _ text: String) throws {
        let (expected, found) = try Facets.read(MarkedText(text, date: date))
        #expect(found == expected)
    }

    @Test("The facet keeps the contract")
    func conformance() throws {
        let texts = OfficeTests.sentences + OfficeTests.nobodies + Self.texts + ["", "韩国总统尹锡悦", "윤석열 대통령"]
        var documents = texts.map { MarkedText($0, date: "2023-01-01").document }
        documents.append(
            MarkedText.tokenize([
                (.title, "Aaslund Quits"), (.byline, "Minister Ann Quimby"),
                (.body, "Minister Kari Aaslund,"), (.body, "Aaslund"),
            ]))
        #expect(try Facets.violations(documents).isEmpty)
    }
}
