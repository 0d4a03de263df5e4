/// What words may look like; letters are compared as the index folds them.
public enum TermPattern: Equatable, Sendable {
    /// Words that begin so.
    case prefix(String)
    /// `*` stands for any characters, none too, `?` for one; `\` makes either a character.
    case wildcard(String)
    /// Whole words that a regular expression matches: literals, `.`, `[a-z]`, `[^a-z]`, `(a|b)`, `*`, `+`, `?`, `{2,3}`,
    /// `\d`, `\w` and `\` before what else has a meaning.
    case regex(String)
    /// Words at most some edits away: characters put in, left out, exchanged, or exchanged with their neighbour. Nil for
    /// as many as its length allows, see ``usualDistance(ofLength:)``.
    case fuzzy(String, distance: Int?)

    /// More edits make other words.
    public static let greatestDistance = 2

    /// How many edits a word of so many characters is given.
    ///
    /// Source: Elasticsearch's `AUTO`: none up to 2 characters, 1 up to 5, else 2.
    public static func usualDistance(ofLength count: Int) -> Int { count < 3 ? 0 : count < 6 ? 1 : 2 }

    /// As a query would say it.
    public var description: String {
        switch self {
        case .prefix(let text): text + "*"
        case .wildcard(let text): text
        case .regex(let text): "/\(text)/"
        case .fuzzy(let text, let distance): text + "~" + (distance.map { "\($0)" } ?? "")
        }
    }
}

extension TermPattern {
    /// The same, of a long one the beginning.
    var shortDescription: String {
        description.count > 60 ? description.prefix(59) + "…" : description
    }
}

/// Why a pattern cannot be read.
public struct PatternProblem: Error, Equatable, Sendable {
    /// UTF-8 bytes of the pattern before what is wrong.
    public var offset: Int
    /// A sentence.
    public var reason: String
}
