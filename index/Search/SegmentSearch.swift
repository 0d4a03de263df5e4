internal import IndexCore
internal import IndexStorage

/// A query at work in one segment.
///
/// There are two ways through the documents, both forward. *Windows* of some thousands: `match` finds which documents match each
/// node, `score` adds up the scores of those that the root lets through; every query can be searched so. *Candidates*:
/// the documents of one list, a block at a time, are looked up in the others.
final class SegmentSearch {
    /// What a node does; children, cursors and phrases by index.
    enum Kind {
        case term(cursor: Int)
        case phrase(Int)
        /// `holders`: the node of the documents that hold what has to be near each other.
        case near(Int, holders: Int)
        case facet(cursor: Int)
        case constant(Int)
        /// `holders`: the node of the documents that hold the words in any spelling.
        case spelled(Int, holders: Int)
        case days(ClosedRange<Int32>)
        /// `order`: the same nodes, the cheapest first.
        case and([Int], order: [Int])
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

    let documentCount: Int
    /// Number of the segment's first document among all of the snapshot.
    let firstDocument: UInt32
    let deletes: DeleteSet?
    let nodes: [Node]
    /// Index of the root among the nodes.
    let root: Int
    /// Of terms, of facet values, and of the terms of phrases.
    let cursors: [TermCursor]
    /// For each cursor its list, which it needs kept.
    private let lists: [TermPostings]
    var phrases: [PhraseCursor]
    let nears: [NearCursor]
    let constants: [ConstantCursor]
    let spellings: [SpellingCursor]
    /// Nil for a query that asks for no dates.
    let dates: DateColumn?
    let memory: SearchMemory
    /// For each node what it matched in the current window, and what of that is to be scored.
    private(set) var results: [DocumentWindow] = []
    private var wanted: [DocumentWindow] = []

    init(_ clause: Clause, in snapshot: Snapshot, partIndex: Int, memory: SearchMemory) throws(StorageError) {
        var builder = SegmentSearchBuilder(snapshot, partIndex: partIndex, memory: memory)
        root = try builder.add(clause)
        documentCount = builder.segment.documentCount
        firstDocument = snapshot.parts[partIndex].firstDocument
        deletes = snapshot.parts[partIndex].deletes
        nodes = builder.nodes
        cursors = builder.cursors
        lists = builder.lists
        phrases = builder.phrases
        nears = builder.nears
        constants = builder.constants
        spellings = builder.spellings
        dates = builder.dates
        self.memory = memory
    }

    /// - Throws: `StorageError.corrupt` when a list that was read is damaged: then what was found is no answer.
    func checkUndamaged() throws(StorageError) {
        for index in cursors.indices where cursors[index].isDamaged { throw lists[index].damaged }
    }

    /// To be called before the first window, and where the number of documents in a window changes.
    func prepareWindows(_ count: Int = DocumentWindow.count) {
        if results.first?.count == count { return }
        results = nodes.indices.map { _ in DocumentWindow(memory, count: count) }
        if count == DocumentWindow.count { wanted = nodes.indices.map { _ in DocumentWindow(memory) } }
    }

    /// How many documents a window has where they are only matched: the fewer, the longer a look at each of them takes.
    var matchingWindowCount: Int {
        if !spellings.isEmpty { return DocumentWindow.leastCount }
        return nears.isEmpty ? DocumentWindow.greatestCount : DocumentWindow.count
    }

    /// Lets into a window the documents from `base` on that exist and are not deleted.
    func fillLive(_ window: DocumentWindow, _ base: UInt32) {
        window.fill(first: min(window.count, documentCount - Int(base)))
        if let deletes {
            let first = Int(base) / 64
            let end = min(first + window.wordCount, deletes.words.count)
            window.subtract(words: deletes.words[first..<end])
        }
    }

    /// The first document, from one on, that may match a node; nil when none does.
    func next(_ index: Int, from document: UInt32) -> UInt32? {
        switch nodes[index].kind {
        case .term(let cursor), .facet(let cursor): return cursors[cursor].next(from: document)
        case .phrase(let phrase): return phrases[phrase].next(from: document)
        case .near(_, let holders), .spelled(_, let holders): return next(holders, from: document)
        case .constant(let constant): return constants[constant].next(from: document)
        case .and(_, let order):
            var latest = document
            for child in order {
                guard let found = next(child, from: latest) else { return nil }
                latest = found
            }
            return latest
        case .or(let children):
            var earliest: UInt32?
            for child in children {
                guard let found = next(child, from: document) else { continue }
                earliest = min(earliest ?? found, found)
            }
            return earliest
        case .days, .not, .all: return document
        case .nothing: return nil
        }
    }

