import Foundation
import PluginAPI
import TestSupport
import Testing

@testable import Evaluation

@Test("The measures of a ranking are what trec_eval's definitions give by hand")
func rankingByHand() {
    // Relevant at ranks 2 and 4, one is not found.
    let score = RankingScore(["a", "b", "c", "d"], grades: ["b": 1, "d": 3, "e": 2, "a": 0, "c": -1])
    let found = 1 / log2(3.0) + 3 / log2(5.0)
    let ideal = 3 / log2(2.0) + 2 / log2(3.0) + 1 / log2(4.0)
    #expect(abs(score.gain - found / ideal) < 1e-15)
    #expect(abs(score.averagePrecision - (1 / 2.0 + 2 / 4.0) / 3) < 1e-15)
    #expect(abs(score.recall - 2 / 3.0) < 1e-15)
    #expect(score.reciprocalRank == 0.5)
}

@Test("The best order scores 1; nothing found or nothing relevant scores 0")
func rankingLimits() {
    let grades = ["a": 3, "b": 2, "c": 1]
    let best = RankingScore(["a", "b", "c", "x"], grades: grades)
    #expect(best.gain == 1 && best.averagePrecision == 1 && best.recall == 1 && best.reciprocalRank == 1)
    #expect(RankingScore(["x", "y"], grades: grades) == RankingScore([], grades: grades))
    #expect(RankingScore([], grades: grades).gain == 0)
    #expect(RankingScore(["a"], grades: ["a": 0]).averagePrecision == 0)
}

@Test("No measure falls when a better document moves up", arguments: UInt64(0)..<20)
func rankingIsMonotone(seed: UInt64) {
    var random = SeededGenerator(state: seed)
    let names = (0..<150).map { "d\($0)" }
    var grades: [String: Int] = [:]
    for name in names where Int.random(in: 0..<4, using: &random) == 0 {
        grades[name] = Int.random(in: 0..<4, using: &random)
    }
    var ranking = names
    var before = RankingScore(ranking, grades: grades)
    for place in ranking.indices.dropFirst() {
        guard grades[ranking[place]] ?? 0 > grades[ranking[place - 1]] ?? 0 else { continue }
        ranking.swapAt(place, place - 1)
        let after = RankingScore(ranking, grades: grades)
        #expect(
            after.gain >= before.gain - 1e-12 && after.averagePrecision >= before.averagePrecision - 1e-12)
        #expect(after.recall >= before.recall && after.reciprocalRank >= before.reciprocalRank)
        before = after
    }
}

@Test("Depths count: gain to rank 10, recall to 100, precision and the first relevant document to the end")
func rankingDepths() {
    func score(at rank: Int) -> RankingScore {
        var ranking = (1...200).map { "x\($0)" }
        ranking[rank - 1] = "r"
        return RankingScore(ranking, grades: ["r": 1])
    }
    #expect(score(at: 10).gain > 0 && score(at: 11).gain == 0)
    #expect(score(at: 100).recall == 1 && score(at: 101).recall == 0)
    #expect(score(at: 150).averagePrecision == 1 / 150.0 && score(at: 150).reciprocalRank == 1 / 150.0)
}

@Test("Equal scores stand by falling identifier, as trec_eval sorts them")
func rankingTies() {
    let documents = [("2", 1), ("10", 1), ("9", 2), ("b", 1)].map {
        RankedDocument(identifier: $0.0, score: Float($0.1))
    }
    #expect(documents.sorted(by: RankedDocument.precedes).map(\.identifier) == ["9", "b", "2", "10"])
}

@Test("A collection's bad lines are told, and the rest counts")
func collectionProblems() throws {
    let folder = try TemporaryFolder()
    func write(_ name: String, _ lines: [String]) throws {
        try folder.write(name, Array(lines.joined(separator: "\n").utf8))
    }
    try write(
        "queries.jsonl",
        [
            "{\"_id\":\"1\",\"text\":\"grain\"}", "{\"_id\":\"2\",\"text\":",
            "{\"_id\":\"3\",\"text\":\"unjudged\"}", "{\"_id\":\"1\",\"text\":\"again\"}",
            "{\"_id\":\"4\",\"text\":\"fails\"}",
        ])
    try write(
        "qrels.tsv",
        [
            "query-id\tcorpus-id\tscore", "1\ta b\t1", "1\tc\tx", "1\td", "9\ta\t1", "1\ta b\t2",
            "4\ta\t1\r", "",
        ])
    struct Failure: Error {}
    var asked: [String] = []
    let report = try evaluateRanking(folder: folder.path) { text in
        asked.append(text)
        if text == "fails" { throw Failure() }
        return [RankedDocument(identifier: "z", score: 1), RankedDocument(identifier: "a b", score: 1)]
    }
    #expect(asked == ["grain", "fails"])
    #expect(report.queries.map(\.score.reciprocalRank) == [0.5, 0])
    #expect(report.score.reciprocalRank == 0.25)
    let places = report.problems.map { $0.path.split(separator: "/").last.map(String.init) }
    #expect(
        places == [
            "qrels.tsv:3", "qrels.tsv:4", "qrels.tsv:6", "queries.jsonl:2", "queries.jsonl:4", "qrels.tsv:5",
            "queries.jsonl",
        ])
    #expect(report.run(tag: "t").hasPrefix("1 Q0 z 1 1.0 t\n1 Q0 a%20b 2 1.0 t\n"))
}

@Test("A folder without judgements or queries is an error that names it")
func collectionMissing() throws {
    let folder = try TemporaryFolder()
    try folder.write("qrels.txt", [])
    #expect(throws: (any Error).self) { try evaluateRanking(folder: folder.path) { _ in [] } }
    try folder.write("qrels.tsv", Array("1\ta\t1\n".utf8))
    #expect(throws: (any Error).self) { try evaluateRanking(folder: folder.path) { _ in [] } }
}
