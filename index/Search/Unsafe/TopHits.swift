internal import IndexKernels

/// A document of a commit and its score.
package struct ScoredDocument: Sendable, Equatable {
    /// Number among all documents of the commit.
    package var document: UInt32
    package var score: Float

    package init(document: UInt32, score: Float) {
        self.document = document
        self.score = score
    }
}

/// The best documents met so far, at most `capacity`. In memory of the search: a copy is the same hits.
///
/// Of two documents with one score the lower is better, in whatever order they are met.
@safe
struct TopHits {
    // Safe: a piece of the search's memory, with room for `capacity` hits.
    private let state: UnsafeMutablePointer<dossier_top_hits>
    /// What makes scores of sums; nil where sums are the scores.
    private let factors: ScoreFactors?

    /// - Parameter last: leaves out this hit and all better ones; nil for none.
    init(
        capacity: Int, after last: ScoredDocument? = nil, factors: ScoreFactors? = nil,
        in memory: SearchMemory
    ) {
        self.factors = factors
        // Safe: room for one.
        unsafe state = memory.allocate(1, of: dossier_top_hits.self)
        // Safe: as above.
        unsafe state.initialize(
            to: dossier_top_hits(
                keys: memory.allocate(max(1, capacity), of: Int64.self), count: 0,
                capacity: UInt32(capacity), floor: -.infinity, ceiling: .max))
        guard let last else { return }
        // Safe: as above.
        unsafe dossier_hits_begin_after(state, last.document, last.score)
    }

    /// Whether good hits are left out: then a score that many documents reach tells nothing of those that are wanted.
    var leavesOutBest: Bool {
        // Safe: see the field.
        unsafe state.pointee.ceiling != .max
    }

    var capacity: Int {
        // Safe: see the field.
        unsafe Int(state.pointee.capacity)
    }

    /// A sum that a document from `first` on must exceed to enter; −∞ while there is room, ∞ without any capacity.
    func threshold(from first: UInt32) -> Float {
        // Safe: see the field.
        let score = unsafe dossier_hits_threshold(state, first)
        return factors?.leastSum(ofScoreAbove: score) ?? score
    }

    /// Leaves out whatever is below the score of a sum that `capacity` documents are known to reach.
    func require(_ sum: Float) {
        let score = factors?.leastScore(ofSum: sum) ?? sum
        // Safe: see the field.
        unsafe state.pointee.floor = max(state.pointee.floor, score.nextDown)
    }

    /// Takes a document that was not met before.
    func insert(_ document: UInt32, sum: Double) {
        insert(document, score: factors?.score(ofSum: sum, document) ?? Float(sum))
    }

    /// The same, its score known.
    func insert(_ document: UInt32, score: Float) {
        // Safe: see the field.
        unsafe dossier_hits_insert(state, document, score)
    }

    /// Takes candidates of a segment with their sums.
    ///
    /// - Parameter firstDocument: of the segment.
    func insert(_ batch: CandidateBatch, firstDocument: UInt32) {
        if factors != nil {
            for index in 0..<batch.count {
                insert(firstDocument + batch.document(at: index), sum: batch.sum(at: index))
            }
            return
        }
        // Safe: see the field.
        unsafe dossier_hits_take(state, batch.state, firstDocument)
    }

    /// All of them, the best first. Nothing can be inserted afterwards.
    consuming func sorted() -> [ScoredDocument] {
        // Safe: see the field.
        unsafe dossier_hits_sort(state)
        // Safe: there are `count` hits.
        return unsafe (0..<Int(state.pointee.count)).map { index in
            let hit = unsafe dossier_hit_of(state.pointee.keys[index])
            return ScoredDocument(document: hit.document, score: hit.score)
        }
    }
}
