package import IndexStorage

/// A commit with all its files open, and segments in memory: what a reader sees, whatever writers do meanwhile.
package final class Snapshot: Sendable {
    /// A segment with what belongs to it.
    package struct Part: Sendable {
        package let record: CommitRecord.Segment
        package let segment: Segment
        /// One for each facet of the commit.
        package let layers: [FacetLayer]
        package var deletes: DeleteSet?
        /// Documents of the snapshot in the segments before.
        package fileprivate(set) var firstDocument: UInt32 = 0

        package var liveCount: Int { segment.documentCount - (deletes?.count ?? 0) }

        package init(
            record: CommitRecord.Segment, segment: Segment, layers: [FacetLayer], deletes: DeleteSet?
        ) {
            self.record = record
            self.segment = segment
            self.layers = layers
            self.deletes = deletes
        }

        /// Opens the files of a segment.
        ///
        /// - Parameters:
        ///   - commit: which one names it, for errors.
        ///   - filtersTerms: as of `Segment`; for segments in memory, which are many.
        package init(
            _ entry: CommitRecord.Segment, of record: CommitRecord, in fileSystem: any FileSystem,
            commit: String, filtersTerms: Bool = false
        ) throws(StorageError) {
            let segment = try Segment(entry.core, in: fileSystem, filtersTerms: filtersTerms)
            guard segment.documentCount == entry.documentCount, segment.analyzer == record.analyzer,
                segment.fields.map(\.name) == record.fieldNames
            else {
                throw .corrupt(file: entry.core, reason: "it is not what \(commit) names")
            }
            var layers: [FacetLayer] = []
            for (facet, name) in zip(record.facets, entry.layers) {
                let layer = try FacetLayer(name, of: segment, in: fileSystem)
                guard layer.meta.facet == facet.name, layer.meta.hasMentions == facet.hasMentions else {
                    throw .corrupt(file: name, reason: "it is another layer, of \(layer.meta.facet)")
                }
                layers.append(layer)
            }
            let deletes =
                entry.deletes.isEmpty ? nil : try DeleteSet(entry.deletes, of: segment, in: fileSystem)
            self.init(record: entry, segment: segment, layers: layers, deletes: deletes)
        }

        /// Deletes the document with an identifier.
        ///
        /// - Returns: whether there was one.
        package mutating func delete(_ identifier: [UInt8]) throws(StorageError) -> Bool {
            guard let document = try segment.identifiers().document(with: identifier),
                deletes?.contains(document) != true
            else { return false }
            if deletes == nil {
                deletes = DeleteSet(coreName: segment.name, documentCount: segment.documentCount)
            }
            deletes?.insert(document)
            return true
        }
    }

    package let commitNumber: UInt64
    package let record: CommitRecord
    /// The segments of the commit, then those in memory.
    package let parts: [Part]
    /// Of all parts, deleted ones included.
    package let documentCount: Int
    /// One for each facet of the commit; empty for one whose values are stated.
    package let catalogs: [FacetCatalog]
    /// The file of the commit that tells which texts are copies of others, read when asked for; nil for none.
    package let copies: MappedFile?
    package let fileSystem: any FileSystem
    /// Files of which a page may turn out to be unreadable.
    private let losableFiles: [MappedFile]

    /// Opens the files of a commit; verifies what `Segment` and `FacetLayer` say.
    package convenience init(_ commit: CommitStore.Commit, in fileSystem: any FileSystem) throws(StorageError)
    {
        let name = "commit \(commit.number)"
        let record = try CommitRecord(commit.payload, file: name)
        var parts: [Part] = []
        for entry in record.segments {
            parts.append(try Part(entry, of: record, in: fileSystem, commit: name))
        }
        var (catalogs, byName) = ([FacetCatalog](), [String: FacetCatalog]())
        for facet in record.facets {
            if byName[facet.catalog] == nil {
                byName[facet.catalog] = try FacetCatalog(of: facet, in: fileSystem)
            }
            catalogs.append(byName[facet.catalog] ?? FacetCatalog([]))
        }
        let copies = record.copies.isEmpty ? nil : try fileSystem.openMapped(record.copies)
        try self.init(
            parts, commitNumber: commit.number, record: record, catalogs: catalogs, copies: copies,
            in: fileSystem)
    }

    /// - Parameters:
    ///   - parts: those of a commit, or what it has become since.
    ///   - catalogs: one for each facet of the commit.
    ///   - copies: its file, which a writer may have removed by now.
    package init(
        _ parts: [Part], commitNumber: UInt64, record: CommitRecord, catalogs: [FacetCatalog],
        copies: MappedFile?, in fileSystem: any FileSystem
    ) throws(StorageError) {
        var (placed, firstDocument) = (parts, 0)
        for index in placed.indices {
            placed[index].firstDocument = UInt32(firstDocument)
            firstDocument += placed[index].segment.documentCount
            guard firstDocument < Int(UInt32.max) else {
                throw .corrupt(
                    file: "commit \(commitNumber)", reason: "\(firstDocument) documents are too many")
            }
        }
        self.commitNumber = commitNumber
        self.record = record
        self.parts = placed
        documentCount = firstDocument
        losableFiles = placed.flatMap { [$0.segment.mapping] + $0.layers.map(\.mapping) }.filter(\.isLosable)
        self.catalogs = catalogs
        self.copies = copies
        self.fileSystem = fileSystem
    }

    /// Documents, deleted ones left out.
    package var liveCount: Int { parts.reduce(0) { $0 + $1.liveCount } }

    /// Index of the part that holds a document of the commit, and its number there.
    package func locate(_ document: UInt32) -> (part: Int, document: UInt32) {
        let part = parts.lastIndex { $0.firstDocument <= document } ?? 0
        precondition(!parts.isEmpty, "document \(document) of an empty index")
        return (part, document - parts[part].firstDocument)
    }

    /// The document with an identifier that is not deleted, by part and number there.
    package func find(_ identifier: [UInt8]) throws(StorageError) -> (part: Int, document: UInt32)? {
        for index in parts.indices.reversed() {
            guard let document = try parts[index].segment.identifiers().document(with: identifier),
                parts[index].deletes?.contains(document) != true
            else { continue }
            return (index, document)
        }
        return nil
    }

    /// - Throws: `StorageError.corrupt` once a page of a file could not be read.
    package func checkUndamaged() throws(StorageError) {
        for file in losableFiles { try file.checkUndamaged() }
        for catalog in catalogs { try catalog.checkUndamaged() }
    }
}
