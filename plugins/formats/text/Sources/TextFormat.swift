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
        let lines = TextParagraphs.lines(try TextDecoding.utf8(input.bytes))
        var document = Document(identifier: input.identifier)
        document.apply(input.known)
        var rest = lines.drop(while: \.isEmpty)
        if let title = input.known.title.map({ Array(Array($0.utf8).trimmed) }), !title.isEmpty {
            document.append(.title, title)
            if let first = rest.first, first.lowered == title.lowered { rest = rest.dropFirst() }
        } else if let first = rest.first, Self.isTitle(first, before: rest.dropFirst()) {
            document.append(.title, first)
            rest = rest.dropFirst()
        }
        var classifier = ZoneClassifier()
        classifier.append(TextParagraphs.paragraphs(rest), to: &document)
        return document
    }

    /// Short, no sentence, and set apart from the text that follows.
    private static func isTitle(_ line: ArraySlice<UInt8>, before rest: ArraySlice<ArraySlice<UInt8>>) -> Bool
    {
        guard line.count <= titleLimitBytes, line.last != 0x2E, let next = rest.first,
            rest.contains(where: { !$0.isEmpty }), !TextParagraphs.standsAlone(line)
        else { return false }
        return next.isEmpty || TextParagraphs.standsAlone(next)
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
