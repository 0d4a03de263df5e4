import Dossier
import JSONValues
import TerminalText

extension Command {
    static let check = Command(
        name: "check", summary: "Read every byte of an index and tell whether it is sound.",
        details: """
              dossier check
              dossier check --index articles

            Exit codes: 0 sound, 2 damaged, with each problem on a line.
            """,
        options: [.json] + Option.opening, run: runCheck)
}

private func runCheck(_ arguments: Arguments, _ screen: Screen) throws -> ExitCode {
    let (path, problems) = try findings(arguments)
    if arguments.isJSON {
        let texts = problems.map { JSON.string($0) }
        writeOut(
            JSON.object([
                ("index", .string(path)), ("sound", .bool(problems.isEmpty)), ("problems", .array(texts)),
            ]).line)
    } else if problems.isEmpty {
        writeOut("\(printable(path)) is sound\n")
    } else {
        writeOut(problems.map { printable($0) + "\n" }.joined())
    }
    guard !problems.isEmpty else { return .success }
    complain(
        "\(counted(problems.count, "problem")) in \(path); delete this folder and index the articles again.")
    return .failure
}

/// What is wrong with an index, also when that keeps it from being opened.
private func findings(_ arguments: Arguments) throws(DossierError) -> (path: String, problems: [String]) {
    do throws(DossierError) {
        let index = try arguments.openIndex()
        return (index.path, index.check())
    } catch {
        guard error.code == .damaged, let path = error.path else { throw error }
        return (path, [error.cause ?? error.message])
    }
}
