import PluginAPI

/// Header lines at the top of a message or of an archive's text.
///
/// ```
/// From: Ann Lee <ann@bay.example>      authors
/// Date: Tue, 3 Mar 2015 10:00 +0900    published
/// Subject: The ferry returns           title
/// ```
struct MessageHeader {
    private(set) var title: ArraySlice<UInt8>?
    private(set) var authors: [String] = []
    private(set) var published: CalendarDate?
    private(set) var publisher: String?
    private(set) var section: String?
    private(set) var address: String?
    /// All lines but the title's.
    private(set) var lines: [(bytes: ArraySlice<UInt8>, kind: ZoneKind)] = []
    /// Lines it takes up.
    private(set) var lineCount = 0
    /// Whether it is mail, where quoted lines and what follows `-- ` are not the sender's text.
    private(set) var isMessage = false

    private enum Field { case title, author, date, publisher, section, address, other }
    private static let fields: [String: Field] = [
        "subject": .title, "title": .title, "headline": .title, "betreff": .title, "objet": .title,
        "asunto": .title, "oggetto": .title, "assunto": .title, "тема": .title, "onderwerp": .title,
        "from": .author, "author": .author, "authors": .author, "byline": .author, "von": .author,
        "autor": .author, "auteur": .author, "de": .author, "da": .author, "от": .author, "автор": .author,
        "date": .date, "sent": .date, "published": .date, "publication date": .date, "datum": .date,
        "gesendet": .date, "fecha": .date, "data": .date, "дата": .date, "verzonden": .date,
        "publication": .publisher, "newspaper": .publisher, "publisher": .publisher, "section": .section,
        "url": .address, "link": .address, "to": .other, "cc": .other, "bcc": .other, "reply-to": .other,
        "sender": .other, "message-id": .other, "in-reply-to": .other, "references": .other,
        "newsgroups": .other, "organization": .other, "received": .other, "return-path": .other,
        "mime-version": .other, "content-type": .other, "content-transfer-encoding": .other, "an": .other,
        "à": .other, "para": .other, "a": .other, "кому": .other, "aan": .other, "lines": .other,
        "delivered-to": .other, "user-agent": .other, "length": .other, "copyright": .other,
    ]

    /// Nil when the text does not begin with at least two such lines and a blank one.
    init?(_ all: ArraySlice<TextLine>) {
        var (knownCount, isContinued) = (0, false)
        for line in all.prefix(60) {
            if line.isBlank { break }
            if lineCount == 0, line.bytes.starts(with: Array("From ".utf8)) {
                lines.append((line.bytes, .boilerplate))
                isContinued = true
            } else if isContinued, line.indent > 0, lineCount > 0 {
                lines.append((line.bytes, .boilerplate))
            } else {
                guard let field = Self.field(line.bytes) else { return nil }
                isContinued = true
                if field.kind != nil { knownCount += 1 }
                take(field.kind ?? .other, field.name, field.value, line.bytes)
            }
            lineCount += 1
        }
        let rest = all.dropFirst(lineCount)
        guard knownCount >= 2, rest.contains(where: { !$0.isBlank }) else { return nil }
    }

    /// Sets what is not yet known, and appends the lines.
    func apply(to document: inout Document) {
        if document.authors.isEmpty, !authors.isEmpty {
            (document.authors, document.signals[.authors]) = (authors, .header)
        }
        func take<Value>(_ value: Value?, _ field: MetadataField, _ path: WritableKeyPath<Document, Value?>) {
            guard let value, document[keyPath: path] == nil else { return }
            document[keyPath: path] = value
            document.signals[field] = .header
        }
        take(published, .published, \.published)
        take(publisher, .publisher, \.publisher)
        take(section, .section, \.section)
        take(address, .canonicalURL, \.canonicalURL)
        for line in lines { document.append(line.kind, line.bytes) }
    }

