import Dossier

/// Does work that writes an index, with a line of progress where someone may be watching; Ctrl-C tells what is kept.
func writingIndex<Result>(
    at path: String, _ arguments: Arguments,
    _ work: (_ progress: (@Sendable (IndexProgress) -> Void)?) throws -> Result
) rethrows -> Result {
    let line = arguments.isQuiet || !Screen.errorIsTerminal ? nil : ProgressLine()
    whenInterrupted {
        line?.close()
        complain(whatIsKept(at: path))
    }
    defer { line?.close() }
    return try work(line?.show)
}

/// What a reader finds in an index that was being written.
private func whatIsKept(at path: String) -> String {
    guard let count = try? SearchIndex(path: path, overlay: .none).statistics().documentCount else {
        return "stopped before anything was kept; the same command begins again."
    }
    return
        "stopped; \(path) is sound and holds \(counted(count, "article")). The same command goes on from there."
}
