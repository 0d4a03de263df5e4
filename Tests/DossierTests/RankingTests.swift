import Foundation
import IndexSearch
import PluginAPI
import SearchOracle
import SourceAdapters
import TestSupport
import Testing

@testable import Dossier

@Suite("Recency, preferences and proximity")
struct RankingTests {
    // MARK: Against the oracle

    /// A model with some of what multiplies and adds.
    private func model(_ random: inout SeededGenerator, _ maker: inout QueryMaker) -> RankingModel {
        var model = RankingModel(
            weighsBursts: Bool.random(using: &random), fieldWeights: [0.5, 1, 1, 1, 1, 1])
        let kinds = Int.random(in: 1...7, using: &random)
        if kinds & 1 > 0 {
            model.recency = Recency(
                day: Int32.random(in: 15_500...18_000, using: &random),
                halfLifeDays: [0.5, 30, 365, 5000].randomElement(using: &random) ?? 1,
                weight: [0.01, 1, 3, 100].randomElement(using: &random) ?? 1)
        }
        if kinds & 2 > 0 { model.proximity = [0.01, 0.3, 1, 20].randomElement(using: &random) ?? 1 }
        if kinds & 4 > 0 {
            for number in 0..<Int.random(in: 1...3, using: &random) {
                model.preferences.append(
                    Preference(
                        maker.query(depth: 2),
                        factor: [0.01, 0.5, 1, 1.5, 100].randomElement(using: &random) ?? 1,
                        name: "preference \(number)"))
            }
        }
        return model
    }

    @Test("agree with the oracle bit for bit, whatever the query", arguments: [3_000, 8 << 20])
    func samples(runByteCount: Int) throws {
        let articles = try openSource(Golden.folder.appending(path: "articles").path)
        var pair = try OraclePair([articles], runByteCount: runByteCount)
        var random = SeededGenerator(state: 41)
        var maker = QueryMaker(words: pair.words, random: SeededGenerator(state: 42))
        let texts = [
            "", "*", "-sanctions", "+missile defence talks", "+the +of missile radar",
            "\"missile defence\" talks",
            "a - b the", "title:missile title:defence radar", "zone:lead (missile defence) radar",
            "the the the",
            "the^3 of^0.5 in", "missile AND defence AND talks", "missile OR (defence talks) OR radar",
        ]
        for _ in 0..<12 {
            pair.model = model(&random, &maker)
            try pair.check(maker.query(), limit: 10)
            try pair.check(.facet(name: "country", value: "KR"), limit: 5)
            let text = try #require(texts.randomElement(using: &random))
            try pair.check(
                text.isEmpty ? .all : pair.query(text), limit: [3, 300].randomElement(using: &random) ?? 3)
        }
    }

    @Test("agree with the oracle on thousands of short documents with many equal scores")
    func manyDocuments() throws {
        let folder = try TemporaryIndex()
        var random = SeededGenerator(state: 43)
        func word() -> String { "word\(Int(pow(300, Double.random(in: 0...1, using: &random))))" }
        var lines = ""
        for number in 0..<5_000 {
            let words = (0..<Int.random(in: 0...14, using: &random)).map { _ in word() }
            let date = CalendarDate(daysSinceEpoch: Int32(16_000 + number % 1500))
            let dated = number % 5 == 0 ? "" : "\"date\":\"\(date)\","
            let place = number % 3 == 0 ? "Seoul" : number % 61 == 0 ? "Tokyo" : ""
            lines += "{\"id\":\"d\(number)\",\"title\":\"word\(number % 50)\",\(dated)"
            lines += "\"text\":\"\(words.joined(separator: " ")) \(place) end\"}\n"
        }
        let path = folder.path + "/documents.jsonl"
        try lines.write(toFile: path, atomically: true, encoding: .utf8)
        var pair = try OraclePair([openSource(path)], runByteCount: 60_000)
        var maker = QueryMaker(words: (1...300).map { "word\($0)" }, random: SeededGenerator(state: 44))
        for limit in [1, 10, 100] {
            for _ in 0..<4 {
                var model = model(&random, &maker)
                let words = (0..<4).map { _ in Query.word(text: word(), field: nil, exact: false) }
                let filter = Query.facet(name: "country", value: "KR")
                // Where all are held back, no score is known before.
                if Bool.random(using: &random) {
                    model.preferences.append(Preference(.or(words), factor: 0.01, name: "all"))
                }
                pair.model = model
                for query in [
                    .or(words), .and([.or(words), filter]), .and(words.dropLast(2)), words[0], filter, .all,
                ] {
                    try pair.check(query, limit: limit)
                }
            }
        }
    }

