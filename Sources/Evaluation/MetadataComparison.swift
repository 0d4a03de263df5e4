/// What a page was known to state, and what was read.
public struct MetadataComparison: Sendable, Equatable {
    public enum Match: String, Sendable {
        /// The same, character by character.
        case exact
        /// The same words, whatever their case, width and punctuation.
        case normalised
        case different
    }

    public var expected: [String]
    public var found: [String]
    public var match: Match

    /// A value that is one text, such as a title or a day.
    init(expected: String, found: String?) {
        self.expected = [expected]
        self.found = found.map { [$0] } ?? []
        match =
            found == expected
            ? .exact : normalised(found ?? "") == normalised(expected) ? .normalised : .different
    }

    /// Names, each alone or several joined by commas, semicolons, `&` or "and"; equal in any order when normalised.
    init(expectedNames: [String], foundNames: [String]) {
        expected = expectedNames.flatMap(splitNames)
        found = foundNames.flatMap(splitNames)
        match =
            found == expected
            ? .exact
            : Set(found.map(normalised)) == Set(expected.map(normalised)) ? .normalised : .different
    }
}

/// The words of a text, folded, with one space between them.
func normalised(_ text: String) -> String {
    words(of: compatibilityFolded(text)).map { String($0) }.joined(separator: " ")
}

/// The names in `Ann Lee, Bo Roy and Cy Poe`.
func splitNames(_ text: String) -> [String] {
    var names: [[Substring]] = []
    for part in text.split(whereSeparator: { ",;&\n".contains($0) }) {
        let words = part.split(whereSeparator: \.isWhitespace)
        names += words.split { $0.lowercased() == "and" }.map { Array($0) }
    }
    return names.map { $0.joined(separator: " ") }
}
