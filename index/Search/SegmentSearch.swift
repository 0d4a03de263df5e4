internal import IndexCore
internal import IndexStorage

/// A query at work in one segment, a window of documents at a time; windows ascend.
///
/// `match` finds which documents match each node; `score` then adds up the scores of those that the root lets through.
struct SegmentSearch {
    /// What a node does; children and cursors by index.
    enum Kind {
        case term(cursor: Int)
        case phrase(cursor: Int)
        case facet(cursor: Int)
        case days(ClosedRange<Int32>)
        case and([Int])
        case or([Int])
        case not(Int)
        case all
        case nothing
    }

    struct Node {
        var kind: Kind
        /// About how many documents match; decides what is looked at first.
        var cost: Int
    }

    /// A scored list: its cursor, its scorer, and the norms of its field.
    struct ScoredTerm {
        var cursor: TermCursor
        var scorer: TermScorer
        var norms: MappedBytes
    }

    struct ScoredPhrase {
        var cursor: PhraseCursor
        var scorer: TermScorer
        var norms: MappedBytes
    }

    let part: Snapshot.Part
    let nodes: [Node]
    /// Index of the root among the nodes.
    let root: Int
    var terms: [ScoredTerm]
    var phrases: [ScoredPhrase]
    private var facets: [TermCursor]
    private let dates: DateColumn
    /// For each node what it matched in the current window.
    var results: [DocumentWindow]

    init(_ clause: Clause, in snapshot: Snapshot, partIndex: Int) throws(StorageError) {
        var builder = SegmentSearchBuilder(part: snapshot.parts[partIndex], partIndex: partIndex)
        root = try builder.add(clause)
        part = snapshot.parts[partIndex]
        nodes = builder.nodes
        terms = builder.terms
        phrases = builder.phrases
        facets = builder.facets
        dates = try part.segment.dates()
        results = [DocumentWindow](repeating: DocumentWindow(), count: nodes.count)
    }

    /// The documents of the window at `base` that exist and are not deleted.
    func liveWindow(_ base: UInt32) -> DocumentWindow {
        var window = DocumentWindow(first: min(DocumentWindow.count, part.segment.documentCount - Int(base)))
        if let deletes = part.deletes {
            let first = Int(base) / 64
            let end = min(first + DocumentWindow.wordCount, deletes.words.count)
            window.subtract(words: deletes.words[first..<end])
        }
        return window
    }

    /// The first document, from one on, that may match a node; nil when none does.
    mutating func next(_ index: Int, from document: UInt32) throws(StorageError) -> UInt32? {
        switch nodes[index].kind {
        case .term(let cursor): return try terms[cursor].cursor.next(from: document)
        case .facet(let cursor): return try facets[cursor].next(from: document)
        case .phrase(let cursor): return try phrases[cursor].cursor.next(from: document)
        case .and(let children):
            var latest = document
            for child in children {
                guard let found = try next(child, from: latest) else { return nil }
                latest = found
            }
            return latest
        case .or(let children):
            var earliest: UInt32?
            for child in children {
                guard let found = try next(child, from: document) else { continue }
                earliest = min(earliest ?? found, found)
            }
            return earliest
        case .days, .not, .all: return document
        case .nothing: return nil
        }
    }

    /// Finds which documents of the mask match a node; `results[index]` holds them afterwards.
    mutating func match(_ index: Int, _ base: UInt32, mask: DocumentWindow) throws(StorageError) {
        if mask.isEmpty {
            results[index].removeAll()
            return
        }
        switch nodes[index].kind {
        case .term(let cursor):
            results[index].removeAll()
            try terms[cursor].cursor.match(base, mask: mask, into: &results[index])
        case .facet(let cursor):
            results[index].removeAll()
            try facets[cursor].match(base, mask: mask, into: &results[index])
        case .phrase(let cursor):
            try phrases[cursor].cursor.match(base, mask: mask, into: &results[index])
        case .days(let days):
            var found = mask
            mask.forEachMatch { offset in
                if !days.contains(dates[base + UInt32(offset)]) { found.remove(offset) }
                return true
            }
            results[index] = found
        case .and(let children): try matchAll(children, index, base, mask: mask)
        case .or(let children):
            var found = DocumentWindow()
            for child in children {
                try match(child, base, mask: mask)
                found.formUnion(results[child])
            }
            results[index] = found
        case .not(let child):
            try match(child, base, mask: mask)
            results[index] = mask
            results[index].subtract(results[child])
        case .all: results[index] = mask
        case .nothing: results[index].removeAll()
        }
    }

    /// The rarest child first; each next one looks only at what is left.
    private mutating func matchAll(
        _ children: [Int], _ index: Int, _ base: UInt32, mask: DocumentWindow
    ) throws(StorageError) {
        var left = mask
        for child in children.sorted(by: { nodes[$0].cost < nodes[$1].cost }) {
            try match(child, base, mask: left)
            left = results[child]
        }
        results[index] = left
    }

