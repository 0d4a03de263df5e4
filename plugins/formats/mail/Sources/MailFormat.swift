import HTMLFormat
public import PluginAPI
import TextFormat

/// Reads a message, and a page saved as one (MHTML).
///
/// Of a message that is there as HTML and as plain text the HTML is read, unless it says much less. What the message
/// answers to is a notice, a signature is boilerplate, and of attachments the names alone are kept, in a notice.
public struct MailFormat: FormatPlugin {
    public init() {}

    public var manifest: PluginManifest {
        PluginManifest(
            name: "mail", kind: .format, version: 1,
            summary: "Reads e-mail (.eml, and the messages of mailboxes) and pages saved as MHTML.")
    }

    public func confidence(for input: FormatInput) -> Int {
        if let type = input.mediaType.map({ Array($0.utf8) }) {
            return ["message/rfc822", "multipart/related"].contains(where: type.startsFolded) ? 100 : 0
        }
        return input.fileName.hasEnding("eml", "mht", "mhtml") ? 90 : 0
    }

    public func read(_ input: FormatInput) throws(FormatError) -> Document {
        guard let message = try MailParser.message(Self.withoutMailboxLine(input.bytes)) else {
            throw .malformed(reason: "no message in it")
        }
        if isPage(input, message), let page = Self.mainPage(of: message) {
            return try Self.read(page, of: message, input)
        }
        var known = input.known
        let headers = Self.take(message, into: &known)
        var document = try Self.body(of: message, input, known)
        for field in headers where document.signals[field] == .source || field == .title {
            document.signals[field] = .header
        }
        let attachments = message.parts.filter { $0.isAttachment || !$0.mediaType.hasPrefix("text/") }
            .compactMap(\.fileName)
        if !attachments.isEmpty {
            document.append(.notice, Array("Attachments: \(attachments.joined(separator: ", "))".utf8))
        }
        guard !document.zones.isEmpty else { throw .empty }
        return document
    }

    /// The line that mailboxes put before a message, and empty lines, are not of it.
    private static func withoutMailboxLine(_ bytes: [UInt8]) -> [UInt8] {
        var rest = bytes[...]
        if rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest = rest.dropFirst(3) }
        rest = rest.drop(while: { $0 <= 0x20 })
        if rest.starts(with: "From ".utf8) {
            rest = rest.firstIndex(of: 0x0A).map { rest[($0 + 1)...] } ?? []
        }
        return Array(rest)
    }
}

extension MailFormat {
    private func isPage(_ input: FormatInput, _ message: MailMessage) -> Bool {
        input.fileName.hasEnding("mht", "mhtml") || message.location != nil
            || message.senders.contains { $0.hasPrefix("Saved by") || $0.hasPrefix("<Saved by") }
    }

    /// The page that the others are parts of: the first of HTML.
    private static func mainPage(of message: MailMessage) -> MailMessage.Part? {
        message.parts.first { $0.mediaType == "text/html" || $0.mediaType == "application/xhtml+xml" }
    }

    /// A saved page speaks for itself; its headers tell when it was saved, and where from.
    private static func read(
        _ page: MailMessage.Part, of message: MailMessage, _ input: FormatInput
    ) throws(FormatError) -> Document {
        var inner = FormatInput(
            bytes: page.bytes, identifier: input.identifier, mediaType: "text/html", known: input.known)
        let address = [message.location, page.location].compactMap { $0 }.first { $0.hasPrefix("http") }
        if inner.known.canonicalURL == nil { inner.known.canonicalURL = address }
        var document = try HTMLFormat().read(inner)
        if input.known.canonicalURL == nil, address != nil { document.signals[.canonicalURL] = .header }
        return document
    }

    /// - Returns: the fields that the headers gave.
    private static func take(_ message: MailMessage, into known: inout KnownMetadata) -> [MetadataField] {
        var fields: [MetadataField] = []
        if known.title == nil, let subject = message.subject, !subject.isEmpty {
            known.title = subject
            fields.append(.title)
        }
        if known.authors.isEmpty, !message.senders.isEmpty {
            known.authors = message.senders
            fields.append(.authors)
        }
        if known.published == nil, message.date != nil {
            known.published = message.date
            fields.append(.published)
        }
        return fields
    }

    private static func body(
        of message: MailMessage, _ input: FormatInput, _ known: KnownMetadata
    ) throws(FormatError) -> Document {
        let texts = message.parts.filter { !$0.isAttachment }
        let plain = texts.filter { $0.mediaType == "text/plain" }.map(\.bytes).joined(separator: [0x0A, 0x0A])
        let fromText = try plainDocument(Array(plain), input, known)
        guard let html = texts.first(where: { $0.mediaType == "text/html" }) else { return fromText }
        let page = FormatInput(
            bytes: html.bytes, identifier: input.identifier, mediaType: "text/html", known: known)
        guard let fromPage = try? HTMLFormat().read(page),
            fromPage.articleByteCount * 2 >= fromText.articleByteCount
        else { return fromText }
        return fromPage
    }

    private static func plainDocument(
        _ bytes: [UInt8], _ input: FormatInput, _ known: KnownMetadata
    ) throws(FormatError) -> Document {
        let body = PlainBody((try? TextDecoding.utf8(bytes)) ?? [])
        var document: Document
        if body.text.contains(where: { $0 > 0x20 }) {
            document = try TextFormat().read(
                FormatInput(
                    bytes: body.text, identifier: input.identifier, mediaType: "text/plain", known: known))
        } else {
            document = Document(identifier: input.identifier)
            document.apply(known)
            document.append(.title, Array(Array((known.title ?? "").utf8).trimmed))
        }
        document.append(.notice, Array(body.quoted.trimmed), block: .quotation)
        document.append(.boilerplate, Array(body.signature.trimmed))
        return document
    }
}

extension Document {
    /// How much text counts as the article.
    fileprivate var articleByteCount: Int {
        zones.filter { $0.kind.isArticle && $0.kind != .title }.reduce(0) { $0 + $1.range.count }
    }
}

extension String {
    /// Whether it ends with a dot and one of these, in any ASCII case.
    fileprivate func hasEnding(_ endings: String...) -> Bool {
        let name = Array(utf8).lowered
        return endings.contains { name.suffix($0.utf8.count + 1).elementsEqual(("." + $0).utf8) }
    }
}
