/// One reading of one text.
struct QueryParserRun: ~Copyable {
    let parser: QueryParser
    /// Names of the saved queries that the text is part of.
    let names: [String]
    /// How many saved queries were read.
    var savedCount: Int
    private var lexer: QueryLexer
    /// The token that is to be read; nil at the end.
    private var token: QueryToken?
    /// Of the token, in bytes of the text.
    private var range = 0..<0
    /// Where the token before it ends.
    private var lastEnd = 0
    /// Of the innermost parentheses.
    private(set) var scope = Scope()
    /// Values looked up so far, by name and text.
    var knownValues: [[String]: Query] = [:]
    private var found: [QueryProblem] = []
    var problems: [QueryProblem] {
        let all = (found + lexer.problems).sorted { $0.range.lowerBound < $1.range.lowerBound }
        return Array(all.prefix(QueryParser.greatestProblemCount))
    }

    init(parser: QueryParser, text: String, expanding names: [String], _ savedCount: Int) {
        self.parser = parser
        self.names = names
        self.savedCount = savedCount
        lexer = QueryLexer(text, longPrefixes: parser.longPrefixes)
        advance()
    }

    /// What stands before parentheses for each word in them that has none of it: `title:(a b)`, `=(a b)`.
    struct Scope {
        var prefix: String?
        var isExact = false
    }

    private mutating func advance() {
        lastEnd = range.upperBound
        token = lexer.next()
        range = lexer.start..<lexer.position
    }

    /// Whether what is told next is kept.
    var tellsMore: Bool { found.count < QueryParser.greatestProblemCount }

    mutating func tell(
        _ range: Range<Int>, _ reason: String, reading: String? = nil, fix: String? = nil
    ) {
        if tellsMore {
            found.append(QueryProblem(range, reason, reading: reading, fix: fix))
        }
    }

    mutating func parseAll() -> Query {
        var groups = Parts()
        while token != nil {
            if let query = parseGroup(depth: 0) { groups.append(query) }
            // What stopped the group is a parenthesis that nothing opened.
            if token != nil {
                tell(
                    range, "Nothing opens this parenthesis.", reading: "It ends what stands before it.",
                    fix: "Leave it out, or write \\).")
            }
            advance()
        }
        return join(groups) ?? .nothing
    }

    /// Reads to the closing parenthesis or the end: clauses side by side, joined by the operators.
    private mutating func parseGroup(depth: Int) -> Query? {
        var alternatives = Parts()
        var clauses = Clauses()
        while let token {
            if case .close = token { break }
            switch token {
            case .or:
                operand(of: "OR", clauses)
                advance()
                if let query = take(&clauses) { alternatives.append(query) }
            case .and:
                operand(of: "AND", clauses)
                advance()
                clauses.bindsNext = true
            default:
                if let (query, role) = parseClause(depth: depth) { clauses.add(query, role: role) }
            }
        }
        if let query = take(&clauses) { alternatives.append(query) }
        return alternatives.joined(Query.or)
    }

    /// Tells of an operator, the token, that has nothing on one of its sides.
    private mutating func operand(of name: String, _ clauses: borrowing Clauses) {
        let isLast = !lexer.hasOperand
        guard clauses.isEmpty || clauses.bindsNext || isLast else { return }
        let side = isLast && !clauses.isEmpty ? "behind" : "before"
        tell(
            range, "There is nothing \(side) \(name) for it to join.", reading: "It is left out.",
            fix: "Leave it out, or write \"\(name)\" for the word.")
    }

    /// Reads signs and one term or group with what is near it; nil for signs before nothing.
    private mutating func parseClause(depth: Int) -> (Query, Clauses.Role)? {
        var role = Clauses.Role.plain
        var zone: (name: String, place: Range<Int>)?
        func within(_ query: Query?) -> (Query, Clauses.Role)? {
            guard let zone else { return query.map { ($0, role) } }
            // A zone without words is none, but its name may be wrong.
            return (.within(zone: zone.name, query ?? .nothing), role)
        }
        while let token {
            switch token {
            case .plus: role = role == .prohibited ? .prohibited : .required
            case .minus: role = .prohibited
            case .not: role = role == .prohibited ? .plain : .prohibited
            case .term(let term) where namesZone(term):
                if let name = self.zone(term, at: range) {
                    if let zone { tellReplaced(zone.place) }
                    zone = (name, range)
                }
            case .open, .term:
                let outer = scope
                // The zone says where its words stand.
                if zone != nil { scope.prefix = nil }
                let joining: QueryParser.Operator? =
                    switch role {
                    case .plain: parser.defaultOperator
                    case .required: .and
                    case .prohibited: nil
                    }
                let query = parseNear(depth: depth, joining: joining)
                scope = outer
                return within(query)
            case .near:
                tell(
                    range, "There is nothing before NEAR or PRE.", reading: "It is left out.",
                    fix: "Put a word before it.")
            case .and, .or, .close: return within(signed(role))
            }
            advance()
        }
        return within(signed(role))
    }

