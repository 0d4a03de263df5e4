internal import IndexCore
internal import IndexStorage

/// A stretch of words in a field: the position of the first, and behind the last.
struct TokenSpan: Equatable, Comparable {
    var start: UInt32
    var end: UInt32

    static func < (left: TokenSpan, right: TokenSpan) -> Bool {
        (left.start, left.end) < (right.start, right.end)
    }
}

/// Finds stretches of words near each other: documents that hold all of them first, positions and mentions of those only.
///
/// A query's occurrences in a document are as many of its spans as can be chosen of which no two share a word.
final class NearCursor {
    /// What gives spans; those it is made of by index.
    enum Source {
        case words(WordSpans)
        /// Mentions of a value, by its ordinal in the layer.
        case value(MentionCursor, ordinal: UInt32)
        case any([Int])
        case near([Int], [Proximity])
        case nothing
    }

    private let sources: [Source]
    private let root: Int
    private let field: UInt8
    private let zone: WordSpans?
    let scorer: TermScorer
    private let norms: MappedBytes
    /// For each source its spans in the current document, ascending, each once.
    private var spans: [[TokenSpan]]
    /// Working memory of `join`.
    private var lefts: [TokenSpan] = []
    /// How often the query occurs in each matching document, by offset in the window.
    private var frequencies: [UInt32] = []

    /// - Parameters:
    ///   - sources: the root is the last.
    ///   - zone: the term whose positions are the ranges in which spans have to stand; nil for anywhere.
    init(_ sources: [Source], field: Int, in zone: WordSpans?, _ scorer: TermScorer, norms: MappedBytes) {
        self.sources = sources
        root = sources.count - 1
        self.field = UInt8(field)
        self.zone = zone
        self.scorer = scorer
        self.norms = norms
        spans = sources.map { _ in [] }
    }

    /// Takes out of a window all documents in which the spans are not near each other.
    func restrict(_ base: UInt32, _ window: DocumentWindow) throws(StorageError) {
        if frequencies.count < window.count { frequencies = [UInt32](repeating: 0, count: window.count) }
        try window.forEachMatch { offset throws(StorageError) in
            frequencies[offset] = try frequency(in: base + UInt32(offset))
            if frequencies[offset] == 0 { window.remove(offset) }
        }
    }

    func norm(of document: UInt32) -> UInt8 { norms[Int(document)] }

    /// How often the query occurs in a document that the last `restrict` left in its window.
    func frequency(atOffset offset: Int) -> UInt32 { frequencies[offset] }

    /// Adds the scores of documents of the last window to the sums of the memory.
    func score(_ base: UInt32, _ window: DocumentWindow, memory: SearchMemory) {
        window.forEachMatch { offset in
            memory.add(
                scorer.score(frequency: frequencies[offset], norm: norms[Int(base) + offset]), at: offset)
        }
    }

    private func frequency(in document: UInt32) throws(StorageError) -> UInt32 {
        try find(root, in: document)
        if let zone { keep(inside: zone, document) }
        return disjointCount(spans[root])
    }

    /// Finds the spans of a source in a document; false where there are none.
    @discardableResult
    private func find(_ index: Int, in document: UInt32) throws(StorageError) -> Bool {
        spans[index].removeAll(keepingCapacity: true)
        switch sources[index] {
        case .words(let words): words.appendSpans(in: document, to: &spans[index])
        case .value(let cursor, let ordinal):
            try cursor.read(document)
            for place in cursor.places where place.value == ordinal && place.field == field {
                spans[index].append(TokenSpan(start: place.start, end: place.end))
            }
            settle(index)
        case .any(let parts):
            for part in parts where try find(part, in: document) { spans[index] += spans[part] }
            settle(index)
        case .near(let parts, let proximities):
            guard try find(parts[0], in: document) else { return false }
            spans[index] += spans[parts[0]]
            for (part, proximity) in zip(parts.dropFirst(), proximities) {
                guard try find(part, in: document) else {
                    spans[index].removeAll(keepingCapacity: true)
                    return false
                }
                join(index, part, proximity)
                if spans[index].isEmpty { return false }
            }
        case .nothing: break
        }
        return !spans[index].isEmpty
    }

