import PluginAPI
import PluginConformance
import Testing

@testable import HTMLFormat

/// Pages made to cost time, memory or stack, or to reach for what lies outside of them.
enum HostilePages {
    static let story =
        "<p>The ferry sailed again on Monday after a long repair, its owner said on the pier.</p>"

    static func repeated(_ text: String, _ count: Int) -> String {
        var bytes: [UInt8] = []
        let unit = Array(text.utf8)
        bytes.reserveCapacity(unit.count * count)
        for _ in 0..<count { bytes += unit }
        return String(decoding: bytes, as: UTF8.self)
    }

    static let attributes = (0..<1_250).map { " a\($0)=\($0)" }.joined()
    /// So many attributes that a parser takes minutes that compares each with all before it.
    static func quoted(_ value: String) -> String { (0..<80_000).map { "a\($0)=\"\(value)\"" }.joined() }

    static let pages: [(name: String, page: String)] = [
        ("nested tags", repeated("<div>", 12_500) + story),
        ("nested tags of many kinds", repeated("<b><i><span><font>", 1_250) + story),
        ("nested tables", repeated("<table><tr><td>", 625) + story),
        ("nested lists", repeated("<ul><li>", 1_250) + story),
        ("nested links", repeated("<a href=x>", 2_500) + story),
        ("nested articles", repeated("<article><p>text</p>", 625) + story),
        (
            "end tags of what is far outside",
            repeated("<b>", 5_000) + repeated("<div>", 5_000) + repeated("</b>", 5_000)
        ),
        ("end tags within open tags", repeated("<div>", 5_000) + repeated("</span>", 5_000) + story),
        ("bodies", repeated("<div>", 5_000) + repeated("<body>", 5_000) + story),
        ("names", (0..<20_000).map { "<x\($0) y\($0)=1>" }.joined() + story),
        ("headings alone", repeated("<h1>Title</h1>", 5_000)),
        (
            "articles in articles",
            repeated("<article><p>text</p><article><p>text</p></article>", 2_500) + story
        ),
        ("ampersands", story + repeated("&", 50_000)),
        ("ampersands and marks", story + repeated("&#", 50_000)),
        ("end tags without start", story + repeated("</div></p></b>", 2_500)),
        ("attributes", "<body><p\(attributes)>" + story),
        ("attributes with marks", "<body><p " + quoted("<") + ">" + story),
        ("attributes without spaces", "<body><p " + repeated("a='>'", 5_000) + quoted("x") + ">" + story),
        ("attributes after a script", "<script>a<b c=\"</script e=\"><p " + quoted("x") + ">" + story),
        ("attributes after a doctype", "<!DOCTYPE html SYSTEM \"><p a='\" ><p " + quoted("x") + ">" + story),
        ("attributes after a comment", "<!-- > <p a=' --><p " + quoted("x") + ">" + story),
        (
            "names without an end",
            "<p " + (0..<20_000).map { "\($0 + 100_000)" + repeated("a", 94) }.joined() + ">" + story
        ),
        ("one endless attribute", "<body><div class=\"" + repeated("nav ", 6_250) + "\">" + story),
        ("attribute without an end", story + "<div class=\"" + repeated("x", 12_500)),
        ("tag name without an end", story + "<" + repeated("x", 12_500)),
        ("comment without an end", story + "<!--" + repeated("-", 12_500)),
        ("script without an end", story + "<script>" + repeated("</scrip", 2_500)),
        ("brackets", story + repeated("<", 6_250)),
        ("character references", "<p>" + repeated("&amp;&#x41;&#99999999;&bogus;", 625)),
        ("one endless reference", "<p>&#" + repeated("9", 12_500) + ";" + story),
        ("breaks", "<body>" + repeated("text<br>", 1_250)),
        ("paragraphs", "<body>" + repeated("<p>a", 2_500)),
        ("metadata", repeated("<meta name=author content='Ann Lee'>", 625) + story),
        ("titles", repeated("<h1>Title</h1><title>x</title>", 375) + story),
        ("linked data", repeated("<script type=application/ld+json>{\"author\":</script>", 250) + story),
        (
            "nested linked data",
            "<script type=application/ld+json>" + repeated("{\"@graph\":[", 1_250) + "</script>" + story
        ),
        ("doctypes", repeated("<!DOCTYPE html>", 1_250) + story),
        ("declared sections", repeated("<![CDATA[", 1_250) + story),
    ]
}

@Suite("Hostile HTML")
struct HostileHTMLTests {
    func reading(_ bytes: [UInt8]) -> (outcome: Result<Document, FormatError>, duration: Duration) {
        let clock = ContinuousClock()
        let start = clock.now
        let input = FormatInput(bytes: bytes, identifier: "a", fileName: "a.html")
        let outcome = Result { () throws(FormatError) in try HTMLFormat().read(input) }
        return (outcome, start.duration(to: clock.now))
    }

