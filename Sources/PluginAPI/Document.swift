/// One article: what a format plugin makes of bytes, and what facet plugins and the index read.
///
/// All text, the title included, lies in `text` as UTF-8 and is divided by `zones`:
///
/// ```
/// text   Resetting…\nBy A. Rinna*\nWasting no time…\n*About the author: …
/// zones  |title   | |byline     | |lead         | |biography            |
/// ```
public struct Document: Sendable, Equatable {
    /// Stable name of the article: `root-name/relative-path`, a URL, or the id its source gave.
    public var identifier: String
    /// People who wrote it, in the order printed, without "By" and without footnote marks.
    public var authors: [String]
    public var published: CalendarDate?
    /// The day of its last change, where that is stated.
    public var modified: CalendarDate?
    /// Who published it, for example a site's name.
    public var publisher: String?
    /// The part of the publication it stood in, for example `Opinion`.
    public var section: String?
    /// Where it appeared first, when this is a copy ("Source: This article was published by …").
    public var republishedFrom: String?
    /// BCP 47 tag of the text's language, for example `en`.
    public var language: String?
    public var canonicalURL: String?
    /// What gave each value; nothing for values that are missing.
    public var signals: [MetadataField: MetadataSignal] = [:]
    /// By the name of a facet, the ids of values that the document states of itself, without words in its text.
    /// An index keeps those of the facets that its schema names.
    public var statedValues: [String: [String]] = [:]
    /// Valid UTF-8; zones are ranges of it. Bytes between zones are white space.
    public var text: [UInt8]
    /// Ascending, not overlapping, none empty.
    public var zones: [Zone]

    public init(identifier: String, text: [UInt8] = [], zones: [Zone] = []) {
        self.identifier = identifier
        self.authors = []
        self.text = text
        self.zones = zones
    }

    /// The text of the first title zone, or an empty string.
    public var title: String {
        guard let zone = zones.first(where: { $0.kind == .title }) else { return "" }
        return String(decoding: text[zone.range], as: UTF8.self)
    }

    /// Appends a zone and its text, followed by a line feed. Empty text adds nothing.
    @inlinable
    public mutating func append(
        _ kind: ZoneKind, _ bytes: some Collection<UInt8>, block: BlockKind = .paragraph
    ) {
        guard !bytes.isEmpty else { return }
        let start = text.count
        text.append(contentsOf: bytes)
        zones.append(Zone(kind: kind, range: start..<text.count, block: block))
        text.append(0x0A)
    }
}

/// A stretch of a document's text with one role.
public struct Zone: Sendable, Equatable {
    public var kind: ZoneKind
    /// Byte offsets into `Document.text`.
    public var range: Range<Int>
    /// What it looks like, which does not change how it is searched.
    public var block: BlockKind

    @inlinable
    public init(kind: ZoneKind, range: Range<Int>, block: BlockKind = .paragraph) {
        self.kind = kind
        self.range = range
        self.block = block
    }
}

/// What a stretch of text is for. Only title, lead, body and caption count as the article.
public enum ZoneKind: UInt8, Sendable, CaseIterable {
    case title, lead, body, caption
    case byline, biography, notice, boilerplate

    /// True for what ranking, facets and snippets may read.
    public var isArticle: Bool { rawValue <= ZoneKind.caption.rawValue }
}

/// The form of a stretch of text on its page.
public enum BlockKind: UInt8, Sendable, CaseIterable {
    case paragraph, heading, listItem, quotation, tableRow, preformatted, footnote
}

/// A fact about a document that one of several signals may give.
public enum MetadataField: UInt8, Sendable, CaseIterable {
    case title, authors, published, modified, publisher, section, language, canonicalURL, republishedFrom
}

/// Where a fact about a document was found.
public enum MetadataSignal: UInt8, Sendable, CaseIterable {
    /// The source that gave the bytes, such as a record's field.
    case source
    case jsonLD, openGraph, meta, microdata, timeElement, link, heading, titleElement, url
    /// Lines of the text: who wrote it, where and when it was sent, where it appeared first.
    case byline, dateline, notice
    /// Header lines of a message or of an archive.
    case header
    /// The words of the text itself, as for its language.
    case text
    /// The name of the file.
    case fileName

    /// In words for the user, for example `JSON-LD`.
    public var label: String {
        switch self {
        case .source: "the source"
        case .jsonLD: "JSON-LD"
        case .openGraph: "OpenGraph"
        case .meta: "a meta element"
        case .microdata: "microdata"
        case .timeElement: "a time element"
        case .link: "a link element"
        case .heading: "the heading"
        case .titleElement: "the page's title"
        case .url: "the URL"
        case .byline: "the byline"
        case .dateline: "the dateline"
        case .notice: "a notice"
        case .header: "a header"
        case .text: "the text"
        case .fileName: "the file's name"
        }
    }
}

/// A day of the proleptic Gregorian calendar.
public struct CalendarDate: Sendable, Hashable, Comparable {
    /// Days since 1970-01-01.
    public var daysSinceEpoch: Int32

    public init(daysSinceEpoch: Int32) { self.daysSinceEpoch = daysSinceEpoch }

    /// Nil when there is no such day, or the year is outside 1...9999.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= CalendarDate.dayCount(year: year, month: month)
        else { return nil }
        // Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil.
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = shiftedYear / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        self.daysSinceEpoch = Int32(era * 146_097 + dayOfEra - 719_468)
    }

    /// Reads `YYYY-MM-DD`, alone or followed by `T`, a space and more.
    public init?(iso8601 text: some StringProtocol) {
        let bytes = Array(text.utf8.prefix(11))
        guard bytes.count >= 10, bytes[4] == 0x2D, bytes[7] == 0x2D,
            bytes.count == 10 || bytes[10] == 0x54 || bytes[10] == 0x20,
            let year = CalendarDate.number(bytes[0..<4]), let month = CalendarDate.number(bytes[5..<7]),
            let day = CalendarDate.number(bytes[8..<10])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// Year, month 1...12, day 1...31.
    public var components: (year: Int, month: Int, day: Int) {
        // Source: Hinnant, civil_from_days.
        let shifted = Int(daysSinceEpoch) + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (
            yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        )
    }

    public static func < (left: CalendarDate, right: CalendarDate) -> Bool {
        left.daysSinceEpoch < right.daysSinceEpoch
    }

    static func dayCount(year: Int, month: Int) -> Int {
        switch month {
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        var value = 0
        for digit in digits {
            guard (0x30...0x39).contains(digit) else { return nil }
            value = value * 10 + Int(digit - 0x30)
        }
        return value
    }
}

extension CalendarDate: CustomStringConvertible {
    /// `YYYY-MM-DD`.
    public var description: String {
        let (year, month, day) = components
        func padded(_ value: Int, _ width: Int) -> String {
            let digits = String(value)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }
}
