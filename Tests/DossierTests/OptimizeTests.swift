import IndexCore
import IndexSearch
import IndexStorage
import PluginAPI
import TestSupport
import Testing

@testable import Dossier

/// Articles of five kinds in no order, indexed bit by bit, some of them changed or gone since.
private struct Collection {
    var source = ArticleSource()
    var words: [String] = []
    private var random: SeededGenerator
    private static let places = ["Seoul", "Tokyo", "Ankara", "Lima"]

    static let options = {
        var options = IndexOptions()
        options.runByteCount = 9000
        return options
    }()

    init(seed: UInt64) {
        random = SeededGenerator(state: seed)
        for number in 0..<500 { write(number) }
    }

    mutating func write(_ number: Int) {
        let kind = Int.random(in: 0..<5, using: &random)
        let text = (0..<Int.random(in: 5...30, using: &random)).map { _ in
            Int.random(in: 0..<4, using: &random) == 0
                ? "common\(Int.random(in: 0..<9, using: &random))s"
                : "kind\(kind)word\(Int.random(in: 0..<20, using: &random))"
        }
        if words.count < 4000 { words += text }
        let place = Self.places[Int.random(in: 0..<4, using: &random)]
        source.write(
            "news/\(number)",
            "Report \(number % 7) from \(place)\n\n\(text.joined(separator: " ")).\n",
            date: number % 9 == 0 ? nil : "20\(10 + number * 7 % 14)-0\(1 + number % 3)-02")
    }

    /// Articles that are changed, new and gone.
    mutating func change() {
        for number in stride(from: 3, to: 500, by: 11) { write(number) }
        for number in 500..<540 { write(number) }
        for number in stride(from: 5, to: 500, by: 13) { source.articles["news/\(number)"] = nil }
    }

    func update(in folder: TemporaryFolder) throws {
        let report = try indexSources(
            [source], in: folder.fileSystem, folder: folder.path, plugins: SmallPlugins.make(),
            options: Self.options)
        #expect(report.isComplete)
    }

    /// The index after both, of several segments with deletes, then optimized.
    static func index(seed: UInt64, _ change: (inout OptimizeOptions) -> Void) throws -> (
        Collection, TemporaryFolder
    ) {
        var collection = Collection(seed: seed)
        let folder = try TemporaryFolder()
        try collection.update(in: folder)
        collection.change()
        try collection.update(in: folder)
        let statistics = try SearchIndex(path: folder.path).statistics()
        #expect(statistics.segmentCount > 2 && statistics.deletedCount > 20)
        var options = OptimizeOptions()
        change(&options)
        try optimizeIndex(at: folder.path, options: options)
        return (collection, folder)
    }
}

/// What an index tells of each document, by id.
private func documents(_ index: SearchIndex) throws -> [String: String] {
    var told: [String: String] = [:]
    for identifier in try identifiers(index) {
        let document = try index.document(identifier)
        let date = document.published.map { "\($0)" } ?? "none"
        told[identifier] = """
            \(date) \(document.title) \(document.zones) \(document.text) \(try index.evidence(for: identifier))
            """
    }
    return told
}

/// All ids in the order of the index.
private func identifiers(_ index: SearchIndex) throws -> [String] {
    var request = SearchRequest("")
    request.limit = 1000
    return try index.search(request).hits.map { try index.fetch($0.reference).identifier }
}

/// Ids by score, so that only what has equal scores may change places.
private func answer(
    _ query: Query, _ index: SearchIndex, limit: Int, counts: Bool
) throws -> (scores: [UInt32], identifiers: [UInt32: Set<String>], total: Int, facets: [String: Int]) {
    var options = SearchOptions()
    options.limit = limit
    options.countsTotal = counts
    if counts { options.countedFacets = [0] }
    let outcome = try index.searcher.search(query, options)
    var identifiers: [UInt32: Set<String>] = [:]
    for hit in outcome.hits {
        let document = try index.fetch(DocumentReference(number: hit.document))
        identifiers[hit.score.bitPattern, default: []].insert(document.identifier)
    }
    let facets = outcome.facetCounts.joined().map { ($0.id, $0.count) }
    return (
        outcome.hits.map(\.score.bitPattern), identifiers, outcome.total,
        Dictionary(uniqueKeysWithValues: facets)
    )
}

@Suite("An optimized index") struct OptimizeTests {
    @Test(
        "answers every query with the same ids, counts and bit for bit the same scores in any order",
        arguments: [DocumentOrder.similarity, .date], [1, 2])
    func sameAnswers(order: DocumentOrder, seed: UInt64) throws {
        let (collection, plainFolder) = try Collection.index(seed: seed) { $0.order = .source }
        let (_, folder) = try Collection.index(seed: seed) { $0.order = order }
        let (plain, index) = (try SearchIndex(path: plainFolder.path), try SearchIndex(path: folder.path))
        #expect(try index.statistics().segmentCount == 1)
        #expect(index.check() == [])
        #expect(try identifiers(index) != identifiers(plain))
        #expect(try documents(index) == documents(plain))
        #expect(try Set(documents(index).keys) == Set(collection.source.articles.keys))

        var maker = QueryMaker(
            words: collection.words, random: SeededGenerator(state: seed), facet: "place",
            values: ["KR", "JP", "TR"])
        for _ in 0..<150 {
            let query = maker.query()
            let (expected, found) = (
                try answer(query, plain, limit: 1000, counts: true),
                try answer(query, index, limit: 1000, counts: true)
            )
            #expect(found == expected, "\(query)")
            let best = try answer(query, index, limit: 10, counts: false)
            #expect(best.scores == Array(expected.scores.prefix(10)), "\(query)")
            // All but those of the last score are certain.
            for (score, identifiers) in best.identifiers where score != best.scores.last {
                #expect(identifiers == expected.identifiers[score], "\(query)")
            }
        }
    }

