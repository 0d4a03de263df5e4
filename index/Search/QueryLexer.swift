/// A piece of query text.
enum QueryToken: Equatable {
    case and, or, not, plus, minus, open, close
    /// `prefix:` and `=` as written before a word or a phrase.
    case term(prefix: String?, text: String, isQuoted: Bool, exact: Bool)
}

/// Cuts query text into tokens; a missing final quote is supplied.
///
/// Works on UTF-8 bytes: characters would cost more than the search for a rare word.
struct QueryLexer {
    private let text: [UInt8]
    private var position = 0

    init(_ text: String) { self.text = Array(text.utf8) }

    /// All tokens, in order.
    static func tokens(of text: String) -> [QueryToken] {
        var lexer = QueryLexer(text)
        var result: [QueryToken] = []
        while let token = lexer.next() { result.append(token) }
        return result
    }

    private mutating func next() -> QueryToken? {
        while position < text.count, let size = spaceSize { position += size }
        guard position < text.count else { return nil }
        switch text[position] {
        case UInt8(ascii: "("): return single(.open)
        case UInt8(ascii: ")"): return single(.close)
        case UInt8(ascii: "+"): return single(.plus)
        case UInt8(ascii: "-"): return single(.minus)
        default: return term()
        }
    }

    private mutating func single(_ token: QueryToken) -> QueryToken {
        position += 1
        return token
    }

    private mutating func term() -> QueryToken {
        var exact = takeEquals()
        if position < text.count, quoteSize != nil {
            return .term(prefix: nil, text: quoted(), isQuoted: true, exact: exact)
        }
        let word = run()
        switch word {
        case "AND" where !exact: return .and
        case "OR" where !exact: return .or
        case "NOT" where !exact: return .not
        default: break
        }
        guard let colon = word.utf8.firstIndex(of: UInt8(ascii: ":")), colon > word.startIndex else {
            return .term(prefix: nil, text: word, isQuoted: false, exact: exact)
        }
        let prefix = String(word[..<colon])
        var rest = String(word[word.index(after: colon)...])
        if rest.isEmpty, position < text.count, quoteSize != nil {
            return .term(prefix: prefix, text: quoted(), isQuoted: true, exact: exact)
        }
        if rest.utf8.first == UInt8(ascii: "=") {
            exact = true
            rest.removeFirst()
        }
        return .term(prefix: prefix, text: rest, isQuoted: false, exact: exact)
    }

    private mutating func takeEquals() -> Bool {
        guard text[position] == UInt8(ascii: "=") else { return false }
        position += 1
        return true
    }

    /// Reads to the next blank, quote or parenthesis.
    private mutating func run() -> String {
        let start = position
        while position < text.count, spaceSize == nil, quoteSize == nil,
            text[position] != UInt8(ascii: "("), text[position] != UInt8(ascii: ")")
        {
            position += 1
        }
        return String(decoding: text[start..<position], as: UTF8.self)
    }

    private mutating func quoted() -> String {
        position += quoteSize ?? 0
        let start = position
        while position < text.count, quoteSize == nil { position += 1 }
        let result = String(decoding: text[start..<position], as: UTF8.self)
        if position < text.count { position += quoteSize ?? 0 }
        return result
    }

    /// Size in bytes of the white space at the position; nil when there is none.
    private var spaceSize: Int? {
        switch text[position] {
        case 0x09...0x0D, 0x20: return 1
        case 0xC2:
            return text[position...].starts(with: [0xC2, 0xA0])
                || text[position...].starts(with: [0xC2, 0x85]) ? 2 : nil
        case 0xE1, 0xE2, 0xE3:
            guard position + 2 < text.count else { return nil }
            switch (text[position], text[position + 1], text[position + 2]) {
            // Ogham, en quad to hair space, line and paragraph separators, narrow and mathematical, ideographic.
            case (0xE1, 0x9A, 0x80), (0xE2, 0x80, 0x80...0x8A), (0xE2, 0x80, 0xA8), (0xE2, 0x80, 0xA9),
                (0xE2, 0x80, 0xAF), (0xE2, 0x81, 0x9F), (0xE3, 0x80, 0x80):
                return 3
            default: return nil
            }
        default: return nil
        }
    }

    /// Size in bytes of the double quotation mark at the position; nil when there is none.
    private var quoteSize: Int? {
        if text[position] == UInt8(ascii: "\"") { return 1 }
        guard text[position] == 0xE2, position + 2 < text.count, text[position + 1] == 0x80 else {
            return nil
        }
        return text[position + 2] == 0x9C || text[position + 2] == 0x9D ? 3 : nil
    }
}
