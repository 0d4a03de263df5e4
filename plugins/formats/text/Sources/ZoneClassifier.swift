public import PluginAPI

/// A paragraph on its way into a document.
public struct Paragraph: Sendable, Equatable {
    public var bytes: [UInt8]
    /// What the markup says it is; nil when only its words can tell.
    public var hint: ZoneKind?
    /// Its form on the page. A heading is never the lead.
    public var block: BlockKind

    public init(_ bytes: [UInt8], hint: ZoneKind? = nil, block: BlockKind = .paragraph) {
        self.bytes = bytes
        self.hint = hint
        self.block = block
    }
}

/// Gives each paragraph of an article its zone by its words and place.
///
/// ```
/// By Ann Lee*                  byline, and the authors
/// First paragraph …            lead
/// More …                       body
/// *About the author: …         biography
/// Source: … published by X     notice, and republishedFrom
/// X / X is a platform …        boilerplate
/// Leave a Reply …              boilerplate, with all that follows
/// ```
public struct ZoneClassifier {
    private var hasLead = false
    private var isRemains = false
    private var isBiographyNext = false
    private var isRelatedList = false
    private var isAfterName = false
    private var position = 0

    public init() {}

    /// Appends the paragraphs to `document`, and sets its authors, date and origin where not yet known.
    public mutating func append(_ paragraphs: [Paragraph], to document: inout Document) {
        for paragraph in paragraphs where !paragraph.bytes.trimmed.isEmpty {
            let bytes = Array(paragraph.bytes.trimmed)
            let kind = classify(bytes, paragraph, &document)
            document.append(kind, bytes, block: paragraph.block)
            position += 1
        }
    }

    private mutating func classify(_ bytes: [UInt8], _ paragraph: Paragraph, _ document: inout Document)
        -> ZoneKind
    {
        if isRemains || Remains.startsReply(bytes) {
            isRemains = true
            return .boilerplate
        }
        if let hint = paragraph.hint {
            if hint == .byline, document.authors.isEmpty { document.authors = Byline.authors(bytes) ?? [] }
            return hint
        }
        if let kind = opening(bytes, &document) ?? closing(bytes, &document) { return kind }
        if paragraph.block == .heading || hasLead { return .body }
        hasLead = true
        return .lead
    }

    /// Byline and date, which stand among the first paragraphs.
    private func opening(_ bytes: [UInt8], _ document: inout Document) -> ZoneKind? {
        guard position < 6 else { return nil }
        if let line = Byline.parts(bytes) {
            if document.authors.isEmpty { document.authors = line.authors }
            if document.published == nil { document.published = line.date }
            return .byline
        }
        if !hasLead, bytes.count <= 160, !document.authors.isEmpty {
            let names = Byline.split(String(decoding: bytes, as: UTF8.self))
            if !names.isEmpty, names.allSatisfy(document.authors.contains) { return .byline }
        }
        if !hasLead, let date = DateLine.parse(bytes) {
            if document.published == nil { document.published = date }
            return .byline
        }
        return nil
    }

    private mutating func closing(_ bytes: [UInt8], _ document: inout Document) -> ZoneKind? {
        if isRelatedList, bytes.count <= 140, bytes.last != 0x2E { return .boilerplate }
        isRelatedList = false
        if isBiographyNext {
            isBiographyNext = false
            return .biography
        }
        if let kind = publisher(bytes, document.republishedFrom) { return kind }
        if Remains.startsBiography(bytes) || (hasLead && Remains.isFootnote(bytes, authors: document.authors))
        {
            isBiographyNext = bytes.count <= 24
            return .biography
        }
        if let origin = Remains.origin(bytes) {
            if document.republishedFrom == nil { document.republishedFrom = origin }
            return .notice
        }
        if Remains.isNotice(bytes) { return .notice }
        if Remains.startsRelated(bytes) {
            isRelatedList = true
            return .boilerplate
        }
        return Remains.isSharing(bytes) || Remains.isLabels(bytes) ? .boilerplate : nil
    }

    /// What the first publisher says about itself after "Source: …": its name, and the paragraph after.
    private mutating func publisher(_ bytes: [UInt8], _ origin: String?) -> ZoneKind? {
        if isAfterName {
            isAfterName = false
            return .boilerplate
        }
        guard hasLead, let origin, bytes.startsFolded(String(decoding: origin.utf8.lowered, as: UTF8.self))
        else { return nil }
        isAfterName = bytes.count == origin.utf8.count
        let isAbout = isAfterName || bytes.dropFirst(origin.utf8.count).first == 0x20
        return isAbout ? .boilerplate : nil
    }
}