    /// Tells of a zone that another follows at once.
    private mutating func tellReplaced(_ place: Range<Int>) {
        tell(
            place, "Another zone follows before any word.", reading: "The last of them is taken.",
            fix: "Put words behind each zone, joined by OR for either.")
    }

    /// Tells of a sign before nothing.
    private mutating func signed(_ role: Clauses.Role) -> Query? {
        if role != .plain {
            tell(
                range, "There is nothing behind the sign or NOT before this.", reading: "It is left out.",
                fix: "Leave it out.")
        }
        return nil
    }

    /// Reads a term or group, and the others that `NEAR` joins to it.
    private mutating func parseNear(depth: Int, joining: QueryParser.Operator?) -> Query? {
        let start = range.lowerBound
        let first = parseOperand(depth: depth, joining: joining)
        guard case .near? = token else { return first }
        var (parts, proximities) = (first.map { [NearOperand($0, start..<lastEnd)] } ?? [], [Proximity]())
        while case .near(let proximity)? = token {
            let place = range
            advance()
            let start = range.lowerBound
            guard let next = parseNearOperand(depth: depth) else {
                tell(
                    place, "There is nothing behind NEAR or PRE.", reading: "It is left out.",
                    fix: "Put a word, a phrase or a group behind it.")
                continue
            }
            if !parts.isEmpty { proximities.append(allowed(proximity, at: place)) }
            parts.append(NearOperand(next, start..<lastEnd))
        }
        return parts.count < 2 ? parts.first?.query : near(parts, proximities)
    }

    /// Reads a term or group.
    private mutating func parseOperand(depth: Int, joining: QueryParser.Operator?) -> Query? {
        switch token {
        case .open: return parseParentheses(depth: depth)
        case .term(let term):
            let place = range
            let opensGroup = opensGroup(term)
            advance()
            if opensGroup {
                let outer = scope
                scope.prefix = term.prefix ?? scope.prefix
                scope.isExact = scope.isExact || term.isExact
                defer { scope = outer }
                return parseParentheses(depth: depth)
            }
            // What stands near something stands together.
            let joining = if case .near? = token { QueryParser.Operator?.none } else { joining }
            return query(of: term, at: place, joining: joining)
        default: return nil
        }
    }

    /// Whether a term, the token, is what stands before a parenthesis for all words in it.
    private func opensGroup(_ term: QueryTerm) -> Bool {
        guard term.text.isEmpty, term.shape == .word, lexer.opensGroup else { return false }
        return term.prefix.map(parser.isKnown) ?? term.isExact
    }

    private mutating func parseParentheses(depth: Int) -> Query? {
        let opening = range
        advance()
        // Beyond the cap a parenthesis is skipped; its partner then closes an outer one.
        if depth >= QueryParser.maximumDepth {
            tell(
                opening, "Parentheses are nested more than \(QueryParser.maximumDepth) deep.",
                reading: "This one is left out.")
            return nil
        }
        let group = parseGroup(depth: depth + 1)
        if token == nil {
            tell(
                opening, "The parenthesis is not closed.", reading: "It goes on to the end.",
                fix: "Add a ) behind what it holds.")
        }
        var boost: Double?
        if case .close(let written)? = token {
            boost = written
            if group == nil {
                tell(
                    opening, "There is nothing in the parentheses.", reading: "They are left out.",
                    fix: "Leave them out.")
            }
        }
        advance()
        return group.map { boosted($0, boost) }
    }

    /// Reads what follows `NEAR`; nil for nothing. What cannot stand there is kept, so that it can be told.
    private mutating func parseNearOperand(depth: Int) -> Query? {
        var isExcluded = false
        while let token {
            switch token {
            case .plus: break
            case .minus, .not: isExcluded = true
            case .term(let term) where namesZone(term):
                let zone = zone(term, at: range)
                advance()
                let query = parseOperand(depth: depth, joining: nil)
                return zone.map { .within(zone: $0, query ?? .nothing) } ?? query
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

    /// Whether nothing was read.
    var isEmpty: Bool { plain.isEmpty && bound.isEmpty && required.isEmpty && prohibited.isEmpty }

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
