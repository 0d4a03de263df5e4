/// Takes page numbers and running heads out of a text that was printed in pages, and joins what they part.
///
/// ```
/// … said that the ferry would      … said that the ferry would
///                                  sail again in spring.
/// Bay Review         Page 3
/// ␌
/// sail again in spring.            (boilerplate) Bay Review         Page 3
/// ```
enum PageFurniture {
    /// Lines at the head and foot of a page that may be furniture.
    private static let edgeDepth = 3
    private static let lineLimitBytes = 120

    /// Lines without furniture, and each running head once.
    ///
    /// - Complexity: O(*n*).
    static func removed(from lines: [TextLine]) -> (lines: [TextLine], heads: [ArraySlice<UInt8>]) {
        let pages = Self.pages(of: lines)
        guard pages.count > 1 else { return (lines, []) }
        let edges = pages.map { Self.edges(of: $0, in: lines) }
        var counts: [[UInt8]: Int] = [:]
        for (top, bottom) in edges {
            for key in Set((top + bottom).map { Self.key(lines[$0].bytes) }) { counts[key, default: 0] += 1 }
        }
        let needed = max(2, min(3, (pages.count + 1) / 2))
        var isFurniture = Array(repeating: false, count: lines.count)
        var heads: [ArraySlice<UInt8>] = []
        var seen: Set<[UInt8]> = []
        for (page, (top, bottom)) in edges.enumerated() {
            for (index, isTop) in top.map({ ($0, true) }) + bottom.map({ ($0, false) }) {
                let line = lines[index].bytes
                let key = Self.key(line)
                let isNumber = isPageNumber(line)
                // What heads the first page without a number may be the title.
                let isTitle = page == 0 && isTop && !line.hasDigit
                guard !isTitle, isNumber || counts[key, default: 0] >= needed else { continue }
                isFurniture[index] = true
                if !isNumber, seen.insert(key).inserted { heads.append(line) }
            }
        }
        let size = lines.reduce(0) { $0 + $1.bytes.count }
        let removedSize = lines.indices.reduce(0) { isFurniture[$1] ? $0 + lines[$1].bytes.count : $0 }
        guard removedSize * 2 <= size else { return (lines, []) }
        return (joined(lines, isFurniture), heads)
    }

    private static let pageWords: Set<[UInt8]> = Set(
        """
        page p pg of seite von página pagina de di van sur sida av стр страница из ページ 页 第
        """.split(whereSeparator: \.isWhitespace).map { Array($0.utf8) })

    /// `3`, `- 3 -`, `Page 3 of 12`, `3/12`, `Seite 3 von 12`.
    static func isPageNumber(_ line: ArraySlice<UInt8>) -> Bool {
        guard line.count <= 24, line.hasDigit else { return false }
        var (numberCount, otherCount) = (0, 0)
        for word in withPlainDashes(line.lowered).split(whereSeparator: " -/|[].".utf8.contains) {
            let isNumber = word.allSatisfy { $0 &- 0x30 < 10 }
            guard isNumber || pageWords.contains(Array(word)) else { return false }
            if isNumber, word.count <= 4 { numberCount += 1 } else { otherCount += 1 }
        }
        return (1...2).contains(numberCount) && otherCount <= 2
    }

    /// With a hyphen in the place of each `–` and `—`.
    private static func withPlainDashes(_ line: [UInt8]) -> [UInt8] {
        guard line.contains(0xE2) else { return line }
        var plain = line
        for dash in ["–", "—"] { plain.replace(Array(dash.utf8), with: [0x2D]) }
        return plain
    }

    /// Ranges of lines between form feeds, or between lines of page numbers that count up.
    private static func pages(of lines: [TextLine]) -> [Range<Int>] {
        var starts = lines.indices.filter { $0 > 0 && lines[$0].startsPage }
        if starts.isEmpty { starts = numberedPages(lines) }
        var pages: [Range<Int>] = []
        var start = 0
        for next in starts + [lines.count] where next > start {
            pages.append(start..<next)
            start = next
        }
        return pages
    }

    /// Lines after `- 2 -`, `- 3 -`, …: at least two that follow each other, each with blank lines around it.
    private static func numberedPages(_ lines: [TextLine]) -> [Int] {
        var numbered: [(line: Int, number: Int)] = []
        for index in lines.indices where isPageNumber(lines[index].bytes) {
            let isApart =
                (index == 0 || lines[index - 1].isBlank)
                && (index + 1 == lines.count || lines[index + 1].isBlank)
            let digits = lines[index].bytes.drop { !(0x30...0x39).contains($0) }.prefix {
                (0x30...0x39).contains($0)
            }
            guard isApart, let number = Int(String(decoding: digits, as: UTF8.self)) else { continue }
            numbered.append((index, number))
        }
        let isCounting = zip(numbered, numbered.dropFirst()).allSatisfy { $1.number == $0.number + 1 }
        return numbered.count >= 2 && isCounting ? numbered.map { $0.line + 1 } : []
    }

    /// The short lines at the head and, from below, at the foot of a page.
    private static func edges(of page: Range<Int>, in lines: [TextLine]) -> (top: [Int], bottom: [Int]) {
        func isEdge(_ index: Int) -> Bool { lines[index].bytes.count <= lineLimitBytes }
        let text = page.lazy.filter { !lines[$0].isBlank }
        let top = text.prefix(edgeDepth).prefix(while: isEdge)
        let bottom = text.reversed().prefix(edgeDepth).prefix(while: isEdge).filter { !top.contains($0) }
        return (Array(top), Array(bottom))
    }

    /// The line with every number alike.
    private static func key(_ line: ArraySlice<UInt8>) -> [UInt8] {
        var key: [UInt8] = []
        for byte in line where byte > 0x20 {
            let isDigit = (0x30...0x39).contains(byte)
            if !isDigit || key.last != 0x23 { key.append(isDigit ? 0x23 : byte) }
        }
        return key
    }

    /// Leaves furniture out, with the blank lines around it where a sentence runs on.
    private static func joined(_ lines: [TextLine], _ isFurniture: [Bool]) -> [TextLine] {
        var kept: [TextLine] = []
        var isAtBreak = false
        for (index, line) in lines.enumerated() {
            if isFurniture[index] || line.startsPage { isAtBreak = true }
            if isFurniture[index] { continue }
            if isAtBreak, !line.isBlank {
                isAtBreak = false
                if let last = kept.lastIndex(where: { !$0.isBlank }) {
                    let runsOn =
                        !kept[last].endsSentence && (line.startsLower || kept[last].bytes.count >= 50)
                    kept.removeLast(kept.count - 1 - last)
                    if !runsOn { kept.append(TextLine(bytes: [], indent: 0)) }
                }
            }
            kept.append(line)
        }
        return kept
    }
}
