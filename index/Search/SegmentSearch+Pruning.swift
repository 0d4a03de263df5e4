internal import IndexCore
internal import IndexStorage

/// Top-k search for a disjunction of terms that skips documents which cannot be among the best.
///
/// Block-max MAXSCORE by windows: the lists are split, anew in every window, into those whose bounds together stay
/// below the threshold, and the essential rest. A document in none of the essential lists cannot enter. A document
/// that might is scored again over all lists in the order of the query, so that its score is the one an exhaustive
/// search gives, bit for bit.
///
/// Source: Turtle and Flood, "Query evaluation: strategies and optimizations" (1995); Ding and Suel (2011); Lucene's
/// `MaxScoreBulkScorer`.
extension SegmentSearch {
    /// The cursors of the disjunction and the nodes that only filter, where the query has this shape.
    struct Disjunction {
        /// Indices of scored terms in the order of the query.
        var terms: [Int]
        /// Nodes that must match too and never score.
        var filters: [Int]
    }

    /// The cursor of the one term that is the whole query, where no document is deleted; nil for another query.
    var singleTerm: Int? {
        if case .term(let cursor) = nodes[root].kind, part.deletes == nil { return cursor }
        return nil
    }

    /// The query as a disjunction of terms beside filters; nil for another shape.
    var disjunction: Disjunction? {
        var result = Disjunction(terms: [], filters: [])
        let parts: [Int]
        if case .and(let children) = nodes[root].kind { parts = children } else { parts = [root] }
        for part in parts {
            if !scores(part) {
                result.filters.append(part)
            } else if result.terms.isEmpty, let terms = termCursors(part) {
                result.terms = terms
            } else {
                return nil
            }
        }
        return result.terms.isEmpty ? nil : result
    }

    /// The documents of a window that may exceed a threshold: the window is parted where the blocks of the query's
    /// rarest required list end, and parts whose bound stays below are left out.
    mutating func competitiveWindow(_ base: UInt32, threshold: Float) -> DocumentWindow {
        let end = min(base &+ UInt32(DocumentWindow.count), UInt32(part.segment.documentCount)) - 1
        guard let parts = partition(root, base...end) else { return DocumentWindow(all: true) }
        var window = DocumentWindow()
        for range in parts where Float(TermScorer.roundedUp(bound(root, range))) > threshold {
            window.insert(Int(range.lowerBound - base)...Int(range.upperBound - base))
        }
        return window
    }

    /// A range parted by the blocks of the rarest list that a node requires; nil for a node that requires none.
    private func partition(_ index: Int, _ range: ClosedRange<UInt32>) -> [ClosedRange<UInt32>]? {
        switch nodes[index].kind {
        case .term(let cursor): return terms[cursor].cursor.partition(range)
        case .phrase(let cursor): return phrases[cursor].cursor.partition(range)
        case .and(let children):
            let scoring = children.filter(scores).min { nodes[$0].cost < nodes[$1].cost }
            return scoring.flatMap { partition($0, range) }
        case .or(let children):
            // The commonest alternative has the finest blocks.
            return children.max { nodes[$0].cost < nodes[$1].cost }.flatMap { partition($0, range) }
        case .facet, .days, .not, .all, .nothing: return nil
        }
    }

    private func scores(_ index: Int) -> Bool {
        switch nodes[index].kind {
        case .term, .phrase: true
        case .and(let children), .or(let children): children.contains(where: scores)
        case .facet, .days, .not, .all, .nothing: false
        }
    }

    /// The terms of a node that is a term or a disjunction of terms alone.
    private func termCursors(_ index: Int) -> [Int]? {
        switch nodes[index].kind {
        case .term(let cursor): return [cursor]
        case .or(let children):
            var cursors: [Int] = []
            for child in children {
                switch nodes[child].kind {
                case .term(let cursor): cursors.append(cursor)
                case .nothing: continue
                default: return nil
                }
            }
            return cursors
        default: return nil
        }
    }

    /// Searches the whole segment for one term, block by block, and offers what may be among the best to `hits`.
    ///
    /// - Returns: false when the search was ended by `isOver`.
    mutating func searchTerm(
        _ index: Int, hits: inout TopHits, scratch: inout PruningScratch, isOver: () -> Bool
    ) throws(StorageError) -> Bool {
        let (scorer, norms, first) = (terms[index].scorer, terms[index].norms, part.firstDocument)
        for block in 0..<terms[index].cursor.blockCount {
            if block % 64 == 0, isOver() { return false }
            // The heap is full only after some blocks: before that no bound can help.
            if hits.threshold > -.infinity,
                Float(terms[index].cursor.bound(ofBlock: block, scorer)) <= hits.threshold
            {
                continue
            }
            try terms[index].cursor.forEachScore(
                inBlock: block, scorer, norms: norms, scratch: &scratch.blockScores
            ) { document, score in
                if Float(score) > hits.threshold { hits.insert(first + document, score: Float(score)) }
            }
        }
        return true
    }

