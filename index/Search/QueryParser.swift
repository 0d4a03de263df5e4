/// Reads query text; whatever is written gives a query, never an error.
///
/// `words AND OR NOT + - ( ) "phrases" field:word =exact facet:"value" date:2014..2016`. `AND` binds
/// tighter than `OR`; words side by side are joined by ``defaultOperator``. Missing quotes and
/// parentheses are supplied, superfluous ones and dangling operators ignored.
public struct QueryParser: Sendable {
    /// How words side by side are joined.
    public enum Operator: Sendable { case and, or }

    /// Parentheses nested deeper are read as if they were not there.
    public static let maximumDepth = 200

    /// The fields of articles.
    public static let standardFieldNames: Set<String> = ["title", "body", "aside"]

    /// Names that stand before `:` for a facet.
    public let facetNames: Set<String>
    /// Names that stand before `:` for a field; any other prefix belongs to the word.
    public let fieldNames: Set<String>
    /// How words side by side are joined.
    public let defaultOperator: Operator

    /// Makes a parser.
    public init(
        facetNames: Set<String>, fieldNames: Set<String> = QueryParser.standardFieldNames,
        defaultOperator: Operator = .or
    ) {
        self.facetNames = facetNames
        self.fieldNames = fieldNames
        self.defaultOperator = defaultOperator
    }

    /// Reads `text`; ``Query/nothing`` where it holds no word.
    public func parse(_ text: String) -> Query {
        var run = QueryParserRun(parser: self, tokens: QueryLexer.tokens(of: text))
        return run.parseAll()
    }

    /// The query of one term token, or nil for one without text.
    func query(prefix: String?, text: String, isQuoted: Bool, exact: Bool) -> Query? {
        if let prefix, facetNames.contains(prefix) {
            return text.isEmpty ? nil : .facet(name: prefix, value: text)
        }
        if prefix == "date" { return Self.date(text) }
        guard let prefix, !fieldNames.contains(prefix) else {
            return words(text, field: prefix, isQuoted: isQuoted, exact: exact)
        }
        return words(prefix + ":" + text, field: nil, isQuoted: isQuoted, exact: exact)
    }

    private func words(_ text: String, field: String?, isQuoted: Bool, exact: Bool) -> Query? {
        if text.isEmpty { return nil }
        if text == "*", field == nil, !isQuoted { return .all }
        guard isQuoted else { return .word(text: text, field: field, exact: exact) }
        let parts = text.split(whereSeparator: \.isWhitespace).map(String.init)
        if parts.isEmpty { return nil }
        return parts.count == 1
            ? .word(text: parts[0], field: field, exact: exact) : .phrase(parts, field: field)
    }

    private static func date(_ text: String) -> Query? {
        if text.isEmpty { return nil }
        let characters = Array(text)
        for index in characters.indices.dropLast()
        where characters[index] == "." && characters[index + 1] == "." {
            let (from, to) = (String(characters[..<index]), String(characters[(index + 2)...]))
            return .date(from: from.isEmpty ? nil : from, to: to.isEmpty ? nil : to)
        }
        return .date(from: text, to: text)
    }
}

/// One reading of one text.
struct QueryParserRun {
    let parser: QueryParser
    let tokens: [QueryToken]
    var position = 0

    init(parser: QueryParser, tokens: [QueryToken]) {
        self.parser = parser
        self.tokens = tokens
    }

    mutating func parseAll() -> Query {
        var groups: [Query] = []
        while position < tokens.count {
            if let query = parseGroup(depth: 0) { groups.append(query) }
            // What stopped the group is a parenthesis that nothing opened.
            position += 1
        }
        return join(groups) ?? .nothing
    }

    /// Reads to the closing parenthesis or the end: clauses side by side, joined by the operators.
    private mutating func parseGroup(depth: Int) -> Query? {
        var alternatives: [Query] = []
        var clauses = Clauses()
        while position < tokens.count {
            switch tokens[position] {
            case .close:
                return finish(&alternatives, &clauses, depth: depth)
            case .or:
                position += 1
                if let query = take(&clauses) { alternatives.append(query) }
            case .and:
                position += 1
                clauses.bindsNext = true
            default:
                if let (query, role) = parseClause(depth: depth) { clauses.add(query, role: role) }
            }
        }
        return finish(&alternatives, &clauses, depth: depth)
    }

    private func finish(_ alternatives: inout [Query], _ clauses: inout Clauses, depth: Int) -> Query? {
        if let query = take(&clauses) { alternatives.append(query) }
        if alternatives.isEmpty { return nil }
        return alternatives.count == 1 ? alternatives[0] : .or(alternatives)
    }

    /// Reads signs and one term or group; nil for signs before nothing.
    private mutating func parseClause(depth: Int) -> (Query, Clauses.Role)? {
        var role = Clauses.Role.plain
        while position < tokens.count {
            let token = tokens[position]
            switch token {
            case .plus: role = role == .prohibited ? .prohibited : .required
            case .minus: role = .prohibited
            case .not: role = role == .prohibited ? .plain : .prohibited
            case .open:
                position += 1
                // Beyond the cap a parenthesis is skipped; its partner then closes an outer one.
                if depth >= QueryParser.maximumDepth { return nil }
                let group = parseGroup(depth: depth + 1)
                position += 1
                return group.map { ($0, role) }
            case .term(let prefix, let text, let isQuoted, let exact):
                position += 1
                return parser.query(prefix: prefix, text: text, isQuoted: isQuoted, exact: exact)
                    .map { ($0, role) }
            case .and, .or, .close: return nil
            }
            position += 1
        }
        return nil
    }

    private func join(_ queries: [Query]) -> Query? {
        if queries.count < 2 { return queries.first }
        return parser.defaultOperator == .and ? .and(queries) : .or(queries)
    }

    /// The query of the clauses read so far, which are forgotten.
    private func take(_ clauses: inout Clauses) -> Query? {
        defer { clauses = Clauses() }
        let plain = join(clauses.plain.map { $0.count == 1 ? $0[0] : .and($0) })
        var all = clauses.required
        // Beside required clauses plain ones only rank; a match of the required ones is enough.
        if let plain { all.isEmpty ? all.append(plain) : all.append(.or([plain, .all])) }
        if all.isEmpty, !clauses.prohibited.isEmpty { all.append(.all) }
        all += clauses.prohibited.map(Query.not)
        return all.count < 2 ? all.first : .and(all)
    }
}

/// Clauses side by side.
struct Clauses {
    enum Role { case plain, required, prohibited }
    /// Plain clauses; those bound by `AND` share an inner array.
    var plain: [[Query]] = []
    var required: [Query] = []
    var prohibited: [Query] = []
    /// Whether an `AND` was just read.
    var bindsNext = false

    mutating func add(_ query: Query, role: Role) {
        defer { bindsNext = false }
        switch role {
        case .required: required.append(query)
        case .prohibited: prohibited.append(query)
        case .plain:
            if bindsNext, !plain.isEmpty {
                plain[plain.count - 1].append(query)
            } else {
                plain.append([query])
            }
        }
    }
}