    private static func field(_ line: ArraySlice<UInt8>) -> (
        kind: Field?, name: String, value: ArraySlice<UInt8>
    )? {
        guard let colon = line.prefix(40).firstIndex(of: 0x3A) else { return nil }
        let name = String(decoding: line[..<colon], as: UTF8.self).lowercased()
        if let kind = fields[name] { return (kind, name, line[(colon + 1)...].trimmed) }
        let isToken =
            !name.isEmpty
            && name.utf8.allSatisfy { (0x61...0x7A).contains($0) || $0 == 0x2D || (0x30...0x39).contains($0) }
        return isToken && name.contains("-") ? (nil, name, line[(colon + 1)...].trimmed) : nil
    }

    private mutating func take(
        _ field: Field, _ name: String, _ value: ArraySlice<UInt8>, _ line: ArraySlice<UInt8>
    ) {
        let text = String(decoding: value.prefix(400), as: UTF8.self)
        var kind = ZoneKind.boilerplate
        switch field {
        case .title where title == nil && !value.isEmpty && value.count <= 400:
            title = value
            return
        case .author where authors.isEmpty && value.count <= 300:
            authors = Self.names(text)
            kind = .byline
        case .date where published == nil: published = Self.date(text)
        case .publisher where publisher == nil && !value.isEmpty: publisher = text
        case .section where section == nil && !value.isEmpty: section = text
        case .address where address == nil && text.contains("://"): address = text
        default: break
        }
        if name == "from" || name == "to" || name == "subject" || name == "message-id" { isMessage = true }
        lines.append((line, kind))
    }

    /// Names without addresses: `Ann Lee <ann@bay.example>`, `"Lee, Ann" <…>`, `ann@bay.example (Ann Lee)`.
    private static func names(_ text: String) -> [String] {
        var list = text
        if let open = list.firstIndex(of: "<") { list = String(list[..<open]) }
        if list.contains("@"), let open = list.firstIndex(of: "("), let close = list.lastIndex(of: ")"),
            open < close
        {
            list = String(list[list.index(after: open)..<close])
        }
        if list.contains("@") { return [] }
        list.removeAll { $0 == "\"" }
        return Byline.split(list)
    }

    /// The day of `Tue, 3 Mar 2015 10:00:00 +0900` or of any date a line may hold.
    private static func date(_ text: String) -> CalendarDate? {
        if let date = DateLine.parse(Array(text.utf8)) { return date }
        var words = text.split { $0 == " " || $0 == "," }
        if let first = words.first, first.allSatisfy(\.isLetter), words.count > 3 { words.removeFirst() }
        return DateLine.parse(Array(words.prefix(3).joined(separator: " ").utf8))
    }
}

/// What of a message is the sender's own text.
enum MessageBody {
    /// Gives the other's words and the signature after `--` the zone boilerplate, unless that is most of the message.
    static func marked(_ paragraphs: [Paragraph]) -> [Paragraph] {
        var marked = paragraphs
        var isRest = false
        for (index, paragraph) in paragraphs.enumerated() {
            if index > 0, paragraph.bytes.starts(with: "--".utf8), paragraph.bytes.count <= 400 {
                let word = paragraph.bytes.drop { $0 == 0x2D }
                isRest =
                    isRest || word.isEmpty || word.first.map { $0 <= 0x20 } == true
                    || paragraph.bytes.starts(with: "-----".utf8)
            }
            let isAttribution =
                paragraph.bytes.count <= 200 && paragraph.bytes.last == 0x3A && index + 1 < marked.count
                && paragraphs[index + 1].hint == .boilerplate
            if isRest || isAttribution { marked[index].hint = .boilerplate }
        }
        let size = marked.reduce(0) { $0 + $1.bytes.count }
        let aside = marked.reduce(0) { $1.hint == .boilerplate ? $0 + $1.bytes.count : $0 }
        guard aside * 2 > size else { return marked }
        return paragraphs.map { Paragraph($0.bytes, block: $0.block) }
    }
}
