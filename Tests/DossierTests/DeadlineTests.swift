import Foundation
import IndexSearch
import PluginAPI
import Synchronization
import TestSupport
import Testing

@testable import Dossier

/// A clock that runs out after so many looks at it.
private final class Clock: Sendable {
    private let state: Mutex<(lookCount: Int, limit: Int)>
    var lookCount: Int { state.withLock { $0.lookCount } }

    init(limit: Int = .max) { state = Mutex((0, limit)) }

    var isOver: @Sendable () -> Bool {
        {
            self.state.withLock { state in
                state.lookCount += 1
                return state.lookCount > state.limit
            }
        }
    }
}

/// As many articles in one segment, every third of grain, all of radar; each of a day of its own.
private func index(
    count: Int, in folder: TemporaryFolder, schema: (inout Schema) -> Void = { _ in }
) throws -> SearchIndex {
    var source = ArticleSource()
    for number in 0..<count {
        let text = "Radar\(number % 3 == 0 ? " and grain" : "") on hill \(number), said Bob\n"
        source.write(
            "news/\(100_000 + number)", "Report\n\n\(text)",
            date: CalendarDate(daysSinceEpoch: 10_000 + Int32(number)).description,
            tags: ["\(number)"])
    }
    var options = IndexOptions()
    options.schema.facetFields = [FacetField("tag")]
    schema(&options.schema)
    _ = try indexSources(
        [source], in: folder.fileSystem, folder: "/index", plugins: SmallPlugins.make(), options: options)
    let index = try SearchIndex(path: folder.path)
    try #require(index.statistics().segmentCount == 1)
    return index
}

@Suite("A search whose time runs out")
struct DeadlineTests {
    @Test("while it counts has the best hits", arguments: [false, true])
    func hitsFirst(isSideways: Bool) throws {
        let index = try index(count: 60, in: TemporaryFolder())
        var request = SearchRequest("radar grain")
        request.countedFacets = ["tag"]
        request.countsSideways = isSideways
        if isSideways { request.filters = [.init(facet: "tag", value: "0..59")] }
        let clock = Clock()
        let whole = try index.search(request, counting: [], isOver: clock.isOver).results
        #expect(!whole.isPartial && whole.hits.count == 10)
        var cutWithHits = 0
        for limit in 1..<clock.lookCount {
            let found = try index.search(request, counting: [], isOver: Clock(limit: limit).isOver).results
            guard found.isPartial, !found.hits.isEmpty else { continue }
            // The values of the filter's range may have been cut, too.
            #expect(isSideways || found.hits == whole.hits, "\(limit)")
            if found.hits == whole.hits, (10...60).contains(found.total) { cutWithHits += 1 }
        }
        #expect(cutWithHits > 0)
    }

    @Test("or whose memory does, tells so where hits are sorted or facets counted without a filter")
    func gathering() throws {
        let index = try index(count: 60, in: TemporaryFolder())
        let pattern = Query.pattern(.prefix("gra"), field: nil)
        let lists = [
            pattern, .within(zone: "body", pattern),
            .numbers(name: "tag", IndexSearch.NumberRange(from: 3, to: 50)),
        ]
        for list in lists {
            for (isOver, budget) in [(true, 1 << 20), (false, 0), (false, 1 << 20)] {
                var options = SearchOptions()
                options.isOver = { isOver }
                options.memoryBudget = budget
                let isPartial = isOver || budget == 0
                #expect(try index.searcher.gather(list, options) { _, _ in }.isPartial == isPartial)
                // The filter's pattern counts as the query's does.
                options.filters = [list]
                options.limit = 0
                #expect(try index.searcher.search(.all, options).isPartial == isPartial)
            }
        }
    }

    @Test("while the documents of an edited value are looked for does not take what it found for all of them")
    func editedValues() throws {
        let folder = try TemporaryFolder()
        _ = try index(count: 60, in: folder)
        let file = folder.path + "/changes.tsv"
        try "merge\ttag:1\ttag:2\nadd\ttag:2\twords\tgrain\n".write(
            toFile: file, atomically: true, encoding: .utf8)
        let index = try SearchIndex(path: folder.path, overlay: .file(file))
        let value = Query.facet(name: "tag", value: "2")
        var options = SearchOptions()
        options.isOver = { true }
        #expect(try index.searcher.search(value, options).isPartial)
        #expect(try index.searcher.search(value, SearchOptions()).total == 22)
    }

