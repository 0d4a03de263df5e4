internal import IndexCore
internal import IndexStorage

/// Finds terms that stand side by side, or one, in a zone or anywhere: documents that hold all of them first, positions
/// of those only.
struct PhraseCursor {
    /// The terms in the order of the phrase.
    private let terms: [PhraseTerm]
    /// The lists whose documents are candidates: those of the terms, the rarest first, then that of the zone.
    let lists: [PhraseTerm]
    /// Place among the lists of the one with the fewest documents.
    private let rarest: Int
    let scorer: TermScorer
    private let norms: MappedBytes
    /// How often the phrase occurs in each matching document, by offset in the window.
    private var frequencies: [UInt32] = []
    let matcher: PhraseMatcher

    /// - Parameter zone: the ranges in which the terms have to stand; nil for anywhere.
    init(
        _ terms: [PhraseTerm], in zone: PhraseTerm?, _ scorer: TermScorer, norms: MappedBytes,
        memory: SearchMemory
    ) {
        precondition(terms.count > (zone == nil ? 1 : 0), "a phrase of \(terms.count) terms")
        self.terms = terms
        self.scorer = scorer
        self.norms = norms
        let order = terms.indices.sorted {
            terms[$0].cursor.documentFrequency < terms[$1].cursor.documentFrequency
        }
        let lists = order.map { terms[$0] } + (zone.map { [$0] } ?? [])
        self.lists = lists
        rarest =
            lists.indices.min {
                lists[$0].cursor.documentFrequency < lists[$1].cursor.documentFrequency
            } ?? 0
        matcher = PhraseMatcher(order.map { (terms[$0], $0) }, in: zone, memory: memory)
    }

    /// No more documents than this match.
    var documentFrequencyBound: Int { lists[rarest].cursor.documentFrequency }

    /// What the scores of its frequencies take.
    var scoring: Scoring { Scoring(scorer, norms: norms) }

    /// A range of documents, parted by the blocks of the rarest list.
    func partition(_ range: ClosedRange<UInt32>) -> [ClosedRange<UInt32>] {
        lists[rarest].cursor.partition(range)
    }

    /// A document, from one on, before which the phrase does not occur; nil when it occurs no more.
    func next(from document: UInt32) -> UInt32? {
        var latest = document
        for list in lists {
            guard let found = list.cursor.next(from: latest) else { return nil }
            latest = found
        }
        return latest
    }

    /// Takes out of a window all documents that do not hold the phrase.
    mutating func restrict(_ base: UInt32, _ window: DocumentWindow, memory: SearchMemory) {
        if frequencies.count < window.count { frequencies = [UInt32](repeating: 0, count: window.count) }
        for list in lists { list.cursor.restrict(base, window, memory: memory) }
        window.forEachMatch { offset in
            frequencies[offset] = frequency(in: base + UInt32(offset))
            if frequencies[offset] == 0 { window.remove(offset) }
        }
    }

    func norm(of document: UInt32) -> UInt8 { norms[Int(document)] }

    /// How often the phrase occurs in a document that the last `restrict` left in its window.
    func frequency(atOffset offset: Int) -> UInt32 { frequencies[offset] }

    /// Adds the scores of documents of the last window to the sums of the memory.
    func score(_ base: UInt32, _ window: DocumentWindow, memory: SearchMemory) {
        window.forEachMatch { offset in
            memory.add(
                scorer.score(frequency: frequencies[offset], norm: norms[Int(base) + offset]), at: offset)
        }
    }

    /// A score that the phrase exceeds nowhere in a range of documents: it occurs no more often than any of its terms.
    func bound(_ range: ClosedRange<UInt32>) -> Double {
        var least = Double.infinity
        for term in terms { least = min(least, term.cursor.bound(range)) }
        return least
    }

    /// How often the phrase occurs in a document of the current blocks or after them.
    private func frequency(in document: UInt32) -> UInt32 {
        for list in lists where list.cursor.locate(document) == nil { return 0 }
        return matcher.frequency { lists[$0].cursor.locate(document) ?? 0 }
    }
}

/// One term of a phrase, or the ranges of a zone.
struct PhraseTerm {
    let cursor: TermCursor
    /// Its place among the cursors of the segment's search.
    let cursorIndex: Int
    let positions: TermPositions
}
