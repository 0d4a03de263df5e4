internal import TerminalText

/// Cuts a stretch of UTF-8 into lines of at most `width` columns: at spaces, at line ends, beside wide characters, or where
/// a word is too long for a line.
///
/// - Returns: byte ranges, ascending and apart; spaces and line ends between them are left out.
func lineRanges(of text: [UInt8], in range: Range<Int>, width: Int) -> [Range<Int>] {
    var lines: [Range<Int>] = []
    var (start, offset, column) = (range.lowerBound, range.lowerBound, 0)
    // Where the line may end, and the column there.
    var chance: (offset: Int, column: Int)?
    func end(_ end: Int, next: Int) {
        lines.append(start..<max(start, end))
        start = next
        chance = nil
    }
    for character in String(decoding: text[range], as: UTF8.self) {
        let size = character.utf8.count
        if character.isNewline {
            end(offset, next: offset + size)
            (offset, column) = (offset + size, 0)
            continue
        }
        let isSpace = character == " " || character == "\t"
        let count = isSpace ? 1 : TerminalText.columnCount(character)
        while column > 0, column + count > width {
            if isSpace {
                // The space itself is what the line ends at.
                end(offset, next: offset + size)
                column = -1
            } else if let place = chance {
                let rest = column - place.column
                end(place.offset, next: place.offset)
                column = rest
            } else {
                end(offset, next: offset)
                column = 0
            }
        }
        offset += size
        column += count
        if isSpace || count == 2 { chance = (offset, column) }
    }
    if start < offset || lines.isEmpty { end(offset, next: offset) }
    // Bytes that are no UTF-8 were read as longer characters.
    return lines.map { $0.clamped(to: range) }
}
