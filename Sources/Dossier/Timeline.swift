public import PluginAPI

/// A stretch of time by which articles are counted.
public enum TimelinePeriod: String, Sendable, CaseIterable {
    case year, month

    /// The period that holds a day, counted from that of the year 0.
    fileprivate func index(of date: CalendarDate) -> Int {
        let (year, month, _) = date.components
        return self == .year ? year : 12 * year + month - 1
    }

    /// First and last day of a period.
    fileprivate func days(_ index: Int) -> ClosedRange<CalendarDate> {
        let (year, month) = self == .year ? (index, 1) : (index / 12, index % 12 + 1)
        let last = self == .year ? 12 : month
        let first = CalendarDate(year: year, month: month, day: 1)
        let end = [31, 30, 29, 28].lazy.compactMap { CalendarDate(year: year, month: last, day: $0) }.first
        guard let first, let end else { preconditionFailure("period \(index)") }
        return first...end
    }
}

/// How many articles there are in each year or month, and how many carry which values.
public struct Timeline: Sendable, Equatable {
    public struct Period: Sendable, Equatable {
        public let days: ClosedRange<CalendarDate>
        /// `2014` or `2014-05`.
        public let label: String
        /// Articles that match.
        public let total: Int
        /// In the order asked for; none where no article matches.
        public let facets: [FacetCounts]
    }

    /// One after another, from the first with an article to the last, those between without one too.
    public let periods: [Period]
    /// The time ran out: later periods are missing.
    public let isPartial: Bool
}

extension SearchIndex {
    /// Counts the articles of a request, and the values of its counted facets, by year or month.
    ///
    /// Articles without a date are of no period.
    ///
    /// - Complexity: a search for each period that has articles, and a few more to find those.
    public func timeline(_ request: SearchRequest, by period: TimelinePeriod) throws(DossierError) -> Timeline
    {
        var request = request
        (request.limit, request.offset) = (0, 0)
        let first = request.from ?? CalendarDate(year: 1, month: 1, day: 1)
        let last = request.to ?? CalendarDate(year: 9999, month: 12, day: 31)
        guard let first, let last, first <= last else { return Timeline(periods: [], isPartial: false) }
        var counter = PeriodCounter(index: self, request: request, period: period)
        try counter.count(period.index(of: first)...period.index(of: last))
        return Timeline(periods: counter.periods, isPartial: counter.isPartial)
    }
}

/// Looks for the periods that have articles by halving, and counts those.
private struct PeriodCounter {
    let index: SearchIndex
    let request: SearchRequest
    let period: TimelinePeriod
    var periods: [Timeline.Period] = []
    var isPartial = false
    private var next: Int?

    init(index: SearchIndex, request: SearchRequest, period: TimelinePeriod) {
        (self.index, self.request, self.period) = (index, request, period)
    }

    mutating func count(_ range: ClosedRange<Int>) throws(DossierError) {
        if isPartial { return }
        let isOne = range.count == 1
        let results = try index.search(part(range, counting: isOne))
        isPartial = results.isPartial
        if results.total == 0 { return }
        if isOne {
            fill(upTo: range.lowerBound)
            append(range.lowerBound, results.total, results.facets)
            return
        }
        let middle = (range.lowerBound + range.upperBound) / 2
        try count(range.lowerBound...middle)
        try count(middle + 1...range.upperBound)
    }

    private func part(_ range: ClosedRange<Int>, counting: Bool) -> SearchRequest {
        var part = request
        part.from = max(period.days(range.lowerBound).lowerBound, request.from ?? .init(daysSinceEpoch: .min))
        part.to = min(period.days(range.upperBound).upperBound, request.to ?? .init(daysSinceEpoch: .max))
        if !counting { part.countedFacets = [] }
        return part
    }

    private mutating func fill(upTo end: Int) {
        guard let start = next, start < end else { return }
        for index in start..<end { append(index, 0, []) }
    }

    private mutating func append(_ index: Int, _ total: Int, _ facets: [FacetCounts]) {
        let days = period.days(index)
        let label = String(days.lowerBound.description.prefix(period == .year ? 4 : 7))
        periods.append(Timeline.Period(days: days, label: label, total: total, facets: facets))
        next = index + 1
    }
}
