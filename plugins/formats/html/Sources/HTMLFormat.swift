public import PluginAPI
import TextFormat

/// Reads a web page: the article without the page around it.
public struct HTMLFormat: FormatPlugin {
    private var knowledge = FormatKnowledge()

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
        try document(from: parse(input), input)
    }

    public func notes(on input: FormatInput) -> FormatNotes? {
        guard let page = try? parse(input) else { return nil }
        let blocks = PageBlocks(page, isUnread: PageRegions(page).isUnread)
        return FormatNotes(
            group: SiteFrame.site(of: page, identifier: input.identifier), marks: SiteFrame.marks(of: blocks))
    }

    public func knowing(_ knowledge: FormatKnowledge) -> any FormatPlugin {
        var format = self
        format.knowledge = knowledge
        return format
    }

    private func parse(_ input: FormatInput) throws(FormatError) -> HTMLPage {
        guard input.bytes.contains(where: { $0 > 0x20 }) else { throw .empty }
        let bytes = TagLimit.apply(try utf8(of: input))
        var page = HTMLParser.parse(bytes)
        if page.mayNestScripts, let bytes = NestedScripts.withoutEnds(bytes) {
            page = HTMLParser.parse(bytes)
        }
        guard !page.nodes.isEmpty else { throw .malformed(reason: "no HTML in it") }
        return page
    }

    private func utf8(of input: FormatInput) throws(FormatError) -> [UInt8] {
        try TextDecoding.utf8(input.bytes, declared: declaredEncoding(of: input))
    }

    private func declaredEncoding(of input: FormatInput) -> String? {
        input.mediaType.flatMap(TextDecoding.declaredEncoding(inMediaType:))
            ?? TextDecoding.declaredEncoding(inHTML: input.bytes)
    }

    private func document(from parsed: HTMLPage, _ input: FormatInput) throws(FormatError) -> Document {
        let page = PageMetadata(page: parsed, known: input.known)
        var document = Document(identifier: input.identifier)
        page.copy(into: &document)
        document.apply(input.known)
        var title = page.title
        if let known = input.known.title {
            // Feeds give titles in HTML, too.
            title = Array(MarkupText.withoutReferences(Array(known.utf8)).trimmed)
            document.signals[.title] = .source
        }
        document.append(.title, title)
        let site = knowledge.groups.isEmpty ? "" : SiteFrame.site(of: parsed, identifier: input.identifier)
        let extraction = ArticleExtraction(page: parsed, heading: page.heading, bylines: page.bylineNodes) {
            knowledge.isRepeated($0, in: site)
        }
        var paragraphs = extraction.paragraphs()
        if let stated = StatedBody(page.articleBody) { paragraphs = stated.completing(paragraphs) }
        paragraphs = RepeatedText.removed(from: paragraphs)
        if EmbeddedState.isWanted(parsed, paragraphs) {
            paragraphs = EmbeddedState.completing(paragraphs, of: try utf8(of: input), title: title)
        }
        if let index = paragraphs.prefix(5).firstIndex(where: { $0.bytes.lowered == title.lowered }) {
            paragraphs.remove(at: index)
        }
        var classifier = ZoneClassifier()
        classifier.append(paragraphs, to: &document)
        guard !document.zones.isEmpty else { throw .empty }
        return document
    }
}
