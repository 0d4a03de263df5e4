import HTMLFormat
import PluginAPI
import Testing

@Suite("Lines around and within an article")
struct ArticleLinesTests {
    private static let first =
        "The ferry sailed again on Monday after a long repair, its owner said to the papers of the bay."
    private static let second =
        "Nine sailors came back to work, and the harbour café opened its doors to guests of the cape."
    private static let third =
        "The mayor waved from the pier while a band played, and children threw flowers into the water."

    private func main(_ body: String, head: String = "") throws -> [String] {
        let page = "<html><head>\(head)</head><body>\(body)</body></html>"
        let document = try HTMLFormat().read(FormatInput(bytes: Array(page.utf8), identifier: "a"))
        return document.zones.filter { $0.kind == .lead || $0.kind == .body }
            .map { String(decoding: document.text[$0.range], as: UTF8.self) }
    }

    @Test("Headings in a row that lead to other pages are left out, with the one over them")
    func linkedHeadings() throws {
        let body = """
            <article><h1>Ferry returns to the bay</h1><p>\(Self.first)</p><div><h2>Keep reading</h2>
            <section><span>1</span><h3><a href="/floods">Floods in the hills</a></h3></section>
            <section><span>2</span><a href="/snow"><h3>Snow on the cape</h3></a></section></div><p>\(Self.second)</p>
            <h2><a href="#crew">The crew</a></h2><h3><a href="/ferry#mate">The mate</a></h3><p>\(Self.third)</p></article>
            """
        #expect(try main(body) == [Self.first, Self.second, "The crew", "The mate", Self.third])
    }

    @Test("An article that its page holds twice is read once, and a sentence said twice is kept")
    func repeats() throws {
        let both = "<p>\(Self.first)</p><p>\(Self.second)</p>"
        #expect(try main("<h1>Ferry returns</h1>\(both)\(both)") == [Self.first, Self.second])
        let inOne = "<div>\(Self.first) \(Self.second) \(Self.third)</div>"
        let all = [Self.first, Self.second, Self.third]
        #expect(try main("<h1>Ferry returns</h1>" + all.map { "<p>\($0)</p>" }.joined() + inOne) == all)
        let once = [Self.first, Self.second, Self.third, Self.first]
        #expect(try main("<h1>Ferry returns</h1>" + once.map { "<p>\($0)</p>" }.joined()) == once)
    }

    @Test("What is only read aloud is no text of the article")
    func spoken() throws {
        let body = """
            <article><h1>Ferry</h1><p><span class="sr-only">Listen to</span> \(Self.first)</p>
            <p>\(Self.second.dropLast()) <span class="screen-reader-text">(opens in a window)</span>.</p></article>
            """
        #expect(try main(body) == [Self.first, "\(Self.second.dropLast()) ."])
        #expect(
            try main(
                "<div class=\"sr-only\"><p>\(Self.first)</p><p>\(Self.second)</p><p>\(Self.third)</p></div>"
            ).count == 3)
    }
}
