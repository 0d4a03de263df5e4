import IndexStorage
import Synchronization
import TestSupport
import Testing

@testable import IndexCore

@Test(
    "Segments merged in any order of documents have the bytes of one built from the documents in that order",
    arguments: [[(1, nil)], [(300, 3), (0, nil), (1, 1), (260, nil)], [(900, 9), (40, 1), (700, 2)]]
        as [[(Int, Int?)]],
    [1 << 30, 5000, 1])
func mergedInAnyOrder(shape: [(Int, Int?)], memoryBudgetBytes: Int) throws {
    let index = try SampleStore()
    var live: [SampleDocument] = []
    var (inputs, layers) = ([SegmentMerger.Input](), [FacetLayer]())
    for (number, batch) in shape.enumerated() {
        let documents = sampleDocuments(count: batch.0, seed: UInt64(number + 1))
        let segment = try index.segment(of: documents)
        let deletes = batch.1.map { sampleDeletes(of: segment, divisor: $0, seed: UInt64(number)) }
        inputs.append(SegmentMerger.Input(segment: segment, deletes: deletes))
        layers.append(try index.layer(of: documents, core: segment))
        live += documents.indices.filter { deletes?.contains(UInt32($0)) != true }.map { documents[$0] }
    }
    var random = SeededGenerator(state: UInt64(live.count))
    let order = live.indices.shuffled(using: &random)
    let expected = try SampleStore()
    let ordered = order.map { live[$0] }
    let core = try expected.segment(of: ordered)
    let layer = try expected.layer(of: ordered, core: core)

    var merger = SegmentMerger(inputs)
    merger.reorder(order.map { UInt32($0) }, memoryBudgetBytes: memoryBudgetBytes)
    let coreName = try merger.writeCore(index.settings, to: index.store)
    let layerName = try merger.writeLayer(layers, coreName: coreName, to: index.store)
    #expect(coreName == core.name)
    #expect(layerName == layer.name)
    #expect(try index.bytes(coreName) == expected.bytes(core.name))
    #expect(try index.bytes(layerName) == expected.bytes(layer.name))
}