    @Test("let a page behind a hit begin with the next one, whatever multiplies")
    func pagesOfModels() throws {
        let articles = try openSource(Golden.folder.appending(path: "articles").path)
        let pair = try OraclePair([articles], runByteCount: 3_000)
        var random = SeededGenerator(state: 45)
        var maker = QueryMaker(words: pair.words, random: SeededGenerator(state: 46))
        for query in [
            Query.all, .facet(name: "country", value: "US"), try pair.query("the missile talks of"),
        ] {
            for _ in 0..<6 {
                var options = SearchOptions()
                options.model = model(&random, &maker)
                options.limit = 1000
                let all = try pair.index.searcher.search(query, options).hits
                options.limit = 7
                options.countsTotal = Bool.random(using: &random)
                var found: [ScoredDocument] = []
                while found.count < all.count {
                    let page = try pair.index.searcher.search(query, options).hits
                    try #require(!page.isEmpty)
                    found += page
                    options.after = found.last
                }
                #expect(found == all)
            }
        }
    }

    // MARK: Laws

    @Test("halve the lead with every half-life, on either side of the day")
    func halving() {
        for (halfLife, weight) in [(1.0, 1.0), (30, 1), (7.5, 3), (365, 0.25), (0.5, 100)] {
            let recency = Recency(day: 17_000, halfLifeDays: halfLife, weight: weight)
            #expect(recency.factor(ofDate: 17_000) == 1 + weight)
            var last = Double.infinity
            for days in 0..<Int32(4_000) {
                let factor = recency.factor(ofDate: 17_000 - days)
                #expect(factor == recency.factor(ofDate: 17_000 + days))
                let expected = 1 + weight * exp2(-Double(days) / halfLife)
                #expect(abs(factor - expected) <= 1e-14 * expected)
                #expect(factor <= last && factor >= 1)
                last = factor
            }
        }
        let farthest = Recency(day: .max, halfLifeDays: 0.01, weight: 100)
        #expect(farthest.factor(ofDate: .min + 1) == 1)
    }

    /// The same article of some days, and one of another word.
    private func copies() throws -> (TemporaryFolder, SearchIndex) {
        let folder = try TemporaryFolder()
        var source = ArticleSource()
        let days = [
            "old": "2010-03-01", "new": "2020-03-01", "newest": "2020-03-31", "undated": nil,
            "later": "2021-01-01",
        ]
        for (name, day) in days.sorted(by: { $0.key < $1.key }) {
            source.write(
                "news/\(name)", "Harbour news\n\nThe grain treaty was signed in the harbour.\n", date: day)
        }
        source.write(
            "news/other", "Radar\n\nA grain of truth, and no other treaty but the radar.\n", tags: ["press"])
        var options = IndexOptions()
        options.schema.facetFields = [FacetField("tag")]
        _ = try indexSources(
            [source], in: folder.fileSystem, folder: "/index", plugins: SmallPlugins.make(), options: options)
        return (folder, try SearchIndex(path: folder.path))
    }

    private func names(_ request: SearchRequest, in index: SearchIndex) throws -> [String] {
        try index.search(request).hits.map { String(try index.fetch($0.reference).identifier.dropFirst(5)) }
    }

