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

/// The best documents met so far, at most `capacity`: a heap with the worst on top.
///
/// Of two documents with one score the one met first is better, and documents are met in ascending order: a later one
/// enters only with a greater score.
struct TopHits {
    let capacity: Int
    private var heap: [ScoredDocument] = []
    /// A score that no hit is at or below.
    private var floor = -Float.infinity

    init(capacity: Int) { self.capacity = capacity }

    /// The score that a later document must exceed to enter; −∞ while there is room, ∞ without any capacity.
    var threshold: Float {
        if capacity == 0 { return .infinity }
        return heap.count < capacity ? floor : max(floor, heap[0].score)
    }

    /// Leaves out whatever is below a score that `capacity` documents are known to reach.
    mutating func require(_ score: Float) { floor = max(floor, score.nextDown) }

    /// Takes a document, whose number exceeds all before it.
    mutating func insert(_ document: UInt32, score: Float) {
        guard score > threshold else { return }
        let hit = ScoredDocument(document: document, score: score)
        if heap.count < capacity {
            heap.append(hit)
            siftUp()
        } else {
            heap[0] = hit
            siftDown()
        }
    }

    /// Takes candidates of a segment, whose sums are their scores.
    ///
    /// - Parameter firstDocument: of the segment.
    mutating func insert(_ batch: CandidateBatch, firstDocument: UInt32) {
        for index in 0..<batch.count {
            let score = Float(batch.sum(at: index))
            if score > threshold { insert(firstDocument + batch.document(at: index), score: score) }
        }
    }

    /// All of them, the best first.
    func sorted() -> [ScoredDocument] { heap.sorted { Self.isWorse($1, than: $0) } }

    private static func isWorse(_ one: ScoredDocument, than other: ScoredDocument) -> Bool {
        one.score < other.score || (one.score == other.score && one.document > other.document)
    }

    private mutating func siftUp() {
        var place = heap.count - 1
        while place > 0, Self.isWorse(heap[place], than: heap[(place - 1) / 2]) {
            heap.swapAt(place, (place - 1) / 2)
            place = (place - 1) / 2
        }
    }

    private mutating func siftDown() {
        var place = 0
        while 2 * place + 1 < heap.count {
            var child = 2 * place + 1
            if child + 1 < heap.count, Self.isWorse(heap[child + 1], than: heap[child]) { child += 1 }
            guard Self.isWorse(heap[child], than: heap[place]) else { return }
            heap.swapAt(place, child)
            place = child
        }
    }
}
