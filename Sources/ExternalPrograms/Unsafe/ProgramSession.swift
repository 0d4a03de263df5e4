import Glibc
import ProgramLauncher

/// A program that runs on and answers a line for each line it is given.
///
/// The process ends with the value, and with all it started.
public final class ProgramSession: @unchecked Sendable {
    // Unchecked: one thread at a time uses it, which the lock of the pool that hands it out makes true.

    /// What it last wrote to standard error is kept up to so many bytes.
    public static let complaintLimit = 4096

    public let name: String
    private let limits: ProgramLimits
    private let isConfined: Bool
    private let process: pid_t
    private let input: Int32
    private let output: Int32
    private var error: Int32
    private var status: Int32?
    private var hasAnswered = false
    /// What came after the last answer.
    private var incoming: [UInt8] = []
    private var complaint: [UInt8] = []
    private var block = [UInt8](repeating: 0, count: 1 << 16)

    public init(_ command: ProgramCommand) throws(ProgramError) {
        guard let invocation = command.invocation else {
            throw .broken(name: command.name, reason: command.obstacle ?? "cannot be started")
        }
        (name, limits, isConfined) = (command.name, command.limits, command.isConfined)
        var (path, words, folder) = (invocation.path, invocation.words, String?.some(command.folder))
        if isConfined { (path, words, folder) = Sandbox.confined(path, words, folder: command.folder) }
        guard let pipes = Pipes() else { throw .system(name: command.name) }
        process = startProgram(
            path, words, folder: folder, input: pipes.input.read, output: pipes.output.write,
            error: pipes.error.write, limits: limits, cpuSeconds: 0)
        pipes.closeFarEnds()
        (input, output, error) = (pipes.input.write, pipes.output.read, pipes.error.read)
        for descriptor in [input, output, error] { _ = dossier_set_nonblocking(descriptor) }
        guard process > 0 else {
            status = 0
            throw .system(name: command.name)
        }
    }

    deinit {
        end()
        for descriptor in [input, output, error] where descriptor >= 0 { _ = close(descriptor) }
    }

    /// What it last wrote to standard error.
    public var lastComplaint: String { String(decoding: complaint, as: UTF8.self) }

    /// Whether it runs and has said nothing that it was not asked.
    public var isWaiting: Bool {
        guard status == nil, incoming.isEmpty else { return false }
        var waiting = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
        // Safe: one entry, which outlives the call.
        return unsafe poll(&waiting, 1, 0) == 0 && dossier_wait_for_end(process, 0) == 0
    }

    /// Asks a batch of questions and takes an answer to each, in order.
    ///
    /// Questions are written while answers are read, so that neither side waits for the other.
    ///
    /// - Parameters:
    ///   - question: appends the question of an index, one line with its line feed.
    ///   - answer: takes the answer, without its line feed; when it throws, the session is over.
    public func ask(
        _ count: Int, question: (Int, inout [UInt8]) -> Void,
        answer: (Int, [UInt8]) throws(ProgramError) -> Void
    ) throws(ProgramError) {
        var limits = limits
        if !hasAnswered { limits.timeMilliseconds = limits.startMilliseconds }
        var batch = Batch(count: count, limits: limits)
        do throws(ProgramError) {
            while batch.answered < count {
                if batch.isWritten, batch.asked < count {
                    batch.outgoing.removeAll(keepingCapacity: true)
                    (batch.written, batch.asked) = (0, batch.asked + 1)
                    question(batch.asked - 1, &batch.outgoing)
                }
                try exchange(&batch)
                try takeAnswers(&batch, answer)
            }
            guard incoming.isEmpty else { throw unasked }
            hasAnswered = true
        } catch {
            end()
            throw error
        }
    }

    /// Stops the program; it can be asked nothing more.
    public func end() {
        guard status == nil else { return }
        status = dossier_end_program(process)
    }

    private var unasked: ProgramError { .broken(name: name, reason: "answered more than it was asked") }
}

/// How far a batch has come.
private struct Batch {
    var asked = 0
    var answered = 0
    var outgoing: [UInt8] = []
    var written = 0
    var isInputClosed = false
    /// Where the search for an answer's end goes on.
    var searched = 0
    var deadline: ContinuousClock.Instant
    let end: ContinuousClock.Instant
    let limits: ProgramLimits

    init(count: Int, limits: ProgramLimits) {
        self.limits = limits
        end = .now + .milliseconds(limits.batchMilliseconds)
        deadline = min(end, .now + .milliseconds(limits.timeMilliseconds))
    }

    var isWritten: Bool { written == outgoing.count }
    /// Questions that the program has whole.
    var askedWhole: Int { isWritten ? asked : asked - 1 }

    mutating func didAnswer() {
        answered += 1
        deadline = min(end, .now + .milliseconds(limits.timeMilliseconds))
    }
}

