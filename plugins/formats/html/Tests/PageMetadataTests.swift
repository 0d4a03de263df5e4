import PluginAPI
import Testing

@testable import HTMLFormat

@Suite("PageMetadata")
struct PageMetadataTests {
    private func read(
        head: String = "", body: String = "<h1>Ferry returns to the bay</h1>", language: String = "en"
    )
        -> PageMetadata
    {
        let page =
            "<!doctype html><html lang=\"\(language)\"><head>\(head)</head><body>\(body)<p>The ferry sailed.</p></body></html>"
        return PageMetadata(page: HTMLParser.parse(Array(page.utf8)))
    }

    private func title(_ page: PageMetadata) -> String { String(decoding: page.title, as: UTF8.self) }

    private static let article = """
        {"@context":"https://schema.org","@graph":[{"@type":"WebSite","name":"Bay News"},
        {"@type":["NewsArticle"],"headline":"Ferry returns to the bay","datePublished":"2019-05-04T10:00:00+02:00",
        "dateModified":"2019-05-06","author":[{"@id":"#ann"},{"@type":"Person","name":"Bo Dahl"}],
        "publisher":{"@type":"Organization","name":"Bay News"},"articleSection":["Harbour"],"inLanguage":"en-GB"},
        {"@type":"Person","@id":"#ann","name":"Ann Lee"},
        {"@type":"ItemList","itemListElement":[{"@type":"NewsArticle","headline":"Other","datePublished":"2020-01-01","author":"Cy Young"}]}]}
        """

    private static func script(_ json: String) -> String {
        "<script type=\"application/ld+json\">\(json)</script>"
    }

    @Test("JSON-LD tells all of the article, by references too, and nothing of the page's other stories")
    func linkedData() {
        let page = read(head: Self.script(Self.article))
        #expect(title(page) == "Ferry returns to the bay")
        #expect(page.authors == ["Ann Lee", "Bo Dahl"])
        #expect(page.published?.description == "2019-05-04")
        #expect(page.modified?.description == "2019-05-06")
        #expect(page.publisher == "Bay News")
        #expect(page.section == "Harbour")
        #expect(page.language == "en")
        #expect(page.signals[.authors] == .jsonLD)
        #expect(page.signals[.published] == .jsonLD)
    }

    @Test(
        "JSON-LD is read as pages really write it",
        arguments: [
            "<!--\n{\"@type\":\"Article\",\"author\":\"Ann Lee\",\"datePublished\":\"2019-05-04\",}\n-->",
            "//<![CDATA[\n[{\"@type\":\"http://schema.org/BlogPosting\",\"author\":{\"name\":[\"Ann Lee\"]},\"datePublished\":\"May 4, 2019\"}]\n//]]>",
            "{\"@type\":\"Article\",\"description\":\"line\nbreak and \"quotes\" in it\",\"author\":[\"Ann Lee\"],\"datePublished\":\"2019-05-04T00:10:00+09:00\"}",
            "{\"@type\":\"WebPage\",\"mainEntity\":{\"@type\":\"Report\",\"author\":{\"name\":\"Ann Lee\"},\"datePublished\":1556971200}}",
            "{\"@type\":\"VideoObject\",\"uploadDate\":\"2001-01-01\"}{\"@type\":\"Article\",\"author\":\"Ann L\\u0065e\",\"datePublished\":\"2019-05-04\"",
        ])
    func tolerance(json: String) {
        let page = read(head: Self.script(json))
        #expect(page.authors == ["Ann Lee"])
        #expect(page.published?.description == "2019-05-04")
    }

    @Test("Each signal alone gives the author, and says that it did")
    func authorSignals() {
        let heading = "<h1>Ferry returns to the bay</h1>"
        let pages: [(head: String, body: String, signal: MetadataSignal)] = [
            ("<meta name=\"author\" content=\"Ann Lee\">", heading, .meta),
            ("<meta name=\"parsely-author\" content=\"By Ann Lee, Staff Writer\">", heading, .meta),
            (
                "<meta name=\"twitter:label1\" content=\"Written by\"><meta name=\"twitter:data1\" content=\"Ann Lee\">",
                heading, .meta
            ),
            (
                "",
                heading
                    + "<div itemprop=\"author\" itemscope><img alt=\"\"><span itemprop=\"name\">Ann Lee</span> since 2010</div>",
                .microdata
            ),
            ("", heading + "<a rel=\"author\" href=\"/ann\">Ann Lee</a>", .byline),
            ("", heading + "<div class=\"story__Byline\">by Ann Lee | Harbour desk</div>", .byline),
            (
                "", heading + "<div>by Ann Lee, <time datetime=\"2019-05-04\">May 4th 2019</time></div>",
                .byline
            ),
            ("", heading + "<p>posted on 2019-05-04 09:15 EST by Ann Lee</p>", .byline),
            ("", "<p>Von Ann Lee</p>" + heading, .byline),
        ]
        for (head, body, signal) in pages {
            let page = read(head: head, body: body)
            #expect(page.authors == ["Ann Lee"], "\(head)\(body)")
            #expect(page.signals[.authors] == signal, "\(head)\(body)")
        }
    }

