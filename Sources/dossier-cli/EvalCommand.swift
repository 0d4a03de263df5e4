import Dossier
import Evaluation
import JSONValues
import PluginAPI
import PluginLoading
import TerminalText

extension Command {
    static let eval = Command(
        name: "eval",
        summary: "Score how well articles are read and found, where the right answers are known.",
        operands: "extraction MANIFEST | facets GOLD | ranking FOLDER", operandCount: 2...2,
        details: """
            extraction: MANIFEST is a file of JSON lines, one a page: html is the page's path, seen from the manifest, in any \
            format that ‘dossier plugins’ lists. The rest is given where it is known: gold_text, the article's text \
            without title and captions; or with and without, lists of segments that must and must not be in it; \
            title; author or authors, a text or a list; date, as YYYY-MM-DD; id.

              {"html":"a.html","gold_text":"The grain …","title":"Grain",
               "author":"Jane Doe","date":"2022-08-01"}
              {"html":"b.html","with":["The radar stands"],"without":["Related"]}

              dossier eval extraction pages/manifest.jsonl --worst 5

            Texts are compared by shingles of four words and by single words, precision and recall averaged over \
            pages, as in github.com/scrapinghub/article-extraction-benchmark; segments as in trafilatura's evaluation. \
            Titles and authors match exactly, or normalised: without regard to case, width, punctuation and, of \
            authors, order. The last line is the F1, precision and recall of shingles, or of segments in a set \
            without gold_text.

            facets: GOLD is a file of JSON lines, one an article: text or body; title, date and language where they are \
            known; and in a field of the facet's name the ids of its values, as a list.

              {"title":"Talks","date":"2021-03-29","text":"Seoul said …","country":["KR"]}

              dossier eval facets gold.jsonl --facet country
              dossier eval facets gold.jsonl --facet country --about --limit 100

            Articles in which a value is missing or wrong are listed, and the values with the most mistakes, --limit of each. \
            By document and by value are means; the last line is of all values of all articles together.

            ranking: FOLDER is a collection in the layout of BEIR: corpus.jsonl, with _id, title and text in each line; \
            queries.jsonl, with _id and text; and qrels.tsv or qrels/test.tsv, lines of a query, a document and a grade, \
            divided by tabs. The corpus is indexed and every judged query asked as plain words.

              dossier eval ranking cranfield
              dossier eval ranking cranfield --per-query --run cranfield.run

            The measures are those of trec_eval, means over the judged queries of the best 1000 documents, or --limit; equal \
            scores in the order of falling identifiers.

            Exit codes: 0 done, 2 failed, 3 some pages, records or queries could not be read (each named on standard error; \
            what has an answer counts as missed).
            """,
        options: [.worst, .evaluatedFacet, .evaluatedSubjects, .except, .evaluationLimit, .jsonLinesOutput]
            + Option.evaluatedRanking + Option.loading,
        completion: .operands([.choices(["extraction", "facets", "ranking"]), .file]), run: runEval)
}

extension Option {
    fileprivate static let worst = value("worst", "N", help: "List the N pages with the lowest F1.") {
        arguments, text throws(UsageError) in
        arguments.worst = try number(text, least: 0)
    }
    fileprivate static let evaluatedFacet = value("facet", "NAME", help: "The facet that GOLD labels.") {
        $0.evaluatedFacet = $1
    }
    fileprivate static let evaluatedSubjects = flag(
        "about", help: "Compare with what articles are about, not with all that they name."
    ) { $0.countsSubjects = true }
    fileprivate static let except = value(
        "except", "ID", help: "A value to leave out, in labels and in what is found; may be repeated."
    ) { $0.exceptedValues.insert($1) }
    fileprivate static let evaluationLimit = value(
        "limit", short: "n", "N",
        help:
            "How many articles and values with mistakes to list, 20 by default; of ranking, how many documents to find, "
            + "1000 by default."
    ) { arguments, text throws(UsageError) in
        arguments.limit = try number(text, least: 0)
    }
    fileprivate static let jsonLinesOutput = format(
        "json", .json, "Print JSON lines instead of text: one a page or query, and the totals last.")
}

private func runEval(_ arguments: Arguments, _ screen: Screen) throws -> ExitCode {
    switch arguments.operands[0] {
    case "extraction": return try runExtractionEvaluation(arguments)
    case "facets": return try runFacetEvaluation(arguments.operands[1], arguments)
    case "ranking": return try runRankingEvaluation(arguments.operands[1], arguments)
    default:
        throw UsageError(
            "‘\(arguments.operands[0])’ cannot be evaluated; extraction, facets and ranking can.")
    }
}

