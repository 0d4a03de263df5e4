import Dossier
import JSONValues
import TerminalText

extension Command {
    static let explain = Command(
        name: "explain",
        summary: "Tell how an article's score for a query comes about, or why it carries a facet value.",
        operands: "ID QUERY…",
        operandCount: 2...Int.max,
        details: """
            Each line is a number and what it is; the lines further in below it are what it is made of.

              dossier explain articles/text/shield-on-the-hill.txt radar interceptor

            For one facet value, the words that name it are shown, and by which rule and line of the plugin's table.

              dossier explain articles/text/shield-on-the-hill.txt country:KR
            """,
        options: Option.narrowing + Option.ranking + [.json] + Option.opening,
        completion: .operands([.identifier, .query]), run: runExplain)
}

private func runExplain(_ arguments: Arguments, _ screen: Screen) throws -> ExitCode {
    let index = try arguments.openIndex()
    let identifier = try index.document(arguments.operands[0]).identifier
    if let (facet, value) = facetValue(arguments.operands.dropFirst(), of: index) {
        return try explain(value, of: facet, in: identifier, index, arguments, screen)
    }
    let request = arguments.request(arguments.operands.dropFirst())
    let explanation = try index.explain(identifier, request)
    if arguments.isJSON {
        writeOut(
            JSON.object([
                ("id", .string(identifier)), ("matches", .bool(explanation != nil)),
                ("explanation", explanation.map(json) ?? .null),
            ]).line)
    } else if let explanation {
        writePaged(tree(explanation, depth: 0).joined(separator: "\n") + "\n", on: screen)
    } else {
        writeOut("\(printable(identifier)) does not match ‘\(printable(request.query))’\n")
    }
    index.notes(on: request).forEach(complain)
    return .success
}

/// A line for each number, those it is made of below it and further in.
func tree(_ explanation: Explanation, depth: Int) -> [String] {
    let line =
        String(repeating: "  ", count: depth) + significant(explanation.value) + "  "
        + printable(explanation.label)
    return [line] + explanation.parts.flatMap { tree($0, depth: depth + 1) }
}

/// Whole numbers as such, others with six digits after the point.
private func significant(_ value: Double) -> String {
    value == value.rounded() ? fixed(value, digits: 0) : fixed(value, digits: 6)
}

private func json(_ explanation: Explanation) -> JSON {
    .object([
        ("value", .number(explanation.value)), ("label", .string(explanation.label)),
        ("parts", .array(explanation.parts.map(json))),
    ])
}
