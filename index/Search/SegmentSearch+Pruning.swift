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

    /// Searches one window and offers what may be among the best to `hits`.
    ///
    /// - Returns: how many documents of the window were seen to match; others may match too.
    mutating func searchPruned(
        _ base: UInt32, _ disjunction: Disjunction, hits: inout TopHits, scratch: inout PruningScratch
    ) throws(StorageError) -> Int {
        scratch.bounds = disjunction.terms.map { index in
            let scorer = terms[index].scorer
            return terms[index].cursor.bound(base, scorer)
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
                base, mask: mask, scorer, norms: norms, into: &scratch.scores, found: &found)
        }
        // Where the other lists add nothing the sums were formed in the order of the query: they are exact.
        let isExact = scratch.nonessentialBound == 0
        try found.forEachMatch { offset throws(StorageError) in
            let sum = scratch.scores[offset]
            scratch.scores[offset] = 0
            let document = base + UInt32(offset)
            guard Float(TermScorer.roundedUp(sum + scratch.nonessentialBound)) > hits.threshold else {
                return true
            }
            let score = isExact ? sum : try exactScore(document, disjunction)
            hits.insert(part.firstDocument + document, score: Float(score))
            return true
        }
        return found.matchCount
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

/// Working memory of a pruned search, used again in every window.
struct PruningScratch {
    /// By offset in the window; zero between windows.
    var scores = [Double](repeating: 0, count: DocumentWindow.count)
    /// For each term a score it exceeds nowhere in the window.
    var bounds: [Double] = []
    private(set) var isEssential: [Bool] = []
    private(set) var essentialCount = 0
    /// What all terms that are not essential can add to a score.
    private(set) var nonessentialBound = 0.0

    /// Makes the weakest terms inessential as long as together they cannot exceed the threshold.
    mutating func split(threshold: Float) {
        isEssential = [Bool](repeating: true, count: bounds.count)
        essentialCount = bounds.count
        nonessentialBound = 0
        for place in bounds.indices.sorted(by: { bounds[$0] < bounds[$1] }) {
            let sum = nonessentialBound + bounds[place]
            guard bounds[place] == 0 || Float(TermScorer.roundedUp(sum)) <= threshold else { return }
            isEssential[place] = false
            essentialCount -= 1
            nonessentialBound = sum
        }
    }
}
