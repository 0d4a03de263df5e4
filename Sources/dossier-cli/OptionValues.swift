import PluginAPI
import SourceAdapters

/// A whole number that is not below `least`.
func number(_ text: String, least: Int) throws(UsageError) -> Int {
    guard let number = Int(text), number >= least else {
        throw UsageError("‘\(text)’ is not a whole number from \(least).")
    }
    return number
}

/// A decimal number within a range.
func decimal(_ text: String, in range: ClosedRange<Double>) throws(UsageError) -> Double {
    guard let number = Double(text), range.contains(number) else {
        throw UsageError("‘\(text)’ is not a number from \(range.lowerBound) to \(range.upperBound).")
    }
    return number
}

/// Bytes, with `K`, `M`, `G` or `T` for powers of 1024: `512M`.
func byteCount(_ text: String) throws(UsageError) -> Int {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    let shift: Int? =
        switch text.dropFirst(digits.count).lowercased() {
        case "", "b": 0
        case "k", "kb", "kib": 10
        case "m", "mb", "mib": 20
        case "g", "gb", "gib": 30
        case "t", "tb", "tib": 40
        default: nil
        }
    guard let shift, let count = Int(digits), count > 0, count <= Int.max >> shift else {
        throw UsageError("‘\(text)’ is not a size such as 512M or 2G.")
    }
    return count << shift
}

func mapping(_ text: String) throws(UsageError) -> FieldMapping {
    do {
        return try FieldMapping(parsing: text)
    } catch {
        throw UsageError(error.reason)
    }
}

/// `countries` or `countries=country-tag`.
func statingField(_ text: String) throws(UsageError) -> FacetField {
    let sides = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard sides.allSatisfy({ !$0.isEmpty }) else {
        throw UsageError("‘\(text)’ is not of the form FIELD or FIELD=NAME.")
    }
    return FacetField(sides[0], facet: sides.last)
}

/// A day, a month or a year, as days from its first to its last.
struct DateArgument: Equatable {
    let first: CalendarDate
    let last: CalendarDate

    /// Reads `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    init(_ text: String) throws(UsageError) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { part in
            part.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(part) : nil
        }
        let numbers = parts.compactMap(\.self)
        guard numbers.count == parts.count, (1...3).contains(numbers.count), text.utf8.count >= 4,
            let first = CalendarDate(
                year: numbers[0], month: numbers.count > 1 ? numbers[1] : 1,
                day: numbers.count > 2 ? numbers[2] : 1),
            let last = DateArgument.last(numbers)
        else { throw UsageError("‘\(text)’ is not a date such as 2014, 2014-05 or 2014-05-01.") }
        self.first = first
        self.last = last
    }

    private static func last(_ numbers: [Int]) -> CalendarDate? {
        if numbers.count == 3 { return CalendarDate(year: numbers[0], month: numbers[1], day: numbers[2]) }
        let month = numbers.count == 2 ? numbers[1] : 12
        return (28...31).reversed().lazy.compactMap {
            CalendarDate(year: numbers[0], month: month, day: $0)
        }.first
    }
}
