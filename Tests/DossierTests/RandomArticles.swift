import PluginAPI
import TestSupport
import Testing

@testable import Dossier

/// Articles of random words, places, tags and days, in several segments of which some documents are deleted.
struct RandomArticles {
    static let words = ["harbour", "missile", "grain", "treaty", "radar"]
    static let places = ["Seoul": "KR", "Tokyo": "JP", "Ankara": "TR"]
    static let tags = ["press", "Émigré", "zone", "2010", "2012", "2015.5", "-3"]
    private static let titles = ["Émile", "emile", "Zoo", "an Ear", "ZOO", "apple"]

    let folder: TemporaryFolder
    let index: SearchIndex
    private(set) var source = ArticleSource()
    var random: SeededGenerator

    init(count: Int, seed: UInt64) throws {
        folder = try TemporaryFolder()
        random = SeededGenerator(state: seed)
        for number in 0..<count { Self.write(number, to: &source, &random) }
        try Self.update(source, folder)
        for number in 0..<count {
            if number % 7 == 3 { source.articles["news/\(number)"] = nil }
            if number % 11 == 5 { Self.write(number, to: &source, &random) }
        }
        try Self.update(source, folder)
        index = try SearchIndex(path: folder.path)
        let statistics = try index.statistics()
        try #require(statistics.segmentCount > 1 && statistics.deletedCount > 0)
    }

    private static func update(_ source: ArticleSource, _ folder: TemporaryFolder) throws {
        var options = IndexOptions()
        options.runByteCount = 2_000
        options.schema.facetFields = [FacetField("tag")]
        _ = try indexSources(
            [source], in: folder.fileSystem, folder: "/index", plugins: SmallPlugins.make(), options: options)
    }

    private static func write(
        _ number: Int, to source: inout ArticleSource, _ random: inout SeededGenerator
    ) {
        let title = titles.randomElement(using: &random) ?? ""
        let named = some(of: words, 0.4, &random) + some(of: places.keys.sorted(), 0.35, &random)
        let filling = String(repeating: "again ", count: Int.random(in: 1...60, using: &random))
        let day = CalendarDate(daysSinceEpoch: Int32.random(in: 16_000...16_020, using: &random))
        source.write(
            "news/\(number)", "\(title)\n\nOf \(named.joined(separator: ", ")) \(filling)\n",
            date: Int.random(in: 0..<5, using: &random) == 0 ? nil : day.description,
            tags: some(of: tags, 0.3, &random))
    }

    private static func some(
        of all: [String], _ chance: Double, _ random: inout SeededGenerator
    ) -> [String] {
        all.filter { _ in Double.random(in: 0..<1, using: &random) < chance }
    }

    /// One or two words, or none, and filters of every kind; without deadlines.
    mutating func request() -> SearchRequest {
        let isEmpty = Bool.random(using: &random)
        var request = SearchRequest(
            Self.some(of: Self.words, isEmpty ? 0 : 0.4, &random).joined(separator: " "))
        for _ in 0..<Int.random(in: 0...3, using: &random) { request.filters.append(filter()) }
        if Int.random(in: 0..<4, using: &random) == 0 { request.from = CalendarDate(daysSinceEpoch: 16_005) }
        return request
    }

    /// Pages of some length give every hit of a request exactly once, in the order of all.
    mutating func expectPages(of request: SearchRequest) throws {
        var request = request
        request.limit = 1000
        let all = try index.search(request)
        #expect(all.next == nil)
        request.limit = Int.random(in: 1...20, using: &random)
        var hits: [Hit] = []
        repeat {
            let page = try index.search(request)
            #expect(page.position == hits.count)
            hits += page.hits
            request.after = page.next
        } while request.after != nil && hits.count <= all.hits.count
        #expect(hits == all.hits, "\(request)")
    }

    mutating func filter() -> SearchRequest.Filter {
        let isTag = Bool.random(using: &random)
        let all = isTag ? Self.tags + ["2010..2012", "..2011"] : Self.places.values.sorted()
        var values = Self.some(of: all, 0.3, &random)
        if values.isEmpty { values = [all[0]] }
        return .init(
            facet: isTag ? "tag" : "place", values: values,
            isExcluded: Int.random(in: 0..<4, using: &random) == 0)
    }

    /// Identifiers of the articles that match, by reading all.
    func matches(_ request: SearchRequest) -> Set<String> {
        Set(source.articles.filter { matches($0.value, request) }.keys)
    }

    func values(of article: ArticleSource.Article, facet: String) -> Set<String> {
        if facet == "tag" { return Set(article.tags) }
        return Set(Self.places.filter { article.text.contains($0.key) }.values)
    }

    private func matches(_ article: ArticleSource.Article, _ request: SearchRequest) -> Bool {
        let words = request.query.split(separator: " ")
        if !words.isEmpty, !words.contains(where: { article.text.contains($0) }) { return false }
        if let from = request.from, (article.date ?? "") < from.description { return false }
        return request.filters.allSatisfy { filter in
            let carried = values(of: article, facet: filter.facet)
            let isCarried = filter.values.contains { value in
                guard let range = NumberRange(value) else { return carried.contains(value) }
                return carried.contains { Double($0).map(range.contains) ?? false }
            }
            return isCarried != filter.isExcluded
        }
    }

    func identifiers(_ hits: [Hit]) throws -> [String] {
        try hits.map { try index.fetch($0.reference).identifier }
    }
}
