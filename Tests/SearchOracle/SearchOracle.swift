package import IndexAnalysis
internal import IndexCore
package import IndexSearch
package import PluginAPI

/// A search engine without an index: reads every document for every query.
///
/// It shares with the engine what defines a result, the tokenizer, stemmer, length table and `BM25.idf`, and nothing of
/// how one is found. What the engine answers must equal what it answers, bit for bit.
package struct SearchOracle {
    /// A document as tokens.
    private struct Entry {
        var identifier: String
        /// Days since 1970-01-01.
        var days: Int32?
        /// By field: title, body, aside.
        var fields: [Field] = [Field(), Field(), Field()]
        /// By facet name.
        var values: [String: Set<String>]
    }

    private struct Field {
        /// How many words.
        var length = 0
        /// By the number of a word or stem; zones are a word apart, so that no phrase crosses them.
        var positions: [Int: [Int]] = [:]
    }

    /// A query whose words are numbers; words of nothing are left out.
    private indirect enum Resolved {
        case words([Int], fields: [Int], idf: [Double])
        case and([Resolved])
        case or([Resolved])
        case not(Resolved)
        case facet(name: String, value: String)
        case days(ClosedRange<Int32>)
        case all
        case nothing
    }

    /// A document that matches.
    package struct Hit: Equatable {
        package var identifier: String
        package var score: Float

        package init(identifier: String, score: Float) {
            self.identifier = identifier
            self.score = score
        }
    }

    private static let fieldNames = ["title", "body", "aside"]

    private let model: BM25
    private let tokenizer: Tokenizer
    private let stemmer: Stemmer?
    private var entries: [Entry] = []
    /// Words as they stand, with a zero byte before, and stems, without: no folded word holds one.
    private var numbers: [[UInt8]: Int] = [:]
    /// Document frequency by field and number.
    private var frequencies: [[Int: Int]] = [[:], [:], [:]]
    private var statistics = [FieldStatistics](
        repeating: FieldStatistics(documentCount: 0, totalLength: 0), count: 3)

    package init(analyzer: Analyzer = .english, model: BM25 = BM25()) {
        self.model = model
        tokenizer = analyzer.makeTokenizer()
        stemmer = analyzer.makeStemmer()
    }

    /// Adds the next document in the order of the index.
    ///
    /// - Parameter values: ids of the facet values it carries, by facet.
    package mutating func append(_ document: Document, values: [String: Set<String>] = [:]) {
        var entry = Entry(
            identifier: document.identifier, days: document.published?.daysSinceEpoch, values: values)
        var next = [0, 0, 0]
        for zone in document.zones {
            let field = zone.kind == .title ? 0 : zone.kind.isArticle ? 1 : 2
            for word in words(document.text, zone.range) {
                let keys = [number(of: [0] + word), number(of: stemmer?.stem(word) ?? word)]
                for key in keys { entry.fields[field].positions[key, default: []].append(next[field]) }
                entry.fields[field].length += 1
                next[field] += 1
            }
            next[field] += 1
        }
        for field in 0..<3 where entry.fields[field].length > 0 {
            statistics[field].documentCount += 1
            statistics[field].totalLength += UInt64(entry.fields[field].length)
            for key in entry.fields[field].positions.keys { frequencies[field][key, default: 0] += 1 }
        }
        entries.append(entry)
    }

    private mutating func number(of key: [UInt8]) -> Int {
        if let known = numbers[key] { return known }
        numbers[key] = numbers.count
        return numbers.count - 1
    }

    /// Every match, the best first, equal scores in the order of documents; and how many matches carry each value of
    /// each facet.
    package func search(_ query: Query) -> (hits: [Hit], counts: [String: [String: Int]]) {
        let resolved = resolve(query) ?? .nothing
        var hits: [(index: Int, hit: Hit)] = []
        var counts: [String: [String: Int]] = [:]
        for (index, entry) in entries.enumerated() {
            guard let terms = terms(of: resolved, in: entry) else { continue }
            var sum = 0.0
            for score in terms { sum += score }
            hits.append((index, Hit(identifier: entry.identifier, score: Float(sum))))
            for (facet, values) in entry.values {
                for value in values { counts[facet, default: [:]][value, default: 0] += 1 }
            }
        }
        hits.sort { ($1.hit.score, $0.index) < ($0.hit.score, $1.index) }
        return (hits.map(\.hit), counts)
    }

    private func words(_ text: [UInt8], _ range: Range<Int>) -> [[UInt8]] {
        var buffer = TokenBuffer()
        tokenizer.appendTokens(of: text, in: range, to: &buffer)
        return (0..<buffer.count).map { Array(buffer.foldedBytes(at: $0)) }
    }

    /// Nil for a query that has no word and so asks for nothing.
    private func resolve(_ query: Query) -> Resolved? {
        switch query {
        case .word(let text, let field, let exact): return resolve([text], field: field, exact: exact)
        case .phrase(let parts, let field): return resolve(parts, field: field, exact: false)
        case .and(let parts):
            let found = parts.compactMap(resolve)
            return found.isEmpty ? nil : .and(found)
        case .or(let parts):
            let found = parts.compactMap(resolve)
            return found.isEmpty ? nil : .or(found)
        case .not(let part): return resolve(part).map { .not($0) }
        case .facet(let name, let value): return .facet(name: name, value: value)
        case .days(let days): return .days(days)
        case .all: return .all
        case .nothing, .date: return .nothing
        }
    }

    private func resolve(_ parts: [String], field: String?, exact: Bool) -> Resolved? {
        let wanted = parts.flatMap { words(Array($0.utf8), 0..<$0.utf8.count) }
        if wanted.isEmpty { return nil }
        let fields = Self.fieldNames.indices.filter { field == nil ? $0 < 2 : Self.fieldNames[$0] == field }
        let keys = wanted.map { numbers[exact ? [0] + $0 : stemmer?.stem($0) ?? $0] ?? -1 }
        let idf = fields.map { field in
            keys.reduce(0) { sum, key in
                sum
                    + BM25.idf(
                        documentFrequency: frequencies[field][key] ?? 0,
                        documentCount: statistics[field].documentCount)
            }
        }
        return .words(keys, fields: fields, idf: idf)
    }

    /// The scores of all terms that take part, in the order of the query; nil where the query does not match.
    private func terms(of query: Resolved, in entry: Entry) -> [Double]? {
        switch query {
        case .words(let keys, let fields, let idf):
            var scores: [Double] = []
            for (place, field) in fields.enumerated() {
                let frequency = occurrences(of: keys, in: entry.fields[field])
                guard frequency > 0 else { continue }
                scores.append(score(idf[place], frequency, field, length: entry.fields[field].length))
            }
            return scores.isEmpty ? nil : scores
        case .and(let parts):
            var all: [Double] = []
            for part in parts {
                guard let found = terms(of: part, in: entry) else { return nil }
                all += found
            }
            return all
        case .or(let parts):
            let found = parts.compactMap { terms(of: $0, in: entry) }
            return found.isEmpty ? nil : found.flatMap { $0 }
        case .not(let part): return terms(of: part, in: entry) == nil ? [] : nil
        case .facet(let name, let value): return entry.values[name]?.contains(value) == true ? [] : nil
        case .days(let days): return entry.days.map(days.contains) == true ? [] : nil
        case .all: return []
        case .nothing: return nil
        }
    }

    private func occurrences(of keys: [Int], in field: Field) -> Int {
        guard let first = field.positions[keys[0]] else { return 0 }
        if keys.count == 1 { return first.count }
        return first.count { start in
            keys.indices.allSatisfy { field.positions[keys[$0]]?.contains(start + $0) == true }
        }
    }

    private func score(_ idf: Double, _ frequency: Int, _ field: Int, length: Int) -> Double {
        let average = Double(statistics[field].totalLength) / Double(statistics[field].documentCount)
        // The greatest length of the table not above the true one.
        let stored = Double(LengthTable.lengths.last { $0 <= length } ?? 0)
        let occurrences = Double(frequency)
        return idf * (occurrences / (occurrences + model.k1 * (1 - model.b + model.b * (stored / average))))
    }
}
