import PluginAPI

/// Reads the place and date that an agency's report begins with: `MOSCOW, Aug. 5, 2014 (AFP) — …`.
enum PlaceLine {
    private static let limitBytes = 120

    /// The date, where it has a year.
    static func date(_ paragraph: [UInt8]) -> CalendarDate? {
        let start = String(decoding: paragraph.prefix(limitBytes), as: UTF8.self)
        guard start.first?.isUppercase == true, let line = head(start) else { return nil }
        // What stands in brackets is the agency, or the date itself.
        let parts = line.split { "()".contains($0) }.map(String.init)
        for part in parts {
            var words = part.split(separator: " ", omittingEmptySubsequences: true)
            while !words.isEmpty {
                let candidate = words.joined(separator: " ")
                if let date = DateLine.parse(Array(candidate.utf8).filter { $0 != 0x3A }.trimmed) {
                    return date
                }
                words.removeFirst()
            }
        }
        return nil
    }

    /// What stands before a dash or a colon, when it is short and no sentence.
    private static func head(_ start: String) -> Substring? {
        var ends: [String.Index] = []
        for mark in [" — ", " – ", " - ", " -- ", "— ", "--", "—"] {
            if let range = start.firstRange(of: mark) { ends.append(range.lowerBound) }
        }
        guard let end = ends.min(), start.distance(from: start.startIndex, to: end) <= 80 else { return nil }
        return start[..<end]
    }
}
