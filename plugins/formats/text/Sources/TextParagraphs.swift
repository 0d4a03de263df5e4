import PluginAPI

/// Builds paragraphs from lines.
///
/// Blank lines end a paragraph, and so do a line far shorter than the text is wide that ends a sentence, an indented
/// line among others that are not, a line longer than anybody wraps, and lines of lists, quotations, tables and verse.
struct TextParagraphs {
    /// A line longer than this was not wrapped by hand, so its end is the paragraph's end.
    private static let wrapLimit = 150
    private static let headingLimit = 72

    private var joining: LineJoining
    private let baseIndent: Int
    /// Columns that lines are wrapped at; 0 when no lines follow each other.
    private let wrapWidth: Int
    private let isMessage: Bool
    private var paragraphs: [Paragraph] = []
    private var current: [UInt8] = []
    private var block = BlockKind.paragraph
    private var hint: ZoneKind?

    private init(_ lines: ArraySlice<TextLine>, text: [UInt8], isMessage: Bool) {
        joining = LineJoining(text: text)
        self.isMessage = isMessage
        var indents: [Int: Int] = [:]
        var widths: [Int] = []
        for (index, line) in zip(lines.indices, lines) where !line.isBlank {
            indents[line.indent, default: 0] += 1
            guard index + 1 < lines.endIndex, !lines[index + 1].isBlank,
                line.bytes.count <= 4 * Self.wrapLimit
            else { continue }
            let width = line.width
            if width <= Self.wrapLimit { widths.append(width) }
        }
        baseIndent = indents.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? 0
        widths.sort()
        wrapWidth = widths.isEmpty ? 0 : widths[widths.count * 9 / 10]
    }

    /// - Parameter text: the whole text, whose words tell which hyphens at line ends belong to a word.
    /// - Complexity: O(*n*).
    static func paragraphs(_ lines: ArraySlice<TextLine>, in text: [UInt8], isMessage: Bool) -> [Paragraph] {
        var builder = TextParagraphs(lines, text: text, isMessage: isMessage)
        var start = lines.startIndex
        while let first = lines[start...].firstIndex(where: { !$0.isBlank }) {
            let end = lines[first...].firstIndex(where: \.isBlank) ?? lines.endIndex
            builder.add(lines[first..<end])
            start = end
        }
        return builder.withHeadings()
    }

    /// Lines that are paragraphs even without a blank line around them.
    static func standsAlone(_ line: TextLine) -> Bool {
        guard line.bytes.count <= 400 else { return false }
        return Byline.authors(line.bytes) != nil || DateLine.parse(line.bytes) != nil
            || Remains.startsReply(line.bytes)
    }

    private mutating func flush() {
        if !current.isEmpty { paragraphs.append(Paragraph(current, hint: hint, block: block)) }
        (current, block, hint) = ([], .paragraph, nil)
    }

    private mutating func addAlone(_ bytes: ArraySlice<UInt8>, _ block: BlockKind) {
        flush()
        paragraphs.append(Paragraph(Array(bytes), block: block))
    }

    /// Adds lines between blank ones.
    private mutating func add(_ lines: ArraySlice<TextLine>) {
        flush()
        if isVerse(lines) {
            block = .preformatted
            for line in lines { current += (current.isEmpty ? [] : [0x0A]) + line.bytes }
            return flush()
        }
        var indents: [Int: Int] = [:]
        for line in lines { indents[line.indent, default: 0] += 1 }
        let mode = indents.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? 0
        let isHanging = mode > (indents.keys.min() ?? 0)
        let isDeep = lines.count > 1 && lines.allSatisfy { $0.indent >= baseIndent + 4 }
        var before: TextLine?
        for (index, line) in zip(lines.indices, lines) {
            let isIndented = !isHanging && block != .listItem && line.indent >= mode + 2
            if Self.isRule(line.bytes) {
                underline(line, isOnlyAfter: index == lines.startIndex + 1)
            } else if let quoted = Self.quoted(line, in: lines, at: index) {
                addQuoted(quoted)
            } else if Self.standsAlone(line) {
                addAlone(line.bytes, .paragraph)
            } else if Self.isTableRow(line, in: lines, at: index) {
                addAlone(line.bytes, .tableRow)
            } else {
                let startsItem =
                    Self.isItem(line.bytes)
                    && (current.isEmpty || block == .listItem || before?.endsSentence == true)
                if startsItem || isIndented || block == .quotation && !isDeep || endsParagraph(before, line) {
                    flush()
                }
                if current.isEmpty { block = startsItem ? .listItem : isDeep ? .quotation : .paragraph }
                joining.append(line.bytes, to: &current)
            }
            before = line
        }
        flush()
    }

    /// Whether the line before `line` was the last of its paragraph.
    private func endsParagraph(_ before: TextLine?, _ line: TextLine) -> Bool {
        guard let before else { return false }
        if before.bytes.count > 4 * Self.wrapLimit { return true }
        let width = before.width
        if width > Self.wrapLimit { return true }
        guard before.endsSentence, !line.startsLower else { return false }
        let next = line.bytes.prefix(80).prefix { $0 > 0x20 }
        return (width + 1 + TextLine(bytes: next, indent: 0).width) * 5 < wrapWidth * 4
    }

