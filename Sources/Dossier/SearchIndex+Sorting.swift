internal import IndexAnalysis
internal import IndexCore
internal import IndexSearch
internal import IndexStorage

extension SearchIndex {
    /// The field whose words are the length of a document.
    static let lengthField = "body"

    /// Searches for the first hits in an order that is not that of scores.
    ///
    /// - Complexity: O(matches); sorting by titles reads those of all matches from the stored documents.
    func sorted(
        _ sort: SearchRequest.Sort, _ query: Query, _ options: SearchOptions
    ) throws -> SearchOutcome {
        switch sort {
        case .relevance: return try searcher.search(query, options)
        case .ascending(let key): return try sorted(by: key, isDescending: false, query, options)
        case .descending(let key): return try sorted(by: key, isDescending: true, query, options)
        }
    }

    private func sorted(
        by key: SearchRequest.SortKey, isDescending: Bool, _ query: Query, _ options: SearchOptions
    ) throws -> SearchOutcome {
        if key == .title { return try sortedByTitle(isDescending: isDescending, query, options) }
        let column = try sortColumn(key, isDescending: isDescending)
        func sortKey(_ document: UInt32, part: Int) throws(StorageError) -> NumberKey {
            NumberKey(try column.number(of: document, part: part), isDescending: isDescending)
        }
        var first = FirstHits<NumberKey>(
            capacity: options.limit,
            after: try options.after.map { last in
                let place = snapshot.locate(last.document)
                return .init(key: try sortKey(place.document, part: place.part), document: last.document)
            })
        var outcome = try searcher.gather(query, options) { part, documents throws(StorageError) in
            let firstDocument = snapshot.parts[part].firstDocument
            for document in documents {
                first.insert(try sortKey(document, part: part), firstDocument + document)
            }
        }
        outcome.hits = first.sorted().map { ScoredDocument(document: $0, score: 0) }
        return outcome
    }

    private func sortedByTitle(
        isDescending: Bool, _ query: Query, _ options: SearchOptions
    ) throws -> SearchOutcome {
        let tokenizer = searcher.analyzer.makeTokenizer()
        func sortKey(_ record: ArraySlice<UInt8>, part: Int) throws(StorageError) -> TextKey {
            let title = try DocumentRecord.title(record, file: snapshot.parts[part].segment.name)
            return TextKey(tokenizer.fold(title), isDescending: isDescending)
        }
        var first = FirstHits<TextKey>(
            capacity: options.limit,
            after: try options.after.map { last in
                let place = snapshot.locate(last.document)
                let record = try snapshot.parts[place.part].segment.stored().record(of: place.document)
                return .init(key: try sortKey(record[...], part: place.part), document: last.document)
            })
        var outcome = try searcher.gather(query, options, readsRecords: true) {
            part, documents throws(StorageError) in
            let firstDocument = snapshot.parts[part].firstDocument
            try snapshot.parts[part].segment.stored().forEachRecord(of: documents) {
                document, record throws(StorageError) in
                first.insert(try sortKey(record, part: part), firstDocument + document)
            }
        }
        outcome.hits = first.sorted().map { ScoredDocument(document: $0, score: 0) }
        return outcome
    }

    private func sortColumn(
        _ key: SearchRequest.SortKey, isDescending: Bool
    ) throws -> SortColumn {
        switch key {
        case .date, .title: return .dates(try snapshot.parts.map { try $0.segment.dates() })
        case .length: return .lengths(try lengthCodes())
        case .facet(let name):
            let facets = try searcher.resolver.facetIndices(name)
            return .values(try searcher.valueOrder(ofFacets: facets), last: isDescending)
        }
    }

    /// For each segment the norms of the field that counts as the length of its documents.
    func lengthCodes() throws -> [MappedBytes] {
        guard let field = snapshot.record.fieldNames.firstIndex(of: Self.lengthField) else {
            throw DossierError(
                .badRequest, "This index has no field ‘\(Self.lengthField)’, whose words are the length.")
        }
        return try snapshot.parts.map { try $0.segment.fields[field].norms() }
    }
}

/// What documents are sorted by, as numbers.
private enum SortColumn {
    case dates([DateColumn])
    case lengths([MappedBytes])
    /// `last`: whether the last value that a document carries counts, instead of the first.
    case values(ValueOrder, last: Bool)

    /// Nil for a document without one.
    func number(of document: UInt32, part: Int) throws(StorageError) -> Int64? {
        switch self {
        case .dates(let columns):
            let day = columns[part][document]
            return day == noDate ? nil : Int64(day)
        case .lengths(let codes): return Int64(codes[part][Int(document)])
        case .values(let order, let last):
            return try order.place(of: document, part: part, last: last).map { Int64($0) }
        }
    }
}
