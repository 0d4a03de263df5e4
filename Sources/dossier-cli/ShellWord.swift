/// What a character of a word is to a shell.
private enum ShellSign {
    /// A quote or a backslash, which the shell takes away.
    case mark
    case character(isQuoted: Bool)
}

/// Reads a word as a shell does, character by character.
private struct ShellReader {
    /// The quote that is open.
    private(set) var quote: Character?
    private var isEscaped = false

    mutating func read(_ character: Character) -> ShellSign {
        if isEscaped {
            isEscaped = false
            return .character(isQuoted: true)
        }
        if character == "\\", quote != "'" {
            isEscaped = true
            return .mark
        }
        if character == quote {
            quote = nil
            return .mark
        }
        if quote == nil, character == "\"" || character == "'" {
            quote = character
            return .mark
        }
        return .character(isQuoted: quote != nil)
    }
}

/// A word as a shell reads it, which may be without its closing quote.
func unquotedWord(_ word: String) -> String {
    var reader = ShellReader()
    return word.filter { if case .character = reader.read($0) { true } else { false } }
}

/// A word of a command line as bash has it while it is typed.
///
/// ```
/// search country:"South K     typed, the word of the shell
///        ╰─────╯╰ an open quote, or a colon or equals sign: what follows is replaced
/// ```
struct BashWord {
    /// What stands before the part that bash replaces, as a command reads it.
    let start: String
    /// The part, as it was typed.
    let typed: String
    /// The quote that is still open.
    let quote: Character?

    /// - Parameters:
    ///   - word: as it was typed, from its beginning to the cursor.
    ///   - breaks: characters at which bash takes words apart.
    init(_ word: String, breaks: String) {
        var reader = ShellReader()
        // Where the part begins.
        var (place, quotePlace) = (word.startIndex, word.startIndex)
        for index in word.indices {
            let (character, isOpen) = (word[index], reader.quote != nil)
            let sign = reader.read(character)
            if !isOpen, reader.quote != nil { quotePlace = word.index(after: index) }
            if case .character(isQuoted: false) = sign, character == ":" || character == "=",
                breaks.contains(character)
            {
                place = word.index(after: index)
            }
        }
        quote = reader.quote
        if quote != nil { place = quotePlace }
        start = unquotedWord(String(word[..<place]))
        typed = String(word[place...])
    }

    /// What is to stand in place of the part for a word to be a candidate.
    func replacement(by candidate: String) -> String {
        let rest = candidate.hasPrefix(start) ? String(candidate.dropFirst(start.count)) : candidate
        switch quote {
        case "'":
            return rest.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#)
        case .some:
            let text = escaped(rest) { #"\"$`"#.contains($0) }
            // Bash adds the quote that ends the word, but not behind another.
            return text.hasSuffix("\"") ? text + "\"" : text
        case nil:
            return escaped(rest) { $0.isASCII && !$0.isLetter && !$0.isNumber && !"_./:=,@%+-".contains($0) }
        }
    }
}

/// With a backslash before each sign.
func escaped(_ text: String, where isSign: (Character) -> Bool) -> String {
    String(text.flatMap { isSign($0) ? ["\\", $0] : [$0] })
}