private func runExtractionEvaluation(_ arguments: Arguments) throws -> ExitCode {
    let plugins = try arguments.loadPlugins()
    let report: ExtractionReport
    do throws(SourceError) {
        report = try evaluateExtraction(manifest: arguments.operands[1], plugins: plugins.set)
    } catch {
        throw DossierError(.source, "\(arguments.operands[1]): \(error.reason)", path: error.path)
    }
    for problem in report.unread { complain("not read: \(problem.path): \(problem.reason)") }
    if arguments.isJSON {
        let lines = report.pages.map { json($0) } + [json(report)]
        writeOut(lines.map { $0.line }.joined())
    } else {
        writeOut(text(report, worst: report.worst(arguments.worst)))
    }
    complainOfMissingSandbox()
    return report.unread.isEmpty && plugins.problems.isEmpty ? .success : .incomplete
}

private func text(_ report: ExtractionReport, worst: [PageScore]) -> String {
    var lines: [String] = worst.compactMap { page in
        page.precisionRecall.map { score in
            let name = page.identifier == page.path ? page.path : "\(page.identifier)  \(page.path)"
            return "\(text(score))  \(printable(name))"
        }
    }
    if !worst.isEmpty { lines.append("") }
    var rows = [("pages", "\(report.pages.count)")]
    if !report.unread.isEmpty { rows[0].1 += ", \(report.unread.count) not read" }
    let textCount = report.pages.count { $0.text != nil }
    if let score = report.shingles { rows.append(("shingles", "\(text(score))  of \(textCount)")) }
    if let score = report.words { rows.append(("bag of words", "\(text(score))  of \(textCount)")) }
    if let segments = report.segments {
        rows += text(segments, of: report.pages.count { $0.segments != nil })
    }
    let facts = [("title", report.titles), ("author", report.authors), ("date", report.published)]
    rows += facts.filter { $0.1.pageCount > 0 }.map { ($0.0, text($0.1)) }
    let width = rows.map(\.0.count).max() ?? 0
    lines += rows.map { "\($0.0.padded(to: width))  \($0.1)" }
    if let score = report.precisionRecall { lines.append(text(score)) }
    return lines.map { $0 + "\n" }.joined()
}

func text(_ score: PrecisionRecall) -> String {
    "F1 \(share(score.f1)) precision \(share(score.precision)) recall \(share(score.recall))"
}

private func text(_ score: SegmentScore, of pageCount: Int) -> [(String, String)] {
    let withCount = score.truePositives + score.falseNegatives
    let withoutCount = score.falsePositives + score.trueNegatives
    return [
        ("segments", "\(text(score.precisionRecall)) accuracy \(share(score.accuracy))  of \(pageCount)"),
        ("with", "\(score.truePositives) of \(withCount) found"),
        ("without", "\(score.trueNegatives) of \(withoutCount) left out"),
    ]
}

private func text(_ matches: ExtractionReport.Matches) -> String {
    let count = Double(matches.pageCount)
    return "exact \(share(Double(matches.exactCount) / count)) (\(matches.exactCount))  "
        + "normalised \(share(Double(matches.normalisedCount) / count)) (\(matches.normalisedCount))  "
        + "of \(matches.pageCount)"
}

private func share(_ value: Double) -> String { fixed(value, digits: 3) }

private func json(_ page: PageScore) -> JSON {
    .object([
        ("id", .string(page.identifier)), ("path", .string(page.path)), ("problem", .string(page.problem)),
        ("shingles", json(page.text?.shingles)), ("words", json(page.text?.words)),
        ("segments", json(page.segments)), ("title", json(page.title)), ("author", json(page.authors)),
        ("date", json(page.published)),
    ])
}

private func json(_ report: ExtractionReport) -> JSON {
    let score = report.precisionRecall
    return .object([
        ("pages", .integer(report.pages.count)), ("unread", .integer(report.unread.count)),
        ("shingles", json(report.shingles)), ("words", json(report.words)),
        ("segments", json(report.segments)), ("title", json(report.titles)),
        ("author", json(report.authors)), ("date", json(report.published)),
        ("f1", score.map { .number($0.f1) } ?? .null),
        ("precision", score.map { .number($0.precision) } ?? .null),
        ("recall", score.map { .number($0.recall) } ?? .null),
    ])
}

func json(_ score: PrecisionRecall?) -> JSON {
    guard let score else { return .null }
    return .object([
        ("f1", .number(score.f1)), ("precision", .number(score.precision)), ("recall", .number(score.recall)),
    ])
}

private func json(_ score: SegmentScore?) -> JSON {
    guard let score else { return .null }
    return .object([
        ("truePositives", .integer(score.truePositives)), ("falseNegatives", .integer(score.falseNegatives)),
        ("falsePositives", .integer(score.falsePositives)), ("trueNegatives", .integer(score.trueNegatives)),
    ])
}

private func json(_ comparison: MetadataComparison?) -> JSON {
    guard let comparison else { return .null }
    func list(_ texts: [String]) -> JSON { .array(texts.map { .string($0) }) }
    return .object([
        ("match", .string(comparison.match.rawValue)), ("expected", list(comparison.expected)),
        ("found", list(comparison.found)),
    ])
}

private func json(_ matches: ExtractionReport.Matches) -> JSON {
    .object([
        ("known", .integer(matches.pageCount)), ("exact", .integer(matches.exactCount)),
        ("normalised", .integer(matches.normalisedCount)),
    ])
}
