internal import IndexCore
internal import IndexKernels
internal import IndexStorage

/// Search for the documents of a conjunction: those of the rarest list, a block at a time, are looked up in the other
/// lists, and dropped as soon as they cannot be among the best.
///
/// Source: Lucene's `BlockMaxConjunctionBulkScorer`.
struct ConjunctionSearch: ~Copyable {
    private let search: SegmentSearch
    private let conjunction: Conjunction
    private let lead: TermCursor
    private let batch: CandidateBatch
    /// For each thing that scores what it may still add to the sums of the batch.
    private var bounds: [Double]
    /// For each cursor its place among what scores; nil where it does not score for itself.
    private let places: [Int?]
    /// For each cursor the phrase of which it is a term; nil for others.
    private let phraseOfTerm: [Int?]
    /// For the second list of a phrase whose third is that of a frequent term, the phrase: that the two stand as the phrase
    /// has them keeps out more documents than the third list does.
    private let rarestPairs: [Int?]
    /// Whether a document of the current block may be among the best.
    private var ranks = true

    init(_ search: SegmentSearch, _ conjunction: consuming Conjunction) {
        self.search = search
        lead = search.cursors[conjunction.required[0]]
        bounds = [Double](repeating: 0, count: conjunction.scored.count)
        places = search.cursors.indices.map { conjunction.scored.firstIndex(of: .list($0)) }
        phraseOfTerm = search.cursors.indices.map { cursor in
            conjunction.phrases.first { search.phrases[$0].matcher.lists.contains(cursor) }
        }
        rarestPairs = search.cursors.indices.map { cursor in
            conjunction.phrases.first {
                let lists = search.phrases[$0].matcher.lists
                return lists.count > 2 && cursor == conjunction.required.last(where: lists.prefix(2).contains)
                    && search.cursors[lists[2]].documentFrequency * 8 > search.documentCount
            }
        }
        batch = CandidateBatch(
            capacity: blockLength, listCount: search.cursors.count + search.phrases.count,
            keepsOrdinals: !conjunction.phrases.isEmpty, in: search.memory)
        self.conjunction = conjunction
    }

    /// Searches the whole segment.
    ///
    /// - Parameters:
    ///   - prunes: whether documents that cannot be among the best may be left out of what `visit` is given. Otherwise
    ///     they are found, but not scored.
    ///   - visit: is given the matches, batch by batch.
    ///   - isOver: asked now and then.
    /// - Returns: false when the search was ended by `isOver`.
    mutating func run(
        prunes: Bool, hits: TopHits, _ visit: (CandidateBatch) throws(StorageError) -> Void,
        isOver: () -> Bool
    ) throws(StorageError) -> Bool {
        // Of one list alone the blocks with the greatest bounds come first: what they set as a threshold leaves out most of
        // the others. With more lists their bounds cost more than that gains.
        let strongest = prunes && search.cursors.count == 1 ? lead.strongestBlocks(8) : []
        for block in strongest { try searchBlock(block, prunes: true, hits, visit) }
        for block in 0..<lead.blockCount where !strongest.contains(block) {
            if block % 64 == 63, isOver() { return false }
            try searchBlock(block, prunes: prunes, hits, visit)
        }
        return true
    }

    private mutating func searchBlock(
        _ block: Int, prunes: Bool, _ hits: TopHits, _ visit: (CandidateBatch) throws(StorageError) -> Void
    ) throws(StorageError) {
        let range = lead.documents(ofBlock: block)
        let threshold = hits.threshold(from: search.firstDocument + range.lowerBound)
        ranks = threshold < .infinity
        if ranks, threshold > -.infinity {
            setBounds(block, range)
            ranks = Float(TermScorer.roundedUp(bounds.reduce(0, +))) > threshold
        }
        if prunes, !ranks { return }
        let least = prunes ? threshold : -.infinity
        propose(block, range, threshold: least)
        if let deletes = search.deletes { batch.drop(deletes.words) }
        try narrow(from: range.lowerBound, threshold: least)
        if batch.count == 0 { return }
        try visit(batch)
        if ranks {
            lookUp(conjunction.optional, from: range.lowerBound, threshold: least)
            rank(hits)
        }
    }

    /// Makes candidates of the documents in a block of the lead, but for those that cannot exceed a threshold.
    private mutating func propose(_ block: Int, _ range: ClosedRange<UInt32>, threshold: Float) {
        let list = conjunction.required[0]
        let columns = columns(of: list, threshold: threshold)
        if let cutoff = takeCutoff(of: list, threshold: threshold) {
            batch.propose(lead, block: block, range, above: cutoff, list: list, columns)
        } else if let cutoff = phraseCutoff(of: list, threshold: threshold) {
            // A term of a phrase scores no less than the phrase would; but the sums are without it.
            batch.propose(lead, block: block, range, above: cutoff, list: list, columns)
            batch.clearSums()
        } else {
            batch.propose(lead, block: block, range, list: list, columns)
        }
    }

    private mutating func setBounds(_ block: Int, _ range: ClosedRange<UInt32>) {
        for (place, scored) in conjunction.scored.enumerated() {
            bounds[place] =
                switch scored {
                case .list(conjunction.required[0]): lead.bound(ofBlock: block)
                case .list(let cursor): search.cursors[cursor].bound(range)
                case .phrase(let phrase): search.phrases[phrase].bound(range)
                }
        }
    }

