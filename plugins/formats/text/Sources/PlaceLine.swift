import PluginAPI

/// Reads the place and date that an agency's report begins with: `MOSCOW, Aug. 5, 2014 (AFP) — …`.
enum PlaceLine {
    /// What stands before the dash is shorter.
    private static let limitBytes = 96

    /// The date, where it has a year.
    static func date(_ paragraph: [UInt8]) -> CalendarDate? {
        guard let head = head(paragraph), head.hasDigit,
            String(decoding: head, as: UTF8.self).first?.isUppercase == true
        else { return nil }
        // What stands in brackets is the agency, or the date itself.
        for part in head.split(whereSeparator: { $0 == 0x28 || $0 == 0x29 }) {
            var words = part.split(separator: 0x20)[...]
            while !words.isEmpty {
                let candidate = Array(words.joined(separator: [0x20])).filter { $0 != 0x3A }
                if let date = DateLine.parse(candidate.trimmed) { return date }
                words.removeFirst()
            }
        }
        return nil
    }

    /// What stands before the first dash, when it is short: `—`, `--`, and with spaces around them `–` and `-`.
    private static func head(_ paragraph: [UInt8]) -> ArraySlice<UInt8>? {
        let start = paragraph.prefix(limitBytes)
        for index in start.indices where start[index] == 0x2D || start[index] == 0xE2 {
            let rest = start[index...]
            let isLoose = index > 0 && start[index - 1] == 0x20
            let isDash =
                rest.starts(with: "—".utf8) || rest.starts(with: "--".utf8)
                || (isLoose && (rest.starts(with: "– ".utf8) || rest.starts(with: "- ".utf8)))
            if isDash { return start[..<index].trimmed }
        }
        return nil
    }
}
