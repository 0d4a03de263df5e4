import PluginAPI
import TestSupport
import Testing

@testable import Dossier
@testable import IndexSearch

@Suite("What is asked beyond measure")
struct RequestLimitTests {
    @Test("Limits and offsets may be as great as numbers are", arguments: [Int.max, .max - 1, 1 << 40])
    func greatLimits(limit: Int) throws {
        let articles = try RandomArticles(count: 80, seed: 11)
        for sort in [.relevance, .ascending(.date), .descending(.title)] as [SearchRequest.Sort] {
            for (folds, isSideways) in [(false, false), (false, true), (true, false)] {
                var request = SearchRequest("grain radar")
                (request.sort, request.countsSideways) = (sort, isSideways)
                request.foldsCopies = folds && sort == .relevance
                request.filters = [.init(facet: "tag", values: ["press", "zone"])]
                request.countedFacets = ["tag"]
                request.limit = 1000
                let all = try articles.index.search(request).hits
                request.limit = limit
                #expect(try articles.index.search(request).hits == all)
                for offset in [1, all.count, Int.max] {
                    request.offset = offset
                    let results = try articles.index.search(request)
                    #expect(results.hits == Array(all.dropFirst(offset)) && results.next == nil)
                }
                request.limit = 3
                #expect(try articles.index.search(request).hits.isEmpty)
            }
        }
        var request = SearchRequest("")
        (request.limit, request.offset, request.foldsCopies) = (limit, 1, true)
        let identifier = try articles.identifiers(articles.index.search(SearchRequest("grain")).hits)[0]
        #expect(try articles.index.documents(like: identifier, request).hits.count > 1)
    }

    @Test("Limits below 0 and a k1 that loses what it is to rank are refused")
    func refused() throws {
        let index = try RandomArticles(count: 40, seed: 12).index
        let changes: [(inout SearchRequest) -> Void] = [
            { $0.limit = -1 }, { $0.offset = .min }, { $0.facetValueLimit = -1 }, { $0.k1 = 1000.5 },
            { $0.k1 = .greatestFiniteMagnitude }, { $0.k1 = .nan }, { $0.k1 = -0.1 }, { $0.b = 1.1 },
        ]
        for change in changes {
            var request = SearchRequest("grain")
            change(&request)
            #expect(throws: DossierError.self, "\(request)") { try index.search(request) }
        }
        var request = SearchRequest("grain")
        let total = try index.search(request).total
        (request.k1, request.limit) = (1000, 1000)
        #expect(try index.search(request).hits.count == total)
    }

    @Test("Boosts within each other leave scores that are numbers, and their order")
    func boosts() throws {
        let index = try RandomArticles(count: 80, seed: 16).index
        let plain = try index.search(SearchRequest("grain radar")).hits
        for boost in ["1000000", "0", "0.000001"] {
            let nested = String(repeating: "(", count: 60) + "grain radar"
            let text = nested + String(repeating: ")^\(boost)", count: 60)
            let hits = try index.search(SearchRequest(text)).hits
            #expect(hits.count == plain.count && hits.allSatisfy { $0.score.isFinite })
            if boost == "1000000" { #expect(hits.map(\.reference) == plain.map(\.reference)) }
        }
    }

    @Test("A timeline of far too many periods is refused with what to do, a long one is not")
    func periods() throws {
        let folder = try TemporaryFolder()
        var source = ArticleSource()
        for (number, day) in ["0201-01-03", "1950-01-01", "2016-05-01"].enumerated() {
            source.write("n\(number)", "News\n\nRadar.\n", date: day)
        }
        _ = try indexSources(
            [source], in: folder.fileSystem, folder: "/index", plugins: SmallPlugins.make(),
            options: IndexOptions())
        let index = try SearchIndex(path: folder.path)
        var request = SearchRequest("radar")
        #expect(try index.timeline(request, by: .month).periods.count == 21_785)
        let error = #expect(throws: DossierError.self) { try index.timeline(request, by: .day) }
        #expect(error?.code == .badRequest && error?.message.contains("663035 days") == true, "\(error)")
        request.from = CalendarDate(iso8601: "1900-01-01")
        #expect(try index.timeline(request, by: .day).periods.count == 24_228)
    }

    @Test("A query of too many words is cut, refused by a strict search, and by one of words as they are")
    func words() throws {
        let index = try RandomArticles(count: 40, seed: 13).index
        let text = (0..<4096).map { "w\($0)" }.joined(separator: " ")
        var request = SearchRequest(text + " grain")
        #expect(try index.search(request).total == 0)
        #expect(
            index.problems(ofQuery: request.query).map(\.reason) == [
                "A query has at most 4096 words, not 4097."
            ])
        for syntax in [.strict, .raw] as [SearchRequest.Syntax] {
            request.syntax = syntax
            #expect(throws: DossierError.self) { try index.search(request) }
        }
        for syntax in [.lenient, .strict, .raw] as [SearchRequest.Syntax] {
            request = SearchRequest("grain " + text.dropFirst("w0 ".count))
            request.syntax = syntax
            #expect(try index.search(request).total > 0)
        }
        // Of what is cut one word is left, or two.
        for end in [
            "\"grain radar of\"~2", "(grain NEAR radar PRE/2 of)", "=\"Grain radar of\"", "-(grain radar)",
        ] {
            for count in [4094, 4095] {
                let words = text.split(separator: " ").prefix(count).joined(separator: " ")
                #expect(try index.search(SearchRequest(words + " " + end)).hits.count >= 0)
            }
        }
    }

    @Test("The working memory of one segment serves another")
    func memory() throws {
        let articles = try RandomArticles(count: 160, seed: 15)
        let searcher = articles.index.searcher
        let words = RandomArticles.words.map { Query.word(text: $0, field: nil, exact: true) }
        let clause = try searcher.compile(.or(words), RankingModel())
        for isRanked in [true, false] {
            let memory = SearchMemory()
            var ranking = try SearchRun(searcher, SearchOptions(), nil, memory)
            var gathering = try GatheringRun(searcher, SearchOptions(), memory)
            var byteCounts: [Int] = []
            for _ in 0..<20 {
                _ =
                    try isRanked
                    ? ranking.search(clause, part: 0)
                    : gathering.search(clause, [], part: 0, visits: false) { _, _ in }
                byteCounts.append(memory.blockByteCount)
            }
            #expect(Set(byteCounts).count == 1, "\(byteCounts)")
            #expect(try ranking.finish().total + gathering.finish().total > 0)
        }
    }

    @Test("The order of a facet's values is made once")
    func orders() throws {
        let index = try RandomArticles(count: 40, seed: 14).index
        let facets = try index.searcher.resolver.facetIndices("tag")
        let order = try index.searcher.valueOrder(ofFacets: facets)
        #expect(try index.searcher.valueOrder(ofFacets: facets) === order)
        let others = try index.searcher.resolver.facetIndices("place")
        #expect(try index.searcher.valueOrder(ofFacets: others) !== order)
    }
}
