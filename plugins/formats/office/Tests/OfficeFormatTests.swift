import ExternalPrograms
import OfficeFormat
import PluginAPI
import PluginConformance
import TestSupport
import Testing

@Suite("OfficeFormat")
struct OfficeFormatTests {
    static let word = PackedFiles.zip([
        (
            "docProps/core.xml",
            Array(
                """
                <cp:coreProperties xmlns:cp="c" xmlns:dc="d" xmlns:dcterms="t"><dc:title>Microsoft Word - a</dc:title>
                <dc:creator>Ann Lee</dc:creator><dcterms:created>2019-05-04T10:00:00Z</dcterms:created>
                <dcterms:modified>2019-05-06T10:00:00Z</dcterms:modified></cp:coreProperties>
                """.utf8)
        ),
        (
            "word/styles.xml",
            Array(
                """
                <w:styles xmlns:w="w"><w:style w:styleId="Titel"><w:name w:val="Title"/></w:style>
                <w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style></w:styles>
                """.utf8)
        ),
        (
            "word/document.xml",
            Array(
                """
                <w:document xmlns:w="w" xmlns:mc="m"><w:body>
                <w:p><w:pPr><w:pStyle w:val="Titel"/></w:pPr><w:r><w:t>Ferry returns</w:t></w:r></w:p>
                <w:p><w:r><w:t xml:space="preserve">The ferry </w:t></w:r><w:r><w:t>sailed</w:t><w:tab/><w:t>again.</w:t></w:r>
                <w:del><w:r><w:t>Never.</w:t></w:r></w:del></w:p>
                <w:p><w:pPr><w:pStyle w:val="berschrift1"/></w:pPr><w:r><w:t>Crew</w:t></w:r></w:p>
                <w:p><w:pPr><w:numPr/></w:pPr><w:r><w:t>Nine sailors</w:t></w:r></w:p>
                <w:tbl><w:tr><w:tc><w:p><w:r><w:t>Bay</w:t></w:r></w:p></w:tc>
                <w:tc><w:p><w:r><w:t>3</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
                <mc:AlternateContent><mc:Fallback><w:p><w:r><w:t>Twice</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent>
                </w:body></w:document>
                """.utf8)
        ),
        (
            "word/footnotes.xml",
            Array(
                "<w:footnotes xmlns:w=\"w\"><w:p><w:r><w:t>See the log.</w:t></w:r></w:p></w:footnotes>".utf8)
        ),
    ])

    static let openText = PackedFiles.zip([
        (
            "meta.xml",
            Array(
                """
                <m xmlns:dc="d" xmlns:meta="m"><dc:title>Ferry returns</dc:title><dc:creator>Bo Dahl</dc:creator>
                <meta:initial-creator>Ann Lee</meta:initial-creator><dc:language>en</dc:language></m>
                """.utf8)
        ),
        (
            "content.xml",
            Array(
                """
                <o xmlns:text="t" xmlns:office="o" xmlns:table="b"><text:h>Ferry returns</text:h>
                <text:p>The ferry<text:s/>sailed<text:note><text:note-citation>1</text:note-citation><text:note-body>
                <text:p>See the log.</text:p></text:note-body></text:note> again.<office:annotation><text:p>Really?</text:p>
                </office:annotation></text:p><text:list><text:list-item><text:p>Nine sailors</text:p></text:list-item>
                </text:list></o>
                """.utf8)
        ),
    ])

    private func read(_ bytes: [UInt8], _ name: String) throws -> Document {
        try OfficeFormat().read(FormatInput(bytes: bytes, identifier: "a", fileName: name))
    }

    private func blocks(_ document: Document) -> [String] {
        document.zones.map { "\($0.block): " + String(decoding: document.text[$0.range], as: UTF8.self) }
    }

    @Test(
        "Names that programs put in are nobody's, and a template's title is none",
        arguments: ["Administrator", "python-docx"])
    func nobody(name: String) throws {
        let core =
            "<c xmlns:dc=\"d\"><dc:title>PowerPoint Presentation</dc:title><dc:creator>\(name)</dc:creator></c>"
        let body =
            "<w:document xmlns:w=\"w\"><w:body><w:p><w:r><w:t>The ferry sailed.</w:t></w:r></w:p></w:body></w:document>"
        let bytes = PackedFiles.zip([
            ("docProps/core.xml", Array(core.utf8)), ("word/document.xml", Array(body.utf8)),
        ])
        let document = try read(bytes, "a.docx")
        #expect(document.authors == [] && document.title != "PowerPoint Presentation")
        #expect(String(decoding: document.text, as: UTF8.self).contains("The ferry sailed."))
    }

