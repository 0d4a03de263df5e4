internal import IndexAnalysis
internal import IndexCore
internal import IndexSearch
internal import IndexStorage
internal import PluginAPI

extension SearchIndex {
    /// Words of a document that a search for those like it looks for.
    public static let similarWordCount = 25

    /// Words that set a document apart, the weightiest first: those that it has often and others have seldom.
    ///
    /// - Complexity: O(words of the document), and a look-up of each different one.
    public func keywords(
        of identifier: String, limit: Int = SearchIndex.similarWordCount
    ) throws(DossierError) -> [String] {
        try answering { try weighted(document(identifier), limit: limit).map(\.word) }
    }

    /// The documents most like one, best first, itself left out; filters, dates, limits and counted facets of the request
    /// hold, its text is not looked at.
    ///
    /// They are found by the words that set it apart, each weighing as it does there. Source of the method: Lucene's
    /// `MoreLikeThis`.
    public func documents(
        like identifier: String, _ request: SearchRequest
    ) throws(DossierError) -> SearchResults {
        let document = try document(identifier)
        let words = try answering { try weighted(document, limit: Self.similarWordCount) }
        guard !words.isEmpty else {
            throw DossierError(.badRequest, "‘\(identifier)’ has no words that others have too.")
        }
        let alike = Query.or(
            words.map { .boosted(.word(text: $0.word, field: nil, exact: false), $0.weight) })
        var request = request
        request.query = ""
        // Its words follow one another by what they weigh.
        request.proximityWeight = 0
        request.language = document.language ?? request.language
        return try search(request, counting: [], for: alike, except: document.identifier).results
    }

    private func weighted(
        _ document: StoredDocument, limit: Int
    ) throws -> [(word: String, weight: Double)] {
        var frequencies: [String: Int] = [:]
        let tokenizer = searcher.analyzer.makeTokenizer()
        var tokens = TokenBuffer()
        for zone in document.zones where zone.kind.isArticle {
            tokenizer.appendTokens(of: document.text, in: zone.range, to: &tokens)
        }
        for index in 0..<tokens.count {
            frequencies[String(decoding: tokens.foldedBytes(at: index), as: UTF8.self), default: 0] += 1
        }
        var words: [(word: String, weight: Double, rank: Double)] = []
        for (word, frequency) in frequencies where word.utf8.count > 2 {
            let count = try searcher.documentCount(ofWord: word, language: document.language)
            // What it alone has finds nothing else.
            guard count > 1 else { continue }
            let idf = BM25.idf(documentFrequency: count, documentCount: max(count, snapshot.documentCount))
            let weight = Double(frequency) / (Double(frequency) + BM25().k1)
            words.append((word, weight, weight * idf))
        }
        words.sort { ($1.rank, $0.word) < ($0.rank, $1.word) }
        return words.prefix(limit).map { ($0.word, $0.weight) }
    }
}
