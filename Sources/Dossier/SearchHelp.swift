internal import IndexCore
internal import IndexSearch
internal import PluginAPI

/// Another spelling of a query that finds more.
public struct QueryCorrection: Sendable, Equatable {
    /// A word that no document has, and one like it that some have.
    public struct Word: Sendable, Equatable {
        public let written: String
        public let meant: String
        /// Documents that have it.
        public let documentCount: Int
    }

    /// The whole text of the query with the words exchanged.
    public let text: String
    public let words: [Word]
}

/// A part of a query, and how many documents match it alone.
public struct QueryPartCount: Sendable, Equatable {
    /// As a query says it.
    public let text: String
    public let count: Int
}

extension SearchIndex {
    /// The query with words that no document has exchanged for those that are like them; nil where there are none.
    ///
    /// - Complexity: a fuzzy search for each such word.
    public func correction(of request: SearchRequest) throws(DossierError) -> QueryCorrection? {
        try answering {
            guard request.syntax != .raw else { return nil }
            var (text, words) = (request.query, [QueryCorrection.Word]())
            let isOver = request.end() ?? { false }
            for word in try searcher.unknownWords(of: try textQuery(of: request), language: request.language)
            {
                // It may stand in another field.
                guard let best = try searcher.words(like: word, limit: 1, isOver: isOver).first,
                    best.word != word,
                    let exchanged = text.exchanging(word: word, for: best.word)
                else { continue }
                text = exchanged
                words.append(.init(written: word, meant: best.word, documentCount: best.documentCount))
            }
            return words.isEmpty ? nil : QueryCorrection(text: text, words: words)
        }
    }

    /// The parts of a request that all have to match, or, where one is enough, those of its text, each with the number of
    /// documents that match it alone: what says why nothing was found. Those that there is no time to count are left out.
    public func partCounts(of request: SearchRequest) throws(DossierError) -> [QueryPartCount] {
        try answering {
            var parts: [Query] = []
            let text = try textQuery(of: request)
            switch text {
            case .and(let inner), .or(let inner): parts += inner
            case .all: break
            default: parts.append(text)
            }
            var counts: [QueryPartCount] = []
            let isOver = request.end() ?? { false }
            func add(_ text: String, _ query: Query) throws {
                if let count = try count(query, as: request, isOver: isOver) {
                    counts.append(QueryPartCount(text: text, count: count))
                }
            }
            for part in parts { try add(part.description, part) }
            for filter in request.filters {
                let names = filter.values.map { Query.facet(name: filter.facet, value: $0).description }
                let text = (filter.isExcluded ? "NOT " : "") + names.joined(separator: " OR ")
                try add(text, try resolved(filter).query)
            }
            if request.from != nil || request.to != nil {
                var dates = SearchRequest("")
                (dates.from, dates.to) = (request.from, request.to)
                let text = "\(request.from?.description ?? "")..\(request.to?.description ?? "")"
                try add("date:" + text, try self.query(of: dates))
            }
            return counts
        }
    }

    /// How many documents match a query in the language of a request; nil where the time runs out.
    func count(
        _ query: Query, as request: SearchRequest, isOver: @escaping @Sendable () -> Bool
    ) throws -> Int? {
        var options = SearchOptions()
        options.limit = 0
        options.language = try language(of: request)
        options.isOver = isOver
        let outcome = try searcher.search(try query.mappingDates(DateRange.days), options)
        return outcome.isPartial ? nil : outcome.total
    }
}

extension String {
    /// With a word of it, wherever it stands alone, exchanged for another; nil where it stands nowhere so.
    fileprivate func exchanging(word: String, for other: String) -> String? {
        var (result, rest, isChanged) = ("", self[...], false)
        while let range = rest.firstRange(of: word) {
            let isAlone =
                (range.lowerBound == rest.startIndex
                ? result.last : rest[rest.index(before: range.lowerBound)])
                .map { !$0.isLetter && !$0.isNumber } ?? true
            let endsAlone =
                range.upperBound == rest.endIndex
                || !(rest[range.upperBound].isLetter || rest[range.upperBound].isNumber)
            result += rest[..<range.lowerBound]
            result += isAlone && endsAlone ? other : word
            isChanged = isChanged || (isAlone && endsAlone)
            rest = rest[range.upperBound...]
        }
        return isChanged ? result + rest : nil
    }
}
