import IndexStorage
import TestSupport
import Testing

@testable import IndexCore

/// Segments of some documents, layers with them, and which documents are deleted.
private struct Batch {
    var documents: [SampleDocument]
    var segment: Segment
    var layer: FacetLayer
    var deletes: DeleteSet?

    init(count: Int, seed: UInt64, deleteDivisor: Int?, in index: SampleStore) throws {
        documents = sampleDocuments(count: count, seed: seed, fieldCount: index.settings.fieldNames.count)
        segment = try index.segment(of: documents)
        layer = try index.layer(of: documents, core: segment)
        deletes = deleteDivisor.map { sampleDeletes(of: segment, divisor: $0, seed: seed) }
    }

    var live: [SampleDocument] {
        documents.indices.filter { deletes?.contains(UInt32($0)) != true }.map { documents[$0] }
    }

    var input: SegmentMerger.Input { SegmentMerger.Input(segment: segment, deletes: deletes) }
}

@Test(
    "Merged segments and layers have the bytes of those built from the live documents, in order",
    arguments: [
        [(0, nil)], [(1, nil), (1, 1)], [(128, nil), (129, nil)], [(130, 1), (0, nil), (3, nil)],
        [(300, 2), (1, nil), (260, 3), (40, 1), (40, 9)], [(9, 2), (9, 2), (9, 2), (9, 2), (9, 2), (9, 2)],
    ] as [[(Int, Int?)]], [1, 3])
func mergedBytes(shape: [(Int, Int?)], fieldCount: Int) throws {
    let index = try SampleStore(fieldCount: fieldCount)
    let batches = try shape.enumerated().map { number, batch in
        try Batch(count: batch.0, seed: UInt64(number + 1), deleteDivisor: batch.1, in: index)
    }
    let live = batches.flatMap(\.live)
    let expected = try SampleStore(fieldCount: fieldCount)
    let core = try expected.segment(of: live)
    let layer = try expected.layer(of: live, core: core)

    let merger = SegmentMerger(batches.map(\.input))
    #expect(merger.documentCount == live.count)
    let coreName = try merger.writeCore(index.settings, to: index.store)
    let layerName = try merger.writeLayer(batches.map(\.layer), coreName: coreName, to: index.store)
    #expect(coreName == core.name)
    #expect(layerName == layer.name)
    #expect(try index.bytes(coreName) == expected.bytes(core.name))
    #expect(try index.bytes(layerName) == expected.bytes(layer.name))
}

@Test("Merging in steps gives the bytes of merging at once")
func mergingIsAssociative() throws {
    let index = try SampleStore()
    let batches = try (1...4).map {
        try Batch(count: 50 * $0, seed: UInt64($0), deleteDivisor: $0 == 2 ? nil : 4, in: index)
    }
    let whole = SegmentMerger(batches.map(\.input))
    let core = try whole.writeCore(index.settings, to: index.store)
    let layer = try whole.writeLayer(batches.map(\.layer), coreName: core, to: index.store)

    var inputs: [SegmentMerger.Input] = []
    var layers: [FacetLayer] = []
    for pair in [batches[0...1], batches[2...3]] {
        let merger = SegmentMerger(pair.map(\.input))
        let segment = try Segment(merger.writeCore(index.settings, to: index.store), in: index.fileSystem)
        let name = try merger.writeLayer(pair.map(\.layer), coreName: segment.name, to: index.store)
        inputs.append(SegmentMerger.Input(segment: segment, deletes: nil))
        layers.append(try FacetLayer(name, of: segment, in: index.fileSystem))
    }
    let steps = SegmentMerger(inputs)
    #expect(try steps.writeCore(index.settings, to: index.store) == core)
    #expect(try steps.writeLayer(layers, coreName: core, to: index.store) == layer)
}
