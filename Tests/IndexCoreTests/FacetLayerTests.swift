import IndexStorage
import TestSupport
import Testing

@testable import IndexCore

@Test(
    "A layer gives back its documents' mentions, values, postings and failures",
    arguments: [(0, 20), (1, 20), (127, 1), (128, 20), (129, 20), (400, 300)])
func layerRoundTrip(count: Int, valueCount: Int) throws {
    let index = try SampleStore()
    let documents = sampleDocuments(count: count, seed: UInt64(count), valueCount: valueCount)
    let core = try index.segment(of: documents)
    let layer = try index.layer(of: documents, core: core)
    let contents = try layer.contents()
    #expect(contents == LayerContents(documents, coreName: core.name))
    #expect(contents.meta.incompleteDocuments.isEmpty == (count < 2))
    for (id, frequencies) in contents.frequencies {
        let found = try layer.values().entry(of: id)
        let entry = try #require(found)
        #expect(entry.documentFrequency == frequencies.count)
        #expect(entry.totalFrequency == frequencies.values.reduce(0) { $0 + UInt64($1) })
    }
    #expect(try layer.values().entry(of: Array("V0999".utf8)) == nil)
    #expect(IndexCheck.problems(of: index.part(core, layers: [layer])) == [])
}

@Test("An ordinal takes one byte for 256 values and two for 257", arguments: [(256, 1), (257, 2)])
func ordinalWidths(valueCount: Int, width: Int) throws {
    let index = try SampleStore()
    var documents = sampleDocuments(count: 3, seed: 1)
    let mention = FacetMention(
        value: 0, field: 255, position: 7, tokenCount: 1, start: 9, size: 2, rule: 1, row: .max)
    documents[0].mentions = []
    documents[1].mentions = (0..<UInt32(valueCount)).map { value in
        var mention = mention
        mention.value = 40 + value - UInt32(valueCount - 256)
        return mention
    }
    documents[2].mentions = Array(repeating: documents[1].mentions?.last ?? mention, count: 3)
    let core = try index.segment(of: documents)
    let layer = try index.layer(of: documents, core: core)
    #expect(layer.meta.ordinalWidth == width)
    #expect(try layer.contents() == LayerContents(documents, coreName: core.name))
    #expect(try layer.ordinalCounts(of: 2) == Array(repeating: 0, count: valueCount - 1) + [1])
}

@Test("A mention reaches to the last byte and token 32 bits can count")
func extremeMentions() throws {
    let index = try SampleStore()
    var documents = sampleDocuments(count: 1, seed: 1)
    documents[0].mentions = [
        FacetMention(value: 299, field: 0, position: 0, tokenCount: 0, start: 0, size: 0, rule: 0, row: 0),
        FacetMention(
            value: 299, field: 0, position: .max - 2, tokenCount: 2, start: .max - 5, size: 5, rule: 2,
            row: .max),
    ]
    let core = try index.segment(of: documents)
    let layer = try index.layer(of: documents, core: core)
    #expect(try layer.contents() == LayerContents(documents, coreName: core.name))
}

@Test("A layer of another core is refused")
func layerOfAnotherCore() throws {
    let index = try SampleStore()
    let documents = sampleDocuments(count: 4, seed: 1)
    let (core, other) = (
        try index.segment(of: documents), try index.segment(of: sampleDocuments(count: 4, seed: 2))
    )
    let layer = try index.layer(of: documents, core: core)
    #expect(throws: StorageError.self) { try FacetLayer(layer.name, of: other, in: index.fileSystem) }
}