    @Test("looks at the clock more often where documents are read than where lists are")
    func looks() throws {
        let index = try index(count: 1500, in: TemporaryFolder())
        func lookCount(_ query: String, _ sort: SearchRequest.Sort) throws -> Int {
            var request = SearchRequest(query)
            request.sort = sort
            let clock = Clock()
            let found = try index.search(request, counting: [], isOver: clock.isOver).results
            #expect(found.total == 1500 && found.hits.count == 10)
            return clock.lookCount
        }
        #expect(try lookCount("radar", .ascending(.date)) == 1)
        #expect(try lookCount("=\"Radar\"", .ascending(.date)) == 3)
        #expect(try lookCount("radar", .descending(.title)) == 3)
    }

    @Test("keeps the best copies it had found, and says that there may be more")
    func folding() throws {
        let folder = try TemporaryFolder()
        var source = ArticleSource()
        let words = (0..<80).map { "harbour\($0 % 20) w\($0)" }.joined(separator: " ")
        for number in 0..<12 { source.write("news/\(100 + number)", "Radar\n\nRadar grain \(words)\n") }
        source.write("news/last", "Other\n\nOnce of grain it said, and nothing more.\n")
        _ = try indexSources(
            [source], in: folder.fileSystem, folder: "/index", plugins: SmallPlugins.make(),
            options: IndexOptions())
        let index = try SearchIndex(path: folder.path)
        let clusters = try index.copyClusters()
        let query = Query.or(["radar", "grain"].map { .word(text: $0, field: nil, exact: true) })
        func fold(_ clock: Clock) throws -> (outcome: SearchOutcome, hits: [Hit]) {
            var options = SearchOptions()
            (options.limit, options.isOver) = (2, clock.isOver)
            var hits: [Hit] = []
            return (try index.folded(query, options, clusters, into: &hits), hits)
        }
        let whole = try fold(Clock())
        #expect(whole.hits.count == 2 && !whole.outcome.isPartial)
        let first = Clock()
        var options = SearchOptions()
        (options.limit, options.isOver, options.columns) = (4, first.isOver, [clusters.column])
        #expect(try index.searcher.search(query, options).hits.count == 4)
        // The second search looks once before it begins.
        let cut = try fold(Clock(limit: first.lookCount + 1))
        #expect(cut.hits == Array(whole.hits.prefix(1)) && cut.outcome.isPartial)
        #expect(cut.outcome.total == 13)
    }

    @Test("by ranges or lengths says that counts are too low; all ranges and periods share one time")
    func ranges() throws {
        let index = try index(count: 1500, in: TemporaryFolder())
        var request = SearchRequest("radar grain")
        let all = (0..<1500).compactMap { NumberRange("\($0)..\($0)") }
        let whole = try index.rangeCounts(request, of: "tag", in: Array(all.prefix(9)))
        #expect(whole.counts.values.map(\.count) == [Int](repeating: 1, count: 9) && !whole.isPartial)
        let lengths = try index.lengthCounts(request, in: all)
        #expect(!lengths.isPartial)
        request.timeoutMilliseconds = 0
        let half = try #require(NumberRange("0..700"))
        #expect(try index.rangeCounts(request, of: "tag", in: [half]).isPartial)
        let cut = try index.lengthCounts(request, in: all)
        #expect(cut.isPartial || cut.counts == lengths.counts)
        // Far too little for all, enough for each.
        request.timeoutMilliseconds = 40
        #expect(try index.rangeCounts(request, of: "tag", in: all).isPartial)
        request.countedFacets = ["tag"]
        let timeline = try index.timeline(request, by: .day)
        #expect(timeline.isPartial && timeline.periods.count < 1500)
    }

    @Test("for each part alone leaves out parts that it could not count")
    func parts() throws {
        let index = try index(count: 60, in: TemporaryFolder())
        var request = SearchRequest("(radar OR hill) AND nowhere")
        let whole = try index.partCounts(of: request)
        #expect(whole.map(\.count) == [60, 0])
        request.timeoutMilliseconds = 0
        #expect(try index.partCounts(of: request).allSatisfy(whole.contains))
    }
}
