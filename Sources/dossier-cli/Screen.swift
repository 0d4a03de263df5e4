/// What text is laid out for.
struct Screen: Sendable {
    static let defaultWidth = 80

    var isTerminal = false
    var isColored = false
    var hasHyperlinks = false
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

    /// A word that a search looked for.
    func marked(_ text: String) -> String { isColored ? "\u{1B}[1;33m\(text)\u{1B}[0m" : "*\(text)*" }
}

/// `text` on one line, without what would control a terminal.
func printable(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: controlsTerminal) else { return text }
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { result.append(controlsTerminal(scalar) ? " " : scalar) }
    return String(result)
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

/// Control characters, line and paragraph separators, and marks that turn the direction of writing.
private func controlsTerminal(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
}

/// Columns that `text` takes on a terminal.
func columnCount(_ text: some StringProtocol) -> Int {
    text.unicodeScalars.reduce(0) { $0 + columnCount($1) }
}

/// Source: Unicode 15.1 EastAsianWidth.txt, W and F, joined into ranges; combining marks by their category.
func columnCount(_ scalar: Unicode.Scalar) -> Int {
    if scalar.value < 0x300 { return 1 }
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF,
        0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF,
        0x20000...0x3FFFD:
        return 2
    default: break
    }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: return 1
    }
}
