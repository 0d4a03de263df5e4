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
    /// Those of the terms.
    private let buffers: [PositionBuffer]

    init(_ terms: [PhraseTerm]) {
        precondition(terms.count > 1, "a phrase of \(terms.count) terms")
        self.terms = terms
        buffers = terms.map(\.positions)
        order = terms.indices.sorted {
            terms[$0].cursor.documentFrequency < terms[$1].cursor.documentFrequency
        }
    }

    /// No more documents than this match.
    var documentFrequencyBound: Int { terms[order[0]].cursor.documentFrequency }

    /// Lends the rarest term's cursor to a closure.
    mutating func withRarest<Result>(
        _ body: (inout TermCursor) throws(StorageError) -> Result
    ) throws(StorageError) -> Result { try body(&terms[order[0]].cursor) }

    /// A range of documents, parted by the blocks of the rarest term.
    func partition(_ range: ClosedRange<UInt32>) -> [ClosedRange<UInt32>] {
        terms[order[0]].cursor.partition(range)
    }

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
        try found.forEachMatch { offset throws(StorageError) in
            frequencies[offset] = try frequency(in: base + UInt32(offset))
            if frequencies[offset] == 0 { result.remove(offset) }
            return true
        }
    }

    /// How often the phrase occurs in a document that the last `match` found.
    func frequency(atOffset offset: Int) -> UInt32 { frequencies[offset] }

    /// A score that the phrase exceeds nowhere in a range of documents: it occurs no more often than any of its terms.
    mutating func bound(_ range: ClosedRange<UInt32>, _ scorer: TermScorer) -> Double {
        var least = Double.infinity
        for index in order { least = min(least, terms[index].cursor.bound(range, scorer)) }
        return least
    }

    /// How often the phrase occurs in a document; documents ascend from call to call.
    mutating func frequency(of document: UInt32) throws(StorageError) -> UInt32 {
        for index in order {
            if try terms[index].cursor.locate(document) == nil { return 0 }
        }
        return try frequency(in: document)
    }

    /// Counts the places in a document, which has all terms, where every term follows the one before it.
    private mutating func frequency(in document: UInt32) throws(StorageError) -> UInt32 {
        for index in terms.indices { try terms[index].load(document) }
        return PositionBuffer.phraseFrequency(buffers)
    }
}

/// One term of a phrase with its positions.
struct PhraseTerm {
    var cursor: TermCursor
    let positions = PositionBuffer()
    private let list: TermPositions
    /// The block whose positions are decoded, −1 for none.
    private var decodedIndex = -1

    init(cursor: TermCursor, positions: TermPositions) {
        self.cursor = cursor
        list = positions
    }

    /// Goes to a document, which holds the term.
    mutating func load(_ document: UInt32) throws(StorageError) {
        guard let found = try cursor.locate(document) else {
            preconditionFailure("document \(document) does not hold the term")
        }
        if decodedIndex != found.block {
            decodedIndex = -1
            try cursor.decodePositions(of: list, into: positions)
            decodedIndex = found.block
        }
        positions.load(found.place)
    }
}
