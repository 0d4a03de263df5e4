internal import IndexCore
internal import IndexStorage
public import PluginAPI

/// A document as the index keeps it.
public struct StoredDocument: Sendable, Equatable {
    public let identifier: String
    /// Empty where the document has none.
    public let title: String
    public let authors: [String]
    public let published: CalendarDate?
    /// The day of its last change, where that is stated.
    public let modified: CalendarDate?
    public let publisher: String?
    /// The part of the publication it stood in.
    public let section: String?
    /// Where it appeared first, when this is a copy.
    public let republishedFrom: String?
    /// BCP 47 tag.
    public let language: String?
    public let canonicalURL: String?
    /// What gave each value.
    public let signals: [MetadataField: MetadataSignal]
    /// UTF-8; `zones` are ranges of it.
    public let text: [UInt8]
    public let zones: [Zone]

    init(_ document: Document) {
        identifier = document.identifier
        title = document.title
        authors = document.authors
        published = document.published
        modified = document.modified
        publisher = document.publisher
        section = document.section
        republishedFrom = document.republishedFrom
        language = document.language
        canonicalURL = document.canonicalURL
        signals = document.signals
        text = document.text
        zones = document.zones
    }
}

/// The stored record of a document; its identifier and date are columns of the core file.
///
/// ```
/// record    nothing where the schema stores no documents, else
///           authorCount | author text… | publisher | republishedFrom | section | language | canonicalURL
///           | modified | signalCount | signal… | zoneCount | zone… | text, to the end
/// optional  0 for none, else size + 1 | bytes
/// modified  0 for none, else days since 0000-03-01 + 1
/// signal    field u8 | signal u8, ascending by field
/// zone      kind + 16 × block u8 | start − end of the zone before | size           all numbers LEB128
/// ```
enum DocumentRecord {
    /// Days from 0000-03-01 to 1970-01-01.
    private static let firstDay = 719_468
    /// Days from 0000-03-01 to the end of the year 9999.
    private static let lastDay = 3_652_425

    static func encode(_ document: Document) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(document.text.count + 8 * document.zones.count + 64)
        bytes.appendInteger(document.authors.count)
        for author in document.authors { bytes.appendText(author) }
        for text in [
            document.publisher, document.republishedFrom, document.section, document.language,
            document.canonicalURL,
        ] {
            bytes.appendInteger(text.map { $0.utf8.count + 1 } ?? 0)
            if let text { bytes += text.utf8 }
        }
        bytes.appendInteger(document.modified.map { Int($0.daysSinceEpoch) + firstDay + 1 } ?? 0)
        bytes.appendInteger(document.signals.count)
        for field in MetadataField.allCases {
            guard let signal = document.signals[field] else { continue }
            bytes += [field.rawValue, signal.rawValue]
        }
        bytes.appendInteger(document.zones.count)
        var end = 0
        for zone in document.zones {
            bytes.append(zone.kind.rawValue | zone.block.rawValue << 4)
            bytes.appendInteger(zone.range.lowerBound - end)
            bytes.appendInteger(zone.range.count)
            end = zone.range.upperBound
        }
        bytes += document.text
        return bytes
    }

    /// - Parameter days: the date column's entry.
    /// - Throws: `StorageError.corrupt` for bytes that no document gives.
    static func decode(
        _ bytes: [UInt8], identifier: [UInt8], days: Int32, file: String
    ) throws(StorageError) -> Document {
        var reader = ByteReader(bytes, file: file)
        var document = Document(identifier: String(decoding: identifier, as: UTF8.self))
        if days != noDate { document.published = CalendarDate(daysSinceEpoch: days) }
        // The schema stores no documents.
        if bytes.isEmpty { return document }
        for _ in 0..<(try reader.count()) { document.authors.append(try reader.text()) }
        document.publisher = try optional(&reader)
        document.republishedFrom = try optional(&reader)
        document.section = try optional(&reader)
        document.language = try optional(&reader)
        document.canonicalURL = try optional(&reader)
        let modified = try reader.count()
        guard modified <= lastDay else { throw reader.damaged("a day outside the calendar") }
        if modified > 0 { document.modified = CalendarDate(daysSinceEpoch: Int32(modified - 1 - firstDay)) }
        for _ in 0..<(try reader.count()) {
            let pair = try reader.bytes(2)
            guard let field = pair.first.flatMap(MetadataField.init),
                let signal = pair.last.flatMap(MetadataSignal.init)
            else { throw reader.damaged("a value without a signal") }
            document.signals[field] = signal
        }
        try readZones(&reader, into: &document)
        return document
    }

    /// The title alone; empty where there is none.
    static func title(_ record: ArraySlice<UInt8>, file: String) throws(StorageError) -> [UInt8] {
        if record.isEmpty { return [] }
        var reader = ByteReader(Array(record), file: file)
        for _ in 0..<(try reader.count()) { _ = try reader.lengthAndBytes() }
        for _ in 0..<5 { _ = try reader.bytes(max(0, try reader.count() - 1)) }
        _ = try reader.count()
        _ = try reader.bytes(2 * (try reader.count()))
        var (end, title) = (0, 0..<0)
        for _ in 0..<(try reader.count()) {
            let kind = try reader.bytes(1).first.flatMap { ZoneKind(rawValue: $0 & 15) }
            let start = end + (try reader.count())
            end = start + (try reader.count())
            if kind == .title, title.isEmpty { title = start..<end }
        }
        _ = try reader.bytes(title.lowerBound)
        return try reader.bytes(title.count)
    }

    private static func readZones(
        _ reader: inout ByteReader, into document: inout Document
    ) throws(StorageError) {
        var end = 0
        for _ in 0..<(try reader.count()) {
            let byte = try reader.bytes(1).first ?? 0
            guard let kind = ZoneKind(rawValue: byte & 15), let block = BlockKind(rawValue: byte >> 4) else {
                throw reader.damaged("a zone of no kind")
            }
            let start = end + (try reader.count())
            end = start + (try reader.count())
            guard end < 1 << 48 else { throw reader.damaged("a zone ends after its text") }
            document.zones.append(Zone(kind: kind, range: start..<end, block: block))
        }
        document.text = reader.rest()
        guard end <= document.text.count else { throw reader.damaged("a zone ends after its text") }
    }

    private static func optional(_ reader: inout ByteReader) throws(StorageError) -> String? {
        let size = try reader.count()
        return size == 0 ? nil : String(decoding: try reader.bytes(size - 1), as: UTF8.self)
    }
}

extension Segment {
    /// One document, whole.
    func document(_ number: UInt32) throws(StorageError) -> Document {
        try DocumentRecord.decode(
            try stored().record(of: number), identifier: try identifiers().identifier(of: number),
            days: try dates()[number], file: name)
    }
}
