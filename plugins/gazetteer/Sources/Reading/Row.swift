import PluginAPI

/// Why a row cannot be used.
struct RowProblem: Error {
    let reason: String

    init(_ reason: String) { self.reason = reason }
}

/// One row of `table.tsv`.
struct Row {
    let bytes: [UInt8]
    /// By column, in the order of `TableReader.columns`.
    let fields: [Range<Int>]
    let line: Int

    static let (id, form, label, kind, letterCase) = (0, 1, 2, 3, 4)
    static let (conditions, from, to, weight, language) = (5, 6, 7, 8, 9)

    /// Whether the table has a column of labels.
    var hasLabels: Bool { fields[Row.label].lowerBound < bytes.count }

    /// Whether two ranges hold the same bytes.
    func equal(_ left: Range<Int>, _ right: Range<Int>) -> Bool {
        guard left.count == right.count else { return false }
        for step in 0..<left.count where bytes[left.lowerBound + step] != bytes[right.lowerBound + step] {
            return false
        }
        return true
    }

    func text(_ column: Int) -> String { String(decoding: bytes[fields[column]], as: UTF8.self) }

    func letterCase() throws(RowProblem) -> LetterCase {
        if fields[Row.letterCase].isEmpty { return .caps }
        let text = bytes[fields[Row.letterCase]]
        if text.elementsEqual("caps".utf8) { return .caps }
        if text.elementsEqual("any".utf8) { return .any }
        if text.elementsEqual("exact".utf8) { return .exact }
        throw RowProblem("case is “\(self.text(Row.letterCase))”, expected caps, any or exact")
    }

    /// In eighths.
    func weight() throws(RowProblem) -> UInt8 {
        if fields[Row.weight].isEmpty { return MentionWeight.one.eighths }
        let text = text(Row.weight)
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let fraction = parts.count == 2 ? String(parts[1]) : "0"
        let isPlain = (parts.joined() + fraction).utf8.allSatisfy { (0x30...0x39).contains($0) }
        if isPlain, let whole = Int(parts[0]), whole < 8, (1...3).contains(fraction.utf8.count),
            let thousandths = Int((fraction + "00").prefix(3)), thousandths % 125 == 0
        {
            let eighths = whole * 8 + thousandths / 125
            if eighths > 0 { return UInt8(eighths) }
        }
        throw RowProblem("weight is “\(text)”, expected a number of eighths from 0.125 to 7.875")
    }

    /// Days since 1970-01-01; `open` where the column is empty.
    func day(_ column: Int, open: Int32) throws(RowProblem) -> Int32 {
        if fields[column].isEmpty { return open }
        guard let date = CalendarDate(partial: bytes[fields[column]], asLast: column == Row.to) else {
            throw RowProblem("“\(text(column))” is no date; expected YYYY, YYYY-MM or YYYY-MM-DD")
        }
        return date.daysSinceEpoch
    }
}
