public import PluginAPI
import TextFormat

/// Reads a web page: the article without the page around it.
public struct HTMLFormat: FormatPlugin {
    public init() {}

    public var manifest: PluginManifest {
        PluginManifest(
            name: "html", kind: .format, version: 1,
            summary: "Reads the article of an HTML page, without menus, sharing and comments.")
    }

    public func confidence(for input: FormatInput) -> Int {
        if let type = input.mediaType.map({ Array($0.utf8) }) {
            if type.startsFolded("text/html") || type.startsFolded("application/xhtml") { return 100 }
            if type.startsFolded("text/plain") { return 0 }
        }
        let name = Array(input.fileName.utf8).lowered
        if [".html", ".htm", ".xhtml"].contains(where: { name.suffix($0.utf8.count).elementsEqual($0.utf8) })
        {
            return 90
        }
        let start = input.bytes.prefix(1024).drop(while: { $0 <= 0x20 || $0 >= 0x80 })
        return start.startsFolded("<!doctype html") || start.startsFolded("<html") ? 60 : 0
    }

    public func read(_ input: FormatInput) throws(FormatError) -> Document {
        guard input.bytes.contains(where: { $0 > 0x20 }) else { throw .empty }
        let bytes = try TextDecoding.utf8(
            input.bytes, declared: declaredEncoding(of: input))
        let page = HTMLParser.parse(bytes)
        guard !page.nodes.isEmpty else { throw .malformed(reason: "no HTML in it") }
        return try document(from: page, input)
    }

    private func declaredEncoding(of input: FormatInput) -> String? {
        input.mediaType.flatMap(TextDecoding.declaredEncoding(inMediaType:))
            ?? TextDecoding.declaredEncoding(inHTML: input.bytes)
    }

    private func document(from parsed: HTMLPage, _ input: FormatInput) throws(FormatError) -> Document {
        let page = PageMetadata(page: parsed)
        var document = Document(identifier: input.identifier)
        document.authors = page.authors
        document.published = page.published
        document.publisher = page.publisher
        document.language = page.language
        document.canonicalURL = page.canonicalURL
        document.apply(input.known)
        let title = Array(Array((input.known.title ?? page.title ?? "").utf8).trimmed)
        document.append(.title, title)
        let extraction = ArticleExtraction(page: parsed)
        var paragraphs = extraction.paragraphs()
        if let index = paragraphs.prefix(5).firstIndex(where: { $0.bytes.lowered == title.lowered }) {
            paragraphs.remove(at: index)
        }
        var classifier = ZoneClassifier()
        classifier.append(paragraphs, to: &document)
        guard !document.zones.isEmpty else { throw .empty }
        return document
    }
}
