internal import PluginAPI

/// Finds the persons of one document.
struct PersonFinder {
    private let look: TokenLook
    private let plugin: PersonFacet
    private let zones: [ArticleZone]
    private let offices: [Mention]
    private var surroundings: Surroundings
    private var found: FoundPersons

    init(_ plugin: PersonFacet, _ document: TokenizedDocument, offices: [Mention]) {
        look = TokenLook(document)
        self.plugin = plugin
        self.offices = offices
        zones = look.articleZones
        surroundings = Surroundings(tokenCount: document.tokenCount)
        found = FoundPersons(look, plugin.lists)
        for office in offices { surroundings.append(office: office.tokens) }
    }

    /// Adds what the document names beside persons.
    ///
    /// - Parameter country: what it is or belongs to.
    mutating func append(neighbour mention: Mention, country: String?) {
        surroundings.append(Surroundings.Neighbour(tokens: mention.tokens, country: country))
    }

    /// Adds persons whom the table names, but nothing that is named after them: *George Washington University*.
    mutating func append(listed mentions: [Mention]) {
        ZoneCursor(zones).forEach(mentions) { mention, zone in
            surroundings.append(name: mention.tokens)
            if isNamesake(mention.tokens, in: zone.tokens) { return }
            found.append(
                listed: mention, country: plugin.country(of: mention),
                isName: plugin.isName[Int(mention.rule)])
        }
    }

    mutating func find() -> DocumentMentions {
        let reader = OfficeReader(names)
        var end = 0
        ZoneCursor(zones).forEach(offices) { office, zone in
            if zone.isHeadline { return }
            let kind = plugin.officeKinds[Int(office.value)]
            // Two offices may have one holder.
            guard let holder = reader.holder(of: office.tokens, kind, in: zone.tokens),
                holder.name.lowerBound >= end
            else { return }
            found.append(
                holder.name, country: holder.country, isAlone: reader.names.isAlone(holder.name))
            if !reader.names.isAlone(holder.name) { surroundings.append(name: holder.name) }
            end = holder.name.upperBound
        }
        found.readSurnames(in: zones, names)
        return found.mentions(plugin)
    }

    /// Reads names beside what is known so far.
    private var names: NameReader { NameReader(look: look, lists: plugin.lists, surroundings: surroundings) }

    private static let ships: Set<String> = ["uss", "hms", "hmas", "ss", "carrier", "rts"]

    private func isNamesake(_ name: Range<Int>, in zone: Range<Int>) -> Bool {
        let (first, end) = (name.lowerBound, name.upperBound)
        if end < zone.upperBound, look.isCapitalised(end), look.gap(after: end - 1) == .space,
            plugin.lists.namesakes.contains(look.folded(end))
        {
            return true
        }
        return first > zone.lowerBound && look.gap(after: first - 1) == .space
            && Self.ships.contains(look.folded(first - 1))
    }
}

/// Walks through mentions in order, each with its zone.
private struct ZoneCursor {
    private let zones: [ArticleZone]

    init(_ zones: [ArticleZone]) { self.zones = zones }

    /// Those outside the article are left out.
    func forEach(_ mentions: [Mention], _ body: (Mention, ArticleZone) -> Void) {
        var zone = 0
        for mention in mentions {
            while zone < zones.count, zones[zone].tokens.upperBound <= mention.firstToken { zone += 1 }
            guard zone < zones.count else { return }
            if zones[zone].tokens.lowerBound <= mention.firstToken { body(mention, zones[zone]) }
        }
    }
}
