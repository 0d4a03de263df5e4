import TestSupport
import Testing

@testable import IndexCore

struct Posting: Equatable {
    var document: UInt32
    var frequency: UInt32
    var norm: UInt8
}

func randomPostings(count: Int, seed: UInt64) -> [Posting] {
    var random = SeededGenerator(state: seed)
    var document = UInt32.max
    return (0..<count).map { _ in
        document = document &+ UInt32.random(in: 1...50, using: &random)
        return Posting(
            document: document, frequency: UInt32.random(in: 1...9, using: &random),
            norm: UInt8.random(in: 0...255, using: &random))
    }
}

func encode(_ postings: [Posting]) -> [UInt8] {
    var writer = PostingListWriter()
    for posting in postings {
        writer.append(document: posting.document, frequency: posting.frequency, norm: posting.norm)
    }
    var lists = ListSections()
    let entry = writer.finish(into: &lists)
    #expect(entry.documentFrequency == postings.count)
    #expect(entry.totalFrequency == postings.reduce(0) { $0 + UInt64($1.frequency) })
    return entry.isInlined ? lists.inlined : lists.postings
}

@Test(
    "A posting list returns its postings and skips to the block that holds a document",
    arguments: [1, 4, 5, 127, 128, 129, 255, 256, 257, 5000])
func postingListRoundTrip(count: Int) throws {
    let postings = randomPostings(count: count, seed: UInt64(count))
    let bytes = encode(postings)
    let parsed = PostingList(bytes.span, documentFrequency: count)
    let list = try #require(parsed)
    var block = PostingBlock()
    var read: [(UInt32, UInt32)] = []
    for index in 0..<list.blockCount {
        let isDecoded = list.decode(block: index, of: bytes.span, into: &block)
        #expect(isDecoded)
        read += zip(block.documents, block.frequencies).prefix(block.count)
        guard list.hasImpacts else { continue }
        var expected = Impacts()
        for posting in postings[(index * 128)..<min(count, index * 128 + 128)] {
            expected.insert(Impact(frequency: posting.frequency, norm: posting.norm))
        }
        var stored = Impacts()
        list.forEachImpact(ofBlock: index, of: bytes.span) { stored.insert($0) }
        #expect(stored == expected)
    }
    #expect(read.map(\.0) == postings.map(\.document))
    #expect(read.map(\.1) == postings.map(\.frequency))

    for target in stride(from: UInt32(0), through: postings[count - 1].document + 1, by: 37) {
        let expected = postings.firstIndex { $0.document >= target }.map { $0 / 128 }
        #expect(list.block(reaching: target) == expected)
    }
}

@Test(
    "A posting list with any byte changed or cut is refused or decodes without a trap",
    arguments: [3, 100, 300])
func postingListSurvivesDamage(count: Int) {
    let bytes = encode(randomPostings(count: count, seed: 4))
    var block = PostingBlock()
    for index in bytes.indices {
        for change in [0x01, 0x80, 0xFF] as [UInt8] {
            var damaged = bytes
            damaged[index] ^= change
            guard let list = PostingList(damaged.span, documentFrequency: count) else { continue }
            for number in 0..<list.blockCount {
                _ = list.decode(block: number, of: damaged.span, into: &block)
            }
        }
        let cut = Array(bytes.prefix(index))
        let isRefused = PostingList(cut.span, documentFrequency: count) == nil
        #expect(isRefused)
    }
}
