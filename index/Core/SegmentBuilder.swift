package import IndexAnalysis
package import IndexStorage

/// What every core file of an index is built with.
package struct SegmentSettings: Sendable, Equatable {
    /// Names of the fields, in order.
    package var fieldNames: [String]
    /// Makes terms; see `Analyzer.stableDescription`.
    package var analyzer: Analyzer
    /// Whether documents have signatures, by which copies are found.
    package var signsTexts: Bool

    package init(fieldNames: [String], analyzer: Analyzer, signsTexts: Bool = false) {
        precondition(fieldNames.count <= 64, "\(fieldNames.count) fields")
        self.fieldNames = fieldNames
        self.analyzer = analyzer
        self.signsTexts = signsTexts
    }
}

/// The sections of a core file.
///
/// ```
/// 1 meta | 2 identifiers | 3 identifier order | 4 identifier filter | 5 dates | 6 stored | 7 stored index
/// 8 hashes of texts | 9 sketches of texts
/// field f:  16 + 4f dictionary | 17 + 4f postings | 18 + 4f positions | 19 + 4f norms
/// ```
enum CoreSection {
    static let meta: UInt32 = 1
    static let identifiers: UInt32 = 2
    static let identifierOrder: UInt32 = 3
    static let identifierFilter: UInt32 = 4
    static let dates: UInt32 = 5
    static let stored: UInt32 = 6
    static let storedIndex: UInt32 = 7
    static let textHashes: UInt32 = 8
    static let sketches: UInt32 = 9

    static func dictionary(_ field: Int) -> UInt32 { 16 + 4 * UInt32(field) }
    static func postings(_ field: Int) -> UInt32 { 17 + 4 * UInt32(field) }
    static func positions(_ field: Int) -> UInt32 { 18 + 4 * UInt32(field) }
    static func norms(_ field: Int) -> UInt32 { 19 + 4 * UInt32(field) }
}

/// A date column's entry for a document without a date.
package let noDate = Int32.min

/// Builds a segment's core file from documents in order.
package struct SegmentBuilder {
    private let settings: SegmentSettings
    private var fields: [FieldBuilder]
    private var documents = DocumentColumns()

    package init(_ settings: SegmentSettings) {
        self.settings = settings
        fields = settings.fieldNames.map { _ in FieldBuilder() }
    }

    package var documentCount: Int { documents.identifiers.count }

    /// The mark of the words of a document in a language (BCP 47).
    package func mark(ofLanguage language: String?) -> LanguageMark {
        settings.analyzer.mark(ofLanguage: language)
    }

    /// Adds a token of the document begun last.
    package mutating func append(field: Int, term: ArraySlice<UInt8>, position: UInt32) {
        fields[field].append(term: term, position: position)
    }

    /// Adds tokens of the document begun last, at positions that follow one another.
    package mutating func append(field: Int, _ slice: TokenSlice, position: UInt32) {
        fields[field].append(slice, position: position)
    }

    /// Ends a document and begins the next.
    ///
    /// - Parameters:
    ///   - identifier: unique in the segment.
    ///   - date: days since 1970-01-01, or `noDate`.
    ///   - record: what `StoredDocuments` gives back.
    ///   - signature: kept where the settings say so.
    package mutating func finishDocument(
        identifier: [UInt8], date: Int32, record: [UInt8], signature: TextSignature = .none
    ) {
        for field in fields.indices { fields[field].finishDocument() }
        documents.append(identifier: identifier, date: date)
        documents.stored.append(record[...])
        if settings.signsTexts { documents.signatures.append(signature) }
    }

    /// Writes the core file.
    ///
    /// - Returns: its name.
    package consuming func write(to store: CommitStore) throws(StorageError) -> String {
        let stemmer = settings.analyzer.makeStemmer()
        var parts: [FieldParts] = []
        while !fields.isEmpty { parts.append(fields.removeFirst().finish(stemmer: stemmer)) }
        return try documents.write(parts, settings, to: store)
    }
}

/// What a core file holds of documents beside their fields.
struct DocumentColumns {
    private(set) var identifiers: [[UInt8]] = []
    private var dates: [Int32] = []
    var stored = StoredDocumentsWriter()
    /// Of all documents or of none.
    var signatures = SignatureColumnWriter()