    @Test("put the newer copy of an article above the older one, and those without a date last")
    func newer() throws {
        let (folder, index) = try copies()
        defer { withExtendedLifetime(folder) {} }
        for text in ["harbour", "", "\"grain treaty\" signed"] {
            var request = SearchRequest(text)
            if text.isEmpty { request.filters = [.init(facet: "tag", values: ["press"], isExcluded: true)] }
            let plain = try index.search(request)
            #expect(Set(plain.hits.prefix(5).map(\.score)).count == 1)
            request.recency = .init(
                halfLifeDays: 90, day: try #require(CalendarDate(year: 2020, month: 4, day: 10)))
            let found = try names(request, in: index).filter { $0 != "other" }
            #expect(found == ["newest", "new", "later", "old", "undated"], "\(text)")
            let results = try index.search(request)
            #expect(results.total == plain.total)
            // One without a date has the score that it has without recency, or 1 where nothing scores.
            let undated = results.hits.map(\.score).min()
            #expect(undated == (text.isEmpty ? 1 : plain.hits.first?.score))
        }
    }

    @Test("lift what is preferred, hold back what is not wanted, and find all else as before")
    func preferences() throws {
        let (folder, index) = try copies()
        defer { withExtendedLifetime(folder) {} }
        for text in ["harbour radar", "treaty", "*", "date:2010 OR tag:press", "-nothing"] {
            var request = SearchRequest(text)
            let plain = try index.search(request)
            let names = try names(request, in: index)
            request.preferences = [.init("tag:press", weight: 50)]
            #expect(
                try self.names(request, in: index) == ["other"] + names.filter { $0 != "other" }, "\(text)")
            #expect(try index.search(request).total == plain.total)
            request.preferences = [.init("tag:press", weight: 0.01)]
            #expect(
                try self.names(request, in: index) == names.filter { $0 != "other" } + ["other"], "\(text)")
            // What nothing matches changes no order.
            request.preferences = [.init("tag:press AND harbour", weight: 9), .init("–"), .init("nowhere")]
            #expect(try self.names(request, in: index) == names)
        }
        var request = SearchRequest("harbour")
        request.syntax = .raw
        request.preferences = [.init("date:2010", weight: 3), .init("title:news", weight: 2)]
        let hits = try index.search(request).hits
        let scores = hits.map(\.score)
        #expect(try names(request, in: index)[0] == "old" && scores[0] == 3 * scores[1])
    }

    @Test("let words that stand close together count, wherever operators stand, and match nothing more")
    func closeWords() throws {
        let folder = try TemporaryFolder()
        var source = ArticleSource()
        let filling = String(repeating: "and then ", count: 5)
        source.write("news/a", "One\n\nGrain \(filling) treaty stands here.\n")
        source.write("news/b", "Two\n\nGrain \(filling) here stands a treaty on grain.\n")
        source.write("news/c", "Six of grain\n\nGrain \(filling) stands here alone.\n")
        _ = try indexSources(
            [source], in: folder.fileSystem, folder: "/index", plugins: SmallPlugins.make(),
            options: IndexOptions())
        let index = try SearchIndex(path: folder.path)
        for text in [
            "grain treaty", "treaty grain", "+treaty grain", "grain AND treaty", "zone:lead (grain^2 treaty)",
        ] {
            var request = SearchRequest(text)
            let plain = try index.search(request)
            let before = try #require(plain.hits.first { $0.reference.number == 1 }?.score)
            request.proximityWeight = 0.5
            let found = try index.search(request)
            #expect(found.total == plain.total, "\(text)")
            #expect(found.hits[0].reference.number == 1 && found.hits[0].score > before, "\(text)")
            // Nothing stands close together in the others.
            for hit in plain.hits where hit.reference.number != 1 {
                #expect(found.hits.contains(hit), "\(text)")
            }
            let label = try index.explain("news/b", request)?.parts.first { $0.label.contains("NEAR/6") }
            #expect(label?.parts.first?.label == "0.5 of the weight of the lighter one", "\(text)")
        }
        // Nothing is beside one word alone, and words of two fields stand nowhere together.
        for text in ["grain", "grain -", "title:six body:grain", "grain -treaty", "\"grain treaty\""] {
            var request = SearchRequest(text)
            let plain = try index.search(request)
            request.proximityWeight = 7
            #expect(try index.search(request).hits == plain.hits, "\(text)")
        }
    }

    @Test("explain each score as a product of named parts", arguments: [7, 8] as [UInt64])
    func explanations(seed: UInt64) throws {
        var articles = try RandomArticles(count: 120, seed: seed)
        for number in 0..<20 {
            var request = changed(articles.request(), &articles.random)
            request.limit = 40
            for hit in try articles.index.search(request).hits {
                let name = try articles.index.fetch(hit.reference).identifier
                let explanation = try #require(try articles.index.explain(name, request))
                #expect(Float(explanation.value) == hit.score, "\(number): \(request)")
                let product = explanation.parts.reduce(1) { $0 * $1.value }
                #expect(abs(product - explanation.value) <= 1e-12 * product)
                #expect(explanation.label == "product of" && explanation.parts[0].label == "sum of")
                let sum = explanation.parts[0]
                #expect(abs(sum.parts.reduce(0) { $0 + $1.value } - sum.value) <= 1e-12 * sum.value)
                let recency = try #require(explanation.parts.last)
                #expect(recency.label.hasPrefix("recency, "))
                if recency.parts.count == 3 {
                    let (weight, days, halfLife) = (
                        recency.parts[0].value, recency.parts[1].value, recency.parts[2].value
                    )
                    #expect(abs(1 + weight * exp2(-days / halfLife) - recency.value) < 1e-12 * recency.value)
                }
            }
        }
    }

    /// A request with all that this is about.
    private func changed(_ request: SearchRequest, _ random: inout SeededGenerator) -> SearchRequest {
        var request = request
        request.recency = .init(halfLifeDays: 4, day: CalendarDate(daysSinceEpoch: 16_012))
        request.recency?.weight = 2
        request.preferences = [
            .init("tag:press", weight: 1.5), .init("place:KR OR grain", weight: 0.25),
            .init("zone:title zoo"),
        ].filter { _ in Bool.random(using: &random) }
        request.proximityWeight = Bool.random(using: &random) ? 0.5 : 0
        return request
    }

    @Test("Page by page every match comes exactly once, in the order of all", arguments: [9, 10] as [UInt64])
    func pages(seed: UInt64) throws {
        var articles = try RandomArticles(count: 160, seed: seed)
        for _ in 0..<12 {
            var request = changed(articles.request(), &articles.random)
            request.sort =
                [.relevance, .descending(.date)].randomElement(using: &articles.random) ?? .relevance
            request.countsTotal = Bool.random(using: &articles.random)
            try articles.expectPages(of: request)
        }
    }

    @Test("are part of what a place in the hits belongs to")
    func places() throws {
        let articles = try RandomArticles(count: 80, seed: 11)
        var request = SearchRequest("grain radar")
        request.limit = 2
        request.recency = .init(halfLifeDays: 4, day: CalendarDate(daysSinceEpoch: 16_012))
        request.preferences = [.init("tag:press")]
        request.after = try articles.index.search(request).next
        #expect(try articles.index.search(request).position == 2)
        let changes: [(inout SearchRequest) -> Void] = [
            { $0.recency = nil }, { $0.recency?.halfLifeDays = 5 }, { $0.recency?.weight = 2 },
            { $0.recency?.day = CalendarDate(daysSinceEpoch: 16_013) }, { $0.preferences = [] },
            { $0.preferences[0].weight = 3 }, { $0.preferences[0].query = "tag:zone" },
            { $0.proximityWeight = 1 },
            { $0.fieldWeights = ["title": 2] }, { $0.weighsBursts = false },
        ]
        for (number, change) in changes.enumerated() {
            var other = request
            change(&other)
            #expect(throws: DossierError.self, "\(number)") { try articles.index.search(other) }
        }
    }

    @Test("refuse numbers that are out of range, and queries that are wrong")
    func complaints() throws {
        let (folder, index) = try copies()
        defer { withExtendedLifetime(folder) {} }
        let day = CalendarDate(daysSinceEpoch: 0)
        let wrong: [((inout SearchRequest) -> Void, String)] = [
            (
                { $0.recency = .init(halfLifeDays: 0, day: day) },
                "The half-life of recency, in days, is from 0.01"
            ),
            ({ $0.recency = .init(halfLifeDays: .nan, day: day) }, "not nan"),
            (
                {
                    $0.recency = .init(halfLifeDays: 1, day: day)
                    $0.recency?.weight = -1
                }, "The weight of recency is from 0.01 to 100.0, not -1.0"
            ),
            ({ $0.proximityWeight = 101 }, "The weight of proximity is from 0.01 to 100.0, not 101.0"),
            ({ $0.preferences = [.init("tag:press", weight: 0)] }, "The weight of ‘tag:press’ is from 0.01"),
            ({ $0.preferences = [.init(" ")] }, "this one is empty"),
            ({ $0.preferences = [.init("place:nowhere")] }, "No place is named ‘nowhere’"),
            (
                { $0.preferences = Array(repeating: .init("grain"), count: 11) },
                "at most 10 preferences, not 11"
            ),
            (
                {
                    $0.syntax = .strict
                    $0.preferences = [.init("(grain")]
                }, "The parenthesis is not closed"
            ),
        ]
        for (change, message) in wrong {
            for text in ["grain", ""] {
                var request = SearchRequest(text)
                change(&request)
                let error = #expect(throws: DossierError.self) { try index.search(request) }
                #expect(error?.message.contains(message) == true, "\(message): \(error?.message ?? "")")
                #expect(throws: DossierError.self) { try index.explain("news/old", request) }
                // Where nothing is ranked by scores, too.
                request.sort = .ascending(.date)
                #expect(throws: DossierError.self) { try index.search(request) }
            }
        }
    }
}
