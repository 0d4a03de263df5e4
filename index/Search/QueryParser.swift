internal import IndexAnalysis

/// Reads query text; whatever is written gives a query, never an error.
///
/// The language is documented with examples in Sources/dossier-cli/Documentation/queries.md. Missing quotes and
/// parentheses are supplied, superfluous ones and dangling operators ignored; ``ParsedQuery/problems`` tells of each.
public struct QueryParser: Sendable {
    /// How words side by side are joined.
    public enum Operator: Sendable { case and, or }

    /// Parentheses nested deeper are read as if they were not there.
    public static let maximumDepth = 200
    /// Saved queries within each other, and all that one query stands for.
    static let maximumSavedDepth = 8
    static let greatestSavedCount = 1000
    /// Of more it is not told.
    static let greatestProblemCount = 100

    /// The fields of articles.
    public static let standardFieldNames: Set<String> = ["title", "body", "aside", "author"]

    /// Names that stand before `:` for a facet.
    public let facetNames: Set<String>
    /// Those of them that hold a colon: `about:country`.
    let longPrefixes: Set<String>
    /// Names that stand before `:` for a field; any other prefix belongs to the word.
    public let fieldNames: Set<String>
    /// How words side by side are joined.
    public let defaultOperator: Operator
    /// Queries by name, which `saved:name` stands for.
    public var savedQueries: [String: String] = [:]
    /// What tells which values and zones there are; without it any name is taken for one.
    package var searcher: Searcher?

    /// Makes a parser.
    public init(
        facetNames: Set<String>, fieldNames: Set<String> = QueryParser.standardFieldNames,
        defaultOperator: Operator = .or
    ) {
        self.facetNames = facetNames
        longPrefixes = facetNames.filter { $0.contains(":") }
        self.fieldNames = fieldNames
        self.defaultOperator = defaultOperator
    }

    /// Reads `text`; ``Query/nothing`` where it holds no word.
    public func parse(_ text: String) -> Query { read(text).query }

    /// Reads `text`, and tells what is wrong with it.
    public func read(_ text: String) -> ParsedQuery {
        // One plain word, as often, can be nothing else.
        if QueryLexer.isPlainWord(text) {
            return ParsedQuery(.word(text: text, field: nil, exact: false), problems: [])
        }
        var savedCount = 0
        return read(text, expanding: [], &savedCount).cut(textByteCount: text.utf8.count)
    }

    /// - Parameters:
    ///   - names: of the saved queries that this text is part of.
    ///   - savedCount: how many saved queries were read.
    func read(_ text: String, expanding names: [String], _ savedCount: inout Int) -> ParsedQuery {
        var run = QueryParserRun(parser: self, text: text, expanding: names, savedCount)
        let query = run.parseAll()
        savedCount = run.savedCount
        return ParsedQuery(query, problems: run.problems)
    }

    /// Reads `text` without a language: every word as it is written, whatever signs it holds, without its other forms.
    public func readRaw(_ text: String) -> Query {
        let words = QueryLexer.words(of: text).map { Query.word(text: $0, field: nil, exact: true) }
        if words.count < 2 { return words.first ?? .nothing }
        return defaultOperator == .and ? .and(words) : .or(words)
    }

    /// Whether `zone:` names zones, not the values of a facet.
    var readsZones: Bool { !facetNames.contains("zone") }

    /// Whether something stands before `:` for more than a part of a word.
    func isKnown(_ prefix: String) -> Bool {
        ["date", "saved"].contains(prefix) || fieldNames.contains(prefix) || facetName(prefix) != nil
    }

    /// The facet that a prefix names; `lang` is short for `language`.
    func facetName(_ prefix: String) -> String? {
        if facetNames.contains(prefix) { return prefix }
        return prefix == "lang" && facetNames.contains("language") ? "language" : nil
    }
}
