import Dossier
import JSONValues
import TerminalText

extension Command {
    static let optimize = Command(
        name: "optimize",
        summary: "Make an index smaller and faster to search, for when little changes any more.",
        details: """
            Joins what was indexed bit by bit, drops what was deleted, and brings articles into an order that suits \
            searching. Every article, score and count stays the same, but for what deleted articles still added to \
            scores. Needs as much disk again as the index takes, and goes back to one state: --recover finds none \
            before it, and only commits that are pinned stay beside it, with the room their files take. Indexing goes on afterwards as always.

              dossier optimize
              dossier optimize --order date --memory 4G

            Ctrl-C at any moment leaves the index as it was. Exit codes: 0 done, 2 failed, 130 stopped, with the index as it \
            was.
            """,
        options: Option.optimizing, run: runOptimize)
}

private func runOptimize(_ arguments: Arguments, _ screen: Screen) throws -> ExitCode {
    let interruption = Interruption()
    let before = try arguments.openIndex()
    let (path, old) = (before.path, try before.statistics())
    var options = OptimizeOptions()
    options.order = arguments.order
    options.threadCount = arguments.indexing.threadCount
    options.memoryBudgetBytes = arguments.indexing.memoryBudgetBytes
    let start = ContinuousClock.now
    try interruption.whileWriting(at: path, arguments) { progress in
        try optimizeIndex(at: path, options: options, progress: progress)
    }
    let new = try SearchIndex(path: path).statistics()
    if arguments.isJSON {
        writeOut(json(path, old, new).line)
    } else if !arguments.isQuiet {
        writeOut(text(path, old, new, seconds: seconds(ContinuousClock.now - start)))
    }
    return .success
}

private func text(_ path: String, _ old: IndexStatistics, _ new: IndexStatistics, seconds: Double) -> String {
    let segments = counted(old.segmentCount, "segment")
    let sizes = "\(size(old.byteCount)) in \(segments) before, \(size(new.byteCount)) now"
    return
        "\(printable(path)): \(counted(new.documentCount, "article")), \(sizes), \(fixed(seconds, digits: 1)) s\n"
}

private func json(_ path: String, _ old: IndexStatistics, _ new: IndexStatistics) -> JSON {
    .object([
        ("index", .string(path)), ("documents", .integer(new.documentCount)),
        ("bytesBefore", .integer(old.byteCount)), ("bytes", .integer(new.byteCount)),
        ("segmentsBefore", .integer(old.segmentCount)), ("segments", .integer(new.segmentCount)),
        ("commit", .integer(Int(new.commitNumber))),
    ])
}
