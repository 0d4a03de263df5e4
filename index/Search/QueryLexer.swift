/// A piece of query text.
enum QueryToken: Equatable {
    case and, or, not, plus, minus, open
    /// A parenthesis, and how many times as much what it ends scores.
    case close(boost: Double?)
    /// `NEAR`, `NEAR/5` or `PRE/5`.
    case near(Proximity)
    case term(QueryTerm)
}

/// A word, a phrase or a pattern as written, with what stands before and behind it.
struct QueryTerm: Equatable {
    enum Shape: Equatable {
        case word
        /// Between quotation marks, which are not part of the text.
        case quoted
        /// Between slashes, which are not part of the text.
        case regex
        /// `[a TO b]`, with the brackets, which say whether its ends are in it.
        case range
    }

    /// What stands before the colon.
    var prefix: String?
    /// Escapes are still in it, where there are any.
    var text: String
    /// Where that begins, in bytes of the query's text.
    var start = 0
    var shape = Shape.word
    /// Whether `=` stands before it.
    var isExact = false
    /// Whether a backslash stands in a word.
    var hasEscape = false
    /// Whether `*` or `?` stands in a word, not escaped.
    var hasWildcard = false
    /// What follows `~`: nil without it, −1 without a number.
    var tilde: Int?
    /// What follows `^`.
    var boost: Double?
}

/// Cuts query text into tokens, one by one; a missing final quote is supplied.
///
/// Works on UTF-8 bytes: characters would cost more than the search for a rare word.
struct QueryLexer {
    private let text: [UInt8]
    /// Names before a colon that hold one themselves: `about:country`.
    private let longPrefixes: Set<String>
    private(set) var position = 0
    /// Where the last token began.
    private(set) var start = 0
    private(set) var problems: [QueryProblem] = []

    init(_ text: String, longPrefixes: Set<String> = []) {
        self.text = Array(text.utf8)
        self.longPrefixes = longPrefixes
    }

    /// Whether a parenthesis opens at once behind the last token.
    var opensGroup: Bool { position < text.count && text[position] == UInt8(ascii: "(") }

    /// Whether something that an operator may join stands behind the last token.
    var hasOperand: Bool {
        var copy = self
        copy.skipSpace()
        return copy.position < copy.text.count && copy.text[copy.position] != UInt8(ascii: ")")
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
        skipSpace()
        start = position
        guard position < text.count else { return nil }
        switch text[position] {
        case UInt8(ascii: "("): return single(.open)
        case UInt8(ascii: ")"):
            position += 1
            return .close(boost: takeModifiers(fuzzy: false).boost)
        case UInt8(ascii: "+"): return single(.plus)
        case UInt8(ascii: "-"): return single(.minus)
        default: return term()
        }
    }

    private mutating func skipSpace() {
        while position < text.count, let size = spaceSize { position += size }
    }

    private mutating func single(_ token: QueryToken) -> QueryToken {
        position += 1
        return token
    }

    private mutating func term() -> QueryToken {
        var term = QueryTerm(text: "", isExact: takeEquals())
        if takeEnclosed(into: &term) { return .term(term) }
        let run = takeRun(&term)
        if !term.isExact, let keyword = keyword(run) { return keyword }
        guard let colon = prefixEnd(run), colon > run.lowerBound else {
            finish(&term, run)
            return .term(term)
        }
        term.prefix = string(run.lowerBound..<colon)
        // What follows the colon begins anew.
        (position, term.hasEscape, term.hasWildcard) = (colon + 1, false, false)
        if position < text.count, text[position] == UInt8(ascii: "=") {
            term.isExact = true
            position += 1
        }
        if takeEnclosed(into: &term) { return .term(term) }
        finish(&term, takeRun(&term))
        return .term(term)
    }

    /// Takes what begins at the position and has an end of its own; false where a word begins.
    private mutating func takeEnclosed(into term: inout QueryTerm) -> Bool {
        guard position < text.count else { return false }
        let opening = position
        if quoteSize != nil {
            term.text = quoted()
            term.shape = .quoted
        } else if text[position] == UInt8(ascii: "/"), let regex = takeRegex() {
            term.start = opening + 1
            term.text = regex
            term.shape = .regex
        } else if term.prefix != nil, let range = takeRange() {
            term.text = range
            term.shape = .range
        } else {
            return false
        }
        (term.tilde, term.boost) = takeModifiers(fuzzy: true)
        return true
    }

