internal import IndexCore

// Names of values and zones, where it is known which there are.
extension QueryParserRun {
    /// Whether a term, the token, names the zone of what stands behind it.
    func namesZone(_ term: QueryTerm) -> Bool {
        term.prefix == "zone" && !term.text.isEmpty && parser.readsZones
    }

    /// The zone that a term names; nil where there is none, which is told.
    mutating func zone(_ term: QueryTerm, at place: Range<Int>) -> String? {
        if let sign = term.boost != nil ? "^" : term.tilde != nil ? "~" : nil {
            tell(
                place, "A zone takes no \(sign), only what stands in it does.", reading: "It is left out.",
                fix: "Write the \(sign) behind the words.")
        }
        return zone(named: term.text, at: place)
    }

    private mutating func zone(named name: String, at place: Range<Int>) -> String? {
        guard let zones = parser.searcher?.zones, zones[name] == nil else { return name }
        if zones.isEmpty {
            tell(
                place, "This index does not tell zones apart.", reading: "It is left out.",
                fix: "Leave it out.")
            return nil
        }
        let lowercased = name.lowercased()
        let isKnown = zones[lowercased] != nil
        tell(
            place, "There is no zone ‘\(name)’; there are \(zones.keys.sorted().joined(separator: ", ")).",
            reading: isKnown ? "It is taken for \(lowercased)." : "Words are looked for in all zones.",
            fix: isKnown ? "Write zone:\(lowercased)." : "Write one of these.")
        return isKnown ? lowercased : nil
    }

    /// A facet value by one of its names.
    ///
    /// Of several that have the name any is meant. Where none has it, it is looked for as words; but what only documents
    /// as a whole are said to have, no document has.
    mutating func facet(_ name: String, _ value: String, at place: Range<Int>) -> Query {
        if let found = namedValue(name, value, at: place) { return found }
        guard let searcher = parser.searcher else { return .facet(name: name, value: value) }
        if searcher.isStated(name) { return .nothing }
        let owner = FacetResolver.ownerOfMembers(value) ?? value
        return Self.run(QueryLexer.words(of: owner)[...], nil) ?? .nothing
    }

    /// A facet value by one of its names; nil where none has it, which is told.
    mutating func namedValue(_ name: String, _ value: String, at place: Range<Int>) -> Query? {
        guard let searcher = parser.searcher else { return .facet(name: name, value: value) }
        if let known = knownValues[[name, value]] { return known == .nothing ? nil : known }
        let found = lookUp(name, value, searcher, at: place)
        knownValues[[name, value]] = found ?? .nothing
        return found
    }

    private mutating func lookUp(
        _ name: String, _ value: String, _ searcher: Searcher, at place: Range<Int>
    ) -> Query? {
        let owner = FacetResolver.ownerOfMembers(value)
        do throws(QueryError) {
            // Of many that are wrong, the first say enough.
            let found = try searcher.resolver.resolve(
                facet: name, value: owner ?? value, suggests: knownValues.count < 20)
            let candidate = searcher.candidate(found)
            return query(of: candidate, asksForMembers: owner != nil, searcher, at: place)
        } catch {
            switch error {
            case .unknownValue(_, let text, let similar):
                let isStated = searcher.isStated(name)
                tell(
                    place,
                    "No \(name) is named ‘\(text)’"
                        + (similar.isEmpty ? "." : "; do you mean \(Self.list(similar))?"),
                    reading: isStated ? "It finds nothing." : "It is looked for as words.",
                    fix: similar.isEmpty ? "‘dossier facets \(name)’ lists those there are." : nil)
                return nil
            case .ambiguousValue(_, let text, let candidates):
                tell(
                    place,
                    "‘\(text)’ names more than one \(name): \(Self.list(candidates)).",
                    reading: "Any of them is looked for.", fix: "Write the one that is meant.")
                return .or(
                    candidates.map { query(of: $0, asksForMembers: owner != nil, searcher, at: place) })
            // What cannot be read now cannot be searched either, which the search tells.
            default: return .facet(name: name, value: value)
            }
        }
    }

    private mutating func query(
        of value: QueryError.Candidate, asksForMembers: Bool, _ searcher: Searcher, at place: Range<Int>
    ) -> Query {
        guard asksForMembers else { return .facet(name: value.facet, value: value.id) }
        if searcher.hasMembers(value) { return .facet(name: value.facet, value: value.id + "+members") }
        tell(
            place, "\(value.facet):\(value.id) has no members.", reading: "It is looked for alone.",
            fix: "Leave +members out.")
        return .facet(name: value.facet, value: value.id)
    }

    private static func list(_ candidates: [QueryError.Candidate]) -> String {
        candidates.map { "\($0.facet):\($0.id) (\($0.label))" }.joined(separator: ", ")
    }
}

extension Searcher {
    /// Names of the fields that queries may name: all but those that tell zones apart.
    package var fieldNames: Set<String> {
        let ranges = Set(zones.values.compactMap(\.rangesField))
        let names = snapshot.record.fieldNames
        return Set(names.indices.filter { !ranges.contains($0) }.map { names[$0] })
    }

    /// Whether a name stands for facets alone whose values are said of whole documents.
    fileprivate func isStated(_ name: String) -> Bool {
        let facets = (try? resolver.facetIndices(name)) ?? []
        return facets.allSatisfy { snapshot.record.facets[$0].isStated }
    }

    fileprivate func candidate(_ value: (facet: Int, id: String)) -> QueryError.Candidate {
        let facet = snapshot.record.facets[value.facet]
        return .init(facet: facet.name, id: value.id, label: value.id)
    }

    fileprivate func hasMembers(_ value: QueryError.Candidate) -> Bool {
        guard let facet = snapshot.record.facets.firstIndex(where: { $0.name == value.facet }) else {
            return false
        }
        return snapshot.catalogs[facet].value(with: value.id)?.members.isEmpty == false
    }
}
