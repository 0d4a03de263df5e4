internal import TerminalMode

/// The terminal of the process, taken for a full screen. It is given back whatever ends the process.
struct Terminal: ~Copyable {
    struct Happening {
        var hasInput = false
        /// The screen may have another size, or show something else.
        var isResized = false
        var hasAnswers = false
        var isClosed = false
    }

    /// - Throws: `BrowseError` where the process has no terminal.
    init() throws(BrowseError) {
        let error = dossier_terminal_enter()
        guard error == 0 else { throw .noTerminal }
    }

    deinit { dossier_terminal_leave() }

    /// Columns and rows.
    var size: (width: Int, height: Int) {
        var (columns, rows): (Int32, Int32) = (0, 0)
        // Safe: the call fills two integers that outlive it.
        guard unsafe dossier_terminal_size(&columns, &rows) == 0 else { return (80, 24) }
        return (Int(columns), Int(rows))
    }

    /// Waits until something happens; at most so many milliseconds, for ever if nil.
    func wait(milliseconds: Int32?) -> Happening {
        let events = UInt32(bitPattern: dossier_terminal_wait(milliseconds ?? -1))
        func holds(_ event: dossier_terminal_event) -> Bool { events & event.rawValue != 0 }
        return Happening(
            hasInput: holds(dossier_terminal_event_input), isResized: holds(dossier_terminal_event_resize),
            hasAnswers: holds(dossier_terminal_event_wake), isClosed: holds(dossier_terminal_event_closed))
    }

    /// What was typed; nil when the terminal is gone.
    func read() -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: 4096)
        // Safe: the buffer's true size is passed.
        let count = unsafe dossier_terminal_read(&bytes, bytes.count)
        return count < 0 ? nil : Array(bytes.prefix(count))
    }

    /// - Returns: false when the terminal is gone.
    func write(_ bytes: [UInt8]) -> Bool {
        if bytes.isEmpty { return true }
        // Safe: the call reads as many bytes as the array has.
        return unsafe dossier_terminal_write(bytes, bytes.count) == 0
    }

    func suspend() { dossier_terminal_suspend() }

    /// Ends a wait; from any thread.
    static func wake() { dossier_terminal_wake() }
}
