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

/// Queries of every kind over given words.
private struct QueryMaker {
    let words: [String]
    var random: SeededGenerator

    mutating func query(depth: Int = 0) -> Query {
        switch Int.random(in: 0..<(depth < 3 ? 12 : 7), using: &random) {
        case 0...3: return .word(text: word(), field: field(), exact: Bool.random(using: &random))
        case 4: return phrase()
        case 5: return .facet(name: "country", value: pick(["US", "KR", "CN", "FR", "RU"]))
        case 6: return .days(Int32.random(in: 16000...18000, using: &random)...18500)
        case 7, 8: return .or(parts(depth))
        case 9, 10: return .and(parts(depth))
        default: return .and([query(depth: depth + 1), .not(query(depth: depth + 1))])
        }
    }

    private mutating func parts(_ depth: Int) -> [Query] {
        (0..<Int.random(in: 1...4, using: &random)).map { _ in query(depth: depth + 1) }
    }

    /// Words as they stand in a document, from two to four.
    private mutating func phrase() -> Query {
        let start = Int.random(in: 0..<(words.count - 4), using: &random)
        let count = Int.random(in: 2...4, using: &random)
        return .phrase(Array(words[start..<(start + count)]), field: field())
    }

    private mutating func word() -> String {
        Int.random(in: 0..<20, using: &random) == 0 ? "nowhere–found" : pick(words)
    }

    private mutating func field() -> String? {
        Int.random(in: 0..<5, using: &random) == 0 ? pick(["title", "body", "aside"]) : nil
    }

    private mutating func pick(_ all: [String]) -> String {
        all[Int.random(in: 0..<all.count, using: &random)]
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
