internal import IndexCore
internal import IndexStorage

/// How many matches carry each value of a facet, by segment, where only few values are carried at all: their ids are read,
/// not those of all values.
struct SegmentCounts {
    /// Values of segments that are fewer than it takes to merge all values of a facet.
    private static let limit = 4096

    struct Entry {
        var part: Int
        var ordinal: Int
        var count: UInt32
    }

    /// Ascending by segment, then by ordinal.
    private(set) var entries: [Entry] = []

    /// Adds the counts of a segment behind those added before.
    ///
    /// - Parameter counts: by ordinal.
    /// - Returns: false where they are too many; then none are added.
    mutating func add(_ counts: [UInt32], part: Int) -> Bool {
        let oldCount = entries.count
        for (ordinal, count) in counts.enumerated() where count > 0 {
            guard entries.count < Self.limit else {
                entries.removeLast(entries.count - oldCount)
                return false
            }
            entries.append(Entry(part: part, ordinal: ordinal, count: count))
        }
        return true
    }

    /// The ids of the values, ascending, and how many matches of all segments carry each.
    func merged(_ snapshot: Snapshot, facet: Int) throws(StorageError) -> (ids: [[UInt8]], totals: [UInt32]) {
        var read: [[UInt8]] = []
        for (index, part) in snapshot.parts.enumerated() {
            let ordinals = entries.filter { $0.part == index }.map(\.ordinal)
            if !ordinals.isEmpty { read += try part.layers[facet].values().terms(at: ordinals) }
        }
        var (ids, totals) = ([[UInt8]](), [UInt32]())
        for place in ByteOrder.sortedIndices(read) {
            if let last = ids.last, last == read[place] {
                totals[totals.count - 1] &+= entries[place].count
            } else {
                ids.append(read[place])
                totals.append(entries[place].count)
            }
        }
        return (ids, totals)
    }
}