    /// Three and more lines, all far shorter than the text is wide, most with a capital at the beginning.
    private func isVerse(_ lines: ArraySlice<TextLine>) -> Bool {
        guard lines.count >= 3, wrapWidth >= 50 else { return false }
        let upperCount = lines.count { !$0.startsLower }
        return upperCount * 4 >= lines.count * 3
            && lines.allSatisfy {
                $0.bytes.count <= 200 && $0.width * 5 < wrapWidth * 3 && !Self.isItem($0.bytes)
                    && !Self.isRule($0.bytes)
                    && $0.bytes.first != 0x3E && !Self.standsAlone($0) && Self.cellCount($0.bytes) < 3
            }
    }

    /// Makes the line before a heading, or parts what stands before and after.
    private mutating func underline(_ line: TextLine, isOnlyAfter: Bool) {
        let isUnderline = isOnlyAfter && (line.bytes.first == 0x3D || line.bytes.first == 0x2D)
        if isUnderline, current.count <= 200, block == .paragraph { block = .heading }
        flush()
    }

    private mutating func addQuoted(_ bytes: ArraySlice<UInt8>) {
        if block != .quotation || bytes.isEmpty { flush() }
        guard !bytes.isEmpty else { return }
        block = .quotation
        // In mail, quoted lines are the other's letter.
        hint = isMessage ? .boilerplate : nil
        joining.append(bytes, to: &current)
    }

    /// A single short line without an end, before a longer paragraph, is a heading.
    private func withHeadings() -> [Paragraph] {
        var paragraphs = paragraphs
        for index in paragraphs.indices.dropLast() where paragraphs[index].block == .paragraph {
            let (bytes, next) = (paragraphs[index].bytes, paragraphs[index + 1])
            guard bytes.count <= 2 * Self.headingLimit, next.block == .paragraph,
                next.bytes.count >= 2 * bytes.count,
                paragraphs[index].hint == nil
            else { continue }
            let line = TextLine(bytes: bytes[...], indent: 0)
            let wordCount = bytes.count { $0 == 0x20 } + 1
            let hasLetter = bytes.contains { $0 >= 0x80 || (0x61...0x7A).contains($0 | 0x20) }
            let last = bytes.last ?? 0
            guard line.width <= Self.headingLimit, wordCount <= 10, hasLetter, !line.endsSentence,
                !line.startsLower,
                ![0x2C, 0x2D, 0x22, 0x27, 0x29].contains(last), DateLine.parse(bytes) == nil,
                Byline.authors(bytes) == nil
            else { continue }
            paragraphs[index].block = .heading
        }
        return paragraphs
    }
}

/// What single lines look like.
extension TextParagraphs {
    /// `-----`, `* * *`: nothing but marks.
    static func isRule(_ line: ArraySlice<UInt8>) -> Bool {
        guard line.count >= 3, line.count <= 200 else { return false }
        return line.allSatisfy { $0 == 0x20 || "-=*_~#".utf8.contains($0) }
    }

    /// `- `, `* `, `• `, `3. `, `3) `, `(3) `, `a) `.
    static func isItem(_ line: ArraySlice<UInt8>) -> Bool {
        let mark = line.prefix(7).prefix { $0 > 0x20 }
        guard mark.count < line.count, let first = mark.first, mark.count <= 5 else { return false }
        if mark.count == 1 { return "-*+".utf8.contains(first) }
        if mark.elementsEqual("•".utf8) || mark.elementsEqual("·".utf8) || mark.elementsEqual("–".utf8) {
            return true
        }
        guard let last = mark.last, last == 0x2E || last == 0x29 else { return false }
        let name = mark.dropLast().drop { $0 == 0x28 }
        let isNumber = (1...3).contains(name.count) && name.allSatisfy { (0x30...0x39).contains($0) }
        return isNumber || (last == 0x29 && name.count == 1 && name.allSatisfy { (0x61...0x7A).contains($0) })
    }

    /// What follows `>`, when the line is one of several, or alone between blank lines.
    private static func quoted(_ line: TextLine, in lines: ArraySlice<TextLine>, at index: Int) -> ArraySlice<
        UInt8
    >? {
        func isMarked(_ index: Int) -> Bool {
            !lines.indices.contains(index) || lines[index].bytes.first == 0x3E
        }
        guard line.bytes.first == 0x3E, isMarked(index - 1) || isMarked(index + 1) else { return nil }
        return line.bytes.drop { $0 == 0x3E || $0 <= 0x20 }
    }

    /// Cells parted by bars, tabs or wide gaps, in a line before or after which stands another.
    private static func isTableRow(_ line: TextLine, in lines: ArraySlice<TextLine>, at index: Int) -> Bool {
        guard cellCount(line.bytes) >= 3 else { return false }
        return [index - 1, index + 1].contains {
            lines.indices.contains($0) && cellCount(lines[$0].bytes) >= 3
        }
    }

    private static func cellCount(_ line: ArraySlice<UInt8>) -> Int {
        var (count, gap) = (1, 0)
        for byte in line.prefix(400) {
            gap = byte == 0x20 ? gap + 1 : 0
            if byte == 0x09 || byte == 0x7C || gap == 3 { count += 1 }
        }
        return count
    }
}
