public import PluginAPI

/// Which of two small numbers is the day where either could be.
public enum DayOrder: Sendable {
    case dayFirst, monthFirst

    /// By a BCP 47 tag: American and Philippine English, and English of no country, put the month first.
    public init(language: String?) {
        let tag = (language ?? "").lowercased()
        let isMonthFirst =
            tag == "en" || tag.hasPrefix("en-us") || tag.hasPrefix("en_us") || tag.hasPrefix("en-ph")
        self = isMonthFirst ? .monthFirst : .dayFirst
    }
}

/// A date that stands in a text.
public struct WrittenDate: Sendable, Equatable {
    public var date: CalendarDate
    /// Offsets into the bytes that were read.
    public var range: Range<Int>
    /// Whether the words around it say that it is the day of a change ("Updated …").
    public var isChange: Bool
}

/// Reads dates as newspapers and programs write them, in some thirty languages.
///
/// ISO 8601 and RFC 822; `March 3, 2023`, `3. März 2023`, `3 de marzo de 2023`, `3 марта 2023`, `2023年3月3日`,
/// `令和5年3月3日`, `3 มีนาคม 2566`, `03/04/2023`. A time's zone is not counted: the day is the one written. A year
/// alone, or one with a month, is no date, so no notice of copyright gives one.
public enum DateLine {
    /// Longer lines are text.
    @usableFromInline static let lineLimitBytes = 160

    /// The date of a line that is nothing but dates, weekdays, times and words such as "Published".
    ///
    /// Of several the first that is not the day of a change.
    @inlinable public static func parse(
        _ line: some Collection<UInt8>, order: DayOrder = .dayFirst
    ) -> CalendarDate? {
        line.count <= lineLimitBytes ? parse(bytes: Array(line), order) : nil
    }

    @usableFromInline static func parse(bytes: [UInt8], _ order: DayOrder) -> CalendarDate? {
        guard bytes.count >= 6, bytes.contains(where: isDigitLike) else { return nil }
        let reader = DateReader(bytes[...], order: order)
        let dates = dates(reader)
        guard !dates.isEmpty, reader.isOnlyDates(dates) else { return nil }
        return (dates.first { !$0.isChange } ?? dates[0]).date
    }

    /// All dates in a text, in its order. Linear in the text.
    @inlinable public static func dates(
        in text: some Collection<UInt8>, order: DayOrder = .dayFirst
    ) -> [WrittenDate] {
        dates(bytes: Array(text), order)
    }

    @usableFromInline static func dates(bytes: [UInt8], _ order: DayOrder) -> [WrittenDate] {
        bytes.contains(where: isDigitLike) ? dates(DateReader(bytes[...], order: order)) : []
    }

    /// The first date in a value that a program wrote; not the zero of a clock that was never set.
    public static func machine(_ value: some Collection<UInt8>, order: DayOrder = .dayFirst) -> CalendarDate?
    {
        let digits = value.drop(while: { $0 <= 0x20 })
        let date = seconds(digits) ?? dates(in: digits.prefix(100), order: order).first?.date
        return date.flatMap { (-1...0).contains($0.daysSinceEpoch) ? nil : $0 }
    }

    /// The hour, 0...23, of a value that a program wrote in the time of Greenwich, whose day may be another than the
    /// place's; nil for a day alone and for the time of another place.
    public static func universalHour(_ value: some RandomAccessCollection<UInt8>) -> Int? {
        let text = Array(value)
        if text.count == 10 || text.count == 13, text.allSatisfy({ $0 &- 0x30 < 10 }) {
            return text.prefix(10).reduce(0) { $0 * 10 + Int($1 - 0x30) } / 3600 % 24
        }
        guard
            ["Z", "+00:00", "+0000", "GMT", "UTC"].contains(where: {
                text.suffix($0.utf8.count).elementsEqual($0.utf8)
            }),
            let colon = text.firstIndex(of: 0x3A), colon >= 2, text[colon - 1] &- 0x30 < 10,
            text[colon - 2] &- 0x30 < 3
        else { return nil }
        return min(23, Int(text[colon - 2] - 0x30) * 10 + Int(text[colon - 1] - 0x30))
    }

    /// Seconds or milliseconds since 1970, of 1973 or later.
    private static func seconds(_ value: some Collection<UInt8>) -> CalendarDate? {
        guard value.count == 10 || value.count == 13, value.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        var seconds = 0
        for digit in value.prefix(10) { seconds = seconds * 10 + Int(digit - 0x30) }
        return seconds < 100_000_000 ? nil : CalendarDate(daysSinceEpoch: Int32(seconds / 86_400))
    }

