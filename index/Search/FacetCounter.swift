internal import IndexCore
internal import IndexStorage

/// How many documents carry a facet value.
package struct FacetCount: Sendable, Equatable {
    package var id: String
    package var count: Int
}

/// Counts, for some facets, how many of the documents that a search matches carry each value.
///
/// Goes from segment to segment: `begin`, then matches, as windows or documents, or `countAll`, then `end`.
struct FacetCounter {
    private let facets: [GlobalOrdinals]
    /// For each facet the counts by rank, over the segments that are done, and corrections of the current one.
    private var totals: [[UInt32]]
    /// For each facet the counts in the current segment.
    private var current: [OrdinalCounts] = []

    /// The current segment.
    private var part = 0

    /// What a search is to count: facets, then columns.
    init(_ searcher: Searcher, _ options: SearchOptions) throws(StorageError) {
        var facets: [GlobalOrdinals] = []
        for facet in options.countedFacets { facets.append(try searcher.globalOrdinals(facet)) }
        self.facets = facets + options.columns.map(\.ordinals)
        totals = self.facets.map { [UInt32](repeating: 0, count: $0.identifiers.count) }
    }

    /// Whether nothing has to be counted in the current segment any more.
    var isDone: Bool { current.isEmpty }

    mutating func begin(part: Int) {
        self.part = part
        current = facets.map { OrdinalCounts(of: $0.parts[part].column) }
    }

    /// - Parameter words: bit `d % 64` of word `d / 64` stands for document `base + d` of the segment.
    mutating func count(_ words: Span<UInt64>, from base: UInt32) throws(StorageError) {
        for facet in current.indices { try count(facet, words, from: base) }
    }

    /// Counts for one facet alone.
    mutating func count(_ facet: Int, _ words: Span<UInt64>, from base: UInt32) throws(StorageError) {
        try current[facet].count(words, from: base)
        let corrections = facets[facet].parts[part].corrections
        if !corrections.isEmpty { corrections.apply(words, from: base, to: &totals[facet]) }
    }

    /// - Parameter documents: of the segment.
    mutating func count(_ documents: Span<UInt32>) throws(StorageError) {
        for facet in current.indices {
            try current[facet].count(documents)
            let corrections = facets[facet].parts[part].corrections
            if !corrections.isEmpty { corrections.apply(documents, to: &totals[facet]) }
        }
    }

    mutating func end(part: Int) throws(StorageError) {
        for (facet, counts) in current.enumerated() {
            let ranks = facets[facet].parts[part].ranks
            for (ordinal, count) in try counts.values().enumerated() where count > 0 && ranks[ordinal] >= 0 {
                totals[facet][ranks[ordinal]] &+= count
            }
        }
        current = []
    }

    /// Counts every document of a segment that is not deleted, in place of windows.
    mutating func countAll(part: Int, deletes: DeleteSet?) throws(StorageError) {
        if let deletes {
            for facet in current.indices { try current[facet].count(deletes.words.span, from: 0) }
        }
        for (facet, counts) in current.enumerated() {
            let values = facets[facet].parts[part]
            let deleted = try counts.values()
            for (ordinal, rank) in values.ranks.enumerated() {
                let (live, overflow) = values.documentFrequencies[ordinal]
                    .subtractingReportingOverflow(deleted[ordinal])
                guard !overflow else { throw values.column.damaged }
                if rank >= 0 { totals[facet][rank] &+= live }
            }
            values.corrections.apply(to: &totals[facet])
        }
        current = []
    }

    /// Tells what was counted: of facets the values that a document carries, by falling count, then by id.
    func finish(_ options: SearchOptions, _ outcome: inout SearchOutcome) {
        let facetCount = options.countedFacets.count
        outcome.facetCounts = zip(facets, totals).prefix(facetCount).map { facet, totals in
            Self.largest(totals, options.facetValueLimit).map { rank, count in
                FacetCount(
                    id: String(decoding: facet.identifiers[rank], as: UTF8.self), count: Int(count))
            }
        }
        outcome.columnCounts = Array(totals[facetCount...])
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
