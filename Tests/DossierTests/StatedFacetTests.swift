import Foundation
import PluginAPI
import SourceAdapters
import StandardPlugins
import TestSupport
import Testing

@testable import Dossier

/// Articles with random words and tags, and the index of them.
private struct TaggedArticles {
    let folder: TemporaryIndex
    var source = ArticleSource()
    private var random: SeededGenerator
    private let tagCount: Int
    static let words = ["harbour", "grain", "radar", "treaty"]

    init(count: Int, tagCount: Int, seed: UInt64) throws {
        folder = try TemporaryIndex()
        random = SeededGenerator(state: seed)
        self.tagCount = tagCount
        for number in 0..<count { write(number) }
    }

    /// An article of this number with other words and tags.
    mutating func write(_ number: Int) {
        let words = Self.words.filter { _ in Bool.random(using: &random) }
        let place = ["Seoul", "Tokyo"][Int.random(in: 0...1, using: &random)]
        let tags = (0..<Int.random(in: 0...3, using: &random)).map { _ in
            "t\(Int.random(in: 0..<tagCount, using: &random))"
        }
        source.write(
            "news/\(number)", "Report \(number)\n\nSaid in \(place): \(words.joined(separator: " ")).\n",
            tags: tags)
    }

    @discardableResult
    func update(
        facet: String? = "tag", plugins: PluginSet? = nil, _ change: (inout IndexOptions) -> Void = { _ in }
    ) throws -> IndexReport {
        var options = IndexOptions()
        options.runByteCount = 2_000
        options.schema.facetFields = facet.map { [FacetField("tags", facet: $0)] } ?? []
        change(&options)
        return try indexSources(
            [source], at: folder.path, plugins: try plugins ?? SmallPlugins.make(), options: options)
    }

    func open() throws -> SearchIndex { try SearchIndex(path: folder.path) }

    /// Tags of the articles that hold a word, or of all; each once an article, with how many have it.
    func counts(_ word: String?, tag: String? = nil) -> [String: Int] {
        matching(word, tag: tag).reduce(into: [:]) { counts, article in
            for tag in Set(article.tags) { counts[tag, default: 0] += 1 }
        }
    }

    func matching(_ word: String?, tag: String?) -> [ArticleSource.Article] {
        source.articles.values.filter { article in
            (word.map(article.text.contains) ?? true) && (tag.map(article.tags.contains) ?? true)
        }
    }

    /// Totals and counts of the index are those of reading all articles.
    func check() throws {
        let index = try open()
        #expect(index.check() == [])
        for word in Self.words.map(Optional.some) + [nil] {
            for tag in [nil, "t0", "t1", "t2"] as [String?] {
                var request = SearchRequest(word ?? "")
                request.countedFacets = ["tag"]
                if let tag {
                    guard counts(nil)[tag] != nil else { continue }
                    request.filters = [.init(facet: "tag", value: tag)]
                }
                let expected = counts(word, tag: tag)
                let results = try index.search(request)
                #expect(results.total == matching(word, tag: tag).count)
                let values = results.facets[0].values
                #expect(Dictionary(uniqueKeysWithValues: values.map { ($0.id, $0.count) }) == expected)
                let order = values.map { ($0.count, $0.id) }
                #expect(zip(order, order.dropFirst()).allSatisfy { ($1.0, $0.1) < ($0.0, $1.1) })
                for limit in [0, 1, 3, 1000] {
                    request.facetValueLimit = limit
                    let counts = try index.search(request).facets[0]
                    // What the filter names is told wherever it stands.
                    let wanted = values.enumerated().filter { $0 < limit || $1.id == tag }.map(\.element)
                    #expect(counts.values == wanted)
                    #expect(counts.valueCount == values.count)
                }
            }
        }
    }
}

@Suite("Facet values that sources state")
struct StatedFacetTests {
    @Test(
        "are counted and filtered as reading all documents does: in segments, after deletes, updates and joining",
        arguments: [(300, 8), (120, 500)], UInt64(1)...2)
    func counts(shape: (count: Int, tagCount: Int), seed: UInt64) throws {
        var articles = try TaggedArticles(count: shape.count, tagCount: shape.tagCount, seed: seed)
        try articles.update()
        #expect(try articles.open().statistics().segmentCount > 2)
        try articles.check()
        for number in 0..<shape.count {
            if number % 9 == 4 {
                articles.source.articles["news/\(number)"] = nil
            } else if number % 7 == 2 {
                articles.write(number)
            }
        }
        try articles.update()
        #expect(try articles.open().statistics().deletedCount > 0)
        try articles.check()
        try optimizeIndex(at: articles.folder.path)
        try articles.check()
    }

    @Test("give the same bytes for any number of threads")
    func sameBytes() throws {
        func files(threadCount: Int) throws -> [String: Data] {
            let articles = try TaggedArticles(count: 200, tagCount: 30, seed: 4)
            try articles.update { $0.threadCount = threadCount }
            let path = articles.folder.path
            let names = try FileManager.default.contentsOfDirectory(atPath: path).filter { $0 != "lock" }
            return try names.reduce(into: [:]) {
                $0[$1] = try Data(contentsOf: URL(fileURLWithPath: path + "/" + $1))
            }
        }
        #expect(try files(threadCount: 1) == files(threadCount: 3))
    }