    /// Finds which documents of the mask match a node; `results[index]` holds them afterwards.
    func match(_ index: Int, _ base: UInt32, mask: DocumentWindow) throws(StorageError) {
        let result = results[index]
        switch nodes[index].kind {
        case .term(let cursor), .facet(let cursor):
            result.copy(mask)
            cursors[cursor].restrict(base, result, memory: memory)
        case .phrase(let phrase):
            result.copy(mask)
            phrases[phrase].restrict(base, result, memory: memory)
        case .near(let near, let holders):
            try match(holders, base, mask: mask)
            result.copy(results[holders])
            try nears[near].restrict(base, result)
        case .spelled(let spelling, let holders):
            try match(holders, base, mask: mask)
            result.copy(results[holders])
            try spellings[spelling].restrict(base, result)
        case .constant(let constant):
            result.copy(mask)
            constants[constant].restrict(base, result)
        case .days(let days):
            result.copy(mask)
            result.forEachMatch { offset in
                if !isDated(base + UInt32(offset), days) { result.remove(offset) }
            }
        case .and(_, let order):
            var left = mask
            // Each next child looks only at what the ones before it left.
            for child in order {
                try match(child, base, mask: left)
                left = results[child]
            }
            result.copy(left)
        case .or(let children): try matchAny(children, base, mask: mask, into: result)
        case .not(let child):
            try match(child, base, mask: mask)
            result.copy(mask)
            result.subtract(results[child])
        case .all: result.copy(mask)
        case .nothing: result.removeAll()
        }
    }

    /// Whether a document was published on one of some days.
    func isDated(_ document: UInt32, _ days: ClosedRange<Int32>) -> Bool {
        dates.map { days.contains($0[document]) } ?? false
    }

    /// Terms go into the result directly; what they match each is not known afterwards.
    private func matchAny(
        _ children: [Int], _ base: UInt32, mask: DocumentWindow, into result: DocumentWindow
    ) throws(StorageError) {
        result.removeAll()
        var postingCount = 0
        for child in children {
            if case .term(let cursor) = nodes[child].kind {
                postingCount += cursors[cursor].documentFrequency
            }
        }
        // To turn marks into bits takes a while, and to set a bit waits for the one set before it in the same word.
        let marks = postingCount * 16 > documentCount ? memory : nil
        for child in children {
            if case .term(let cursor) = nodes[child].kind {
                cursors[cursor].mark(base, into: result, marks: marks)
            }
        }
        if let marks { result.takeMarks(marks) }
        result.formIntersection(mask)
        for child in children {
            if case .term = nodes[child].kind { continue }
            try match(child, base, mask: mask)
            result.formUnion(results[child])
        }
    }

    /// Adds the scores of a node's documents to the sums of the memory, term by term in the order of the query.
    ///
    /// - Parameter mask: documents that matched everything above; their `match` was the last.
    func score(_ index: Int, _ base: UInt32, mask: DocumentWindow) {
        let wanted = wanted[index]
        switch nodes[index].kind {
        case .term(let cursor):
            cursors[cursor].score(base, mask: mask, memory: memory, found: wanted)
        case .phrase(let phrase):
            wanted.copy(results[index])
            wanted.formIntersection(mask)
            phrases[phrase].score(base, wanted, memory: memory)
        case .near(let near, _):
            wanted.copy(results[index])
            wanted.formIntersection(mask)
            nears[near].score(base, wanted, memory: memory)
        case .spelled(let spelling, _):
            wanted.copy(results[index])
            wanted.formIntersection(mask)
            spellings[spelling].score(base, wanted, memory: memory)
        case .constant(let constant):
            wanted.copy(results[index])
            wanted.formIntersection(mask)
            let score = constants[constant].score
            wanted.forEachMatch { memory.add(score, at: $0) }
        case .and(let children, _), .or(let children):
            wanted.copy(results[index])
            wanted.formIntersection(mask)
            if wanted.isEmpty { return }
            for child in children { score(child, base, mask: wanted) }
        case .facet, .days, .not, .all, .nothing: break
        }
    }

    /// A score that no document of a range, in the current window or after it, exceeds.
    func bound(_ index: Int, _ range: ClosedRange<UInt32>) -> Double {
        switch nodes[index].kind {
        case .term(let cursor): return cursors[cursor].bound(range)
        case .phrase(let phrase): return phrases[phrase].bound(range)
        case .near(let near, let holders): return holderBound(holders, range, nears[near].scorer.weight)
        case .spelled(let spelling, _): return spellings[spelling].scorer.weight
        case .constant(let constant): return constants[constant].score
        case .and(let children, _), .or(let children):
            var sum = 0.0
            for child in children { sum += bound(child, range) }
            return sum
        case .facet, .days, .not, .all, .nothing: return 0
        }
    }
}

extension SegmentSearch {
    /// A score that no document of a range exceeds for what is near each other: it occurs no more often than any of its
    /// parts.
    ///
    /// - Parameter weight: which every score stays below.
    private func holderBound(_ index: Int, _ range: ClosedRange<UInt32>, _ weight: Double) -> Double {
        switch nodes[index].kind {
        case .term(let cursor): return cursors[cursor].bound(range)
        case .and(let children, _):
            var least = weight
            for child in children { least = min(least, holderBound(child, range, weight)) }
            return least
        case .or(let children):
            var sum = 0.0
            for child in children { sum += holderBound(child, range, weight) }
            return min(sum, weight)
        case .nothing: return 0
        case .facet, .phrase, .near, .spelled, .constant, .days, .not, .all: return weight
        }
    }
}