    private static func dates(_ reader: DateReader) -> [WrittenDate] {
        var dates: [WrittenDate] = []
        var index = 0
        var before = 0
        while index < reader.tokens.count {
            guard let found = reader.date(at: index), !reader.isCopyright(before: index) else {
                index += 1
                continue
            }
            let range = reader.tokens[index].range.lowerBound..<reader.tokens[found.end - 1].range.upperBound
            let isChange = reader.isChange(after: before, date: index..<found.end)
            dates.append(WrittenDate(date: found.date, range: range, isChange: isChange))
            index = found.end
            before = index
        }
        return dates
    }

    private static func isDigitLike(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || byte == 0xD9 || byte == 0xDB || byte == 0xE0 || byte == 0xEF
    }
}

extension DateReader {
    /// Whether a sign of copyright stands right before a date.
    fileprivate func isCopyright(before index: Int) -> Bool {
        guard index > 0 else { return false }
        let text = bytes[tokens[max(0, index - 3)].range.lowerBound..<tokens[index].range.lowerBound]
        let isSign = zip(text, text.dropFirst()).contains { $0 == (0xC2, 0xA9) }
        return isSign || text.lowered.starts(with: "copyright".utf8) || text.lowered.starts(with: "(c)".utf8)
    }

    /// Whether the nearest label before a date, since the last date, is one of a change.
    ///
    /// Where no word precedes the first date, as in `2023年3月4日 公開`, labels follow their dates.
    fileprivate func isChange(after start: Int, date: Range<Int>) -> Bool {
        if tokens[0].kind == .number, date.upperBound < tokens.count {
            let next = (date.upperBound..<min(tokens.count, date.upperBound + 6)).first {
                tokens[$0].kind == .word
            }
            if let next, Self.isUnspacedLabel(bytes[tokens[next].range]) {
                return Self.unspacedChange(bytes[tokens[next].range])
            }
        }
        for index in (max(start, date.lowerBound - 12)..<date.lowerBound).reversed()
        where tokens[index].kind == .word {
            let text = bytes[tokens[index].range]
            switch word(index).meaning {
            case .changed?: return true
            case .published?:
                // "Updated on": only a word of some length says what the day is.
                if text.count >= 5 { return false }
            default:
                if Self.unspacedChange(text) { return true }
            }
        }
        return false
    }

    private static func unspacedChange(_ text: ArraySlice<UInt8>) -> Bool {
        (text.first ?? 0) >= 0xE3
            && DateWords.unspacedChanges.contains {
                text.starts(with: $0.utf8) || text.suffix($0.utf8.count).elementsEqual($0.utf8)
            }
    }

    /// Whether nothing but dates, weekdays, times and their labels stands in the text.
    fileprivate func isOnlyDates(_ dates: [WrittenDate]) -> Bool {
        var hasTime = false
        for (index, token) in tokens.enumerated()
        where token.kind == .mark && token.value == 0x3A && index > 0 {
            if tokens[index - 1].kind == .number { hasTime = true }
        }
        return tokens.indices.allSatisfy { index in
            let token = tokens[index]
            if dates.contains(where: { $0.range.contains(token.range.lowerBound) }) { return true }
            switch token.kind {
            case .mark: return true
            case .number:
                // The zone of a time, and a time without colons after the T of ISO 8601.
                let isTime = hasTime || (index > 0 && bytes[tokens[index - 1].range].elementsEqual("T".utf8))
                return token.digitCount <= 2 || (isTime && token.digitCount <= 6)
            case .word:
                let text = bytes[token.range]
                if let meaning = word(index).meaning {
                    if case .month = meaning { return false }
                    return true
                }
                // The zone of a time; the T and Z of ISO 8601; the letters of `a.m.`.
                if hasTime, text.count <= 5, text.allSatisfy({ (0x41...0x5A).contains($0) }) { return true }
                if text.count == 1 { return true }
                return Self.isUnspacedLabel(text)
            }
        }
    }

    private static func isUnspacedLabel(_ text: ArraySlice<UInt8>) -> Bool {
        guard let first = text.first, first >= 0xE3 else { return false }
        var rest = text
        while !rest.isEmpty {
            guard let label = DateWords.unspaced.first(where: { rest.starts(with: $0.utf8) }) else {
                return false
            }
            rest = rest.dropFirst(label.utf8.count)
        }
        return true
    }
}
