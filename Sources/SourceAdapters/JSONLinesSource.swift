internal import Dispatch
public import PluginAPI
internal import Synchronization

/// Articles in a file of JSON objects, one a line.
///
/// An article is named by the id its record gives, or `root-name:LINE` without one. Entries keep the order of
/// the file, and two records with one id are both listed: the later replaces the earlier downstream.
public struct JSONLinesSource: SourceAdapter {
    /// Endings, without dot, of files of JSON lines.
    static let fileExtensions = ["jsonl", "ndjson"]

    public let rootName: String
    public let rootPath: String
    private let displayPath: String
    private let fields: RecordFields
    private let bytes: LineBytes
    private let parsers = RecordParsers()
    /// Fields that state values of facets.
    private var facetFields: [(field: FacetField, name: FieldName)] = []

    public init(path: String, mapping: FieldMapping = FieldMapping()) {
        let root = RootPath(path)
        rootName = root.name
        rootPath = root.absolute
        displayPath = root.display
        fields = RecordFields(mapping)
        bytes = .file(LineFile(path: root.absolute))
    }

    /// Lines already in memory.
    init(bytes: [UInt8], name: String, mapping: FieldMapping) {
        rootName = name
        rootPath = name
        displayPath = name
        fields = RecordFields(mapping)
        self.bytes = .memory(bytes)
    }

    public func walk() throws(SourceError) -> SourceListing { try walk(threadCount: 1) }

    /// Lists every record, in the order of the file; each thread reads a part of it.
    ///
    /// A line that is no record is a problem, and makes the listing incomplete: an article may be missing.
    public func walk(threadCount: Int) throws(SourceError) -> SourceListing {
        do throws(SourceError) {
            var modified: Int64 = 0
            if case .file(let file) = bytes {
                modified = try OpenFile(path: file.path).status.modifiedNanoseconds
            }
            let ranges = try bytes.parts(threadCount)
            let parts = Mutex([Result<PartListing, SourceError>?](repeating: nil, count: ranges.count))
            DispatchQueue.concurrentPerform(iterations: ranges.count) { index in
                let part = Result { () throws(SourceError) in try list(ranges[index]) }
                parts.withLock { $0[index] = part }
            }
            var listing = SourceListing(entries: [], isComplete: true)
            var lineCount = 0
            for part in parts.withLock({ $0 }) {
                guard let part = try part?.get() else { continue }
                listing.entries.reserveCapacity(listing.entries.count + part.records.count)
                for record in part.records {
                    let number = lineCount + record.number
                    listing.entries.append(
                        SourceEntry(
                            identifier: record.identifier ?? "\(rootName):\(number)",
                            displayPath: displayPath, line: number, filePath: rootPath,
                            byteRange: record.range, byteCount: record.range.count,
                            modifiedNanoseconds: modified))
                }
                for (number, reason) in part.problems {
                    listing.problems.append(
                        SourceProblem(path: "\(displayPath):\(lineCount + number)", reason: reason))
                    listing.isComplete = false
                }
                lineCount += part.lineCount
            }
            return listing
        } catch {
            throw SourceError(path: displayPath, reason: error.reason)
        }
    }

    /// What a part of the lines holds; lines are numbered from 1 in each part.
    private struct PartListing: Sendable {
        var records: [(identifier: String?, range: Range<Int>, number: Int)] = []
        var problems: [(number: Int, reason: String)] = []
        var lineCount = 0
    }

    private func list(_ part: Range<Int>) throws(SourceError) -> PartListing {
        let parser: RecordParser
        do throws(RecordError) {
            parser = try RecordParser()
        } catch {
            throw SourceError(path: displayPath, reason: error.reason)
        }
        var listing = PartListing()
        listing.lineCount = try bytes.forEachLine(of: part) { line, offset, number in
            do throws(RecordError) {
                try parser.parse(line)
                if !hasBody(parser) { throw RecordError(reason: missingText) }
                listing.records.append((identifier(parser), offset..<(offset + line.count), number))
            } catch {
                listing.problems.append((number, error.reason))
            }
        }
        return listing
    }

