import Foundation
import Testing

/// A collection of three documents, of which the second is told by its title alone.
private func collection(_ extraJudgement: String = "") throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write(
        "small/corpus.jsonl",
        """
        {"_id":"d1","title":"","text":"A radar stands on the hill above the harbour and the town."}
        {"_id":"d2","title":"Radar","text":"What it sees is sent to the capital."}
        {"_id":"d3","title":"Grain","text":"Ships with grain left the harbour. Grain, and more grain."}
        """)
    try folder.write(
        "small/queries.jsonl",
        """
        {"_id":"q1","text":"GRAIN AND \\"NOT: title:radar"}
        {"_id":"q2","text":"harbour?"}
        {"_id":"q3","text":"unjudged"}
        """)
    try folder.write(
        "small/qrels/test.tsv", "query-id\tcorpus-id\tscore\nq1\td3\t2\nq2\td1\t1\n\(extraJudgement)")
    return folder
}

@Test("A ranking is evaluated over every judged query, and the measures of trec_eval stand last")
func rankingIsEvaluated() throws {
    let folder = try collection()
    let result = try Program.run(
        "eval", "ranking", "small", "--per-query", "--run", "run.txt", in: folder.path)
    #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
    let lines = result.output.split(separator: "\n")
    #expect(lines.count == 4 && lines[0] == "q1  nDCG@10 1.0000 MAP 1.0000 Recall@100 1.0000 MRR 1.0000")
    #expect(lines[2] == "queries  2")
    #expect(
        lines[3].wholeMatch(of: /nDCG@10 \d\.\d{4} MAP \d\.\d{4} Recall@100 1\.0000 MRR \d\.\d{4}/) != nil)
    let run = try String(contentsOfFile: folder.path + "/run.txt", encoding: .utf8)
    #expect(run.hasPrefix("q1 Q0 d3 1 ") && run.contains("\nq2 Q0 d1 "))
    // Nothing is left behind.
    #expect(
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["run.txt", "small"])
}

@Test("A ranking's report is JSON when asked for, over an index that is there, with weights of fields")
func rankingOfAnIndex() throws {
    let folder = try collection()
    let indexed = try Program.run("index", "small/corpus.jsonl", "--index", "ready", in: folder.path)
    try #require(indexed.status == 0)
    let words = ["eval", "ranking", "small", "--index", "ready", "--json", "--k1", "0.9", "--b", "0.4"]
    let result = try Program.run(words, in: folder.path)
    #expect(result.status == 0)
    #expect(try result.json()["queries"] as? Int == 2)
    let wrong = try Program.run(words + ["--weight", "titel=2"], in: folder.path)
    #expect(wrong.output.contains("\"problems\":2") && wrong.errors.contains("no field ‘titel’"))
    #expect(try Program.run(words + ["--weight", "title=x"], in: folder.path).status == 2)
    #expect(try Program.run(words + ["--weight", "title=0"], in: folder.path).errors.contains("from 0.001"))
    #expect(try Program.run(words + ["--b", "2"], in: folder.path).status == 2)
}

@Test("Lines that cannot be read are named, the rest is evaluated, and the exit code says so")
func rankingOfADamagedCollection() throws {
    let folder = try collection("q2\td1\n")
    let result = try Program.run("eval", "ranking", "small", in: folder.path)
    #expect(result.status == 3)
    #expect(result.errors.contains("small/qrels/test.tsv:4: 2 columns"), "\(result.errors)")
    #expect(result.output.hasPrefix("queries  2\n"))
    let nothing = try Program.run("eval", "ranking", "nowhere", in: folder.path)
    #expect(nothing.status == 2 && !nothing.errors.isEmpty)
}

@Test("A search and its explanation take weights of fields")
func searchTakesWeights() throws {
    let folder = try collection()
    try #require(try Program.run("index", "small/corpus.jsonl", in: folder.path).status == 0)
    func first(_ weight: String) throws -> String? {
        let result = try Program.run(
            "search", "radar", "--weight", "title=\(weight)", "--json", in: folder.path)
        return ((try result.json()["hits"] as? [[String: Any]])?.first?["id"]) as? String
    }
    #expect(try first("0.01") == "d1" && first("9") == "d2")
    let told = try Program.run("explain", "d2", "radar", "--weight", "title=9", in: folder.path)
    #expect(told.output.contains("weight of the field title"))
    let usual = try Program.run("explain", "d1", "radar harbour", in: folder.path)
    #expect(usual.output.contains("burstiness") && !usual.output.contains("weight of the field"))
}
