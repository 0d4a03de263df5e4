public import PluginAPI

/// Reads a date as newspapers print it.
public enum DateLine {
    private static let months = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
        "november", "december",
    ]

    /// A line that is nothing but `2017-03-03`, `March 3, 2017`, `3 March 2017`, a weekday before it or not.
    public static func parse(_ line: some Collection<UInt8>) -> CalendarDate? {
        guard line.count >= 8, line.count <= 40, line.hasDigit else { return nil }
        let text = String(decoding: line.lowered, as: UTF8.self)
        if text.utf8.count <= 25, text.utf8.first.map({ (0x30...0x39).contains($0) }) == true,
            let date = CalendarDate(iso8601: text.replacingT)
        {
            return date
        }
        var words = text.split(whereSeparator: { $0 == " " || $0 == "," || $0 == "." })
        if let first = words.first, first.hasSuffix("day") || first == "published" || first == "updated" {
            words.removeFirst()
        }
        guard words.count == 3, words[2].utf8.count == 4, let year = Int(words[2]), year > 0 else {
            return nil
        }
        if let month = month(words[0]), let day = Int(words[1]) {
            return CalendarDate(year: year, month: month, day: day)
        }
        if let month = month(words[1]), let day = Int(words[0]) {
            return CalendarDate(year: year, month: month, day: day)
        }
        return nil
    }

    private static func month(_ word: Substring) -> Int? {
        guard word.count >= 3 else { return nil }
        return months.firstIndex(where: { $0 == word || (word.count <= 4 && $0.hasPrefix(word)) }).map {
            $0 + 1
        }
    }
}

extension String {
    /// `CalendarDate` expects a capital T between day and time.
    fileprivate var replacingT: String { String(map { $0 == "t" ? "T" : $0 }) }
}
