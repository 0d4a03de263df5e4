public import PluginAPI

/// Reads plain text: title, byline, lead and body, and what a page left behind at the end.
public struct TextFormat: FormatPlugin {
    private static let titleLimitBytes = 200

    public init() {}

    public var manifest: PluginManifest {
        PluginManifest(
            name: "text", kind: .format, version: 1,
            sources: [
                "https://www.unicode.org/Public/MAPPINGS/VENDORS/MICSFT/WINDOWS/CP1252.TXT",
                "https://encoding.spec.whatwg.org/#names-and-labels",
            ],
            summary: "Reads plain text in Unicode and legacy encodings.")
    }

    public func confidence(for input: FormatInput) -> Int {
        if let mediaType = input.mediaType {
            return Array(mediaType.utf8).startsFolded("text/plain") ? 100 : 1
        }
        let name = Array(input.fileName.utf8).lowered
        if name.isEmpty { return 50 }
        return [".txt", ".text", ".md"].contains(where: { name.suffix($0.utf8.count).elementsEqual($0.utf8) })
            ? 80 : 10
    }

    public func read(_ input: FormatInput) throws(FormatError) -> Document {
        let declared = input.mediaType.flatMap(TextDecoding.declaredEncoding(inMediaType:))
        let text = try TextDecoding.utf8(input.bytes, declared: declared)
        let (lines, heads) = PageFurniture.removed(from: TextLine.split(text))
        var document = Document(identifier: input.identifier)
        document.apply(input.known)
        var rest = lines.drop(while: \.isBlank)
        let header = MessageHeader(rest)
        if let header { rest = rest.dropFirst(header.lineCount).drop(while: \.isBlank) }
        if let title = input.known.title.map({ Array(Array($0.utf8).trimmed) }), !title.isEmpty {
            document.append(.title, title)
            if let first = rest.first, first.bytes.count == title.count, first.bytes.lowered == title.lowered
            {
                rest = rest.dropFirst()
            }
        } else if let title = header?.title {
            document.append(.title, title)
            document.signals[.title] = .header
        } else {
            let count = Self.titleLineCount(rest)
            document.append(.title, Array(rest.prefix(count).map(\.bytes).joined(separator: [0x20])))
            if count > 0 { document.signals[.title] = .heading }
            rest = rest.dropFirst(count)
        }
        header?.apply(to: &document)
        let isMessage = header?.isMessage == true
        let all = TextParagraphs.paragraphs(rest, in: text, isMessage: isMessage)
        var classifier = ZoneClassifier()
        classifier.append(isMessage ? MessageBody.marked(all) : all, to: &document)
        for head in heads { document.append(.boilerplate, head) }
        guard !document.zones.isEmpty else { throw .empty }
        return document
    }

    /// How many of the first lines are the title: short, no sentence, and set apart from the text that follows.
    private static func titleLineCount(_ lines: ArraySlice<TextLine>) -> Int {
        let block = lines.prefix(4).prefix { !$0.isBlank }
        guard let first = block.first, isTitleLine(first), let next = lines.dropFirst().first,
            lines.dropFirst().contains(where: { !$0.isBlank })
        else { return 0 }
        if next.isBlank || TextParagraphs.standsAlone(next) || TextParagraphs.isRule(next.bytes) { return 1 }
        if next.indent >= first.indent + 2, next.bytes.count > first.bytes.count { return 1 }
        // A title may be wrapped, too, when the text after it is longer.
        guard block.count <= 3, lines.count > block.count,
            block.allSatisfy({ isTitleLine($0) && $0.width <= 80 })
        else { return 0 }
        let size = block.reduce(0) { $0 + $1.bytes.count }
        let following = lines.dropFirst(block.count).drop(while: \.isBlank).prefix(3).reduce(0) {
            $0 + $1.bytes.count
        }
        return size <= titleLimitBytes && following > size ? block.count : 0
    }

    private static func isTitleLine(_ line: TextLine) -> Bool {
        line.bytes.count <= titleLimitBytes && line.bytes.last != 0x2E && !TextParagraphs.standsAlone(line)
            && !TextParagraphs.isItem(line.bytes) && line.bytes.first != 0x3E
    }
}

extension Document {
    /// Takes over what the source knows; the title is left to the plugin, which knows its place.
    public mutating func apply(_ known: KnownMetadata) {
        func take<Value>(_ value: Value?, _ field: MetadataField, _ path: WritableKeyPath<Document, Value?>) {
            guard let value else { return }
            self[keyPath: path] = value
            signals[field] = .source
        }
        if !known.authors.isEmpty { (authors, signals[.authors]) = (known.authors, .source) }
        take(known.published, .published, \.published)
        take(known.publisher, .publisher, \.publisher)
        take(known.section, .section, \.section)
        take(known.language, .language, \.language)
        take(known.canonicalURL, .canonicalURL, \.canonicalURL)
    }
}
