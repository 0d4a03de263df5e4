internal import IndexCore
internal import IndexSearch
internal import PluginAPI

/// What a request asks the searcher for.
struct SearchPlan {
    /// Words, days, and the filters that no facet is counted without.
    let query: Query
    /// Of facets, filters, limits and the page; not yet of how scores are made.
    private(set) var options = SearchOptions()
    /// For each counted facet its name, and the places of those it spans among the counted ones.
    let groups: [(name: String, places: Range<Int>)]
    let filters: [ResolvedFilter]
    let request: SearchRequest
    /// How many hits of pages before are left out.
    let position: Int
    private let fingerprint: UInt32

    /// - Parameters:
    ///   - words: in place of the text of the request; nil for that.
    ///   - identifier: of a document that is no hit.
    /// - Precondition: limit and offset are at least 0.
    init(
        _ request: SearchRequest, of index: SearchIndex, for words: Query? = nil,
        except identifier: String? = nil
    ) throws {
        self.request = request
        var groups: [(name: String, places: Range<Int>)] = []
        for name in request.countedFacets {
            let start = options.countedFacets.count
            options.countedFacets += try index.searcher.resolver.facetIndices(name)
            groups.append((name, start..<options.countedFacets.count))
        }
        self.groups = groups
        filters = try request.filters.map { try index.resolved($0) }
        var parts = [try words ?? index.words(of: request)]
        if let identifier { parts.append(.not(.document(identifier))) }
        for filter in filters where !(request.countsSideways && Self.counts(groups, options, filter.facets)) {
            parts.append(filter.query)
        }
        parts += index.days(of: request)
        query = parts.count == 1 ? parts[0] : .and(parts)
        // No more than there are can be found, whatever is asked for.
        let documentCount = index.snapshot.documentCount
        options.limit = min(request.offset, documentCount) + min(request.limit, documentCount)
        options.countsTotal = request.countsTotal
        // What is left out or kept for its name is looked for among all.
        options.facetValueLimit =
            request.facetValueText == nil && request.filters.isEmpty ? request.facetValueLimit : nil
        let fingerprint = request.fingerprint(
            ofIndex: index.fingerprint, asking: try words ?? index.textQuery(of: request), except: identifier)
        self.fingerprint = fingerprint
        let cursor = try request.after.map { try SearchCursor($0, fingerprint: fingerprint) }
        if cursor != nil || request.sort != .relevance, request.foldsCopies {
            throw DossierError(
                .badRequest,
                "Copies can be folded only where hits are sorted by relevance and read from the first.")
        }
        position = cursor?.position ?? 0
        options.after = cursor.map { ScoredDocument(document: $0.document, score: $0.score) }
        if let document = cursor?.document, document >= index.snapshot.documentCount {
            throw SearchCursor.unreadable
        }
        if request.countsSideways { leaveOutFilters() }
    }

    /// Whether some facets are counted under one name.
    private static func counts(
        _ groups: [(name: String, places: Range<Int>)], _ options: SearchOptions, _ facets: [Int]
    ) -> Bool {
        groups.contains { Array(options.countedFacets[$0.places]) == facets }
    }

    /// Makes one filter of all on the same facet, for it to be counted without.
    private mutating func leaveOutFilters() {
        options.leftOutFilters = options.countedFacets.map { _ in nil }
        for group in groups {
            let facets = Array(options.countedFacets[group.places])
            let own = filters.filter { $0.facets == facets }.map(\.query)
            if own.isEmpty { continue }
            let query = own.count == 1 ? own[0] : Query.and(own)
            let known = options.filters.firstIndex(of: query)
            if known == nil { options.filters.append(query) }
            for place in group.places { options.leftOutFilters[place] = known ?? options.filters.count - 1 }
        }
    }

    /// The cursor behind a page; nil where nothing is.
    func next(after hits: [Hit], _ outcome: SearchOutcome) -> String? {
        guard let last = hits.last, hits.count == request.limit, !request.foldsCopies else { return nil }
        let position = position + request.offset + hits.count
        if request.countsTotal, !outcome.isPartial, position >= outcome.total { return nil }
        return SearchCursor(
            fingerprint: fingerprint, position: position, document: last.reference.number, score: last.score
        ).text
    }
}

