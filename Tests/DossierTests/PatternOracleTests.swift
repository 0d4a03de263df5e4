import IndexSearch
import PluginAPI
import TestSupport
import Testing

@testable import Dossier

/// Short articles in many languages, of words that are like each other, with numbers for tags.
private struct AlikeArticles {
    private var random: SeededGenerator
    private let words: [String]
    private(set) var before = ArticleSource()
    private(set) var after = ArticleSource()

    init(seed: UInt64) {
        random = SeededGenerator(state: seed)
        words = Self.words(&random)
        for number in 0..<90 {
            before.write("news/\(number)", text(), date: date(number), tags: tags(number))
        }
        after = before
        for number in stride(from: 3, to: 90, by: 17) { after.articles["news/\(number)"] = nil }
        for number in 90..<110 {
            after.write("news/\(number)", text(), date: date(number), tags: tags(number))
        }
    }

    private static func words(_ random: inout SeededGenerator) -> [String] {
        var words = [
            "sanction", "Sanctions", "SANCTIONED", "sänction", "sanctoin", "SOLR", "solr", "Solr", "Seoul",
            "Seol",
            "séoul", "harbour", "harbor", "Harbours", "naïve", "naive", "U.S.", "don't", "서울", "서울시", "東京",
            "𝔖eoul", "Straße", "strasse", "2019", "2020", "201", "Tokyo", "Ankara", "the", "no", "three",
        ]
        // Of few letters, so that many are near each other.
        for _ in 0..<80 {
            let count = Int.random(in: 1...7, using: &random)
            words.append(String((0..<count).map { _ in "abés".randomElement(using: &random) ?? "a" }))
        }
        return words
    }

    private func date(_ number: Int) -> String { "20\(13 + number % 7)-0\(1 + number % 9)-11" }

    private func tags(_ number: Int) -> [String] {
        [["press"], ["3", "17.5"], ["-2"], [], ["2.5"], ["100", "late"], ["1e1"]][number % 7]
    }

    private mutating func sentence(_ counts: ClosedRange<Int>) -> String {
        (0..<Int.random(in: counts, using: &random)).map { _ in words.randomElement(using: &random) ?? "" }
            .joined(separator: " ")
    }

    private mutating func text() -> String {
        let language = MixedArticles.languages.randomElement(using: &random) ?? "en"
        let other =
            Bool.random(using: &random)
            ? MixedArticles.sentences(language).randomElement(using: &random) : nil
        return
            "\(sentence(1...5))\n\nBy Sol Rinna\n\n\(sentence(0...8)). \(other ?? "The end").\n\n\(sentence(1...9)).\n"
    }
}

@Suite("Words by pattern, likeness and spelling")
struct PatternOracleTests {
    @Test(
        "are found by the engine and an oracle that compares every word, bit for bit, in several segments with deletes",
        arguments: 0..<10)
    func randomQueries(seed: Int) throws {
        let articles = AlikeArticles(seed: UInt64(seed))
        let pair = try OraclePair(
            [articles.before], later: [articles.after], plugins: SmallPlugins.make(),
            facetFields: [FacetField("tag")], runByteCount: 5000)
        let statistics = try pair.index.statistics()
        try #require(statistics.segmentCount > 2)
        var maker = QueryMaker(words: pair.words, random: SeededGenerator(state: UInt64(seed + 100)))
        (maker.facet, maker.values, maker.numbers) = ("place", ["KR", "JP", "TR"], "tag")
        let languages = [nil, nil, "en", "fr", "de"]
        for number in 0..<500 {
            try pair.check(
                maker.query(), limit: 1 + number % 30, language: languages[number % languages.count])
        }
    }
}
