import PluginAPI
import Testing
import TextFormat

/// Zones as `kind/block: text`, the title left out.
func outline(_ document: Document) -> [String] {
    document.zones.filter { $0.kind != .title }.map { zone in
        let block = zone.block == .paragraph ? "" : "/\(zone.block)"
        return "\(zone.kind)\(block): \(String(decoding: document.text[zone.range], as: UTF8.self))"
    }
}

func read(_ text: String) throws -> Document {
    try TextFormat().read(FormatInput(bytes: Array(text.utf8), identifier: "a", fileName: "a.txt"))
}

@Suite("Structure of plain text")
struct TextStructureTests {
    @Test("Indented first lines begin paragraphs without blank lines between")
    func indents() throws {
        let document = try read(
            """
            Ferry Returns to the Bay

               The ferry sailed again on Monday after a long repair, its
            owner said on the pier, where the mayor and a band had waited
            since the early morning.
               Nine sailors came back to work, and the harbour café opened
            its doors to the first guests.
               "We are glad," said one.
            """)
        #expect(
            outline(document) == [
                "lead: The ferry sailed again on Monday after a long repair, its owner said on the pier, where the mayor and a band had waited since the early morning.",
                "body: Nine sailors came back to work, and the harbour café opened its doors to the first guests.",
                "body: \"We are glad,\" said one.",
            ])
    }

    @Test("A line far shorter than the text that ends a sentence ends the paragraph")
    func shortLines() throws {
        let document = try read(
            """
            Ferry Returns

            The ferry sailed again on Monday after a long repair, its owner
            said on the pier.
            Nine sailors came back to work, and the harbour café opened its
            doors to the first guests of the year, who had come by bus.
            """)
        #expect(outline(document).count == 2)
        #expect(outline(document)[0].hasSuffix("said on the pier."))
    }

    @Test(
        "A word parted at a line's end is joined, a compound keeps its hyphen",
        arguments: [
            ("the new govern-\nment will consult", "the new government will consult"),
            ("a well-\nknown and well-known man", "a well-known and well-known man"),
            ("the long term of a long-\nterm lease", "the long term of a long-term lease"),
            ("an over-\nall plan, over and all, overall", "an overall plan, over and all, overall"),
            ("the cabi-\nnet, and the cabinet of old", "the cabinet, and the cabinet of old"),
            ("state-of-the-\nart ships", "state-of-the-art ships"),
            ("the US-\nKorea alliance", "the US- Korea alliance"),
            ("die Regie\u{AD}\nrung sagt", "die Regierung sagt"),
            ("渡し船が再び\n川を渡る", "渡し船が再び川を渡る"), ("나룻배가 다시\n강을", "나룻배가 다시 강을"),
        ])
    func hyphens(lines: String, joined: String) throws {
        #expect(outline(try read("Title\n\n\(lines).")) == ["lead: \(joined)."])
    }

    @Test("Lists, quotations, tables and verse keep their form")
    func blocks() throws {
        let document = try read(
            """
            What the Ferry Needs

            The owner of the ferry gave the harbour a list of all that must be
            bought before the spring, when the boat is to sail again:

            - a new engine, which the yard across the bay has offered at a
              fair price
            - nine life vests
            - paint

            > The boat is old, but it is sound, and I would sail it
            > around the world.

            Port | Miles | Price
            Bay  | 12    | 4
            Cape | 30    | 9

            The sea is wide,
            The boat is small,
            The wind, the tide
            Shall have it all.

            That song was sung on the pier when the ferry came in last autumn.
            """)
        #expect(
            outline(document).dropFirst() == [
                "body/listItem: - a new engine, which the yard across the bay has offered at a fair price",
                "body/listItem: - nine life vests", "body/listItem: - paint",
                "body/quotation: The boat is old, but it is sound, and I would sail it around the world.",
                "body/tableRow: Port | Miles | Price", "body/tableRow: Bay  | 12    | 4",
                "body/tableRow: Cape | 30    | 9",
                "body/preformatted: The sea is wide,\nThe boat is small,\nThe wind, the tide\nShall have it all.",
                "body: That song was sung on the pier when the ferry came in last autumn.",
            ])
    }

    @Test("A short line before a longer paragraph is a heading, and so is an underlined one")
    func headings() throws {
        let document = try read(
            """
            Ferry Returns
            =============

            The ferry sailed again on Monday after a long repair.

            The crew

            Nine sailors came back to work, and the café opened its doors.

            The price
            ---------
            A cup of tea costs four pounds.
            """)
        #expect(document.title == "Ferry Returns")
        #expect(
            outline(document).filter { $0.contains("heading") } == [
                "body/heading: The crew", "body/heading: The price",
            ])
    }

    @Test("Page numbers and running heads are taken out, and the sentence they part is one")
    func pages() throws {
        let bodies = [
            """
            The owner of the ferry said on the pier that it would sail again when
            the new engine from the yard across the bay had come and the crew had
            """,
            """
            been paid, which nobody in the harbour believed, for the owner had said
            so every spring since the old mayor left and the café was sold to the
            """,
            """
            bank, as the Bay News was the first to say, though nobody reads it but
            those who write it.
            """,
        ]
        for number in ["Page %", "- % -", "%", "Page % of 3", "Seite % von 3"] {
            let pages = bodies.enumerated().map { index, body in
                "Bay Review, Vol. 7\n\n\(body)\n\n\(number.replacing("%", with: "\(index + 1)"))"
            }
            let zones = outline(try read("Ferry Returns\n\n" + pages.joined(separator: "\n\u{C}\n")))
            #expect(zones.count == 2)
            #expect(zones.first == "lead: " + bodies.joined(separator: " ").replacing("\n", with: " "))
            #expect(zones.last == "boilerplate: Bay Review, Vol. 7")
        }
    }

    @Test("Numbered pages without form feeds are pages, a lone number is text")
    func numberedPages() throws {
        let document = try read(
            "Title\n\nThe ferry will sail when its new engine has come from the yard and the\n\n- 1 -\n\ncrew is back.\n\n- 2 -\n\nSo said the owner."
        )
        #expect(outline(document).count == 2)
        let lone = try read("Title\n\nThe answer to everything is said to be\n\n42\n\nand nobody knows why.")
        #expect(lone.text.contains(UInt8(ascii: "4")))
    }

    @Test("Pages that hold nothing but what repeats keep their text")
    func repeatedPages() throws {
        for line in ["The same words stand on every page", "The same 5 words stand on every page"] {
            let pages = Array(repeating: line, count: 5).joined(separator: "\u{C}")
            let article = try read(pages).zones.filter(\.kind.isArticle).reduce(0) { $0 + $1.range.count }
            #expect(article >= 5 * line.utf8.count, "\(line)")
        }
    }

    @Test("A message's header gives title, author and date; its quotations and signature are not the article")
    func message() throws {
        let document = try read(
            """
            From: Ann Lee <ann@bay.example>
            To: all@bay.example
            Date: Tue, 3 Mar 2015 10:00:00 +0900
            Subject: The ferry returns
            X-Mailer: Pigeon 1.0

            The ferry sails again on Monday, and all of you are welcome on board.
            Tea is free on that day.

            On Monday Bo Dahl wrote:
            > When does it sail?
            > Is there tea?

            --
            Ann Lee
            Bay Ferries
            """)
        #expect(document.title == "The ferry returns")
        #expect(document.authors == ["Ann Lee"])
        #expect(document.published == CalendarDate(year: 2015, month: 3, day: 3))
        #expect(document.signals[.published] == .header && document.signals[.authors] == .header)
        #expect(
            document.zones.map(\.kind) == [
                .title, .byline, .boilerplate, .boilerplate, .boilerplate, .lead, .boilerplate, .boilerplate,
                .boilerplate,
            ])
    }

    @Test("A message that is mostly a quotation keeps it, and lines like a header's within a text are text")
    func noMessage() throws {
        let forwarded = try read(
            "From: Ann Lee\nSubject: Read this\n\nSee:\n\n> The ferry sailed again on Monday after a long repair, its owner\n> said on the pier."
        )
        #expect(outline(forwarded).contains { $0.hasPrefix("body/quotation: The ferry") })
        let dialogue = try read("Title\n\nAnn: When does it sail?\nBo: On Monday.")
        #expect(dialogue.authors.isEmpty && outline(dialogue).count == 1)
    }
}
