internal import PluginAPI

/// The persons of one document, as they are found.
struct FoundPersons {
    private struct Person {
        /// Index into the plugin's values; nil for one found by rule.
        var value: UInt32?
        var country: String?
        /// The longest name of the article.
        var name: String
        var nameTokenCount: Int
        /// Folded.
        var surname: String

        var id: String { country.map { "\($0)/\(name)" } ?? name }
    }

    private var persons: [Person] = []
    private var places: [(person: Int, mention: Mention)] = []
    private var taken: [Range<Int>] = []

    /// Peoples whose surname comes first.
    private static let surnameFirst: Set<String> = ["CN", "TW", "HK", "MO", "KR", "KP", "VN"]

    /// Adds a mention that the table gave.
    mutating func append(listed mention: Mention, id: String, _ look: TokenLook) {
        let country = id.firstIndex(of: "/").map { String(id[..<$0]) }
        var person = persons.firstIndex { $0.value == mention.value }
        if person == nil {
            persons.append(
                Person(value: mention.value, country: country, name: id, nameTokenCount: 0, surname: ""))
            person = persons.count - 1
        }
        guard let person else { return }
        if mention.tokens.count > persons[person].nameTokenCount {
            persons[person].nameTokenCount = mention.tokens.count
            persons[person].surname = Self.surname(of: mention.tokens, country: country, look)
        }
        places.append((person, mention))
        taken.append(mention.tokens)
    }

    /// Adds a name that a rule found, unless the table knows it.
    mutating func append(_ tokens: Range<Int>, country: String?, rule: PersonFacet.Rule, _ look: TokenLook) {
        if taken.contains(where: { $0.overlaps(tokens) }) { return }
        let name = look.words(tokens)
        let surname = Self.surname(of: tokens, country: country, look)
        let person = person(name, tokens.count, surname, country)
        var mention = Mention(
            value: 0, firstToken: UInt32(tokens.lowerBound), tokenCount: UInt32(tokens.count),
            rule: UInt16(rule.rawValue), row: 0)
        mention.weight = .one
        places.append((person, mention))
        taken.append(tokens)
    }

    /// The person of a name: one of the same name, or of whose names one is a surname alone; else a new one.
    private mutating func person(
        _ name: String, _ tokenCount: Int, _ surname: String, _ country: String?
    ) -> Int {
        let known = persons.firstIndex { person in
            if person.name == name { return true }
            guard person.surname == surname, tokenCount == 1 || person.nameTokenCount == 1 else {
                return false
            }
            return person.country == nil || country == nil || person.country == country
        }
        guard let known else {
            persons.append(
                Person(
                    value: nil, country: country, name: name, nameTokenCount: tokenCount, surname: surname))
            return persons.count - 1
        }
        if persons[known].value == nil {
            persons[known].country = persons[known].country ?? country
            if tokenCount > persons[known].nameTokenCount {
                (persons[known].name, persons[known].nameTokenCount) = (name, tokenCount)
                persons[known].surname = surname
            }
        }
        return known
    }

    /// Finds surnames that stand alone, of persons whom the document names in full; of two with one surname the one named
    /// last before.
    mutating func readSurnames(_ look: TokenLook, _ names: NameReader, offices: [Range<Int>]) {
        let full = persons.indices.filter { persons[$0].nameTokenCount > 1 }
        guard !full.isEmpty else { return }
        var bySurname: [String: [Int]] = [:]
        for person in full { bySurname[persons[person].surname, default: []].append(person) }
        let isTaken = Set(taken.joined())
        let isOffice = Set(offices.joined())
        for zone in look.articleZones {
            for token in zone where look.isCapitalised(token) && !isTaken.contains(token) {
                guard let persons = bySurname[look.folded(token)], names.isNameToken(token),
                    standsAlone(token, zone, look, names, isOffice),
                    !names.neighbours.contains(where: { $0.tokens.contains(token) })
                else { continue }
                places.append((last(of: persons, before: token), surnameMention(token)))
            }
        }
    }

    private func last(of persons: [Int], before token: Int) -> Int {
        let before = places.filter { persons.contains($0.person) && Int($0.mention.firstToken) < token }
        return before.max { $0.mention.firstToken < $1.mention.firstToken }?.person ?? persons[0]
    }

    private func surnameMention(_ token: Int) -> Mention {
        Mention(
            value: 0, firstToken: UInt32(token), tokenCount: 1,
            rule: UInt16(PersonFacet.Rule.surname.rawValue), row: 0)
    }

    /// Whether no other part of a name stands beside a token.
    private func standsAlone(
        _ token: Int, _ zone: Range<Int>, _ look: TokenLook, _ names: NameReader, _ isOffice: Set<Int>
    ) -> Bool {
        if token > zone.lowerBound {
            let gap = look.gap(after: token - 1)
            if gap == .hyphen || gap == .initial { return false }
            if gap == .space, names.isNameToken(token - 1), !isOffice.contains(token - 1) { return false }
        }
        if token + 1 < zone.upperBound {
            let gap = look.gap(after: token)
            if gap == .hyphen || gap == .initial { return false }
            if gap == .space, look.isCapitalised(token + 1) { return false }
        }
        return true
    }

    /// The last word of a name, or the first where that is the custom.
    private static func surname(of tokens: Range<Int>, country: String?, _ look: TokenLook) -> String {
        let isFirst = country.map(surnameFirst.contains) ?? false
        // Kim Jong-un, Nam Gwan-pyo.
        let isHyphenated =
            tokens.count == 3 && look.gap(after: tokens.upperBound - 2) == .hyphen
            && !look.isCapitalised(tokens.upperBound - 1)
        return look.folded(isFirst || isHyphenated ? tokens.lowerBound : tokens.upperBound - 1)
    }

    /// All mentions in order, with the ids of those that the table does not list.
    consuming func mentions(_ plugin: PersonFacet) -> DocumentMentions {
        let tableRuleCount = plugin.rules.count - PersonFacet.Rule.allCases.count
        var numbers: [Int: UInt32] = [:]
        var result = DocumentMentions()
        for (person, mention) in places.sorted(by: { $0.mention.firstToken < $1.mention.firstToken }) {
            var mention = mention
            let isListed = persons[person].value != nil && mention.row > 0
            if !isListed { mention.rule += UInt16(tableRuleCount) }
            if let value = persons[person].value {
                mention.value = value
            } else {
                if numbers[person] == nil {
                    let id = persons[person].id
                    let known = result.discovered.firstIndex(of: id) ?? result.discovered.count
                    if known == result.discovered.count { result.discovered.append(id) }
                    numbers[person] = UInt32(plugin.values.count + known)
                }
                mention.value = numbers[person] ?? 0
            }
            result.mentions.append(mention)
        }
        return result
    }
}
