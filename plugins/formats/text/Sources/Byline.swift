import PluginAPI

/// Reads a line that names who wrote the article.
public enum Byline {
    /// Words that a name may hold in lower case.
    private static let particles: Set<String> = [
        "and", "de", "del", "della", "der", "van", "von", "al", "el", "bin", "ibn", "la", "le", "da", "dos",
        "du",
        "ben", "ter", "ten", "y",
    ]

    /// The authors of `By Ann Lee* and Bo Dahl`; nil when the line is not a byline.
    public static func authors(_ line: some RandomAccessCollection<UInt8>) -> [String]? {
        guard line.count >= 5, line.count <= 160,
            line.starts(with: "By ".utf8) || line.starts(with: "BY ".utf8)
        else { return nil }
        let text = String(decoding: line, as: UTF8.self)
        if text.hasSuffix("."), text.count >= 40 { return nil }
        let names = split(String(text.dropFirst(3)))
        guard !names.isEmpty, names.count <= 12, names.allSatisfy(isName) else { return nil }
        return names
    }

    /// Authors, and the date of `By Ann Lee* · 4 May 2019`; nil when the line is not a byline.
    static func parts(_ line: [UInt8]) -> (authors: [String], date: CalendarDate?)? {
        if let authors = authors(line) { return (authors, nil) }
        // Most lines hold no date or nothing that could part it from the names.
        guard line.count <= 160, line.hasDigit, line.contains(where: { $0 == 0x7C || $0 >= 0x80 }) else {
            return nil
        }
        let text = String(decoding: line, as: UTF8.self)
        let sides = text.split(maxSplits: 1, whereSeparator: { "·•|—–".contains($0) })
        guard sides.count == 2, let date = DateLine.parse(Array(sides[1].utf8).trimmed),
            let authors = authors(Array(sides[0].utf8).trimmed)
        else { return nil }
        return (authors, date)
    }

    /// Names in a list with commas, semicolons, `and` and `&`; without footnote marks and a leading "By".
    public static func split(_ list: String) -> [String] {
        var names: [String] = []
        var words: [Substring] = []
        func flush() {
            let name = words.joined(separator: " ").trimmingMarks
            if !name.isEmpty, !names.contains(name) { names.append(name) }
            words = []
        }
        for word in list.split(whereSeparator: \.isWhitespace) {
            if word == "and" || word == "&" || word == "|" {
                flush()
            } else if words.isEmpty, word.lowercased() == "by" {
                continue
            } else {
                words.append(word.prefix(while: { $0 != "," && $0 != ";" }))
                if word.contains(where: { $0 == "," || $0 == ";" }) { flush() }
            }
        }
        flush()
        return names
    }

    private static func isName(_ name: String) -> Bool {
        let words = name.split(separator: " ")
        guard words.count <= 6 else { return false }
        return words.allSatisfy { word in
            particles.contains(String(word)) || word.first?.isUppercase == true
                || (word.first?.isLetter == true && word.first?.isCased == false)
        }
    }
}

extension String {
    fileprivate var trimmingMarks: String {
        let marks: Set<Character> = ["*", "†", "‡", ",", ";", ":", " ", "\u{A0}"]
        var text = self[...]
        while let last = text.last, marks.contains(last) { text.removeLast() }
        while let first = text.first, marks.contains(first) { text.removeFirst() }
        return String(text)
    }
}
