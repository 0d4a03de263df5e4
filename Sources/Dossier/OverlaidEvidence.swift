internal import IndexAnalysis
internal import IndexCore
internal import IndexSearch
internal import PluginAPI

extension SearchIndex {
    /// The rule that evidence of an overlay's own words names.
    static let overlayRule = "overlay"

    /// The values of a document with what an overlay changes about them.
    ///
    /// - Parameter place: of the document in the snapshot.
    func overlaid(
        _ evidence: [FacetEvidence], of document: Document, at place: (part: Int, document: UInt32)
    ) throws -> [FacetEvidence] {
        var all: [FacetEvidence] = []
        for (facet, known) in snapshot.record.facets.enumerated() where known.aspect == nil {
            let found = evidence.filter { $0.facet == known.name }
            let about = snapshot.record.facets.firstIndex {
                $0.name == FacetAspect.about.name(of: known.name)
            }
            func isSubject(_ id: String) throws -> Bool {
                guard let about else { return false }
                return try searcher.has(id, facet: about, part: place.part, document: place.document)
            }
            all +=
                searcher.isOverlaid(facet: facet)
                ? try overlaid(found, facet, document, isSubject: isSubject) : found
        }
        return all
    }

    private func overlaid(
        _ evidence: [FacetEvidence], _ facet: Int, _ document: Document,
        isSubject: (String) throws -> Bool
    ) throws -> [FacetEvidence] {
        var places: [String: [FacetEvidence.Place]] = [:]
        var labels: [String: String] = [:]
        // Each takes as much of a value's salience as of its places.
        var (salience, stated) = ([String: Double](), Set<String>())
        for value in evidence {
            labels[value.id] = value.label
            if value.isStated, let shown = try searcher.shown(value.id, facet: facet) {
                places[shown, default: []] += []
                stated.insert(shown)
            }
            for place in value.places {
                let shown = try searcher.shown(value.id, facet: facet, words: place.words, rule: place.rule)
                guard let shown else { continue }
                places[shown, default: []].append(place)
                salience[shown, default: 0] += value.salience / Double(value.places.count)
            }
        }
        for (id, words) in searcher.addedWords(facet: facet) {
            let found = self.places(of: words, in: document)
            if !found.isEmpty { places[id, default: []] += found }
        }
        let (added, rejected) = searcher.documentValues(document.identifier, facet: facet)
        for id in added { places[id, default: []] += [] }
        for id in rejected { places[id] = nil }
        let order = places.sorted { (salience[$1.key] ?? 0, $0.key) < (salience[$0.key] ?? 0, $1.key) }
        return try order.map { id, places in
            let label =
                searcher.overlaidLabel(of: id, facet: facet) ?? labels[id]
                ?? snapshot.label(of: id, facet: facet)
            var evidence = FacetEvidence(
                facet: snapshot.record.facets[facet].name, id: id, label: label,
                places: places.sorted { $0.range.lowerBound < $1.range.lowerBound },
                salience: salience[id] ?? 0, isSubject: try isSubject(id))
            evidence.isGiven = added.contains(id) && places.isEmpty && !stated.contains(id)
            return evidence
        }
    }

    /// Where folded words stand side by side in a document, in the fields that plain words search.
    private func places(of words: [[UInt8]], in document: Document) -> [FacetEvidence.Place] {
        guard let schema = try? Schema(snapshot.record.schema) else { return [] }
        let tokens = DocumentTokenizer(searcher.analyzer).tokenize(document)
        var found: [FacetEvidence.Place] = []
        for zone in tokens.places(fieldOfZone: schema.fieldOfZone)
        where searcher.defaultFields.contains(zone.field) && zone.tokens.count >= words.count {
            for first in zone.tokens.lowerBound...(zone.tokens.upperBound - words.count)
            where words.indices.allSatisfy({ tokens.folded(first + $0) == words[$0][...] }) {
                let range = Int(tokens.starts[first])..<Int(tokens.ends[first + words.count - 1])
                found.append(
                    FacetEvidence.Place(
                        words: String(decoding: document.text[range], as: UTF8.self), range: range,
                        field: snapshot.record.fieldNames[zone.field], rule: Self.overlayRule, row: 0,
                        sense: .plain))
            }
        }
        return found
    }
}

extension TokenizedDocument {
    fileprivate func folded(_ token: Int) -> ArraySlice<UInt8> {
        folded[Int(foldedOffsets[token])..<Int(foldedOffsets[token + 1])]
    }
}
