/// What the environment says of colours and links.
///
/// Source: no-color.org, by which a config file and options come before NO_COLOR; bixense.com/clicolors.
struct TerminalEnvironment: Equatable {
    var refusesColor = false
    var forcesColor = false
    /// TERM, and the program that is the terminal where it says so.
    var kind = ""
    var program = ""

    static var ofProcess: TerminalEnvironment {
        let force = environment("CLICOLOR_FORCE") ?? ""
        return TerminalEnvironment(
            refusesColor: !(environment("NO_COLOR") ?? "").isEmpty,
            forcesColor: !force.isEmpty && force != "0",
            kind: environment("TERM") ?? "", program: environment("TERM_PROGRAM") ?? "")
    }

    var isDumb: Bool { kind == "dumb" }

    func isColored(_ when: WhenShown, isTerminal: Bool) -> Bool {
        switch when {
        case .always: true
        case .never: false
        case .auto: refusesColor ? false : forcesColor || isTerminal && !isDumb
        }
    }

    /// Terminals that do not know links ignore them, but for a few, which show them as text.
    func hasHyperlinks(_ when: WhenShown, isTerminal: Bool, isColored: Bool) -> Bool {
        switch when {
        case .always: true
        case .never: false
        case .auto:
            isTerminal && isColored && kind != "linux" && !kind.hasPrefix("screen")
                && program != "Apple_Terminal"
        }
    }
}
