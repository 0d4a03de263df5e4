internal import IndexAnalysis
internal import IndexCore
package import IndexStorage

/// The text of a document's field, or of a zone of it, as it is stored.
package struct FieldText: Sendable {
    package var text: [UInt8]
    /// Byte ranges of the text, ascending.
    package var stretches: [Range<Int>]

    package init(text: [UInt8], stretches: [Range<Int>]) {
        self.text = text
        self.stretches = stretches
    }
}

/// Reads the text of a field, or of a zone of it, by their names, from the record of a document.
package struct FieldTextReader: Sendable {
    package typealias Read =
        @Sendable (_ record: [UInt8], _ file: String, _ field: String, _ zone: String?) throws -> FieldText

    private let body: Read

    package init(_ read: @escaping Read) { body = read }

    package func read(
        _ record: [UInt8], file: String, field: String, zone: String?
    ) throws(StorageError) -> FieldText {
        do {
            return try body(record, file, field, zone)
        } catch let error as StorageError {
            throw error
        } catch {
            preconditionFailure("\(error) is not of storage")
        }
    }
}

/// Words spelled exactly so, side by side in a field.
struct SpelledClause: Sendable {
    let field: Int
    /// As they are written.
    let words: [[UInt8]]
    /// The same words in any spelling.
    let holders: Clause
    let scorer: TermScorer
    let statistics: FieldStatistics
    let checker: SpellingChecker
}

/// Counts words that are spelled exactly so in the texts of documents: the index knows folded words alone.
struct SpellingChecker: Sendable {
    let words: [(folded: [UInt8], spelled: [UInt8])]
    let tokenizer: Tokenizer
    let reader: FieldTextReader
    let field: String
    let zone: String?

    /// - Complexity: O(bytes of the text).
    func frequency(in record: [UInt8], file: String) throws(StorageError) -> UInt32 {
        let text = try reader.read(record, file: file, field: field, zone: zone)
        var tokens = TokenBuffer()
        var frequency: UInt32 = 0
        for stretch in text.stretches {
            // Mostly it is not spelled so anywhere.
            guard let first = words.first, text.text[stretch].holds(first.spelled) else { continue }
            tokens.removeAll()
            tokenizer.appendTokens(of: text.text, in: stretch, to: &tokens)
            var index = 0
            while index + words.count <= tokens.count {
                if isSpelled(at: index, tokens, text.text) {
                    frequency += 1
                    index += words.count
                } else {
                    index += 1
                }
            }
        }
        return frequency
    }

    private func isSpelled(at index: Int, _ tokens: TokenBuffer, _ text: [UInt8]) -> Bool {
        words.indices.allSatisfy { place in
            text[tokens.byteRange(at: index + place)].elementsEqual(words[place].spelled)
        }
    }
}

extension ArraySlice<UInt8> {
    /// Whether some bytes stand in it side by side.
    fileprivate func holds(_ bytes: [UInt8]) -> Bool {
        guard let first = bytes.first else { return true }
        var start = startIndex
        while let found = self[start...].firstIndex(of: first), endIndex - found >= bytes.count {
            if self[found..<found + bytes.count].elementsEqual(bytes) { return true }
            start = found + 1
        }
        return false
    }
}

/// Finds the documents of a spelling among those of the folded words.
final class SpellingCursor {
    let scorer: TermScorer
    private let checker: SpellingChecker
    private let file: String
    private var records: StoredDocuments.Reader
    private let norms: MappedBytes
    /// By offset in the window.
    private var frequencies: [UInt32] = []

    init(_ clause: SpelledClause, in segment: Segment) throws(StorageError) {
        scorer = clause.scorer
        checker = clause.checker
        file = segment.name
        records = StoredDocuments.Reader(try segment.stored())
        norms = try segment.fields[clause.field].norms()
    }

    /// Takes out of a window all documents in which nothing is spelled so.
    func restrict(_ base: UInt32, _ window: DocumentWindow) throws(StorageError) {
        if frequencies.count < window.count { frequencies = [UInt32](repeating: 0, count: window.count) }
        try window.forEachMatch { offset throws(StorageError) in
            let frequency = try checker.frequency(in: records.record(of: base + UInt32(offset)), file: file)
            frequencies[offset] = frequency
            if frequency == 0 { window.remove(offset) }
        }
    }

    func norm(of document: UInt32) -> UInt8 { norms[Int(document)] }

    /// How often the words occur in a document that the last `restrict` left in its window.
    func frequency(atOffset offset: Int) -> UInt32 { frequencies[offset] }

    /// Adds the scores of documents of the last window to the sums of the memory.
    func score(_ base: UInt32, _ window: DocumentWindow, memory: SearchMemory) {
        window.forEachMatch { offset in
            memory.add(
                scorer.score(frequency: frequencies[offset], norm: norms[Int(base) + offset]), at: offset)
        }
    }
}

