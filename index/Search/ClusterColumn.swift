package import IndexCore
package import IndexStorage

/// Divides documents of a snapshot into clusters, so that a search can tell of how many each has matches.
package final class ClusterColumn: Sendable {
    let ordinals: GlobalOrdinals

    /// - Parameter members: documents of the snapshot, of no cluster more than once and of no two.
    package init(_ members: [[UInt32]], of snapshot: Snapshot) throws(StorageError) {
        var clusters = snapshot.parts.map { [UInt32](repeating: .max, count: $0.segment.documentCount) }
        for (number, documents) in members.enumerated() {
            for document in documents {
                let place = snapshot.locate(document)
                clusters[place.part][Int(place.document)] = UInt32(number)
            }
        }
        ordinals = try GlobalOrdinals(clusters, valueCount: members.count)
    }
}

extension GlobalOrdinals {
    /// A column of one value a document, or none.
    ///
    /// - Parameter values: for each segment and document its value, or `.max`.
    fileprivate convenience init(_ values: [[UInt32]], valueCount: Int) throws(StorageError) {
        var parts: [Part] = []
        for values in values {
            let present = Set(values).subtracting([.max]).sorted()
            let ordinals = Dictionary(uniqueKeysWithValues: present.enumerated().map { ($1, UInt32($0)) })
            var part = Part(
                column: try OrdinalColumn(of: values.map { ordinals[$0] }, valueCount: present.count))
            part.ranks = present.map { Int($0) }
            part.documentFrequencies = [UInt32](repeating: 0, count: present.count)
            for value in values {
                if let ordinal = ordinals[value] { part.documentFrequencies[Int(ordinal)] += 1 }
            }
            parts.append(part)
        }
        self.init(identifiers: [[UInt8]](repeating: [], count: valueCount), parts: parts)
    }
}
