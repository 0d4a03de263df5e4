package import IndexCore
package import IndexStorage

/// One number for each document of a snapshot, or none, so that a search can tell of how many documents with each it has
/// matches: of clusters, of periods of time, of lengths.
package final class DocumentColumn: Sendable {
    let ordinals: GlobalOrdinals

    /// - Parameters:
    ///   - numbers: for each segment and document one below `count`, or `.max` for none.
    ///   - count: how many numbers there are.
    package init(_ numbers: [[UInt32]], count: Int) throws(StorageError) {
        var parts: [GlobalOrdinals.Part] = []
        for numbers in numbers {
            var documentCounts = [UInt32](repeating: 0, count: count)
            for number in numbers where number != .max { documentCounts[Int(number)] += 1 }
            let present = documentCounts.indices.filter { documentCounts[$0] > 0 }
            var ordinals = [UInt32](repeating: 0, count: count)
            for (ordinal, number) in present.enumerated() { ordinals[number] = UInt32(ordinal) }
            var part = GlobalOrdinals.Part(
                column: try OrdinalColumn(
                    of: numbers.map { $0 == .max ? nil : ordinals[Int($0)] }, valueCount: present.count))
            part.ranks = present
            part.documentFrequencies = present.map { documentCounts[$0] }
            parts.append(part)
        }
        ordinals = GlobalOrdinals(
            identifiers: MergedTerms([[UInt8]](repeating: [], count: count)), parts: parts)
    }

    /// Divides documents into clusters.
    ///
    /// - Parameter members: documents of the snapshot, of no cluster more than once and of no two.
    package convenience init(_ members: [[UInt32]], of snapshot: Snapshot) throws(StorageError) {
        var clusters = snapshot.parts.map { [UInt32](repeating: .max, count: $0.segment.documentCount) }
        for (number, documents) in members.enumerated() {
            for document in documents {
                let place = snapshot.locate(document)
                clusters[place.part][Int(place.document)] = UInt32(number)
            }
        }
        try self.init(clusters, count: members.count)
    }
}
