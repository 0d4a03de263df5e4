import Dossier
import JSONValues
import TerminalText

extension Command {
    static let overlay = Command(
        name: "overlay", summary: "Check what editors change about facet values.",
        operands: "check [FILE]", operandCount: 1...2,
        details: """
            An overlay is a file of lines that every search applies: overlay.tsv in the index's folder, or --overlay FILE. \
            Without FILE that of the index is checked. Columns stand between tabs; # begins a remark:

              merge  country:ROK country:KR             the first is shown as the second
              split  country:GE form Atlanta country:US  these words name another value
              split  country:GE rule capital country:US  what a rule found does
              reject country:TD                         no article has it
              reject country:TD form Chad               such words name nothing; or rule
              reject country:TD document news/12        this article does not have it
              add    country:KR words Hermit Republic   articles with these words have it
              add    country:KR document news/12        this article has it
              label  country:KR Republic of Korea       what readers are shown
              alias  country:KR the South               one more name to ask for it by

              dossier overlay check
              dossier overlay check edits.tsv --index articles

            Words are compared without case and accents. A value that is new needs a line with its label.

            Lines count for about:, government: and place: too. Words that name another value keep their sense; added \
            ones have none, and neither have articles that are given a value. What an article is about is weighed when \
            it is indexed, and no line weighs it anew: where lines change which words name a value, an article is about \
            it that names it in its title or lead, or twice, whatever else it names; and one that loses words, only if \
            it was before. An article that is given a value by name is about it. One is about merged values that was \
            about either.

            Exit codes: 0 nothing is wrong, 2 some lines are, each told with its number.
            """,
        options: [.json] + Option.opening, completion: .operands([.choices(["check"]), .file]),
        run: runOverlay)
}

private func runOverlay(_ arguments: Arguments, _ screen: Screen) throws -> ExitCode {
    guard arguments.operands[0] == "check" else {
        throw UsageError("‘\(arguments.operands[0])’ is nothing to do with an overlay; there is check.")
    }
    var arguments = arguments
    var file = arguments.operands.count > 1 ? arguments.operands[1] : nil
    if case .file(let named) = arguments.overlay { file = file ?? named }
    // One that cannot be applied must not keep the index from being opened.
    arguments.overlay = .none
    let problems = try arguments.openIndex().problems(ofOverlay: file)
    if arguments.isJSON {
        let lines = problems.map { problem in
            JSON.object([
                ("line", .integer(problem.line)), ("reason", .string(problem.reason)),
                ("fatal", .bool(problem.isFatal)),
            ])
        }
        writeOut(JSON.object([("problems", .array(lines))]).line)
    } else {
        for problem in problems { writeOut("line \(problem.line): \(printable(problem.reason))\n") }
        if problems.isEmpty { writeOut("Nothing is wrong\n") }
    }
    return problems.isEmpty ? .success : .failure
}
