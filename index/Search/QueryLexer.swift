/// A piece of query text.
enum QueryToken: Equatable {
    case and, or, not, plus, minus, open, close
    /// `prefix:` and `=` as written before a word or a phrase.
    case term(prefix: String?, text: String, isQuoted: Bool, exact: Bool)
}

/// Cuts query text into tokens; a missing final quote is supplied.
struct QueryLexer {
    private let text: [Character]
    private var position = 0

    init(_ text: String) { self.text = Array(text) }

    /// All tokens, in order.
    static func tokens(of text: String) -> [QueryToken] {
        var lexer = QueryLexer(text)
        var result: [QueryToken] = []
        while let token = lexer.next() { result.append(token) }
        return result
    }

    private mutating func next() -> QueryToken? {
        while position < text.count, text[position].isWhitespace { position += 1 }
        guard position < text.count else { return nil }
        switch text[position] {
        case "(": return single(.open)
        case ")": return single(.close)
        case "+": return single(.plus)
        case "-": return single(.minus)
        default: return term()
        }
    }

    private mutating func single(_ token: QueryToken) -> QueryToken {
        position += 1
        return token
    }

    private mutating func term() -> QueryToken {
        var exact = takeEquals()
        if position < text.count, Self.isQuote(text[position]) {
            return .term(prefix: nil, text: quoted(), isQuoted: true, exact: exact)
        }
        let word = run()
        switch word {
        case "AND" where !exact: return .and
        case "OR" where !exact: return .or
        case "NOT" where !exact: return .not
        default: break
        }
        guard let colon = word.firstIndex(of: ":"), colon > word.startIndex else {
            return .term(prefix: nil, text: word, isQuoted: false, exact: exact)
        }
        let prefix = String(word[..<colon])
        var rest = String(word[word.index(after: colon)...])
        if rest.isEmpty, position < text.count, Self.isQuote(text[position]) {
            return .term(prefix: prefix, text: quoted(), isQuoted: true, exact: exact)
        }
        if rest.hasPrefix("=") {
            exact = true
            rest.removeFirst()
        }
        return .term(prefix: prefix, text: rest, isQuoted: false, exact: exact)
    }

    private mutating func takeEquals() -> Bool {
        guard text[position] == "=" else { return false }
        position += 1
        return true
    }

    /// Reads to the next blank, quote or parenthesis.
    private mutating func run() -> String {
        let start = position
        while position < text.count, !text[position].isWhitespace, !Self.isQuote(text[position]),
            text[position] != "(", text[position] != ")"
        {
            position += 1
        }
        return String(text[start..<position])
    }

    private mutating func quoted() -> String {
        position += 1
        let start = position
        while position < text.count, !Self.isQuote(text[position]) { position += 1 }
        let result = String(text[start..<position])
        if position < text.count { position += 1 }
        return result
    }

    private static func isQuote(_ character: Character) -> Bool {
        character == "\"" || character == "“" || character == "”"
    }
}
