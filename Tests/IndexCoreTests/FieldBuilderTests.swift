import TestSupport
import Testing

@testable import IndexCore

/// Documents of random words, some of them empty, the commonest word in nearly all.
func randomDocuments(count: Int, seed: UInt64) -> [[[UInt8]]] {
    var random = SeededGenerator(state: seed)
    return (0..<count).map { _ in
        (0..<Int.random(in: 0...30, using: &random)).map { _ in
            let rank =
                Int.random(in: 0...2, using: &random) == 0 ? 0 : Int.random(in: 0...400, using: &random)
            return Array("word\(rank)".utf8)
        }
    }
}

@Test(
    "A field holds every term with exactly its documents, frequencies and positions",
    arguments: [0, 1, 128, 700])
func fieldHoldsItsTokens(count: Int) throws {
    let documents = randomDocuments(count: count, seed: UInt64(count))
    var expected: [[UInt8]: [UInt32: [UInt32]]] = [:]
    var builder = FieldBuilder()
    for (number, words) in documents.enumerated() {
        for (index, word) in words.enumerated() {
            let position = UInt32(index * 2)
            builder.append(term: word[...], position: position)
            expected[word, default: [:]][UInt32(number), default: []].append(position)
        }
        builder.finishDocument()
    }
    let parts = builder.finish()
    #expect(parts.norms == documents.map { LengthTable.code(for: UInt32($0.count)) })
    #expect(parts.documentCount == documents.count { !$0.isEmpty })
    #expect(parts.totalLength == UInt64(documents.reduce(0) { $0 + $1.count }))

    let parsed = TermDictionary.Layout(parts.dictionary.span)
    let layout = try #require(parsed)
    #expect(layout.termCount == expected.count)
    for (term, postings) in expected {
        guard case .found(let found) = TermDictionary.find(term, in: parts.dictionary.span, layout: layout)
        else {
            Issue.record("\(term) is missing")
            continue
        }
        var ends = found.ends
        let read = TermEntry(parts.dictionary.span, found.entry, after: &ends)
        let entry = try #require(read)
        #expect(entry.documentFrequency == postings.count)
        #expect(entry.totalFrequency == UInt64(postings.values.reduce(0) { $0 + $1.count }))
        #expect(try positions(of: entry, in: parts) == postings)
    }
}

/// Document numbers and positions of a term, read back from the parts.
func positions(of entry: TermEntry, in parts: FieldParts) throws -> [UInt32: [UInt32]] {
    let folder = try TemporaryFolder()
    let postings = Array((entry.isInlined ? parts.dictionary : parts.postings)[entry.postings])
    let positions = Array((entry.isInlined ? parts.dictionary : parts.positions)[entry.positions])
    let list = try #require(
        PostingList(try folder.mapped(postings), documentFrequency: entry.documentFrequency))
    let chunks = TermPositions(try folder.mapped(positions, as: "positions"), entry)
    var found: [UInt32: [UInt32]] = [:]
    var (block, chunk) = (PostingBlock(), [UInt32]())
    for index in 0..<list.blockCount {
        let isDecoded = list.decode(block: index, into: &block)
        #expect(isDecoded)
        try chunks.decode(block: index, frequencies: block.frequencies[..<block.count], into: &chunk)
        var start = 0
        for posting in 0..<block.count {
            let end = start + Int(block.frequencies[posting])
            found[block.documents[posting]] = Array(chunk[start..<end])
            start = end
        }
    }
    return found
}
