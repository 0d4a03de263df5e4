internal import IndexCore
internal import IndexSearch
internal import PluginAPI

extension SearchIndex {
    /// What matches has a score above 0, by which pruned search knows it.
    private static let fieldWeights = 0.001...1000.0
    private static let factors = 0.01...100.0
    private static let halfLives = 0.01...1_000_000.0
    /// So many of the greatest weight leave every score a finite number.
    private static let greatestPreferenceCount = 10

    /// How a request scores documents.
    ///
    /// - Throws: `DossierError.Code.badRequest` for numbers out of their ranges; what is wrong with a preference's query.
    func model(of request: SearchRequest) throws -> RankingModel {
        // Far above, what a word scores that an article has once is lost in rounding.
        guard (0...1000).contains(request.k1), (0...1).contains(request.b), request.limit >= 0,
            request.offset >= 0, request.facetValueLimit ?? 0 >= 0
        else {
            throw DossierError(
                .badRequest,
                "k1 is from 0 to 1000, b is from 0 to 1, and the limits and the offset are at least 0.")
        }
        var model = RankingModel(
            BM25(k1: request.k1, b: request.b), weighsBursts: request.weighsBursts,
            fieldWeights: try fieldWeights(of: request))
        if request.proximityWeight != 0 {
            try check(request.proximityWeight, in: Self.factors, "The weight of proximity")
            model.proximity = request.proximityWeight
        }
        if let recency = request.recency {
            try check(recency.halfLifeDays, in: Self.halfLives, "The half-life of recency, in days,")
            try check(recency.weight, in: Self.factors, "The weight of recency")
            model.recency = Recency(
                day: recency.day.daysSinceEpoch, halfLifeDays: recency.halfLifeDays, weight: recency.weight)
        }
        guard request.preferences.count <= Self.greatestPreferenceCount else {
            throw DossierError(
                .badRequest,
                "A search takes at most \(Self.greatestPreferenceCount) preferences, not \(request.preferences.count); join "
                    + "those of one weight by OR.")
        }
        model.preferences = try request.preferences.map { try preference($0, of: request) }
        return model
    }

    private func fieldWeights(of request: SearchRequest) throws(DossierError) -> [Double] {
        let names = snapshot.record.fieldNames
        for (name, weight) in request.fieldWeights {
            guard names.contains(name) else {
                throw DossierError(
                    .badRequest, "There is no field ‘\(name)’; there are \(names.joined(separator: ", ")).")
            }
            guard Self.fieldWeights.contains(weight) else {
                throw DossierError(
                    .badRequest,
                    "A field weighs from \(Self.fieldWeights.lowerBound) to \(Self.fieldWeights.upperBound), not \(weight); "
                        + "name the other fields to leave it out.")
            }
        }
        return names.map { request.fieldWeights[$0] ?? SearchRequest.usualFieldWeights[$0] ?? 1 }
    }

    private func preference(
        _ preference: SearchRequest.Preference, of request: SearchRequest
    ) throws -> Preference {
        try check(preference.weight, in: Self.factors, "The weight of ‘\(preference.query)’")
        guard preference.query.contains(where: { !$0.isWhitespace }) else {
            throw DossierError(
                .badRequest, "A preference is a query, such as publisher:Reuters; this one is empty.")
        }
        var part = request
        part.query = preference.query
        // As with filters, what is wrong is an error: nobody types it as they search.
        part.syntax = .strict
        return Preference(try words(of: part), factor: preference.weight, name: preference.query)
    }

    private func check(
        _ number: Double, in range: ClosedRange<Double>, _ name: String
    ) throws(DossierError) {
        if range.contains(number) { return }
        throw DossierError(
            .badRequest, "\(name) is from \(range.lowerBound) to \(range.upperBound), not \(number).")
    }
}