    @Test("Each signal alone gives the day, and says that it did")
    func dateSignals() {
        let heading = "<h1>Ferry returns to the bay</h1>"
        let pages: [(head: String, body: String, signal: MetadataSignal)] = [
            (
                "<meta property=\"article:published_time\" content=\"2019-05-04T23:00:00-05:00\">", heading,
                .openGraph
            ),
            ("<meta name=\"DC.date.issued\" content=\"2019-05-04\">", heading, .meta),
            ("<meta name=\"date\" content=\"Sat, 04 May 2019 10:00:00 GMT\">", heading, .meta),
            ("", heading + "<meta itemprop=\"datePublished\" content=\"2019-05-04\">", .microdata),
            ("", heading + "<time datetime=\"2019-05-04\">yesterday</time>", .timeElement),
            ("", heading + "<span class=\"PublishDate\">May 4, 2019 · 3 min read</span>", .dateline),
            ("", heading + "<p>Saturday 4 May 2019 09:15, UK</p>", .dateline),
            ("<link rel=\"canonical\" href=\"https://bay.example/2019/05/04/ferry\">", heading, .url),
            (
                "<meta property=\"og:url\" content=\"https://bay.example/news/2019/may/04/ferry?d=2020-01-01\">",
                heading, .url
            ),
        ]
        for (head, body, signal) in pages {
            let page = read(head: head, body: body)
            #expect(page.published?.description == "2019-05-04", "\(head)\(body)")
            #expect(page.signals[.published] == signal, "\(head)\(body)")
        }
    }

    @Test("Of signals that disagree the one stated before wins")
    func order() {
        let meta =
            "<meta property=\"article:published_time\" content=\"2018-01-01\"><meta name=\"author\" content=\"Cy Young\">"
        #expect(read(head: meta + Self.script(Self.article)).published?.description == "2019-05-04")
        #expect(read(head: meta + Self.script(Self.article)).authors == ["Ann Lee", "Bo Dahl"])
        let body = "<h1>Ferry returns to the bay</h1><time datetime=\"2017-01-01\"></time><p>By Di Eve</p>"
        #expect(read(head: meta, body: body).published?.description == "2018-01-01")
        #expect(read(head: meta, body: body).authors == ["Cy Young"])
        let page = Self.script("{\"@type\":\"WebPage\",\"datePublished\":\"2016-01-01\"}")
        #expect(read(head: page, body: body).published?.description == "2017-01-01")
    }

