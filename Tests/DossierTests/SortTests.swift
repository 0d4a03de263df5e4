import IndexAnalysis
import IndexCore
import IndexSearch
import PluginAPI
import TestSupport
import Testing

@testable import Dossier

private let keys: [SearchRequest.SortKey] = [.date, .title, .length, .facet("tag"), .facet("place")]

@Suite("Sorted hits and pages of them")
struct SortTests {
    @Test("Hits are in the order of a sort of all articles", arguments: [1, 2] as [UInt64])
    func order(seed: UInt64) throws {
        var articles = try RandomArticles(count: 160, seed: seed)
        for _ in 0..<12 {
            var request = articles.request()
            request.limit = 1000
            let matches = try articles.index.search(request).hits.map(\.reference.number).sorted()
            for key in keys {
                for isDescending in [false, true] {
                    request.sort = isDescending ? .descending(key) : .ascending(key)
                    request.limit = [3, 1000].randomElement(using: &articles.random) ?? 3
                    let expected = try matches.map { (try sortKey(key, isDescending, $0, articles), $0) }
                        .sorted { one, other in
                            if one.0 == other.0 { return one.1 < other.1 }
                            guard let first = one.0, let second = other.0 else { return one.0 != nil }
                            return isDescending
                                ? second.lexicographicallyPrecedes(first)
                                : first.lexicographicallyPrecedes(second)
                        }
                    let found = try articles.index.search(request)
                    #expect(
                        found.hits.map(\.reference.number) == expected.prefix(request.limit).map(\.1),
                        "\(request)")
                    #expect(found.total == matches.count)
                }
            }
        }
    }

    /// What a document is sorted by, as bytes; nil for nothing.
    private func sortKey(
        _ key: SearchRequest.SortKey, _ isDescending: Bool, _ number: UInt32, _ articles: RandomArticles
    ) throws -> [UInt8]? {
        let document = try articles.index.fetch(.init(number: number))
        let article = try #require(articles.source.articles[document.identifier])
        let tokenizer = articles.index.searcher.analyzer.makeTokenizer()
        func folded(_ text: String) -> [UInt8] { tokenizer.fold(Array(text.utf8)) }
        switch key {
        case .date: return article.date.map { Array($0.utf8) }
        case .title: return folded(document.title)
        case .length:
            let body = article.text.split(separator: "\n")[1]
            let count = body.split { !$0.isLetter }.count
            return [LengthTable.code(for: UInt32(count))]
        case .facet(let facet):
            let labels = try articles.values(of: article, facet: facet).map { id in
                facet == "tag" ? id : try #require(["KR": "South Korea", "JP": "Japan", "TR": "Turkey"][id])
            }
            let sorted = labels.map(folded).sorted { $0.lexicographicallyPrecedes($1) }
            return isDescending ? sorted.last : sorted.first
        }
    }

    @Test("Page by page every match comes exactly once, in the order of all", arguments: [3, 4] as [UInt64])
    func pages(seed: UInt64) throws {
        var articles = try RandomArticles(count: 160, seed: seed)
        let sorts = [.relevance] + keys.flatMap { [.ascending($0), .descending($0)] as [SearchRequest.Sort] }
        for _ in 0..<10 {
            for sort in sorts {
                var request = articles.request()
                request.sort = sort
                request.countsTotal = Bool.random(using: &articles.random)
                try articles.expectPages(of: request)
            }
        }
    }

    @Test("A place goes with its request and its index; another is refused")
    func places() throws {
        let articles = try RandomArticles(count: 80, seed: 5)
        var request = SearchRequest("grain")
        request.limit = 2
        let next = try #require(try articles.index.search(request).next)
        func isRefused(_ change: (inout SearchRequest) -> Void) -> Bool {
            var other = request
            other.after = next
            change(&other)
            return #expect(throws: DossierError.self) { try articles.index.search(other) }?.code
                == .badRequest
        }
        #expect(isRefused { $0.query = "radar" })
        #expect(isRefused { $0.sort = .ascending(.date) })
        #expect(isRefused { $0.filters = [.init(facet: "tag", value: "press")] })
        #expect(isRefused { $0.syntax = .raw })
        #expect(isRefused { $0.weighsBursts = false })
        #expect(isRefused { $0.fieldWeights = ["title": 2] })
        #expect(isRefused { $0.after = "-" + next })
        #expect(isRefused { $0.after = next + "0000000000" })
        #expect(isRefused { $0.after = "" })
        request.after = next
        request.countedFacets = ["tag"]
        request.limit = 5
        #expect(try articles.index.search(request).position == 2)
        var source = articles.source
        source.write("news/new", "News\n\nOf grain.\n")
        var options = IndexOptions()
        options.schema.facetFields = [FacetField("tag")]
        _ = try indexSources(
            [source], in: articles.folder.fileSystem, folder: "/index", plugins: SmallPlugins.make(),
            options: options)
        let later = try SearchIndex(path: articles.folder.path)
        let error = #expect(throws: DossierError.self) { try later.search(request) }
        #expect(error?.message.contains("the index or the request has changed") == true)
        // The index that was open stays as it was.
        #expect(try articles.index.search(request).position == 2)
    }

    @Test(
        "A place goes with what saved queries say, with the overlay, and with the article that others are like"
    )
    func meanings() throws {
        let articles = try RandomArticles(count: 80, seed: 8)
        func index() throws -> SearchIndex { try SearchIndex(path: articles.folder.path) }
        func next(_ results: SearchResults) throws -> String { try #require(results.next) }
        func isRefused(_ request: SearchRequest) throws -> Bool {
            let index = try index()
            do {
                _ = try index.search(request)
                return false
            } catch {
                return error.code == .badRequest
            }
        }
        try articles.index.save(query: "grain date:2013..", as: "mine")
        var request = SearchRequest("saved:mine")
        request.limit = 2
        request.after = try next(index().search(request))
        #expect(try !isRefused(request))
        try articles.index.save(query: "grain date:2012..", as: "mine")
        #expect(try isRefused(request))
        request.after = nil
        request.after = try next(index().search(request))
        #expect(try !isRefused(request))
        try articles.folder.write("overlay.tsv", Array("reject\ttag:press\n".utf8))
        #expect(try isRefused(request))

        request = SearchRequest("")
        request.limit = 1
        let subjects = try articles.identifiers(index().search(SearchRequest("grain treaty")).hits)
        request.after = try next(index().documents(like: subjects[0], request))
        #expect(try index().documents(like: subjects[0], request).position == 1)
        #expect(throws: DossierError.self) { try index().documents(like: subjects[1], request) }
    }

    @Test("Folded copies cannot be sorted or paged")
    func copies() throws {
        let articles = try RandomArticles(count: 80, seed: 6)
        var request = SearchRequest("grain")
        request.foldsCopies = true
        request.sort = .ascending(.date)
        let error = #expect(throws: DossierError.self) { try articles.index.search(request) }
        #expect(error?.code == .badRequest)
    }
}
