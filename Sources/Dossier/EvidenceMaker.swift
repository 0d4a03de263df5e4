internal import IndexCore
internal import PluginAPI

/// Tells in words why a document carries the values of one facet.
struct EvidenceMaker {
    let facet: String
    /// By the number mentions have for a value.
    let ids: [String]
    let label: (String) -> String
    let rules: [String]
    let fieldNames: [String]

    /// - Parameter values: numbers of values that the document states.
    func stated(_ values: [Int]) -> [FacetEvidence] {
        values.map { ids[$0] }.sorted().map {
            FacetEvidence(
                facet: facet, id: $0, label: label($0), places: [], salience: 0, isSubject: false)
        }
    }

    /// The values that mentions name, those that the document is most about first.
    ///
    /// - Returns: nil where a mention is of no value, rule, field or text.
    func evidence(_ mentions: [FacetMention], in document: Document) -> [FacetEvidence]? {
        var places: [UInt32: [FacetEvidence.Place]] = [:]
        for mention in mentions {
            guard let place = place(mention, document) else { return nil }
            places[mention.value, default: []].append(place)
        }
        let salience = Salience.values(of: document, mentions)
        let subjects = Salience.subjects(of: document, mentions)
        let found = places.map { value, places in
            FacetEvidence(
                facet: facet, id: ids[Int(value)], label: label(ids[Int(value)]), places: places,
                salience: salience[value] ?? 0, isSubject: subjects.contains(value))
        }
        return found.sorted { ($1.salience, $0.id) < ($0.salience, $1.id) }
    }

    private func place(_ mention: FacetMention, _ document: Document) -> FacetEvidence.Place? {
        let (start, size, rule) = (Int(mention.start), Int(mention.size), Int(mention.rule))
        guard mention.value < ids.count, start + size <= document.text.count, rule < rules.count,
            Int(mention.field) < fieldNames.count
        else { return nil }
        return FacetEvidence.Place(
            words: String(decoding: document.text[start..<(start + size)], as: UTF8.self),
            range: start..<(start + size), field: fieldNames[Int(mention.field)], rule: rules[rule],
            row: Int(mention.row), sense: MentionSense(rawValue: mention.sense) ?? .plain)
    }
}
