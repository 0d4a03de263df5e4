import PluginAPI
import TestSupport
import Testing

@testable import Dossier

/// Articles whose actors stand in different places, of different days.
private let articles: [(name: String, day: String?, text: String)] = [
    ("a", "2004-05-01", "Talks with South Korea\n\nSeoul said that it would wait. Japan did not."),
    ("b", "2007-05-01", "A ferry\n\nThe ferry runs twice a day.\n\nIt was built in Tokyo, and nobody minds."),
    ("c", "2012-01-31", "Strait Pact meets\n\nOf Japan minister Sato met Turkey and South Korea."),
    (
        "d", nil,
        "Notes\n\nTurkey was named once. Of South Korea minister Kim came, and minister Kim left."
    ),
    ("e", "2012-12-01", "Nothing\n\nNo actor stands here."),
]

private func index(_ plugins: PluginSet) throws -> SearchIndex {
    let folder = try TemporaryFolder()
    var source = ArticleSource()
    for article in articles { source.write(article.name, article.text, date: article.day) }
    _ = try indexSources(
        [source], in: folder.fileSystem, folder: "/index", plugins: plugins, options: IndexOptions())
    return try SearchIndex(path: folder.path)
}

private let shared = Result { try index(SmallFacets.plugins()) }

/// Names of the articles that a query finds, in order.
private func found(_ query: String, in index: SearchIndex? = nil) throws -> String {
    let index = try index ?? shared.get()
    let hits = try index.search(SearchRequest(query)).hits
    return try hits.map { try index.fetch($0.reference).identifier }.sorted().joined()
}

@Suite("Views of facets")
struct FacetViewTests {
    @Test(
        "A query tells naming from being about, and governments from places",
        arguments: [
            ("country:KR", "acd"), ("about:KR", "acd"), ("about:country:\"South Korea\"", "acd"),
            ("about:actor:kr", "acd"), ("country:JP", "abc"), ("about:JP", "ac"), ("government:KR", "a"),
            ("place:JP", "b"), ("place:country:tokyo", "b"), ("place:KR", ""), ("about:strait", "c"),
            ("about:KR NOT government:KR", "cd"),
        ])
    func views(query: String, names: String) throws {
        #expect(try found(query) == names)
    }

    @Test("A view is counted as its facet is, and shows the labels of the facet")
    func counts() throws {
        var request = SearchRequest("")
        request.countedFacets = ["about:country", "country", "about", "place:country"]
        let counts = try shared.get().search(request).facets
        func line(_ place: Int) -> [String] {
            counts[place].values.map { "\($0.facet) \($0.label) \($0.count)" }
        }
        #expect(line(0) == ["country South Korea 3", "country Japan 2", "country Türkiye 2"])
        #expect(line(1) == ["country Japan 3", "country South Korea 3", "country Türkiye 2"])
        #expect(line(2).contains("alliance Strait Pact 1"))
        #expect(line(3) == ["country Japan 1"])
        #expect(
            try shared.get().facetNames == ["country", "alliance", "holder", "publisher", "republished-from"])
    }

    @Test(
        "Members are those of the article's day, and of today where it has none",
        arguments: [
            ("alliance:STRAIT", "c"), ("alliance:STRAIT+members", "abcd"), ("about:strait+members", "acd"),
            ("alliance:\"Strait Pact+members\" NOT country:JP", "d"),
        ])
    func members(query: String, names: String) throws {
        #expect(try found(query) == names)
    }

    @Test("A membership counts from its first day to its last")
    func memberDays() throws {
        for (day, isMember) in [
            ("1999-12-31", false), ("2000-01-01", true), ("2010-12-31", true), ("2011-01-01", false),
        ] {
            let folder = try TemporaryFolder()
            var source = ArticleSource()
            source.write("x", "News\n\nSouth Korea again.", date: day)
            _ = try indexSources(
                [source], in: folder.fileSystem, folder: "/index", plugins: SmallFacets.plugins(),
                options: IndexOptions())
            let hits = try found("alliance:STRAIT+members", in: SearchIndex(path: folder.path))
            #expect(hits == (isMember ? "x" : ""), "\(day)")
        }
    }

    @Test("Asking for the members of what has none says so, and a query means it alone")
    func noMembers() throws {
        var request = SearchRequest("alliance:lone+members")
        #expect(try shared.get().search(request).notes.contains { $0.contains("has no members") })
        #expect(try found("alliance:lone+members") == found("alliance:lone"))
        request.syntax = .strict
        let error = #expect(throws: DossierError.self) { try shared.get().search(request) }
        #expect(error?.code == .badQuery && error?.message.contains("has no members") == true)
        request = SearchRequest("")
        request.filters = [.init(facet: "alliance", value: "lone+members")]
        let refused = #expect(throws: DossierError.self) { try shared.get().search(request) }
        #expect(refused?.code == .badRequest && refused?.message.contains("has no members") == true)
    }

    @Test("A plugin sees what those before it found, and its own values are found, counted and explained")
    func discovered() throws {
        #expect(try found("holder:\"KR/Kim\"") == "d")
        #expect(try found("holder:kim") == "d")
        #expect(try found("actor:sato") == "c")
        let evidence = try #require(try shared.get().evidence(for: "d", facet: "holder", value: "Kim"))
        #expect((evidence.id, evidence.label) == ("KR/Kim", "Kim"))
        #expect(evidence.places.map(\.words) == ["Kim", "Kim"])
        #expect(evidence.places.map(\.rule) == ["after minister", "after minister"])
    }

    @Test("A value has its salience, and its words their sense")
    func evidence() throws {
        let korea = try #require(try shared.get().evidence(for: "a", facet: "country", value: "KR"))
        #expect(korea.isSubject && korea.places.map(\.sense) == [.plain, .government])
        // Once in the title, and half a mention in the lead.
        #expect(korea.salience == Salience.title + 0.5 * Salience.lead)
        let japan = try #require(try shared.get().evidence(for: "b", facet: "country", value: "JP"))
        #expect(!japan.isSubject && japan.salience == 0.5 * Salience.body)
        #expect(try shared.get().evidence(for: "e", facet: "country", value: "KR") == nil)
    }

    @Test("Merged, reordered and live segments have the views of those they are made of")
    func segments() throws {
        let folder = try TemporaryFolder()
        let live = try LiveIndex(path: folder.path, plugins: SmallFacets.plugins())
        for article in articles {
            var document = Document(identifier: article.name)
            document.published = article.day.flatMap { CalendarDate(iso8601: $0) }
            let parts = article.text.split(separator: "\n\n").map { Array($0.utf8) }
            for (kind, part) in zip([ZoneKind.title, .lead, .body], parts) { document.append(kind, part) }
            _ = try live.add(document)
        }
        let queries = ["about:KR", "government:KR", "place:JP", "holder:kim", "alliance:STRAIT+members"]
        func answers(_ index: SearchIndex) throws -> [String] { try queries.map { try found($0, in: index) } }
        let expected = try answers(shared.get())
        #expect(try answers(live.snapshot) == expected)
        // The log is replayed, then folded and merged.
        #expect(try answers(SearchIndex(path: folder.path)) == expected)
        try live.close()
        try optimizeIndex(at: folder.path)
        let optimized = try SearchIndex(path: folder.path)
        #expect(try answers(optimized) == expected)
        #expect(optimized.check() == [])
    }
}