@Test("Parts of documents follow one another, cover all, and are as many as the memory asks for")
func documentParts() {
    for documentCount in [0, 1, 7, 128, 1000] {
        for (byteCount, budget) in [(0, 1), (1000, 1 << 20), (1000, 100), (1000, 1), (1000, 0), (1000, -5)] {
            let parts = Array(
                DocumentParts(
                    documentCount: documentCount, byteCount: byteCount, memoryBudgetBytes: budget))
            #expect(parts.flatMap(Array.init) == Array(0..<documentCount))
            #expect(!parts.contains { $0.isEmpty })
            if budget > byteCount { #expect(parts.count <= 1) }
            if budget == 100 { #expect(parts.count >= min(documentCount, 10)) }
        }
    }
}

/// Documents of `clusterCount` kinds, each with terms of its own besides those of all, in a seeded order.
private func clusteredIndex(documentCount: Int, clusterCount: Int, seed: UInt64) -> ForwardIndex {
    var random = SeededGenerator(state: seed)
    let documents = (0..<documentCount).map { _ -> [UInt32] in
        let cluster = Int.random(in: 0..<clusterCount, using: &random)
        let own = (0..<20).map { _ in UInt32(50 + 40 * cluster + Int.random(in: 0..<40, using: &random)) }
        let common = (0..<5).map { _ in UInt32.random(in: 0..<50, using: &random) }
        return Set(own + common).sorted()
    }
    return ForwardIndex(counts: documents.map { UInt32($0.count) }, termCount: 50 + 40 * clusterCount) {
        append in
        for (document, terms) in documents.enumerated() {
            for term in terms { append(UInt32(document), term) }
        }
    }
}

@Test(
    "Bisection gives a permutation, the same for any number of threads, whose gaps are never longer",
    arguments: [0, 1, 2, 63, 64, 65, 127, 128, 1000, 5000], [1, 3, 40])
func bisectionPermutes(documentCount: Int, clusterCount: Int) throws {
    for seed in 1...3 {
        let index = clusteredIndex(
            documentCount: documentCount, clusterCount: clusterCount, seed: UInt64(seed))
        let bisection = GraphBisection(index)
        let order = try bisection.order(threadCount: 1)
        #expect(order.sorted() == Array(0..<UInt32(documentCount)))
        #expect(try bisection.order(threadCount: 3) == order)
        let original = bisection.gapCost(of: Array(0..<UInt32(documentCount)))
        #expect(bisection.gapCost(of: order) <= original)
        // Kinds that are many and large are found.
        if documentCount >= 1000, clusterCount == 40 {
            #expect(bisection.gapCost(of: order) < original * 6 / 10)
        }
    }
}

@Test("An order with which no gap can become shorter is left as it is")
func goodOrderStays() throws {
    let index = ForwardIndex(
        counts: [UInt32](repeating: 1, count: 1024), termCount: 8
    ) { append in
        for document in 0..<UInt32(1024) { append(document, document / 128) }
    }
    #expect(try GraphBisection(index).order(threadCount: 2) == Array(0..<1024))
}

@Test("The gaps of an order cost the logarithms of their lengths")
func gapCostIsExact() {
    // Term 0 in all documents, term 1 in the first and the last.
    let index = ForwardIndex(counts: [2, 1, 1, 1, 2], termCount: 2) { append in
        for document in 0..<UInt32(5) { append(document, 0) }
        append(0, 1)
        append(4, 1)
    }
    let bisection = GraphBisection(index)
    #expect(bisection.gapCost(of: [0, 1, 2, 3, 4]) == 2 << 10)
    #expect(bisection.gapCost(of: [0, 4, 1, 2, 3]) == 0)
    // 2 to the first and, from there, 1.
    #expect(bisection.gapCost(of: [1, 0, 4, 2, 3]) == 1 << 10)
}

@Test("Progress of ordering ends with all that was to do")
func orderingProgress() throws {
    let index = clusteredIndex(documentCount: 700, clusterCount: 9, seed: 5)
    let most = Mutex((done: 0, total: 0))
    _ = try GraphBisection(index).order(threadCount: 3) { done, total in
        most.withLock { $0 = (max($0.done, done), total) }
    }
    #expect(most.withLock { $0.done == $0.total && $0.total > 0 })
}

@Test("With little memory only frequent terms are compared, and deleted documents never")
func comparedTerms() throws {
    let index = try SampleStore()
    let documents = sampleDocuments(count: 2000, seed: 3)
    let segment = try index.segment(of: documents)
    let deletes = sampleDeletes(of: segment, divisor: 4, seed: 9)
    let merger = SegmentMerger([.init(segment: segment, deletes: deletes)])
    let whole = try merger.forwardIndex(MergeLimits(), leastFrequency: 8)
    #expect(whole.documentCount == 2000 - deletes.count)
    // What it holds, told from the documents.
    let live = documents.indices.filter { !deletes.contains(UInt32($0)) }
    var frequencies: [[String: Int]] = [[:], [:]]
    for document in documents {
        for field in 0...1 {
            for word in Set(document.fields[field]) { frequencies[field][word, default: 0] += 1 }
        }
    }
    let range = 8...(live.count / 8)
    let counts = live.map { number in
        (0...1).reduce(0) { sum, field in
            sum + Set(documents[number].fields[field]).count { range.contains(frequencies[field][$0] ?? 0) }
        }
    }
    #expect(zip(whole.starts.dropFirst(), whole.starts).map { $0 - $1 } == counts.map { UInt64($0) })
    #expect(counts.contains { $0 > 3 })

    let fixed = 48 * live.count + 16 * whole.termCount
    let postings = Int(whole.starts[live.count])
    var limits = MergeLimits(threadCount: 1, memoryBudgetBytes: fixed + 4 * postings / 2)
    let half = try merger.forwardIndex(limits, leastFrequency: 8)
    #expect(half.termCount < whole.termCount)
    #expect(half.starts[live.count] <= postings / 2 && half.starts[live.count] > 0)
    limits.memoryBudgetBytes = 1
    #expect(try merger.forwardIndex(limits, leastFrequency: 8).starts[live.count] == 0)
}
