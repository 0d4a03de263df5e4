internal import IndexCore
internal import IndexSearch
public import PluginAPI

/// A stretch of time by which articles are counted.
public enum TimelinePeriod: String, Sendable, CaseIterable {
    case year, month, day

    /// All days that calendars have.
    fileprivate static let days =
        CalendarDate(daysSinceEpoch: -719_162)...CalendarDate(daysSinceEpoch: 2_932_896)

    /// How much of a day's `YYYY-MM-DD` names the period.
    fileprivate var labelLength: Int {
        switch self {
        case .year: 4
        case .month: 7
        case .day: 10
        }
    }

    /// The period that holds a day, counted from that of the year 0; days from 1970-01-01.
    fileprivate func index(of date: CalendarDate) -> Int {
        if self == .day { return Int(date.daysSinceEpoch) }
        let (year, month, _) = date.components
        return self == .year ? year : 12 * year + month - 1
    }

    /// First and last day of a period.
    fileprivate func days(_ index: Int) -> ClosedRange<CalendarDate> {
        if self == .day {
            let day = CalendarDate(daysSinceEpoch: Int32(index))
            return day...day
        }
        let (year, month) = self == .year ? (index, 1) : (index / 12, index % 12 + 1)
        let last = self == .year ? 12 : month
        let first = CalendarDate(year: year, month: month, day: 1)
        let end = [31, 30, 29, 28].lazy.compactMap { CalendarDate(year: year, month: last, day: $0) }.first
        guard let first, let end else { preconditionFailure("period \(index)") }
        return first...end
    }
}

extension TimelinePeriod {
    /// - Throws: `DossierError.Code.badRequest` for more periods than a timeline has.
    fileprivate func check(_ indices: ClosedRange<Int>) throws(DossierError) {
        if indices.count <= Timeline.greatestPeriodCount { return }
        let (first, last) = (days(indices.lowerBound).lowerBound, days(indices.upperBound).upperBound)
        throw DossierError(
            .badRequest,
            "From \(first) to \(last) there are \(indices.count) \(rawValue)s, and a timeline has at most "
                + "\(Timeline.greatestPeriodCount): narrow the dates, or take longer periods.")
    }
}

/// How many articles there are in each year, month or day, and how many carry which values.
public struct Timeline: Sendable, Equatable {
    public struct Period: Sendable, Equatable {
        public let days: ClosedRange<CalendarDate>
        /// `2014`, `2014-05` or `2014-05-31`.
        public let label: String
        /// Articles that match.
        public let total: Int
        /// In the order asked for; none where no article matches.
        public let facets: [FacetCounts]
    }

    /// One after another, from the first with an article to the last, those between without one too.
    public let periods: [Period]
    /// The time ran out, or the search was cancelled: later periods are missing.
    public let isPartial: Bool
    /// As of ``SearchResults``.
    public let notes: [String]

    /// 179 years of days. One article with a wrong date makes many more.
    public static let greatestPeriodCount = 65_536
}

extension SearchIndex {
    /// Counts the articles of a request, and the values of its counted facets, by year, month or day.
    ///
    /// Articles without a date are of no period.
    ///
    /// - Throws: `DossierError.Code.badRequest` also for more than ``Timeline/greatestPeriodCount`` periods.
    /// - Complexity: one search, and where facets are counted one more for each period that has articles. All of them share
    ///   the time of the request.
    public func timeline(_ request: SearchRequest, by period: TimelinePeriod) throws(DossierError) -> Timeline
    {
        var request = request
        (request.limit, request.offset, request.after, request.sort) = (0, 0, nil, .relevance)
        var whole = request
        whole.countedFacets = []
        let column = try periodColumn(period)
        guard let column else { return Timeline(periods: [], isPartial: false, notes: notes(on: request)) }
        let isOver = request.end() ?? { false }
        let found = try search(whole, counting: [column.column], isOver: isOver)
        let counts = found.columnCounts[0]
        guard let first = counts.firstIndex(where: { $0 > 0 }),
            let last = counts.lastIndex(where: { $0 > 0 })
        else { return Timeline(periods: [], isPartial: found.results.isPartial, notes: found.results.notes) }
        try period.check(column.first + first...column.first + last)
        var periods: [Timeline.Period] = []
        for place in first...last {
            let days = period.days(column.first + place)
            var facets: [FacetCounts] = []
            if counts[place] > 0, !request.countedFacets.isEmpty {
                let part = try search(request.within(days), counting: [], isOver: isOver).results
                // A short search does not look at the clock.
                if part.isPartial || isOver() {
                    return Timeline(periods: periods, isPartial: true, notes: found.results.notes)
                }
                facets = part.facets
            }
            let label = String(days.lowerBound.description.prefix(period.labelLength))
            periods.append(
                Timeline.Period(days: days, label: label, total: Int(counts[place]), facets: facets))
        }
        return Timeline(periods: periods, isPartial: found.results.isPartial, notes: found.results.notes)
    }

    /// For each document the period it was published in, counted from the first one that has any; nil where no document has
    /// a date.
    private func periodColumn(
        _ period: TimelinePeriod
    ) throws(DossierError) -> (column: DocumentColumn, first: Int)? {
        try answering {
            var indices: [[Int]] = []
            for part in snapshot.parts {
                let dates = try part.segment.dates()
                indices.append(
                    (0..<UInt32(part.segment.documentCount)).map { document in
                        let date = CalendarDate(daysSinceEpoch: dates[document])
                        return TimelinePeriod.days.contains(date) ? period.index(of: date) : .min
                    })
            }
            let known = indices.lazy.joined().filter { $0 != .min }
            guard let first = known.min(), let last = known.max() else { return nil }
            let numbers = indices.map { $0.map { $0 == .min ? UInt32.max : UInt32($0 - first) } }
            return (try DocumentColumn(numbers, count: last - first + 1), first)
        }
    }
}

extension SearchRequest {
    /// The same for some days alone.
    fileprivate func within(_ days: ClosedRange<CalendarDate>) -> SearchRequest {
        var part = self
        part.from = max(days.lowerBound, from ?? days.lowerBound)
        part.to = min(days.upperBound, to ?? days.upperBound)
        return part
    }
}

extension FacetCounts {
    /// The periods of a timeline as values of `date`, in their order.
    public init(_ timeline: Timeline) {
        let values = timeline.periods.map { period in
            Value(id: period.label, label: period.label, facet: "date", count: period.total)
        }
        self.init(facet: "date", values: values)
    }
}