extension QueryCompiler {
    /// Words as they are spelled; nil for none.
    func spelled(_ words: [String], field: String?) throws -> Clause? {
        var tokens: [(folded: [UInt8], spelled: [UInt8])] = []
        for word in words {
            var buffer = TokenBuffer()
            let text = Array(word.utf8)
            searcher.tokenizer.appendTokens(of: text, in: 0..<text.count, to: &buffer)
            for index in 0..<buffer.count {
                tokens.append(
                    (Array(buffer.foldedBytes(at: index)), Array(text[buffer.byteRange(at: index)])))
            }
        }
        if tokens.isEmpty { return nil }
        guard let reader = searcher.texts else {
            let reason =
                "This index keeps no texts, and so cannot tell how a word is spelled: leave out the =."
            try limits.tell(reason, reading: "It is found in any spelling.", or: .badPattern(reason))
            return try inFields(field) { try self.words(tokens.map(\.folded), field: $0, exact: true) }
        }
        let searched = field.map(fields(named:)) ?? zone.map { [$0.field] } ?? searcher.defaultFields
        let clauses = try searched.map { try spelled(tokens, field: $0, reader) }
        return clauses.count == 1 ? clauses[0] : .or(clauses)
    }

    private func spelled(
        _ tokens: [(folded: [UInt8], spelled: [UInt8])], field: Int, _ reader: FieldTextReader
    ) throws -> Clause {
        var holders = try words(tokens.map(\.folded), field: field, exact: true)
        let ranges = zone.flatMap { $0.field == field ? $0.ranges : nil }
        if let ranges { holders = holders.within(ranges) }
        let statistics = searcher.statistics[field]
        var weight = 0.0
        for token in tokens {
            let terms = try terms(token.folded, searcher.languages[field], field: field, exact: true)
            weight += terms[0].weight.value
        }
        return .spelled(
            SpelledClause(
                field: field, words: tokens.map(\.spelled), holders: holders,
                scorer: scorer(weight: boost * weight, field: field),
                statistics: statistics,
                checker: SpellingChecker(
                    words: tokens, tokenizer: searcher.tokenizer, reader: reader,
                    field: snapshot.record.fieldNames[field], zone: ranges?.name)))
    }

    /// Words nearly side by side; nil for none.
    func sloppy(_ words: [String], _ slop: Int, field: String?) throws -> Clause? {
        try near([.sloppy(words, slop: slop, field: field)], [])
    }

    /// The one document of an identifier, if there is one.
    func document(_ identifier: String) throws -> Clause {
        var bits = emptyBits
        if let place = try snapshot.find(Array(identifier.utf8)) {
            let count = (snapshot.parts[place.part].segment.documentCount + 63) / 64
            bits[place.part] = [UInt64](repeating: 0, count: count)
            bits[place.part][Int(place.document) / 64] = 1 << UInt64(place.document % 64)
        }
        return .constant(ConstantClause(name: "document \(identifier)", documents: bits, score: 0))
    }

    /// Documents with a value that is a number of a range.
    func numbers(_ name: String, _ range: NumberRange) throws -> Clause {
        let facets = try searcher.resolver.facetIndices(name)
        var bits = emptyBits
        var hasNumbers = false
        for (index, part) in snapshot.parts.enumerated() where findsDocuments {
            let count = (part.segment.documentCount + 63) / 64
            guard !limits.isOver, limits.take(8 * count) else { break }
            var found = [UInt64](repeating: 0, count: count)
            for facet in facets {
                var values = try part.layers[facet].values().cursor()
                var documents: [UInt32] = []
                while try values.next() {
                    guard let number = NumberRange.number(String(decoding: values.term, as: UTF8.self)) else {
                        continue
                    }
                    hasNumbers = true
                    guard range.contains(number) else { continue }
                    if limits.isOver { break }
                    documents.removeAll(keepingCapacity: true)
                    try part.layers[facet].postings(values.entry).appendDocuments(to: &documents)
                    for document in documents { found[Int(document) / 64] |= 1 << UInt64(document % 64) }
                }
            }
            if found.contains(where: { $0 != 0 }) { bits[index] = found }
        }
        guard hasNumbers || !findsDocuments || limits.isPartial || snapshot.documentCount == 0 else {
            try limits.tell(
                "\(name) has no values that are numbers, and so no range of them.",
                reading: "It finds nothing.", or: .noNumbers(facet: name))
            return .nothing
        }
        // A filter adds nothing to the score.
        return .constant(ConstantClause(name: "\(name) in a range", documents: bits, score: 0))
    }
}
