internal import IndexAnalysis

/// Reads query text; whatever is written gives a query, never an error.
///
/// `words AND OR NOT + - ( ) "phrases" field:word =exact zone:name word facet:"value" date:2014..2016`. A zone is that of
/// the next word, phrase or group in parentheses; of two in a row the second counts. `AND` binds
/// tighter than `OR`; words side by side are joined by ``defaultOperator``. Missing quotes and
/// parentheses are supplied, superfluous ones and dangling operators ignored.
///
/// `a NEAR/5 b` asks for two stretches of one field with at most five words between them, `a PRE/5 b` for the first before
/// the second, `a NEAR b` for at most ten words. Either is a word, a phrase, a facet value, whose stretch are the words
/// that name it, or any of several: `(sanctions OR embargo) NEAR/5 country:KR`. In `a NEAR/3 b NEAR/3 c` the third is near
/// the stretch from the first to the second. `NEAR` and `PRE` bind tighter than `AND`, and a sign or a zone before them is
/// that of all. In a phrase a facet value stands for any words that name it: `"country:US sanctions on country:'South
/// Korea'"`.
public struct QueryParser: Sendable {
    /// How words side by side are joined.
    public enum Operator: Sendable { case and, or }

    /// Parentheses nested deeper are read as if they were not there.
    public static let maximumDepth = 200

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
    public func parse(_ text: String) -> Query {
        // One plain word, as often, can be nothing else.
        if QueryLexer.isPlainWord(text) { return .word(text: text, field: nil, exact: false) }
        var run = QueryParserRun(parser: self, text: text)
        return run.parseAll()
    }

    /// Whether `zone:` and a text name a zone.
    func readsZone(_ name: String) -> Bool { !name.isEmpty && !facetNames.contains("zone") }

    /// The query of one term token, or nil for one without text.
    ///
    /// - Parameter joining: how words are joined that are written without spaces; nil where they are one phrase.
    func query(
        prefix: String?, text: String, isQuoted: Bool, exact: Bool, joining: Operator? = nil
    ) -> Query? {
        if let prefix, facetNames.contains(prefix) {
            return text.isEmpty ? nil : .facet(name: prefix, value: text)
        }
        if prefix == "date" { return Self.date(text) }
        guard let prefix, !fieldNames.contains(prefix) else {
            return words(text, field: prefix, isQuoted: isQuoted, exact: exact, joining)
        }
        return words(prefix + ":" + text, field: nil, isQuoted: isQuoted, exact: exact, joining)
    }