    @Test(
        "It costs seconds at most, and gives valid zones or a reason",
        arguments: HostilePages.pages.map(\.name))
    func pages(name: String) throws {
        let bytes = Array(try #require(HostilePages.pages.first { $0.name == name }).page.utf8)
        let (outcome, duration) = reading(bytes)
        // A debug build on a busy machine is some thirty times slower than the program.
        #expect(duration < .seconds(60), "\(duration)")
        if case .success(let document) = outcome {
            #expect(zoneViolations(of: document).isEmpty)
            #expect(document.text.count <= 8 * bytes.count + 1024)
        }
    }

    @Test("Entities are not expanded, and none is fetched")
    func entities() throws {
        let bomb = """
            <!DOCTYPE html [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">
            <!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;"><!ENTITY f SYSTEM "file:///etc/passwd">
            <!ENTITY % g SYSTEM "http://127.0.0.1:1/x.dtd"> %g;]>
            <html><body><p>&e;&e;&e;&f;</p>\(HostilePages.story)</body></html>
            """
        for start in ["", "<?xml version=\"1.0\"?>"] {
            guard case .success(let document) = reading(Array((start + bomb).utf8)).outcome else { continue }
            let text = String(decoding: document.text, as: UTF8.self)
            #expect(text.utf8.count < 2000)
            #expect(!text.contains("root:"))
            #expect(text.contains("The ferry sailed"))
        }
    }

    @Test(
        "Time grows with the size of the page and no faster",
        arguments: ["<p>a", "<div>a", "<h1>a</h1>", "<x# y#=1>a", "<b><div></b>", "&", "<li><a href=x>a</a>"])
    func growth(unit: String) {
        func seconds(_ count: Int) -> Double {
            let page = (0..<count).map { unit.replacing("#", with: "\($0)") }.joined()
            let durations = (0..<3).map { _ in reading(Array(page.utf8)).duration }
            return Double((durations.min() ?? .zero).attoseconds) / 1e18
        }
        let (small, large) = (seconds(2_000), seconds(16_000))
        #expect(large < 24 * max(small, 0.002), "\(small) s, eight times the page \(large) s")
    }

    @Test("Elements too deep for a browser keep their text, each its own")
    func depth() {
        let page = HTMLParser.parse(Array((0..<5_000).map { "<div>word\($0)" }.joined().utf8))
        let text = String(decoding: page.innerText(0), as: UTF8.self)
        #expect(text == (0..<5_000).map { "word\($0)" }.joined(separator: " "))
        var depths = [0]
        for node in page.nodes.dropFirst() { depths.append(depths[Int(node.parent)] + 1) }
        #expect((500...600).contains(depths.max() ?? 0))
    }

    @Test("Beyond the limit of elements and of names, a page is still read to its end")
    func limits() {
        let page =
            "<html><body>" + (0..<20_000).map { "<x\($0)><p>word\($0)</p>" }.joined()
            + "<script>no</script> end"
        for nodeLimit in [100, 1 << 22] {
            let read = HTMLParser.parse(Array(page.utf8), nodeLimit: nodeLimit)
            #expect(read.nodes.count < 2 * nodeLimit)
            let text = String(decoding: read.bytes, as: UTF8.self)
            #expect(text.hasSuffix("end") && !text.contains("no"))
            let words = read.nodes.indices.filter { read.nodes[$0].tag == .text }
                .flatMap { read.text($0).split(separator: 0x20).map { String(decoding: $0, as: UTF8.self) } }
            #expect(Set(words).isSuperset(of: (0..<20_000).map { "word\($0)" }))
        }
    }

    @Test(
        "Ampersands stay, whether or not they begin a reference",
        arguments: [
            ("AT&T & Co &amp; so", "AT&T & Co & so"), ("&", "&"), ("a&#b", "a&#b"),
            ("&#x41;&#66;&#67 D", "ABC D"),
            ("&copy; 2015 &copy2015 &bogus; &bogus", "© 2015 &copy2015 &bogus; &bogus"), ("R&D;", "R&D;"),
            ("?a=1&b=2&lt;&", "?a=1&b=2<&"), ("&&amp;&;", "&&&;"), ("x&é;", "x&é;"),
        ])
    func ampersands(markup: String, text: String) {
        let page = HTMLParser.parse(Array("<p title='\(markup)'>\(markup)</p>".utf8))
        let paragraph = page.nodes.indices.first { page.nodes[$0].tag == .p } ?? 0
        #expect(String(decoding: page.innerText(paragraph), as: UTF8.self) == text)
        #expect(page.value(.title, of: paragraph).map { String(decoding: $0, as: UTF8.self) } == text)
    }

    @Test("NUL bytes do not end a page")
    func nul() throws {
        let page =
            "<html><body><p>The fer\u{0}ry sailed again.</p>\u{0}"
            + HostilePages.repeated(HostilePages.story, 10)
            + "</body></html>"
        let document = try HTMLFormat().read(FormatInput(bytes: Array(page.utf8), identifier: "a"))
        #expect(String(decoding: document.text, as: UTF8.self).contains("on the pier"))
        #expect(!document.text.contains(0))
    }

    @Test("A title that is too long is cut between characters", arguments: 0..<4)
    func longTitle(shift: Int) throws {
        let title = String(repeating: "a", count: shift) + String(repeating: "한𝒜é", count: 500)
        let page =
            "<html><head><meta property=\"og:title\" content=\"\(title)\"></head><body>\(HostilePages.story)</body></html>"
        let document = try HTMLFormat().read(FormatInput(bytes: Array(page.utf8), identifier: "a"))
        #expect(zoneViolations(of: document).isEmpty)
        #expect(document.title.count > 300)
    }
}
