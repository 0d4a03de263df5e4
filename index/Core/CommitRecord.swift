package import IndexStorage

/// What a commit says: the analyzer of the index, its facets and its segments, all files by name.
///
/// ```
/// payload   formatVersion | analyzer text | schema bytes | fieldCount | field name text… | runByteCount
///           | nextInstance | facetCount | facet… | segmentCount | segment… | syncState text | copies text | firstLog
/// facet     name text | plugin version | fingerprint | isActor | catalog text
/// segment   instance | core text | documentCount | textByteCount | layer text × facetCount
///           | deletes text | deletedCount                  numbers LEB128; a name that is missing is empty
/// ```
package struct CommitRecord: Sendable, Equatable {
    package struct Facet: Sendable, Equatable {
        package var name: String
        package var pluginVersion: Int
        package var fingerprint: UInt64
        /// Whether `actor` spans this facet.
        package var isActor: Bool
        /// The file with the values' labels and aliases; empty for a facet whose values documents state themselves.
        package var catalog: String

        package var isStated: Bool { catalog.isEmpty }

        /// What it shows of which facet, as `about` of `country` in `about:country`; nil for a facet of its own.
        package var aspect: (name: String, facet: String)? {
            guard let colon = name.firstIndex(of: ":") else { return nil }
            return (String(name[..<colon]), String(name[name.index(after: colon)...]))
        }

        /// The facet whose values they are.
        package var baseName: String { aspect?.facet ?? name }

        /// Whether its layers hold mentions.
        package var hasMentions: Bool { !isStated && aspect == nil }

        /// A facet whose values documents state themselves.
        package static func stated(_ name: String) -> Facet {
            Facet(name: name, pluginVersion: 0, fingerprint: 0, isActor: false, catalog: "")
        }

        package init(
            name: String, pluginVersion: Int, fingerprint: UInt64, isActor: Bool, catalog: String
        ) {
            self.name = name
            self.pluginVersion = pluginVersion
            self.fingerprint = fingerprint
            self.isActor = isActor
            self.catalog = catalog
        }
    }

    package struct Segment: Sendable, Equatable {
        /// Unique in the index for all time, so that deletes never touch a later segment of equal content.
        package var instance: UInt64
        package var core: String
        package var documentCount: Int
        /// Bytes of article text the segment was built from, deleted documents included; the merge schedule's measure.
        package var textByteCount: Int
        /// One layer for each facet of the commit.
        package var layers: [String]
        /// Empty when nothing is deleted.
        package var deletes = ""
        package var deletedCount = 0

        package init(
            instance: UInt64, core: String, documentCount: Int, textByteCount: Int, layers: [String]
        ) {
            self.instance = instance
            self.core = core
            self.documentCount = documentCount
            self.textByteCount = textByteCount
            self.layers = layers
        }
    }

    /// `Analyzer.stableDescription` of what made the terms of all segments.
    package var analyzer: String
    /// What the layer above makes of documents; this one only keeps it.
    package var schema: [UInt8]
    package var fieldNames: [String]
    /// Source bytes after which a batch build ends a run.
    package var runByteCount: Int
    package var nextInstance: UInt64 = 1
    package var facets: [Facet] = []
    package var segments: [Segment] = []
    /// The file that tells which inputs are indexed; empty for none.
    package var syncState = ""
    /// The file that tells which texts are copies of others; empty for none.
    package var copies = ""
    /// Write logs below this number are part of the segments; from it on they are still to be read.
    package var firstLog: UInt64 = 1

    /// Refuses segments whose terms other versions of the analyzer's libraries made: they would not be found by the
    /// same words, nor go together with new ones.
    ///
    /// - Parameter description: `Analyzer.stableDescription` of this program.
    package func checkAnalyzer(_ description: String, commit: UInt64) throws(StorageError) {
        guard segments.isEmpty || analyzer == description else {
            throw .otherVersion(file: "commit \(commit)", found: analyzer, ours: description)
        }
    }

    /// Whether a document may be of no input that the sync state knows.
    package var mayHoldLiveDocuments: Bool { firstLog > 1 }

    package init(analyzer: String, schema: [UInt8], fieldNames: [String], runByteCount: Int) {
        self.analyzer = analyzer
        self.schema = schema
        self.fieldNames = fieldNames
        self.runByteCount = runByteCount
    }

    /// Documents, deleted ones left out.
    package var documentCount: Int { segments.reduce(0) { $0 + $1.documentCount - $1.deletedCount } }

    /// The name of the commit by its content: as it names its files by theirs, everything in the index.
    package var hash: ContentHash { ContentHash(of: encoded()) }

    /// Every file the commit needs.
    package var fileNames: Set<String> {
        var names = Set(facets.map(\.catalog))
        for segment in segments {
            names.insert(segment.core)
            names.formUnion(segment.layers)
            names.insert(segment.deletes)
        }
        names.insert(syncState)
        names.insert(copies)
        names.remove("")
        return names
    }

    package func encoded() -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.appendInteger(Int(IndexFile.version))
        bytes.appendText(analyzer)
        bytes.appendLengthAndBytes(schema)
        bytes.appendInteger(fieldNames.count)
        for name in fieldNames { bytes.appendText(name) }
        bytes.appendInteger(runByteCount)
        VariableInteger.append(nextInstance, to: &bytes)
        bytes.appendInteger(facets.count)
        for facet in facets { append(facet, to: &bytes) }
        bytes.appendInteger(segments.count)
        for segment in segments { append(segment, to: &bytes) }
        bytes.appendText(syncState)
        bytes.appendText(copies)
        VariableInteger.append(firstLog, to: &bytes)
        return bytes
    }

    private func append(_ facet: Facet, to bytes: inout [UInt8]) {
        bytes.appendText(facet.name)
        bytes.appendInteger(facet.pluginVersion)
        VariableInteger.append(facet.fingerprint, to: &bytes)
        bytes.appendInteger(facet.isActor ? 1 : 0)
        bytes.appendText(facet.catalog)
    }

    private func append(_ segment: Segment, to bytes: inout [UInt8]) {
        precondition(segment.layers.count == facets.count, "\(segment.layers.count) layers")
        VariableInteger.append(segment.instance, to: &bytes)
        bytes.appendText(segment.core)
        bytes.appendInteger(segment.documentCount)
        bytes.appendInteger(segment.textByteCount)
        for layer in segment.layers { bytes.appendText(layer) }
        bytes.appendText(segment.deletes)
        bytes.appendInteger(segment.deletedCount)
    }

    /// Reads a payload.
    ///
    /// - Throws: `StorageError.corrupt`, or `.otherVersion` of the format.
    package init(_ payload: [UInt8], file: String) throws(StorageError) {
        var reader = ByteReader(payload, file: file)
        let version = try reader.count()
        guard version == Int(IndexFile.version) else {
            throw .otherVersion(file: file, found: "format \(version)", ours: "format \(IndexFile.version)")
        }
        self.init(
            analyzer: try reader.text(), schema: try reader.lengthAndBytes(), fieldNames: [], runByteCount: 0)
        for _ in 0..<(try reader.count()) { fieldNames.append(try reader.text()) }
        runByteCount = try reader.count()
        nextInstance = try reader.integer(below: 1 << 63)
        for _ in 0..<(try reader.count()) {
            facets.append(
                Facet(
                    name: try reader.text(), pluginVersion: try reader.count(),
                    fingerprint: try reader.integer(), isActor: try reader.count() == 1,
                    catalog: try reader.text()))
        }
        for _ in 0..<(try reader.count()) { segments.append(try Self.segment(&reader, facets.count)) }
        syncState = try reader.text()
        copies = try reader.text()
        firstLog = try reader.integer(below: 1 << 63)
        try reader.finish()
    }

    private static func segment(_ reader: inout ByteReader, _ facetCount: Int) throws(StorageError) -> Segment
    {
        var segment = Segment(
            instance: try reader.integer(), core: try reader.text(), documentCount: try reader.count(),
            textByteCount: try reader.count(), layers: [])
        for _ in 0..<facetCount { segment.layers.append(try reader.text()) }
        segment.deletes = try reader.text()
        segment.deletedCount = try reader.count()
        return segment
    }
}
