internal import TerminalText

/// What a stretch of text is; a terminal shows it by colour, or without colours by its weight.
package enum Style: UInt8, Sendable, CaseIterable {
    case plain, dim, bold
    /// A word that the query looks for, and the one that was gone to.
    case hit, currentHit
    /// Words that name an actor.
    case actor
    /// The line that keys act on, in the pane that has them and in another.
    case selected, selectedElsewhere
    case included, excluded
    case failure
    case border
    /// Names of panes and facets.
    case heading
}

/// A character on the screen.
package struct Cell: Equatable, Sendable {
    /// Empty in the second column of a wide character.
    package var text: Character?
    package var style: Style

    static let blank = Cell(text: " ", style: .plain)
}

/// A screen full of characters.
package struct Frame: Equatable, Sendable {
    package let width: Int
    package let height: Int
    /// Row by row.
    package private(set) var cells: [Cell]
    /// Where the cursor stands; nil where there is none.
    package var cursor: (row: Int, column: Int)?

    package init(width: Int, height: Int) {
        self.width = max(0, width)
        self.height = max(0, height)
        cells = [Cell](repeating: .blank, count: self.width * self.height)
    }

    package static func == (one: Frame, other: Frame) -> Bool {
        one.width == other.width && one.height == other.height && one.cells == other.cells
            && one.cursor?.row == other.cursor?.row && one.cursor?.column == other.cursor?.column
    }

    package func row(_ row: Int) -> ArraySlice<Cell> { cells[row * width..<(row + 1) * width] }

    /// The characters of the rows, without spaces at their ends.
    package var text: String {
        (0..<height).map { number in
            var line = String(row(number).compactMap(\.text))
            while line.last == " " { line.removeLast() }
            return line
        }.joined(separator: "\n")
    }

    /// Writes text from a column on, up to a column at most; what controls a terminal as a space.
    ///
    /// - Returns: the column after it.
    @discardableResult
    mutating func write(
        _ text: String, _ style: Style = .plain, row: Int, from start: Int, to end: Int? = nil
    )
        -> Int
    {
        var column = start
        for character in printable(text) {
            let count = TerminalText.columnCount(character)
            guard put(character, style, row: row, column: column, to: end ?? width) else { break }
            column += count
        }
        return column
    }

    /// Writes one character; nothing where it has no room.
    ///
    /// - Returns: whether it had room.
    mutating func put(_ character: Character, _ style: Style, row: Int, column: Int, to end: Int) -> Bool {
        let count = TerminalText.columnCount(character)
        guard count > 0 else { return true }
        guard (0..<height).contains(row), column >= 0, column + count <= min(end, width) else { return false }
        cells[row * width + column] = Cell(text: character, style: style)
        if count == 2 { cells[row * width + column + 1] = Cell(text: nil, style: style) }
        return true
    }

    /// Gives a stretch of a row another style where it has the plain one, or whatever it has.
    mutating func paint(_ style: Style, row: Int, from start: Int, to end: Int, overPlainOnly: Bool = true) {
        guard (0..<height).contains(row) else { return }
        for column in max(0, start)..<max(max(0, start), min(end, width)) {
            let place = row * width + column
            if !overPlainOnly || cells[place].style == .plain { cells[place].style = style }
        }
    }
}

extension String {
    /// As much as fits in so many columns, with an ellipsis where something is left out.
    func cut(to columns: Int) -> String {
        if TerminalText.columnCount(self) <= columns { return self }
        var (result, count) = ("", 0)
        for character in self {
            count += TerminalText.columnCount(character)
            if count > columns - 1 { break }
            result.append(character)
        }
        return columns > 0 ? result + "…" : ""
    }
}