    /// Drops the candidates that do not match, and those that cannot exceed a threshold.
    private mutating func narrow(from first: UInt32, threshold: Float) throws(StorageError) {
        for index in conjunction.required.dropFirst() {
            if batch.count == 0 { return }
            let cutoff = takeCutoff(of: index, threshold: threshold)
            search.cursors[index].enter(first)
            batch.lookUp(
                search.cursors[index], keeping: dossier_keep_present,
                cutoff: cutoff ?? phraseCutoff(of: index, threshold: threshold) ?? 0, list: index,
                columns(of: index, threshold: threshold))
            addScores(of: index, cutoff: cutoff)
            if let phrase = rarestPairs[index] { keepPairs(of: phrase) }
        }
        if batch.count == 0 { return }
        if !conjunction.alternatives.isEmpty {
            lookUp(conjunction.alternatives, from: first, threshold: threshold)
            try batch.filter { index throws(StorageError) in
                conjunction.alternatives.contains { batch.frequency(at: index, inList: $0) > 0 }
            }
        }
        for index in conjunction.excluded {
            search.cursors[index].enter(first)
            batch.lookUp(search.cursors[index], keeping: dossier_keep_absent, list: index, [])
        }
        for days in conjunction.days {
            try batch.filter { index throws(StorageError) in
                search.isDated(batch.document(at: index), days)
            }
        }
        for phrase in conjunction.phrases { verify(phrase, threshold: threshold) }
    }

    /// Looks the candidates up in lists that need not hold them, and drops those that cannot exceed a threshold.
    private mutating func lookUp(_ lists: [Int], from first: UInt32, threshold: Float) {
        for index in lists {
            if batch.count == 0 { return }
            search.cursors[index].enter(first)
            let cutoff = takeCutoff(of: index, threshold: threshold)
            batch.lookUp(
                search.cursors[index], keeping: dossier_keep_all, cutoff: cutoff ?? 0, list: index,
                .frequencies)
            addScores(of: index, cutoff: cutoff)
        }
    }

    /// What has to be known of the candidates' postings in a required list.
    private func columns(of list: Int, threshold: Float) -> CandidateBatch.Columns {
        // A phrase occurs no more often than its terms: which is worth knowing where it keeps documents out.
        let isPhraseTerm = phraseOfTerm[list] != nil
        let needsFrequencies = places[list] != nil || (isPhraseTerm && threshold > -.infinity)
        return isPhraseTerm
            ? (needsFrequencies ? [.frequencies, .ordinals] : .ordinals)
            : (needsFrequencies && ranks ? .frequencies : [])
    }

    /// What sums must exceed once a list's scores are among them; nil where there is no threshold, or no score.
    private mutating func takeCutoff(of list: Int, threshold: Float) -> Double? {
        guard threshold > -.infinity, let place = places[list] else { return nil }
        bounds[place] = 0
        return TermScorer.cutoff(threshold, rest: bounds.reduce(0, +))
    }

    /// What sums must exceed once the score of the phrase is among them whose term a list is.
    private func phraseCutoff(of list: Int, threshold: Float) -> Double? {
        // The ranges of a zone score nothing.
        guard threshold > -.infinity, search.cursors[list].scores, let phrase = phraseOfTerm[list],
            let place = conjunction.scored.firstIndex(of: .phrase(phrase))
        else { return nil }
        return TermScorer.cutoff(threshold, rest: bounds.reduce(0, +) - bounds[place])
    }

    private func addScores(of list: Int, cutoff: Double?) {
        guard let cutoff else { return }
        batch.addScores(search.cursors[list].scoring, list: list)
        batch.keep(above: cutoff)
    }

    /// Drops the candidates that do not hold a phrase; looks at no positions of those that cannot exceed the threshold.
    private mutating func verify(_ index: Int, threshold: Float) {
        let phrase = search.phrases[index]
        let list = search.cursors.count + index
        var cutoff = -Double.infinity
        if threshold > -.infinity, let place = conjunction.scored.firstIndex(of: .phrase(index)) {
            bounds[place] = 0
            cutoff = TermScorer.cutoff(threshold, rest: bounds.reduce(0, +))
        }
        batch.keep(holding: phrase.matcher, phrase.scoring, cutoff: cutoff, list: list)
    }

    /// Drops the candidates in which the two rarest terms of a phrase do not stand as it has them.
    private func keepPairs(of index: Int) {
        let phrase = search.phrases[index]
        batch.keep(
            holding: phrase.matcher, phrase.scoring, cutoff: -.infinity, list: search.cursors.count + index,
            termCount: 2)
    }

    /// Offers the candidates with their scores, the sums in the order of the query.
    private func rank(_ hits: TopHits) {
        batch.clearSums()
        for scored in conjunction.scored {
            switch scored {
            case .list(let list): batch.addScores(search.cursors[list].scoring, list: list)
            case .phrase(let phrase):
                batch.addScores(search.phrases[phrase].scoring, list: search.cursors.count + phrase)
            }
        }
        hits.insert(batch, firstDocument: search.firstDocument)
    }
}