    private func words(
        _ text: String, field: String?, isQuoted: Bool, exact: Bool, _ joining: Operator?
    ) -> Query? {
        if text.isEmpty { return nil }
        if text == "*", field == nil, !isQuoted { return .all }
        guard isQuoted else {
            let whole = Query.word(text: text, field: field, exact: exact)
            guard !exact, let joining else { return whole }
            let words = QueryWords.words(of: text)
            if words == [text] { return whole }
            let parts = words.map { Query.word(text: $0, field: field, exact: false) }
            switch joining {
            case .and: return parts.count == 1 ? parts[0] : .and(parts)
            // Where all stand side by side the document is the better.
            case .or: return .or([whole] + parts)
            }
        }
        return phrase(text, field: field, exact: exact)
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
struct QueryParserRun: ~Copyable {
    private let parser: QueryParser
    private var lexer: QueryLexer
    /// The token that is to be read; nil at the end.
    private var token: QueryToken?

    init(parser: QueryParser, text: String) {
        self.parser = parser
        lexer = QueryLexer(text, longPrefixes: parser.longPrefixes)
        token = lexer.next()
    }

    private mutating func advance() { token = lexer.next() }

    mutating func parseAll() -> Query {
        var groups = Parts()
        while token != nil {
            if let query = parseGroup(depth: 0) { groups.append(query) }
            // What stopped the group is a parenthesis that nothing opened.
            advance()
        }
        return join(groups) ?? .nothing
    }

    /// Reads to the closing parenthesis or the end: clauses side by side, joined by the operators.
    private mutating func parseGroup(depth: Int) -> Query? {
        var alternatives = Parts()
        var clauses = Clauses()
        while let token, token != .close {
            switch token {
            case .or:
                advance()
                if let query = take(&clauses) { alternatives.append(query) }
            case .and:
                advance()
                clauses.bindsNext = true
            default:
                if let (query, role) = parseClause(depth: depth) { clauses.add(query, role: role) }
            }
        }
        if let query = take(&clauses) { alternatives.append(query) }
        return alternatives.joined(Query.or)
    }

    /// Reads signs and one term or group with what is near it; nil for signs before nothing.
    private mutating func parseClause(depth: Int) -> (Query, Clauses.Role)? {
        var role = Clauses.Role.plain
        var zone: String?
        func within(_ query: Query?) -> (Query, Clauses.Role)? {
            guard let zone else { return query.map { ($0, role) } }
            // A zone without words is none, but its name may be wrong.
            return (.within(zone: zone, query ?? .nothing), role)
        }
        while let token {
            switch token {
            case .plus: role = role == .prohibited ? .prohibited : .required
            case .minus: role = .prohibited
            case .not: role = role == .prohibited ? .plain : .prohibited
            case .term(prefix: "zone"?, let name, _, _) where parser.readsZone(name): zone = name
            case .open, .term:
                let joining: QueryParser.Operator? =
                    switch role {
                    case .plain: parser.defaultOperator
                    case .required: .and
                    case .prohibited: nil
                    }
                return within(parseNear(depth: depth, joining: joining))
            case .near: break
            case .and, .or, .close: return within(nil)
            }
            advance()
        }
        return within(nil)
    }

    /// Reads a term or group, and the others that `NEAR` joins to it.
    private mutating func parseNear(depth: Int, joining: QueryParser.Operator?) -> Query? {
        let first = parseOperand(depth: depth, joining: joining)
        guard case .near? = token else { return first }
        var (parts, proximities) = (first.map { [$0] } ?? [], [Proximity]())
        while case .near(let proximity)? = token {
            advance()
            guard let next = parseNearOperand(depth: depth) else { continue }
            if !parts.isEmpty { proximities.append(proximity) }
            parts.append(next)
        }
        return parts.count < 2 ? parts.first : .near(parts, proximities)
    }

    /// Reads a term or group.
    private mutating func parseOperand(depth: Int, joining: QueryParser.Operator?) -> Query? {
        switch token {
        case .open:
            advance()
            // Beyond the cap a parenthesis is skipped; its partner then closes an outer one.
            if depth >= QueryParser.maximumDepth { return nil }
            let group = parseGroup(depth: depth + 1)
            advance()
            return group
        case .term(let prefix, let text, let isQuoted, let exact):
            advance()
            // What stands near something stands together.
            let joining = if case .near? = token { QueryParser.Operator?.none } else { joining }
            return parser.query(
                prefix: prefix, text: text, isQuoted: isQuoted, exact: exact, joining: joining)
        default: return nil
        }
    }

    /// Reads what follows `NEAR`; nil for nothing. What cannot stand there is kept, so that it can be told.
    private mutating func parseNearOperand(depth: Int) -> Query? {
        var isExcluded = false
        while let token {
            switch token {
            case .plus: break
            case .minus, .not: isExcluded = true
            case .term(prefix: "zone"?, let name, _, _) where parser.readsZone(name):
                advance()
                return .within(zone: name, parseOperand(depth: depth, joining: nil) ?? .nothing)
            case .open, .term:
                let query = parseOperand(depth: depth, joining: nil)
                return isExcluded ? query.map { .not($0) } : query
            case .near, .and, .or, .close: return nil
            }
            advance()
        }
        return nil
    }

    private func join(_ parts: Parts) -> Query? {
        parts.joined(parser.defaultOperator == .and ? Query.and : Query.or)
    }

    /// The query of the clauses read so far, which are forgotten.
    private func take(_ clauses: inout Clauses) -> Query? {
        defer { clauses = Clauses() }
        clauses.endBound()
        var all = clauses.required
        // Beside required clauses plain ones only rank; a match of the required ones is enough.
        if let plain = join(clauses.plain) { all.append(all.isEmpty ? plain : .or([plain, .all])) }
        if all.isEmpty, !clauses.prohibited.isEmpty { all.append(.all) }
        for query in clauses.prohibited { all.append(.not(query)) }
        return all.joined(Query.and)
    }
}

/// Queries that are to be joined; one alone, as mostly, takes no array.
private enum Parts {
    case none
    case one(Query)
    case many([Query])

    init() { self = .none }

    var isEmpty: Bool { if case .none = self { true } else { false } }

    mutating func append(_ query: Query) {
        switch consume self {
        case .none: self = .one(query)
        case .one(let first): self = .many([first, query])
        case .many(var queries):
            queries.append(query)
            self = .many(queries)
        }
    }

    /// One alone is itself; nil where there is none.
    func joined(_ join: ([Query]) -> Query) -> Query? {
        switch self {
        case .none: nil
        case .one(let query): query
        case .many(let queries): join(queries)
        }
    }
}

/// Clauses side by side.
private struct Clauses {
    enum Role { case plain, required, prohibited }
    /// All but the last ones, which an `AND` may follow.
    private(set) var plain = Parts()
    private var bound = Parts()
    private(set) var required = Parts()
    private(set) var prohibited: [Query] = []
    /// Whether an `AND` was just read.
    var bindsNext = false

    mutating func add(_ query: Query, role: Role) {
        defer { bindsNext = false }
        switch role {
        case .required: required.append(query)
        case .prohibited: prohibited.append(query)
        case .plain:
            if !bindsNext { endBound() }
            bound.append(query)
        }
    }

    /// Moves the last plain clauses, which `AND`s bound, to the others.
    mutating func endBound() {
        if let query = bound.joined(Query.and) { plain.append(query) }
        bound = Parts()
    }
}
