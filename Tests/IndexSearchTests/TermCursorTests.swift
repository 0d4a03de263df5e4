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
    var random = SeededGenerator(state: UInt64(bits * 64 + spread))
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
    withExtendedLifetime(memory) {
        let cursor = TermCursor(postings, in: memory)
        for asked in 0..<document {
            #expect(cursor.frequency(of: asked) == frequencies[asked] ?? 0, "document \(asked)")
        }
        #expect(!cursor.isDamaged)
    }
}

@Test("A phrase asks for no more room than its rarest term has positions, whatever a damaged block says")
func phraseRoom() throws {
    // A word that is all of a document, over and over: a byte tells of 128 positions.
    let (documentCount, length) = (130, 1000)
    let occurrences = (0..<documentCount * length).map { UInt64($0 / length) << 32 | UInt64($0 % length) }
    let norms = [UInt8](repeating: 200, count: documentCount)
    var (writer, lists) = (PostingListWriter(), ListSections())
    writer.append(occurrences, occurrences.indices, norms: norms)
    var entry = writer.finish(into: &lists)
    let folder = try TemporaryFolder()
    for (name, bytes) in [("list", lists.postings), ("positions", lists.positions)] {
        try folder.write(name, bytes)
    }
    let postings = try TermPostings(
        folder.map("list").allBytes, documentFrequency: documentCount, documentCount: documentCount)
    for isDamaged in [false, true] {
        if isDamaged { entry.totalFrequency = UInt64(length) }
        let positions = TermPositions(try folder.map("positions").allBytes, entry)
        let memory = SearchMemory()
        withExtendedLifetime(memory) {
            let cursors = (0..<2).map { _ in TermCursor(postings, in: memory) }
            let terms = cursors.enumerated().map { index, cursor in
                (term: PhraseTerm(cursor: cursor, cursorIndex: index, positions: positions), offset: index)
            }
            let frequency = PhraseMatcher(terms, in: nil, memory: memory).frequency { _ in 3 }
            #expect(frequency == (isDamaged ? 0 : UInt32(length - 1)))
            #expect(cursors[0].isDamaged == isDamaged)
        }
    }
}
