import IndexStorage
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
    arguments: [1, 4, 5, 127, 128, 129, 255, 256, 257, 4096, 4097, 5000, 20_000])
func postingListRoundTrip(count: Int) throws {
    let postings = randomPostings(count: count, seed: UInt64(count))
    let folder = try TemporaryFolder()
    let list = try #require(PostingList(try folder.mapped(encode(postings)), documentFrequency: count))
    var block = PostingBlock()
    var read: [(UInt32, UInt32)] = []
    for index in 0..<list.blockCount {
        let isDecoded = list.decode(block: index, into: &block)
        #expect(isDecoded)
        read += zip(block.documents, block.frequencies).prefix(block.count)
        guard list.hasImpacts else { continue }
        var expected = Impacts()
        for posting in postings[(index * 128)..<min(count, index * 128 + 128)] {
            expected.insert(Impact(frequency: posting.frequency, norm: posting.norm))
        }
        var stored = Impacts()
        list.forEachImpact(ofBlock: index) { stored.insert($0) }
        #expect(stored == expected)
    }
    #expect(read.map(\.0) == postings.map(\.document))
    #expect(read.map(\.1) == postings.map(\.frequency))

    let ends = (0..<list.blockCount).map { postings[min(count, $0 * 128 + 128) - 1].document }
    for target in stride(from: UInt32(0), through: postings[count - 1].document + 1, by: 137) {
        for start in Set([0, 1, 31, 32, 33, 64, 100]) where start < list.blockCount {
            // Without a directory every document may be in the one block.
            let expected = list.hasImpacts ? ends[start...].firstIndex { $0 >= target } : start
            #expect(list.block(reaching: target, from: start) == expected)
        }
    }
}

@Test(
    "A group of 32 blocks has the last document and the impacts of all of them",
    arguments: [4096, 4097, 20_000])
func postingListGroups(count: Int) throws {
    let postings = randomPostings(count: count, seed: UInt64(count))
    let folder = try TemporaryFolder()
    let list = try #require(PostingList(try folder.mapped(encode(postings)), documentFrequency: count))
    #expect(list.groupCount == (count > 4096 ? (count + 4095) / 4096 : 0))
    for group in 0..<list.groupCount {
        let part = postings[(group * 4096)..<min(count, group * 4096 + 4096)]
        #expect(list.lastDocument(ofGroup: group) == part.last?.document)
        var (expected, stored) = (Impacts(), Impacts())
        for posting in part { expected.insert(Impact(frequency: posting.frequency, norm: posting.norm)) }
        list.forEachImpact(ofGroup: group) { stored.insert($0) }
        #expect(stored == expected)
    }
}

extension TemporaryFolder {
    /// The bytes, as of a file.
    func mapped(_ bytes: [UInt8], as name: String = "list") throws -> MappedBytes {
        try write(name, bytes)
        return try map(name).allBytes
    }
}

@Test(
    "A posting list with any byte changed or cut is refused or decodes without a trap",
    arguments: [3, 100, 300])
func postingListSurvivesDamage(count: Int) throws {
    let folder = try TemporaryFolder()
    let bytes = encode(randomPostings(count: count, seed: 4))
    var block = PostingBlock()
    for index in bytes.indices {
        for change in [0x01, 0x80, 0xFF] as [UInt8] {
            var damaged = bytes
            damaged[index] ^= change
            guard let list = PostingList(try folder.mapped(damaged), documentFrequency: count) else {
                continue
            }
            for number in 0..<list.blockCount {
                _ = list.decode(block: number, into: &block)
                list.forEachImpact(ofBlock: number) { _ in }
                _ = list.block(reaching: UInt32(index), from: number)
            }
        }
        let cut = Array(bytes.prefix(index))
        let list = PostingList(try folder.mapped(cut), documentFrequency: count)
        let isRead = list.map { list in
            (0..<list.blockCount).allSatisfy { list.decode(block: $0, into: &block) }
        }
        #expect(isRead != true)
    }
}
