import MarkdownFormat
import PluginAPI
import PluginConformance
import Testing

@Suite("MarkdownFormat")
struct MarkdownFormatTests {
    static let text = """
        ---
        title: "The ferry: a return"
        authors:
          - Ann Lee
          - name: Bo Dahl
        date: 2019-05-04T10:00:00Z
        lang: en
        tags: [ships, bays]
        ---
        # The ferry: a return

        The *ferry* sailed again on [Monday](https://bay.example/monday "day"),
        its owner said.

        ![The ferry at the pier](ferry.jpg)

        ## Crew

        * Nine sailors came back
        * The cook stayed

        > We are glad, said the mayor.

        | port | ships |
        |------|------:|
        | Bay  | 3     |

            let x = 1

        <div class="x"><p>The harbour café opened its doors again.</p></div>

        [^1]: See the harbour's own report.
        """

    static func read(_ text: String) throws -> Document {
        try MarkdownFormat().read(FormatInput(bytes: Array(text.utf8), identifier: "a", fileName: "a.md"))
    }

    @Test("Markdown gives its blocks in order, and its metadata the facts")
    func blocks() throws {
        let document = try Self.read(Self.text)
        #expect(document.title == "The ferry: a return")
        #expect(document.authors == ["Ann Lee", "Bo Dahl"])
        #expect(document.published == CalendarDate(year: 2019, month: 5, day: 4))
        #expect(document.language == "en")
        #expect(document.signals[.title] == .header)
        #expect(document.signals[.authors] == .header)
        let zones = document.zones.map { "\($0.kind) \($0.block)" }
        let expected = [
            "title paragraph", "lead paragraph", "caption paragraph", "body heading", "body listItem",
            "body listItem", "body quotation", "body tableRow", "body tableRow", "body preformatted",
            "body paragraph", "body footnote",
        ]
        #expect(zones == expected)
        let text = String(decoding: document.text, as: UTF8.self)
        #expect(text.contains("The ferry sailed again on Monday, its owner said."))
        #expect(text.contains("Bay | 3"))
        #expect(!text.contains("ships, bays"))
    }

    @Test("A heading at the beginning is the title; a rule at the beginning is no metadata")
    func heading() throws {
        let document = try Self.read("# Ferry\n\nIt sailed.\n")
        #expect(document.title == "Ferry")
        #expect(document.signals[.title] == .heading)
        let ruled = try Self.read("---\nIt sailed: at last.\n")
        #expect(String(decoding: ruled.text, as: UTF8.self).contains("It sailed: at last."))
    }

    @Test("A block of TOML is read as well")
    func toml() throws {
        let document = try Self.read("+++\ntitle = 'Ferry'\ndate = 2019-05-04\n+++\nIt sailed.\n")
        #expect(document.title == "Ferry")
        #expect(document.published == CalendarDate(year: 2019, month: 5, day: 4))
    }

    @Test("Nesting costs neither stack nor much time")
    func depth() throws {
        for mark in ["> ", "- ", "*", "[", "![", "`"] {
            let text = String(repeating: mark, count: 20_000) + "deep"
            let start = ContinuousClock.now
            _ = try? Self.read(text)
            #expect(ContinuousClock.now - start < .seconds(5), "\(mark)")
        }
    }

    @Test("The plugin keeps its contract, also on broken bytes")
    func conformance() {
        let sample = FormatInput(bytes: Array(Self.text.utf8), identifier: "a", fileName: "a.md")
        #expect(formatViolations(of: MarkdownFormat(), samples: [sample]) == [])
    }
}
