import ExternalPrograms
import PluginAPI
import PluginConformance
import Testing

@testable import PDFFormat

@Suite("PDFFormat")
struct PDFFormatTests {
    private static let hasPrograms = ExternalProgram(name: "pdftotext", package: "").isInstalled

    /// A PDF of pages with these lines.
    static func pdf(_ pages: [[String]], info: String = "") -> [UInt8] {
        var file = Array("%PDF-1.4\n".utf8)
        var offsets: [Int] = []
        func add(_ body: String) {
            offsets.append(file.count)
            file += Array("\(offsets.count) 0 obj\n\(body)\nendobj\n".utf8)
        }
        let kids = pages.indices.map { "\(5 + 2 * $0) 0 R" }.joined(separator: " ")
        add("<< /Type /Catalog /Pages 2 0 R >>")
        add("<< /Type /Pages /Kids [\(kids)] /Count \(pages.count) >>")
        add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
        for (index, lines) in pages.enumerated() {
            let shown = lines.map { $0.isEmpty ? "0 -16 Td" : "(\($0)) Tj 0 -14 Td" }.joined(separator: "\n")
            let stream = "BT /F1 12 Tf 72 760 Td\n\(shown)\nET"
            add("<< /Length \(stream.utf8.count) >>\nstream\n\(stream)\nendstream")
            add(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents \(4 + 2 * index) 0 R "
                    + "/Resources << /Font << /F1 3 0 R >> >> >>")
        }
        add("<< \(info) >>")
        let start = file.count
        file += Array("xref\n0 \(offsets.count + 1)\n0000000000 65535 f \n".utf8)
        for offset in offsets {
            let digits = String(offset)
            file += Array((String(repeating: "0", count: 10 - digits.count) + digits + " 00000 n \n").utf8)
        }
        let trailer = "trailer\n<< /Size \(offsets.count + 1) /Root 1 0 R /Info \(offsets.count) 0 R >>"
        return file + Array("\(trailer)\nstartxref\n\(start)\n%%EOF\n".utf8)
    }

    private static let sample = pdf(
        [
            [
                "Ferry returns to the bay", "", "The ferry sailed again on Monday after a long re-",
                "pair, its owner said.",
            ]
        ], info: "/Title (Ferry Returns to the Bay) /Author (Ann Lee) /CreationDate (D:20190504100000Z)")

    @Test(
        "A PDF gives its text, and what it says of itself where the text bears it out",
        .enabled(if: hasPrograms))
    func read() throws {
        let input = FormatInput(bytes: Self.sample, identifier: "a", fileName: "a.pdf")
        let document = try PDFFormat().read(input)
        #expect(document.title == "Ferry Returns to the Bay")
        #expect(document.signals[.title] == .header)
        #expect(document.published == CalendarDate(year: 2019, month: 5, day: 4))
        #expect(document.authors == [])
        let text = String(decoding: document.text, as: UTF8.self)
        #expect(text.contains("on Monday after a long repair, its owner said."))
    }

    @Test(
        "A title and an author that the first page does not bear out are not taken", .enabled(if: hasPrograms)
    )
    func leftovers() throws {
        let lines = ["Ferry returns to the bay", "", "The ferry sailed again on Monday after a long repair."]
        let bytes = Self.pdf([lines, ["Ann Lee"]], info: "/Title (ferry-draft-3.doc) /Author (Ann Lee)")
        let document = try PDFFormat().read(FormatInput(bytes: bytes, identifier: "a", fileName: "a.pdf"))
        #expect(document.signals[.title] != .header && document.title != "ferry-draft-3.doc")
        #expect(document.authors == [])
    }

    @Test("Bytes that are no PDF are refused in words", .enabled(if: hasPrograms))
    func broken() {
        #expect(throws: FormatError.self) {
            try PDFFormat().read(FormatInput(bytes: Array("%PDF-1.4 nothing".utf8), identifier: "a"))
        }
    }

    @Test("Heads, feet and page numbers go; paragraphs and words go on over the ends of pages and lines")
    func pages() {
        let output = ["One", "Two", "Three", "Four"].enumerated().map { page, name in
            "Bay Review \(page)\n\nPara \(name) begins\nand goes on\n\nlong-term plan of a well-\nknown har-\nbour"
                + "\n\nwww.bay.example\n\(page)\n"
        }
        let pages = PDFPages(
            Array(output.joined(separator: "\u{C}").utf8) + Array("\u{C}long-term\nwell-known".utf8))
        let text = String(decoding: pages.text, as: UTF8.self)
        #expect(!text.contains("Bay Review"))
        #expect(!text.contains("www"))
        #expect(text.contains("long-term plan of a well-known harbour\nPara Two begins"))
        #expect(String(decoding: pages.runningLines, as: UTF8.self) == "Bay Review \nwww.bay.example")
    }

    @Test("A browser's date is not taken for the article's")
    func browser() {
        let info = "Title: A: b\nCreationDate: 2026-11-24T10:00:00+01\nProducer: Skia/PDF m120\n"
        let properties = PDFProperties(Array(info.utf8))
        #expect(properties.title == "A: b")
        #expect(properties.created == nil)
    }

    @Test("The plugin keeps its contract, also on broken bytes", .enabled(if: hasPrograms))
    func conformance() {
        let input = FormatInput(bytes: Self.sample, identifier: "a", fileName: "a.pdf")
        #expect(formatViolations(of: PDFFormat(), samples: [input]) == [])
    }
}
