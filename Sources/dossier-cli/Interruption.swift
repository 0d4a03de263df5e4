import Dossier
import Synchronization

/// Tells what is kept when Ctrl-C ends a command that writes an index.
final class Interruption: Sendable {
    private struct State {
        var path: String?
        var line: ProgressLine?
    }

    private let state = Mutex(State())

    /// From now on the command ends so; until it writes, there is nothing to keep.
    init() { whenInterrupted { self.tell() } }

    /// Does work that writes an index, with a line of progress where someone may be watching.
    func whileWriting<Result>(
        at path: String, _ arguments: Arguments,
        _ work: (_ progress: (@Sendable (IndexProgress) -> Void)?) throws -> Result
    ) rethrows -> Result {
        let line = arguments.isQuiet || !Screen.errorIsTerminal ? nil : ProgressLine()
        state.withLock { $0 = State(path: path, line: line) }
        defer { line?.close() }
        return try work(line?.show)
    }

    private func tell() {
        let state = state.withLock { $0 }
        state.line?.close()
        complain(Interruption.whatIsKept(at: state.path))
    }

    /// What a reader finds in an index that was being written.
    private static func whatIsKept(at path: String?) -> String {
        guard let path else { return "stopped before anything was written." }
        guard let count = try? SearchIndex(path: path, overlay: .none).statistics().documentCount else {
            return "stopped before anything was kept; the same command begins again."
        }
        return
            "stopped; \(path) is sound and holds \(counted(count, "article")). The same command goes on from there."
    }
}
