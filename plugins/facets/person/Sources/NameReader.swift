/// Reads names of persons at places where one is expected.
struct NameReader {
    let look: TokenLook
    let lists: NameLists
    let surroundings: Surroundings

    /// Tokens of a name; more are a headline, or a list without commas.
    private static let mostTokens = 6
    /// Words within names that are mostly written small.
    private static let particles: Set<String> = [
        "abu", "al", "af", "bin", "bint", "ben", "da", "das", "de", "del", "della", "den", "der", "di", "do",
        "dos", "du", "el", "ibn", "la", "las", "le", "los", "ould", "ten", "ter", "ul", "van", "von", "y",
        "zu",
    ]
    private static let numerals: Set<String> = [
        "II", "III", "IV", "VI", "VII", "VIII", "IX", "XI", "XII",
    ]
    /// Words between a name's comma and an office: *Wang Yi, the Chinese foreign minister*.
    private static let appositionWords: Set<String> = [
        "the", "a", "an", "its", "their", "his", "her", "then", "who", "is", "was", "as", "now", "former",
        "current", "new", "first", "deputy", "vice", "acting", "late", "outgoing", "incoming", "interim",
        "special", "senior", "chief", "top", "permanent", "assistant", "longtime", "retired", "ex",
    ]
    /// What stands before the name of a place: *In New York, the minister*.
    private static let prepositions: Set<String> = [
        "in", "at", "from", "to", "near", "of", "for", "on", "via", "outside", "around", "across", "into",
        "and", "or",
    ]

    /// The name that begins at a token.
    func name(from start: Int, in zone: Range<Int>) -> Range<Int>? {
        guard start < zone.upperBound, isNameToken(start) else { return nil }
        var end = start + 1
        while let next = next(from: end, in: zone) {
            if next - start > Self.mostTokens { return nil }
            end = next
        }
        if end == start + 1 && look.isInitial(start) || look.isInitials(end - 1) { return nil }
        if end < zone.upperBound {
            let gap = look.gap(after: end - 1)
            if (gap == .space || gap == .possessive) && isThing(end)
                || gap == .point && look.isInitial(end - 1)
            {
                return nil
            }
        }
        return isFree(start..<end) ? start..<end : nil
    }

    /// The name before a comma and the words that lead to an office: *Wang Yi, the Chinese foreign minister*.
    func name(beforeApposition office: Int, in zone: Range<Int>) -> Range<Int>? {
        guard let end = comma(before: office, in: zone) else { return nil }
        var start = end
        while start > zone.lowerBound, end - start <= Self.mostTokens, isInner(start - 1, before: end) {
            start -= 1
        }
        // *M. Janson, the war minister*.
        let isAddressed = start < end && isSecondOffice(start)
        while start < end, isSecondOffice(start) || !isNameToken(start) { start += 1 }
        guard (1...Self.mostTokens).contains(end - start),
            !isAlone(start..<end) || isAddressed && !isGiven(start),
            isFree(start..<end)
        else { return nil }
        if start > zone.lowerBound {
            // A list of names: *Reuters, Goldman Sachs, the chairman*.
            if look.gap(after: start - 1) == .comma { return nil }
            if look.gap(after: start - 1) == .space, Self.prepositions.contains(look.folded(start - 1)) {
                return nil
            }
        }
        return start..<end
    }

    /// Where the name ends whose comma stands before an office; few words lead from it to the office.
    private func comma(before office: Int, in zone: Range<Int>) -> Int? {
        var token = office
        while token > zone.lowerBound, office - token < 6 {
            let gap = look.gap(after: token - 1)
            if gap == .comma { return token }
            guard gap == .space || gap == .hyphen || gap == .possessive else { return nil }
            token -= 1
            guard surroundings.isNeighbour(token) || Self.appositionWords.contains(look.folded(token)) else {
                return nil
            }
        }
        return nil
    }

