internal import PluginAPI

/// Reads names of persons at places where one is expected.
struct NameReader {
    let look: TokenLook
    let notNames: Set<String>
    /// In order; a name holds none of them.
    let neighbours: [PersonFinder.Neighbour]

    private static let mostTokens = 6
    /// Words within names that are mostly written small.
    private static let particles: Set<String> = [
        "al", "bin", "ben", "da", "de", "del", "der", "di", "dos", "du", "el", "ibn", "la", "le", "van",
        "von", "ul", "y",
    ]
    /// What may stand between a name's comma and an office: *Wang Yi, the Chinese foreign minister*.
    private static let appositionWords: Set<String> = [
        "the", "a", "its", "their", "then", "former", "current", "new", "first", "deputy", "vice", "acting",
        "who", "is",
        "was", "as",
    ]

    /// The name that begins at a token.
    func name(from start: Int, in zone: Range<Int>) -> Range<Int>? {
        guard start < zone.upperBound, isNameToken(start) else { return nil }
        var end = start + 1
        while end < zone.upperBound, end - start < Self.mostTokens {
            guard let next = next(from: end, in: zone) else { break }
            end = next
        }
        return isFree(start..<end) ? start..<end : nil
    }

    /// The name before a comma and the words that lead to an office at `office`.
    func name(beforeAppositionAt office: Int, in zone: Range<Int>) -> Range<Int>? {
        var token = office
        for _ in 0..<6 {
            guard token > zone.lowerBound else { return nil }
            if look.gap(after: token - 1) == .comma { break }
            token -= 1
            let isCountry = neighbours.contains { $0.tokens.contains(token) }
            guard isCountry || Self.appositionWords.contains(look.folded(token)) else { return nil }
        }
        guard token > zone.lowerBound, look.gap(after: token - 1) == .comma else { return nil }
        var start = token
        while start > zone.lowerBound, token - start < Self.mostTokens {
            let isInner = start < token
            if isInner, ![.space, .hyphen, .initial].contains(look.gap(after: start - 1)) { break }
            let isSmall =
                start < token && look.gap(after: start - 1) == .hyphen
                || start == token && isJoined(start - 1, zone)
            guard isNameToken(start - 1) || isSmall else { break }
            start -= 1
        }
        guard token - start > 1, isNameToken(start), isFree(start..<token) else { return nil }
        return start..<token
    }

    /// Where a name goes on to from a token; nil where it ends before it.
    private func next(from token: Int, in zone: Range<Int>) -> Int? {
        let gap = look.gap(after: token - 1)
        if gap == .hyphen { return token + 1 }
        guard gap == .space || gap == .initial else { return nil }
        if isNameToken(token) { return token + 1 }
        guard Self.particles.contains(look.folded(token)), token + 1 < zone.upperBound,
            [.space, .hyphen].contains(look.gap(after: token)), isNameToken(token + 1)
        else { return nil }
        return token + 2
    }

    /// Whether a small token is the second half of a name, as in *Gwan-pyo*.
    private func isJoined(_ token: Int, _ zone: Range<Int>) -> Bool {
        token > zone.lowerBound && look.gap(after: token - 1) == .hyphen
    }

    func isNameToken(_ token: Int) -> Bool {
        look.isCapitalised(token) && !look.isShouted(token) && !notNames.contains(look.folded(token))
    }

    private func isFree(_ tokens: Range<Int>) -> Bool {
        !neighbours.contains { $0.tokens.overlaps(tokens) }
    }
}
