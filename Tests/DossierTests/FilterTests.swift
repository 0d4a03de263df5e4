import Dossier
import Foundation
import PluginAPI
import SourceAdapters
import StandardPlugins
import Testing

/// The sample articles, indexed once.
private let samples = Result {
    let folder = try TemporaryIndex()
    let articles = try openSource(Golden.folder.appending(path: "articles").path)
    _ = try indexSources([articles], at: folder.path, plugins: standardPlugins())
    return (folder, try SearchIndex(path: folder.path))
}

private func total(_ facet: String, _ value: String) throws -> Int {
    var request = SearchRequest("")
    request.filters = [.init(facet: facet, value: value)]
    return try samples.get().1.search(request).total
}

@Test(
    "A filter takes an id, a label or another name, in any case",
    arguments: ["KR", "kr", "South Korea", "SOUTH  KOREA", "rok", "Seoul"])
func filterNames(name: String) throws {
    let expected = try total("country", "KR")
    #expect(expected > 0)
    #expect(try total("country", name) == expected)
    #expect(try total("actor", name) == expected)
}

@Test("A name that fits several values is refused with all of them")
func ambiguousNames() throws {
    let error = #expect(throws: DossierError.self) { try total("actor", "au") }
    #expect(error?.code == .ambiguousValue)
    #expect(error?.message.contains("country:AU (Australia)") == true)
    #expect(error?.message.contains("alliance:AU (African Union)") == true)
    #expect(try total("country", "au") > 0)
}

@Test("An unknown name is refused with names like it", arguments: ["outh Korea", "Suoth Korea"])
func unknownNames(name: String) throws {
    let error = #expect(throws: DossierError.self) { try total("country", name) }
    #expect(error?.code == .unknownValue)
    #expect(error?.message.contains("country:KR (South Korea)") == true)
}

@Test("Filters must all hold, and dates bound them")
func filtersJoin() throws {
    let index = try samples.get().1
    var request = SearchRequest("")
    request.filters = [.init(facet: "actor", value: "KR"), .init(facet: "alliance", value: "US-KR")]
    request.countedFacets = ["actor"]
    let both = try index.search(request)
    #expect(both.total > 0)
    #expect(both.facets[0].values.filter { $0.count == both.total }.map(\.id).contains("US-KR"))
    request.from = .init(year: 2019, month: 1, day: 1)
    let later = try index.search(request)
    #expect(later.total > 0 && later.total < both.total)
}

@Test(
    "A strict search refuses what is no query, with a reason, and no other search does",
    arguments: [
        ("date:someday", "date"), ("colour:red date:2014-13", "date"),
        ("date:2016..2014", "before it begins"),
    ])
func badQueries(query: String, word: String) throws {
    let index = try samples.get().1
    var request = SearchRequest(query)
    _ = try index.search(request)
    request.syntax = .strict
    let error = #expect(throws: DossierError.self) { try index.search(request) }
    #expect(error?.code == .badQuery)
    #expect(error?.message.contains(word) == true)
}
