import HTMLFormat
import PluginAPI
import PluginConformance
import Testing

@Suite("HTMLFormat")
struct HTMLFormatTests {
    static let page = """
        <!doctype html><html lang="en"><head><title>Ferry returns | Bay News</title>
        <meta property="og:site_name" content="Bay News"><link rel="canonical" href="https://bay.example/ferry">
        <script type="application/ld+json">{"datePublished":"2019-05-04T10:00:00Z","author":{"name":"Ann Lee"}}</script>
        </head><body><nav><a href="/">Home</a> <a href="/w">World</a></nav>
        <div class="content"><h1>Ferry returns to the bay</h1><p>By Ann Lee</p>
        <p>The ferry sailed again on Monday after a <a href="/x">long repair</a>, its owner said.</p>
        <h2>Crew</h2><p>Nine sailors came back to work &amp; the harbour caf&eacute; opened its doors.</p>
        <figure><figcaption>The ferry at the pier</figcaption></figure>
        <div class="share-buttons">Share this on all networks</div></div>
        <div id="comments"><p>I always loved that ferry, what a wonderful day for us all.</p></div>
        <footer>All rights reserved</footer></body></html>
        """

    @Test("A page gives its article and nothing of the page around it")
    func article() throws {
        let document = try HTMLFormat().read(FormatInput(bytes: Array(Self.page.utf8), identifier: "a"))
        #expect(document.title == "Ferry returns to the bay")
        #expect(document.zones.map(\.kind) == [.title, .byline, .lead, .body, .body, .caption])
        #expect(document.authors == ["Ann Lee"])
        #expect(document.published == CalendarDate(year: 2019, month: 5, day: 4))
        #expect(document.publisher == "Bay News")
        #expect(document.language == "en")
        #expect(document.canonicalURL == "https://bay.example/ferry")
        #expect(String(decoding: document.text, as: UTF8.self).contains("work & the harbour café"))
    }

    @Test("A page without paragraphs keeps its text")
    func fallback() throws {
        let page =
            "<html><body><form>The whole story stands inside a form, as old pages did it, and is kept whole.</form>"
        let document = try HTMLFormat().read(FormatInput(bytes: Array(page.utf8), identifier: "a"))
        #expect(document.zones.map(\.kind) == [.lead])
    }

    private func read(_ page: String) throws -> Document {
        try HTMLFormat().read(FormatInput(bytes: Array(page.utf8), identifier: "a"))
    }

    @Test("Byline, date and caption between the headline and the article's element are kept")
    func heading() throws {
        let document = try read(
            """
            <html><body><div class="masthead"><p>24 November 2026</p></div>
            <main><h1>Ferry returns to the bay</h1><div class="by">By <a href="/a">Ann Lee</a></div>
            <p>4 May 2019</p><dl><dt>Details</dt><dd>Hits: 1406</dd></dl>
            <figure><figcaption>The ferry at the pier</figcaption></figure>
            <div itemprop="articleBody"><p>The ferry sailed again on Monday after a long repair, its owner said.</p>
            <p>Nine sailors came back to work and the harbour café opened its doors.</p></div></main></body></html>
            """)
        #expect(document.authors == ["Ann Lee"])
        #expect(document.published == CalendarDate(year: 2019, month: 5, day: 4))
        #expect(document.zones.map(\.kind) == [.title, .byline, .byline, .caption, .lead, .body])
    }

    @Test("Paragraphs parted by breaks are the article, not the one paragraph of the page around it")
    func breaks() throws {
        let document = try read(
            """
            <html><body><div class="description"><p>Letters from a veranda in a far country.</p></div>
            <h1>Ferry returns to the bay</h1><div class="post-body">
            The ferry sailed again on Monday after a long repair, its owner said.<br><br>
            Nine sailors came back to work and the harbour café opened its doors.<br><br>
            The mayor waved from the pier.</div>
            <span>at <abbr class="published" title="2013-09-02T09:12:00+01:00">9:12</abbr></span></body></html>
            """)
        #expect(document.zones.map(\.kind) == [.title, .lead, .body, .body])
        #expect(document.published == CalendarDate(year: 2013, month: 9, day: 2))
    }

    @Test("A paragraph of a caption class is a caption, and the author's bare name a byline")
    func classes() throws {
        let document = try read(
            """
            <html><head><meta name="author" content="Ann Lee"></head><body><article><h1>Ferry</h1>
            <h4><a href="/a">Ann Lee</a></h4><p class="wp-caption-text">The ferry at the pier.</p>
            <p>The ferry sailed again on Monday after a long repair, its owner said.</p></article></body></html>
            """)
        #expect(document.zones.map(\.kind) == [.title, .byline, .caption, .lead])
    }

    @Test(
        "An author is known by rel or by an hAtom card, and a commenter is none",
        arguments: [
            "<p>Posted by <a rel=\"author\" href=\"/a\">Ann Lee</a></p>",
            "<span class=\"post-author vcard\">Posted by <span class=\"fn\">Ann Lee</span></span>",
        ])
    func cards(line: String) throws {
        let document = try read(
            """
            <html><body><div class="comment-author vcard"><b class="fn">Bo Dahl</b></div><h1>Ferry</h1>
            <p>The ferry sailed again on Monday after a long repair, its owner said.</p>\(line)</body></html>
            """)
        #expect(document.authors == ["Ann Lee"])
    }

    @Test("Depth costs no stack")
    func depth() throws {
        let page = String(repeating: "<div>", count: 20_000) + "deep text"
        _ = try? HTMLFormat().read(FormatInput(bytes: Array(page.utf8), identifier: "a"))
    }

    @Test("The plugin keeps its contract, also on broken bytes")
    func conformance() {
        let sample = FormatInput(bytes: Array(Self.page.utf8), identifier: "a", fileName: "a.html")
        #expect(formatViolations(of: HTMLFormat(), samples: [sample]) == [])
    }

    @Test("References in a title that a feed gives are read")
    func knownTitle() throws {
        var input = FormatInput(
            bytes: Array("<p>The ferry sailed again.</p>".utf8), identifier: "a", mediaType: "text/html")
        input.known.title = "Die F&auml;hre &#8211; R&D"
        let title = try HTMLFormat().read(input).zones.first { $0.kind == .title }
        let document = try HTMLFormat().read(input)
        #expect(title.map { String(decoding: document.text[$0.range], as: UTF8.self) } == "Die Fähre – R&D")
    }
}