    mutating func append(identifier: [UInt8], date: Int32) {
        identifiers.append(identifier)
        dates.append(date)
    }

    /// Writes a core file of these documents and the parts of their fields.
    consuming func write(
        _ fields: [FieldParts], _ settings: SegmentSettings, to store: CommitStore
    ) throws(StorageError) -> String {
        if let cut = zip(settings.fieldNames, fields).first(where: { $1.isCut }) {
            throw .tooLarge(reason: "a word of the field \(cut.0) occurs too often for one segment")
        }
        stored.finish()
        let ids = Identifiers.encode(identifiers)
        let meta = CoreMeta(
            analyzer: settings.analyzer.stableDescription, compressor: "zstd=\(Zstandard.version)",
            documentCount: identifiers.count,
            fields: zip(settings.fieldNames, fields).map { name, parts in
                CoreMeta.Field(
                    name: name, documentCount: parts.documentCount, totalLength: parts.totalLength,
                    marks: parts.marks)
            })
        return try IndexFile.core.write(to: store) { file throws(StorageError) in
            try file.addSection(CoreSection.meta, meta.encoded())
            try file.addSection(CoreSection.identifiers, ids.column)
            try file.addSection(CoreSection.identifierOrder, ids.order)
            try file.addSection(CoreSection.identifierFilter, ids.filter)
            try file.addSection(CoreSection.dates, DateColumn.encode(dates))
            for (field, parts) in fields.enumerated() {
                try file.addSection(CoreSection.dictionary(field), parts.dictionary)
                try file.addSection(CoreSection.postings(field), parts.postings)
                try file.addSection(CoreSection.positions(field), parts.positions)
                try file.addSection(CoreSection.norms(field), parts.norms)
            }
            try file.addSection(CoreSection.stored, stored.blocks)
            try file.addSection(CoreSection.storedIndex, stored.index)
            try file.addSection(CoreSection.textHashes, signatures.hashes)
            try file.addSection(CoreSection.sketches, signatures.sketches)
        }
    }
}

/// The meta section of a core file.
///
/// ```
/// analyzer text | compressor text | documentCount | fieldCount
/// | for each field: name text | documentCount | totalLength | languages
/// ```
struct CoreMeta: Equatable {
    struct Field: Equatable {
        var name: String
        var documentCount: Int
        var totalLength: UInt64
        /// Of the languages of its words.
        var marks = LanguageMarks()
    }

    /// `Analyzer.stableDescription` of what made the terms.
    var analyzer: String
    /// What compressed the stored documents; any version reads them.
    var compressor: String
    var documentCount: Int
    var fields: [Field]

    init(analyzer: String, compressor: String, documentCount: Int, fields: [Field]) {
        self.analyzer = analyzer
        self.compressor = compressor
        self.documentCount = documentCount
        self.fields = fields
    }

    func encoded() -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.appendText(analyzer)
        bytes.appendText(compressor)
        bytes.appendInteger(documentCount)
        bytes.appendInteger(fields.count)
        for field in fields {
            bytes.appendText(field.name)
            bytes.appendInteger(field.documentCount)
            VariableInteger.append(field.totalLength, to: &bytes)
            bytes.appendInteger(Int(field.marks.bits))
        }
        return bytes
    }

    init(_ bytes: [UInt8], file: String) throws(StorageError) {
        var reader = ByteReader(bytes, file: file)
        analyzer = try reader.text()
        compressor = try reader.text()
        documentCount = try reader.count()
        let fieldCount = try reader.count()
        guard documentCount < Int(UInt32.max), fieldCount <= 64 else {
            throw reader.damaged("\(documentCount) documents of \(fieldCount) fields")
        }
        fields = []
        for _ in 0..<fieldCount {
            let field = Field(
                name: try reader.text(), documentCount: try reader.count(), totalLength: try reader.integer(),
                marks: LanguageMarks(bits: UInt32(truncatingIfNeeded: try reader.integer())))
            guard field.documentCount <= documentCount,
                field.totalLength <= UInt64(documentCount) * UInt64(UInt32.max)
            else {
                throw reader.damaged("\(field.documentCount) of \(documentCount) documents have a field")
            }
            fields.append(field)
        }
        try reader.finish()
    }
}
