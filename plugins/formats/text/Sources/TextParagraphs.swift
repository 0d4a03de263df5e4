/// Splits plain text into lines and paragraphs.
enum TextParagraphs {
    /// A line longer than this was not wrapped by hand, so its end is the paragraph's end.
    private static let wrapLimitBytes = 150

    /// Trimmed lines; blank lines are empty. `\n`, `\r\n`, `\r` and form feeds end a line.
    static func lines(_ text: [UInt8]) -> [ArraySlice<UInt8>] {
        var lines: [ArraySlice<UInt8>] = []
        var start = 0
        for index in text.indices where text[index] == 0x0A || text[index] == 0x0D || text[index] == 0x0C {
            let isSecondHalf = text[index] == 0x0A && index > 0 && text[index - 1] == 0x0D
            if !isSecondHalf { lines.append(text[start..<index].trimmed) }
            start = index + 1
        }
        lines.append(text[start...].trimmed)
        return lines
    }

    /// Paragraphs end at blank lines; lines wrapped by hand are joined with a space.
    static func paragraphs(_ lines: ArraySlice<ArraySlice<UInt8>>) -> [Paragraph] {
        var paragraphs: [Paragraph] = []
        var current: [UInt8] = []
        func flush() {
            if !current.isEmpty { paragraphs.append(Paragraph(current)) }
            current = []
        }
        for line in lines {
            if line.isEmpty || standsAlone(line) {
                flush()
                if !line.isEmpty { paragraphs.append(Paragraph(Array(line))) }
                continue
            }
            if !current.isEmpty { current.append(0x20) }
            current.append(contentsOf: line)
            if line.count > wrapLimitBytes { flush() }
        }
        flush()
        return paragraphs
    }

    /// Lines that are paragraphs even without a blank line around them.
    static func standsAlone(_ line: ArraySlice<UInt8>) -> Bool {
        Byline.authors(line) != nil || DateLine.parse(line) != nil || Remains.startsReply(Array(line))
    }
}
