import Dossier
import JSONValues
import TerminalText

extension Command {
    static let saved = Command(
        name: "saved", summary: "Give queries names, and list those that have one.",
        operands: "[NAME [QUERY…]]", operandCount: 0...Int.max,
        details: """
            Without NAME, prints the saved queries. With a QUERY, saves it under the name, in place of one that has it. In \
            other queries saved:NAME stands for it. They stand in queries.txt in the folder of the index.

              dossier saved korea 'country:KR OR country:KP'
              dossier search 'saved:korea AND sanctions'
              dossier saved --delete korea
            """,
        options: [.deletes, .json] + Option.opening, completion: .operands([.savedQuery, .query]),
        run: runSaved)
}

private func runSaved(_ arguments: Arguments, _ screen: Screen) throws -> ExitCode {
    let index = try arguments.openIndex()
    guard let name = arguments.operands.first else {
        if arguments.deletes { throw UsageError("Say which query to delete.") }
        let queries = index.savedQueries.sorted { $0.key < $1.key }
        if arguments.isJSON {
            writeOut(JSON.object([("queries", .object(queries.map { ($0.key, .string($0.value)) }))]).line)
        } else {
            for (name, query) in queries { writeOut(printable("\(name) = \(query)") + "\n") }
            if queries.isEmpty { writeOut("no query is saved\n") }
        }
        return .success
    }
    let query = arguments.operands.dropFirst().joined(separator: " ")
    if arguments.deletes {
        if !query.isEmpty { throw UsageError("‘\(query)’ is one word too many.") }
        try index.save(query: nil, as: name)
    } else if query.isEmpty {
        guard let known = index.savedQueries[name] else {
            throw UsageError("There is no saved query ‘\(name)’.")
        }
        writeOut(printable(known) + "\n")
    } else {
        try index.save(query: query, as: name)
        for problem in index.problems(ofQuery: query) { complain(problem.message) }
    }
    return .success
}
