import IndexStorage
import TestSupport
import Testing

@testable import IndexCore

/// Values that documents of a segment state.
private struct Stated {
    var values: [[[UInt8]]]
    var core: Segment
    var layer: FacetLayer

    init(_ values: [[[UInt8]]], seed: UInt64, in index: SampleStore) throws {
        self.values = values
        core = try index.segment(of: sampleDocuments(count: values.count, seed: seed))
        var builder = StatedLayerBuilder(facet: "tag")
        for document in values { builder.append(document.map { builder.number(of: $0) }) }
        layer = try FacetLayer(
            try builder.write(coreName: core.name, to: index.store), of: core, in: index.fileSystem)
    }

    /// Ids that occur, ascending.
    var present: [[UInt8]] { Set(values.joined()).sorted { $0.lexicographicallyPrecedes($1) } }

    /// How many of the documents state each value, by reading them all.
    func counts(where matches: (Int) -> Bool) -> [[UInt8]: Int] {
        values.indices.filter(matches).reduce(into: [:]) { counts, document in
            for value in Set(values[document]) { counts[value, default: 0] += 1 }
        }
    }
}

/// Values for each of some documents; now and then one comes twice.
private func randomValues(_ count: Int, of valueCount: Int, upTo most: Int, seed: UInt64) -> [[[UInt8]]] {
    var random = SeededGenerator(state: seed)
    return (0..<count).map { _ in
        var values = (0..<Int.random(in: 0...most, using: &random)).map { _ in
            Array("v\(Int.random(in: 0..<valueCount, using: &random))".utf8)
        }
        if let first = values.first, Bool.random(using: &random) { values.append(first) }
        return values
    }
}

@Suite("A layer of values that documents state")
struct StatedLayerTests {
    private let index: SampleStore

    init() throws { index = try SampleStore() }

    @Test(
        "gives back every document's values, each once, without a mention",
        arguments: [(0, 5, 3, 1), (1, 5, 3, 1), (300, 40, 6, 1), (300, 400, 6, 2), (450, 1_000_000, 400, 4)])
    func roundTrip(count: Int, valueCount: Int, most: Int, width: Int) throws {
        let stated = try Stated(
            randomValues(count, of: valueCount, upTo: most, seed: 3), seed: 3, in: index)
        let (layer, present) = (stated.layer, stated.present)
        #expect(!layer.meta.hasMentions && layer.meta.ordinalWidth == width)
        #expect(try layer.valueIdentifiers() == present)
        let column = try layer.ordinals()
        for (document, values) in stated.values.enumerated() {
            let ordinals = try column.ordinals(of: UInt32(document))
            #expect(ordinals == ordinals.sorted() && Set(ordinals.map { present[$0] }) == Set(values))
            #expect(ordinals.count == Set(values).count)
            #expect(try layer.mentions(of: UInt32(document)) == [])
        }
        for (value, documents) in stated.counts(where: { _ in true }) {
            let entry = try #require(try layer.values().entry(of: value))
            #expect((entry.documentFrequency, entry.totalFrequency) == (documents, UInt64(documents)))
        }
        #expect(IndexCheck.problems(of: index.part(stated.core, layers: [layer])) == [])
    }

    @Test(
        "counts over any documents as reading them all does",
        arguments: [(40, 4), (40, 9), (200, 1), (400, 3), (1_000_000, 250)], UInt64(1)...3)
    func counts(shape: (valueCount: Int, most: Int), seed: UInt64) throws {
        let stated = try Stated(
            randomValues(700, of: shape.valueCount, upTo: shape.most, seed: seed), seed: seed, in: index)
        try expectCounts(stated, seed: seed)
    }

    @Test("has no offsets where every document states one value, and counts alike")
    func singleValues() throws {
        for valueCount in [3, 200, 300] {
            let values = (0..<600).map { [Array("v\($0 * 7 % valueCount)".utf8)] }
            let stated = try Stated(values, seed: 1, in: index)
            #expect(try SectionParts(stated.layer.name, in: index)[LayerSection.ordinalOffsets].isEmpty)
            try expectCounts(stated, seed: 5)
            #expect(IndexCheck.problems(of: index.part(stated.core, layers: [stated.layer])) == [])
        }
    }

