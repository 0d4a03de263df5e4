/// One line of plain text.
struct TextLine {
    /// Without white space at both ends.
    var bytes: ArraySlice<UInt8>
    /// Columns of white space before the text; a tab counts four.
    var indent: Int
    /// Whether a page ends before this line.
    var startsPage = false

    var isBlank: Bool { bytes.isEmpty }

    /// Characters; those of two columns count twice.
    var width: Int {
        var width = 0
        for byte in bytes { width += (byte & 0xC0 != 0x80 ? 1 : 0) + (byte &- 0xE3 <= 0xED - 0xE3 ? 1 : 0) }
        return width
    }

    /// Lines of a text; `\n`, `\r\n` and `\r` end a line, a form feed also a page. Blank lines in a row are one.
    ///
    /// - Parameter limit: of a text of more lines, what stands after them is one line: no article has as many, and each
    ///   takes some hundred bytes while it is read.
    /// - Complexity: O(*n*).
    static func split(_ text: [UInt8], limit: Int = 1 << 21) -> [TextLine] {
        var lines: [TextLine] = []
        var (start, startsPage) = (0, false)
        func add(upTo end: Int) {
            let line = text[start..<end]
            let bytes = line.trimmed
            if bytes.isEmpty, let last = lines.indices.last, lines[last].isBlank {
                lines[last].startsPage = lines[last].startsPage || startsPage
                return
            }
            let columns = line[..<bytes.startIndex].prefix(200).reduce(0) { $0 + ($1 == 0x09 ? 4 : 1) }
            lines.append(TextLine(bytes: bytes, indent: columns, startsPage: startsPage))
        }
        for index in text.indices {
            // 0x0A, 0x0C, 0x0D.
            guard text[index] &- 0x0A < 4, text[index] != 0x0B else { continue }
            let isSecondHalf = text[index] == 0x0A && index > 0 && text[index - 1] == 0x0D
            if !isSecondHalf {
                if lines.count == limit { break }
                add(upTo: index)
                startsPage = false
            }
            start = index + 1
            if text[index] == 0x0C { startsPage = true }
        }
        add(upTo: text.count)
        return lines
    }

    /// Whether the text ends as a sentence does, perhaps in quotes or brackets.
    var endsSentence: Bool {
        if let last = bytes.last, last < 0x80, !"\"')]*_".utf8.contains(last) {
            return ".!?:;".utf8.contains(last)
        }
        let tail = String(decoding: bytes.suffix(12), as: UTF8.self)
        let end = tail.last { !"\"'”’»)]*_".contains($0) }
        return end.map { ".!?…:;。！？．:".contains($0) } ?? false
    }

    /// Whether the text begins with a small letter.
    var startsLower: Bool {
        guard let first = bytes.first else { return false }
        if first < 0x80 { return first &- 0x61 < 26 }
        return String(decoding: bytes.prefix(8), as: UTF8.self).first?.isLowercase == true
    }
}
