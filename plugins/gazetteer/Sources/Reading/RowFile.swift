/// A file of rows: UTF-8, fields separated by tabs, `#` before a comment, and a header line that names the columns.
struct RowFile {
    let name: String
    let bytes: [UInt8]
    /// The names of the columns that may stand in it, and how many of the first must.
    let columns: [String]
    let requiredCount: Int

    /// Runs `body` for each row with its line and its fields: ranges of `bytes` without white space around them, in the
    /// order of `columns`, empty where missing; at the size of `bytes` where the header lacks the column.
    func forEachRow(_ problems: inout ProblemList, _ body: (Int, [Range<Int>], inout ProblemList) -> Void) {
        let isText = String(validating: bytes, as: UTF8.self) != nil
        var header: [Int]?
        var fields: [Range<Int>] = []
        let absent = bytes.count..<bytes.count
        var row = Array(repeating: absent, count: columns.count)
        var offset = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        var line = 0
        while offset < bytes.count {
            line += 1
            let start = offset
            cut(from: &offset, into: &fields)
            if fields.count == 1, fields[0].isEmpty { continue }
            if bytes[start] == UInt8(ascii: "#") { continue }
            guard isText || String(validating: bytes[start..<offset], as: UTF8.self) != nil else {
                problems.add(name, line, "not UTF-8; save the file as UTF-8")
                continue
            }
            guard let places = header else {
                guard let found = readHeader(fields, line, &problems) else { return }
                header = found
                continue
            }
            guard fields.count <= places.count else {
                problems.add(name, line, "\(fields.count) columns, the header names \(places.count)")
                continue
            }
            for place in places { row[place] = 0..<0 }
            for (field, place) in zip(fields, places) { row[place] = field }
            if let missing = (0..<requiredCount).first(where: { row[$0].isEmpty }) {
                problems.add(name, line, "\(columns[missing]) is empty")
                continue
            }
            body(line, row, &problems)
        }
        if header == nil { problems.add(name, 0, "no rows; the first line names the columns, \(columnList)") }
    }

    /// Cuts one line at its tabs; `offset` moves to the next line.
    private func cut(from offset: inout Int, into fields: inout [Range<Int>]) {
        fields.removeAll(keepingCapacity: true)
        var start = offset
        while offset < bytes.count {
            let byte = bytes[offset]
            if byte < 0x20 {
                if byte == 0x0A { break }
                if byte == 0x09 {
                    fields.append(trimmed(start..<offset))
                    start = offset + 1
                }
            }
            offset += 1
        }
        fields.append(trimmed(start..<offset))
        offset += 1
    }

    private func trimmed(_ range: Range<Int>) -> Range<Int> {
        var (start, end) = (range.lowerBound, range.upperBound)
        while start < end, bytes[start] == 0x20 { start += 1 }
        while start < end, bytes[end - 1] == 0x20 || bytes[end - 1] == 0x0D { end -= 1 }
        return start..<end
    }

    /// For each field its place among the columns.
    private func readHeader(
        _ fields: [Range<Int>], _ line: Int, _ problems: inout ProblemList
    ) -> [Int]? {
        var places: [Int] = []
        for field in fields {
            guard let place = columns.firstIndex(of: text(field)) else {
                problems.add(
                    name, line,
                    "“\(text(field))” is no column; the first line names the columns, \(columnList)")
                return nil
            }
            if places.contains(place) {
                problems.add(name, line, "the column \(columns[place]) stands twice")
                return nil
            }
            places.append(place)
        }
        for place in 0..<requiredCount where !places.contains(place) {
            problems.add(name, line, "the column \(columns[place]) is missing")
            return nil
        }
        return places
    }

    private var columnList: String { columns.joined(separator: ", ") }

    func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
}
