import IndexSearch
import PluginAPI
import TestSupport
import Testing

@testable import Dossier

private let korea = "KR\tSouth Korea\tSouth Korea\tname\tcaps\t"

/// Articles whose places are South Korea, Japan and Turkey.
private func index(_ articles: [String: String], rows: [String] = []) throws -> (TemporaryFolder, SearchIndex)
{
    let folder = try TemporaryFolder()
    var source = ArticleSource()
    for (name, text) in articles { source.write(name, text, tags: ["press"]) }
    var options = IndexOptions()
    options.schema.facetFields = [FacetField("tag")]
    _ = try indexSources(
        [source], in: folder.fileSystem, folder: folder.path,
        plugins: SmallPlugins.make(rows: [korea] + rows), options: options)
    return (folder, try SearchIndex(path: folder.path))
}

extension SearchIndex {
    /// Identifiers of all matches, sorted.
    fileprivate func found(_ query: String) throws -> [String] {
        var request = SearchRequest(query)
        request.limit = 1000
        return try search(request).hits.map { try fetch($0.reference).identifier }.sorted()
    }

    /// The message of the error that a strict search for a query gives.
    fileprivate func complaint(_ query: String) -> String {
        var request = SearchRequest(query)
        request.syntax = .strict
        do throws(DossierError) {
            return "\(try search(request).total) hits"
        } catch {
            return error.message
        }
    }
}

@Suite("What is near")
struct NearTests {
    private let articles = [
        "near": "Report\n\nSouth Korea said that new sanctions follow. The ministers met.\n",
        "before": "Report\n\nNew sanctions by Seoul follow. The ministers met.\n",
        "far": "Report\n\nSouth Korea said after one two three four five six that sanctions follow.\n",
        "title": "Sanctions\n\nSouth Korea\n",
        "japan": "Report\n\nTokyo announced sanctions on South Korea and an embargo.\n",
    ]

    @Test("is counted in the words between two stretches, whatever the words of a value are")
    func distance() throws {
        let (_, index) = try index(articles)
        #expect(try index.found("place:KR NEAR/2 sanctions") == ["before", "japan"])
        #expect(try index.found("place:KR NEAR/3 sanctions") == ["before", "japan", "near"])
        #expect(try index.found("sanctions NEAR/9 place:KR") == ["before", "far", "japan", "near"])
        #expect(try index.found("place:KR PRE/3 sanctions") == ["near"])
        #expect(try index.found("sanctions PRE/1 place:KR") == ["before", "japan"])
        #expect(try index.found("(embargo OR follow) NEAR/1 place:KR") == ["before"])
        #expect(try index.found("place:KR NEAR/2 (embargo OR follow)") == ["before", "japan"])
        #expect(try index.found("place:JP NEAR/1 sanctions NEAR/1 place:KR") == ["japan"])
        #expect(try index.found("\"new sanctions\" NEAR/4 place:KR") == ["before", "near"])
        #expect(try index.found("place:KR NEAR/0 place:KR") == [])
    }

    @Test("stands in one field, and never in two zones")
    func fields() throws {
        let (_, index) = try index(articles)
        let greatest = Proximity.greatestDistance
        #expect(greatest < Int(Schema.zoneGap))
        #expect(try index.found("sanctions NEAR/\(greatest) place:KR") == ["before", "far", "japan", "near"])
        #expect(try index.found("title:sanctions NEAR/\(greatest) place:KR") == [])
        // The last word of a lead and the first of what follows it are neighbours for no query.
        let lead = (0..<40).map { "word\($0)" }.joined(separator: " ") + " alpha."
        let (_, zoned) = try NearTests.twoZones(lead, "Beta follows.")
        #expect(try zoned.found("alpha NEAR/\(greatest) beta") == [])
        #expect(try zoned.found("alpha AND beta") == ["two"])
        #expect(try zoned.found("zone:lead (alpha NEAR/3 word39)") == ["two"])
        #expect(try zoned.found("zone:body (alpha NEAR/3 word39)") == [])
    }

    private static func twoZones(_ lead: String, _ body: String) throws -> (TemporaryFolder, SearchIndex) {
        let folder = try TemporaryFolder()
        var source = ArticleSource()
        source.write("two", "Title\n\n\(lead)\n\n\(body)\n")
        _ = try indexSources(
            [source], in: folder.fileSystem, folder: folder.path, plugins: SmallPlugins.make(),
            options: IndexOptions())
        return (folder, try SearchIndex(path: folder.path))
    }

    @Test("may be values side by side in a phrase")
    func phrases() throws {
        let (_, index) = try index(articles)
        #expect(try index.found("\"sanctions on place:KR\"") == ["japan"])
        #expect(try index.found("\"place:JP announced sanctions on place:'South Korea'\"") == ["japan"])
        #expect(try index.found("\"place:KR sanctions\"") == [])
    }

