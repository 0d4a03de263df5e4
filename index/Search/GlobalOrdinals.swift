internal import IndexCore
internal import IndexStorage

/// The values of a facet over all segments of a commit, and where each segment's ordinals lead.
final class GlobalOrdinals: Sendable {
    /// The values in one segment.
    struct Part: Sendable {
        let column: OrdinalColumn
        /// For each ordinal of the segment the rank among `identifiers`; −1 for a value that is not shown.
        var ranks: [Int] = []
        /// For each ordinal the documents that carry it, deleted ones included.
        var documentFrequencies: [UInt32] = []
        var corrections = RankCorrections()
    }

    /// Ids, ascending.
    let identifiers: MergedTerms
    let parts: [Part]
    /// Values that some document has.
    let valueCount: Int

    init(identifiers: MergedTerms, parts: [Part], valueCount: Int? = nil) {
        self.identifiers = identifiers
        self.parts = parts
        self.valueCount = valueCount ?? identifiers.count
    }

    /// Of values that are shown as they are: those of all segments side by side, in their order.
    private convenience init(merging snapshot: Snapshot, facet: Int) throws(StorageError) {
        var dictionaries: [TermTable] = []
        for part in snapshot.parts { dictionaries.append(try part.layers[facet].values()) }
        let identifiers = try MergedTerms(dictionaries)
        var parts: [Part] = []
        for (index, part) in snapshot.parts.enumerated() {
            let (ranks, frequencies) = identifiers.ranks(ofDictionary: index)
            parts.append(
                Part(
                    column: try part.layers[facet].ordinals(), ranks: ranks, documentFrequencies: frequencies)
            )
        }
        self.init(identifiers: identifiers, parts: parts)
    }

    /// - Parameter clause: the exact documents of a shown value.
    convenience init(
        _ snapshot: Snapshot, facet: Int, _ values: FacetValues,
        clause: ([UInt8]) throws(StorageError) -> FacetClause
    ) throws(StorageError) {
        if values.isPlain {
            try self.init(merging: snapshot, facet: facet)
            return
        }
        var parts: [Part] = []
        // Numbers are given to values as they are met.
        var numbers: [[UInt8]: Int] = [:]
        func number(of id: [UInt8]) -> Int {
            if let known = numbers[id] { return known }
            numbers[id] = numbers.count
            return numbers.count - 1
        }
        // Lists of values that are shown as one with others, or not as they are.
        var lists: [[(shown: [UInt8], entry: TermEntry)]] = []
        for part in snapshot.parts {
            var cursor = try part.layers[facet].values().cursor()
            var made = Part(column: try part.layers[facet].ordinals())
            var changed: [(shown: [UInt8], entry: TermEntry)] = []
            while try cursor.next() {
                let shown = values.shown(cursor.term)
                made.ranks.append(shown.map(number) ?? -1)
                made.documentFrequencies.append(UInt32(cursor.entry.documentFrequency))
                if let shown, values.hasOwnLists(shown) { changed.append((shown, cursor.entry)) }
            }
            parts.append(made)
            lists.append(changed)
        }
        for id in values.givenValues { _ = number(of: id) }
        let all = numbers.keys.sorted { $0.lexicographicallyPrecedes($1) }
        var ranks = [Int](repeating: -1, count: all.count)
        for (rank, id) in all.enumerated() { ranks[number(of: id)] = rank }
        for index in parts.indices {
            for ordinal in parts[index].ranks.indices where parts[index].ranks[ordinal] >= 0 {
                parts[index].ranks[ordinal] = ranks[parts[index].ranks[ordinal]]
            }
        }
        func rank(of id: [UInt8]) -> Int { ranks[number(of: id)] }
        for index in parts.indices {
            let layer = snapshot.parts[index].layers[facet]
            var corrector = RankCorrector(values, snapshot.parts[index].deletes)
            for list in lists[index] {
                try corrector.add(try layer.postings(list.entry), rank: rank(of: list.shown))
            }
            for id in values.edited {
                try corrector.add(exact: try clause(id).lists[index], rank: rank(of: id))
            }
            parts[index].corrections = corrector.finish()
        }
        self.init(
            identifiers: MergedTerms(all), parts: parts,
            valueCount: Self.valueCount(parts, identifierCount: all.count))
    }

    private static func valueCount(_ parts: [Part], identifierCount: Int) -> Int {
        var counts = [Int](repeating: 0, count: identifierCount)
        for part in parts {
            for (ordinal, rank) in part.ranks.enumerated() where rank >= 0 {
                counts[rank] += Int(part.documentFrequencies[ordinal])
            }
            part.corrections.add(to: &counts)
        }
        return counts.count { $0 > 0 }
    }
}

extension GlobalOrdinals {
    /// The values of a document of a part, by rank; in no order.
    func ranks(of document: UInt32, part index: Int) throws(StorageError) -> [Int] {
        let part = parts[index]
        var ranks: [Int] = []
        for ordinal in try part.column.ordinals(of: document) where part.ranks[ordinal] >= 0 {
            ranks.append(part.ranks[ordinal])
        }
        return part.corrections.isEmpty ? ranks : part.corrections.corrected(ranks, of: document)
    }
}