    @Test("lists the newest articles first when that is asked for, those without a date last")
    func newestFirst() throws {
        let (_, folder) = try Collection.index(seed: 4) { $0.order = .date }
        let index = try SearchIndex(path: folder.path)
        let dates = try identifiers(index).map { try index.document($0).published?.daysSinceEpoch ?? .min }
        #expect(dates == dates.sorted(by: >))
        #expect(dates.contains(.min) && dates.count > 400)
    }

    @Test("has the same bytes for any number of threads and any memory for reading", arguments: [1, 3])
    func sameBytes(threadCount: Int) throws {
        func files(_ change: (inout OptimizeOptions) -> Void) throws -> Set<String> {
            let (_, folder) = try Collection.index(seed: 6, change)
            return Set(try folder.fileSystem.list().filter { $0.contains(".") })
        }
        let expected = try files { $0.order = .similarity }
        #expect(expected.count { $0.hasSuffix(".core") } == 1)
        #expect(
            try files {
                $0.order = .similarity
                $0.threadCount = threadCount
            } == expected)
        let byDate = try files { $0.order = .date }
        #expect(
            try files {
                $0.order = .date
                $0.memoryBudgetBytes = 1000
            } == byDate)
    }

    @Test(
        "is left as it is by the same again, and takes changes as any other",
        arguments: DocumentOrder.allCases)
    func goesOn(order: DocumentOrder) throws {
        var (collection, folder) = try Collection.index(seed: 8) { $0.order = order }
        var options = OptimizeOptions()
        options.order = order
        if order != .similarity {
            let before = try SearchIndex(path: folder.path).statistics()
            try optimizeIndex(at: folder.path, options: options)
            #expect(try SearchIndex(path: folder.path).statistics() == before)
        }
        try collection.update(in: folder)
        #expect(try SearchIndex(path: folder.path).statistics().segmentCount == 1)
        for _ in 0..<3 {
            collection.change()
            try collection.update(in: folder)
            let index = try SearchIndex(path: folder.path)
            #expect(index.check() == [])
            #expect(try Set(identifiers(index)) == Set(collection.source.articles.keys))
            for (identifier, article) in collection.source.articles.prefix(50) {
                let text = String(decoding: try index.document(identifier).text, as: UTF8.self)
                #expect(article.text.contains(text.suffix(20).drop { $0.isNewline }.dropLast(2)))
            }
        }
        try optimizeIndex(at: folder.path, options: options)
        let index = try SearchIndex(path: folder.path)
        #expect(index.check() == [])
        #expect(try index.statistics().segmentCount == 1)
        #expect(try Set(identifiers(index)) == Set(collection.source.articles.keys))
    }

    @Test("without a document, or where there is no index, is no trouble")
    func empty() throws {
        let folder = try TemporaryFolder()
        #expect(throws: DossierError.self) { try optimizeIndex(at: folder.path) }
        try SmallIndex.update(ArticleSource(), in: folder.fileSystem)
        for order in DocumentOrder.allCases {
            var options = OptimizeOptions()
            options.order = order
            try optimizeIndex(at: folder.path, options: options)
            #expect(try identifiers(SearchIndex(path: folder.path)) == [])
        }
    }

    @Test("is the old or the new one wherever power is lost while it is written")
    func powerLoss() throws {
        let folder = try TemporaryFolder()
        let recording = RecordingFileSystem(folder.fileSystem)
        var source = ArticleSource()
        for (name, place) in [("a", "Seoul"), ("b", "Tokyo"), ("c", "Ankara")] {
            source.write(
                "news/\(name)", "Report \(name)\n\nThe ministers of \(place) met.\n",
                date: "2015-06-0\(place.count)")
        }
        try SmallIndex.update(source, in: recording)
        source.write("news/b", "Report b\n\nThe ministers of Seoul left the harbour.\n", date: "2020-01-01")
        try SmallIndex.update(source, in: recording)
        let questions = Question.all(identifier: "news/a")
        let old = try questions.map { try $0.ask(SearchIndex(path: folder.path)) }
        let start = recording.trace.count
        var options = OptimizeOptions()
        options.order = .date
        try optimizeIndex(in: recording, options: options)
        let new = try questions.map { try $0.ask(SearchIndex(path: folder.path)) }

        var seen: Set<[String]> = []
        for prefix in start...recording.trace.count {
            for mode in [CrashSimulator.Mode.dropUnsynced, .tearLastWrite, .reorder(seed: 1)] {
                for state in CrashSimulator.states(recording.trace, prefix: prefix, mode: mode) {
                    let left = try TemporaryFolder()
                    try state.materialise(in: left.fileSystem)
                    let index = try SearchIndex(path: left.path)
                    let answers = try questions.map { try $0.ask(index) }
                    #expect(answers == new || answers == old, "\(prefix) operations, \(mode)")
                    #expect(index.check() == [], "\(prefix) operations, \(mode)")
                    seen.insert(answers)
                }
            }
        }
        #expect(seen == [old, new])
    }
}
