internal import PluginAPI

/// Finds the persons of one document.
struct PersonFinder {
    /// A country, a people or an organization that the document names.
    struct Neighbour {
        var tokens: Range<Int>
        /// Id of a country; nil for others.
        var country: String?
        var isPeople: Bool
    }

    let look: TokenLook
    private let plugin: PersonFacet
    private let listed: [Mention]
    private let offices: [Mention]
    private let given: [Mention]
    private var neighbours: [Neighbour] = []
    private var found = FoundPersons()

    init(
        _ plugin: PersonFacet, _ document: TokenizedDocument, listed: [Mention], offices: [Mention],
        given: [Mention]
    ) {
        look = TokenLook(document: document)
        self.plugin = plugin
        (self.listed, self.offices, self.given) = (listed, offices, given)
    }

    mutating func append(_ mention: Mention, country: String?, isPeople: Bool) {
        neighbours.append(Neighbour(tokens: mention.tokens, country: country, isPeople: isPeople))
    }

    mutating func find() -> DocumentMentions {
        neighbours.sort { $0.tokens.lowerBound < $1.tokens.lowerBound }
        for mention in listed {
            found.append(listed: mention, id: plugin.values[Int(mention.value)].id, look)
        }
        let names = NameReader(look: look, notNames: plugin.notNames, neighbours: neighbours)
        for zone in look.articleZones {
            for office in offices where zone.contains(Int(office.firstToken)) {
                readOffice(office.tokens, zone, names)
            }
            for name in given where zone.contains(Int(name.firstToken)) {
                readPeople(name.tokens, zone, names)
            }
        }
        found.readSurnames(look, names, offices: offices.map(\.tokens))
        return found.mentions(plugin)
    }

    /// The holder of an office: behind it, or before it between commas.
    private mutating func readOffice(_ office: Range<Int>, _ zone: Range<Int>, _ names: NameReader) {
        let before = country(before: office.lowerBound, zone)
        // "of France", "to Japan": of an ambassador's two countries the first is his own.
        var (end, place) = (office.upperBound, String?.none)
        if let behind = country(behind: end, zone) {
            (end, place) = (behind.tokens.upperBound, behind.country)
        }
        let isDirect = end == office.upperBound
        if end < zone.upperBound {
            let gap = look.gap(after: end - 1)
            if gap == .space || gap == .comma, let name = names.name(from: end, in: zone),
                name.count > 1 || (isDirect && gap == .space)
            {
                found.append(name, country: before ?? place, rule: .office, look)
                return
            }
        }
        if let name = names.name(beforeAppositionAt: office.lowerBound, in: zone) {
            found.append(name, country: before ?? place, rule: .office, look)
        }
    }

    /// *The Frenchman Jean Monnet.*
    private mutating func readPeople(_ given: Range<Int>, _ zone: Range<Int>, _ names: NameReader) {
        guard given.lowerBound > zone.lowerBound, look.gap(after: given.lowerBound - 1) == .space,
            let people = neighbours.last(where: { $0.tokens.upperBound == given.lowerBound && $0.isPeople }),
            let name = names.name(from: given.lowerBound, in: zone), name.count > 1
        else { return }
        found.append(name, country: people.country, rule: .people, look)
    }

    /// The country that stands at most two words before a token: *the South Korean deputy foreign minister*.
    private func country(before token: Int, _ zone: Range<Int>) -> String? {
        let near = neighbours.last {
            $0.country != nil && $0.tokens.upperBound <= token && $0.tokens.lowerBound >= zone.lowerBound
        }
        guard let near, token - near.tokens.upperBound <= 2 else { return nil }
        return near.country
    }

    /// The country after *of* or *to*, with at most three words between: *president of the Republic of Korea*.
    private func country(behind token: Int, _ zone: Range<Int>) -> Neighbour? {
        guard token < zone.upperBound, look.gap(after: token - 1) == .space,
            ["of", "to", "in", "for"].contains(look.folded(token))
        else { return nil }
        return neighbours.first {
            $0.country != nil && $0.tokens.lowerBound > token && $0.tokens.lowerBound <= token + 2
                && $0.tokens.upperBound <= zone.upperBound
        }
    }
}

extension Mention {
    var tokens: Range<Int> { Int(firstToken)..<Int(firstToken) + Int(tokenCount) }
}
