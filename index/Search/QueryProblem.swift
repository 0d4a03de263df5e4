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

    public init(_ range: Range<Int>, _ reason: String, fix: String? = nil) {
        self.range = range
        self.reason = reason
        self.fix = fix
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
