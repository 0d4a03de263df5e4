import TestSupport
import Testing

@testable import IndexSearch

@Test(
    "The hits kept are the best of all that were met, the best first, whatever room there is",
    arguments: [0, 1, 10, 100, 255, 256, 257, 600])
func bestHits(capacity: Int) {
    var random = SeededGenerator(state: UInt64(capacity))
    for count in [0, 1, 9, 100, 256, 300, 2_000] {
        // Few different scores, so that many are equal; and some that only rounding or a boost of a caller gives.
        let scores = (0..<count).map { _ in Float(Int.random(in: -3...40, using: &random)) / 7 }
        let memory = SearchMemory()
        withExtendedLifetime(memory) {
            let hits = TopHits(capacity: capacity, in: memory)
            for document in scores.indices.shuffled(using: &random) {
                hits.insert(UInt32(document), score: scores[document])
            }
            let best = scores.indices.sorted { (-scores[$0], $0) < (-scores[$1], $1) }.prefix(capacity)
            let expected = best.map { ScoredDocument(document: UInt32($0), score: scores[$0]) }
            #expect(hits.sorted() == expected, "\(count) met, room for \(capacity)")
        }
    }
}
