internal import IndexCore
internal import IndexSearch
internal import IndexStorage

extension SearchIndex {
    /// Counts the articles of a request by ranges of a facet whose values are numbers; an article counts once in each range
    /// that holds one of its values.
    ///
    /// - Returns: the ranges as values, in their order.
    /// - Throws: `DossierError.Code.badRequest` where no value of the facet is a number.
    /// - Complexity: a search for each range.
    public func rangeCounts(
        _ request: SearchRequest, of facet: String, in ranges: [NumberRange]
    ) throws(DossierError) -> FacetCounts {
        var request = request.countingOnly
        if request.countsSideways { request.filters.removeAll { $0.facet == facet } }
        var values: [FacetCounts.Value] = []
        for range in ranges {
            var part = request
            part.filters.append(.init(facet: facet, value: range.description))
            values.append(.init(range, of: facet, count: try search(part).total))
        }
        return FacetCounts(facet: facet, values: values)
    }

    /// Counts the articles of a request by ranges of the number of words in their bodies, which are known to four significant
    /// bits from 41 on.
    ///
    /// - Returns: the ranges as values, in their order.
    public func lengthCounts(
        _ request: SearchRequest, in ranges: [NumberRange]
    ) throws(DossierError) -> FacetCounts {
        let column = try answering {
            try DocumentColumn(
                try lengthCodes().map { codes in (0..<codes.count).map { UInt32(codes[$0]) } }, count: 256)
        }
        let counts = try search(request.countingOnly, counting: [column]).columnCounts[0]
        return FacetCounts(
            facet: Self.lengthFacet,
            values: ranges.map { range in
                let count = zip(LengthTable.lengths, counts).reduce(0) {
                    $0 + (range.contains(Double($1.0)) ? Int($1.1) : 0)
                }
                return .init(range, of: Self.lengthFacet, count: count)
            })
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
