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
    private let searcher: Searcher
    /// Facets, then columns.
    private var counted: [Counted]
    /// For each of them the counts in the current segment.
    private var current: [OrdinalCounts] = []
    /// The current segment.
    private var part = 0

    /// What was counted of one facet or column.
    private struct Counted {
        /// Index among those of the commit; nil for a column.
        let facet: Int?
        /// Nil as long as values are counted by segment.
        var ordinals: GlobalOrdinals?
        /// By rank, over the segments that are done, and corrections of the current one.
        var totals: [UInt32]
        var bySegment = SegmentCounts()

        init(facet: Int?, _ ordinals: GlobalOrdinals?) {
            self.facet = facet
            self.ordinals = ordinals
            totals = [UInt32](repeating: 0, count: ordinals?.identifiers.count ?? 0)
        }
    }

    /// What a search is to count: facets, then columns.
    init(_ searcher: Searcher, _ options: SearchOptions) throws(StorageError) {
        self.searcher = searcher
        counted = []
        for facet in options.countedFacets {
            counted.append(Counted(facet: facet, try searcher.ordinalsForCounting(facet)))
        }
        counted += options.columns.map { Counted(facet: nil, $0.ordinals) }
    }

    /// Whether nothing has to be counted in the current segment any more.
    var isDone: Bool { current.isEmpty }

    mutating func begin(part: Int) throws(StorageError) {
        self.part = part
        current = []
        for index in counted.indices { current.append(OrdinalCounts(of: try column(of: index))) }
    }

    private func column(of index: Int) throws(StorageError) -> OrdinalColumn {
        if let ordinals = counted[index].ordinals { return ordinals.parts[part].column }
        return try searcher.snapshot.parts[part].layers[counted[index].facet ?? 0].ordinals()
    }

    /// - Parameter words: bit `d % 64` of word `d / 64` stands for document `base + d` of the segment.
    mutating func count(_ words: Span<UInt64>, from base: UInt32) throws(StorageError) {
        for index in current.indices { try count(index, words, from: base) }
    }

    /// Counts for one facet alone.
    mutating func count(_ index: Int, _ words: Span<UInt64>, from base: UInt32) throws(StorageError) {
        try current[index].count(words, from: base)
        if let corrections = corrections(of: index) {
            corrections.apply(words, from: base, to: &counted[index].totals)
        }
    }

    /// - Parameter documents: of the segment.
    mutating func count(_ documents: Span<UInt32>) throws(StorageError) {
        for index in current.indices {
            try current[index].count(documents)
            if let corrections = corrections(of: index) {
                corrections.apply(documents, to: &counted[index].totals)
            }
        }
    }

    private func corrections(of index: Int) -> RankCorrections? {
        guard let corrections = counted[index].ordinals?.parts[part].corrections, !corrections.isEmpty else {
            return nil
        }
        return corrections
    }

    mutating func end(part: Int) throws(StorageError) {
        for (index, counts) in current.enumerated() {
            let values = try counts.values()
            if counted[index].ordinals == nil {
                if counted[index].bySegment.add(values, part: part) { continue }
                try merge(index)
            }
            guard let ranks = counted[index].ordinals?.parts[part].ranks else { continue }
            for (ordinal, count) in values.enumerated() where count > 0 && ranks[ordinal] >= 0 {
                counted[index].totals[ranks[ordinal]] &+= count
            }
        }
        current = []
    }

    /// Counts every document of a segment that is not deleted, in place of windows.
    mutating func countAll(part: Int, deletes: DeleteSet?) throws(StorageError) {
        if let deletes {
            for index in current.indices { try current[index].count(deletes.words.span, from: 0) }
        }
        for (index, counts) in current.enumerated() {
            if counted[index].ordinals == nil { try merge(index) }
            guard let values = counted[index].ordinals?.parts[part] else { continue }
            let deleted = try counts.values()
            for (ordinal, rank) in values.ranks.enumerated() {
                let (live, overflow) = values.documentFrequencies[ordinal]
                    .subtractingReportingOverflow(deleted[ordinal])
                guard !overflow else { throw values.column.damaged }
                if rank >= 0 { counted[index].totals[rank] &+= live }
            }
            values.corrections.apply(to: &counted[index].totals)
        }
        current = []
    }

    /// Counts a facet over all segments from now on.
    private mutating func merge(_ index: Int) throws(StorageError) {
        guard let facet = counted[index].facet else { return }
        let ordinals = try searcher.globalOrdinals(facet)
        let bySegment = counted[index].bySegment
        counted[index] = Counted(facet: facet, ordinals)
        for entry in bySegment.entries {
            counted[index].totals[ordinals.parts[entry.part].ranks[entry.ordinal]] &+= entry.count
        }
    }

    /// Tells what was counted: of facets the values that a document carries, by falling count, then by id.
    consuming func finish(_ options: SearchOptions, _ outcome: inout SearchOutcome) throws(StorageError) {
        let facetCount = options.countedFacets.count
        for index in 0..<facetCount {
            var ids: [[UInt8]]?
            if counted[index].ordinals == nil, let facet = counted[index].facet {
                (ids, counted[index].totals) = try counted[index].bySegment.merged(
                    searcher.snapshot, facet: facet)
            }
            let totals = counted[index].totals
            let identifiers = counted[index].ordinals?.identifiers
            outcome.facetValueCounts.append(totals.count { $0 > 0 })
            outcome.facetCounts.append(
                Self.largest(totals, options.facetValueLimit).map { rank, count in
                    let id = ids.map { $0[rank][...] } ?? identifiers?[rank] ?? []
                    return FacetCount(id: String(decoding: id, as: UTF8.self), count: Int(count))
                })
        }
        outcome.columnCounts = counted[facetCount...].map(\.totals)
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
