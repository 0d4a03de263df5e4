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

@Suite("The engine and an oracle that reads every document")
struct OracleTests {
    @Test(
        "agree on the sample articles bit for bit, whatever the query", arguments: [3_000, 40_000, 8 << 20])
    func samples(runByteCount: Int) throws {
        let articles = try openSource(Golden.folder.appending(path: "articles").path)
        let pair = try OraclePair([articles], runByteCount: runByteCount)
        var maker = QueryMaker(words: pair.words, random: SeededGenerator(state: 11))
        for _ in 0..<60 { try pair.check(maker.query(), limit: 10) }
    }

    @Test("agree whatever fields weigh, k1 and b are", arguments: UInt64(0)..<4)
    func weights(seed: UInt64) throws {
        var random = SeededGenerator(state: seed)
        let articles = try openSource(Golden.folder.appending(path: "articles").path)
        var weights = [0.001, 0.3, 1, 1, 2.5, 40]
        weights.shuffle(using: &random)
        let model = RankingModel(
            BM25(k1: Double.random(in: 0...3, using: &random), b: Double.random(in: 0...1, using: &random)),
            weighsBursts: seed % 3 > 0, fieldWeights: weights)
        let pair = try OraclePair([articles], runByteCount: seed % 2 == 0 ? 3_000 : 8 << 20, model: model)
        var maker = QueryMaker(words: pair.words, random: SeededGenerator(state: seed + 31))
        for _ in 0..<25 { try pair.check(maker.query(), limit: 10) }
    }

    @Test("agree on documents of many languages, whatever that of the query", arguments: [4_000, 8 << 20])
    func languages(runByteCount: Int) throws {
        var random = SeededGenerator(state: 21)
        var source = ArticleSource()
        for number in 0..<400 {
            let language = MixedArticles.languages.randomElement(using: &random) ?? "en"
            let other = MixedArticles.languages.randomElement(using: &random) ?? "en"
            // Every tenth document is of two languages.
            let sentences = (0..<Int.random(in: 1...5, using: &random)).compactMap { place in
                MixedArticles.sentences(number % 10 == 0 && place > 1 ? other : language)
                    .randomElement(using: &random)
            }
            source.write(
                "news/\(number)", "NATO \(2010 + number % 14)\n\n" + sentences.joined(separator: ". "))
        }
        let pair = try OraclePair([source], runByteCount: runByteCount)
        // Whole clauses without spaces have more letters than the oracle has room for.
        let words = pair.words.map { $0.utf8.contains { $0 >= 0xE0 } ? String($0.prefix(3)) : $0 }
        var maker = QueryMaker(words: words, random: SeededGenerator(state: 22))
        for (number, language) in [nil, nil, "en", "fr", "de", "ja", "pl"].enumerated() {
            for _ in 0..<12 { try pair.check(maker.query(), limit: 10 + number, language: language) }
        }
        let parser = QueryParser(facetNames: [])
        for text in [
            "sanktion NATO", "port ports die", "\"in 2019\" bank", "制裁 2019", "裁", "東京大学", "경제 제재", "ธนาคาร",
            "=sanctions",
            "+bank -sanktion", "ministers sanctions banks harbour nato 2019", "title:nato AND 2012",
            "body:=die OR die",
        ] {
            for language in [nil, "de", "en"] {
                try pair.check(parser.parse(text), limit: 400, language: language)
                try pair.check(parser.parse(text), limit: 3, language: language)
            }
        }
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
            let places = "Seoul" + (number % 3 == 0 ? " Paris" : "") + (number % 61 == 0 ? " Tokyo" : "")
            lines += """
                {"id":"d\(number)","title":"word\(number % 50)","date":"\(year)-01-02",\
                "text":"\(words.joined(separator: " ")) \(places)"}

                """
        }
        let path = folder.path + "/documents.jsonl"
        try lines.write(toFile: path, atomically: true, encoding: .utf8)
        let pair = try OraclePair([openSource(path)], runByteCount: 60_000)
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
                // Within values that all, many and few documents name.
                for value in ["KR", "FR", "JP"] {
                    let filter = Query.facet(name: "country", value: value)
                    try pair.check(.and([.or(some), filter]), limit: limit)
                    try pair.check(.and([some[0], filter, .not(some[1])]), limit: limit)
                }
            }
        }
    }
}