/// Documents of a segment that have a value more or less often than their ordinals say, which are not exact where values
/// are shown as one: a document that carries two of them counts once.
struct RankCorrections: Sendable {
    fileprivate struct Correction {
        var document: UInt32
        var rank: UInt32
        var change: Int32
    }

    /// By document.
    fileprivate var corrections: [Correction] = []

    var isEmpty: Bool { corrections.isEmpty }

    /// Applies those of some documents to counts by rank.
    ///
    /// - Parameter words: bit `d % 64` of word `d / 64` stands for document `base + d`.
    func apply(_ words: Span<UInt64>, from base: UInt32, to counts: inout [UInt32]) {
        let end = UInt64(base) + 64 * UInt64(words.count)
        var index = firstIndex(from: base)
        while index < corrections.count, UInt64(corrections[index].document) < end {
            let correction = corrections[index]
            let offset = Int(correction.document - base)
            if words[offset / 64] >> UInt64(offset % 64) & 1 == 1 { correction.apply(to: &counts) }
            index += 1
        }
    }

    /// - Parameter documents: ascending.
    func apply(_ documents: Span<UInt32>, to counts: inout [UInt32]) {
        guard documents.count > 0 else { return }
        var (index, place) = (firstIndex(from: documents[0]), 0)
        while index < corrections.count {
            let correction = corrections[index]
            while place < documents.count, documents[place] < correction.document { place += 1 }
            if place == documents.count { return }
            if documents[place] == correction.document { correction.apply(to: &counts) }
            index += 1
        }
    }

    /// Applies all of them.
    func apply(to counts: inout [UInt32]) {
        for correction in corrections { correction.apply(to: &counts) }
    }

    /// - Parameter ranks: of a document as its ordinals say, each as often as they say it.
    fileprivate func corrected(_ ranks: [Int], of document: UInt32) -> [Int] {
        var counts: [Int: Int] = [:]
        for rank in ranks { counts[rank, default: 0] += 1 }
        for correction in corrections[firstIndex(from: document)...] {
            if correction.document != document { break }
            counts[Int(correction.rank), default: 0] += Int(correction.change)
        }
        return counts.filter { $0.value > 0 }.map(\.key)
    }

    fileprivate func add(to counts: inout [Int]) {
        for correction in corrections { counts[Int(correction.rank)] += Int(correction.change) }
    }

    private func firstIndex(from document: UInt32) -> Int {
        var (low, high) = (0, corrections.count)
        while low < high {
            let middle = (low + high) / 2
            if corrections[middle].document < document { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension RankCorrections.Correction {
    /// Counts may be below zero until all of a segment's are applied.
    fileprivate func apply(to counts: inout [UInt32]) { counts[Int(rank)] &+= UInt32(bitPattern: change) }
}

/// Finds the corrections of one segment.
private struct RankCorrector {
    private let deletes: DeleteSet?
    private let edited: Set<[UInt8]>
    /// `rank << 32 | document`, once for each list of a value that holds the document.
    private var carried: [UInt64] = []
    /// The same of what edited values are to have.
    private var exact: [UInt64] = []
    private var editedRanks: Set<Int> = []
    private var documents: [UInt32] = []

    init(_ values: FacetValues, _ deletes: DeleteSet?) {
        self.deletes = deletes
        edited = values.edited
    }

    mutating func add(_ postings: TermPostings, rank: Int) throws(StorageError) {
        carried += try pairs(postings, rank)
    }

    mutating func add(exact list: FacetClause.List, rank: Int) throws(StorageError) {
        editedRanks.insert(rank)
        guard case .memory(let postings) = list else { return }
        exact += try pairs(postings, rank)
    }

    private mutating func pairs(_ postings: TermPostings, _ rank: Int) throws(StorageError) -> [UInt64] {
        documents.removeAll(keepingCapacity: true)
        try postings.appendDocuments(to: &documents)
        return documents.compactMap { document in
            deletes?.contains(document) == true ? nil : UInt64(rank) << 32 | UInt64(document)
        }
    }

    /// What has to be added to how often each pair is carried: an edited value is had by its exact documents, another one by
    /// those that carry it at all.
    consuming func finish() -> RankCorrections {
        carried.sort()
        exact.sort()
        var made = RankCorrections()
        var (index, place) = (0, 0)
        while index < carried.count || place < exact.count {
            let next = min(
                index < carried.count ? carried[index] : .max, place < exact.count ? exact[place] : .max)
            var (count, wanted) = (0, 0)
            while index < carried.count, carried[index] == next { (count, index) = (count + 1, index + 1) }
            while place < exact.count, exact[place] == next { (wanted, place) = (1, place + 1) }
            let rank = Int(next >> 32)
            if !editedRanks.contains(rank) { wanted = 1 }
            if wanted == count { continue }
            made.corrections.append(
                RankCorrections.Correction(
                    document: UInt32(truncatingIfNeeded: next), rank: UInt32(rank),
                    change: Int32(wanted - count)))
        }
        made.corrections.sort { ($0.document, $0.rank) < ($1.document, $1.rank) }
        return made
    }
}
