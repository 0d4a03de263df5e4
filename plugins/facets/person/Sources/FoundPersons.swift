internal import PluginAPI

/// The persons of one document, and where they are named.
struct FoundPersons {
    /// A person, with the longest name of the article.
    private struct Person {
        /// Index into the plugin's values; nil for one that the table does not list.
        var value: UInt32?
        var country: String?
        var name: Range<Int>?
        /// See ``TokenLook/hash(_:)``.
        var surname: UInt64?
    }

    private struct Place {
        var person: Int
        var mention: Mention
    }

    private let look: TokenLook
    private let lists: NameLists
    private var persons: [Person] = []
    private var places: [Place] = []
    private var listed: [UInt32: Int] = [:]
    /// Persons by first and last word of their full names, and by initial and last word: *John R. Bolton* is *J. Bolton*.
    private var byName: [UInt64: [Int]] = [:]
    /// Persons whose full names the article has, by their surnames, in order.
    private var bySurname: [UInt64: [Int]] = [:]
    /// ``TokenLook/bit(_:)`` of each of them.
    private var surnameBits: UInt64 = 0
    /// Surnames behind an office, by their last tokens, until it is known whose they are.
    private var titled: [Int: (name: Range<Int>, country: String?)] = [:]

    /// Peoples whose surname comes first.
    private static let surnameFirst: Set<String> = ["CN", "TW", "HK", "MO", "KR", "KP", "VN", "KH"]
    /// Peoples whose names turn about.
    private static let eitherOrder: Set<String> = ["JP", "HU"]

    init(_ look: TokenLook, _ lists: NameLists) {
        self.look = look
        self.lists = lists
    }

    /// Adds a mention that the table gave.
    ///
    /// - Parameter isName: it is a name, from which a surname can be told, not *the pope*.
    mutating func append(listed mention: Mention, country: String?, isName: Bool) {
        let known = listed[mention.value]
        let person = known ?? persons.count
        if known == nil {
            persons.append(Person(value: mention.value, country: country))
            listed[mention.value] = person
        }
        if isName, mention.tokenCount > 1 { add(name: mention.tokens, to: person) }
        places.append(Place(person: person, mention: mention))
    }

    /// Adds a name beside an office that the table does not list.
    ///
    /// - Parameter isAlone: it is a surname alone.
    mutating func append(_ name: Range<Int>, country: String?, isAlone: Bool) {
        if isAlone {
            titled[name.upperBound - 1] = (name, country)
            return
        }
        let person = person(named: name, country)
        add(name: name, to: person)
        places.append(Place(person: person, mention: mention(name, .office)))
    }

    /// The person of a full name of that country, as far as countries are told.
    private mutating func person(named name: Range<Int>, _ country: String?) -> Int {
        let known =
            known(keys(name).full, country) { _ in true }
            ?? known(keys(name).initial, country) { look.isInitial($0.lowerBound) }
        guard let known else {
            persons.append(Person(country: country))
            return persons.count - 1
        }
        persons[known].country = persons[known].country ?? country
        return known
    }

    /// The last of few persons of a name that fits.
    private func known(_ key: UInt64, _ country: String?, _ fits: (Range<Int>) -> Bool) -> Int? {
        byName[key]?.suffix(4).last { person in
            let own = persons[person].country
            return (own == nil || country == nil || own == country)
                && persons[person].name.map(fits) ?? false
        }
    }

    private mutating func add(name: Range<Int>, to person: Int) {
        guard isFuller(name, than: persons[person].name) else { return }
        let token = surname(of: name, country: persons[person].country)
        let surname = look.hash(token)
        surnameBits |= look.bit(token)
        if persons[person].surname != surname { bySurname[surname, default: []].append(person) }
        let keys = keys(name)
        byName[keys.full, default: []].append(person)
        if keys.initial != keys.full { byName[keys.initial, default: []].append(person) }
        (persons[person].name, persons[person].surname) = (name, surname)
    }

    private func isFuller(_ name: Range<Int>, than other: Range<Int>?) -> Bool {
        guard let other else { return true }
        return name.count > other.count
            || name.count == other.count && look.isInitial(other.lowerBound)
                && !look.isInitial(name.lowerBound)
    }

    private func keys(_ name: Range<Int>) -> (full: UInt64, initial: UInt64) {
        let last = look.hash(name.upperBound - 1)
        let initial = look.hash(name.lowerBound, isInitial: true)
        return (look.hash(name.lowerBound) &* 31 &+ last, initial &* 31 &+ last)
    }

