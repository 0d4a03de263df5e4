/// A year, a month or a day as a query has it: `2014`, `2014-05`, `2014-05-31`.
struct WrittenDate: Equatable {
    /// From the year on.
    private let numbers: [Int]

    /// Nil for what is no date of the calendar, or before the year 1.
    init?(_ text: String) {
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard (1...3).contains(parts.count), parts[0].count == 4,
            parts.dropFirst().allSatisfy({ (1...2).contains($0.count) }),
            parts.joined().allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        numbers = parts.map { $0.reduce(0) { 10 * $0 + Int($1) - 0x30 } }
        guard numbers[0] > 0, numbers.count < 2 || (1...12).contains(numbers[1]) else { return nil }
        guard numbers.count < 3 || (1...Self.dayCount(numbers[0], numbers[1])).contains(numbers[2]) else {
            return nil
        }
    }

    private static func dayCount(_ year: Int, _ month: Int) -> Int {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        return month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
    }

    /// Whether all of its days are behind all of another's.
    func isBehind(_ other: WrittenDate) -> Bool {
        for (one, other) in zip(numbers, other.numbers) where one != other { return one > other }
        return false
    }
}
