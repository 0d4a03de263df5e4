import Dossier
import Foundation
import PluginAPI
import SourceAdapters
import StandardPlugins
import TestSupport
import Testing

@testable import DossierBrowse

/// The sample articles, indexed.
private struct Samples {
    let folder: TemporaryFolder
    let index: SearchIndex

    init() throws {
        folder = try TemporaryFolder()
        let articles = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Golden/articles")
        let source = try openSource(articles.path)
        _ = try indexSources([source], at: folder.path, plugins: try standardPlugins())
        index = try SearchIndex(path: folder.path)
    }
}

private func found(_ answer: Answer) throws -> FoundHits {
    guard case .search(let found) = answer else {
        throw DossierError(.badRequest, "\(answer)")
    }
    return found
}

@Test("Hits, pages and counts are those of the index")
func answers() throws {
    let samples = try Samples()
    let reader = IndexReader(samples.index)
    #expect(reader.subjectFacetNames.contains("country"))
    #expect(!reader.subjectFacetNames.contains("publisher"))
    let browser = Browser(
        SearchRequest("missile"), facetNames: reader.facetNames, subjectFacetNames: reader.subjectFacetNames,
        width: 80, height: 24)
    let all = try found(reader.answer(.search(browser.request)))
    #expect(all.total > 1 && all.rows.count == all.total && !all.isPartial)
    #expect(all.facets.map(\.facet) == reader.facetNames)
    var request = browser.request
    request.offset = 1
    #expect(reader.answer(.page(0, request)) == .page(0, Array(all.rows.dropFirst())))
}

@Test("With and without a value are all articles, and no article is both")
func exclusion() throws {
    let samples = try Samples()
    let reader = IndexReader(samples.index)
    var request = SearchRequest("missile OR sanctions")
    request.limit = 100
    let all = Set(try found(reader.answer(.search(request))).rows.map(\.identifier))
    request.filters = [.init(facet: "country", value: "KR")]
    let with = Set(try found(reader.answer(.search(request))).rows.map(\.identifier))
    request.filters = [.init(facet: "country", values: ["KR"], isExcluded: true)]
    let without = Set(try found(reader.answer(.search(request))).rows.map(\.identifier))
    #expect(!with.isEmpty && !without.isEmpty)
    #expect(with.union(without) == all && with.isDisjoint(with: without))
    request.filters.append(.init(facet: "country", value: "KR"))
    #expect(try found(reader.answer(.search(request))).total == 0)
}

@Test("A filter is known by the facet and id of its value, whatever name it was given; a group is not")
func named() throws {
    let reader = IndexReader(try Samples().index)
    func named(_ facet: String, _ value: String) -> [String]? {
        let given = ValueFilter(facet: facet, id: value, label: value, kind: .excluded)
        return reader.named(given).map {
            #expect($0.kind == .excluded)
            return [$0.facet, $0.id, $0.label]
        }
    }
    #expect(named("country", "south korea") == ["country", "KR", "South Korea"])
    #expect(named("actor", "ROK") == ["country", "KR", "South Korea"])
    #expect(named("about", "kr") == ["about:country", "KR", "South Korea"])
    #expect(named("alliance", "NATO+members") == nil)
    #expect(named("country", "Atlantis") == nil)
}

@Test("Beside a value that is chosen the others are counted as without it, and one is found by another name")
func sidewaysAndOtherNames() throws {
    let reader = IndexReader(try Samples().index)
    let browser = Browser(
        SearchRequest("missile OR sanctions"), facetNames: reader.facetNames, subjectFacetNames: [],
        width: 80,
        height: 24)
    func countries(_ request: SearchRequest) throws -> [String: Int] {
        let facets = try found(reader.answer(.search(request))).facets
        let values = facets.first { $0.facet == "country" }?.values ?? []
        return Dictionary(uniqueKeysWithValues: values.map { ($0.id, $0.count) })
    }
    var request = browser.request
    let before = try countries(request)
    request.filters = [.init(facet: "country", values: ["KR"])]
    #expect(try before.count > 1 && countries(request) == before)
    request.countsSideways = false
    #expect(try countries(request) != before)
    request.facetValueText = "rok"
    #expect(try countries(request).keys.sorted() == ["KR"])
}

@Test("An article's marks are its words of the query, in title and text, and its evidence is the index's")
func articleMarks() throws {
    let samples = try Samples()
    let index = samples.index
    let reader = IndexReader(index)
    let identifier = "articles/text/shield-on-the-hill.txt"
    guard
        case .document(let article) = reader.answer(
            .document(identifier, SearchRequest("missile defence")))
    else {
        Issue.record("no article")
        return
    }
    let words = article.hits.map { String(decoding: article.text[$0], as: UTF8.self).lowercased() }
    #expect(words.count > 3 && Set(words).isSubset(of: ["missile", "missiles", "defence", "defences"]))
    // All are found: as many as a look for the letters gives.
    let text = String(decoding: article.text, as: UTF8.self).lowercased()
    let shown = try index.document(identifier).zones.filter(\.kind.isArticle)
    let expected = shown.reduce(0) { count, zone in
        count
            + String(decoding: article.text[zone.range], as: UTF8.self).lowercased().ranges(of: "missile")
            .count
    }
    #expect(text.contains("missile") && words.count { $0.hasPrefix("missile") } == expected)
    #expect(article.evidence == (try index.evidence(for: identifier)))
    #expect(zip(article.hits, article.hits.dropFirst()).allSatisfy { $0.upperBound <= $1.lowerBound })
}

@Test("What the index cannot answer is told in words, and a page that fails is empty")
func failures() throws {
    let samples = try Samples()
    let reader = IndexReader(samples.index)
    var request = SearchRequest("missile")
    request.filters = [.init(facet: "country", value: "Atlantis")]
    guard case .failure(let message) = reader.answer(.search(request)) else {
        Issue.record("no failure")
        return
    }
    #expect(message.contains("Atlantis"))
    #expect(reader.answer(.page(3, request)) == .page(3, []))
    guard case .failure = reader.answer(.document("articles/none", SearchRequest(""))) else {
        Issue.record("no failure")
        return
    }
}

@Test("Of searches that wait only the last is answered, and every answer arrives")
func queueing() async throws {
    let (stream, continuation) = AsyncStream<Void>.makeStream()
    let (begun, beginning) = AsyncStream<Void>.makeStream()
    let queue = QuestionQueue(
        answer: { question in
            if case .search(let request) = question, request.query == "slow" {
                beginning.yield()
                usleep(300_000)
            }
            return .failure("\(question)")
        }, wake: { continuation.yield() })
    queue.ask(.search(SearchRequest("slow")), number: 1)
    for await _ in begun { break }
    // A page of hits that a later search replaces is of no use.
    queue.ask(.page(1, SearchRequest("slow")), number: 1)
    for number in 2...9 { queue.ask(.search(SearchRequest("q\(number)")), number: number) }
    queue.ask(.page(1, SearchRequest("q9")), number: 9)
    queue.ask(.document("a", SearchRequest("")), number: 10)
    queue.ask(.document("b", SearchRequest("")), number: 11)
    var numbers: [Int] = []
    for await _ in stream {
        numbers += queue.takeAnswers().map(\.number)
        if numbers.last == 11 { break }
    }
    #expect(numbers == [1, 9, 9, 11])
    #expect(queue.takeAnswers().isEmpty)
}
