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
///
/// No rule sets more than half of the text aside: such a paragraph, or what follows such a line, is the article's.
public struct ZoneClassifier {
    /// Paragraphs whose words are looked at. No article has as many.
    private static let readLimit = 1 << 20

    private var hasLead = false
    private var isRemains = false
    private var isBiographyNext = false
    private var isRelatedList = false
    private var isAfterName = false
    private var position = 0
    /// Bytes of the paragraphs in all, and of this one and those that follow.
    private var (size, restSize) = (0, 0)

    public init() {}

    /// Appends the paragraphs to `document`, and sets its authors, date and origin where not yet known.
    public mutating func append(_ paragraphs: [Paragraph], to document: inout Document) {
        size = paragraphs.reduce(0) { $0 + $1.bytes.count }
        restSize = size
        for paragraph in paragraphs {
            let bytes = Array(paragraph.bytes.trimmed)
            if !bytes.isEmpty {
                let kind =
                    position < Self.readLimit
                    ? classify(bytes, paragraph, &document)
                    : isRemains ? .boilerplate : paragraph.hint ?? .body
                document.append(kind, bytes, block: block(bytes, paragraph))
                position += 1
            }
            restSize -= paragraph.bytes.count
        }
    }

    private mutating func classify(_ bytes: [UInt8], _ paragraph: Paragraph, _ document: inout Document)
        -> ZoneKind
    {
        let remains = Remains(bytes)
        if isRemains || startsRemains(remains) {
            isRemains = true
            return .boilerplate
        }
        if let hint = paragraph.hint {
            if hint == .byline, document.authors.isEmpty {
                setAuthors(Byline.authors(bytes) ?? [], &document)
            }
            return hint
        }
        if let kind = opening(bytes, &document) { return kind }
        if bytes.count * 2 <= size, let kind = closing(bytes, remains, &document) { return kind }
        if paragraph.block == .heading || hasLead { return .body }
        hasLead = true
        if document.published == nil, let date = PlaceLine.date(bytes) {
            setPublished(date, .dateline, &document)
        }
        return .lead
    }

    /// Reply form or comments, when what follows is not the larger part of the text.
    private func startsRemains(_ remains: Remains) -> Bool {
        guard hasLead, restSize * 2 <= size else { return false }
        return remains.startsReply || remains.startsComments || remains.isCommenter
    }

    /// Footnotes begin with `[3]` or a raised digit, and stand in the second half.
    private func block(_ bytes: [UInt8], _ paragraph: Paragraph) -> BlockKind {
        guard paragraph.block == .paragraph || paragraph.block == .listItem, restSize * 2 <= size else {
            return paragraph.block
        }
        let digits = bytes.dropFirst().prefix { (0x30...0x39).contains($0) }
        let isBracketed =
            bytes.first == 0x5B && (1...3).contains(digits.count)
            && digits.endIndex < bytes.count && bytes[digits.endIndex] == 0x5D
        let isRaised = ["¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"].contains { bytes.starts(with: $0.utf8) }
        return isBracketed || isRaised ? .footnote : paragraph.block
    }

    /// Byline and date, which stand among the first paragraphs.
    private func opening(_ bytes: [UInt8], _ document: inout Document) -> ZoneKind? {
        guard position < 6 else { return nil }
        if let line = Byline.parts(bytes) {
            if document.authors.isEmpty { setAuthors(line.authors, &document) }
            if document.published == nil, let date = line.date { setPublished(date, .byline, &document) }
            return .byline
        }
        if !hasLead, bytes.count <= 160, !document.authors.isEmpty {
            let names = Byline.split(String(decoding: bytes, as: UTF8.self))
            if !names.isEmpty, names.allSatisfy(document.authors.contains) { return .byline }
        }
        if !hasLead, let date = DateLine.parse(bytes) {
            if document.published == nil { setPublished(date, .dateline, &document) }
            return .byline
        }
        return nil
    }

    private func setAuthors(_ authors: [String], _ document: inout Document) {
        guard !authors.isEmpty else { return }
        (document.authors, document.signals[.authors]) = (authors, .byline)
    }

    private func setPublished(_ date: CalendarDate, _ signal: MetadataSignal, _ document: inout Document) {
        (document.published, document.signals[.published]) = (date, signal)
    }

    private mutating func closing(
        _ bytes: [UInt8], _ remains: Remains, _ document: inout Document
    ) -> ZoneKind? {
        if isRelatedList, bytes.count <= 140, bytes.last != 0x2E { return .boilerplate }
        isRelatedList = false
        if isBiographyNext {
            isBiographyNext = false
            return .biography
        }
        if let kind = publisher(bytes, document.republishedFrom) { return kind }
        if isBiography(remains, isStarred: bytes.first == 0x2A, document.authors) {
            isBiographyNext = remains.isBiographyHeading
            return .biography
        }
        if let origin = remains.origin {
            if document.republishedFrom == nil {
                (document.republishedFrom, document.signals[.republishedFrom]) = (origin, .notice)
            }
            return .notice
        }
        if remains.isNotice { return .notice }
        if hasLead, restSize * 4 <= size, remains.isContribution { return .notice }
        if remains.startsRelated {
            isRelatedList = true
            return .boilerplate
        }
        if remains.isCredit || remains.endsWithCredit { return .caption }
        let isAround =
            remains.isSharing || remains.isLabels || remains.isReadMore || remains.isPrompt
            || remains.startsReply || remains.startsComments
        return isAround ? .boilerplate : nil
    }

    /// Who wrote it, said after the article; one that is introduced without any mark stands in its last third.
    private func isBiography(_ remains: Remains, isStarred: Bool, _ authors: [String]) -> Bool {
        if remains.startsBiography { return true }
        guard hasLead else { return false }
        let isLate = restSize * 3 <= size
        if remains.isAbout(authors) { return isStarred || isLate }
        return isLate && remains.isMarkedBiography
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