extension ProgramSession {
    /// Waits until something can be written or read, and does.
    private func exchange(_ batch: inout Batch) throws(ProgramError) {
        let writes = !batch.isWritten && !batch.isInputClosed
        var waiting = [
            pollfd(fd: output, events: Int16(POLLIN), revents: 0),
            pollfd(fd: error, events: Int16(POLLIN), revents: 0),
            pollfd(fd: writes ? input : -1, events: Int16(POLLOUT), revents: 0),
        ]
        // A child that keeps standard output open does not hide that the program has ended.
        let wait = min(100, milliseconds(until: batch.deadline))
        // Safe: three entries, which outlive the call.
        let ready = unsafe poll(&waiting, 3, wait)
        if ready < 0, errno == EINTR { return }
        if waiting[1].revents != 0 { readComplaint() }
        if waiting[2].revents != 0 { write(&batch) }
        if waiting[0].revents != 0 {
            try readOutput(&batch)
        } else if ContinuousClock.now >= batch.deadline {
            throw tooLate(batch)
        } else if ready == 0, dossier_wait_for_end(process, 0) == 1 {
            throw hasEnded()
        }
    }

    private func write(_ batch: inout Batch) {
        // Safe: the bytes from `written` on are the buffer's.
        let count = unsafe batch.outgoing.withUnsafeBytes { buffer -> Int in
            guard let base = buffer.baseAddress else { return 0 }
            return unsafe dossier_write(input, base + batch.written, buffer.count - batch.written)
        }
        if count >= 0 {
            batch.written += count
        } else if errno != EAGAIN, errno != EINTR {
            // It has mostly ended, and says why in a moment.
            batch.isInputClosed = true
            batch.deadline = min(batch.deadline, .now + .seconds(1))
        }
    }

    private func readOutput(_ batch: inout Batch) throws(ProgramError) {
        // Safe: the block's true size is passed.
        let count = unsafe read(output, &block, block.count)
        if count < 0, errno == EAGAIN || errno == EINTR { return }
        guard count > 0 else { throw hasEnded() }
        incoming += block[..<count]
    }

    private func takeAnswers(
        _ batch: inout Batch, _ answer: (Int, [UInt8]) throws(ProgramError) -> Void
    ) throws(ProgramError) {
        var start = 0
        while let end = incoming[max(start, batch.searched)...].firstIndex(of: 0x0A) {
            guard end - start <= limits.outputBytes else { throw tooLong }
            guard batch.answered < batch.askedWhole else { throw unasked }
            try answer(batch.answered, Array(incoming[start..<end]))
            batch.didAnswer()
            (start, batch.searched) = (end + 1, 0)
        }
        if start > 0 { incoming.removeFirst(start) }
        batch.searched = incoming.count
        guard incoming.count <= limits.outputBytes else { throw tooLong }
    }

    private func readComplaint() {
        // Safe: the block's true size is passed.
        let count = unsafe read(error, &block, block.count)
        if count < 0, errno == EAGAIN || errno == EINTR { return }
        guard count > 0 else {
            _ = close(error)
            error = -1
            return
        }
        complaint = Array((complaint + block[..<count]).suffix(Self.complaintLimit))
    }
}

extension ProgramSession {
    private var tooLong: ProgramError { .output(name: name, limitBytes: limits.outputBytes) }

    private func tooLate(_ batch: Batch) -> ProgramError {
        if batch.isInputClosed { return .broken(name: name, reason: "closed its standard input") }
        let limit =
            batch.deadline == batch.end ? batch.limits.batchMilliseconds : batch.limits.timeMilliseconds
        return .timeout(name: name, milliseconds: limit)
    }

    /// Standard output is at its end, or the process.
    private func hasEnded() -> ProgramError {
        guard dossier_wait_for_end(process, 1000) == 1 else {
            return .broken(name: name, reason: "closed its standard output" + quoted)
        }
        readComplaint()
        end()
        return .broken(name: name, reason: "ended with " + ending + quoted)
    }

    /// How the process ended, in words.
    private var ending: String {
        let status = status ?? 0
        let signal = status & 0x7F
        let code = (status >> 8) & 0xFF
        if signal != 0 { return "signal \(signal)" }
        // So bubblewrap tells of a signal.
        return isConfined && code > 128 ? "signal \(code - 128)" : "status \(code)"
    }

    /// The last line of what it complained, which is where the reason mostly stands.
    private var quoted: String {
        let lines = complaint.split(separator: 0x0A).filter { $0.contains { $0 > 0x20 } }
        guard let last = lines.last else { return "" }
        return ": " + String(decoding: last.prefix(200), as: UTF8.self)
    }
}

/// The three pipes between a program and this process.
private struct Pipes {
    typealias Ends = (read: Int32, write: Int32)
    let input: Ends
    let output: Ends
    let error: Ends

    /// Nil when the system refuses.
    init?() {
        var ends: [Ends] = []
        for _ in 0..<3 {
            var pair: [Int32] = [-1, -1]
            // Safe: room for the two descriptors.
            guard unsafe dossier_pipe(&pair) == 0 else {
                for open in ends { (_, _) = (close(open.read), close(open.write)) }
                return nil
            }
            ends.append((pair[0], pair[1]))
        }
        (input, output, error) = (ends[0], ends[1], ends[2])
    }

    func closeFarEnds() {
        for descriptor in [input.read, output.write, error.write] { _ = close(descriptor) }
    }
}
