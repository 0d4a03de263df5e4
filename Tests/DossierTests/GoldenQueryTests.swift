import Foundation
import IndexSearch
import SourceAdapters
import Testing

@testable import Dossier

/// `Tests/Golden/queries.tsv`, whose remarks tell what its lines hold.
private struct GoldenQueries {
    struct Hits {
        var query: String
        var count: Int
        var names: Set<String> = []
        var first: String?
    }

    private(set) var hits: [Hits] = []
    /// Queries with marks around what is wrong, and words of what is told.
    private(set) var mistakes: [(marked: String, words: String)] = []

    init() throws {
        let text = try String(contentsOf: Golden.folder.appending(path: "queries.tsv"), encoding: .utf8)
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            let columns = line.split(separator: "\t").map(String.init)
            try #require(columns.count >= 2, "\(line)")
            guard let count = Int(columns[1]) else {
                mistakes.append((columns[0], columns[1]))
                continue
            }
            var hits = Hits(query: columns[0], count: count)
            for name in columns.count > 2 ? columns[2].split(separator: " ") : [] {
                if name.hasPrefix("1:") { hits.first = String(name.dropFirst(2)) }
                hits.names.insert(String(name.hasPrefix("1:") ? name.dropFirst(2) : name))
            }
            self.hits.append(hits)
        }
    }
}

/// `a` of `articles/text/a.txt`.
private func name(of identifier: String) -> String {
    URL(filePath: identifier).deletingPathExtension().lastPathComponent
}

@Suite("Golden queries") struct GoldenQueryTests {
    private let golden: GoldenQueries

    init() throws { golden = try GoldenQueries() }

    @Test("find the articles they name, as does an oracle that reads every article")
    func hits() throws {
        let articles = try openSource(Golden.folder.appending(path: "articles").path)
        let pair = try OraclePair([articles], runByteCount: 40_000)
        #expect(golden.hits.count >= 120)
        for expected in golden.hits {
            var request = SearchRequest(expected.query)
            request.syntax = .strict
            request.limit = 100
            let results = try pair.index.search(request)
            let names = try results.hits.map { name(of: try pair.index.fetch($0.reference).identifier) }
            #expect(results.total == expected.count, "\(expected.query)")
            if expected.count <= 12 { #expect(Set(names) == expected.names, "\(expected.query)") }
            if let first = expected.first { #expect(names.first == first, "\(expected.query)") }
            // It knows values by their ids alone.
            if expected.query.contains("country:\"") { continue }
            try pair.check(pair.query(expected.query), limit: 100)
        }
    }

    @Test("that are wrong are refused by a strict search, which tells where, and by no other")
    func mistakes() throws {
        let folder = try TemporaryIndex()
        _ = try indexSources(
            [MixedArticles.source], at: folder.path, plugins: SmallFacets.plugins(), options: IndexOptions())
        let index = try SearchIndex(path: folder.path)
        #expect(golden.mistakes.count >= 20)
        for (marked, words) in golden.mistakes {
            let text = marked.replacing("⟦", with: "").replacing("⟧", with: "")
            let (opening, closing) = (marked.firstRange(of: "⟦"), marked.firstRange(of: "⟧"))
            let start = try #require(opening, "\(marked)")
            let end = try #require(closing, "\(marked)")
            let mistake = try #require(index.problems(ofQuery: text).first, "\(text)")
            #expect(mistake.reason.contains(words), "\(text): \(mistake.reason)")
            let offset = marked[..<start.lowerBound].utf8.count
            let size = marked[start.upperBound..<end.lowerBound].utf8.count
            #expect(mistake.range == offset..<offset + size, "\(text)")
            var request = SearchRequest(text)
            _ = try index.search(request)
            request.syntax = .strict
            do throws(DossierError) {
                _ = try index.search(request)
                Issue.record("\(text) is searched for")
            } catch {
                #expect(error.code == .badQuery && error.message == mistake.message, "\(text)")
            }
        }
    }
}
