import Dossier
import JSONValues
import TerminalText

extension Option {
    static let atCommit = value(
        "at", "COMMIT",
        help:
            "Open the index as it was at this commit: the first digits of its hash, its number, or the name of its pin; "
            + "‘dossier log’ lists those that are kept. The overlay is applied as it is now; where the commit is written "
            + "as --cite does, with +HASH of the overlay, you are told when that has changed.",
        completion: .commit
    ) { $0.commit = CommitReference($1) }

    fileprivate static let pinName = value(
        "name", "NAME", help: "A name to ask for the commit by, as in --at thesis-2026."
    ) { $0.pinName = $1 }
    fileprivate static let list = flag("list", help: "List the commits that are pinned.") {
        $0.listsPins = true
    }
}

private let keeping = """
    An index keeps its last ten commits, one for each change, however old they are, and those that are pinned; optimize \
    keeps the newest and those that are pinned. A commit that is kept takes the room of what later ones no longer share \
    with it.
    """

extension Command {
    static let log = Command(
        name: "log", summary: "List the commits of an index that are kept, the newest first.",
        details: keeping + "\n\n  dossier log\n  dossier search missile --at 3f2a91c0d4e5",
        options: [.json, .index], run: runLog)

    static let pin = Command(
        name: "pin", summary: "Keep a commit of the index, so that searches of it can be repeated.",
        operands: "[COMMIT]", operandCount: 0...1,
        details: """
            COMMIT is the first digits of a hash, a number, or the name of a pin; by default the newest.

              dossier pin --name thesis-2026
              dossier search missile --at thesis-2026
              dossier unpin thesis-2026

            """ + keeping,
        options: [.pinName, .list, .json, .index], completion: .commit, run: runPin)

    static let unpin = Command(
        name: "unpin", summary: "Keep a commit no longer, and remove what only it needed.",
        operands: "COMMIT", operandCount: 1...1, details: "  dossier unpin thesis-2026\n\n" + keeping,
        options: [.json, .index], completion: .commit,
        run: runUnpin)
}

private func runLog(_ arguments: Arguments, _ screen: Screen) throws -> ExitCode {
    show(try keptCommits(ofIndexAt: arguments.indexPath()), arguments)
    return .success
}

private func runPin(_ arguments: Arguments, _ screen: Screen) throws -> ExitCode {
    let path = try arguments.indexPath()
    if arguments.listsPins {
        guard arguments.operands.isEmpty, arguments.pinName == nil else {
            throw UsageError("--list goes alone.")
        }
        show(try keptCommits(ofIndexAt: path).filter(\.isPinned), arguments)
        return .success
    }
    let reference = arguments.operands.first.map { CommitReference($0) }
    let commit = try pinCommit(reference, name: arguments.pinName, ofIndexAt: path)
    if arguments.isJSON { show([commit], arguments) } else { writeOut("\(printable("\(commit)"))\n") }
    return .success
}

private func runUnpin(_ arguments: Arguments, _ screen: Screen) throws -> ExitCode {
    let reference = CommitReference(arguments.operands[0])
    let commit = try unpinCommit(reference, ofIndexAt: arguments.indexPath())
    if arguments.isJSON {
        show([commit], arguments)
    } else {
        writeOut("\(printable("\(commit)")): kept no longer than others\n")
    }
    return .success
}

extension Arguments {
    /// The folder of the index that was named, or the nearest one; no overlay keeps it from being found.
    func indexPath() throws(DossierError) -> String {
        var plain = self
        plain.overlay = .none
        plain.commit = nil
        return try plain.openIndex().path
    }
}

private func show(_ commits: [KeptCommit], _ arguments: Arguments) {
    if arguments.isJSON {
        writeOut(JSON.object([("commits", .array(commits.reversed().map(JSON.commit)))]).line)
        return
    }
    let rows = commits.reversed().map { commit in
        [
            commit.shortHash, "no. \(commit.number)", commit.publishedDate ?? "",
            counted(commit.documentCount, "article"),
            commit.isPinned ? "pinned" + (commit.pinName.map { " as \(printable($0))" } ?? "") : "",
        ]
    }
    let widths = (0..<5).map { column in rows.map { columnCount($0[column]) }.max() ?? 0 }
    for row in rows {
        let cells = zip(row, widths).map { $0.padded(to: $1) }.joined(separator: "  ")
        writeOut(String(cells.reversed().drop { $0 == " " }.reversed()) + "\n")
    }
}

extension JSON {
    static func commit(_ commit: KeptCommit) -> JSON {
        .object([
            ("hash", .string(commit.hash)), ("number", .integer(Int(commit.number))),
            ("date", .string(commit.publishedDate)), ("documents", .integer(commit.documentCount)),
            ("pinned", .bool(commit.isPinned)), ("name", .string(commit.pinName)),
        ])
    }
}
