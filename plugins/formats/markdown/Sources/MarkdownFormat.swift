import HTMLFormat
public import PluginAPI
import TextFormat

/// Reads Markdown: CommonMark as libcmark parses it, and a block of metadata before it.
public struct MarkdownFormat: FormatPlugin {
    /// More than this is read as plain text: libcmark's time is not linear in every input.
    private static let sizeLimitBytes = 8 << 20

    public init() {}

    public var manifest: PluginManifest {
        PluginManifest(
            name: "markdown", kind: .format, version: 1,
            summary: "Reads Markdown (CommonMark), with a block of metadata at its beginning.")
    }

    public func confidence(for input: FormatInput) -> Int {
        if let type = input.mediaType.map({ Array($0.utf8) }) {
            return type.startsFolded("text/markdown") || type.startsFolded("text/x-markdown") ? 100 : 0
        }
        let name = Array(input.fileName.utf8).lowered
        return [".md", ".markdown", ".mdown", ".mkd"].contains { name.ends(with: $0) } ? 90 : 0
    }

    public func read(_ input: FormatInput) throws(FormatError) -> Document {
        let text = try TextDecoding.utf8(input.bytes)
        guard text.count <= Self.sizeLimitBytes else { return try TextFormat().read(input) }
        let matter = FrontMatter(text)
        let blocks = MarkdownParser.blocks(Array(text[matter.end...]))
        var document = Document(identifier: input.identifier)
        matter.apply(to: &document)
        document.apply(input.known)
        var paragraphs = blocks.flatMap(Self.paragraphs)
        let title = input.known.title ?? matter.title
        // The first heading is the title unless text stands before it.
        let first = paragraphs.first.flatMap { $0.block == .heading ? $0.bytes : nil }
        if let title {
            document.append(.title, Array(Array(title.utf8).trimmed))
            document.signals[.title] = input.known.title != nil ? .source : .header
            if let first, first.lowered == Array(title.utf8).lowered { paragraphs.removeFirst() }
        } else if let first {
            document.append(.title, first)
            document.signals[.title] = .heading
            paragraphs.removeFirst()
        }
        var classifier = ZoneClassifier()
        classifier.append(paragraphs, to: &document)
        guard !document.zones.isEmpty else { throw .empty }
        return document
    }

    /// What a block adds to the article.
    private static func paragraphs(_ block: MarkdownBlock) -> [Paragraph] {
        if block.isMarkup {
            guard let page = try? HTMLFormat().read(FormatInput(bytes: block.text, identifier: "")) else {
                return []
            }
            return page.zones.filter { $0.kind != .title }.map {
                Paragraph(
                    Array(page.text[$0.range]), hint: $0.kind == .lead || $0.kind == .body ? nil : $0.kind,
                    block: $0.block)
            }
        }
        if block.kind == .preformatted { return [Paragraph(block.text, block: .preformatted)] }
        let lines = block.text.split(separator: 0x0A)
        if lines.count > 1, lines.allSatisfy({ $0.first == 0x7C }) { return rows(lines) }
        let text = Array(lines.joined(separator: [0x20]))
        if text.isEmpty { return [Paragraph(block.imageText, hint: .caption)] }
        let isFootnote = text.starts(with: "[^".utf8) && text.contains(0x5D)
        return [Paragraph(text, block: isFootnote ? .footnote : block.kind)]
    }

    /// The rows of a table of pipes, without the line that parts its head from its body.
    private static func rows(_ lines: [ArraySlice<UInt8>]) -> [Paragraph] {
        lines.compactMap { line in
            let cells = line.split(separator: 0x7C).map { Array($0).trimmed }.filter { !$0.isEmpty }
            if cells.allSatisfy({ $0.allSatisfy { $0 == 0x2D || $0 == 0x3A } }) { return nil }
            return Paragraph(Array(cells.joined(separator: Array(" | ".utf8))), block: .tableRow)
        }
    }
}

extension [UInt8] {
    func ends(with text: String) -> Bool { suffix(text.utf8.count).elementsEqual(text.utf8) }
}
