internal import IndexCore
internal import IndexSearch
internal import IndexStorage

/// Which documents of a snapshot are copies of each other.
final class CopyClusters: Sendable {
    /// Documents of the snapshot, ascending, at least two in each; clusters in the order of their first.
    let members: [[UInt32]]
    let links: CopyLinks
    /// Tells a search which cluster each document is in.
    let column: DocumentColumn
    private let clusters: [UInt32: Int]

    init(_ snapshot: Snapshot, _ update: CopyUpdate) throws(StorageError) {
        links = try Self.links(snapshot, update)
        var groups: [UInt64: Int] = [:]
        let grouped = links.groups
        for (number, texts) in grouped.enumerated() { for text in texts { groups[text] = number } }
        var found = [[UInt32]](repeating: [], count: grouped.count)
        for part in snapshot.parts {
            try LiveTexts.Part(part.segment, deletes: part.deletes)?.forEachText { document, hash in
                if let group = groups[hash] { found[group].append(part.firstDocument + document) }
            }
        }
        members = found.filter { $0.count > 1 }.sorted { $0[0] < $1[0] }
        var clusters: [UInt32: Int] = [:]
        for (number, documents) in members.enumerated() {
            for document in documents { clusters[document] = number }
        }
        self.clusters = clusters
        column = try DocumentColumn(members, of: snapshot)
    }

    /// The cluster of a document; nil where there is no copy of it.
    func cluster(of document: UInt32) -> Int? { clusters[document] }

    /// The links of the commit, and those of what has changed since.
    private static func links(_ snapshot: Snapshot, _ update: CopyUpdate) throws(StorageError) -> CopyLinks {
        var (parts, newParts) = ([LiveTexts.Part](), Set<Int>())
        let record = snapshot.record
        let committed = Set(record.segments.map(\.instance))
        var known: CopyLinks?
        if let file = snapshot.copies { known = try CopyLinks(file) }
        var isChanged = known == nil
        for part in snapshot.parts {
            guard let texts = try LiveTexts.Part(part.segment, deletes: part.deletes) else { continue }
            let isCommitted = committed.contains(part.record.instance)
            if known == nil || !isCommitted { newParts.insert(parts.count) }
            let deletedCount = part.deletes?.count ?? 0
            isChanged = isChanged || !isCommitted || deletedCount != part.record.deletedCount
            parts.append(texts)
        }
        if let known, !isChanged { return known }
        return try update.links(of: LiveTexts(parts, newParts: newParts), known: known)
    }
}
