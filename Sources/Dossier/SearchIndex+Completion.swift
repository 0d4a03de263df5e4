internal import IndexAnalysis
internal import IndexCore
internal import IndexSearch

/// A word that one which was begun may become.
public struct WordCompletion: Sendable, Equatable {
    /// Folded, as queries are.
    public let text: String
    /// Documents that have it as it is written here.
    public let documentCount: Int
}

/// What the identifier of a document that was begun may become.
public struct IdentifierCompletion: Sendable, Equatable {
    /// An identifier, or the beginning of several, up to and with a slash.
    public let text: String
    /// The title of the document; nil for the beginning of several.
    public let title: String?
}

extension SearchIndex {
    /// Longer than a user waits for a key.
    private static let completionMilliseconds = 200

    private static func completionEnd() -> @Sendable () -> Bool {
        var request = SearchRequest("")
        request.timeoutMilliseconds = completionMilliseconds
        return request.end() ?? { false }
    }

    /// Words of the index that begin so, the commonest first.
    ///
    /// - Parameters:
    ///   - field: where they stand, such as `title`; nil for all that plain words search.
    ///   - limit: at most so many.
    /// - Throws: `DossierError.Code.badRequest` for a field that is none.
    /// - Complexity: O(terms that begin so), and a count for each word.
    public func completions(
        ofWord text: String, field: String? = nil, limit: Int = 20
    ) throws(DossierError) -> [WordCompletion] {
        try answering {
            let number = field.flatMap { snapshot.record.fieldNames.firstIndex(of: $0) }
            if let field, number == nil { throw DossierError(.badRequest, "There is no field ‘\(field)’.") }
            let isOver = Self.completionEnd()
            let words = try searcher.words(
                beginning: text, field: number, limit: limit, isOver: isOver)
            // A word of several fields was counted in each of them, and in deleted documents.
            let found = try words.map { word in
                let query = Query.word(text: word.word, field: field, exact: true)
                let count = try count(query, as: SearchRequest(text), isOver: isOver)
                return WordCompletion(text: word.word, documentCount: count ?? word.documentCount)
            }
            return found.filter { $0.documentCount > 0 }.sorted {
                ($1.documentCount, $0.text) < ($0.documentCount, $1.text)
            }
        }
    }

    /// Identifiers that begin so, in their order, folder by folder: of those that go on behind a slash alike, only up to it.
    ///
    /// - Complexity: O(limit × log documents), and reads the title of each document.
    public func completions(
        ofIdentifier text: String, limit: Int = 20
    ) throws(DossierError) -> [IdentifierCompletion] {
        try answering {
            let start = Array(text.utf8)
            var found: [[UInt8]: (part: Int, document: UInt32)?] = [:]
            for (number, part) in snapshot.parts.enumerated() {
                let identifiers = try part.segment.identifiers()
                var (place, count) = (try identifiers.firstPlace(notBefore: start), 0)
                while count < limit, place < identifiers.count {
                    let document = try identifiers.document(at: place)
                    let identifier = try identifiers.identifier(of: document)
                    guard identifier.starts(with: start) else { break }
                    place += 1
                    if part.deletes?.contains(document) == true { continue }
                    if let folder = Self.folder(identifier, from: start.count) {
                        found[folder] = .some(nil)
                        // 0xFF stands behind all that is UTF-8.
                        place = try identifiers.firstPlace(notBefore: folder + [0xFF])
                    } else {
                        found[identifier] = (number, document)
                    }
                    count += 1
                }
            }
            let texts = found.keys.sorted { $0.lexicographicallyPrecedes($1) }.prefix(limit)
            return try texts.map { text in
                let title = try found[text]?.map { place in
                    StoredDocument(try snapshot.parts[place.part].segment.document(place.document)).title
                }
                return IdentifierCompletion(text: String(decoding: text, as: UTF8.self), title: title)
            }
        }
    }

    /// An identifier up to and with the first slash behind some bytes, and slashes beside it; nil where there is none.
    private static func folder(_ identifier: [UInt8], from start: Int) -> [UInt8]? {
        let slash = UInt8(ascii: "/")
        guard let first = identifier[start...].firstIndex(of: slash) else { return nil }
        let end = identifier[first...].firstIndex { $0 != slash } ?? identifier.count
        return end == identifier.count ? nil : Array(identifier[..<end])
    }

    /// Documents whose titles have some words, the last of which was begun; those whose titles begin so first, and else in the
    /// order of the index.
    ///
    /// - Complexity: O(matches), and reads the title of `limit` documents.
    public func completions(
        ofTitle text: String, limit: Int = 20
    ) throws(DossierError) -> [IdentifierCompletion] {
        let words = self.words(of: text)
        guard let last = words.last else { return [] }
        let start = words.joined(separator: " ")
        return try answering {
            var parts = words.dropLast().map { Query.word(text: $0, field: "title", exact: true) }
            parts.append(.pattern(.prefix(last), field: "title"))
            var options = SearchOptions()
            options.limit = limit
            options.countsTotal = false
            options.isOver = Self.completionEnd()
            let query = parts.count == 1 ? parts[0] : Query.and(parts)
            var (first, others) = ([IdentifierCompletion](), [IdentifierCompletion]())
            for hit in try searcher.search(query, options).hits {
                let place = snapshot.locate(hit.document)
                let document = StoredDocument(try snapshot.parts[place.part].segment.document(place.document))
                let completion = IdentifierCompletion(text: document.identifier, title: document.title)
                if self.words(of: document.title).joined(separator: " ").hasPrefix(start) {
                    first.append(completion)
                } else {
                    others.append(completion)
                }
            }
            return first + others
        }
    }

    private func words(of text: String) -> [String] {
        foldedTexts([text])[0].split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }

    /// Texts without case, accents and width, as the index compares them.
    public func foldedTexts(_ texts: [String]) -> [String] {
        let tokenizer = searcher.analyzer.makeTokenizer()
        return texts.map { String(decoding: tokenizer.fold(Array($0.utf8)), as: UTF8.self) }
    }
}