    @Test("stay when a plugin's table changes, and when a later run does not name them")
    func kept() throws {
        var articles = try TaggedArticles(count: 60, tagCount: 5, seed: 2)
        try articles.update()
        let row = "FR\tFrance\tParis\tcapital\tcaps\t"
        let report = try articles.update(facet: nil, plugins: SmallPlugins.make(rows: [row]))
        #expect(report.rebuiltFacets == ["place"])
        #expect((report.addedCount, report.updatedCount) == (0, 0))
        try articles.check()
        articles.write(7)
        #expect(try articles.update(facet: nil).updatedCount == 1)
        try articles.check()
    }

    @Test(
        "come to an index that did not have them: its documents are read again, those that state none are left"
    )
    func added() throws {
        var articles = try TaggedArticles(count: 40, tagCount: 5, seed: 9)
        let all = articles.source.articles
        for name in all.keys { articles.source.articles[name]?.tags = [] }
        try articles.update(facet: nil)
        #expect(try articles.open().facetNames == ["place", "publisher", "republished-from"])
        // As records that stated values all along, which were not asked for.
        articles.source.articles = all
        let report = try articles.update()
        #expect(report.unchangedCount == all.values.count { $0.tags.isEmpty })
        #expect(report.updatedCount == all.values.count { !$0.tags.isEmpty })
        try articles.check()
        #expect(try articles.update().unchangedCount == all.count)
    }

    @Test("are told as stated, without words")
    func evidence() throws {
        var articles = try TaggedArticles(count: 3, tagCount: 5, seed: 1)
        articles.source.write("news/x", "Title\n\nSaid in Seoul.\n", tags: ["b", "a c", "b"])
        try articles.update()
        let index = try articles.open()
        let evidence = try index.evidence(for: "news/x")
        #expect(evidence.map(\.facet) == ["place", "tag", "tag"])
        #expect(evidence.map(\.id) == ["KR", "a c", "b"])
        #expect(evidence.map(\.label).suffix(2) == ["a c", "b"])
        #expect(evidence.map(\.isStated) == [false, true, true])
        var request = SearchRequest("seoul")
        request.filters = [.init(facet: "tag", value: "A  C"), .init(facet: "place", value: "KR")]
        let explanation = try index.explain("news/x", request)
        let labels = explanation?.parts.map(\.label) ?? []
        #expect(labels.contains("tag a c, stated by the source"))
        #expect(labels.contains("place KR, named in the text"))
        #expect(explanation?.parts.reduce(0) { $0 + $1.value } == explanation?.value)
        let facets = try index.statistics().facets
        #expect(facets.map(\.pluginVersion) == [1, nil, nil, nil])
    }

    @Test("are named as they stand, else in any case; unknown ones are refused with names like them")
    func names() throws {
        var articles = try TaggedArticles(count: 0, tagCount: 1, seed: 1)
        articles.source.write("a", "T\n\nx\n", tags: ["us", "US"])
        articles.source.write("b", "T\n\nx\n", tags: ["US", "Côte d’Azur"])
        try articles.update()
        let index = try articles.open()
        func total(_ value: String) throws -> Int {
            var request = SearchRequest("")
            request.filters = [.init(facet: "tag", value: value)]
            return try index.search(request).total
        }
        #expect(try (total("us"), total("US"), total("cote d’azur")) == (1, 2, 1))
        #expect(try index.search(SearchRequest("tag:us")).total == 1)
        #expect(#expect(throws: DossierError.self) { try total("uS") }?.code == .ambiguousValue)
        let unknown = #expect(throws: DossierError.self) { try total("côte d’azul") }
        #expect(unknown?.code == .unknownValue && unknown?.message.contains("Côte d’Azur") == true)
    }

    @Test("that no index can hold are reported and left out; the document and its other values stay")
    func badValues() throws {
        var articles = try TaggedArticles(count: 0, tagCount: 1, seed: 1)
        let long = String(repeating: "x", count: FacetField.maximumValueByteCount)
        let many = (0...FacetField.maximumValueCount).map { "m\($0)" }
        articles.source.write("a", "T\n\nwords\n", tags: ["", "ok", " \n", long, long + "y"])
        articles.source.write("b", "T\n\nwords\n", tags: many)
        let report = try articles.update()
        #expect(report.addedCount == 2 && !report.isComplete)
        #expect(report.problems.map(\.path) == ["a", "a", "b"])
        #expect(report.problems[0].reason == "2 values of the facet tag left out: empty")
        #expect(report.problems[1].reason == "a value of the facet tag left out: longer than 512 bytes")
        #expect(
            report.problems[2].reason
                == "a value of the facet tag left out: beyond the first 1024 of the document")
        let index = try articles.open()
        #expect(try index.search(SearchRequest("words")).total == 2)
        #expect(try index.evidence(for: "a").map(\.id) == ["ok", long])
        #expect(try index.evidence(for: "b").count == FacetField.maximumValueCount)
        #expect(index.check() == [])
    }

    @Test(
        "of a facet that cannot be named so are refused before anything is written",
        arguments: ["actor", "date", "title", "place", "a b", "a:b", ""])
    func badNames(name: String) throws {
        let articles = try TaggedArticles(count: 2, tagCount: 1, seed: 1)
        let error = #expect(throws: DossierError.self) { try articles.update(facet: name) }
        #expect(error?.code == .badRequest && error?.message.contains("‘\(name)’") == true)
        #expect(throws: DossierError.self) { try articles.open() }
        // The same where there is an index already.
        try articles.update(facet: nil)
        #expect(throws: DossierError.self) { try articles.update(facet: name) }
        #expect(try articles.open().facetNames == ["place", "publisher", "republished-from"])
    }
}
