internal import IndexCore
internal import IndexStorage

/// Search for documents that hold every one of several terms, or a phrase, led by the rarest list: each of its documents
/// is looked up in the other lists, the next rarest first.
///
/// Pays where the rarest term is rare; windows of bits are faster where all are common.
extension SegmentSearch {
    /// A query that asks for all of these terms and nothing else.
    struct Conjunction {
        /// Indices of the scored terms in the order of the query; empty for a phrase.
        var terms: [Int]
        /// The same, the rarest first.
        var order: [Int]
        /// Index of the phrase that is the whole query.
        var phrase: Int?
    }

    /// The lead's share of the segment above which windows are faster: measured on conjunctions of two terms.
    private static let greatestLeadShare = 32

    /// The query as a conjunction with a rare lead; nil for another query.
    var conjunction: Conjunction? {
        var result = Conjunction(terms: [], order: [], phrase: nil)
        let frequency: Int
        switch nodes[root].kind {
        case .phrase(let cursor):
            result.phrase = cursor
            frequency = phrases[cursor].cursor.documentFrequencyBound
        case .and(let children):
            for child in children {
                guard case .term(let cursor) = nodes[child].kind else { return nil }
                result.terms.append(cursor)
            }
            result.order = result.terms.sorted {
                terms[$0].cursor.documentFrequency < terms[$1].cursor.documentFrequency
            }
            frequency = terms[result.order[0]].cursor.documentFrequency
        default: return nil
        }
        return frequency * Self.greatestLeadShare <= part.segment.documentCount ? result : nil
    }

    /// Searches the whole segment.
    ///
    /// - Parameters:
    ///   - total: grows by the documents that match; where the search prunes, those it looked at.
    ///   - isOver: asked now and then.
    /// - Returns: false when the search was ended by `isOver`.
    mutating func searchConjunction(
        _ conjunction: Conjunction, prunes: Bool, hits: inout TopHits, total: inout Int, isOver: () -> Bool
    ) throws(StorageError) -> Bool {
        let blockCount = try lead(conjunction) { $0.blockCount }
        for block in 0..<blockCount {
            if block % 16 == 0, isOver() { return false }
            let range = try lead(conjunction) {
                $0.firstDocument(ofBlock: block)...$0.lastDocument(ofBlock: block)
            }
            let threshold = hits.threshold
            let isCompetitive =
                threshold == -.infinity
                || (threshold < .infinity
                    && Float(TermScorer.roundedUp(bound(root, range))) > threshold)
            if prunes, !isCompetitive { continue }
            let documents = try lead(conjunction) { lead throws(StorageError) in
                try lead.documents(ofBlock: block)
            }
            for document in documents {
                if part.deletes?.contains(document) == true { continue }
                guard let score = try score(document, conjunction, isWanted: isCompetitive) else { continue }
                total += 1
                if isCompetitive { hits.insert(part.firstDocument + document, score: Float(score)) }
            }
        }
        return true
    }

    /// Lends the rarest list's cursor to a closure.
    private mutating func lead<Result>(
        _ conjunction: Conjunction, _ body: (inout TermCursor) throws(StorageError) -> Result
    ) throws(StorageError) -> Result {
        if let phrase = conjunction.phrase { return try phrases[phrase].cursor.withRarest(body) }
        return try body(&terms[conjunction.order[0]].cursor)
    }

    /// The score of a document, or 0 where it is not wanted; nil when the document does not match.
    private mutating func score(
        _ document: UInt32, _ conjunction: Conjunction, isWanted: Bool
    ) throws(StorageError) -> Double? {
        if let phrase = conjunction.phrase {
            let frequency = try phrases[phrase].cursor.frequency(of: document)
            if frequency == 0 { return nil }
            return phrases[phrase].scorer.score(
                frequency: frequency, norm: phrases[phrase].norms[Int(document)])
        }
        for index in conjunction.order.dropFirst() {
            if try terms[index].cursor.locate(document) == nil { return nil }
        }
        if !isWanted { return 0 }
        var sum = 0.0
        for index in conjunction.terms {
            sum += terms[index].scorer.score(
                frequency: try terms[index].cursor.frequency(of: document),
                norm: terms[index].norms[Int(document)])
        }
        return sum
    }
}