/// A filter whose names have been looked up.
struct ResolvedFilter {
    /// Indices of the facets that its facet's name stands for.
    let facets: [Int]
    let query: Query
    let values: [(facet: Int, id: String)]
    let choice: FacetCounts.Choice
}

extension SearchIndex {
    func resolved(_ filter: SearchRequest.Filter) throws -> ResolvedFilter {
        let facets = try searcher.resolver.facetIndices(filter.facet)
        var values: [(facet: Int, id: String)] = []
        var queries: [Query] = []
        for value in filter.values {
            if let range = NumberRange(value) {
                let found = try self.values(of: facets, in: range, name: filter.facet)
                values += found
                for facet in facets where found.contains(where: { $0.facet == facet }) {
                    let name = snapshot.record.facets[facet].name
                    // A list of thousands of values would be merged; an overlay shows documents by other values.
                    queries +=
                        searcher.isOverlaid(facet: facet)
                        ? found.filter { $0.facet == facet }.map { .facet(name: name, value: $0.id) }
                        : [.numbers(name: name, range.searched)]
                }
                continue
            }
            let owner = FacetResolver.ownerOfMembers(value)
            let found = try searcher.resolver.resolve(facet: filter.facet, value: owner ?? value)
            values.append(found)
            queries.append(
                owner == nil
                    ? .facet(name: snapshot.record.facets[found.facet].name, value: found.id)
                    : .facet(name: filter.facet, value: value))
        }
        let query = queries.count == 1 ? queries[0] : queries.isEmpty ? .nothing : .or(queries)
        return ResolvedFilter(
            facets: facets, query: filter.isExcluded ? .not(query) : query, values: values,
            choice: filter.isExcluded ? .excluded : .included)
    }

    /// The values of facets that are numbers in a range.
    ///
    /// - Throws: `DossierError.Code.badRequest` where no value is a number.
    private func values(
        of facets: [Int], in range: NumberRange, name: String
    ) throws -> [(facet: Int, id: String)] {
        var (found, hasNumbers) = ([(facet: Int, id: String)](), false)
        for facet in facets {
            for id in try searcher.valueIdentifiers(ofFacet: facet) {
                guard let number = NumberRange.number(id) else { continue }
                hasNumbers = true
                if range.contains(number) { found.append((facet, id)) }
            }
        }
        guard hasNumbers else {
            throw DossierError(
                .badRequest, "‘\(range)’ is a range of numbers, but no \(name) is a number.")
        }
        return found
    }

    /// What was counted of a plan's facets.
    func facetCounts(_ plan: SearchPlan, _ outcome: SearchOutcome) throws -> [FacetCounts] {
        var choices: [Int: [String: FacetCounts.Choice]] = [:]
        for filter in plan.filters {
            for value in filter.values { choices[value.facet, default: [:]][value.id] = filter.choice }
        }
        let finder = plan.request.facetValueText.map { ValueFinder(searcher, text: $0) }
        return try plan.groups.map { name, places in
            var (found, valueCount) = ([(facet: Int, count: FacetCount)](), 0)
            for place in places {
                let facet = plan.options.countedFacets[place]
                for count in outcome.facetCounts[place] {
                    if let finder, try !finder.finds(count.id, facet: facet) { continue }
                    found.append((facet, count))
                }
                valueCount += outcome.facetValueCounts[place]
            }
            if finder != nil { valueCount = found.count }
            // Each facet's values are in order already.
            if places.count > 1 {
                found.sort { ($1.count.count, $0.count.id) < ($0.count.count, $1.count.id) }
            }
            let limit = plan.request.facetValueLimit ?? found.count
            var values: [FacetCounts.Value] = []
            for (rank, (facet, count)) in found.enumerated() {
                let choice = choices[facet]?[count.id]
                if rank >= limit, choice == nil { continue }
                values.append(
                    FacetCounts.Value(
                        id: count.id, label: label(of: count.id, facet: facet),
                        facet: snapshot.record.facets[facet].baseName, count: count.count, choice: choice))
            }
            return FacetCounts(facet: name, values: values, valueCount: valueCount)
        }
    }

    private func label(of id: String, facet: Int) -> String {
        searcher.overlaidLabel(of: id, facet: facet) ?? snapshot.label(of: id, facet: facet)
    }
}
