import Dossier
import PluginAPI

/// What the last word of a query may become.
struct QueryCompletion {
    let arguments: Arguments

    init(_ arguments: Arguments) { self.arguments = arguments }

    /// Texts that may stand in place of a query, or of a word of one: `country:Kor` becomes `country:"South Korea"`.
    func candidates(for query: String) -> Candidates {
        if let part = QueryPart(unquotedValueIn: query), let name = part.name, Self.fields[name] == nil,
            Self.others[name] == nil
        {
            let values = candidates(for: part)
            if values != .none { return values }
        }
        let part = QueryPart(query)
        // In quotes the name of a value is one, but a phrase is words.
        return candidates(for: part.name.map { Self.fields[$0] == nil } ?? false ? part : part.lastWord)
    }

    private func candidates(for part: QueryPart) -> Candidates {
        guard let name = part.name else {
            if part.isQuoted { return words(beginning: part.text, field: nil).behind(part.start) }
            return names(beginning: part.text).and(words(beginning: part.text, field: nil)).behind(part.start)
        }
        let start = part.start + (part.isQuoted ? "" : name + ":")
        switch name {
        case "date": return .none
        case "zone":
            let zones = ZoneKind.allCases.map { "\($0)" }.filter { $0.hasPrefix(part.text) }
            return .list(zones.map { .init($0) }).behind(start)
        case "saved": return savedQueries(beginning: part.text, in: arguments).behind(start)
        case _ where Self.fields.keys.contains(name):
            return words(beginning: part.text, field: name).behind(start)
        default:
            let text = part.text.filter { $0 != "\\" }
            let values = values(of: name == "lang" ? "language" : name, beginning: text, in: arguments)
            return values.written(
                part.isQuoted ? .inQuotes : arguments.escapesBlanks ? .withBackslashes : .withQuotes
            )
            .behind(start)
        }
    }

    /// What stands before a colon for a field, and what it is.
    private static let fields = [
        "title": "words of the title", "body": "words of the text", "author": "who wrote it",
        "aside": "words that stand around the article",
    ]

    /// The same of what is no field.
    private static let others = [
        "zone": "the part of the article that the next word stands in",
        "date": "when it was published: 2014, 2014-05, 2014..2016, >2014", "saved": "a saved query",
    ]

    /// What may stand before a colon, with it.
    private func names(beginning start: String) -> Candidates {
        let known = (Array(Self.fields) + Self.others).filter { $0.key.hasPrefix(start) }
        return facets(beginning: start, in: arguments, ending: ":")
            .and(.list(known.sorted { $0.key < $1.key }.map { .init($0.key + ":", $0.value) }))
    }

    /// Words of the index; none where nothing was typed, for all would begin so.
    private func words(beginning start: String, field: String?) -> Candidates {
        guard !start.isEmpty, start.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "'" || $0 == "’" }),
            let index = try? arguments.openIndex(),
            let words = try? index.completions(ofWord: start, field: field, limit: Self.wordLimit)
        else { return .none }
        let list = words.map { Candidates.Candidate($0.text, counted($0.documentCount, "article")) }
        return .list(list, isCut: list.count == Self.wordLimit)
    }

    private static let wordLimit = 20
}

/// How a query holds the name of a value that is more than letters and digits.
private enum NameForm {
    /// `"South Korea"`
    case withQuotes
    /// `South\ Korea`
    case withBackslashes
    /// `South Korea"`, behind a quote.
    case inQuotes

    func written(_ name: String) -> String {
        let isPlain = { (character: Character) in
            character.isLetter || character.isNumber || character == "-"
        }
        let isSign = { (character: Character) in character == "\"" || character == "\\" }
        switch self {
        case .withBackslashes: return escaped(name) { !isPlain($0) }
        case .withQuotes: return name.allSatisfy(isPlain) ? name : "\"" + escaped(name, where: isSign) + "\""
        case .inQuotes: return escaped(name, where: isSign) + "\""
        }
    }
}

extension Candidates {
    fileprivate func written(_ form: NameForm) -> Candidates {
        guard case .list(let candidates, let isCut) = self else { return self }
        return .list(candidates.map { Candidate(form.written($0.text), $0.summary) }, isCut: isCut)
    }
}

/// The end of a query, which may be completed.
///
/// ```
/// (sanctions OR -country:kor          start `(sanctions OR -`, name country, text kor
/// grain country:"South K              start `grain country:"`, name country, text `South K`, quoted
/// "trade w                            start `"`, text `trade w`, quoted
/// ```
struct QueryPart: Equatable {
    /// All before the name, or before the text where that is quoted.
    let start: String
    /// What stands before the last colon.
    let name: String?
    let text: String
    /// Whether it stands behind a quote that is still open.
    let isQuoted: Bool
}

extension QueryPart {
    /// Several words as the name of one value, from which a shell took the quotes: `country:South K`; nil where the last word
    /// stands behind none that has a name.
    init?(unquotedValueIn query: String) {
        let words = query.split(separator: " ", omittingEmptySubsequences: false)
        guard let first = words.lastIndex(where: { $0.contains(":") }), first < words.count - 1,
            !words[first...].contains(where: { $0.contains("\"") })
        else { return nil }
        let part = QueryPart(words[...first].joined(separator: " "))
        let rest = words[(first + 1)...].joined(separator: " ")
        self.init(start: part.start, name: part.name, text: part.text + " " + rest, isQuoted: part.isQuoted)
    }

    init(_ query: String) {
        var (word, quote, isEscaped) = (query.startIndex, String.Index?.none, false)
        for index in query.indices {
            let (character, next) = (query[index], query.index(after: index))
            if isEscaped {
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else if character == "\"" {
                quote = quote == nil ? index : nil
            } else if quote == nil, character.isWhitespace || character == "(" || character == ")" {
                word = next
            } else if word == index, character == "+" || character == "-" {
                word = next
            }
        }
        let name = query[word..<(quote ?? query.endIndex)]
        let colon = name.lastIndex(of: ":")
        self.name = colon.map { String(name[..<$0]) }
        isQuoted = quote != nil
        guard let quote else {
            start = String(query[..<word])
            text = String(colon.map { query[query.index(after: $0)...] } ?? query[word...])
            return
        }
        start = String(query[...quote])
        text = String(query[query.index(after: quote)...])
    }

    /// Of a phrase that is open the last word.
    var lastWord: QueryPart {
        guard isQuoted, let blank = text.lastIndex(where: \.isWhitespace) else { return self }
        let word = text[text.index(after: blank)...]
        return QueryPart(start: start + text[...blank], name: name, text: String(word), isQuoted: true)
    }
}