    /// Brings the spans of a source in order, each once.
    private func settle(_ index: Int) {
        let count = spans[index].count
        if count < 2 { return }
        var ascends = true
        for place in 1..<count where spans[index][place - 1] >= spans[index][place] { ascends = false }
        if ascends { return }
        spans[index].sort()
        var kept = 1
        for place in 1..<count where spans[index][place] != spans[index][kept - 1] {
            spans[index][kept] = spans[index][place]
            kept += 1
        }
        spans[index].removeLast(count - kept)
    }

    /// Of a source's spans and those of a part makes the stretches over two of them that are near each other.
    private func join(_ index: Int, _ part: Int, _ proximity: Proximity) {
        let rights = spans[part]
        lefts.removeAll(keepingCapacity: true)
        swap(&lefts, &spans[index])
        let distance = UInt32(clamping: proximity.distance)
        Self.appendPairs(lefts, rights, distance, to: &spans[index])
        if !proximity.isOrdered { Self.appendPairs(rights, lefts, distance, to: &spans[index]) }
        settle(index)
    }

    /// Appends the stretches from each span to every one that begins at most so many words behind it.
    private static func appendPairs(
        _ lefts: [TokenSpan], _ rights: [TokenSpan], _ distance: UInt32, to pairs: inout [TokenSpan]
    ) {
        var first = 0
        for left in lefts {
            // Starts ascend, ends mostly.
            while first > 0, rights[first - 1].start >= left.end { first -= 1 }
            while first < rights.count, rights[first].start < left.end { first += 1 }
            var place = first
            while place < rights.count, rights[place].start - left.end <= distance {
                pairs.append(TokenSpan(start: left.start, end: rights[place].end))
                place += 1
            }
        }
    }

    /// Of the root's spans keeps those in the ranges of a zone, of which every other position is the first behind one.
    private func keep(inside zone: WordSpans, _ document: UInt32) {
        if spans[root].isEmpty { return }
        var ranges: [TokenSpan] = []
        zone.appendSpans(in: document, to: &ranges)
        spans[root].removeAll { span in
            let before = ranges.partitioningIndex { $0.start > span.start }
            return before % 2 == 0
        }
    }

    /// How many of some spans, which ascend, can be chosen of which no two share a word: always the one that begins last.
    private func disjointCount(_ spans: [TokenSpan]) -> UInt32 {
        var (count, limit): (UInt32, UInt32) = (0, .max)
        for span in spans.reversed() where span.end <= limit {
            count += 1
            limit = span.start
        }
        return count
    }
}

/// Where terms stand side by side, or one stands.
struct WordSpans {
    private let lists: [PhraseTerm]
    private let matcher: PhraseMatcher
    private let length: UInt32

    /// - Parameter terms: in the order of the phrase.
    init(_ terms: [PhraseTerm], memory: SearchMemory) {
        let order = terms.indices.sorted {
            terms[$0].cursor.documentFrequency < terms[$1].cursor.documentFrequency
        }
        lists = order.map { terms[$0] }
        matcher = PhraseMatcher(order.map { (terms[$0], $0) }, in: nil, memory: memory)
        length = UInt32(terms.count)
    }

    /// Appends their spans in a document of the current blocks or after them, ascending.
    func appendSpans(in document: UInt32, to spans: inout [TokenSpan]) {
        for list in lists where list.cursor.locate(document) == nil { return }
        let count = matcher.frequency { lists[$0].cursor.locate(document) ?? 0 }
        for index in 0..<Int(count) {
            let start = matcher.start(index)
            spans.append(TokenSpan(start: start, end: start + length))
        }
    }
}

extension Array {
    /// The index of the first element that is in the second part of an array parted by a condition.
    fileprivate func partitioningIndex(_ isInSecond: (Element) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if isInSecond(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
