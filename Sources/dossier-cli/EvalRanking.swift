import Dossier
import Evaluation
import JSONValues
import PluginAPI
import PluginLoading
import SourceAdapters
import TerminalText

/// `dossier eval ranking FOLDER`.
func runRankingEvaluation(_ folder: String, _ arguments: Arguments) throws -> ExitCode {
    if arguments.index != nil {
        return try evaluateRanking(folder, on: arguments.openIndex(), arguments, isWhole: true)
    }
    let temporary = try TemporaryFolder()
    defer { temporary.remove() }
    let plugins = try arguments.loadPlugins()
    let path = temporary.path + "/index"
    let report = try indexSources(
        [JSONLinesSource(path: folder + "/corpus.jsonl")], at: path,
        plugins: PluginSet(formats: plugins.set.formats, facets: []), options: arguments.indexing)
    for problem in report.problems { complain("not read: \(problem.path): \(problem.reason)") }
    return try evaluateRanking(
        folder, on: SearchIndex(path: path), arguments,
        // A record without a word is told, but nothing of it is lost: no query can find it.
        isWhole: report.problems.allSatisfy { $0.reason == "\(FormatError.empty)" }
            && plugins.problems.isEmpty)
}

/// - Parameter isWhole: whether the index has all that it should.
private func evaluateRanking(
    _ folder: String, on index: SearchIndex, _ arguments: Arguments, isWhole: Bool
) throws -> ExitCode {
    let report: RankingReport
    do throws(SourceError) {
        report = try evaluateRanking(folder: folder) { text in
            var request = arguments.request
            request.query = SearchRequest.words(of: text)
            request.limit = arguments.limit ?? 1000
            request.countsTotal = false
            // Without a word there is nothing to find.
            if request.query.isEmpty { return [] }
            return try index.search(request).hits.map { hit in
                RankedDocument(identifier: try index.fetch(hit.reference).identifier, score: hit.score)
            }
        }
    } catch {
        throw DossierError(.source, "\(error.path): \(error.reason)", path: error.path)
    }
    for problem in report.problems { complain("not read: \(problem.path): \(problem.reason)") }
    if let file = arguments.runFile { try writeFile(file, report.run(tag: "dossier")) }
    if arguments.isJSON {
        let lines = (arguments.listsQueries ? report.queries.map(json) : []) + [json(report)]
        writeOut(lines.map { $0.text + "\n" }.joined())
    } else {
        let queries = arguments.listsQueries ? report.queries : []
        let width = queries.map { columnCount(printable($0.identifier)) }.max() ?? 0
        for query in queries {
            writeOut(printable(query.identifier).padded(to: width) + "  \(text(query.score))\n")
        }
        writeOut("queries  \(report.queries.count)\n\(text(report.score))\n")
    }
    return report.problems.isEmpty && isWhole ? .success : .incomplete
}

private func text(_ score: RankingScore) -> String {
    let measures = [
        ("nDCG@10", score.gain), ("MAP", score.averagePrecision), ("Recall@100", score.recall),
        ("MRR", score.reciprocalRank),
    ]
    return measures.map { "\($0) \(fixed($1, digits: 4))" }.joined(separator: " ")
}

private func members(_ score: RankingScore) -> [(key: String, value: JSON)] {
    [
        ("ndcg@10", .number(score.gain)), ("map", .number(score.averagePrecision)),
        ("recall@100", .number(score.recall)), ("mrr", .number(score.reciprocalRank)),
    ]
}

private func json(_ query: RankingReport.Query) -> JSON {
    .object(
        [("query", .string(query.identifier)), ("text", .string(query.text))] + members(query.score)
            + [("found", .integer(query.documents.count))])
}

private func json(_ report: RankingReport) -> JSON {
    .object(
        [("queries", .integer(report.queries.count)), ("problems", .integer(report.problems.count))]
            + members(report.score))
}
