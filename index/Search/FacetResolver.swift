internal import IndexAnalysis
internal import IndexCore
internal import IndexStorage

/// Finds facet values by the names users give: an id as it is, else an id, a label or an alias in any case and without
/// accents.
package struct FacetResolver: Sendable {
    /// The virtual facet that spans all facets of actors.
    package static let actor = "actor"

    private let snapshot: Snapshot
    private let spellings: FacetSpellings
    /// What an overlay changes, by facet.
    var plans: [Int: FacetPlan] = [:]
    private let tokenizer = Tokenizer()
    private let known = KnownFacetNames()
    private var facets: [CommitRecord.Facet] { snapshot.record.facets }

    init(_ snapshot: Snapshot, _ spellings: FacetSpellings) {
        (self.snapshot, self.spellings) = (snapshot, spellings)
    }

    /// Names a query may use before a colon: those of facets, `actor`, and for each view of facets, such as `about`, its
    /// name alone, which spans those of actors, or before one of the others.
    package var names: [String] {
        var names = facets.map(\.name)
        if facets.contains(where: { $0.isActor && $0.aspect == nil }) { names.append(Self.actor) }
        for view in Set(facets.compactMap { $0.isActor ? $0.aspect?.name : nil }).sorted() {
            names += [view, "\(view):\(Self.actor)"]
        }
        return names
    }

    /// Indices among the facets of the commit that a name stands for.
    package func facetIndices(_ name: String) throws(QueryError) -> [Int] {
        let own = facets.indices.filter { facets[$0].name == name }
        if !own.isEmpty { return own }
        let found = facets.indices.filter { index in
            let facet = facets[index]
            guard facet.isActor else { return false }
            guard let view = facet.aspect?.name else { return name == Self.actor }
            return name == view || name == "\(view):\(Self.actor)"
        }
        guard !found.isEmpty else { throw .unknownFacet(name: name, known: names) }
        return found
    }

    /// The one value a name stands for.
    ///
    /// - Parameter suggests: whether values with a name like it are wanted where none has it.
    /// - Throws: `QueryError.unknownFacet`, `.unknownValue`, or `.ambiguousValue` with everything the name fits.
    package func resolve(
        facet name: String, value: String, suggests: Bool = true
    ) throws(QueryError) -> (facet: Int, id: String) {
        let facetIndices = try facetIndices(name)
        var found: [(facet: Int, value: FacetCatalog.Value)] = []
        for facet in facetIndices {
            if let value = try shownValue(of: facet, with: value) { found.append((facet, value)) }
        }
        if let only = try only(found, facet: name, value: value) { return only }
        let key = folded(value)
        let names = try known.names(of: facetIndices) { () throws(QueryError) in
            FacetNames(shown(try allValues(facetIndices)), spellings, folded: folded)
        }
        if let only = try only(names.values(named: value, key), facet: name, value: value) { return only }
        for facet in facetIndices where mayHoldPairs(facet) {
            if let only = try only(pairs(value, facet), facet: name, value: value) { return only }
        }
        do throws(StorageError) {
            try snapshot.checkUndamaged()
        } catch {
            throw .storage(error)
        }
        throw .unknownValue(facet: name, name: value, similar: suggests ? similar(key, names) : [])
    }

    /// A name of more pieces is none of a pair: each way to part it is looked up.
    private static let greatestPieceCount = 8

    /// Whether the values of a facet may be pairs of actors. Actors are none, and so no pair is looked for within one.
    private func mayHoldPairs(_ facet: Int) -> Bool {
        snapshot.catalogs[facet].isEmpty && !facets[facet].isStated && !facets[facet].isActor
    }

    /// The pair of two actors that a user names, in any order: `US-KR`, `Seoul and Washington`. More than one where the
    /// name of an actor fits several.
    private func pairs(
        _ text: String, _ facet: Int
    ) throws(QueryError) -> [(facet: Int, value: FacetCatalog.Value)] {
        for separator in ["–", "—", "/", ",", " and ", " - ", "-"] {
            let pieces = text.split(separator: separator, omittingEmptySubsequences: false)
            guard pieces.count <= Self.greatestPieceCount else { continue }
            for end in pieces.indices.dropLast() {
                let first = try actors(pieces[...end].joined(separator: separator))
                if first.isEmpty { continue }
                let second = try actors(pieces[(end + 1)...].joined(separator: separator))
                var found: [(facet: Int, value: FacetCatalog.Value)] = []
                for one in first {
                    for other in second {
                        for id in ["\(one)–\(other)", "\(other)–\(one)"] {
                            guard !found.contains(where: { $0.value.id == id }),
                                let value = try value(of: facet, with: id)
                            else { continue }
                            found.append((facet, value))
                            break
                        }
                    }
                }
                if !found.isEmpty { return found }
            }
        }
        return []
    }

    /// Ids of the actors that have a name.
    private func actors(_ name: String) throws(QueryError) -> [String] {
        do throws(QueryError) {
            return [try resolve(facet: Self.actor, value: name, suggests: false).id]
        } catch {
            switch error {
            case .unknownValue, .unknownFacet: return []
            case .ambiguousValue(_, _, let candidates): return candidates.map(\.id)
            default: throw error
            }
        }
    }

    /// Nil where nothing was found.
    private func only(
        _ found: [(facet: Int, value: FacetCatalog.Value)], facet name: String, value: String
    ) throws(QueryError) -> (facet: Int, id: String)? {
        guard found.count < 2 else {
            throw .ambiguousValue(
                facet: name, name: value, candidates: found.map { candidate($0.facet, $0.value) })
        }
        return found.first.map { ($0.facet, $0.value.id) }
    }

    /// The value with an id; for a facet without a catalog, one that a document states.
    private func value(of facet: Int, with id: String) throws(QueryError) -> FacetCatalog.Value? {
        if let listed = snapshot.catalogs[facet].value(with: id) { return listed }
        do throws(StorageError) {
            let key = Array(id.utf8)
            for part in snapshot.parts where try part.layers[facet].values().entry(of: key) != nil {
                return discovered(id, facet)
            }
            return nil
        } catch {
            throw .storage(error)
        }
    }

    private func allValues(
        _ facetIndices: [Int]
    ) throws(QueryError) -> [(facet: Int, value: FacetCatalog.Value)] {
        var values: [(facet: Int, value: FacetCatalog.Value)] = []
        for facet in facetIndices {
            values += snapshot.catalogs[facet].values.map { (facet, $0) }
            do throws(StorageError) {
                let spellings = try spellings.groups(ofFacet: facet)
                var identifiers: Set<[UInt8]> = []
                for part in snapshot.parts {
                    for identifier in try part.layers[facet].valueIdentifiers() {
                        identifiers.insert(spellings[identifier]?.first ?? identifier)
                    }
                }
                for identifier in identifiers.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
                    let id = String(decoding: identifier, as: UTF8.self)
                    if snapshot.catalogs[facet].contains(id) { continue }
                    values.append((facet, discovered(id, facet)))
                }
            } catch {
                throw .storage(error)
            }
        }
        return values
    }

    /// A value that no catalog lists.
    private func discovered(_ id: String, _ facet: Int) -> FacetCatalog.Value {
        FacetCatalog.Value(id: id, label: snapshot.label(of: id, facet: facet), aliases: [])
    }

    private func candidate(_ facet: Int, _ value: FacetCatalog.Value) -> QueryError.Candidate {
        .init(facet: facets[facet].name, id: value.id, label: value.label)
    }

    /// A few values whose label holds a name, or one of whose names is at most two letters from it.
    private func similar(_ key: [UInt8], _ names: FacetNames) -> [QueryError.Candidate] {
        var (holding, close) = ([QueryError.Candidate](), [QueryError.Candidate]())
        if key.count < 3 { return [] }
        for ((facet, value), own) in zip(names.values, names.names) {
            let label = own[0]
            if label.count >= key.count,
                (0...(label.count - key.count)).contains(where: { label[$0...].starts(with: key) })
            {
                holding.append(candidate(facet, value))
            } else if own.contains(where: { Self.isClose($0, key) }) {
                close.append(candidate(facet, value))
            }
        }
        return Array((holding + close).prefix(5))
    }

    /// Whether at most two letters have to be put in, left out or changed. Source: Wagner and Fischer, "The
    /// String-to-String Correction Problem" (1974).
    private static func isClose(_ one: [UInt8], _ other: [UInt8]) -> Bool {
        if abs(one.count - other.count) > 2 { return false }
        var row = Array(0...other.count)
        for (index, byte) in one.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for place in other.indices {
                let change = diagonal + (byte == other[place] ? 0 : 1)
                diagonal = row[place + 1]
                row[place + 1] = min(change, row[place] + 1, diagonal + 1)
            }
        }
        return row[other.count] <= 2
    }

    /// Folded, white space at the ends left out and that within joined.
    func folded(_ text: String) -> [UInt8] {
        tokenizer.fold(Array(text.split(whereSeparator: \.isWhitespace).joined(separator: " ").utf8))
    }
}

extension FacetResolver {
    /// The value that one with an id is shown as; nil where there is none.
    func shownValue(of facet: Int, with id: String) throws(QueryError) -> FacetCatalog.Value? {
        guard let plan = plans[facet], !plan.isEmpty else { return try value(of: facet, with: id) }
        var key = Array(id.utf8)
        do throws(StorageError) {
            key = try spellings.groups(ofFacet: facet)[key]?.first ?? key
        } catch {
            throw .storage(error)
        }
        if plan.rejected.contains(key) { return nil }
        let shown = String(decoding: plan.shown(key), as: UTF8.self)
        if let found = try value(of: facet, with: shown) { return plan.shown(found) }
        return plan.givenValue(shown)
    }
}
