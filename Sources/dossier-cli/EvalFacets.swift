import Dossier
import Evaluation
import JSONValues
import PluginAPI
import PluginLoading
import TerminalText

/// `dossier eval facets GOLD --facet NAME`.
func runFacetEvaluation(_ gold: String, _ arguments: Arguments) throws -> ExitCode {
    guard let facet = arguments.evaluatedFacet else {
        throw UsageError("Say which facet to evaluate: --facet country.")
    }
    let loaded = try arguments.loadPlugins()
    let plugins = loaded.set
    guard plugins.facets.contains(where: { $0.manifest.name == facet }) else {
        let names = plugins.facets.map(\.manifest.name).joined(separator: ", ")
        throw UsageError("There is no plugin for the facet ‘\(facet)’; there are \(names).")
    }
    let reader = try FacetReader(plugins)
    let isAbout = arguments.countsSubjects
    let report: FacetReport
    do throws(SourceError) {
        report = try evaluateFacets(
            gold: gold, facet: facet, except: arguments.exceptedValues, formats: plugins
        ) { documents in
            reader.read(documents).evidence.map { evidence in
                evidence.filter { $0.facet == facet && ($0.isSubject || !isAbout) }.map(FoundValue.init)
            }
        }
    } catch {
        throw DossierError(.source, "\(gold): \(error.reason)", path: error.path)
    }
    for problem in report.problems { complain("not read: \(problem.path): \(problem.reason)") }
    if arguments.isJSON {
        let lines = report.documents.map(json) + [json(report)]
        writeOut(lines.map { $0.line }.joined())
    } else {
        writeOut(text(report, limit: arguments.limit ?? 20))
    }
    complainOfMissingSandbox()
    return report.problems.isEmpty && loaded.problems.isEmpty ? .success : .incomplete
}

extension FoundValue {
    init(_ evidence: FacetEvidence) {
        let words = evidence.wordCounts.prefix(3).map { "\($0.words) (\($0.rule))" }
        self.init(id: evidence.id, words: words.joined(separator: ", "))
    }
}

/// The disagreements, the values with the most mistakes, and the scores, the measure of the set last.
private func text(_ report: FacetReport, limit: Int) -> String {
    var lines: [String] = []
    let disagreements = report.disagreements
    for document in disagreements.prefix(limit) {
        lines.append(
            printable([document.identifier, document.title].filter { !$0.isEmpty }.joined(separator: "  ")))
        if !document.missing.isEmpty {
            lines.append("  missing " + printable(document.missing.joined(separator: ", ")))
        }
        lines += document.wrong.map { printable("  wrong \($0.id): \($0.words)") }
    }
    if disagreements.count > limit { lines.append("… \(disagreements.count - limit) more") }
    if !lines.isEmpty { lines.append("") }
    let values = report.values.filter { $0.wrongCount + $0.missingCount > 0 }.prefix(limit)
    let width = values.map { $0.id.count }.max() ?? 0
    lines += values.map { value in
        printable(value.id).padded(to: width) + "  \(text(value.precisionRecall))  "
            + "right \(value.rightCount) wrong \(value.wrongCount) missing \(value.missingCount)"
    }
    if !values.isEmpty { lines.append("") }
    lines.append("documents    \(report.documents.count), \(disagreements.count) with disagreements")
    if let score = report.byDocument { lines.append("by document  \(text(score))") }
    if let score = report.byValue { lines.append("by value     \(text(score))  of \(report.values.count)") }
    lines.append(text(report.precisionRecall))
    return lines.map { $0 + "\n" }.joined()
}

private func json(_ document: FacetScore) -> JSON {
    func list(_ ids: [String]) -> JSON { .array(ids.map { .string($0) }) }
    return .object([
        ("id", .string(document.identifier)), ("title", .string(document.title)),
        ("expected", list(document.expected.sorted())), ("missing", list(document.missing)),
        (
            "found",
            .array(
                document.found.map {
                    .object([("id", .string($0.id)), ("words", .string($0.words))])
                })
        ), ("wrong", list(document.wrong.map(\.id))),
    ])
}

private func json(_ report: FacetReport) -> JSON {
    .object([
        ("facet", .string(report.facet)), ("documents", .integer(report.documents.count)),
        ("unread", .integer(report.problems.count)), ("byDocument", json(report.byDocument)),
        ("byValue", json(report.byValue)), ("f1", .number(report.precisionRecall.f1)),
        ("precision", .number(report.precisionRecall.precision)),
        ("recall", .number(report.precisionRecall.recall)),
    ])
}
