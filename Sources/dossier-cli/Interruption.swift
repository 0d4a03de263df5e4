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
    init() {
        whenInterrupted { status in
            self.tell()
            exitNow(status)
        }
    }

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

/// Lets Ctrl-C end searches with what they have found.
final class SearchStop: Sendable {
    let cancellation = SearchCancellation()
    private let status = Atomic<Int32>(0)

    init() {
        whenInterrupted { status in
            self.status.store(status, ordering: .relaxed)
            self.cancellation.cancel()
        }
    }

    /// Of a process that was stopped, as shells tell it; nil for one that was not.
    var exitCode: ExitCode? {
        ExitCode(rawValue: status.load(ordering: .relaxed)).flatMap { $0 == .success ? nil : $0 }
    }
}

extension Arguments {
    /// How long a search may take where nothing else is said.
    static let usualTimeoutMilliseconds = 30_000
    /// What stands for no limit: 35 years.
    static let noTimeoutMilliseconds = 1 << 40

    /// The same with searches that end: by Ctrl-C, or when their time is over.
    func stoppable() -> Arguments {
        var arguments = self
        let stop = SearchStop()
        arguments.stop = stop
        arguments.request.cancellation = stop.cancellation
        arguments.request.timeoutMilliseconds =
            request.timeoutMilliseconds ?? Arguments.usualTimeoutMilliseconds
        return arguments
    }

    /// Tells why an answer is not whole, and what that means for it.
    func complainOfPartial(_ meaning: String) {
        if stop?.exitCode != nil { return complain("stopped: \(meaning)") }
        complain("The time ran out: \(meaning) --timeout gives it more.")
    }
}
