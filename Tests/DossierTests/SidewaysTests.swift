import TestSupport
import Testing

@testable import Dossier

@Suite("Filters and counts of facets")
struct SidewaysTests {
    @Test(
        "Any, all or none of a facet's values: matches are those of reading every article",
        arguments: [1, 2] as [UInt64])
    func filters(seed: UInt64) throws {
        var articles = try RandomArticles(count: 160, seed: seed)
        for _ in 0..<80 {
            var request = articles.request()
            request.limit = 1000
            let found = try articles.index.search(request)
            #expect(Set(try articles.identifiers(found.hits)) == articles.matches(request), "\(request)")
            #expect(found.total == found.hits.count)
            // Those that have any of the values and those that have none are all.
            let filter = articles.filter()
            func count(_ isExcluded: Bool) throws -> Int {
                var part = request
                part.filters.append(.init(facet: filter.facet, values: filter.values, isExcluded: isExcluded))
                return try articles.index.search(part).total
            }
            #expect(try count(false) + count(true) == found.total)
        }
    }

    @Test(
        "Each facet is counted as if the filters on it were off, and hits stay what they are",
        arguments: [3, 4] as [UInt64])
    func sideways(seed: UInt64) throws {
        var articles = try RandomArticles(count: 160, seed: seed)
        for _ in 0..<80 {
            var request = articles.request()
            request.countedFacets = ["tag", "place"]
            let plain = try articles.index.search(request)
            request.countsSideways = true
            let found = try articles.index.search(request)
            #expect(found.hits == plain.hits && found.total == plain.total, "\(request)")
            for (place, facet) in request.countedFacets.enumerated() {
                var off = request
                off.countsSideways = false
                off.filters.removeAll { $0.facet == facet }
                let separate = try articles.index.search(off).facets[place].values
                let values = found.facets[place].values
                #expect(
                    values.map(\.id) == separate.map(\.id) && values.map(\.count) == separate.map(\.count))
                let carried = articles.matches(off).compactMap { articles.source.articles[$0] }
                    .flatMap { articles.values(of: $0, facet: facet) }
                #expect(
                    Dictionary(uniqueKeysWithValues: values.map { ($0.id, $0.count) })
                        == carried.reduce(into: [:]) { $0[$1, default: 0] += 1 }, "\(request)")
            }
        }
    }

    @Test("What an index counts first, by segment, is what it counts from then on")
    func firstCounts() throws {
        var articles = try RandomArticles(count: 160, seed: 11)
        for turn in 0..<20 {
            var request = articles.request()
            request.countedFacets = ["tag", "place"]
            request.countsSideways = turn % 2 == 0
            request.facetValueLimit = turn % 3 == 0 ? nil : turn % 3
            let index = try SearchIndex(path: articles.index.path)
            let first = try index.search(request)
            for _ in 0..<2 {
                let later = try index.search(request)
                #expect(later.facets == first.facets && later.hits == first.hits, "\(request)")
            }
        }
    }

    @Test("What filters name is marked among the counts")
    func choices() throws {
        let articles = try RandomArticles(count: 80, seed: 5)
        var request = SearchRequest("")
        request.countedFacets = ["tag"]
        request.countsSideways = true
        request.filters = [
            .init(facet: "tag", values: ["emigre", "2010..2012"]),
            .init(facet: "tag", values: ["ZONE"], isExcluded: true),
        ]
        let values = try articles.index.search(request).facets[0].values
        #expect(Set(values.filter { $0.choice == .included }.map(\.id)) == ["Émigré", "2010", "2012"])
        #expect(values.filter { $0.choice == .excluded }.map(\.id) == ["zone"])
    }

    @Test("Values are found by a part of any of their names, whatever case and accents")
    func valueText() throws {
        let articles = try RandomArticles(count: 80, seed: 6)
        var request = SearchRequest("")
        request.countedFacets = ["tag", "place"]
        let all = try articles.index.search(request).facets
        for (text, tags, places) in [
            ("migr", ["Émigré"], []), ("KOR", [], ["KR"]), ("jp", [], ["JP"]), ("RESS", ["press"], []),
            ("nowhere", [], []), ("", all[0].values.map(\.id), all[1].values.map(\.id)),
        ] as [(String, [String], [String])] {
            request.facetValueText = text
            let found = try articles.index.search(request).facets
            #expect(found[0].values == all[0].values.filter { tags.contains($0.id) })
            #expect(found[1].values == all[1].values.filter { places.contains($0.id) })
        }
        request.facetValueText = "20"
        request.facetValueLimit = 1
        #expect(try articles.index.search(request).facets[0].values.count == 1)
    }

    @Test("Ranges of numbers count each article once, those of lengths all of them")
    func ranges() throws {
        let articles = try RandomArticles(count: 120, seed: 7)
        let ranges = ["2010..2012", "..0", "2015.4..", "5..6"].compactMap(NumberRange.init)
        let counts = try articles.index.rangeCounts(SearchRequest("grain"), of: "tag", in: ranges).counts
        for (range, value) in zip(ranges, counts.values) {
            let holders = articles.source.articles.values.filter { article in
                article.text.contains("grain")
                    && article.tags.contains { Double($0).map(range.contains) ?? false }
            }
            #expect(value.count == holders.count && value.id == range.description)
        }
        let lengths = try articles.index.lengthCounts(
            SearchRequest(""), in: ["..20", "21..40", "41.."].compactMap(NumberRange.init)
        ).counts
        #expect(lengths.values.map(\.count).reduce(0, +) == articles.source.articles.count)
        #expect(lengths.values.allSatisfy { $0.count > 0 })
        let error = #expect(throws: DossierError.self) {
            try articles.index.rangeCounts(SearchRequest(""), of: "place", in: ranges)
        }
        #expect(error?.code == .badRequest && error?.message.contains("no place is a number") == true)
    }

    @Test(
        "A range is two decimal numbers or one, in order",
        arguments: [
            ("2010..2014", true), ("..5", true), ("-3..", true), ("1.5..1.5", true), ("5..4", false),
            ("..", false),
            ("a..b", false), ("inf..", false), ("2010", false), ("1..2..3", false), ("0x1..", false),
        ])
    func rangeText(text: String, isRange: Bool) { #expect((NumberRange(text) != nil) == isRange) }
}
