import PluginAPI
import TestSupport
import Testing

@testable import SourceAdapters

/// Containers whose members are records: feeds, mailboxes, web archives and books.
@Suite("Containers of records")
struct RecordContainerTests {
    private let folder = TemporaryFolder()

    private func inputs(_ name: String, _ bytes: [UInt8]) throws -> [FormatInput] {
        folder.write(name, bytes)
        let source = FolderSource(path: folder.path, rootName: "r")
        let listing = source.expand(try #require(try source.walk().containers.first))
        #expect(listing.problems == [])
        return try listing.entries.map { try source.read($0) }
    }

    @Test("The items of RSS are articles with what the feed knows of them")
    func rss() throws {
        let feed = """
            <?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
             xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Bay News</title>
            <language>en</language><image><title>Logo</title></image>
            <item><title>Ferry &amp; bay</title><link>https://bay.example/1</link><guid>bay-1</guid>
            <dc:creator>Ann Lee</dc:creator><pubDate>Sat, 04 May 2019 10:00:00 GMT</pubDate>
            <description>Short.</description>
            <content:encoded><![CDATA[<p>The ferry <b>sailed</b>.</p>]]></content:encoded></item>
            <item><title>Second</title><link>https://bay.example/2</link><author>x@y.example (Bo Dahl)</author>
            <description>&lt;p&gt;It is back.&lt;/p&gt;</description></item></channel></rss>
            """
        let items = try inputs("feed.xml", Array(feed.utf8))
        #expect(items.map(\.identifier) == ["r/feed.xml/bay-1", "r/feed.xml/https://bay.example/2"])
        let first = try #require(items.first)
        #expect(first.known.title == "Ferry & bay")
        #expect(first.known.authors == ["Ann Lee"])
        #expect(first.known.published == CalendarDate(year: 2019, month: 5, day: 4))
        #expect(first.known.publisher == "Bay News")
        #expect(first.known.language == "en")
        #expect(first.known.canonicalURL == "https://bay.example/1")
        #expect(String(decoding: first.bytes, as: UTF8.self).contains("<p>The ferry <b>sailed</b>.</p>"))
        #expect(items[1].known.authors == ["Bo Dahl"])
        #expect(String(decoding: items[1].bytes, as: UTF8.self).contains("<p>It is back.</p>"))
    }

    @Test("The entries of Atom are articles; markup of their own is kept")
    func atom() throws {
        let feed = """
            <feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title>Hafen</title>
            <author><name>Ann Lee</name></author>
            <entry><id>urn:1</id><title type="html">Die &lt;b&gt;F&amp;auml;hre&lt;/b&gt;</title><link rel="edit" href="https://x.example/e"/>
            <link href="https://x.example/1"/><published>2019-05-04T10:00:00Z</published>
            <updated>2020-01-01T00:00:00Z</updated>
            <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Sie f&#228;hrt.</p></div></content></entry>
            </feed>
            """
        let item = try #require(try inputs("a.atom", Array(feed.utf8)).first)
        #expect(item.identifier == "r/a.atom/urn:1")
        #expect(item.known.title == "Die F&auml;hre")
        #expect(item.known.authors == ["Ann Lee"])
        #expect(item.known.language == "de")
        #expect(item.known.canonicalURL == "https://x.example/1")
        #expect(item.known.published == CalendarDate(year: 2019, month: 5, day: 4))
        #expect(String(decoding: item.bytes, as: UTF8.self).contains("<p>Sie fährt.</p>"))
    }

    @Test("XML that is no feed is no article, unless patterns name it")
    func otherXML() throws {
        folder.write("a.xml", "<note>Buy bread.</note>")
        let source = FolderSource(path: folder.path)
        let listing = source.expand(try source.walk().containers[0])
        #expect(listing.entries == [])
        #expect(listing.problems == [])
        #expect(listing.isComplete)
        let named = FolderSource(path: folder.path, includes: ["*.xml"], rootName: "r")
        let kept = named.expand(try named.walk().containers[0])
        #expect(kept.entries.map(\.identifier) == ["r/a.xml"])
        #expect(String(decoding: try named.read(kept.entries[0]).bytes, as: UTF8.self).contains("bread"))
    }

    @Test("Of a feed with more names than any format has, the items before are read, in time")
    func names() throws {
        let markup = (0..<200_000).map { "<x\($0) y\($0)='1'/>" }.joined()
        let feed = "<rss><channel><item><title>First</title></item><item><description>\(markup)"
        let start = ContinuousClock.now
        folder.write("a.rss", Array(feed.utf8))
        let source = FolderSource(path: folder.path, rootName: "r")
        let listing = source.expand(try #require(try source.walk().containers.first))
        #expect(listing.entries.map(\.identifier) == ["r/a.rss/item-1"])
        #expect(!listing.isComplete && listing.problems.count == 1)
        #expect(ContinuousClock.now - start < .seconds(8))
    }

    @Test("An entity that multiplies itself is not expanded")
    func entities() throws {
        var feed = "<!DOCTYPE rss [<!ENTITY a0 \"ha\">"
        for level in 1...40 { feed += "<!ENTITY a\(level) \"&a\(level - 1);&a\(level - 1);\">" }
        feed +=
            "]><rss><channel><item><title>&a40;</title><description>It is back.</description></item></channel></rss>"
        let items = try inputs("a.rss", Array(feed.utf8))
        #expect(items.allSatisfy { $0.bytes.count < 1000 })
    }

    @Test("A mailbox gives its messages by their identifiers, unquoted")
    func mailbox() throws {
        let box =
            "From ann@x.example Sat May  4 10:00:00 2019\nSubject: One\nMessage-ID:\n <one@x.example>\n\n"
            + "It sailed.\n>From here on, all is well.\nFrom now on too.\n\n"
            + "From bo@x.example Sun May  5 10:00:00 2019\nSubject: Two\n\nSecond.\n"
        let messages = try inputs("list.mbox", Array(box.utf8))
        #expect(messages.map(\.identifier) == ["r/list.mbox/one@x.example", "r/list.mbox/message-2"])
        #expect(messages.map(\.mediaType) == ["message/rfc822", "message/rfc822"])
        let text = String(decoding: messages[0].bytes, as: UTF8.self)
        #expect(text.contains("\nFrom here on, all is well.\nFrom now on too.\n"))
        #expect(!text.contains("Second"))
    }

    private static func record(_ type: String, _ url: String, _ block: String, mediaType: String) -> [UInt8] {
        Array(
            ("WARC/1.0\r\nWARC-Type: \(type)\r\nWARC-Target-URI: \(url)\r\nContent-Type: \(mediaType)\r\n"
                + "Content-Length: \(block.utf8.count)\r\n\r\n\(block)\r\n\r\n").utf8)
    }

    @Test("A web archive gives its pages with their addresses", arguments: [false, true])
    func webArchive(isPacked: Bool) throws {
        let http = "application/http; msgtype=response"
        let records = [
            Self.record("warcinfo", "", "software: x\r\n", mediaType: "application/warc-fields"),
            Self.record(
                "response", "https://bay.example/1",
                "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>It sailed.</p>",
                mediaType: http),
            Self.record(
                "response", "https://bay.example/2",
                "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + "7\r\n<p>It i\r\nb\r\ns back.</p>\r\n0\r\n\r\n", mediaType: http),
            Self.record("request", "https://bay.example/3", "GET / HTTP/1.1\r\n\r\n", mediaType: http),
            Self.record(
                "response", "https://bay.example/4",
                "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\nNo",
                mediaType: http),
            Self.record("resource", "https://bay.example/5", "Plain.", mediaType: "text/plain"),
            Self.record("resource", "https://bay.example/6.png", "x", mediaType: "image/png"),
            Self.record("resource", "metadata://crawler.example/log", "Fetched 5.", mediaType: "text/plain"),
        ]
        let bytes = records.flatMap { isPacked ? PackedFiles.gzip($0) : $0 }
        let pages = try inputs(isPacked ? "a.warc.gz" : "a.warc", bytes)
        #expect(pages.map { $0.known.canonicalURL } == [1, 2, 5].map { "https://bay.example/\($0)" })
        #expect(
            pages.map { String(decoding: $0.bytes, as: UTF8.self) } == [
                "<p>It sailed.</p>", "<p>It is back.</p>", "Plain.",
            ])
        #expect(pages[0].mediaType == "text/html; charset=utf-8")
    }

    @Test("A book gives its chapters in reading order, each with what is known of the book")
    func book() throws {
        func page(_ text: String) -> [UInt8] {
            Array("<html><head><title>Bay</title></head><body>\(text)</body></html>".utf8)
        }
        let package = """
            <package xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata><dc:title>The Bay</dc:title>
            <dc:creator>Ann Lee</dc:creator><dc:publisher>Pier Press</dc:publisher><dc:language>en</dc:language>
            <dc:date>2019-05-04</dc:date></metadata><manifest>
            <item id="n" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
            <item id="c" href="cover.xhtml" media-type="application/xhtml+xml"/>
            <item id="b" href="text/two%20b.xhtml" media-type="application/xhtml+xml"/>
            <item id="a" href="text/one.xhtml" media-type="application/xhtml+xml"/></manifest>
            <spine><itemref idref="c"/><itemref idref="n"/><itemref idref="a"/><itemref idref="b"/></spine></package>
            """
        let book = PackedFiles.zip([
            ("mimetype", Array("application/epub+zip".utf8)),
            (
                "META-INF/container.xml",
                Array("<container><rootfiles><rootfile full-path=\"O/p.opf\"/></rootfiles></container>".utf8)
            ),
            ("O/p.opf", Array(package.utf8)), ("O/text/two b.xhtml", page("<p>Two.</p>")),
            ("O/text/one.xhtml", page("<p>One.</p>")), ("O/cover.xhtml", page("<img src=\"c.png\"/>")),
            ("O/nav.xhtml", page("<nav><a href=\"text/one.xhtml#x\">Ferry</a></nav>")),
        ])
        let chapters = try inputs("bay.epub", book)
        #expect(
            chapters.map(\.identifier) == ["r/bay.epub/O/text/one.xhtml", "r/bay.epub/O/text/two b.xhtml"])
        #expect(chapters.map { $0.known.title } == ["Ferry – The Bay", "The Bay"])
        #expect(chapters[0].known.authors == ["Ann Lee"])
        #expect(chapters[0].known.publisher == "Pier Press")
        #expect(chapters[0].known.published == CalendarDate(year: 2019, month: 5, day: 4))
        #expect(String(decoding: chapters[1].bytes, as: UTF8.self).contains("Two."))
    }

    @Test(
        "What is no container of its kind, or is cut off, is reported",
        arguments: ["mbox", "epub", "warc", "rss"])
    func wrong(ending: String) throws {
        folder.write("a." + ending, ending == "rss" ? "<rss><channel><item><title>x" : "nothing of that kind")
        let source = FolderSource(path: folder.path)
        let listing = source.expand(try source.walk().containers[0])
        #expect(!listing.isComplete)
        #expect(listing.problems.count == 1)
    }
}