    /// The last word of a name, or the first where that is the custom.
    private func surname(of name: Range<Int>, country: String?) -> Int {
        let (first, last) = (name.lowerBound, name.upperBound - 1)
        // Nam Gwan-pyo.
        var isFirst =
            name.count == 3 && look.gap(after: last - 1) == .hyphen && !look.isCapitalised(last)
        if let country, Self.surnameFirst.contains(country) {
            // Carrie Lam.
            isFirst = !lists.given.contains(look.folded(first))
        } else if let country, Self.eitherOrder.contains(country) {
            isFirst = lists.given.contains(look.folded(last)) && !lists.given.contains(look.folded(first))
        }
        return isFirst ? first : last
    }

    private func mention(_ tokens: Range<Int>, _ rule: PersonFacet.Rule) -> Mention {
        Mention(
            value: 0, firstToken: UInt32(tokens.lowerBound), tokenCount: UInt32(tokens.count),
            rule: UInt16(rule.rawValue), row: 0)
    }
}

// MARK: - Surnames
extension FoundPersons {
    /// Finds surnames that stand alone, of persons whom the article has named in full; in its title also of those whom it
    /// names in full below. Of two with one surname the one named last is meant.
    mutating func readSurnames(in zones: [ArticleZone], _ names: NameReader) {
        if bySurname.isEmpty && titled.isEmpty { return }
        places.sort { $0.mention.firstToken < $1.mention.firstToken }
        let full = places.filter { $0.mention.tokenCount > 1 }
        var (next, last) = (0, [UInt64: Int]())
        for zone in zones {
            for token in zone.tokens where surnameBits & look.bit(token) != 0 && look.isCapitalised(token) {
                let hash = look.hash(token)
                guard let candidates = bySurname[hash] else { continue }
                while next < full.count, full[next].mention.firstToken <= token {
                    if let surname = persons[full[next].person].surname { last[surname] = full[next].person }
                    next += 1
                }
                let isTitled = titled[token] != nil
                let known = last[hash] ?? (zone.isTitle || isTitled ? candidates[0] : nil)
                guard let known, isTitled ? fits(known, token) : names.standsAlone(token, in: zone) else {
                    continue
                }
                let name = titled.removeValue(forKey: token)?.name ?? token..<token + 1
                places.append(Place(person: known, mention: mention(name, .surname)))
            }
        }
        nameTitled()
    }

    /// Whether a surname's office is of the country of a person, as far as countries are told.
    private func fits(_ person: Int, _ token: Int) -> Bool {
        guard let country = titled[token]?.country, let own = persons[person].country else { return true }
        return country == own
    }

    /// Makes persons of surnames that nobody's full name explains, of those whose country is told.
    private mutating func nameTitled() {
        var known: [String: Int] = [:]
        for (name, country) in titled.values.sorted(by: { $0.name.lowerBound < $1.name.lowerBound }) {
            guard let country else { continue }
            let id = "\(country)/\(look.words(name))"
            let person = known[id] ?? persons.count
            if known[id] == nil {
                persons.append(Person(country: country, name: name))
                known[id] = person
            }
            places.append(Place(person: person, mention: mention(name, .office)))
        }
    }
}

// MARK: - The answer
extension FoundPersons {
    /// All mentions in order, with the ids of those that the table does not list.
    consuming func mentions(_ plugin: PersonFacet) -> DocumentMentions {
        var result = DocumentMentions()
        places.sort { $0.mention.firstToken < $1.mention.firstToken }
        result.mentions.reserveCapacity(places.count)
        var numbers: [String: UInt32] = [:]
        for place in places {
            var mention = place.mention
            if mention.row == 0 { mention.rule += UInt16(plugin.tableRuleCount) }
            mention.value = value(of: place.person, plugin, &numbers, &result.discovered)
            result.mentions.append(mention)
        }
        return result
    }

    private mutating func value(
        of person: Int, _ plugin: PersonFacet, _ numbers: inout [String: UInt32],
        _ discovered: inout [String]
    ) -> UInt32 {
        if let value = persons[person].value { return value }
        let name = persons[person].name.map(look.words) ?? ""
        let id = persons[person].country.map { "\($0)/\(name)" } ?? name
        let value =
            plugin.value(of: id) ?? numbers[id] ?? UInt32(plugin.values.count + discovered.count)
        if value == plugin.values.count + discovered.count { discovered.append(id) }
        numbers[id] = value
        persons[person].value = value
        return value
    }
}
