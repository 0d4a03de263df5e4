import Foundation
import IndexAnalysis
import IndexSearch
import PluginAPI
import SearchOracle
import SourceAdapters
import StandardPlugins
import TestSupport
import Testing

@testable import Dossier

/// An index and an oracle over the same documents.
private struct Pair {
    let folder: TemporaryIndex
    let index: SearchIndex
    let oracle: SearchOracle
    /// Words of the documents, in order, for queries that find something.
    var words: [String] = []

    /// - Parameter runByteCount: small enough for many segments.
    init(_ sources: [any SourceAdapter], runByteCount: Int) throws {
        folder = try TemporaryIndex()
        let plugins = try standardPlugins()
        var options = IndexOptions()
        options.runByteCount = runByteCount
        _ = try indexSources(sources, at: folder.path, plugins: plugins, options: options)
        index = try SearchIndex(path: folder.path)
        var oracle = SearchOracle()
        for source in sources {
            for entry in try source.walk().entries {
                let input = try source.read(entry)
                let plugin = try #require(plugins.format(for: input))
                let document = try plugin.read(input)
                let values = try facetValues(of: document).mapValues(Set.init)
                oracle.append(document, values: values)
                words += String(decoding: document.text, as: UTF8.self)
                    .split { !$0.isLetter }.map(String.init)
            }
        }
        self.oracle = oracle
    }

    /// The engine's answer must be the oracle's in every part: hits, scores, total and facet counts; and a search that
    /// may skip documents must give the same hits.
    func check(_ query: Query, limit: Int) throws {
        let (expected, expectedCounts) = oracle.search(query)
        var options = SearchOptions()
        options.limit = limit
        options.countedFacets = [0, 1]
        let outcome = try index.searcher.search(query, options)
        #expect(try hits(outcome) == Array(expected.prefix(limit)), "\(query)")
        #expect(outcome.total == expected.count, "\(query)")
        for (facet, name) in index.facetNames.enumerated() {
            let counts = Dictionary(
                uniqueKeysWithValues: outcome.facetCounts[facet].map { ($0.id, $0.count) })
            #expect(counts == expectedCounts[name] ?? [:], "\(query)")
        }
        options.countedFacets = []
        options.countsTotal = false
        let pruned = try index.searcher.search(query, options)
        #expect(pruned.hits == outcome.hits, "\(query)")
        #expect(pruned.total <= expected.count, "\(query)")
    }

    private func hits(_ outcome: SearchOutcome) throws -> [SearchOracle.Hit] {
        try outcome.hits.map {
            let document = try index.fetch(DocumentReference(number: $0.document))
            return SearchOracle.Hit(identifier: document.identifier, score: $0.score)
        }
    }
}

@Suite("The engine and an oracle that reads every document")
struct OracleTests {
    @Test(
        "agree on the sample articles bit for bit, whatever the query", arguments: [3_000, 40_000, 8 << 20])
    func samples(runByteCount: Int) throws {
        let articles = try openSource(Golden.folder.appending(path: "articles").path)
        let pair = try Pair([articles], runByteCount: runByteCount)
        var maker = QueryMaker(words: pair.words, random: SeededGenerator(state: 11))
        for _ in 0..<150 { try pair.check(maker.query(), limit: 10) }
    }

    @Test("agree on thousands of short documents with many equal scores")
    func manyDocuments() throws {
        let folder = try TemporaryIndex()
        var random = SeededGenerator(state: 5)
        var lines = ""
        for number in 0..<6_000 {
            let words = (0..<Int.random(in: 0...12, using: &random)).map { _ in
                // Zipf's law, roughly: few words are in most documents.
                "word\(Int(pow(300, Double.random(in: 0...1, using: &random))))s"
            }
            let year = 2010 + number % 14
            lines += """
                {"id":"d\(number)","title":"word\(number % 50)","date":"\(year)-01-02",\
                "text":"\(words.joined(separator: " ")) Seoul"}

                """
        }
        let path = folder.path + "/documents.jsonl"
        try lines.write(toFile: path, atomically: true, encoding: .utf8)
        let pair = try Pair([openSource(path)], runByteCount: 60_000)
        let words = (1...300).map { "word\($0)" }
        var maker = QueryMaker(words: words, random: SeededGenerator(state: 12))
        for limit in [1, 10, 100] {
            for _ in 0..<15 { try pair.check(maker.query(), limit: limit) }
            for _ in 0..<15 {
                let some = (0..<4).map { _ in
                    Query.word(
                        text: "word\(Int(pow(300, Double.random(in: 0...1, using: &random))))", field: nil,
                        exact: false)
                }
                try pair.check(.or(some), limit: limit)
            }
        }
    }
}