    /// Adds the scores of a node's documents to the sums of `scratch`, term by term in the order of the query.
    ///
    /// - Parameter mask: documents that matched everything above; their `match` was the last.
    mutating func score(
        _ index: Int, _ base: UInt32, mask: DocumentWindow, into scratch: inout PruningScratch
    ) throws(StorageError) {
        var wanted = results[index]
        wanted.formIntersection(mask)
        if wanted.isEmpty { return }
        switch nodes[index].kind {
        case .term(let cursor):
            var found = DocumentWindow()
            let (scorer, norms) = (terms[cursor].scorer, terms[cursor].norms)
            try terms[cursor].cursor.score(
                base, mask: wanted, scorer, norms: norms, into: &scratch.sums, scratch: &scratch.blockScores,
                found: &found)
        case .phrase(let cursor):
            let (scorer, norms) = (phrases[cursor].scorer, phrases[cursor].norms)
            wanted.forEachMatch { offset in
                scratch.sums[offset] += scorer.score(
                    frequency: phrases[cursor].cursor.frequency(atOffset: offset),
                    norm: norms[Int(base) + offset])
                return true
            }
        case .and(let children), .or(let children):
            for child in children { try score(child, base, mask: wanted, into: &scratch) }
        case .facet, .days, .not, .all, .nothing: break
        }
    }

    /// A score that no document of the window at `base` exceeds.
    mutating func bound(_ index: Int, _ base: UInt32) -> Double {
        switch nodes[index].kind {
        case .term(let cursor):
            let scorer = terms[cursor].scorer
            return terms[cursor].cursor.bound(base, scorer)
        case .phrase(let cursor):
            let scorer = phrases[cursor].scorer
            return phrases[cursor].cursor.bound(base, scorer)
        case .and(let children), .or(let children):
            var sum = 0.0
            for child in children { sum += bound(child, base) }
            return sum
        case .facet, .days, .not, .all, .nothing: return 0
        }
    }
}

/// Turns clauses into the nodes and cursors of one segment.
private struct SegmentSearchBuilder {
    let part: Snapshot.Part
    let partIndex: Int
    var nodes: [SegmentSearch.Node] = []
    var terms: [SegmentSearch.ScoredTerm] = []
    var phrases: [SegmentSearch.ScoredPhrase] = []
    var facets: [TermCursor] = []

    init(part: Snapshot.Part, partIndex: Int) {
        self.part = part
        self.partIndex = partIndex
    }

    /// - Returns: the index of the clause's node.
    mutating func add(_ clause: Clause) throws(StorageError) -> Int {
        let all = part.segment.documentCount
        switch clause {
        case .term(let term): return try add(term)
        case .phrase(let phrase): return try add(phrase)
        case .facet(let facet):
            guard let entry = facet.entries[partIndex] else { return add(.nothing, cost: 0) }
            facets.append(TermCursor(try part.layers[facet.facet].postings(entry)))
            return add(.facet(cursor: facets.count - 1), cost: entry.documentFrequency)
        case .days(let days): return add(.days(days), cost: all)
        case .and(let parts):
            let children = try addAll(parts)
            return add(.and(children), cost: children.map { nodes[$0].cost }.min() ?? 0)
        case .or(let parts):
            let children = try addAll(parts)
            return add(.or(children), cost: min(all, children.reduce(0) { $0 + nodes[$1].cost }))
        case .not(let inner):
            let child = try add(inner)
            // After everything else: it only takes away.
            return add(.not(child), cost: all + 1)
        case .all: return add(.all, cost: all)
        case .nothing: return add(.nothing, cost: 0)
        }
    }

    private mutating func add(_ kind: SegmentSearch.Kind, cost: Int) -> Int {
        nodes.append(SegmentSearch.Node(kind: kind, cost: cost))
        return nodes.count - 1
    }

    private mutating func addAll(_ clauses: [Clause]) throws(StorageError) -> [Int] {
        var children: [Int] = []
        for clause in clauses { children.append(try add(clause)) }
        return children
    }

    private mutating func add(_ term: TermClause) throws(StorageError) -> Int {
        guard let entry = term.entries[partIndex] else { return add(.nothing, cost: 0) }
        let field = part.segment.fields[term.field]
        terms.append(
            SegmentSearch.ScoredTerm(
                cursor: TermCursor(try field.postings(entry)), scorer: term.scorer, norms: try field.norms()))
        return add(.term(cursor: terms.count - 1), cost: entry.documentFrequency)
    }

    private mutating func add(_ phrase: PhraseClause) throws(StorageError) -> Int {
        let field = part.segment.fields[phrase.field]
        var cursors: [PhraseTerm] = []
        for term in phrase.terms {
            guard let entry = term.entries[partIndex] else { return add(.nothing, cost: 0) }
            cursors.append(
                PhraseTerm(
                    cursor: TermCursor(try field.postings(entry)), positions: try field.positions(entry)))
        }
        let cursor = PhraseCursor(cursors)
        phrases.append(
            SegmentSearch.ScoredPhrase(cursor: cursor, scorer: phrase.scorer, norms: try field.norms()))
        return add(.phrase(cursor: phrases.count - 1), cost: cursor.documentFrequencyBound)
    }
}