    /// Whether a token belongs to the name that ends at `end`, seen from behind.
    private func isInner(_ token: Int, before end: Int) -> Bool {
        let isLast = token == end - 1
        let gap = isLast ? TokenLook.Gap.space : look.gap(after: token)
        if isNameToken(token) {
            return gap == .space || gap == .hyphen || gap == .point && look.isInitial(token)
        }
        // *Gwan-pyo* and *von der Leyen*.
        if !look.isCapitalised(token) && token > 0 && look.gap(after: token - 1) == .hyphen {
            return true
        }
        return !isLast && gap == .space && Self.particles.contains(look.folded(token))
    }

    /// Where a name goes on to from a token; nil where it ends before it.
    private func next(from token: Int, in zone: Range<Int>) -> Int? {
        guard token < zone.upperBound else { return nil }
        let gap = look.gap(after: token - 1)
        if gap == .hyphen { return token + 1 }
        guard gap == .space || gap == .point && look.isInitial(token - 1) else { return nil }
        if isNameToken(token)
            || look.isCapitalised(token) && Self.numerals.contains(look.words(token..<token + 1))
        {
            return token + 1
        }
        var next = token
        while next < zone.upperBound - 1, next < token + 2, !look.isCapitalised(next),
            Self.particles.contains(look.folded(next)), [.space, .hyphen].contains(look.gap(after: next))
        {
            next += 1
        }
        return next > token && isNameToken(next) ? next + 1 : nil
    }

    /// Whether no other part of a name stands beside a surname. Between the capitals of a headline that cannot be told.
    func standsAlone(_ token: Int, in zone: ArticleZone) -> Bool {
        guard isNameToken(token), !surroundings.isName(token), !surroundings.isNeighbour(token) else {
            return false
        }
        if token > zone.tokens.lowerBound {
            let gap = look.gap(after: token - 1)
            let isFree = surroundings.isOffice(token - 1) || surroundings.isNeighbour(token - 1)
            if gap == .hyphen || gap == .point && look.isInitial(token - 1) && !isFree { return false }
            if gap == .space, !zone.isHeadline, !isFree, isNameToken(token - 1) { return false }
        }
        if token + 1 < zone.tokens.upperBound {
            let gap = look.gap(after: token)
            if gap == .hyphen || gap == .space && !zone.isHeadline && look.isCapitalised(token + 1) {
                return false
            }
        }
        return true
    }

    /// Whether a token may be part of a name. A given name that is also a word may before another: *Bill Richardson*.
    func isNameToken(_ token: Int) -> Bool {
        guard look.isCapitalised(token), !look.isShouted(token) || look.isInitials(token) else {
            return false
        }
        let word = look.folded(token)
        return !lists.notNames.contains(word)
            || lists.given.contains(word) && isPlain(token + 1, after: token)
    }

    private func isPlain(_ token: Int, after previous: Int) -> Bool {
        look.gap(after: previous) == .space && look.isCapitalised(token)
            && !look.isShouted(token) && !lists.notNames.contains(look.folded(token))
    }

    /// Whether a name is one word, maybe a double one: *Brockdorff-Rantzau*.
    func isAlone(_ name: Range<Int>) -> Bool {
        (name.lowerBound..<name.upperBound - 1).allSatisfy { look.gap(after: $0) == .hyphen }
    }

    func isGiven(_ token: Int) -> Bool { lists.given.contains(look.folded(token)) }

    /// Whether a token is an office's between another and the name: *Premier Count Tisza*. *M. S. Smith* has initials.
    func isSecondOffice(_ token: Int) -> Bool {
        surroundings.isOffice(token) && look.isCapitalised(token)
            && !(look.isInitial(token) && look.gap(after: token) == .point && look.isInitial(token + 1))
    }

    /// Whether what stands before a token is the name of no person: *King Street*, *Edward Island*.
    private func isThing(_ token: Int) -> Bool {
        look.isCapitalised(token) && lists.things.contains(look.folded(token))
    }

    private func isFree(_ tokens: Range<Int>) -> Bool {
        !tokens.contains { surroundings.isNeighbour($0) || surroundings.isName($0) }
    }
}