    @Test("scores as a phrase does, and its explanation adds up")
    func scores() throws {
        let (_, index) = try index(articles)
        for query in [
            "sanctions NEAR/3 place:KR", "\"sanctions on place:KR\"", "place:KR NEAR place:JP",
            "(new OR announced) PRE/0 sanctions NEAR/4 place:KR", "zone:body (sanctions NEAR/3 place:KR)",
        ] {
            for hit in try index.search(SearchRequest(query)).hits {
                let name = try index.fetch(hit.reference).identifier
                let explanation = try #require(try index.explain(name, SearchRequest(query)))
                #expect(hit.score > 0 && Float(explanation.value) == hit.score, "\(query)")
                #expect(explanation.value == explanation.parts.reduce(0) { $0 + $1.value }, "\(query)")
                for part in explanation.parts {
                    #expect(part.value == part.parts.reduce(1) { $0 * $1.value }, "\(query)")
                }
            }
        }
        let label = try index.explain("near", SearchRequest("sanctions NEAR/3 place:KR"))?.parts.first?.label
        #expect(label == "‘sanction (en stem)’ NEAR/3 place:KR in body, product of")
    }

    @Test("is told where it cannot be, and searched for as nearly as may be")
    func complaints() throws {
        let (_, index) = try index(
            articles,
            rows: ["GE\tGeorgia\tGeorgia\tname\tcaps\t", "US-GA\tGeorgia\tAtlanta\tcapital\tcaps\t"])
        for (query, words, meaning) in [
            ("embargo NEAR/64 tokyo", "at most 63 words", "embargo NEAR/63 tokyo"),
            ("sanctions NEAR/3 tag:press", "tag:press is said of whole documents", "sanctions AND tag:press"),
            ("title:sanctions NEAR/3 body:korea", "title and in body", "title:sanctions AND body:korea"),
            (
                "sanctions NEAR/3 (new AND seoul)", "Words joined by AND",
                "(sanctions NEAR/3 new) AND (sanctions NEAR/3 seoul)"
            ),
            ("sanctions NEAR/3 -new", "What is excluded", "sanctions -new"),
            ("sanctions NEAR/3 zone:lead new", "zone:lead before all", "zone:lead (sanctions NEAR/3 new)"),
            ("sanctions NEAR/3 date:2014", "A date", "sanctions AND date:2014"),
            ("sanctions NEAR/3 *", "NEAR joins words", "sanctions"),
            ("sanctions NEAR/3 place:nowhere", "No place is named ‘nowhere’", "sanctions NEAR/3 nowhere"),
            ("\"sanctions place:nowhere\"", "No place is named ‘nowhere’", "\"sanctions place nowhere\""),
            (
                "sanctions NEAR/3 place:Georgia",
                "more than one place: place:GE (Georgia), place:US-GA (Georgia)",
                "sanctions NEAR/3 (place:GE OR place:US-GA)"
            ),
            (
                "\"sanctions place:Georgia\"",
                "more than one place: place:GE (Georgia), place:US-GA (Georgia)",
                "\"sanctions place:GE\" OR \"sanctions place:US-GA\""
            ),
            (
                Array(repeating: "sanctions", count: 33).joined(separator: " NEAR "), "at most 32 words",
                "sanctions"
            ),
        ] {
            let found = try index.search(SearchRequest(query))
            #expect(found.notes.count == 1 && found.notes[0].contains(words), "\(query): \(found.notes)")
            #expect(try index.found(query) == index.found(meaning), "\(query)")
            #expect(index.complaint(query).contains(words), "\(query): \(index.complaint(query))")
        }
        #expect(try index.found("– NEAR/3 embargo") == ["japan"])
        #expect(try index.found("– NEAR/3 –") == [])
        // A field of its own counts more than the zone.
        #expect(try index.found("zone:lead (title:sanctions NEAR/3 report)") == [])
        #expect(try index.found("zone:lead (title:south NEAR/3 title:korea)") == [])
        #expect(try index.found("zone:byline (body:new NEAR/3 body:sanctions)") == ["before", "near"])
    }

    @Test("is marked in snippets, words and values")
    func snippets() throws {
        let (_, index) = try index(articles)
        let request = SearchRequest("sanctions NEAR/3 place:KR")
        let snippet = try index.snippet(of: index.document("japan"), for: request)
        let text = Array(snippet.text.utf8)
        #expect(
            snippet.marks.map { String(decoding: text[$0], as: UTF8.self) } == ["sanctions", "South Korea"])
    }
}
