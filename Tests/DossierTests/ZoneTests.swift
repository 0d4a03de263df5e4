import Foundation
import IndexSearch
import IndexStorage
import PluginAPI
import SourceAdapters
import StandardPlugins
import TestSupport
import Testing

@testable import Dossier

/// An article with every kind of zone, some of them twice.
private func sample(_ identifier: String, byline: String = "By Sol Rinna", authors: [String] = ["Sol Rinna"])
    -> Document
{
    var document = Document(identifier: identifier)
    document.append(.title, "Grain and missiles".utf8)
    document.append(.byline, byline.utf8)
    document.append(.lead, "Sanctions hit the port; sanctions stay.".utf8)
    document.append(.caption, "A silo, by Rinna of the port office.".utf8)
    document.append(.body, "Sol left the port.".utf8)
    document.append(.body, "Rinna stayed with a missile.".utf8)
    document.append(.caption, "A missile".utf8)
    document.append(.biography, "Sol Rinna is a diplomat.".utf8)
    document.append(.notice, "Published by Port Review.".utf8)
    document.append(.boilerplate, "Leave a reply to Rinna".utf8)
    document.authors = authors
    return document
}

/// An index that lives in memory alone.
private func live(_ documents: [Document], _ schema: Schema = .articles) throws -> LiveIndex {
    var options = IndexOptions()
    options.schema = schema
    let index = try LiveIndex(
        MemoryFileSystem(), path: "/index", lock: nil, plugins: SmallPlugins.make(), options: options)
    try index.addAll(documents)
    return index
}

@Suite("Zones and authors")
struct ZoneTests {
    @Test(
        "are found where they are named, and only there",
        arguments: [
            ("zone:byline rinna", 1), ("zone:byline \"sol rinna\"", 1), ("zone:byline diplomat", 0),
            ("zone:biography diplomat", 1), ("zone:notice diplomat", 0), ("zone:notice \"port review\"", 1),
            ("zone:boilerplate (leave AND rinna)", 1), ("zone:lead sanction", 1), ("zone:lead missile", 0),
            ("zone:caption missile", 1), ("zone:caption (silo AND missiles)", 1),
            ("zone:caption =missiles", 0),
            // Neighbours of one kind: a phrase does not reach from one to the next.
            ("zone:body \"the port\"", 1), ("zone:body missile", 1), ("zone:body \"port rinna\"", 0),
            ("zone:body sanctions", 0),
            ("zone:title missile", 1), ("zone:title sanctions", 0),
            ("author:rinna", 1), ("author:\"sol rinna\"", 1), ("author:silo", 0),
            ("sanctions AND zone:byline rinna", 1), ("sanctions NOT zone:byline rinna", 0),
            ("zone:byline (title:grain AND rinna)", 1), ("zone:byline AND rinna", 1), ("zone:byline", 0),
        ])
    func found(query: String, count: Int) throws {
        let index = try live([sample("a")])
        #expect(try index.snapshot.search(SearchRequest(query)).total == count)
        // Folded into a segment on disk the same.
        try index.close()
        #expect(try index.snapshot.search(SearchRequest(query)).total == count)
    }

    @Test("stand in the fields that a schema of its own has, and queries name these")
    func ownFields() throws {
        var schema = Schema(
            fields: [.init("headline", zones: [.title]), .init("text", zones: [.lead, .body])],
            analyzer: "multilingual")
        schema.storesZones = true
        let index = try live([sample("a")], schema).snapshot
        #expect(try index.search(SearchRequest("headline:missiles")).total == 1)
        #expect(try index.search(SearchRequest("headline:sanctions")).total == 0)
        #expect(try index.search(SearchRequest("text:sanctions zone:lead grain")).total == 1)
        #expect(index.problems(ofQuery: "headline:a text:b").isEmpty)
        let problems = index.problems(ofQuery: "title:missiles").map(\.reason)
        #expect(problems.count == 1 && problems[0].contains(", headline, "), "\(problems)")
        #expect(!problems.joined().contains("zones"))
    }

    @Test("of a name of authors that the text does not have, and none across two names")
    func authors() throws {
        let documents = [
            sample("a", authors: ["Ann Lee", "Bo Day"]), sample("b", authors: []),
            sample("c", authors: [String](repeating: "Lee", count: 5000)),
        ]
        let index = try live(documents).snapshot
        #expect(try index.search(SearchRequest("author:lee")).total == 2)
        #expect(try index.search(SearchRequest("author:\"ann lee\"")).total == 1)
        #expect(try index.search(SearchRequest("author:\"lee bo\"")).total == 0)
        #expect(try index.search(SearchRequest("lee OR \"ann lee\"")).total == 0)
    }

    @Test("score as the words of their field, by how often they stand in the zone")
    func scores() throws {
        let other = sample("b", byline: "By Another")
        let index = try live([sample("a"), other]).snapshot
        let whole = try #require(try index.search(SearchRequest("body:sanctions")).hits.first)
        let lead = try #require(try index.search(SearchRequest("zone:lead sanctions")).hits.first)
        #expect(whole.score == lead.score)
        let explained = try #require(try index.explain("a", SearchRequest("zone:lead sanctions")))
        #expect(explained.parts.map(\.label) == ["‘sanction (en stem)’ in the zone lead, product of"])
        #expect(Float(explained.value) == lead.score)
    }

