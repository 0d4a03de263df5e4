internal import IndexCore
internal import IndexStorage

/// Finds terms that stand side by side, a window at a time: documents first, positions of those only.
struct PhraseCursor {
    /// The terms in the order of the phrase.
    private var terms: [PhraseTerm]
    /// Indices of the terms, the rarest first.
    private let order: [Int]
    /// How often the phrase occurs in each matching document, by offset in the window.
    private var frequencies = [UInt32](repeating: 0, count: DocumentWindow.count)
    private var found = DocumentWindow()

    init(_ terms: [PhraseTerm]) {
        precondition(terms.count > 1, "a phrase of \(terms.count) terms")
        self.terms = terms
        order = terms.indices.sorted {
            terms[$0].cursor.documentFrequency < terms[$1].cursor.documentFrequency
        }
    }

    /// No more documents than this match.
    var documentFrequencyBound: Int { terms[order[0]].cursor.documentFrequency }

    /// A document, from one on, before which the phrase does not occur; nil when it occurs no more.
    mutating func next(from document: UInt32) throws(StorageError) -> UInt32? {
        var latest = document
        for index in order {
            guard let found = try terms[index].cursor.next(from: latest) else { return nil }
            latest = found
        }
        return latest
    }

    /// Sets the bits of the documents of the mask that hold the phrase.
    mutating func match(
        _ base: UInt32, mask: DocumentWindow, into result: inout DocumentWindow
    ) throws(StorageError) {
        result = mask
        for index in order {
            found.removeAll()
            try terms[index].cursor.match(base, mask: result, into: &found)
            result = found
            if result.isEmpty { return }
        }
        found = result
        try found.forEachMatch { offset throws(StorageError) in
            frequencies[offset] = try frequency(in: base + UInt32(offset))
            if frequencies[offset] == 0 { result.remove(offset) }
            return true
        }
    }

    /// How often the phrase occurs in a document that the last `match` found.
    func frequency(atOffset offset: Int) -> UInt32 { frequencies[offset] }

    /// A score that the phrase exceeds nowhere in the window: it occurs no more often than any of its terms.
    mutating func bound(_ base: UInt32, _ scorer: TermScorer) -> Double {
        var least = Double.infinity
        for index in order { least = min(least, terms[index].cursor.bound(base, scorer)) }
        return least
    }

    /// Counts the places in a document where every term follows the one before it.
    private mutating func frequency(in document: UInt32) throws(StorageError) -> UInt32 {
        for index in terms.indices { try terms[index].load(document) }
        var count: UInt32 = 0
        var next = [Int](repeating: 0, count: terms.count)
        for start in terms[0].current {
            var isWhole = true
            for index in terms.indices.dropFirst() {
                let positions = terms[index].current
                let wanted = start &+ UInt32(index)
                while next[index] < positions.count, positions[positions.startIndex + next[index]] < wanted {
                    next[index] += 1
                }
                guard next[index] < positions.count, positions[positions.startIndex + next[index]] == wanted
                else {
                    isWhole = false
                    break
                }
            }
            if isWhole { count += 1 }
        }
        return count
    }
}

/// One term of a phrase with its positions.
struct PhraseTerm {
    var cursor: TermCursor
    private let positions: TermPositions
    private var decodedIndex = -1
    /// Positions of all documents of the decoded block, and where each document's begin.
    private var chunk: [UInt32] = []
    private var starts: [Int] = []
    private var place = 0

    init(cursor: TermCursor, positions: TermPositions) {
        self.cursor = cursor
        self.positions = positions
    }

    /// Goes to a document, which holds the term.
    mutating func load(_ document: UInt32) throws(StorageError) {
        guard let found = try cursor.locate(document) else {
            place = 0
            (chunk, starts, decodedIndex) = ([], [0, 0], -1)
            return
        }
        place = found.place
        guard decodedIndex != found.block else { return }
        decodedIndex = -1
        let frequencies = try cursor.frequencies()
        try positions.decode(block: found.block, frequencies: frequencies[...], into: &chunk)
        starts = [0]
        for frequency in frequencies { starts.append((starts.last ?? 0) + Int(frequency)) }
        decodedIndex = found.block
    }

    /// The term's positions in the document, ascending.
    var current: ArraySlice<UInt32> { chunk[starts[place]..<starts[place + 1]] }
}
