package import IndexAnalysis
internal import IndexCore
package import IndexSearch
package import PluginAPI

/// A search engine without an index: reads every document for every query.
///
/// It shares with the engine what defines a result, the tokenizer, stemmer, detector of languages, length table, `BM25.idf` and
/// `BM25.burstiness`, and nothing of how one is found: it keeps the words of each document in their order, as numbers, and looks at all of them. What the
/// engine answers must equal what it answers, bit for bit.
package struct SearchOracle {
    /// A document as tokens.
    struct Entry {
        var identifier: String
        /// Days since 1970-01-01.
        var days: Int32?
        /// By field: title, body, aside, author.
        var fields = fieldNames.map { _ in Field() }
        /// By facet name.
        var values: [String: Set<String>]
        /// By facet name and value where words name it: a field, and of its words the range.
        var mentions: [String: [String: [(field: Int, words: Range<Int>)]]] = [:]
    }

    struct Field {
        /// The numbers of its words, and of `gap` behind each zone, so that no phrase crosses zones.
        var words: [UInt32] = []
        /// For each of them its zone; nil for words of none.
        var zones: [ZoneKind?] = []
        /// How many words.
        var length = 0
    }

    /// What a word of a document is compared with: in each language a word or a stem; nothing where no document holds it.
    struct Key: Equatable {
        var words: Set<UInt32> = []
        var stems: Set<UInt32> = []
    }

    /// Words that name a facet value, as tokens of the whole document are counted.
    package struct Mention {
        package var facet: String
        package var value: String
        package var tokens: Range<Int>

        package init(facet: String, value: String, tokens: Range<Int>) {
            self.facet = facet
            self.value = value
            self.tokens = tokens
        }
    }

    /// Words side by side, at least one.
    struct Clause {
        /// For each word its place among the keys of the query.
        var keys: [Int]
        var fields: [Int]
        /// Where the words have to stand; nil for anywhere.
        var zone: ZoneKind?
        /// One for each field.
        var weights: [Double] = []
    }

    /// How often a key occurs in a field.
    struct Occurrences {
        var documentCount = 0
        var totalCount: UInt64 = 0
    }

    /// A query whose words are numbers; words of nothing are left out.
    private indirect enum Resolved {
        /// The place of a clause among those of the query.
        case words(Int)
        /// As above, among what is near each other.
        case near(Int)
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

    static let fieldNames = ["title", "body", "aside", "author"]
    static let gap: UInt32 = 0

    private let model: RankingModel
    private let analyzer: Analyzer
    private let tokenizer: Tokenizer
    private let stemmer: WordStemmer?
    private(set) var entries: [Entry] = []
    /// By folded word, from 1.
    private var words: [[UInt8]: UInt32] = [:]
    /// By stem.
    private var stems: [[UInt8]: UInt32] = [:]
    /// For each word the number of its stem; the gap has one that no other has.
    private var stemOfWord: [UInt32] = [.max]
    private(set) var statistics = [FieldStatistics](
        repeating: FieldStatistics(documentCount: 0, totalLength: 0), count: fieldNames.count)

    package init(analyzer: Analyzer = .multilingual, model: RankingModel = RankingModel()) {
        self.model = model
        self.analyzer = analyzer
        tokenizer = analyzer.makeTokenizer()
        stemmer = analyzer.makeStemmer()
    }

    /// Adds the next document in the order of the index.
    ///
    /// - Parameters:
    ///   - values: ids of the facet values it carries, by facet.
    ///   - mentions: each within a zone.
    package mutating func append(
        _ document: Document, values: [String: Set<String>] = [:], mentions: [Mention] = []
    ) {
        var entry = Entry(
            identifier: document.identifier, days: document.published?.daysSinceEpoch, values: values)
        let mark = mark(of: document)
        var tokenCount = 0
        for zone in document.zones {
            let field = Self.field(of: zone.kind)
            let words = tokens(document.text, zone.range).map(mark.marking)
            let shift = entry.fields[field].words.count - tokenCount
            for mention in mentions
            where (tokenCount..<tokenCount + words.count).contains(mention.tokens.lowerBound) {
                let range = mention.tokens.lowerBound + shift..<mention.tokens.upperBound + shift
                entry.mentions[mention.facet, default: [:]][mention.value, default: []].append((field, range))
            }
            append(words, of: zone.kind, to: &entry.fields[field])
            tokenCount += words.count
        }
        for author in document.authors {
            append(tokens(Array(author.utf8), 0..<author.utf8.count), of: nil, to: &entry.fields[3])
        }
        for field in statistics.indices where entry.fields[field].length > 0 {
            statistics[field].documentCount += 1
            statistics[field].totalLength += UInt64(entry.fields[field].length)
        }
        entries.append(entry)
    }

    private func mark(of document: Document) -> LanguageMark {
        guard analyzer.isMultilingual else { return .own }
        var buffer = TokenBuffer()
        for zone in document.zones {
            tokenizer.appendTokens(of: document.text, in: zone.range, to: &buffer)
        }
        let article = document.zones.filter(\.kind.isArticle).map(\.range)
        return analyzer.mark(
            ofLanguage: LanguageDetector.language(
                of: document.text, in: article, stated: document.language, tokens: buffer))
    }

    private static func field(of zone: ZoneKind) -> Int { zone == .title ? 0 : zone.isArticle ? 1 : 2 }

    private mutating func append(_ words: [[UInt8]], of zone: ZoneKind?, to field: inout Field) {
        field.words += words.map { number(of: $0) } + [Self.gap]
        field.zones += [ZoneKind?](repeating: zone, count: words.count + 1)
        field.length += words.count
    }

    private mutating func number(of word: [UInt8]) -> UInt32 {
        if let known = words[word] { return known }
        let stem = stemmer?.stem(word) ?? word
        let stemNumber = stems[stem] ?? UInt32(stems.count)
        stems[stem] = stemNumber
        stemOfWord.append(stemNumber)
        let number = UInt32(words.count + 1)
        words[word] = number
        return number
    }

    private func tokens(_ text: [UInt8], _ range: Range<Int>) -> [[UInt8]] {
        var buffer = TokenBuffer()
        tokenizer.appendTokens(of: text, in: range, to: &buffer)
        return (0..<buffer.count).map { Array(buffer.foldedBytes(at: $0)) }
    }
}

extension SearchOracle {
    /// One query over all documents.
    struct Run {
        /// Of the query's words, where it is given.
        var language: LanguageMark?
        var keys: [Key] = []
        var clauses: [Clause] = []
        var nears: [Near] = []
        /// For each word a bit for each key it is.
        var bits: [UInt64] = []
        /// The keys each field of each document holds: bits at `fields · document + field`.
        var held: [UInt64] = []

        mutating func place(of key: Key) -> Int {
            if let known = keys.firstIndex(of: key) { return known }
            precondition(keys.count < 64, "more than 64 different words")
            keys.append(key)
            return keys.count - 1
        }
    }

    /// Every match, the best first, equal scores in the order of documents; and how many matches carry each value of
    /// each facet.
    ///
    /// - Parameter language: of the query's words.
    package func search(
        _ query: Query, language: String? = nil
    ) -> (hits: [Hit], counts: [String: [String: Int]]) {
        var run = Run(language: language.map { analyzer.mark(ofLanguage: $0) })
        let resolved = resolve(query, &run) ?? .nothing
        readAll(&run)
        var hits: [(index: Int, hit: Hit)] = []
        var counts: [String: [String: Int]] = [:]
        for (index, entry) in entries.enumerated() {
            guard let terms = terms(of: resolved, in: index, run) else { continue }
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

    /// Finds which keys each document holds, and from how often they occur what the clauses weigh.
    private func readAll(_ run: inout Run) {
        run.bits = stemOfWord.enumerated().map { word, stem in
            run.keys.indices.reduce(0) { bits, place in
                let key = run.keys[place]
                let isKey = key.words.contains(UInt32(word)) || key.stems.contains(stem)
                return isKey ? bits | 1 << UInt64(place) : bits
            }
        }
        var occurrences = [[Occurrences]](
            repeating: [Occurrences](repeating: Occurrences(), count: run.keys.count),
            count: Self.fieldNames.count)
        for entry in entries {
            for (field, content) in entry.fields.enumerated() {
                var held: UInt64 = 0
                for word in content.words {
                    let bits = run.bits[Int(word)]
                    if bits == 0 { continue }
                    held |= bits
                    for place in run.keys.indices where bits >> UInt64(place) & 1 == 1 {
                        occurrences[field][place].totalCount += 1
                    }
                }
                run.held.append(held)
                for place in run.keys.indices where held >> UInt64(place) & 1 == 1 {
                    occurrences[field][place].documentCount += 1
                }
            }
        }
        for index in run.nears.indices { setWeights(of: &run.nears[index], occurrences) }
        for index in run.clauses.indices {
            run.clauses[index].weights = run.clauses[index].fields.map { field in
                run.clauses[index].keys.reduce(0) { $0 + weight(ofKey: $1, field, occurrences) }
            }
        }
    }

    /// What a key weighs in a field.
    func weight(ofKey key: Int, _ field: Int, _ occurrences: [[Occurrences]]) -> Double {
        let idf = BM25.idf(
            documentFrequency: occurrences[field][key].documentCount,
            documentCount: statistics[field].documentCount)
        // Of the two that plain words search the longer one tells how words are scattered.
        let scatter = statistics[1].totalLength > statistics[0].totalLength ? 1 : 0
        let burstiness =
            model.weighsBursts
            ? BM25.burstiness(
                documentFrequency: occurrences[scatter][key].documentCount,
                totalFrequency: occurrences[scatter][key].totalCount,
                documentCount: statistics[scatter].documentCount) : 1
        return fieldWeight(field) * (idf * burstiness)
    }

    func fieldWeight(_ field: Int) -> Double { model.fieldWeights.isEmpty ? 1 : model.fieldWeights[field] }

    /// Nil for a query that has no word and so asks for nothing.
    private func resolve(_ query: Query, _ run: inout Run, zone: ZoneKind? = nil) -> Resolved? {
        switch query {
        case .word(let text, let field, let exact):
            return resolve([text], field: field, zone, exact: exact, &run)
        case .phrase(let parts, let field): return resolve(parts, field: field, zone, exact: false, &run)
        case .near:
            guard let near = near(query, zone, &run) else { return nil }
            run.nears.append(near)
            return .near(run.nears.count - 1)
        case .and(let parts):
            let found = parts.compactMap { resolve($0, &run, zone: zone) }
            return found.isEmpty ? nil : .and(found)
        case .or(let parts):
            let found = parts.compactMap { resolve($0, &run, zone: zone) }
            return found.isEmpty ? nil : .or(found)
        case .not(let part): return resolve(part, &run, zone: zone).map { .not($0) }
        case .within(let name, let part):
            return resolve(part, &run, zone: ZoneKind.allCases.first { "\($0)" == name })
        case .facet(let name, let value): return .facet(name: name, value: value)
        case .days(let days): return .days(days)
        case .all: return .all
        case .nothing, .date: return .nothing
        }
    }

    private func resolve(
        _ parts: [String], field: String?, _ zone: ZoneKind?, exact: Bool, _ run: inout Run
    ) -> Resolved? {
        guard let places = places(of: parts, exact: exact, &run) else { return nil }
        let zone = field == nil ? zone : nil
        run.clauses.append(Clause(keys: places, fields: fields(field, zone), zone: zone))
        return .words(run.clauses.count - 1)
    }

    /// Where what names a field, or a zone, or neither is looked for.
    func fields(_ name: String?, _ zone: ZoneKind?) -> [Int] {
        Self.fieldNames.indices.filter { index in
            if let zone { return index == Self.field(of: zone) }
            return name == nil ? index < 2 : Self.fieldNames[index] == name
        }
    }

    /// For each word of some texts its place among the keys of the query; nil where there is no word.
    func places(of parts: [String], exact: Bool, _ run: inout Run) -> [Int]? {
        let wanted = parts.flatMap { tokens(Array($0.utf8), 0..<$0.utf8.count) }
        if wanted.isEmpty { return nil }
        // Marks end below 32.
        let marks = analyzer.isMultilingual ? (0..<32).map { LanguageMark(rawValue: $0) } : [.own]
        return wanted.map { word in
            var key = Key()
            for mark in marks {
                let marked = mark.marking(word)
                if exact || mark != run.language ?? mark {
                    if let known = words[marked] { key.words.insert(known) }
                } else if let known = stems[stemmer?.stem(marked) ?? marked] {
                    key.stems.insert(known)
                }
            }
            return run.place(of: key)
        }
    }

    /// The scores of all terms that take part, in the order of the query; nil where the query does not match.
    private func terms(of query: Resolved, in document: Int, _ run: borrowing Run) -> [Double]? {
        let entry = entries[document]
        switch query {
        case .words(let index):
            let clause = run.clauses[index]
            var scores: [Double] = []
            for (place, field) in clause.fields.enumerated() {
                let frequency = occurrences(of: clause, document, field, run)
                guard frequency > 0 else { continue }
                scores.append(
                    score(clause.weights[place], frequency, field, length: entry.fields[field].length))
            }
            return scores.isEmpty ? nil : scores
        case .near(let index):
            let near = run.nears[index]
            var scores: [Double] = []
            for (place, field) in near.fields.enumerated() {
                let frequency = occurrences(of: near, document, field, run)
                guard frequency > 0 else { continue }
                scores.append(
                    score(near.weights[place], frequency, field, length: entry.fields[field].length))
            }
            return scores.isEmpty ? nil : scores
        case .and(let parts):
            var all: [Double] = []
            for part in parts {
                guard let found = terms(of: part, in: document, run) else { return nil }
                all += found
            }
            return all
        case .or(let parts):
            let found = parts.compactMap { terms(of: $0, in: document, run) }
            return found.isEmpty ? nil : found.flatMap { $0 }
        case .not(let part): return terms(of: part, in: document, run) == nil ? [] : nil
        case .facet(let name, let value): return entry.values[name]?.contains(value) == true ? [] : nil
        case .days(let days): return entry.days.map(days.contains) == true ? [] : nil
        case .all: return []
        case .nothing: return nil
        }
    }

    /// How often words stand side by side in a field, in the clause's zone if it has one.
    private func occurrences(of clause: Clause, _ document: Int, _ field: Int, _ run: borrowing Run) -> Int {
        let keys = clause.keys
        let wanted = keys.reduce(0 as UInt64) { $0 | 1 << UInt64($1) }
        guard run.held[Self.fieldNames.count * document + field] & wanted == wanted else { return 0 }
        let words = entries[document].fields[field].words
        let zones = entries[document].fields[field].zones
        var count = 0
        for start in words.indices where start + keys.count <= words.count {
            if let zone = clause.zone, zones[start] != zone { continue }
            var length = 0
            while length < keys.count, run.bits[Int(words[start + length])] >> UInt64(keys[length]) & 1 == 1 {
                length += 1
            }
            if length == keys.count { count += 1 }
        }
        return count
    }

    private func score(_ weight: Double, _ frequency: Int, _ field: Int, length: Int) -> Double {
        let average = Double(statistics[field].totalLength) / Double(statistics[field].documentCount)
        // The greatest length of the table not above the true one.
        let stored = Double(LengthTable.lengths.last { $0 <= length } ?? 0)
        let occurrences = Double(frequency)
        let (k1, b) = (model.bm25.k1, model.bm25.b)
        return weight * (occurrences / (occurrences + k1 * (1 - b + b * (stored / average))))
    }
}
