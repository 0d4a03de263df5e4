/// A piece of query text.
enum QueryToken: Equatable {
    case and, or, not, plus, minus, open, close
    /// `NEAR`, `NEAR/5` or `PRE/5`.
    case near(Proximity)
    /// `prefix:` and `=` as written before a word or a phrase.
    case term(prefix: String?, text: String, isQuoted: Bool, exact: Bool)
}

/// Cuts query text into tokens, one by one; a missing final quote is supplied.
///
/// Works on UTF-8 bytes: characters would cost more than the search for a rare word.
struct QueryLexer {
    private let text: [UInt8]
    /// Names before a colon that hold one themselves: `about:country`.
    private let longPrefixes: Set<String>
    private var position = 0

    init(_ text: String, longPrefixes: Set<String> = []) {
        self.text = Array(text.utf8)
        self.longPrefixes = longPrefixes
    }

    /// Whether a text is lower-case ASCII letters and digits and nothing else, which every tokenizer takes for one token.
    static func isPlainWord(_ text: String) -> Bool {
        let bytes = text.utf8.span
        for index in bytes.indices {
            switch bytes[index] {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): continue
            default: return false
            }
        }
        return !bytes.isEmpty
    }

    /// The parts of a text between white space.
    static func words(of text: String) -> [String] {
        var lexer = QueryLexer(text)
        var (words, start) = ([String](), 0)
        while lexer.position < lexer.text.count {
            guard let size = lexer.spaceSize else {
                lexer.position += 1
                continue
            }
            if start < lexer.position { words.append(lexer.string(start..<lexer.position)) }
            lexer.position += size
            start = lexer.position
        }
        if start < lexer.position { words.append(lexer.string(start..<lexer.position)) }
        return words
    }

    /// The next token; nil at the end.
    mutating func next() -> QueryToken? {
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
        let run = takeRun()
        if !exact, let keyword = keyword(run) { return keyword }
        guard let colon = prefixEnd(run), colon > run.lowerBound else {
            return .term(prefix: nil, text: string(run), isQuoted: false, exact: exact)
        }
        let prefix = string(run.lowerBound..<colon)
        var rest = colon + 1..<run.upperBound
        if rest.isEmpty, position < text.count, quoteSize != nil {
            return .term(prefix: prefix, text: quoted(), isQuoted: true, exact: exact)
        }
        if !rest.isEmpty, text[rest.lowerBound] == UInt8(ascii: "=") {
            exact = true
            rest.removeFirst()
        }
        return .term(prefix: prefix, text: string(rest), isQuoted: false, exact: exact)
    }

    /// The colon behind a prefix, which is the first, or the second where a name holds one.
    private func prefixEnd(_ run: Range<Int>) -> Int? {
        let isColon = { (byte: UInt8) in byte == UInt8(ascii: ":") }
        guard let first = text[run].firstIndex(where: isColon) else { return nil }
        guard !longPrefixes.isEmpty,
            let second = text[(first + 1)..<run.upperBound].firstIndex(where: isColon),
            longPrefixes.contains(string(run.lowerBound..<second))
        else { return first }
        return second
    }

    private func keyword(_ run: Range<Int>) -> QueryToken? {
        if run.count > 3, let proximity = proximity(run) { return .near(proximity) }
        guard (2...3).contains(run.count) else { return nil }
        if text[run].elementsEqual("AND".utf8) { return .and }
        if text[run].elementsEqual("OR".utf8) { return .or }
        return text[run].elementsEqual("NOT".utf8) ? .not : nil
    }

    /// Source of the names: ProQuest, where `NEAR/n` takes words in any order and `PRE/n` in the order they are written.
    private func proximity(_ run: Range<Int>) -> Proximity? {
        let isOrdered = text[run].starts(with: "PRE/".utf8)
        guard isOrdered || text[run].starts(with: "NEAR".utf8) else { return nil }
        let rest = text[run].dropFirst(4)
        if !isOrdered, rest.isEmpty {
            return Proximity(distance: Proximity.usualDistance, isOrdered: false)
        }
        let digits = isOrdered ? rest : rest.dropFirst()
        guard isOrdered || rest.first == UInt8(ascii: "/"), !digits.isEmpty,
            digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { return nil }
        return Proximity(distance: Int(String(decoding: digits, as: UTF8.self)) ?? .max, isOrdered: isOrdered)
    }

    private func string(_ range: Range<Int>) -> String { String(decoding: text[range], as: UTF8.self) }

    private mutating func takeEquals() -> Bool {
        guard text[position] == UInt8(ascii: "=") else { return false }
        position += 1
        return true
    }

    /// Goes to the next blank, quote or parenthesis.
    private mutating func takeRun() -> Range<Int> {
        let start = position
        while position < text.count, !endsRun { position += 1 }
        return start..<position
    }

    private var endsRun: Bool {
        switch text[position] {
        // Mostly; what ends a run is none of these.
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "z"): false
        case UInt8(ascii: "("), UInt8(ascii: ")"): true
        default: spaceSize != nil || quoteSize != nil
        }
    }

    private mutating func quoted() -> String {
        position += quoteSize ?? 0
        let start = position
        while position < text.count, quoteSize == nil { position += 1 }
        let result = string(start..<position)
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
