#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension Screen {
    /// What standard output is connected to.
    static func ofProcess(isPlain: Bool) -> Screen {
        let isTerminal = isatty(STDOUT_FILENO) == 1
        let refuses = isPlain || !(environment("NO_COLOR") ?? "").isEmpty || isDumb
        return Screen(
            isTerminal: isTerminal, isColored: isTerminal && !refuses, refusesColors: refuses,
            width: isTerminal ? terminalWidth() : defaultWidth)
    }

    /// Whether the terminal says that it can do nothing but print.
    static var isDumb: Bool { environment("TERM") == "dumb" }

    /// Whether a line on standard error can be overwritten.
    static var errorIsTerminal: Bool { isatty(STDERR_FILENO) == 1 && !isDumb }
}

private func terminalWidth() -> Int {
    var size = winsize()
    // Safe: TIOCGWINSZ fills a winsize, which outlives the call.
    let isKnown = unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0
    let columns = isKnown && size.ws_col > 0 ? Int(size.ws_col) : environment("COLUMNS").flatMap { Int($0) }
    return max(20, columns ?? Screen.defaultWidth)
}

private func environment(_ name: String) -> String? {
    // Safe: the text is copied at once, and no thread changes the environment.
    guard let value = unsafe getenv(name) else { return nil }
    // Safe: as above; the text ends with a zero.
    return unsafe String(cString: value)
}
