/// Turns frames into what a terminal is to be sent: only what has changed.
///
/// Own ANSI sequences rather than ncurses: a terminfo database says nothing that VT100's heirs do not share by now, and
/// ncurses would bring a C library whose state is global and whose variadic calls Swift cannot make.
package struct ScreenWriter: Sendable {
    private var shown: Frame?
    private let isColored: Bool

    package init(isColored: Bool) { self.isColored = isColored }

    /// Forgets what the terminal shows, so that all is sent again.
    package mutating func reset() { shown = nil }

    /// The bytes that make the terminal show a frame.
    package mutating func update(to frame: Frame) -> [UInt8] {
        if frame == shown { return [] }
        var text = "\u{1B}[?25l"
        let before = shown.flatMap { $0.width == frame.width && $0.height == frame.height ? $0 : nil }
        if before == nil { text += "\u{1B}[0m\u{1B}[2J" }
        for row in 0..<frame.height { write(row, of: frame, over: before, into: &text) }
        if let cursor = frame.cursor {
            text += "\u{1B}[\(cursor.row + 1);\(cursor.column + 1)H\u{1B}[?25h"
        }
        shown = frame
        return Array(text.utf8)
    }

    private func write(_ row: Int, of frame: Frame, over before: Frame?, into text: inout String) {
        let cells = Array(frame.row(row))
        let old = before.map { Array($0.row(row)) } ?? [Cell](repeating: .blank, count: cells.count)
        guard var first = cells.indices.first(where: { cells[$0] != old[$0] }),
            let last = cells.indices.last(where: { cells[$0] != old[$0] })
        else { return }
        // A wide character is written, and written over, from its first column.
        while first > 0, cells[first].text == nil || old[first].text == nil { first -= 1 }
        text += "\u{1B}[\(row + 1);\(first + 1)H"
        var style = Style.plain
        for column in first..<cells.count {
            guard let character = cells[column].text else { continue }
            if column > last, old[column].text != nil { break }
            if cells[column].style != style {
                style = cells[column].style
                text += "\u{1B}[0" + sequence(style) + "m"
            }
            text.append(character)
            // Terminals differ in how wide they take some characters to be.
            if !character.isASCII, column + 1 < cells.count {
                let next = cells[column + 1].text == nil ? column + 2 : column + 1
                text += "\u{1B}[\(next + 1)G"
            }
        }
        if style != .plain { text += "\u{1B}[0m" }
    }

    /// Parameters of SGR after the 0 that takes all away.
    private func sequence(_ style: Style) -> String {
        switch style {
        case .plain: ""
        case .dim, .border: ";2"
        case .bold: ";1"
        case .hit: isColored ? ";1;33" : ";1;4"
        case .currentHit: isColored ? ";1;30;43" : ";1;4;7"
        case .actor: isColored ? ";36" : ";4"
        case .selected: ";7"
        case .selectedElsewhere: ";1"
        case .included: isColored ? ";1;32" : ";1"
        case .excluded: isColored ? ";1;31" : ";1;9"
        case .failure: isColored ? ";31" : ";1"
        case .heading: isColored ? ";1;34" : ";1"
        }
    }
}
