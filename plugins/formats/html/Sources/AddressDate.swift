import PluginAPI

/// Reads the day that a URL tells: `/2023/03/04/`, `/2023-03-04/`, `/20230304/`, `/2023/mar/04/`.
enum AddressDate {
    private static let years = 1990...2099
    private static let months = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]
    .map { Array($0.utf8) }

    static func date(in url: [UInt8]) -> CalendarDate? {
        var parts: [ArraySlice<UInt8>] = []
        let path = url.prefix(while: { $0 != 0x3F && $0 != 0x23 }).prefix(2000)
        for part in path.split(whereSeparator: { $0 == 0x2F || $0 == 0x2D || $0 == 0x5F || $0 == 0x2E }) {
            parts.append(part)
        }
        for index in parts.indices {
            guard let number = number(parts[index]) else { continue }
            if parts[index].count == 8, let date = day(number / 10_000, number / 100 % 100, number % 100) {
                return date
            }
            guard parts[index].count == 4, index + 2 < parts.count, let day = self.number(parts[index + 2]),
                parts[index + 2].count <= 2, let month = month(parts[index + 1])
            else { continue }
            if let date = self.day(number, month, day) { return date }
        }
        return nil
    }

    private static func day(_ year: Int, _ month: Int, _ day: Int) -> CalendarDate? {
        years.contains(year) ? CalendarDate(year: year, month: month, day: day) : nil
    }

    private static func month(_ part: ArraySlice<UInt8>) -> Int? {
        if part.count <= 2 { return number(part) }
        guard part.count >= 3, part.count <= 9 else { return nil }
        let name = part.prefix(3).map { $0 | 0x20 }
        return months.firstIndex(of: name).map { $0 + 1 }
    }

    private static func number(_ part: ArraySlice<UInt8>) -> Int? {
        guard !part.isEmpty, part.count <= 8 else { return nil }
        var value = 0
        for byte in part {
            guard (0x30...0x39).contains(byte) else { return nil }
            value = value * 10 + Int(byte - 0x30)
        }
        return value
    }
}
