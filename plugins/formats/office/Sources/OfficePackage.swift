import ArchiveReading
import PluginAPI
import TextFormat
import XMLReading

/// What a ZIP of XML files holds: Office Open XML or OpenDocument.
struct OfficePackage {
    /// Bytes of XML that are read of one file; beyond is no article.
    private static let sizeLimitBytes = 256 << 20

    private(set) var paragraphs: [Paragraph] = []
    private(set) var properties = OfficeProperties()
    /// The text of the paragraph that is styled as the title.
    private(set) var title: String?

    init(_ bytes: [UInt8]) throws(FormatError) {
        let files = try Self.files(bytes)
        let slides = files.keys.filter { $0.hasPrefix("ppt/slides/slide") }
            .sorted { ($0.utf8.count, $0) < ($1.utf8.count, $1) }
        let main =
            files["word/document.xml"] != nil
            ? ["word/document.xml"]
            : files["content.xml"] != nil
                ? ["content.xml"] : slides
        guard !main.isEmpty else {
            throw .malformed(reason: "is neither a text document nor slides")
        }
        var reader = OfficeReader(styles: OfficeReader.styleNames(files["word/styles.xml"] ?? []))
        for name in main { reader.read(files[name] ?? []) }
        let count = reader.paragraphs.count
        for name in ["word/footnotes.xml", "word/endnotes.xml"] { reader.read(files[name] ?? []) }
        paragraphs = reader.paragraphs
        for index in count..<paragraphs.count { paragraphs[index].block = .footnote }
        title = reader.title
        for name in ["docProps/core.xml", "meta.xml"] { properties.read(files[name] ?? []) }
    }

    /// The files that matter, by path.
    private static func files(_ bytes: [UInt8]) throws(FormatError) -> [String: [UInt8]] {
        let wanted: Set = [
            "word/document.xml", "word/styles.xml", "word/footnotes.xml", "word/endnotes.xml", "content.xml",
            "docProps/core.xml", "meta.xml",
        ]
        var (files, left) = ([String: [UInt8]](), sizeLimitBytes)
        do throws(ArchiveError) {
            let archive = try Archive(bytes: bytes)
            while let member = try archive.next(), files.count < 10_000 {
                guard wanted.contains(member.path) || member.path.hasPrefix("ppt/slides/slide") else {
                    continue
                }
                if member.isEncrypted { throw ArchiveError(reason: "it is encrypted") }
                let contents = try archive.contents(limit: left)
                left -= contents.count
                files[member.path] = contents
            }
        } catch {
            throw .malformed(reason: "cannot be unpacked: \(error.reason)")
        }
        return files
    }
}

/// What a document says of itself, in the words of Dublin Core that both families use.
struct OfficeProperties {
    var title: String?
    var author: String?
    var created: CalendarDate?
    var modified: CalendarDate?
    var language: String?

    /// Names that programs put in where nobody gave one.
    private static let nobody: Set = [
        "user", "admin", "administrator", "owner", "author", "unknown", "windows user",
        "microsoft office user",
        "microsoft", "python-docx", "pc", "default",
    ]

    mutating func read(_ xml: [UInt8]) {
        var text: [UInt8] = []
        var values: [String: String] = [:]
        _ = readXML(xml) { event in
            switch event {
            case .start: text = []
            case .text(let bytes): text += bytes
            case .end(let name):
                let value = String(decoding: text.trimmed, as: UTF8.self)
                if !value.isEmpty, values[name] == nil { values[name] = value }
                text = []
            }
            return true
        }
        func date(_ name: String) -> CalendarDate? { values[name].flatMap { CalendarDate(iso8601: $0) } }
        let isTemplate = values["dc:title"].map {
            $0.hasPrefix("Microsoft ") || $0.lowercased() == "powerpoint presentation"
        }
        if isTemplate == false { title = values["dc:title"] }
        // In OpenDocument `dc:creator` is who changed it last.
        let name = values["meta:initial-creator"] ?? values["dc:creator"]
        if let name, !Self.nobody.contains(name.lowercased()) { author = name }
        created = date("dcterms:created") ?? date("meta:creation-date") ?? created
        modified = date("dcterms:modified") ?? date("dc:date") ?? modified
        language = values["dc:language"] ?? language
    }

    /// Sets all but the day it was made, which gives way to one in the text.
    func apply(to document: inout Document) {
        if let author { (document.authors, document.signals[.authors]) = (Byline.split(author), .header) }
        if let modified { (document.modified, document.signals[.modified]) = (modified, .header) }
        if let language { (document.language, document.signals[.language]) = (language, .header) }
    }
}
