import Dossier
import TerminalText

extension Command {
    static let facets = Command(
        name: "facets", summary: "Count the articles that carry each value of a facet, the commonest first.",
        operands: "[NAME]", operandCount: 0...1,
        details: """
            Without NAME, every facet; ‘actor’ counts countries and alliances together. With a query or filters, \
            only the articles that match are counted.

              dossier facets country --query sanctions --from 2014 --to 2016
            """,
        options: [.valueLimit, .query] + Option.narrowing + [.json] + Option.opening,
        run: runFacets)
}

private func runFacets(_ arguments: Arguments, _ screen: Screen) throws -> ExitCode {
    let index = try arguments.openIndex()
    var request = arguments.request
    request.limit = 0
    request.countedFacets = arguments.operands.isEmpty ? index.facetNames : arguments.operands
    let results = try index.search(request)
    if arguments.isJSON {
        writeOut(JSON.object([("facets", .facets(results.facets, limit: arguments.limit))]).text + "\n")
    } else {
        let limit = arguments.limit ?? (arguments.operands.isEmpty ? 10 : Int.max)
        writeOut(results.facets.map { table($0, limit: limit, on: screen) }.joined(separator: "\n"))
    }
    if results.isPartial { complain("The time ran out: the counts are too low.") }
    return .success
}

private func table(_ counts: FacetCounts, limit: Int, on screen: Screen) -> String {
    var lines = [screen.bold(counts.facet)]
    let width = counts.values.first.map { String($0.count).count } ?? 0
    for value in counts.values.prefix(limit) {
        let name = value.label == value.id ? "" : " " + screen.dim("(\(printable(value.id)))")
        lines.append("  \(String(value.count).aligned(to: width))  \(printable(value.label))\(name)")
    }
    let rest = counts.values.count - limit
    if counts.values.isEmpty { lines.append("  no values") }
    if rest > 0 { lines.append("  … \(rest) more: ‘dossier facets \(counts.facet)’") }
    return lines.joined(separator: "\n") + "\n"
}
