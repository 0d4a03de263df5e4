import Dossier
import TerminalText

/// A word to be printed: what it looks like, and how many columns that takes.
struct LaidOutWord {
    var text: String
    var columnCount: Int

    init(_ text: String) {
        self.text = text
        columnCount = TerminalText.columnCount(text)
    }

    init(text: String, columnCount: Int) {
        self.text = text
        self.columnCount = columnCount
    }
}

/// Fills lines of at most `width` columns, each after `indent` spaces; a longer word has a line of its own.
func wrap(_ words: [LaidOutWord], width: Int, indent: Int = 0) -> [String] {
    var lines: [String] = []
    var line = ""
    var column = 0
    for word in words {
        if column > 0, column + 1 + word.columnCount > width {
            lines.append(line)
            column = 0
        }
        if column == 0 {
            line = String(repeating: " ", count: indent)
            column = indent
        } else {
            line += " "
            column += 1
        }
        line += word.text
        column += word.columnCount
    }
    if column > 0 { lines.append(line) }
    return lines
}

/// Fills lines with the words of `text`.
func wrap(_ text: String, width: Int, indent: Int = 0) -> [String] {
    wrap(printable(text).split(separator: " ").map { LaidOutWord(String($0)) }, width: width, indent: indent)
}

/// The words of a snippet, those that match marked.
func words(of snippet: Snippet, on screen: Screen) -> [LaidOutWord] {
    let bytes = Array(snippet.text.utf8)
    let blanks: Set<UInt8> = [0x20, 0x09, 0x0A, 0x0D]
    var words: [LaidOutWord] = []
    var start = 0
    while start < bytes.count {
        let end = bytes[start...].firstIndex(where: blanks.contains) ?? bytes.count
        if end > start { words.append(word(bytes, start..<end, of: snippet, on: screen)) }
        start = end + 1
    }
    return words
}

private func word(
    _ bytes: [UInt8], _ range: Range<Int>, of snippet: Snippet, on screen: Screen
) -> LaidOutWord {
    var (word, count) = ("", 0)
    for piece in pieces(of: range, marks: snippet.marks) {
        let text = printable(String(decoding: bytes[piece.range], as: UTF8.self))
        count += columnCount(text) + (piece.isMarked && !screen.isColored ? 2 : 0)
        word += piece.isMarked ? screen.marked(text, isEvidence: snippet.isEvidence(piece.range)) : text
    }
    return LaidOutWord(text: word, columnCount: count)
}

/// Cuts `range` where marks begin and end.
func pieces(of range: Range<Int>, marks: [Range<Int>]) -> [(range: Range<Int>, isMarked: Bool)] {
    var pieces: [(Range<Int>, Bool)] = []
    var position = range.lowerBound
    for mark in marks {
        let inside = mark.clamped(to: position..<range.upperBound)
        if inside.isEmpty { continue }
        if inside.lowerBound > position { pieces.append((position..<inside.lowerBound, false)) }
        pieces.append((inside, true))
        position = inside.upperBound
    }
    if position < range.upperBound { pieces.append((position..<range.upperBound, false)) }
    return pieces
}

/// `value` with so many digits after the point.
func fixed(_ value: Double, digits: Int) -> String {
    guard value.isFinite, abs(value) < 1e12 else { return "\(value)" }
    let scale = (0..<digits).reduce(1) { product, _ in product * 10 }
    let units = Int((abs(value) * Double(scale)).rounded())
    let fraction = String(units % scale)
    let sign = value < 0 && units > 0 ? "-" : ""
    let whole = sign + String(units / scale)
    return digits == 0
        ? whole : whole + "." + String(repeating: "0", count: digits - fraction.count) + fraction
}

/// `1 document`, `2 documents`.
func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

extension String {
    /// Followed by spaces up to `width` columns.
    func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - columnCount(self)))
    }

    /// After spaces, `width` columns wide.
    func aligned(to width: Int) -> String {
        String(repeating: " ", count: max(0, width - columnCount(self))) + self
    }
}
