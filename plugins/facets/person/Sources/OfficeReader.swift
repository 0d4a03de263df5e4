/// Finds the names beside offices.
struct OfficeReader {
    let names: NameReader
    private let context: OfficeContext
    private var look: TokenLook { names.look }

    /// A name, and the country that its office tells.
    struct Holder {
        var name: Range<Int>
        var country: String?
    }

    init(_ names: NameReader) {
        self.names = names
        context = OfficeContext(look: names.look, surroundings: names.surroundings)
    }

    /// The holder of an office: behind it, or before it and a comma. An address alone makes nobody public.
    func holder(of office: Range<Int>, _ kind: NameLists.Office, in zone: Range<Int>) -> Holder? {
        if kind == .address || isListed(office, in: zone) { return nil }
        let before = context.before(office.lowerBound, in: zone)
        if let name = name(after: office, in: zone) {
            let after = context.after(name.upperBound, in: zone, endsInCountry: true)
            if kind == .post && !before.isPublic && after.country == nil { return nil }
            if kind == .head, !before.isPublic, after.country == nil,
                context.isElsewhere(office, name, in: zone, isName: names.isNameToken)
            {
                return nil
            }
            if names.isAlone(name), kind == .crown || !mayStandAlone(name, behind: office) { return nil }
            return Holder(name: name, country: before.country ?? after.country)
        }
        let after = context.after(office.upperBound, in: zone)
        let asksForBody = kind == .head || kind == .post
        if asksForBody && !before.isPublic && !after.isPublic { return nil }
        let name =
            name(behind: after.end, in: zone, hasPhrase: after.end > office.upperBound)
            ?? names.name(beforeApposition: office.lowerBound, in: zone)
        return name.map { Holder(name: $0, country: before.country ?? after.country) }
    }

    /// Whether the table names the holder: *Paul Smith, President Obama*.
    private func isListed(_ office: Range<Int>, in zone: Range<Int>) -> Bool {
        names.surroundings.isName(office.lowerBound)
            || office.upperBound < zone.upperBound && names.surroundings.isName(office.upperBound)
    }

    /// Whether a surname is named by its office alone, as in *President Nasser*; a given name is not.
    private func mayStandAlone(_ name: Range<Int>, behind office: Range<Int>) -> Bool {
        look.isCapitalised(office.upperBound - 1) && !names.isGiven(name.lowerBound)
    }

    /// *Foreign Minister Wang Yi*, *Gen. Smith*, *Premier Count Tisza*.
    private func name(after office: Range<Int>, in zone: Range<Int>) -> Range<Int>? {
        guard office.upperBound < zone.upperBound else { return nil }
        let gap = look.gap(after: office.upperBound - 1)
        guard gap == .space || gap == .point && isShort(office.upperBound - 1) else { return nil }
        return name(from: office.upperBound, in: zone)
    }

    /// The name from a token, or from behind other offices there.
    private func name(from start: Int, in zone: Range<Int>) -> Range<Int>? {
        var start = start
        while start + 1 < zone.upperBound, names.isSecondOffice(start) {
            let gap = look.gap(after: start)
            guard gap == .space || gap == .point && isShort(start) else { return nil }
            start += 1
        }
        return names.name(from: start, in: zone)
    }

    /// Whether a point after a token is that of a short word, not of a sentence.
    private func isShort(_ token: Int) -> Bool {
        look.isCapitalised(token) && Self.shortWords.contains(look.folded(token))
    }

    private static let shortWords: Set<String> = [
        "adm", "brig", "capt", "cmdr", "col", "dr", "gen", "gov", "lt", "maj", "m", "mr", "mrs", "ms", "prof",
        "rep", "rev", "sen", "sgt",
    ]

    /// A name of several words behind an office and its phrase: after a comma, and then closed by another or by the end of
    /// the sentence; or after the phrase at once. One word wants an address: *the premier, M. Ribot, said*.
    private func name(behind end: Int, in zone: Range<Int>, hasPhrase: Bool) -> Range<Int>? {
        guard end < zone.upperBound else { return nil }
        let gap = look.gap(after: end - 1)
        guard gap == .comma || gap == .space && hasPhrase, let name = name(from: end, in: zone),
            !names.isAlone(name) || name.lowerBound > end && !names.isGiven(name.lowerBound)
        else { return nil }
        if gap == .space || name.upperBound == zone.upperBound { return name }
        let border = look.gap(after: name.upperBound - 1)
        return border == .space || border == .hyphen ? nil : name
    }
}
