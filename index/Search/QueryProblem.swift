/// What is wrong with the text of a query, where, and what would be right.
///
/// A query that is read leniently is never refused: a problem says how it was taken.
public struct QueryProblem: Error, Equatable, Sendable {
    /// UTF-8 bytes of the text.
    public var range: Range<Int>
    /// What is wrong, as a sentence.
    public var reason: String
    /// What to write instead, as a sentence; nil where nothing can be told.
    public var fix: String?
    /// What a lenient reader takes it for, as a sentence; nil where that is plain.
    public var reading: String?

    public init(_ range: Range<Int>, _ reason: String, reading: String? = nil, fix: String? = nil) {
        self.range = range
        self.reason = reason
        self.reading = reading
        self.fix = fix
    }

    /// What is wrong, the line of the query, and below it `^` under what is meant.
    ///
    /// - Parameter text: of the query.
    public func message(in text: String) -> String {
        let bytes = Array(text.utf8)
        let start = min(max(0, range.lowerBound), bytes.count)
        let end = min(max(start, range.upperBound), bytes.count)
        let isLineEnd = { (byte: UInt8) in byte == 0x0A || byte == 0x0D }
        let lineStart = bytes[..<start].lastIndex(where: isLineEnd).map { $0 + 1 } ?? 0
        let lineEnd = bytes[start...].firstIndex(where: isLineEnd) ?? bytes.count
        func string(_ range: Range<Int>) -> String {
            // What moves the cursor would put the marks elsewhere.
            String(String(decoding: bytes[range], as: UTF8.self).map { $0 == "\t" ? " " : $0 })
        }
        let before = string(lineStart..<start)
        let width = max(1, string(start..<min(end, max(lineEnd, start))).count)
        let marks = String(repeating: " ", count: before.count) + String(repeating: "^", count: width)
        return reason + (fix.map { " " + $0 } ?? "") + "\n  \(string(lineStart..<lineEnd))\n  \(marks)"
    }
}

/// A query's text, read.
public struct ParsedQuery: Equatable, Sendable {
    public var query: Query
    /// What a strict reader refuses, in the order of the text.
    public var problems: [QueryProblem]

    public init(_ query: Query, problems: [QueryProblem]) {
        self.query = query
        self.problems = problems
    }
}
