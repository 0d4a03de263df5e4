internal import IndexCore
internal import IndexSearch
internal import IndexStorage
internal import PluginAPI

/// An article of which an index holds several copies, and how each differs from it.
public struct CopyCluster: Sendable, Equatable {
    /// One of the documents.
    public struct Copy: Sendable, Equatable {
        public let document: StoredDocument
        /// Whether it has the very words of the original, whatever its title and layout.
        public let isExact: Bool
        /// How much of the shorter one is in the longer one, of five words that follow one another; 0...1.
        public let share: Double
        /// What only the original says, and what only this one.
        public let difference: TextDifference
    }

    /// What the others are taken to be copies of.
    public let original: StoredDocument
    /// The others, by date, then in the order of the index.
    public let copies: [Copy]
}

extension SearchIndex {
    /// The copies of a document, it and the original included; nil where there are none.
    ///
    /// The original is one that says of itself that it appeared first elsewhere only if all do; of the others one that
    /// copies name as their source, by its publisher or URL; then the earliest, the longest, and the first in the index.
    ///
    /// - Throws: `DossierError.Code.badRequest` for an index that does not look for copies.
    /// - Complexity: reads the texts of the cluster.
    public func copies(of identifier: String) throws(DossierError) -> CopyCluster? {
        try answering {
            let place = try locate(identifier)
            let clusters = try copyClusters()
            let number = snapshot.parts[place.part].firstDocument + place.document
            guard let cluster = clusters.cluster(of: number) else { return nil }
            let documents = try clusters.members[cluster].map { member in
                let place = snapshot.locate(member)
                return try snapshot.parts[place.part].segment.document(place.document)
            }
            return CopyCluster(documents, searcher)
        }
    }

    /// The identifiers of all documents of which there are copies, cluster by cluster, each in the order of the index; the
    /// largest first.
    ///
    /// - Throws: `DossierError.Code.badRequest` for an index that does not look for copies.
    public func allCopies() throws(DossierError) -> [[String]] {
        try answering {
            let identifiers = try snapshot.parts.map { try $0.segment.identifiers() }
            let clusters = try copyClusters().members.enumerated().sorted {
                ($1.element.count, $0.offset) < ($0.element.count, $1.offset)
            }
            return try clusters.map { _, members in
                try members.map { member in
                    let place = snapshot.locate(member)
                    return String(
                        decoding: try identifiers[place.part].identifier(of: place.document), as: UTF8.self)
                }
            }
        }
    }

    /// The best documents of different clusters, and how many matches each cluster has.
    ///
    /// Asks for more hits until there are enough of different articles: so they are what folding all of them gives.
    func folded(
        _ query: Query, _ options: SearchOptions, _ clusters: CopyClusters, into hits: inout [Hit]
    ) throws -> SearchOutcome {
        let wanted = options.limit
        var options = options
        options.columns.append(clusters.column)
        options.limit = wanted + min(wanted, 1 << 20)
        var outcome = try searcher.search(query, options)
        // What has been counted is not counted again.
        let narrowed = options.filters.isEmpty ? query : .and([query] + options.filters)
        (options.filters, options.leftOutFilters) = ([], [])
        (options.columns, options.countedFacets, options.countsTotal) = ([], [], false)
        let clusterCounts = outcome.columnCounts.last ?? []
        while true {
            hits = clusters.fold(outcome.hits, clusterCounts, limit: wanted)
            let isWhole = hits.count == wanted || outcome.hits.count < options.limit
            if isWhole || outcome.isPartial { return outcome }
            options.limit *= 4
            let more = try searcher.search(narrowed, options)
            outcome.isPartial = more.isPartial
            // What a search without the time to end finds may be worse than what is known.
            if !more.isPartial { outcome.hits = more.hits }
        }
    }
}

extension CopyClusters {
    /// The first hit of each cluster, and those of none.
    fileprivate func fold(_ found: [ScoredDocument], _ counts: [UInt32], limit: Int) -> [Hit] {
        var (hits, seen) = ([Hit](), Set<Int>())
        for scored in found where hits.count < limit {
            var hit = Hit(scored)
            if let cluster = cluster(of: scored.document) {
                guard seen.insert(cluster).inserted else { continue }
                hit.copyCount = max(0, Int(counts[cluster]) - 1)
            }
            hits.append(hit)
        }
        return hits
    }
}

extension Hit {
    init(_ scored: ScoredDocument) {
        self.init(reference: DocumentReference(number: scored.document), score: scored.score)
    }
}

extension CopyCluster {
    /// - Parameter documents: at least two, in the order of the index.
    fileprivate init(_ documents: [Document], _ searcher: Searcher) {
        let tokenizer = DocumentTokenizer(searcher.analyzer)
        let texts = documents.map { ArticleWords(tokenizer.tokenize($0)) }
        let place = Self.original(documents, texts.map(\.count))
        let original = texts[place]
        let order = documents.indices.filter { $0 != place }.sorted { one, other in
            let days = [one, other].map { documents[$0].published?.daysSinceEpoch ?? .max }
            return (days[0], one) < (days[1], other)
        }
        self.original = StoredDocument(documents[place])
        copies = order.map { index in
            Copy(
                document: StoredDocument(documents[index]),
                isExact: texts[index].hasSameWords(as: original),
                share: texts[index].share(with: original),
                difference: TextDifference(original, texts[index]))
        }
    }

    /// Index of the document that the others are taken to be copies of.
    private static func original(_ documents: [Document], _ wordCounts: [Int]) -> Int {
        CopyTraits.original(
            of: documents.indices.map { index in
                let document = documents[index]
                return CopyTraits(
                    publisher: document.publisher, source: document.republishedFrom,
                    days: document.published?.daysSinceEpoch ?? noDate,
                    lengthCode: LengthTable.code(for: UInt32(clamping: wordCounts[index])),
                    isNamedByURL: documents.indices.contains { other in
                        other != index && documents[other].canonicalURL == document.identifier
                    })
            })
    }
}
