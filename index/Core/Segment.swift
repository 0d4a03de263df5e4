package import IndexStorage

/// One core file, open for reading; any number of threads may read.
///
/// The meta section is verified at open, every other section before it is first used.
package final class Segment: Sendable {
    /// The name of the core file.
    package let name: String
    package let documentCount: Int
    /// `Analyzer.stableDescription` of what made the terms.
    package let analyzer: String
    package let fields: [FieldReader]
    private let file: SectionFile

    /// Opens a core file.
    ///
    /// - Parameter filtersTerms: makes what tells quickly that a term is not there; reads the dictionaries whole.
    package init(
        _ name: String, in fileSystem: any FileSystem, filtersTerms: Bool = false
    ) throws(StorageError) {
        let file = try IndexFile.core.open(name, in: fileSystem)
        let meta = try CoreMeta(file.section(CoreSection.meta).bytes().array(), file: file.file.path)
        self.name = name
        self.file = file
        documentCount = meta.documentCount
        analyzer = meta.analyzer
        // Also bounds the number of documents by the size of the file.
        guard try file.section(CoreSection.identifierOrder).count == Identifiers.orderSize(documentCount)
        else {
            throw .corrupt(
                file: file.file.path, reason: "the identifiers do not fit \(documentCount) documents")
        }
        guard DateColumn.isSize(try file.section(CoreSection.dates).count, of: documentCount) else {
            throw .corrupt(file: file.file.path, reason: "the dates do not fit \(documentCount) documents")
        }
        var fields: [FieldReader] = []
        for (index, field) in meta.fields.enumerated() {
            fields.append(
                try FieldReader(
                    file, index: index, meta: field, segmentDocumentCount: meta.documentCount,
                    filtersTerms: filtersTerms))
        }
        self.fields = fields
    }

    var mapping: MappedFile { file.file }

    /// Size of the core file in bytes.
    package var byteCount: Int { file.file.byteCount }

    package func identifiers() throws(StorageError) -> Identifiers {
        try Identifiers(
            column: file.section(CoreSection.identifiers).bytes(),
            order: file.section(CoreSection.identifierOrder).bytes(),
            filter: file.section(CoreSection.identifierFilter).bytes(), count: documentCount)
    }

    package func dates() throws(StorageError) -> DateColumn {
        try DateColumn(file.section(CoreSection.dates).bytes(), documentCount: documentCount)
    }

    package func stored() throws(StorageError) -> StoredDocuments {
        try StoredDocuments(
            index: file.section(CoreSection.storedIndex).bytes(), blocks: file.section(CoreSection.stored),
            documentCount: documentCount)
    }

    /// What tells copies; nil where the index does not keep it.
    package func signatures() throws(StorageError) -> SignatureColumn? {
        try SignatureColumn(
            hashes: file.section(CoreSection.textHashes).bytes(),
            sketches: file.section(CoreSection.sketches), documentCount: documentCount)
    }

    /// - Throws: `StorageError.corrupt` once a page could not be read; called before an answer is handed out.
    package func checkUndamaged() throws(StorageError) { try file.file.checkUndamaged() }

    /// Verifies every checksum of the file.
    package func verifyAll() throws(StorageError) { try file.verifyAll() }
}
