import Dossier
import JSONValues
import PluginAPI
import TerminalText

/// The facet and the value that are all of a query: `country:KR`, `about:"South Korea"`.
func facetValue(_ words: ArraySlice<String>, of index: SearchIndex) -> (facet: String, value: String)? {
    let query = words.joined(separator: " ")
    let names = index.facetNames + ["actor", "about"] + index.facetNames.map { "about:\($0)" }
    // The longest name first: about:country:KR.
    for name in names.sorted(by: { $0.utf8.count > $1.utf8.count }) where query.hasPrefix(name + ":") {
        var value = query.dropFirst(name.count + 1)
        if value.count > 1, value.hasPrefix("\""), value.hasSuffix("\"") {
            value = value.dropFirst().dropLast()
        }
        return value.isEmpty || value.contains(where: { "\"()".contains($0) }) ? nil : (name, String(value))
    }
    return nil
}

/// Tells in words why an article carries a facet value.
func explain(
    _ value: String, of facet: String, in identifier: String, _ index: SearchIndex, _ arguments: Arguments,
    _ screen: Screen
) throws -> ExitCode {
    let evidence = try index.evidence(for: identifier, facet: facet, value: value)
    let document = try index.document(identifier)
    guard let evidence else {
        writeOut(
            arguments.isJSON
                ? JSON.object([("id", .string(identifier)), ("evidence", .null)]).line
                : "\(printable(identifier)) does not carry \(printable("\(facet):\(value)"))\n")
        return .nothingFound
    }
    if arguments.isJSON {
        writeOut(
            JSON.object([("id", .string(identifier)), ("evidence", json(evidence))]).line)
    } else {
        writePaged(text(evidence, of: document, on: screen).map { $0 + "\n" }.joined(), on: screen)
    }
    return .success
}

private func text(_ evidence: FacetEvidence, of document: StoredDocument, on screen: Screen) -> [String] {
    let name = "\(evidence.label) (\(evidence.facet) \(evidence.id))"
    let title = "‘\(document.shownTitle)’"
    if evidence.isStated {
        return wrap("\(title) carries \(name): its source states so.", width: screen.width)
    }
    if evidence.isGiven {
        return wrap("\(title) carries \(name): the overlay gives it to the article.", width: screen.width)
    }
    let times = evidence.places.count == 1 ? "once" : "\(evidence.places.count) times"
    let about = evidence.isSubject ? "and is about it" : "but is not about it"
    var lines = wrap(
        "\(title) names \(name) \(times), \(about): salience \(fixed(evidence.salience, digits: 2)).",
        width: screen.width)
    for words in evidence.wordCounts {
        let places = evidence.places.filter { words.holds($0) }
        let row = places[0].row > 0 ? ", line \(places[0].row) of its table" : ""
        let count = words.count == 1 ? "" : " ×\(words.count)"
        lines.append(
            "  " + screen.bold(printable(words.shownWords)) + count + screen.dim("  \(words.rule)\(row)"))
        for place in places.prefix(2) {
            lines += wrap(context(of: place, document, screen), width: screen.width, indent: 4)
        }
        if places.count > 2 { lines.append("    … \(places.count - 2) more") }
    }
    return lines
}

/// A few words on each side of a mention, which is marked.
private func context(
    of place: FacetEvidence.Place, _ document: StoredDocument, _ screen: Screen
) -> [LaidOutWord] {
    let text = document.text
    let zone = document.zones.first { $0.range.contains(place.range.lowerBound) }?.range ?? 0..<text.count
    var start = max(zone.lowerBound, place.range.lowerBound - 60)
    while start > zone.lowerBound, text[start - 1] != 0x20, text[start - 1] != 0x0A { start -= 1 }
    var end = min(zone.upperBound, place.range.upperBound + 60)
    while end < zone.upperBound, text[end] != 0x20, text[end] != 0x0A { end += 1 }
    let snippet = Snippet(
        text: String(decoding: text[start..<end], as: UTF8.self),
        marks: [place.range.lowerBound - start..<place.range.upperBound - start])
    var words = words(of: snippet, on: screen)
    if start > zone.lowerBound { words.insert(LaidOutWord("…"), at: 0) }
    if end < zone.upperBound { words.append(LaidOutWord("…")) }
    return words
}

private func json(_ evidence: FacetEvidence) -> JSON {
    .object([
        ("facet", .string(evidence.facet)), ("id", .string(evidence.id)), ("label", .string(evidence.label)),
        ("salience", .number(evidence.salience)), ("about", .bool(evidence.isSubject)),
        ("stated", .bool(evidence.isStated)), ("given", .bool(evidence.isGiven)),
        (
            "places",
            .array(
                evidence.places.map { place in
                    .object([
                        ("words", .string(place.words)), ("start", .integer(place.range.lowerBound)),
                        ("end", .integer(place.range.upperBound)), ("field", .string(place.field)),
                        ("rule", .string(place.rule)), ("row", .integer(place.row)),
                        ("sense", .string("\(place.sense)")),
                    ])
                })
        ),
    ])
}
