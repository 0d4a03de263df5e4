internal import IndexCore
internal import IndexSearch
internal import IndexStorage

extension SearchIndex {
    /// Counts the articles of a request by ranges of a facet whose values are numbers; an article counts once in each range
    /// that holds one of its values.
    ///
    /// - Returns: the ranges as values, in their order; and whether the time ran out, which all of them share: then the
    ///   counts are too low.
    /// - Throws: `DossierError.Code.badRequest` where no value of the facet is a number.
    /// - Complexity: a search for each range.
    public func rangeCounts(
        _ request: SearchRequest, of facet: String, in ranges: [NumberRange]
    ) throws(DossierError) -> (counts: FacetCounts, isPartial: Bool) {
        var request = request.countingOnly
        if request.countsSideways { request.filters.removeAll { $0.facet == facet } }
        let isOver = request.end() ?? { false }
        var (values, isPartial) = ([FacetCounts.Value](), false)
        for range in ranges {
            // A short search does not look at the clock.
            isPartial = isPartial || isOver()
            var count = 0
            if !isPartial {
                var part = request
                part.filters.append(.init(facet: facet, value: range.description))
                let found = try search(part, counting: [], isOver: isOver).results
                (count, isPartial) = (found.total, found.isPartial)
            }
            values.append(.init(range, of: facet, count: count))
        }
        return (FacetCounts(facet: facet, values: values), isPartial)
    }

    /// Counts the articles of a request by ranges of the number of words in their bodies, which are known to four significant
    /// bits from 41 on.
    ///
    /// - Returns: the ranges as values, in their order; and whether the time ran out: then the counts are too low.
    public func lengthCounts(
        _ request: SearchRequest, in ranges: [NumberRange]
    ) throws(DossierError) -> (counts: FacetCounts, isPartial: Bool) {
        let column = try answering {
            try DocumentColumn(
                try lengthCodes().map { codes in (0..<codes.count).map { UInt32(codes[$0]) } }, count: 256)
        }
        let found = try search(request.countingOnly, counting: [column])
        let values = ranges.map { range in
            let count = zip(LengthTable.lengths, found.columnCounts[0]).reduce(0) {
                $0 + (range.contains(Double($1.0)) ? Int($1.1) : 0)
            }
            return FacetCounts.Value(range, of: Self.lengthFacet, count: count)
        }
        return (FacetCounts(facet: Self.lengthFacet, values: values), found.results.isPartial)
    }

    /// What lengths are counted as, beside facets.
    public static let lengthFacet = "length"
}

extension SearchRequest {
    /// The same without hits and facets.
    fileprivate var countingOnly: SearchRequest {
        var request = self
        (request.limit, request.offset, request.after, request.sort) = (0, 0, nil, .relevance)
        request.countedFacets = []
        return request
    }
}

extension FacetCounts.Value {
    fileprivate init(_ range: NumberRange, of facet: String, count: Int) {
        self.init(id: range.description, label: range.description, facet: facet, count: count)
    }
}
