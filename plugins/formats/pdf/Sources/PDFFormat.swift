import ExternalPrograms
public import PluginAPI
import TextFormat

/// Reads PDF through the programs `pdftotext` and `pdfinfo`.
///
/// What the file says of itself is believed where the text bears it out: a title that stands on the first page. The day
/// it was made counts where the text names none, unless a browser made it: that is the day it was printed.
public struct PDFFormat: FormatPlugin {
    private static let textProgram = ExternalProgram(name: "pdftotext", package: "poppler-utils")
    private static let infoProgram = ExternalProgram(name: "pdfinfo", package: "poppler-utils")

    public init() {}

    public var manifest: PluginManifest {
        PluginManifest(
            name: "pdf", kind: .format, version: 1,
            summary: "Reads PDF through pdftotext and pdfinfo, where they are installed.")
    }

    public func confidence(for input: FormatInput) -> Int {
        if let type = input.mediaType { return Array(type.utf8).startsFolded("application/pdf") ? 100 : 0 }
        if input.bytes.starts(with: "%PDF-".utf8) { return 95 }
        return Array(input.fileName.utf8).lowered.suffix(4).elementsEqual(".pdf".utf8) ? 90 : 0
    }

    public func read(_ input: FormatInput) throws(FormatError) -> Document {
        guard input.bytes.contains(where: { $0 > 0x20 }) else { throw .empty }
        let raw = try Self.textProgram.output(["-q", "-enc", "UTF-8", "-", "-"], of: input.bytes)
        let pages = PDFPages(raw)
        guard pages.text.contains(where: { $0 > 0x20 }) else {
            throw .malformed(reason: "has no text: if its pages are pictures, recognise their text first")
        }
        let info = (try? Self.infoProgram.output(["-isodates", "-enc", "UTF-8", "-"], of: input.bytes)) ?? []
        let properties = PDFProperties(info)
        var known = input.known
        let title = properties.title.flatMap { pages.firstPageHolds($0) ? $0 : nil }
        if known.title == nil { known.title = title }
        var document = try TextFormat().read(
            FormatInput(
                bytes: pages.text, identifier: input.identifier, mediaType: "text/plain", known: known))
        if input.known.title == nil, title != nil { document.signals[.title] = .header }
        if document.authors.isEmpty, let author = properties.author, pages.firstPageHolds(author) {
            (document.authors, document.signals[.authors]) = (Byline.split(author), .header)
        }
        if document.published == nil, let date = properties.created {
            (document.published, document.signals[.published]) = (date, .header)
        }
        document.append(.boilerplate, pages.runningLines)
        return document
    }
}

/// What `pdfinfo` says: lines `Title:  value`.
struct PDFProperties {
    var title: String?
    var author: String?
    /// The day it was made; nil when a browser made it.
    var created: CalendarDate?

    init(_ lines: [UInt8]) {
        var values: [Substring: String] = [:]
        for line in String(decoding: lines, as: UTF8.self).split(separator: "\n") {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let value = line[line.index(after: colon)...].drop(while: \.isWhitespace)
            if !value.isEmpty, values[line[..<colon]] == nil { values[line[..<colon]] = String(value) }
        }
        title = values["Title"]
        author = values["Author"]
        let maker = ((values["Creator"] ?? "") + " " + (values["Producer"] ?? "")).lowercased()
        let browsers = ["mozilla", "firefox", "chrom", "skia/pdf", "safari", "quartz", "wkhtml", "webkit"]
        if !browsers.contains(where: maker.contains) {
            created = values["CreationDate"].flatMap { CalendarDate(iso8601: $0) }
        }
    }
}
