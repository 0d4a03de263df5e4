import IndexStorage
import TestSupport
import Testing

@testable import IndexCore

@Test(
    "A cursor over mentions finds those of every document, whichever it is asked for and skips",
    arguments: [1, 2, 9, 70])
func mentionCursor(step: Int) throws {
    let index = try SampleStore()
    let documents = sampleDocuments(count: 400, seed: 5)
    let core = try index.segment(of: documents)
    let layer = try index.layer(of: documents, core: core)
    let cursor = try MentionCursor(layer)
    var random = SeededGenerator(state: UInt64(step))
    var document: UInt32 = 0
    var mentionCount = 0
    while document < 400 {
        let mentions = try layer.mentions(of: document)
        mentionCount += mentions.count
        // Asked twice, and again after one before it.
        for asked in [document, document, document / 2, document] {
            let places = try cursor.places(of: asked)
            let expected = asked == document ? mentions : try layer.mentions(of: asked)
            #expect(places.map(\.value) == expected.map(\.value))
            #expect(places.map(\.field) == expected.map(\.field))
            #expect(places.map(\.start) == expected.map(\.position))
            #expect(places.map(\.end) == expected.map { $0.position + $0.tokenCount })
            #expect(places.map(\.rule) == expected.map(\.rule))
        }
        document += UInt32(Int.random(in: 1...step, using: &random))
    }
    #expect(mentionCount > 0)
}
