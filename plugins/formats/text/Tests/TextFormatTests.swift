import PluginAPI
import PluginConformance
import Testing
import TextFormat

@Suite("TextFormat")
struct TextFormatTests {
    static let article = """
        Pacific Partners Weigh Their Options – Analysis


        By Clara Example*

        The new cabinet in Canberra has promised to consult
        its neighbours before it signs the accord.

        Talks with Seoul and Tokyo are expected to follow in spring.

        *About the author: Clara Example edits a newsletter.

        Source: This article was published by Harbour Review

        Harbour Review

        Harbour Review is a platform for essays on the region.

        Leave a Reply

        Your email address will not be published. Required fields are marked *
        """

    func read(_ text: String, title: String? = nil) throws -> Document {
        var input = FormatInput(bytes: Array(text.utf8), identifier: "a", fileName: "a.txt")
        input.known.title = title
        return try TextFormat().read(input)
    }

    func zone(_ document: Document, _ index: Int) -> String {
        String(decoding: document.text[document.zones[index].range], as: UTF8.self)
    }

    @Test("Every part of a copied article gets its zone")
    func zones() throws {
        let document = try read(Self.article)
        #expect(
            document.zones.map(\.kind) == [
                .title, .byline, .lead, .body, .biography, .notice, .boilerplate, .boilerplate, .boilerplate,
                .boilerplate,
            ])
        #expect(document.title == "Pacific Partners Weigh Their Options – Analysis")
        #expect(document.authors == ["Clara Example"])
        #expect(document.republishedFrom == "Harbour Review")
        #expect(zone(document, 2).hasSuffix("consult its neighbours before it signs the accord."))
    }

    @Test("A known title takes nothing from the text unless the first line repeats it")
    func knownTitle() throws {
        let kept = try read("First line\n\nMore text.", title: "Other")
        #expect(kept.zones.map(\.kind) == [.title, .lead, .body])
        let dropped = try read("Other\n\nMore text.", title: "Other")
        #expect(dropped.zones.map(\.kind) == [.title, .lead])
    }

    @Test("Several authors are split at commas and at and")
    func authors() throws {
        #expect(
            try read("T\n\nBy Ann Lee, Bo Dahl and Cy van Dam\n\nText.").authors == [
                "Ann Lee", "Bo Dahl", "Cy van Dam",
            ])
        #expect(try read("T\n\nBy Monday the army had left the town.\n\nText.").authors.isEmpty)
    }

    @Test(
        "A date alone on an early line is the date",
        arguments: ["2017-03-03", "March 3, 2017", "3 March 2017", "Friday, 3 March 2017"])
    func dates(line: String) throws {
        let document = try read("Title\n\n\(line)\n\nText of the day.")
        #expect(document.published == CalendarDate(year: 2017, month: 3, day: 3))
        #expect(document.zones.map(\.kind) == [.title, .byline, .lead])
    }

    @Test(
        "A byline may end in the date",
        arguments: ["By Ann Lee* · 4 May 2019", "By Ann Lee | May 4, 2019", "By Ann Lee — 2019-05-04"])
    func dateInByline(line: String) throws {
        let document = try read("Title\n\n\(line)\n\nText of the day.")
        #expect(document.zones.map(\.kind) == [.title, .byline, .lead])
        #expect(document.authors == ["Ann Lee"])
        #expect(document.published == CalendarDate(year: 2019, month: 5, day: 4))
    }

    @Test("A line of keywords is no part of the article; a sentence that begins like one is")
    func labels() throws {
        let document = try read(
            "Title\n\nText of the day.\n\nTags: ferry, Malta\n\nPosted in Kabul, he wrote.")
        #expect(document.zones.map(\.kind) == [.title, .lead, .boilerplate, .body])
    }

    @Test("Every encoding of a text gives the same document")
    func encodings() throws {
        let text = "Köln “today”\n\nThe café opened its doors again after the long winter."
        let plain = try read(text)
        let little = text.utf16.flatMap {
            [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)]
        }
        let big = text.utf16.flatMap { [UInt8(truncatingIfNeeded: $0 >> 8), UInt8(truncatingIfNeeded: $0)] }
        let wide = text.unicodeScalars.flatMap { scalar in
            (0..<4).map { UInt8(truncatingIfNeeded: scalar.value >> (8 * UInt32($0))) }
        }
        let windows: [UInt8] = text.unicodeScalars.map { scalar in
            switch scalar.value {
            case 0x201C: 0x93
            case 0x201D: 0x94
            default: UInt8(truncatingIfNeeded: scalar.value)
            }
        }
        let forms = [
            [0xEF, 0xBB, 0xBF] + Array(text.utf8), [0xFF, 0xFE] + little, [0xFE, 0xFF] + big, little, big,
            [0xFF, 0xFE, 0, 0] + wide, windows,
        ]
        for form in forms {
            #expect(try TextFormat().read(FormatInput(bytes: form, identifier: "a")) == plain)
        }
    }

    @Test("What is not text is refused with its reason")
    func refusals() {
        #expect(throws: FormatError.empty) { try read("") }
        #expect(throws: FormatError.empty) { try read(" \n\t ") }
        #expect(throws: FormatError.binary(reason: "NUL bytes")) {
            try read("PK\u{0}\u{0}\u{0}\u{0}abcdefgh")
        }
    }

    @Test("The plugin keeps its contract, also on broken bytes")
    func conformance() {
        let sample = FormatInput(bytes: Array(Self.article.utf8), identifier: "a", fileName: "a.txt")
        #expect(formatViolations(of: TextFormat(), samples: [sample]) == [])
    }
}
