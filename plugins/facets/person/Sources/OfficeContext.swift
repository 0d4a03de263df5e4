/// Reads what the words around an office say of whose it is.
struct OfficeContext {
    let look: TokenLook
    let surroundings: Surroundings

    struct Reading {
        /// Where the words end.
        var end: Int
        var country: String?
        /// The office is of a State or a body, not of a company.
        var isPublic = false
    }

    /// Words before an office that do not part it from its country.
    private static let qualifiers: Set<String> = [
        "former", "current", "new", "first", "deputy", "vice", "acting", "then", "late", "outgoing",
        "incoming", "interim", "special", "senior", "chief", "top", "permanent", "assistant", "under",
        "longtime", "nuclear", "trade", "peace", "foreign", "finance", "economic", "security", "ex", "press",
        "policy", "political", "board", "services", "ways", "means", "budget", "banking",
    ]
    /// Of words around an office those of States, parliaments, armies and parties.
    private static let publicWords: Set<String> = [
        "army", "navy", "naval", "force", "military", "opposition", "party", "government", "state", "federal",
        "presidential", "parliamentary", "rebel", "ruling", "royal", "ministry", "department", "treasury",
        "senate", "house", "congress", "congressional", "parliament", "court", "commission", "committee",
        "council", "police", "pentagon", "embassy", "assembly", "cabinet", "agency", "central", "democratic",
        "republican", "cia", "fbi", "guerrilla", "junta", "palace", "chechen", "kurdish", "tibetan",
    ]
    /// And of companies and the like, however public their name sounds: *Federal Express*.
    private static let companyWords: Set<String> = [
        "company", "corporation", "corp", "inc", "co", "ltd", "plc", "gmbh", "firm", "brothers", "bros",
        "holdings", "industries", "airline", "airlines", "airways", "automaker", "carmaker", "motor",
        "motors", "maker", "manufacturer", "retailer", "brewer", "stores", "foods", "systems", "express",
        "street", "insurance", "electric", "chemical", "pharmaceuticals", "securities", "partners",
        "associates", "telephone", "studios", "network", "newspaper", "university", "college", "school",
        "club", "team",
    ]

    /// What stands before an office: *the South Korean deputy*, *Bank of Japan*, *Senate Finance Committee*.
    func before(_ office: Int, in zone: Range<Int>) -> Reading {
        var reading = Reading(end: office)
        var token = office
        while token > zone.lowerBound, office - token < 6 {
            let gap = look.gap(after: token - 1)
            guard gap == .space || gap == .hyphen || gap == .possessive else { break }
            token -= 1
            if let neighbour = surroundings.neighbour(at: token) {
                reading.isPublic = true
                reading.country = neighbour.country
                if reading.country != nil { break }
                continue
            }
            let word = look.folded(token)
            let isPublic = Self.publicWords.contains(word)
            reading.isPublic = reading.isPublic || isPublic
            guard isPublic || Self.qualifiers.contains(word) || isInner(token, word, before: office) else {
                break
            }
        }
        return reading
    }

    /// Whether a small word joins capitalised ones before an office: *Ways and Means Committee*.
    private func isInner(_ token: Int, _ word: String, before office: Int) -> Bool {
        (word == "and" || word == "of") && token + 1 < office && look.isCapitalised(token + 1)
    }

    /// What an office, or its holder, is of and where: *of Kenya to Japan*, *for Foreign Affairs and Trade*.
    ///
    /// - Parameter endsInCountry: nothing but countries counts, as behind a name: *King Hussein of Jordan*.
    func after(_ start: Int, in zone: Range<Int>, endsInCountry: Bool = false) -> Reading {
        var reading = Reading(end: start)
        if !endsInCountry, start + 1 < zone.upperBound, look.gap(after: start - 1) == .space,
            look.folded(start) == "and", look.isCapitalised(start + 1)
        {
            // Minister for Foreign Affairs *and Trade*.
            readCapitalised(from: start + 1, in: zone, &reading)
        }
        for _ in 0..<3 {
            let end = reading.end
            guard end + 1 < zone.upperBound, look.gap(after: end - 1) == .space,
                look.gap(after: end) == .space
            else { break }
            let word = look.folded(end)
            guard word == "of" || !endsInCountry && ["to", "in", "for", "at"].contains(word) else { break }
            var object = end + 1
            if look.folded(object) == "the", object + 1 < zone.upperBound { object += 1 }
            if let neighbour = surroundings.neighbour(at: object), neighbour.tokens.lowerBound == object {
                reading.isPublic = true
                // Of an ambassador's two countries the one he is of is his own.
                if word == "of" { reading.country = reading.country ?? neighbour.country }
                reading.end = neighbour.tokens.upperBound
            } else if !endsInCountry, look.isCapitalised(object) {
                readCapitalised(from: object, in: zone, &reading)
            } else {
                break
            }
        }
        return reading
    }

    /// Whether words beside an office and its holder give it to something that no list knows: *Apple President Tim Cook*,
    /// *President Tim Cook of Apple*.
    func isElsewhere(
        _ office: Range<Int>, _ name: Range<Int>, in zone: Range<Int>, isName: (Int) -> Bool
    ) -> Bool {
        let before = office.lowerBound - 1
        if before >= zone.lowerBound, [.space, .possessive].contains(look.gap(after: before)) {
            let word = look.folded(before)
            if Self.companyWords.contains(word) { return true }
            // The first word of a sentence has a capital in any case.
            let isInside = before > zone.lowerBound && look.gap(after: before - 1) != .point
            if isInside, isName(before), !Self.qualifiers.contains(word) { return true }
        }
        guard name.upperBound + 1 < zone.upperBound, look.gap(after: name.upperBound - 1) == .space,
            look.folded(name.upperBound) == "of"
        else { return false }
        let object = name.upperBound + (look.folded(name.upperBound + 1) == "the" ? 2 : 1)
        return object < zone.upperBound && look.isCapitalised(object)
            && !after(name.upperBound, in: zone).isPublic
    }

    /// *Foreign Affairs and Trade*, *House Ways and Means Committee*.
    private func readCapitalised(from start: Int, in zone: Range<Int>, _ reading: inout Reading) {
        var (end, isPublic, isCompany) = (start, false, false)
        repeat {
            let word = look.folded(end)
            isPublic = isPublic || Self.publicWords.contains(word)
            isCompany = isCompany || Self.companyWords.contains(word)
            end += 1
            guard end < zone.upperBound, end - start < 8, look.gap(after: end - 1) == .space else { break }
            let isJoined = end + 1 < zone.upperBound && ["and", "the", "of"].contains(look.folded(end))
            guard look.isCapitalised(end) || isJoined && look.isCapitalised(end + 1) else { break }
        } while true
        reading.isPublic = reading.isPublic || isPublic && !isCompany
        reading.end = end
    }
}
