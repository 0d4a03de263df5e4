internal import IndexCore
internal import IndexStorage

/// A stretch of words in a field: the position of the first, and behind the last.
struct TokenSpan: Hashable, Comparable {
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
    let scorer: TermScorer
    private let norms: MappedBytes
    private var finder: SpanFinder
    private let leastCount: UInt32
    /// How often the query occurs in each matching document, by offset in the window.
    private var frequencies: [UInt32] = []

    /// - Parameter leastCount: of spans in a document that matches; 1 or more.
    init(_ finder: SpanFinder, leastCount: UInt32, _ scorer: TermScorer, norms: MappedBytes) {
        self.finder = finder
        self.leastCount = leastCount
        self.scorer = scorer
        self.norms = norms
    }

    /// Takes out of a window all documents in which the spans are not near each other.
    func restrict(_ base: UInt32, _ window: DocumentWindow) throws(StorageError) {
        if frequencies.count < window.count { frequencies = [UInt32](repeating: 0, count: window.count) }
        try window.forEachMatch { offset throws(StorageError) in
            let frequency = try finder.frequency(in: base + UInt32(offset))
            frequencies[offset] = frequency
            if frequency < leastCount { window.remove(offset) }
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
}

/// Finds the spans of a query in one document after another.
struct SpanFinder {
    /// What gives spans; those it is made of by index.
    enum Source {
        case words(WordSpans)
        case sloppy(SloppySpans)
        case mentions(MentionCursor, ChosenMentions)
        /// The spans of another source in documents of a list.
        case held(TermCursor, Int)
        case any([Int])
        case near([Int], [Proximity])
        case nothing
    }

    /// Mentions of a value of the layer, by its ordinal there: those that a filter lets through and no other one does.
    struct ChosenMentions {
        var ordinal: UInt32
        /// Nil for any.
        var sense: UInt8?
        var only: MentionFilter?
        var except: [MentionFilter]

        func mayBe(_ place: MentionCursor.Place, field: UInt8) -> Bool {
            place.value == ordinal && place.field == field && (sense == nil || place.sense == sense)
        }
    }

    /// What lets mentions through.
    enum MentionFilter {
        /// By its index in the layer.
        case rule(UInt16)
        /// The source of spans that a mention must be one of.
        case form(Int)
    }

    private let sources: [Source]
    private let field: UInt8
    private let zone: WordSpans?
    /// Of the sources that are being looked at, those of each behind those of the ones before it.
    private var spans: [TokenSpan] = []

    /// - Parameters:
    ///   - sources: the last is made of the others.
    ///   - zone: the term whose positions are the ranges in which spans have to stand; nil for anywhere.
    init(_ sources: [Source], field: Int, in zone: WordSpans?) {
        self.sources = sources
        self.field = UInt8(field)
        self.zone = zone
    }

    /// How many spans can be chosen in a document of which no two share a word.
    mutating func frequency(in document: UInt32) throws(StorageError) -> UInt32 {
        spans.removeAll(keepingCapacity: true)
        try find(sources.count - 1, in: document)
        if spans.isEmpty { return 0 }
        if let zone { keep(inside: zone, document) }
        // Always the one that begins last.
        var (count, limit): (UInt32, UInt32) = (0, .max)
        for span in spans.reversed() where span.end <= limit {
            count += 1
            limit = span.start
        }
        return count
    }

    /// Appends the spans of a source in a document, ascending, each once.
    private mutating func find(_ index: Int, in document: UInt32) throws(StorageError) {
        let start = spans.count
        switch sources[index] {
        case .words(let words): words.appendSpans(in: document, to: &spans)
        case .sloppy(let sloppy):
            sloppy.appendSpans(in: document, to: &spans)
            settle(from: start)
        case .mentions(let cursor, let chosen) where chosen.only == nil && chosen.except.isEmpty:
            for place in try cursor.places(of: document) where chosen.mayBe(place, field: field) {
                spans.append(TokenSpan(start: place.start, end: place.end))
            }
            settle(from: start)
        case .mentions(let cursor, let chosen): try findFiltered(cursor, chosen, document)
        case .held(let list, let source): if list.locate(document) != nil { try find(source, in: document) }
        case .any(let parts):
            for part in parts { try find(part, in: document) }
            settle(from: start)
        case .near(let parts, let proximities):
            try find(parts[0], in: document)
            for place in proximities.indices {
                if spans.count == start { return }
                let middle = spans.count
                try find(parts[place + 1], in: document)
                join(start, middle, proximities[place])
            }
        case .nothing: break
        }
    }

    private mutating func findFiltered(
        _ cursor: MentionCursor, _ chosen: ChosenMentions, _ document: UInt32
    ) throws(StorageError) {
        let start = spans.count
        var (forms, rules) = ([Range<Int>](), [UInt16]())
        for filter in chosen.except {
            switch filter {
            case .rule(let rule): rules.append(rule)
            case .form(let source):
                let first = spans.count
                try find(source, in: document)
                forms.append(first..<spans.count)
            }
        }
        var form: Range<Int>?
        if case .form(let source)? = chosen.only {
            let first = spans.count
            try find(source, in: document)
            form = first..<spans.count
        }
        let end = spans.count
        for place in try cursor.places(of: document) where chosen.mayBe(place, field: field) {
            let span = TokenSpan(start: place.start, end: place.end)
            if case .rule(let rule)? = chosen.only, rule != place.rule { continue }
            if let form, !spans[form].contains(span) { continue }
            if rules.contains(place.rule) || forms.contains(where: { spans[$0].contains(span) }) { continue }
            spans.append(span)
        }
        spans.removeSubrange(start..<end)
        settle(from: start)
    }

    /// Brings the spans from an index on in order, each once.
    private mutating func settle(from start: Int) {
        if spans.count < start + 2 { return }
        var ascends = true
        for index in start + 1..<spans.count where spans[index - 1] >= spans[index] { ascends = false }
        if ascends { return }
        spans[start...].sort()
        var kept = start + 1
        for index in start + 1..<spans.count where spans[index] != spans[kept - 1] {
            spans[kept] = spans[index]
            kept += 1
        }
        spans.removeLast(spans.count - kept)
    }

    /// Of the spans in front of an index and those behind it makes the stretches over two of them that are near each other.
    private mutating func join(_ start: Int, _ middle: Int, _ proximity: Proximity) {
        let end = spans.count
        let distance = UInt32(clamping: proximity.distance)
        appendPairs(start..<middle, middle..<end, distance)
        if !proximity.isOrdered { appendPairs(middle..<end, start..<middle, distance) }
        let count = spans.count - end
        for index in 0..<count { spans[start + index] = spans[end + index] }
        spans.removeLast(end - start)
        settle(from: start)
    }

    /// Appends the stretches from each span to every one that begins at most so many words behind it.
    private mutating func appendPairs(_ lefts: Range<Int>, _ rights: Range<Int>, _ distance: UInt32) {
        var first = rights.lowerBound
        for left in lefts {
            let span = spans[left]
            // Starts ascend, ends mostly.
            while first > rights.lowerBound, spans[first - 1].start >= span.end { first -= 1 }
            while first < rights.upperBound, spans[first].start < span.end { first += 1 }
            var right = first
            while right < rights.upperBound, spans[right].start - span.end <= distance {
                spans.append(TokenSpan(start: span.start, end: spans[right].end))
                right += 1
            }
        }
    }

    /// Keeps the spans in the ranges of a zone, of which every other position is the first behind one.
    private mutating func keep(inside zone: WordSpans, _ document: UInt32) {
        let count = spans.count
        zone.appendSpans(in: document, to: &spans)
        var (kept, next) = (0, count)
        for index in 0..<count {
            while next < spans.count, spans[next].start <= spans[index].start { next += 1 }
            guard (next - count) % 2 == 1 else { continue }
            spans[kept] = spans[index]
            kept += 1
        }
        spans.removeLast(spans.count - kept)
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
