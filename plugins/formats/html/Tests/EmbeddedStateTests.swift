import HTMLFormat
import PluginAPI
import Testing

@Suite("EmbeddedState")
struct EmbeddedStateTests {
    private static let sentences = [
        "The ferry sailed again on Monday after a long repair, its owner said to the papers of the bay.",
        "Nine sailors came back to work, and the harbour café opened its doors for the first time in a year.",
        "The mayor waved from the pier while a band played, and children threw flowers into the water.",
        "Tickets cost three crowns, half of what they did before, and the first boats were full by noon.",
        "The owner means to build a second ferry in the spring if the council lends him the money for it.",
        "Fishermen complain that the wash of the ferry tears their nets, which the owner says is not so.",
        "An inquiry of the harbour board will say in June who is right, and what is to be paid to whom.",
        "Until then the ferry keeps to the middle of the channel and sails no faster than a man can row.",
    ]

    /// The paragraphs as frameworks keep them, with words of links on their own.
    private static func tree(_ sentences: [String]) -> String {
        let paragraphs = sentences.map { sentence in
            let words = sentence.split(separator: " ", maxSplits: 2).map(String.init)
            return """
                {"type":"paragraph","data":{"href":"https://bay.example/a b c d e f g h"},"content":[
                {"type":"text","value":"\(words[0]) "},
                {"type":"link","content":[{"type":"text","value":"\(words[1])"}]},
                {"type":"text","value":" \(words[2])"}]}
                """
        }
        return "{\"type\":\"document\",\"content\":[\(paragraphs.joined(separator: ","))]}"
    }

    private func read(shown: String, state: String) throws -> Document {
        let page = """
            <html><head><title>Ferry returns to the bay</title></head><body>\(shown)
            <script id="__NEXT_DATA__" type="application/json">\(state)</script></body></html>
            """
        return try HTMLFormat().read(FormatInput(bytes: Array(page.utf8), identifier: "a"))
    }

    private func main(_ document: Document) -> [String] {
        document.zones.filter { $0.kind == .lead || $0.kind == .body }
            .map { String(decoding: document.text[$0.range], as: UTF8.self) }
    }

    @Test("A page that shows nothing has the paragraphs of the object that bears its title")
    func shell() throws {
        let all = Self.sentences + Self.sentences.map { "Once more: \($0)" }
        let other = all.map { "Elsewhere: \($0)" }
        let state = """
            {"page":{"stories":[{"headline":"Floods in the hills","body":\(Self.tree(other))},
            {"headline":"Ferry returns to the bay","summary":"…","body":\(Self.tree(all))}]}}
            """
        #expect(main(try read(shown: "<h1>Ferry returns to the bay</h1>", state: state)) == all)
    }

    @Test("A page that shows an article's beginning has the whole of it, from a string with markup")
    func beginning() throws {
        let body = Self.sentences.map { "\\u003cp\\u003e\($0)\\u003c/p\\u003e" }.joined()
        let shown = "<h1>A ferry</h1><article><p>\(Self.sentences[0])</p></article>"
        #expect(
            main(try read(shown: shown, state: "{\"props\":{\"rendered\":\"\(body)\"}}")) == Self.sentences)
    }

    @Test("Text of another article is left in its script, and so is what the page shows a third of")
    func others() throws {
        let shown =
            "<h1>A short note on the weather</h1><p>It rains in the hills today, and it will rain tomorrow.</p>"
        let state = "{\"headline\":\"Floods in the hills\",\"body\":\(Self.tree(Self.sentences))}"
        #expect(
            main(try read(shown: shown, state: state)) == [
                "It rains in the hills today, and it will rain tomorrow."
            ])
        let third = Self.sentences.prefix(3).map { "<p>\($0)</p>" }.joined()
        #expect(
            main(try read(shown: "<h1>A ferry</h1>\(third)", state: state)) == Array(Self.sentences.prefix(3))
        )
    }

    @Test("A script that holds others ends at its own end")
    func nestedScripts() throws {
        let page = """
            <html><body><h1>Ferry returns to the bay</h1><p>\(Self.sentences[0])</p>
            <script>/*<!--*/ var state = {"post": "<script src='x'></script><p>A post that is data of the page only.</p>"}
            /*-->*/</script><p>\(Self.sentences[1])</p><script><!-- var a = 1; --></script><p>\(Self.sentences[2])</p>
            """
        let document = try HTMLFormat().read(FormatInput(bytes: Array(page.utf8), identifier: "a"))
        #expect(main(document) == Array(Self.sentences.prefix(3)))
    }

    @Test("A script that holds others and never ends costs no text")
    func endlessScript() throws {
        let page =
            "<html><body><p>\(Self.sentences[0])</p><script><!-- '<script></script><p>\(Self.sentences[1])</p>"
        let document = try HTMLFormat().read(FormatInput(bytes: Array(page.utf8), identifier: "a"))
        #expect(main(document) == Array(Self.sentences.prefix(2)))
    }
}
