package import IndexStorage

/// A commit with all its files open: what a reader sees, whatever writers do meanwhile.
package final class Snapshot: Sendable {
    /// A segment of the commit with what belongs to it.
    package struct Part: Sendable {
        package let record: CommitRecord.Segment
        package let segment: Segment
        /// One for each facet of the commit.
        package let layers: [FacetLayer]
        package let deletes: DeleteSet?
        /// Documents of the commit in the segments before.
        package let firstDocument: UInt32

        package var liveCount: Int { segment.documentCount - (deletes?.count ?? 0) }
    }

    package let commitNumber: UInt64
    package let record: CommitRecord
    package let parts: [Part]
    /// One for each facet of the commit; empty for one whose values are stated.
    package let catalogs: [FacetCatalog]
    package let fileSystem: any FileSystem

    /// Opens the files of a commit; verifies what `Segment` and `FacetLayer` say.
    package init(_ commit: CommitStore.Commit, in fileSystem: any FileSystem) throws(StorageError) {
        let record = try CommitRecord(commit.payload, file: "commit \(commit.number)")
        var parts: [Part] = []
        var firstDocument = 0
        for entry in record.segments {
            let segment = try Segment(entry.core, in: fileSystem)
            guard segment.documentCount == entry.documentCount,
                segment.fields.map(\.name) == record.fieldNames
            else {
                throw .corrupt(file: entry.core, reason: "it is not what commit \(commit.number) names")
            }
            var layers: [FacetLayer] = []
            for (facet, name) in zip(record.facets, entry.layers) {
                let layer = try FacetLayer(name, of: segment, in: fileSystem)
                guard layer.meta.facet == facet.name, layer.meta.isStated == facet.isStated else {
                    throw .corrupt(file: name, reason: "it is another layer, of \(layer.meta.facet)")
                }
                layers.append(layer)
            }
            let deletes =
                entry.deletes.isEmpty ? nil : try DeleteSet(entry.deletes, of: segment, in: fileSystem)
            parts.append(
                Part(
                    record: entry, segment: segment, layers: layers, deletes: deletes,
                    firstDocument: UInt32(firstDocument)))
            firstDocument += segment.documentCount
            guard firstDocument < Int(UInt32.max) else {
                throw .corrupt(
                    file: "commit \(commit.number)", reason: "\(firstDocument) documents are too many")
            }
        }
        var catalogs: [FacetCatalog] = []
        for facet in record.facets {
            catalogs.append(
                facet.isStated ? FacetCatalog([]) : try FacetCatalog(facet.catalog, in: fileSystem))
        }
        commitNumber = commit.number
        self.record = record
        self.parts = parts
        self.catalogs = catalogs
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
        for part in parts {
            try part.segment.checkUndamaged()
            for layer in part.layers { try layer.checkUndamaged() }
        }
    }
}