    /// Parts what stands behind a word from it.
    private mutating func finish(_ term: inout QueryTerm, _ run: Range<Int>) {
        var end = run.upperBound
        let whole = text[run]
        if let caret = whole.lastIndex(of: UInt8(ascii: "^")), caret > run.lowerBound,
            !isEscaped(caret, in: run), let boost = boost(string(caret + 1..<end))
        {
            term.boost = boost
            end = caret
        }
        if let tilde = text[run.lowerBound..<end].lastIndex(of: UInt8(ascii: "~")), tilde > run.lowerBound,
            !isEscaped(tilde, in: run), let distance = distance(string(tilde + 1..<end))
        {
            term.tilde = distance
            end = tilde
        }
        term.text = string(run.lowerBound..<end)
    }

    /// Takes `~2` and `^3` that follow at once.
    private mutating func takeModifiers(fuzzy: Bool) -> (tilde: Int?, boost: Double?) {
        var found: (tilde: Int?, boost: Double?)
        if fuzzy, position < text.count, text[position] == UInt8(ascii: "~") {
            position += 1
            let digits = takeWhile { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            found.tilde = distance(string(digits))
        }
        if position < text.count, text[position] == UInt8(ascii: "^") {
            let place = position
            position += 1
            found.boost = boost(string(takeNumber()))
            if found.boost == nil {
                tell(
                    QueryProblem(
                        place..<position, "After ^ comes a number, how many times as much this scores.",
                        reading: "The ^ is left out.",
                        fix: "Write ^2, or leave the ^ out."))
            }
        }
        return found
    }

    /// Takes `2`, `1.5` or `1e-05`.
    private mutating func takeNumber() -> Range<Int> {
        let isDigit = { (byte: UInt8) in (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
        let number = takeWhile { isDigit($0) || $0 == UInt8(ascii: ".") }
        guard position < text.count, text[position] | 0x20 == UInt8(ascii: "e") else { return number }
        let end = position
        position += 1
        if position < text.count, "+-".utf8.contains(text[position]) { position += 1 }
        // Without digits it is the beginning of a word.
        if takeWhile(isDigit).isEmpty { position = end }
        return number.lowerBound..<position
    }

    private mutating func takeWhile(_ isWanted: (UInt8) -> Bool) -> Range<Int> {
        let start = position
        while position < text.count, isWanted(text[position]) { position += 1 }
        return start..<position
    }

    private func boost(_ text: String) -> Double? {
        guard let boost = NumberRange.number(text), boost >= 0, boost <= 1e6 else { return nil }
        return boost
    }

    /// −1 for no number; nil for what is none.
    private func distance(_ digits: String) -> Int? {
        if digits.isEmpty { return -1 }
        return digits.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(digits) ?? .max : nil
    }

    private func isEscaped(_ index: Int, in run: Range<Int>) -> Bool {
        var (count, before) = (0, index - 1)
        while before >= run.lowerBound, text[before] == UInt8(ascii: "\\") {
            (count, before) = (count + 1, before - 1)
        }
        return count % 2 == 1
    }

    /// The colon behind a prefix, which is the first, or the second where a name holds one.
    private func prefixEnd(_ run: Range<Int>) -> Int? {
        let isColon = { (byte: UInt8) in byte == UInt8(ascii: ":") }
        guard let first = text[run].firstIndex(where: isColon), !isEscaped(first, in: run) else { return nil }
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

    /// Goes to the next blank, quote or parenthesis that no backslash stands before.
    private mutating func takeRun(_ term: inout QueryTerm) -> Range<Int> {
        let start = position
        while position < text.count {
            switch text[position] {
            // Mostly; what ends a run is none of these.
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "a")...UInt8(ascii: "z"):
                break
            case UInt8(ascii: "("), UInt8(ascii: ")"): return start..<position
            case UInt8(ascii: "\\"):
                term.hasEscape = true
                // What it stands before is passed with it, a blank too.
                if position + 1 < text.count, text[position + 1] < 0x80 { position += 1 }
            case UInt8(ascii: "*"), UInt8(ascii: "?"): term.hasWildcard = true
            default: if spaceSize != nil || quoteSize != nil { return start..<position }
            }
            position += 1
        }
        return start..<position
    }

    /// `/…/` with no blank or slash inside and a blank, a parenthesis, `~`, `^` or the end behind it: other slashes are
    /// those of paths and dates.
    private mutating func takeRegex() -> String? {
        var end = position + 1
        while end < text.count, text[end] != UInt8(ascii: "/") {
            if text[end] <= 0x20 { return nil }
            end += text[end] == UInt8(ascii: "\\") ? 2 : 1
        }
        guard end < text.count, end > position + 1 else { return nil }
        if end + 1 < text.count {
            switch text[end + 1] {
            case 0x09...0x0D, 0x20, UInt8(ascii: ")"), UInt8(ascii: "^"): break
            default: return nil
            }
        }
        defer { position = end + 1 }
        return string(position + 1..<end)
    }

    /// `[a TO b]`, either bracket a brace where its end is not in the range; nil for another text.
    private mutating func takeRange() -> String? {
        guard text[position] == UInt8(ascii: "[") || text[position] == UInt8(ascii: "{") else { return nil }
        // Nothing more is looked at: where one range after another is not closed, each would look to the end.
        var end = position + 1
        let from = takeRangeEnd(&end)
        guard !from.isEmpty, takeRangeEnd(&end) == "TO" else { return nil }
        let to = takeRangeEnd(&end)
        guard !to.isEmpty else { return nil }
        let isClosed = end < text.count && (text[end] == UInt8(ascii: "]") || text[end] == UInt8(ascii: "}"))
        let range = position..<(isClosed ? end + 1 : end)
        if !isClosed {
            tell(
                QueryProblem(
                    range, "The range is not closed.", reading: "It ends here.",
                    fix: "Add a ] behind its end."))
        }
        defer { position = range.upperBound }
        return string(position..<position + 1) + from + " TO " + to + (isClosed ? string(end..<end + 1) : "]")
    }

    /// What stands to the next blank or bracket, and goes behind the blanks.
    private func takeRangeEnd(_ end: inout Int) -> String {
        func isBlank(_ byte: UInt8) -> Bool { byte <= 0x20 }
        while end < text.count, isBlank(text[end]) { end += 1 }
        let start = end
        while end < text.count, !isBlank(text[end]), !"[]{}()\"".utf8.contains(text[end]) { end += 1 }
        defer { while end < text.count, isBlank(text[end]) { end += 1 } }
        return string(start..<end)
    }

    /// Keeps a problem, where there are not too many.
    private mutating func tell(_ problem: QueryProblem) {
        if problems.count < QueryParser.greatestProblemCount { problems.append(problem) }
    }

    private mutating func quoted() -> String {
        let opening = position
        position += quoteSize ?? 0
        let start = position
        while position < text.count, quoteSize == nil { position += 1 }
        let result = string(start..<position)
        if position < text.count {
            position += quoteSize ?? 0
        } else {
            tell(
                QueryProblem(
                    opening..<start, "The quotation mark is not closed.",
                    reading: "The phrase goes on to the end.",
                    fix: "Add \" where the phrase ends, or write \\\" for the character."))
        }
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

extension QueryTerm {
    /// The text without the backslashes that make signs of their own of others.
    static func unescaped(_ text: String) -> String {
        var (result, isEscaped) = (String.UnicodeScalarView(), false)
        for scalar in text.unicodeScalars {
            if scalar == "\\", !isEscaped {
                isEscaped = true
                continue
            }
            // Before a letter it is nothing but itself, as in a path.
            if isEscaped, scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) {
                result.append("\\")
            }
            isEscaped = false
            result.append(scalar)
        }
        if isEscaped { result.append("\\") }
        return String(result)
    }
}
