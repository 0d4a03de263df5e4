internal import ExternalPrograms
internal import Synchronization

/// The running programs of one plugin: as many as threads that ask at once.
///
/// A program that failed is ended and another started for the next question, until it is plain that this leads nowhere.
final class ProgramPool: Sendable {
    private struct State {
        var idle: [ProgramSession] = []
        /// What the first one answered to the hello line, as must all.
        var greeting: [UInt8]?
        var health = ProgramHealth()
    }

    private let plugin: ProgramPlugin
    private let state = Mutex(State())

    init(_ plugin: ProgramPlugin) { self.plugin = plugin }

    /// Starts a program unless one has been, and gives its answer to the hello line.
    func greeting() throws(ProgramError) -> [UInt8] {
        if let known = state.withLock({ $0.greeting }) { return known }
        let session = try start()
        return state.withLock {
            $0.idle.append(session)
            return $0.greeting ?? []
        }
    }

    /// Asks one program a batch, as `ProgramSession.ask`.
    ///
    /// A single question that a program fails which has answered others is asked anew of a fresh one.
    func ask(
        _ count: Int, question: (Int, inout [UInt8]) -> Void,
        answer: (Int, [UInt8]) throws(ProgramError) -> Void
    ) throws(ProgramError) {
        if let used = takeIdle() {
            do throws(ProgramError) {
                return try ask(used, count, question, answer)
            } catch {
                if count > 1 || error.isPassing { throw error }
            }
        }
        try ask(try start(), count, question, answer)
    }

    private func ask(
        _ session: ProgramSession, _ count: Int, _ question: (Int, inout [UInt8]) -> Void,
        _ answer: (Int, [UInt8]) throws(ProgramError) -> Void
    ) throws(ProgramError) {
        do throws(ProgramError) {
            try session.ask(count, question: question, answer: answer)
        } catch {
            state.withLock { $0.health.didFail(error) }
            throw error
        }
        state.withLock {
            $0.health.didAnswer(count)
            $0.idle.append(session)
        }
    }

    /// One that waits to be asked; those that have ended or talk by themselves are let go.
    private func takeIdle() -> ProgramSession? {
        while let session = state.withLock({ $0.idle.popLast() }) {
            if session.isWaiting { return session }
            let reason = "ended, or wrote something, without being asked"
            state.withLock { $0.health.didFail(.broken(name: plugin.command.name, reason: reason)) }
        }
        return nil
    }

    private func start() throws(ProgramError) -> ProgramSession {
        if let verdict = state.withLock({ $0.health.verdict }) {
            throw .broken(name: plugin.command.name, reason: verdict)
        }
        do throws(ProgramError) {
            let session = try ProgramSession(plugin.command)
            var answer: [UInt8] = []
            try session.ask(1, question: { $1 += plugin.hello }, answer: { answer = $1 })
            let first = state.withLock {
                if $0.greeting == nil { $0.greeting = answer }
                return $0.greeting
            }
            guard first == answer else {
                let reason = "answers the hello line now so, now so"
                throw .broken(name: plugin.command.name, reason: reason)
            }
            return session
        } catch {
            state.withLock { $0.health.didFail(error) }
            throw error
        }
    }
}

/// Whether a program is worth starting again.
struct ProgramHealth {
    /// Failures one after the other.
    static let rowLimit = 8
    /// Failures in all, beside one in `answersPerFailure` answers.
    static let failureLimit = 16
    static let answersPerFailure = 32

    private var row = 0
    private var failures = 0
    private var answers = 0
    /// Why it is asked no more; nil while it is.
    private(set) var verdict: String?

    mutating func didAnswer(_ count: Int) { (row, answers) = (0, answers + count) }

    mutating func didFail(_ error: ProgramError) {
        row += 1
        failures += 1
        guard verdict == nil,
            row >= Self.rowLimit || failures > Self.failureLimit + answers / Self.answersPerFailure
        else { return }
        let times = row >= Self.rowLimit ? "\(row) times in a row" : "\(failures) times"
        verdict = "is not asked again in this run: it failed \(times), at last as \(error)"
    }
}
