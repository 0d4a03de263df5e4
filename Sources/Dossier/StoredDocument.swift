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
    public let publisher: String?
    /// Where it appeared first, when this is a copy.
    public let republishedFrom: String?
    /// BCP 47 tag.
    public let language: String?
    public let canonicalURL: String?
    /// UTF-8; `zones` are ranges of it.
    public let text: [UInt8]
    public let zones: [Zone]

    init(_ document: Document) {
        identifier = document.identifier
        title = document.title
        authors = document.authors
        published = document.published
        publisher = document.publisher
        republishedFrom = document.republishedFrom
        language = document.language
        canonicalURL = document.canonicalURL
        text = document.text
        zones = document.zones
    }
}

/// The stored record of a document; its identifier and date are columns of the core file.
///
/// ```
/// record    nothing where the schema stores no documents, else
///           authorCount | author text… | publisher | republishedFrom | language | canonicalURL
///           | zoneCount | zone… | text, to the end
/// optional  0 for none, else size + 1 | bytes
/// zone      kind u8 | start − end of the zone before | size                        all numbers LEB128
/// ```
enum DocumentRecord {
    static func encode(_ document: Document) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(document.text.count + 8 * document.zones.count + 64)
        bytes.appendInteger(document.authors.count)
        for author in document.authors { bytes.appendText(author) }
        for text in [
            document.publisher, document.republishedFrom, document.language, document.canonicalURL,
        ] {
            bytes.appendInteger(text.map { $0.utf8.count + 1 } ?? 0)
            if let text { bytes += text.utf8 }
        }
        bytes.appendInteger(document.zones.count)
        var end = 0
        for zone in document.zones {
            bytes.append(zone.kind.rawValue)
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
        document.language = try optional(&reader)
        document.canonicalURL = try optional(&reader)
        var end = 0
        for _ in 0..<(try reader.count()) {
            guard let kind = ZoneKind(rawValue: UInt8(clamping: try reader.integer())) else {
                throw reader.damaged("a zone of no kind")
            }
            let start = end + (try reader.count())
            end = start + (try reader.count())
            guard end < 1 << 48 else { throw reader.damaged("a zone ends after its text") }
            document.zones.append(Zone(kind: kind, range: start..<end))
        }
        document.text = reader.rest()
        guard end <= document.text.count else { throw reader.damaged("a zone ends after its text") }
        return document
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
