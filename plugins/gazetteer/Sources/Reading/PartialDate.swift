import PluginAPI

extension CalendarDate {
    /// Reads `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    ///
    /// - Parameter asLast: the last day of the year or month, not the first.
    init?(partial bytes: ArraySlice<UInt8>, asLast: Bool) {
        let parts = bytes.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        let sizes = parts.map(\.count)
        guard [[4], [4, 2], [4, 2, 2]].contains(sizes) else { return nil }
        var numbers: [Int] = []
        for part in parts {
            guard part.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
            numbers.append(part.reduce(0) { $0 * 10 + Int($1 - 0x30) })
        }
        let month = numbers.count > 1 ? numbers[1] : asLast ? 12 : 1
        if numbers.count > 2 || !asLast {
            self.init(year: numbers[0], month: month, day: numbers.count > 2 ? numbers[2] : 1)
            return
        }
        guard
            let day = [31, 30, 29, 28].first(where: {
                CalendarDate(year: numbers[0], month: month, day: $0) != nil
            })
        else { return nil }
        self.init(year: numbers[0], month: month, day: day)
    }
}
