internal import IndexCore
internal import IndexStorage

/// How many documents carry a facet value.
package struct FacetCount: Sendable, Equatable {
    package var id: String
    package var count: Int
}

/// The values of a facet over all segments of a commit, and where each segment's ordinals lead.
final class GlobalOrdinals: Sendable {
    /// The values in one segment.
    struct Part: Sendable {
        let column: OrdinalColumn
        /// For each ordinal of the segment the rank among `identifiers`.
        var ranks: [Int] = []
        /// For each ordinal the documents that carry it, deleted ones included.
        var documentFrequencies: [UInt32] = []
    }

    /// Ids, ascending as bytes.
    let identifiers: [[UInt8]]
    let parts: [Part]

    init(identifiers: [[UInt8]], parts: [Part]) { (self.identifiers, self.parts) = (identifiers, parts) }

    /// - Parameter spellings: of values that are one.
    convenience init(
        _ snapshot: Snapshot, facet: Int, spellings: FacetSpellings.Groups = [:]
    ) throws(StorageError) {
        var parts: [Part] = []
        var bySegment: [[[UInt8]]] = []
        for part in snapshot.parts {
            var cursor = try part.layers[facet].values().cursor()
            var made = Part(column: try part.layers[facet].ordinals())
            var identifiers: [[UInt8]] = []
            while try cursor.next() {
                identifiers.append(spellings[cursor.term]?.first ?? cursor.term)
                made.documentFrequencies.append(UInt32(cursor.entry.documentFrequency))
            }
            parts.append(made)
            bySegment.append(identifiers)
        }
        let all = Set(bySegment.joined()).sorted { $0.lexicographicallyPrecedes($1) }
        let rank = Dictionary(uniqueKeysWithValues: all.enumerated().map { ($1, $0) })
        for (index, identifiers) in bySegment.enumerated() {
            parts[index].ranks = identifiers.map { rank[$0] ?? 0 }
        }
        self.init(identifiers: all, parts: parts)
    }
}

/// Counts, for some facets, how many of the documents that a search matches carry each value.
///
/// Goes from segment to segment: `begin`, then matches, as windows or documents, or `countAll`, then `end`.
struct FacetCounter {
    private let facets: [GlobalOrdinals]
    /// For each facet the counts by rank, over the segments that are done.
    private var totals: [[UInt32]]
    /// For each facet the counts in the current segment.
    private var current: [OrdinalCounts] = []

    init(_ facets: [GlobalOrdinals]) {
        self.facets = facets
        totals = facets.map { [UInt32](repeating: 0, count: $0.identifiers.count) }
    }

    /// Whether nothing has to be counted in the current segment any more.
    var isDone: Bool { current.isEmpty }

    mutating func begin(part: Int) { current = facets.map { OrdinalCounts(of: $0.parts[part].column) } }

    /// - Parameter words: bit `d % 64` of word `d / 64` stands for document `base + d` of the segment.
    mutating func count(_ words: Span<UInt64>, from base: UInt32) throws(StorageError) {
        for facet in current.indices { try current[facet].count(words, from: base) }
    }

    /// - Parameter documents: of the segment.
    mutating func count(_ documents: Span<UInt32>) throws(StorageError) {
        for facet in current.indices { try current[facet].count(documents) }
    }

    mutating func end(part: Int) throws(StorageError) {
        for (facet, counts) in current.enumerated() {
            let ranks = facets[facet].parts[part].ranks
            for (ordinal, count) in try counts.values().enumerated() where count > 0 {
                totals[facet][ranks[ordinal]] += count
            }
        }
        current = []
    }

    /// Counts every document of a segment that is not deleted, in place of windows.
    mutating func countAll(part: Int, deletes: DeleteSet?) throws(StorageError) {
        if let deletes { try count(deletes.words.span, from: 0) }
        for (facet, counts) in current.enumerated() {
            let values = facets[facet].parts[part]
            let deleted = try counts.values()
            for (ordinal, rank) in values.ranks.enumerated() {
                let (live, overflow) = values.documentFrequencies[ordinal]
                    .subtractingReportingOverflow(deleted[ordinal])
                guard !overflow else { throw values.column.damaged }
                totals[facet][rank] += live
            }
        }
        current = []
    }

    /// How many documents carry each value of a facet.
    func counts(_ facet: Int) -> [UInt32] { totals[facet] }

    /// For the first facets the values that a document carries, by falling count, then by id.
    ///
    /// - Parameter limit: how many of each facet; nil for all.
    func largest(_ limit: Int?, of facetCount: Int) -> [[FacetCount]] {
        zip(facets, totals).prefix(facetCount).map { facet, totals in
            Self.largest(totals, limit).map { rank, count in
                FacetCount(
                    id: String(decoding: facet.identifiers[rank], as: UTF8.self), count: Int(count))
            }
        }
    }

    /// Indices of the greatest counts that are not 0, with the counts; of equal ones the lower index first.
    static func largest(_ counts: [UInt32], _ limit: Int?) -> [(index: Int, count: UInt32)] {
        var keys: [UInt64] = []
        for (index, count) in counts.enumerated() where count > 0 {
            let key = UInt64(count) << 32 | UInt64(UInt32.max - UInt32(index))
            guard let limit else {
                keys.append(key)
                continue
            }
            // The keys kept so far descend.
            if keys.count == limit {
                guard let least = keys.last, key > least else { continue }
                keys.removeLast()
            }
            keys.insert(key, at: keys.firstIndex { $0 < key } ?? keys.count)
        }
        if limit == nil { keys.sort(by: >) }
        return keys.map { (Int(UInt32.max - UInt32(truncatingIfNeeded: $0)), UInt32($0 >> 32)) }
    }
}
