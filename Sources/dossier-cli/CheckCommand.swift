import Dossier

extension Command {
    static let check = Command(
        name: "check", summary: "Read every byte of an index and tell whether it is sound.",
        details: "Exit codes: 0 sound, 2 damaged, with each problem on a line.",
        options: [.json] + Option.opening, run: runCheck)
}

private func runCheck(_ arguments: Arguments, _ screen: Screen) throws -> ExitCode {
    let index = try arguments.openIndex()
    let problems = index.check()
    if arguments.isJSON {
        let texts = problems.map { JSON.string($0) }
        writeOut(JSON.object([("sound", .bool(problems.isEmpty)), ("problems", .array(texts))]).text + "\n")
    } else if problems.isEmpty {
        writeOut("\(printable(index.path)) is sound\n")
    } else {
        writeOut(problems.map { printable($0) + "\n" }.joined())
    }
    guard !problems.isEmpty else { return .success }
    complain(
        "\(counted(problems.count, "problem")) in \(index.path); delete this folder and index the articles again."
    )
    return .failure
}