    @Test("of no name are told with those that there are, and refused where a query is to be strict")
    func unknown() throws {
        let known =
            "There is no zone ‘bylines’; there are biography, body, boilerplate, byline, caption, lead, "
        let plain = Schema(fields: [.init("body", zones: [.lead, .body])], analyzer: "english")
        for (index, text, message) in [
            (try live([sample("a")]), "zone:bylines rinna", known),
            (try live([sample("a")]), "zone:x", "There is no zone ‘x’"),
            (try live([sample("a")], plain), "zone:lead rinna", "does not tell zones apart."),
        ] {
            var request = SearchRequest(text)
            let notes = try index.snapshot.search(request).notes
            #expect(notes.contains { $0.contains(message) }, "\(text): \(notes)")
            request.syntax = .strict
            let error = #expect(throws: DossierError.self) { try index.snapshot.search(request) }
            #expect(error?.message.contains(message) == true, "\(text): \(error?.message ?? "")")
        }
    }

    @Test("change nothing of any other question: hits, scores, counts, snippets and statistics stay")
    func noEffect() throws {
        let folders = (try TemporaryIndex(), try TemporaryIndex())
        let source = try openSource(Golden.folder.appending(path: "articles").path)
        var options = IndexOptions()
        _ = try indexSources([source], at: folders.0.path, plugins: standardPlugins(), options: options)
        options.schema.storesZones = false
        options.schema.fields.removeAll(where: \.holdsAuthors)
        _ = try indexSources([source], at: folders.1.path, plugins: standardPlugins(), options: options)
        let (with, without) = (try SearchIndex(path: folders.0.path), try SearchIndex(path: folders.1.path))
        for query in [
            "missile defence", "\"grain corridor\" wheat", "title:sanctions", "aside:author", "", "the",
        ] {
            var request = SearchRequest(query)
            request.limit = 50
            request.countedFacets = with.facetNames
            let found = (try with.search(request), try without.search(request))
            #expect(found.0.hits == found.1.hits && found.0.facets == found.1.facets)
            let documents = try found.0.hits.map { try with.fetch($0.reference) }
            #expect(
                try with.snippets(of: documents, for: request)
                    == without.snippets(of: documents, for: request))
            for document in documents.prefix(3) {
                #expect(
                    try with.explain(document.identifier, request)
                        == without.explain(document.identifier, request))
                #expect(
                    try with.evidence(for: document.identifier) == without.evidence(for: document.identifier))
            }
        }
        #expect(try with.statistics().fields.dropLast() == without.statistics().fields[...])
        #expect(try with.statistics().fields.map(\.name) == ["title", "body", "aside", "author"])
        // Nor are words marked that were looked for around the article only.
        let author = SearchRequest("author:rinna OR zone:byline rinna OR port")
        let index = try live([sample("a")]).snapshot
        let snippet = try index.snippet(of: try index.document("a"), for: author)
        let marked = snippet.marks.map { String(decoding: Array(snippet.text.utf8)[$0], as: UTF8.self) }
        #expect(Set(marked) == ["port"])
    }

    @Test("stay through deletes, merges and any order of documents")
    func merged() throws {
        let folder = try TemporaryFolder()
        func index() throws -> LiveIndex {
            try LiveIndex(
                folder.fileSystem, path: folder.path, lock: nil, plugins: SmallPlugins.make(),
                options: IndexOptions())
        }
        for round in 0..<4 {
            let writer = try index()
            for number in round * 100..<(round + 1) * 100 {
                try writer.add(
                    sample(
                        "n\(number)", byline: number % 3 == 0 ? "By Rinna" : "By Ada",
                        authors: ["a\(number % 5)"]))
            }
            if round > 0 { try writer.delete("n\(round * 30)") }
            try writer.close()
        }
        func answers() throws -> [[String]] {
            let index = try SearchIndex(path: folder.path)
            #expect(index.check() == [])
            return try ["zone:byline rinna", "author:a3", "zone:caption silo AND zone:byline ada"].map {
                query in
                var request = SearchRequest(query)
                request.limit = 1000
                return try index.search(request).hits.map { try index.fetch($0.reference).identifier }
                    .sorted()
            }
        }
        let expected = [
            (0..<400).filter { $0 % 3 == 0 && ![30, 60, 90].contains($0) },
            (0..<400).filter { $0 % 5 == 3 }, (0..<400).filter { $0 % 3 > 0 },
        ].map { $0.map { "n\($0)" }.sorted() }
        #expect(try answers() == expected)
        for order in [DocumentOrder.similarity, .source, .date] {
            var options = OptimizeOptions()
            options.order = order
            try optimizeIndex(at: folder.path, options: options)
            #expect(try answers() == expected, "\(order)")
        }
    }
}
