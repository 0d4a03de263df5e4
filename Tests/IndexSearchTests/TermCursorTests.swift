import IndexStorage
import TestSupport
import Testing

@testable import IndexCore
@testable import IndexSearch

@Test("A document is not found in a block that ends before it, though the directory leads there")
func misleadingDirectory() throws {
    // Blocks that are bitsets of every document: a bit read behind one may be set.
    let count = 36 * 128
    var writer = PostingListWriter()
    for document in 0..<UInt32(count) { writer.append(document: document, frequency: 1, norm: 0) }
    var lists = ListSections()
    _ = writer.finish(into: &lists)
    var bytes = lists.postings
    // Both groups of blocks claim to reach the greatest document that there can be.
    for group in 0..<2 { bytes.replaceSubrange(8 * group..<8 * group + 4, with: [0xFF, 0xFF, 0, 0]) }
    let folder = try TemporaryFolder()
    try folder.write("list", bytes)
    let postings = try TermPostings(
        folder.map("list").allBytes, documentFrequency: count, documentCount: 0x10000)
    let memory = SearchMemory()
    withExtendedLifetime(memory) {
        for document in UInt32(count)..<UInt32(count + 300) {
            let cursor = TermCursor(postings, in: memory)
            #expect(cursor.locate(document) == nil, "document \(document)")
        }
    }
}

@Test(
    "A frequency read alone is that of the posting, in blocks of gaps and of bits",
    arguments: [0, 1, 2, 7, 8, 13, 29], [1, 40])
func singleFrequencies(bits: UInt32, spread: UInt32) throws {
    var random = SeededGenerator(seed: UInt64(bits * 64 + spread))
    var writer = PostingListWriter()
    var (frequencies, document) = ([UInt32: UInt32](), UInt32(0))
    for _ in 0..<(128 * 3 + 17) {
        // Some are too great for the width of their group.
        let excess: UInt32 = Int.random(in: 0..<40, using: &random) == 0 ? 5 : 0
        let frequency = UInt32.random(in: 1...(1 << min(29, bits + excess)), using: &random)
        frequencies[document] = frequency
        writer.append(document: document, frequency: frequency, norm: 0)
        document += UInt32.random(in: 1...spread * 2, using: &random)
    }
    var lists = ListSections()
    _ = writer.finish(into: &lists)
    let folder = try TemporaryFolder()
    try folder.write("list", lists.postings)
    let postings = try TermPostings(
        folder.map("list").allBytes, documentFrequency: frequencies.count, documentCount: Int(document))
    let memory = SearchMemory()
    try withExtendedLifetime(memory) {
        let cursor = TermCursor(postings, in: memory)
        for asked in 0..<document {
            #expect(cursor.frequency(of: asked) == frequencies[asked] ?? 0, "document \(asked)")
        }
        try cursor.checkUndamaged()
    }
}