    @Test("has neither offsets nor ordinals where no document states a value, and counts none")
    func noValues() throws {
        let stated = try Stated([[[UInt8]]](repeating: [], count: 130), seed: 1, in: index)
        let sections = try SectionParts(stated.layer.name, in: index)
        #expect(sections[LayerSection.ordinalOffsets].isEmpty && sections[LayerSection.ordinals].isEmpty)
        try expectCounts(stated, seed: 5)
        #expect(IndexCheck.problems(of: index.part(stated.core, layers: [stated.layer])) == [])
    }

    @Test(
        "tells offsets within 64 documents in as few bytes as they need",
        arguments: [(3, 1), (300, 2), (1100, 4)])
    func offsetWidths(valueCount: Int, width: Int) throws {
        let all = (0..<valueCount).map { Array("v\($0)".utf8) }
        let values = (0..<70).map { width > 2 || $0 == 67 ? all : [] }
        let stated = try Stated(values, seed: 1, in: index)
        let offsets = try SectionParts(stated.layer.name, in: index)[LayerSection.ordinalOffsets]
        #expect(offsets.count == 2 * 4 + 71 * width)
        try expectCounts(stated, seed: 5)
    }

    /// Over none, few, half, most and all of the documents.
    private func expectCounts(_ stated: Stated, seed: UInt64) throws {
        var random = SeededGenerator(state: seed)
        for share in [0, 1, 50, 98, 100] {
            let matches = stated.values.map { _ in Int.random(in: 0..<100, using: &random) < share }
            var counts = OrdinalCounts(of: try stated.layer.ordinals())
            var listed = counts
            // Two windows of words, as a search shows them.
            for base in stride(from: 0, to: matches.count, by: 320) {
                var words = [UInt64](repeating: 0, count: 5)
                for offset in 0..<min(320, matches.count - base) where matches[base + offset] {
                    words[offset / 64] |= 1 << UInt64(offset % 64)
                }
                try counts.count(words.span, from: UInt32(base))
            }
            // The same documents by number, in two lists.
            let numbers = matches.indices.filter { matches[$0] }.map { UInt32($0) }
            let half = numbers.count / 2
            for part in [Array(numbers[..<half]), Array(numbers[half...])] { try listed.count(part.span) }
            #expect(try listed.values() == counts.values())
            let expected = stated.counts { matches[$0] }
            #expect(try counts.values().map(Int.init) == stated.present.map { expected[$0] ?? 0 })
        }
    }

    @Test(
        "is merged to the bytes of one built from the live documents, in their order or another",
        arguments: UInt64(0)..<4, [false, true])
    func merge(seed: UInt64, isReordered: Bool) throws {
        let shapes: [(count: Int, most: Int, divisor: Int?)] = [
            (130, 3, nil), (70, 2, 3), (1, 1, seed == 0 ? 1 : nil), (200, 0, 2), (90, 4, 2),
        ]
        var (inputs, live, documents): ([SegmentMerger.Input], [[[UInt8]]], [SampleDocument]) = ([], [], [])
        var layers: [FacetLayer] = []
        for (number, shape) in shapes.enumerated() {
            let values = randomValues(shape.count, of: 90, upTo: shape.most, seed: seed + UInt64(number))
            let stated = try Stated(values, seed: UInt64(number + 1), in: index)
            let deletes = shape.divisor.map { sampleDeletes(of: stated.core, divisor: $0, seed: seed) }
            let kept = values.indices.filter { deletes?.contains(UInt32($0)) != true }
            let sample = sampleDocuments(count: shape.count, seed: UInt64(number + 1))
            inputs.append(SegmentMerger.Input(segment: stated.core, deletes: deletes))
            layers.append(stated.layer)
            live += kept.map { values[$0] }
            documents += kept.map { sample[$0] }
        }
        var merger = SegmentMerger(inputs)
        if isReordered {
            var random = SeededGenerator(state: seed)
            let order = live.indices.shuffled(using: &random)
            merger.reorder(order.map { UInt32($0) }, memoryBudgetBytes: 1 << 20)
            (live, documents) = (order.map { live[$0] }, order.map { documents[$0] })
        }
        let core = try merger.writeCore(index.settings, to: index.store)
        let name = try merger.writeLayer(layers, coreName: core, to: index.store)
        var builder = StatedLayerBuilder(facet: "tag")
        for document in live.map({ $0.reversed() }) {
            builder.append(document.map { builder.number(of: $0) })
        }
        #expect(try index.segment(of: documents).name == core)
        #expect(try builder.write(coreName: core, to: index.store) == name)
    }