    @Test(
        "People come before organisations, full names before accounts, and a byline of more names before fewer"
    )
    func people() {
        let agency = Self.script(
            "{\"@type\":\"NewsArticle\",\"author\":{\"@type\":\"Organization\",\"name\":\"Reuters\"}}")
        let byline = "<h1>Ferry returns to the bay</h1><p>By Ann Lee and Bo Dahl</p>"
        #expect(read(head: agency, body: byline).authors == ["Ann Lee", "Bo Dahl"])
        #expect(read(head: agency).authors == ["Reuters"])
        let account = "<meta name=\"author\" content=\"annlee\">"
        #expect(read(head: account, body: byline).authors == ["Ann Lee", "Bo Dahl"])
        #expect(
            read(head: "<meta name=\"author\" content=\"Ann Lee\">", body: byline).authors == [
                "Ann Lee", "Bo Dahl",
            ])
        #expect(
            read(head: "<meta property=\"article:author\" content=\"https://bay.example/ann\">").authors
                .isEmpty)
    }

    @Test("A day of Greenwich gives way to its neighbour that the page shows")
    func greenwich() {
        let head = "<meta property=\"article:published_time\" content=\"2019-05-05T01:00:00Z\">"
        let body = "<h1>Ferry returns to the bay</h1><div>Published 8:00 PM EST, Sat May 4, 2019</div>"
        #expect(read(head: head, body: body).published?.description == "2019-05-04")
        let later = "<h1>Ferry returns to the bay</h1><div>Updated May 6, 2019</div>"
        #expect(read(head: head, body: later).published?.description == "2019-05-05")
        #expect(read(head: head, body: later).modified?.description == "2019-05-06")
    }

    @Test("Neither a copyright, nor another story's day, nor a clock that was never set is a date")
    func noDate() {
        #expect(
            read(body: "<h1>Ferry returns</h1><p>© 2019 Bay News</p><footer>Copyright 4 May 2019</footer>")
                .published == nil)
        #expect(read(head: "<meta name=\"date\" content=\"1970-01-01T00:00:00Z\">").published == nil)
        let other = "<h1>Ferry returns</h1><aside><time datetime=\"2019-05-04\"></time></aside>"
        #expect(read(body: other).published == nil)
        #expect(
            read(head: "<link rel=\"canonical\" href=\"https://bay.example/2019/05/ferry\">").published == nil
        )
    }

    @Test("The site's name is cut off a title, whatever parts it, and the title alone stays")
    func site() {
        let site = "<meta property=\"og:site_name\" content=\"Bay News\">"
        for tail in [
            " | Bay News", " - Bay News", " – The Bay News", " — Bay News Online", " | Harbour | Bay News",
            " · Bay News",
        ] {
            let page = read(head: site + "<title>Ferry returns\(tail)</title>", body: "")
            let expected = tail.contains("Harbour") ? "Ferry returns | Harbour" : "Ferry returns"
            #expect(title(page) == expected, "\(tail)")
        }
        #expect(
            title(read(head: site + "<title>Bay News: ferry returns</title>", body: ""))
                == "Bay News: ferry returns")
        #expect(
            title(read(head: "<title>Ferry returns to port | Bay News</title>", body: ""))
                == "Ferry returns to port")
        #expect(title(read(head: site + "<title>Bay News</title>", body: "")) == "Bay News")
    }

    @Test("The heading that a reader sees is the title, unless it is the site's or another's")
    func heading() {
        let head =
            "<meta property=\"og:title\" content=\"Ferry returns to the bay after repair &amp;amp; rest\"><meta property=\"og:site_name\" content=\"Bay News\">"
        #expect(title(read(head: head)) == "Ferry returns to the bay")
        #expect(read(head: head).signals[.title] == .heading)
        let logo = read(head: head, body: "<h1>Bay News</h1>")
        #expect(title(logo) == "Ferry returns to the bay after repair & rest")
        #expect(logo.signals[.title] == .openGraph)
        let label = "<h1><div>News</div>Ferry returns to the bay</h1>"
        #expect(
            title(
                read(head: "<meta property=\"og:title\" content=\"Ferry returns to the bay\">", body: label))
                == "Ferry returns to the bay")
    }

    @Test("Small numbers are read by the page's language")
    func numbers() {
        let body = "<h1>Ferry returns to the bay</h1><p>03/04/2019</p>"
        #expect(read(body: body, language: "en-US").published?.description == "2019-03-04")
        #expect(read(body: body, language: "en-GB").published?.description == "2019-04-03")
        #expect(read(body: body, language: "fr").published?.description == "2019-04-03")
    }

    @Test("Nodes that hold who and when are named")
    func nodes() {
        let text =
            "<html><body><h1>Ferry returns</h1><p>By Ann Lee</p><p>4 May 2019</p><p>The ferry sailed.</p></body></html>"
        let page = HTMLParser.parse(Array(text.utf8))
        let metadata = PageMetadata(page: page)
        #expect(
            metadata.bylineNodes.map { range in String(decoding: page.text(range.lowerBound), as: UTF8.self) }
                == ["By Ann Lee", "4 May 2019"])
    }

    @Test("Any JSON is read without harm")
    func hostile() {
        for json in [
            String(repeating: "[", count: 100_000), String(repeating: "{\"a\":", count: 50_000), "\"",
            "{\"@type\":", "}}]]",
            "{\"@type\":\"Article\",\"author\":{\"@id\":\"a\"},\"headline\":\"\\u12\\uD800\\\"}",
        ] {
            _ = LinkedData(ArraySlice(json.utf8))
        }
    }
}