    public func read(_ entry: SourceEntry) throws(SourceError) -> FormatInput {
        guard let range = entry.byteRange else {
            throw SourceError(path: entry.displayPath, reason: "names no line")
        }
        do throws(SourceError) {
            let (bytes, line) = try bytes.read(range)
            return try parsers.withRecord(bytes.span.extracting(line)) { parser throws(SourceError) in
                if let found = identifier(parser), found != entry.identifier {
                    throw SourceError(path: "", reason: "the file changed after it was listed")
                }
                return try input(parser, identifier: entry.identifier)
            }
        } catch {
            throw SourceError(path: entry.displayPath, reason: error.reason)
        }
    }

    public func stating(_ fields: [FacetField]) -> any SourceAdapter {
        var source = self
        source.facetFields = fields.map { ($0, FieldName($0.field)) }
        return source
    }

    private func input(_ parser: RecordParser, identifier: String) throws(SourceError) -> FormatInput {
        guard let body = body(parser) else { throw SourceError(path: "", reason: missingText) }
        var known = KnownMetadata()
        known.title = first(fields.title, parser)
        known.authors = authors(parser)
        // A month or a year alone is no day, and is left out rather than guessed.
        known.published = first(fields.date, parser).flatMap { CalendarDate(iso8601: $0) }
        known.publisher = first(fields.publisher, parser)
        known.language = first(fields.language, parser)
        known.canonicalURL = first(fields.url, parser)
        for (field, name) in facetFields { state(field, name, parser, in: &known) }
        return FormatInput(
            bytes: body.bytes, identifier: identifier, mediaType: body.isHTML ? "text/html" : "text/plain",
            known: known)
    }

    private func body(_ parser: RecordParser) -> (bytes: [UInt8], isHTML: Bool)? {
        let names = fields.html.map { ($0, true) } + fields.text.map { ($0, false) }
        // An empty field only where no other has text.
        let chosen = names.first { parser.hasContent($0.0) }
        for (name, isHTML) in chosen.map({ [$0] }) ?? names {
            if let bytes = parser.bytes(name) { return (bytes, isHTML) }
        }
        return nil
    }

    private func hasBody(_ parser: RecordParser) -> Bool {
        fields.html.contains { parser.hasText($0) } || fields.text.contains { parser.hasText($0) }
    }

    private func identifier(_ parser: RecordParser) -> String? { first(fields.id, parser) }

    /// The first text in the first of these fields that has one which is not empty.
    private func first(_ names: [FieldName], _ parser: RecordParser) -> String? {
        for name in names {
            if let text = parser.text(name) { return text }
        }
        return nil
    }

    private func authors(_ parser: RecordParser) -> [String] {
        for name in fields.authors {
            let found = (0..<parser.textCount(name)).compactMap { parser.text(name, at: $0) }
            if !found.isEmpty { return found }
        }
        return []
    }

    /// Reads the values a field states: the texts and integers in it.
    private func state(
        _ field: FacetField, _ name: FieldName, _ parser: RecordParser, in known: inout KnownMetadata
    ) {
        // One more than an index keeps, so that it can tell of too many.
        let count = min(max(1, parser.textCount(name)), FacetField.maximumValueCount + 1)
        for index in 0..<count {
            switch parser.isPlain(name, at: index) {
            case nil: continue
            case false?:
                known.problems.append(
                    "the value \(index + 1) of the facet field \(field.field) is no text, and is left out")
            case true?:
                guard let bytes = parser.bytes(name, at: index) else { continue }
                known.statedValues[field.facet, default: []].append(String(decoding: bytes, as: UTF8.self))
            }
        }
    }

    private var missingText: String {
        "has no text in a field named " + fields.bodyNames.joined(separator: ", ")
    }
}

/// The names of a `FieldMapping` as records are asked for them.
private struct RecordFields: Sendable {
    let id, title, text, html, date, authors, url, language, publisher: [FieldName]
    /// Of the fields that hold the text, for messages.
    let bodyNames: [String]

    init(_ mapping: FieldMapping) {
        func names(_ names: [String]) -> [FieldName] { names.map { FieldName($0) } }
        (id, title, text, html) = (
            names(mapping.id), names(mapping.title), names(mapping.text), names(mapping.html)
        )
        (date, authors, url) = (names(mapping.date), names(mapping.authors), names(mapping.url))
        (language, publisher) = (names(mapping.language), names(mapping.publisher))
        bodyNames = mapping.html + mapping.text
    }
}
