internal import TerminalText

/// A line of text with a cursor, as an input field has it, and the lines before it.
///
/// The cursor stands between two halves, so that it can stand nowhere else.
package struct LineEditor: Equatable, Sendable {
    package private(set) var left = ""
    package private(set) var right = ""
    /// Lines that were entered, the oldest first.
    private var history: [String] = []
    /// The line of the history that is shown, and what stood there before; nil for a line of its own.
    private var shown: (index: Int, draft: String)?
    static let maximumHistoryCount = 100
    /// Characters; more is not taken.
    static let maximumCount = 4096

    package init(_ text: String = "") { left = Self.cleaned(text) }

    package static func == (one: LineEditor, other: LineEditor) -> Bool {
        one.left == other.left && one.right == other.right && one.history == other.history
            && one.shown?.index == other.shown?.index && one.shown?.draft == other.shown?.draft
    }

    package var text: String { left + right }
    package var isEmpty: Bool { left.isEmpty && right.isEmpty }
    var isShowingHistory: Bool { shown != nil }

    /// Takes a key.
    ///
    /// - Returns: whether it is a key of the editor.
    package mutating func handle(_ press: KeyPress) -> Bool {
        switch (press.key, press.control, press.alt) {
        case (.character(let character), false, false): insert(String(character))
        case (.left, false, false), (.character("b"), true, false): moveLeft()
        case (.right, false, false), (.character("f"), true, false): moveRight()
        case (.left, _, _), (.character("b"), false, true): moveWordLeft()
        case (.right, _, _), (.character("f"), false, true): moveWordRight()
        case (.home, _, _), (.character("a"), true, false): set(left: "", right: text)
        case (.end, _, _), (.character("e"), true, false): set(left: text, right: "")
        case (.backspace, _, true), (.character("w"), true, false): edit { $0.removeWordLeft() }
        case (.backspace, _, _): edit { _ = $0.left.popLast() }
        case (.character("d"), false, true), (.delete, true, _): edit { $0.removeWordRight() }
        case (.delete, _, _), (.character("d"), true, false): edit { $0.right = String($0.right.dropFirst()) }
        case (.character("u"), true, false): edit { $0.left = "" }
        case (.character("k"), true, false): edit { $0.right = "" }
        case (.character("p"), true, false): showEarlier()
        case (.character("n"), true, false): showLater()
        default: return false
        }
        return true
    }

    /// Puts text in at the cursor, line ends as spaces.
    package mutating func insert(_ text: String) {
        let room = Self.maximumCount - left.count - right.count
        if room > 0 { edit { $0.left += Self.cleaned(String(text.prefix(room))) } }
    }

    package mutating func clear() { edit { ($0.left, $0.right) = ("", "") } }

    private static func cleaned(_ text: String) -> String { printable(text) }

    private mutating func edit(_ change: (inout LineEditor) -> Void) {
        shown = nil
        change(&self)
    }

    private mutating func set(left: String, right: String) {
        self.left = left
        self.right = right
    }

    private mutating func moveLeft() {
        if let last = left.popLast() { right = String(last) + right }
    }

    private mutating func moveRight() {
        if let first = right.first {
            right.removeFirst()
            left.append(first)
        }
    }

    private mutating func moveWordLeft() {
        let cut = Self.wordStart(left)
        set(left: String(left[..<cut]), right: left[cut...] + right)
    }

    private mutating func moveWordRight() {
        let cut = Self.wordEnd(right)
        set(left: left + right[..<cut], right: String(right[cut...]))
    }

    private mutating func removeWordLeft() { left = String(left[..<Self.wordStart(left)]) }

    private mutating func removeWordRight() { right = String(right[Self.wordEnd(right)...]) }

    private static func isOfWord(_ character: Character) -> Bool { character.isLetter || character.isNumber }

    /// Where the last word begins.
    private static func wordStart(_ text: String) -> String.Index {
        guard let last = text.lastIndex(where: isOfWord) else { return text.startIndex }
        return text[...last].lastIndex { !isOfWord($0) }.map { text.index(after: $0) } ?? text.startIndex
    }

    /// Where the first word ends.
    private static func wordEnd(_ text: String) -> String.Index {
        guard let first = text.firstIndex(where: isOfWord) else { return text.endIndex }
        return text[first...].firstIndex { !isOfWord($0) } ?? text.endIndex
    }
}

extension LineEditor {
    /// Keeps the line, so that it can be shown again.
    package mutating func remember() {
        shown = nil
        let line = text
        guard line.contains(where: { $0 != " " }) else { return }
        history.removeAll { $0 == line }
        history.append(line)
        if history.count > Self.maximumHistoryCount { history.removeFirst() }
    }

    /// Shows the line before; the first time, the newest that is another.
    package mutating func showEarlier() {
        var index = shown?.index ?? history.count
        let draft = shown?.draft ?? text
        if shown == nil, history.last == text { index -= 1 }
        guard index > 0 else { return }
        set(left: history[index - 1], right: "")
        shown = (index - 1, draft)
    }

    /// Shows the line after, or at last what stood there.
    package mutating func showLater() {
        guard let current = shown else { return }
        let next = current.index + 1
        let isLast = next >= history.count || (next == history.count - 1 && history[next] == current.draft)
        set(left: isLast ? current.draft : history[next], right: "")
        shown = isLast ? nil : (next, current.draft)
    }
}
