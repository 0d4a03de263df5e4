#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension Screen {
    /// What standard output is connected to, and what a user wants of it.
    static func ofProcess(_ arguments: Arguments) -> Screen {
        let isTerminal = isatty(STDOUT_FILENO) == 1
        let size = isTerminal ? terminalSize() : nil
        let environment = TerminalEnvironment.ofProcess
        let isColored = environment.isColored(arguments.color, isTerminal: isTerminal)
        return Screen(
            isTerminal: isTerminal, isColored: isColored,
            hasHyperlinks: environment.hasHyperlinks(
                arguments.hyperlinks, isTerminal: isTerminal, isColored: isColored),
            refusesColors: !environment.isColored(arguments.color, isTerminal: true),
            width: max(20, size?.columns ?? defaultWidth),
            pageHeight: isTerminal && !arguments.avoidsPager && !environment.isDumb ? size?.lines : nil)
    }

    /// Whether the terminal says that it can do nothing but print.
    static var isDumb: Bool { environment("TERM") == "dumb" }

    /// Whether a line on standard error can be overwritten.
    static var errorIsTerminal: Bool { isatty(STDERR_FILENO) == 1 && !isDumb }
}

private func terminalSize() -> (columns: Int, lines: Int) {
    var size = winsize()
    // Safe: TIOCGWINSZ fills a winsize, which outlives the call.
    let isKnown = unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
    let columns = isKnown ? Int(size.ws_col) : environment("COLUMNS").flatMap { Int($0) }
    let lines = isKnown ? Int(size.ws_row) : environment("LINES").flatMap { Int($0) }
    return (columns ?? Screen.defaultWidth, max(2, lines ?? 24))
}