    @Test("is not merged with one that a plugin found")
    func otherKind() throws {
        let documents = sampleDocuments(count: 4, seed: 7)
        let stated = try Stated([[], [], [], []], seed: 7, in: index)
        let found = try index.layer(of: documents, core: stated.core)
        let merger = SegmentMerger([stated.core, stated.core].map { .init(segment: $0, deletes: nil) })
        #expect(throws: StorageError.self) {
            try merger.writeLayer([stated.layer, found], coreName: "a.core", to: index.store)
        }
    }

    @Test(
        "of any contents gives an answer or an error, and never a trap",
        arguments: UInt64(0)..<6, [(9, 3, 4), (140, 400, 4), (70, 2, 1), (2, 70_000, 40_000)])
    func hostile(seed: UInt64, shape: (count: Int, valueCount: Int, most: Int)) throws {
        let values = randomValues(shape.count, of: shape.valueCount, upTo: shape.most, seed: 1)
        let stated = try Stated(values, seed: 1, in: index)
        let parts = try SectionParts(stated.layer.name, in: index)
        var random = SeededGenerator(state: seed)
        for _ in 0..<(shape.most > 100 ? 2 : 40) {
            try parts.mutated(&random).write(stated.layer.name, in: index)
            guard let layer = try? FacetLayer(stated.layer.name, of: stated.core, in: index.fileSystem) else {
                continue
            }
            _ = try? layer.contents()
            if let column = try? layer.ordinals() {
                var counts = OrdinalCounts(of: column)
                for words in [[UInt64](repeating: .max, count: 3), [UInt64](repeating: 0x5555, count: 3)] {
                    try? counts.count(words.span, from: 0)
                }
                try? counts.count([0, 1, 5, 139, .max].span)
                _ = try? counts.values()
            }
            _ = IndexCheck.problems(of: index.part(stated.core, layers: [layer]))
            let merger = SegmentMerger([SegmentMerger.Input(segment: stated.core, deletes: nil)])
            _ = try? merger.writeLayer(
                [layer], coreName: "a.core", to: CommitStore(ForgetfulFileSystem()))
        }
    }

    @Test("whose values or offsets lie is damage", arguments: [3, 300, 70_000])
    func lies(valueCount: Int) throws {
        // Every value occurs, so that only one of the last width's numbers is a value.
        let all = (0..<valueCount).map { Array("v\($0)".utf8) }
        let stated = try Stated([all, [all[0]], [], all], seed: 1, in: index)
        let sound = try SectionParts(stated.layer.name, in: index)
        func count(byNumber: Bool, _ change: (inout SectionParts) -> Void) throws {
            var parts = sound
            change(&parts)
            try parts.write(stated.layer.name, in: index)
            let layer = try FacetLayer(stated.layer.name, of: stated.core, in: index.fileSystem)
            var counts = OrdinalCounts(of: try layer.ordinals())
            if byNumber {
                try counts.count([0, 1, 2, 3].span)
            } else {
                try counts.count([0b1111].span, from: 0)
            }
            _ = try counts.values()
        }
        let lies: [(inout SectionParts) -> Void] = [
            { for byte in $0[LayerSection.ordinals].indices { $0[LayerSection.ordinals][byte] = 0xFF } },
            { $0[LayerSection.ordinalOffsets][7] = 0x7F }, { $0[LayerSection.ordinals].removeLast() },
            { $0[LayerSection.ordinalOffsets] = [] },
        ]
        for byNumber in [false, true] {
            try count(byNumber: byNumber) { _ in }
            for lie in lies {
                #expect(throws: StorageError.self) { try count(byNumber: byNumber, lie) }
            }
        }
        // A document beyond the last.
        try sound.write(stated.layer.name, in: index)
        var counts = OrdinalCounts(of: try stated.layer.ordinals())
        #expect(throws: StorageError.self) { try counts.count([0b10000].span, from: 0) }
        #expect(throws: StorageError.self) { try counts.count([4].span) }
    }
}
