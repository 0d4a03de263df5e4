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
