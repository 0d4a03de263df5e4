import TerminalText

/// What text is laid out for.
struct Screen: Sendable {
    static let defaultWidth = 80

    var isTerminal = false
    var isColored = false
    var hasHyperlinks = false
    /// Whether colours are not wanted, whatever the output is connected to.
    var refusesColors = false
    /// Columns.
    var width = defaultWidth
    /// Lines; nil where what is longer than they are is not to be paged.
    var pageHeight: Int?

    func bold(_ text: String) -> String { isColored ? "\u{1B}[1m\(text)\u{1B}[0m" : text }

    func dim(_ text: String) -> String { isColored ? "\u{1B}[2m\(text)\u{1B}[0m" : text }

    /// Text that leads to an address, where there is one and the terminal knows links.
    ///
    /// Source: OSC 8, as in gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda
    func link(_ text: String, to address: String?) -> String {
        guard hasHyperlinks, let address else { return text }
        return "\u{1B}]8;;\(address)\u{1B}\\\(text)\u{1B}]8;;\u{1B}\\"
    }

    /// A word that a search looked for; in a colour of its own where it names an actor that was asked for.
    func marked(_ text: String, isEvidence: Bool = false) -> String {
        isColored ? "\u{1B}[1;\(isEvidence ? 36 : 33)m\(text)\u{1B}[0m" : "*\(text)*"
    }
}

/// How many lines of the screen a text takes.
func lineCount(_ text: String, width: Int) -> Int {
    text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().reduce(0) { count, line in
        count + max(1, (shownColumnCount(line) + width - 1) / width)
    }
}

/// Columns of a line, without the sequences that colour it and link it.
private func shownColumnCount(_ line: Substring) -> Int {
    var (count, rest) = (0, line.unicodeScalars[...])
    while let scalar = rest.popFirst() {
        guard scalar == "\u{1B}" else {
            count += columnCount(scalar)
            continue
        }
        // Either up to a letter, or, after a bracket that closes, up to the sequence that ends it.
        let isLink = rest.popFirst() == "]"
        while let next = rest.popFirst() {
            if isLink ? next == "\u{1B}" : next.properties.isAlphabetic { break }
        }
        if isLink { _ = rest.popFirst() }
    }
    return count
}
