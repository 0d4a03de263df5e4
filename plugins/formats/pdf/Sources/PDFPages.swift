import TextFormat

/// The pages that `pdftotext` gives, put together again as one text.
///
/// Lines that head or foot most pages, page numbers aside, are taken out; a paragraph that goes on over a page's end is
/// joined, and so is a word that was parted at a line's end.
struct PDFPages {
    private(set) var text: [UInt8] = []
    /// The lines that were taken out, each once.
    private(set) var runningLines: [UInt8] = []
    private var firstPage: [UInt8] = []

    /// - Parameter output: pages that end with form feeds.
    init(_ output: [UInt8]) {
        var pages = output.split(separator: 0x0C).map { page in
            page.split(separator: 0x0A, omittingEmptySubsequences: false).map { Array($0.trimmed) }
        }
        for index in pages.indices { pages[index] = Self.withoutBlankEnds(pages[index]) }
        pages.removeAll(where: \.isEmpty)
        firstPage = (pages.first ?? []).joined(separator: [0x20]).filter { $0 > 0x20 }.lowered
        takeRunningLines(from: &pages)
        var lines: [[UInt8]] = []
        for page in pages where !page.isEmpty {
            // A page's end is a paragraph's end only after a sentence.
            let lastByte = lines.last?.last
            let isSentenceEnd = lastByte.map { ".!?:\")".utf8.contains($0) || $0 >= 0x80 } ?? false
            if isSentenceEnd { lines.append([]) }
            lines += page
        }
        text = Self.joined(lines)
    }

    /// Whether a text stands on the first page, white space and ASCII case aside.
    func firstPageHolds(_ text: String) -> Bool {
        let wanted = Array(text.utf8).filter { $0 > 0x20 }.lowered
        guard wanted.count >= 4, wanted.count <= firstPage.count else { return false }
        return String(decoding: firstPage, as: UTF8.self).contains(String(decoding: wanted, as: UTF8.self))
    }

    private static func withoutBlankEnds(_ lines: [[UInt8]]) -> [[UInt8]] {
        var lines = lines[...]
        while lines.first?.isEmpty == true { lines.removeFirst() }
        while lines.last?.isEmpty == true { lines.removeLast() }
        return Array(lines)
    }

    /// Takes out first and last lines that most pages share, and page numbers.
    private mutating func takeRunningLines(from pages: inout [[[UInt8]]]) {
        func form(_ line: [UInt8]) -> [UInt8] { line.filter { !(0x30...0x39).contains($0) } }
        for isHead in [true, false] {
            // A head may have two lines, as may a foot.
            for _ in 0..<2 where pages.count >= 3 {
                func edge(_ page: [[UInt8]]) -> [UInt8]? { isHead ? page.first : page.last }
                var counts: [[UInt8]: Int] = [:]
                for page in pages { if let line = edge(page) { counts[form(line), default: 0] += 1 } }
                guard let most = counts.max(by: { ($0.value, $1.key.count) < ($1.value, $0.key.count) }),
                    most.value >= 3, most.value * 2 > pages.count
                else { break }
                if most.key.contains(where: { $0 > 0x20 }) { runningLines += most.key + [0x0A] }
                for index in pages.indices where edge(pages[index]).map(form) == most.key {
                    if isHead { pages[index].removeFirst() } else { pages[index].removeLast() }
                    pages[index] = Self.withoutBlankEnds(pages[index])
                }
            }
        }
        runningLines = Array(runningLines.trimmed)
    }

    /// The lines as one text. A hyphen at a line's end goes, unless the word is hyphenated elsewhere too.
    private static func joined(_ lines: [[UInt8]]) -> [UInt8] {
        func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A) || byte >= 0x80 }
        var hyphenated: Set<[UInt8]> = []
        for line in lines {
            for word in line.split(separator: 0x20) where word.dropLast().contains(0x2D) {
                hyphenated.insert(word.filter { isLetter($0) || $0 == 0x2D }.lowered)
            }
        }
        var text: [UInt8] = []
        for (index, line) in lines.enumerated() {
            let next = index + 1 < lines.count ? lines[index + 1] : []
            text += line
            if line.last == 0x2D, line.count >= 2, isLetter(line[line.count - 2]),
                let first = next.first, first >= 0x61 && first <= 0x7A || first >= 0x80
            {
                let start = line.split(separator: 0x20).last ?? []
                let whole = (start + next.prefix(while: isLetter)).filter { isLetter($0) || $0 == 0x2D }
                    .lowered
                if !hyphenated.contains(whole) { text.removeLast() }
            } else {
                text.append(0x0A)
            }
        }
        return text
    }
}
