import HTMLFormat
import PluginAPI
import PluginConformance
import Testing

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
    static let pages: [(name: String, page: String)] = [
        ("nested tags", repeated("<div>", 12_500) + story),
        ("nested tags of many kinds", repeated("<b><i><span><font>", 1_250) + story),
        ("nested tables", repeated("<table><tr><td>", 625) + story),
        ("nested lists", repeated("<ul><li>", 1_250) + story),
        ("nested links", repeated("<a href=x>", 2_500) + story),
        ("nested articles", repeated("<article><p>text</p>", 625) + story),
        ("end tags without start", story + repeated("</div></p></b>", 2_500)),
        ("attributes", "<body><p\(attributes)>" + story),
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
}