    /// Searches one window and offers what may be among the best to `hits`.
    ///
    /// - Returns: how many documents of the window were seen to match; others may match too.
    mutating func searchPruned(
        _ base: UInt32, _ disjunction: Disjunction, hits: inout TopHits, scratch: inout PruningScratch
    ) throws(StorageError) -> Int {
        scratch.bounds = disjunction.terms.map { index in
            let scorer = terms[index].scorer
            return terms[index].cursor.bound(base...(base &+ UInt32(DocumentWindow.count - 1)), scorer)
        }
        scratch.split(threshold: hits.threshold)
        if scratch.essentialCount == 0 { return 0 }
        var mask = liveWindow(base)
        for filter in disjunction.filters {
            try match(filter, base, mask: mask)
            mask = results[filter]
        }
        if mask.isEmpty { return 0 }

        var found = DocumentWindow()
        for place in disjunction.terms.indices where scratch.isEssential[place] {
            let index = disjunction.terms[place]
            let (scorer, norms) = (terms[index].scorer, terms[index].norms)
            try terms[index].cursor.score(
                base, mask: mask, scorer, norms: norms, into: &scratch.sums, scratch: &scratch.blockScores,
                found: &found)
        }
        scratch.collect(found, threshold: hits.threshold)
        // Where the other lists add nothing the sums were formed in the order of the query: they are exact.
        let isExact = scratch.nonessentialBound == 0
        if !isExact { try addInessential(base, disjunction, hits.threshold, &scratch) }
        for candidate in scratch.candidates {
            let document = base + candidate.offset
            guard Float(TermScorer.roundedUp(candidate.sum)) > hits.threshold else { continue }
            let score = isExact ? candidate.sum : try exactScore(document, disjunction)
            hits.insert(part.firstDocument + document, score: Float(score))
        }
        return found.matchCount
    }

    /// Adds what the inessential lists give to each candidate, the strongest list first, and drops candidates that can
    /// no longer exceed the threshold.
    private mutating func addInessential(
        _ base: UInt32, _ disjunction: Disjunction, _ threshold: Float, _ scratch: inout PruningScratch
    ) throws(StorageError) {
        for place in scratch.inessential.reversed() {
            if scratch.candidates.isEmpty { return }
            let index = disjunction.terms[place.term]
            let norms = terms[index].norms
            for candidate in scratch.candidates.indices {
                let document = base + scratch.candidates[candidate].offset
                let frequency = try terms[index].cursor.frequency(of: document)
                if frequency > 0 {
                    scratch.candidates[candidate].sum += terms[index].scorer.score(
                        frequency: frequency, norm: norms[Int(document)])
                }
            }
            scratch.candidates.removeAll {
                Float(TermScorer.roundedUp($0.sum + place.boundOfWeaker)) <= threshold
            }
        }
    }

    /// The score of one document: the sum over all terms in the order of the query.
    private mutating func exactScore(
        _ document: UInt32, _ disjunction: Disjunction
    ) throws(StorageError) -> Double {
        var sum = 0.0
        for index in disjunction.terms {
            let frequency = try terms[index].cursor.frequency(of: document)
            if frequency > 0 {
                sum += terms[index].scorer.score(
                    frequency: frequency, norm: terms[index].norms[Int(document)])
            }
        }
        return sum
    }
}

/// Working memory of a search, used again in every window.
struct PruningScratch {
    /// A document that may be among the best, by offset in the window, and the sum of its scores so far.
    struct Candidate {
        var offset: UInt32
        var sum: Double
    }

    /// A list that alone, and with all weaker ones, cannot lift a document above the threshold.
    struct Inessential {
        /// Its place among the terms.
        var term: Int
        /// What all weaker ones can add together.
        var boundOfWeaker: Double
    }

    /// By offset in the window; zero between windows.
    var sums = [Double](repeating: 0, count: DocumentWindow.count)
    /// By place in a block.
    var blockScores = [Double](repeating: 0, count: blockLength)
    /// For each term a score it exceeds nowhere in the window.
    var bounds: [Double] = []
    var candidates: [Candidate] = []
    private(set) var isEssential: [Bool] = []
    private(set) var essentialCount = 0
    /// The weakest first.
    private(set) var inessential: [Inessential] = []
    /// What all inessential terms can add to a score.
    private(set) var nonessentialBound = 0.0

    /// Makes the weakest terms inessential as long as together they cannot exceed the threshold.
    mutating func split(threshold: Float) {
        isEssential = [Bool](repeating: true, count: bounds.count)
        essentialCount = bounds.count
        nonessentialBound = 0
        inessential.removeAll(keepingCapacity: true)
        for place in bounds.indices.sorted(by: { bounds[$0] < bounds[$1] }) {
            let sum = nonessentialBound + bounds[place]
            guard bounds[place] == 0 || Float(TermScorer.roundedUp(sum)) <= threshold else { return }
            isEssential[place] = false
            essentialCount -= 1
            if bounds[place] > 0 {
                inessential.append(Inessential(term: place, boundOfWeaker: nonessentialBound))
            }
            nonessentialBound = sum
        }
    }

    /// Makes candidates of the documents whose sums may still exceed the threshold, and sets all sums to zero again.
    mutating func collect(_ found: DocumentWindow, threshold: Float) {
        candidates.removeAll(keepingCapacity: true)
        // A sum at or below this stays below the threshold with everything that rounding and the other lists may add.
        let cutoff = threshold == -.infinity ? -1 : Double(threshold) * (1 - 0x1p-36) - nonessentialBound
        for (index, word) in found.words.enumerated() {
            var rest = word
            while rest != 0 {
                let offset = index * 64 + rest.trailingZeroBitCount
                rest &= rest - 1
                let sum = sums[offset]
                sums[offset] = 0
                if sum > cutoff { candidates.append(Candidate(offset: UInt32(offset), sum: sum)) }
            }
        }
    }
}
