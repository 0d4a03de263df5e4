/// What text is laid out for.
struct Screen: Sendable {
    static let defaultWidth = 80

    var isTerminal = false
    var isColored = false
    /// Whether colours are not wanted, whatever the output is connected to.
    var refusesColors = false
    /// Columns.
    var width = defaultWidth

    func bold(_ text: String) -> String { isColored ? "\u{1B}[1m\(text)\u{1B}[0m" : text }

    func dim(_ text: String) -> String { isColored ? "\u{1B}[2m\(text)\u{1B}[0m" : text }

    /// A word that a search looked for.
    func marked(_ text: String) -> String { isColored ? "\u{1B}[1;33m\(text)\u{1B}[0m" : "*\(text)*" }
}
