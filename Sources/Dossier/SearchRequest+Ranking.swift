public import PluginAPI

extension SearchRequest {
    /// Lets articles count more the nearer their date is to a day.
    ///
    /// The score of an article is multiplied by 1 + ``weight`` · 2^(−days / ``halfLifeDays``), where days are those from its
    /// date to ``day``, before or after; that of an article without a date stays. So one of the day counts twice as much as
    /// one of long ago where the weight is 1, and the lead halves with every half-life.
    public struct Recency: Sendable, Equatable {
        /// From 0.01 to a million.
        public var halfLifeDays: Double
        public var day: CalendarDate
        /// From 0.01 to 100.
        public var weight = 1.0

        public init(halfLifeDays: Double, day: CalendarDate) {
            self.halfLifeDays = halfLifeDays
            self.day = day
        }
    }

    /// Multiplies the scores of the articles that match a query, whatever is searched for; others are found as ever.
    ///
    /// It multiplies because scores are larger the more words a search has and the rarer they are: what a number adds would
    /// be much for one search and nothing for another. Where nothing that is searched for scores, as without words, every
    /// match counts 1. An article that several preferences match is multiplied by each.
    public struct Preference: Sendable, Equatable {
        /// Read as the text of the request is, but never raw.
        public var query: String
        /// From 0.01 to 100; below 1 articles are held back.
        public var weight = 2.0

        public init(_ query: String, weight: Double = 2) {
            self.query = query
            self.weight = weight
        }
    }
}