    @Test("A Word document gives its paragraphs in their forms, and what it says of itself")
    func wordDocument() throws {
        let document = try read(Self.word, "a.docx")
        #expect(
            blocks(document) == [
                "paragraph: Ferry returns", "paragraph: The ferry sailed again.", "heading: Crew",
                "listItem: Nine sailors", "tableRow: Bay | 3", "footnote: See the log.",
            ])
        #expect(document.title == "Ferry returns")
        #expect(document.signals[.title] == .heading)
        #expect(document.authors == ["Ann Lee"])
        #expect(document.published == CalendarDate(year: 2019, month: 5, day: 4))
        #expect(document.modified == CalendarDate(year: 2019, month: 5, day: 6))
        #expect(document.signals[.published] == .header)
    }

    @Test("The date below the title is believed before the day the file was made")
    func date() throws {
        let core = """
            <cp:coreProperties xmlns:cp="c" xmlns:dcterms="t"><dcterms:created>2026-11-28T10:00:00Z</dcterms:created>
            </cp:coreProperties>
            """
        let lines = ["2019-05-04", "The ferry sailed again.", "Nine sailors came back to it."]
        let text = lines.map { "<w:p><w:r><w:t>\($0)</w:t></w:r></w:p>" }.joined()
        let document = try read(
            PackedFiles.zip([
                ("docProps/core.xml", Array(core.utf8)),
                ("word/document.xml", Array("<w:document xmlns:w=\"w\">\(text)</w:document>".utf8)),
            ]), "a.docx")
        #expect(document.published == CalendarDate(year: 2019, month: 5, day: 4))
        #expect(document.signals[.published] == .dateline)
    }

    @Test("An OpenDocument text gives its paragraphs in their forms, without comments")
    func openDocument() throws {
        let document = try read(Self.openText, "a.odt")
        #expect(
            blocks(document) == [
                "paragraph: Ferry returns", "footnote: See the log.", "paragraph: The ferry sailed again.",
                "listItem: Nine sailors",
            ])
        #expect(document.authors == ["Ann Lee"])
        #expect(document.language == "en")
    }

    @Test("Slides are read in their order, their titles as headings")
    func slides() throws {
        func slide(_ number: Int) -> (name: String, bytes: [UInt8]) {
            let shape =
                "<p:sp><p:nvPr><p:ph type=\"title\"/></p:nvPr><a:p><a:r><a:t>Slide \(number)</a:t></a:r></a:p></p:sp>"
            let text = "<p:sp><a:p><a:r><a:t>Text \(number)</a:t></a:r></a:p></p:sp>"
            return (
                "ppt/slides/slide\(number).xml",
                Array("<p:sld xmlns:p=\"p\" xmlns:a=\"a\">\(shape)\(text)</p:sld>".utf8)
            )
        }
        let document = try read(PackedFiles.zip([slide(10), slide(2), slide(1)]), "a.pptx")
        #expect(document.title == "Slide 1")
        let rest = [
            "paragraph: Text 1", "heading: Slide 2", "paragraph: Text 2", "heading: Slide 10",
            "paragraph: Text 10",
        ]
        #expect(Array(blocks(document).dropFirst()) == rest)
    }

    @Test("RTF is read under any name, and HTML under that of Word")
    func lyingNames() throws {
        let page = "<html><body><p>The ferry sailed again on Monday after a long repair.</p></body></html>"
        #expect(try blocks(read(Array(page.utf8), "a.doc")).last?.hasPrefix("paragraph: The ferry") == true)
        guard ExternalProgram(name: "unrtf", package: "").isInstalled else { return }
        let rtf = #"{\rtf1\ansi The caf\'e9 opened again on Monday after a long repair.\par It is back.\par}"#
        let text = try blocks(read(Array(rtf.utf8), "a.doc")).joined()
        #expect(text.contains("The café opened again"))
    }

    @Test("The plugin keeps its contract, also on broken bytes")
    func conformance() {
        let samples = [
            FormatInput(bytes: Self.word, identifier: "a", fileName: "a.docx"),
            FormatInput(bytes: Self.openText, identifier: "b", fileName: "b.odt"),
        ]
        #expect(formatViolations(of: OfficeFormat(), samples: samples) == [])
    }
}
