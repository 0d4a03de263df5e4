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
        /// Whether it counts in the statistics alone.
        var isDeleted = false
        /// Of the words of its text.
        var mark = LanguageMark.own
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
        /// For each of them the bytes of the text; none for a gap.
        var spelled: [[UInt8]] = []
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
        var boost = 1.0
        /// The words as they have to be spelled; nil for in any way.
        var spelled: [[UInt8]]?
        /// One for each field.
        var weights: [Double] = []
    }

    /// How often a key occurs in a field.
    struct Occurrences {
        var documentCount = 0
        var totalCount: UInt64 = 0
    }

    /// What holds for all below a part of a query.
    struct Scope {
        var zone: ZoneKind?
        var boost = 1.0
    }

    /// A query whose words are numbers; words of nothing are left out.
    indirect enum Resolved {
        /// The place of a clause among those of the query.
        case words(Int)
        /// As above, among what is near each other.
        case near(Int)
        case look(Look)
        case like(Like)
        case numbers(name: String, NumberRange)
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

    package var model: RankingModel
    let analyzer: Analyzer
    let tokenizer: Tokenizer
    let stemmer: WordStemmer?
    private(set) var entries: [Entry] = []
    /// By folded word, from 1.
    private(set) var words: [[UInt8]: UInt32] = [:]
    /// By field: how many documents hold each word.
    private(set) var holders = [[UInt32: Int]](repeating: [:], count: fieldNames.count)
    /// By stem.
    private var stems: [[UInt8]: UInt32] = [:]
    /// For each word the number of its stem; the gap has one that no other has.
    private(set) var stemOfWord: [UInt32] = [.max]
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
        entry.mark = mark(of: document)
        var tokenCount = 0
        for zone in document.zones {
            let field = Self.field(of: zone.kind)
            let words = tokens(document.text, zone.range)
            let shift = entry.fields[field].words.count - tokenCount
            for mention in mentions
            where (tokenCount..<tokenCount + words.count).contains(mention.tokens.lowerBound) {
                let range = mention.tokens.lowerBound + shift..<mention.tokens.upperBound + shift
                entry.mentions[mention.facet, default: [:]][mention.value, default: []].append((field, range))
            }
            append(words, of: zone.kind, marked: entry.mark, to: &entry.fields[field])
            tokenCount += words.count
        }
        for author in document.authors {
            let words = tokens(Array(author.utf8), 0..<author.utf8.count)
            append(words, of: nil, marked: .own, to: &entry.fields[3])
        }
        for field in statistics.indices where entry.fields[field].length > 0 {
            statistics[field].documentCount += 1
            statistics[field].totalLength += UInt64(entry.fields[field].length)
            for word in Set(entry.fields[field].words) where word != Self.gap {
                holders[field][word, default: 0] += 1
            }
        }
        entries.append(entry)
    }

    /// Deletes a document that was appended: it is found no more, but counts until segments are merged.
    package mutating func delete(_ identifier: String) {
        for index in entries.indices where entries[index].identifier == identifier {
            entries[index].isDeleted = true
        }
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

    private mutating func append(
        _ words: [Word], of zone: ZoneKind?, marked mark: LanguageMark, to field: inout Field
    ) {
        field.words += words.map { number(of: mark.marking($0.folded)) } + [Self.gap]
        field.spelled += words.map(\.spelled) + [[]]
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

    /// A token.
    struct Word {
        var folded: [UInt8]
        var spelled: [UInt8]
    }

    func tokens(_ text: [UInt8], _ range: Range<Int>) -> [Word] {
        var buffer = TokenBuffer()
        tokenizer.appendTokens(of: text, in: range, to: &buffer)
        return (0..<buffer.count).map {
            Word(folded: Array(buffer.foldedBytes(at: $0)), spelled: Array(text[buffer.byteRange(at: $0)]))
        }
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
        var bits: [UInt128] = []
        /// The keys each field of each document holds: bits at `fields · document + field`.
        var held: [UInt128] = []

        mutating func place(of key: Key) -> Int {
            if let known = keys.firstIndex(of: key) { return known }
            precondition(keys.count < 128, "more than 128 different words")
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
        let factors = factors(resolved, language: language)
        var hits: [(index: Int, hit: Hit)] = []
        var counts: [String: [String: Int]] = [:]
        for (index, entry) in entries.enumerated() where !entry.isDeleted {
            guard let terms = terms(of: resolved, in: index, run) else { continue }
            var sum = 0.0
            for score in terms { sum += score }
            let score = factors.score(sum, index)
            hits.append((index, Hit(identifier: entry.identifier, score: Float(score))))
            for (facet, values) in entry.values {
                for value in values { counts[facet, default: [:]][value, default: 0] += 1 }
            }
        }
        hits.sort { ($1.hit.score, $0.index) < ($0.hit.score, $1.index) }
        return (hits.map(\.hit), counts)
    }

    /// Finds which keys each document holds, and from how often they occur what the clauses weigh.
    func readAll(_ run: inout Run) {
        run.bits = stemOfWord.enumerated().map { word, stem in
            run.keys.indices.reduce(0) { bits, place in
                let key = run.keys[place]
                let isKey = key.words.contains(UInt32(word)) || key.stems.contains(stem)
                return isKey ? bits | 1 << UInt128(place) : bits
            }
        }
        var occurrences = [[Occurrences]](
            repeating: [Occurrences](repeating: Occurrences(), count: run.keys.count),
            count: Self.fieldNames.count)
        for entry in entries {
            for (field, content) in entry.fields.enumerated() {
                var held: UInt128 = 0
                for word in content.words {
                    let bits = run.bits[Int(word)]
                    if bits == 0 { continue }
                    held |= bits
                    for place in run.keys.indices where bits >> UInt128(place) & 1 == 1 {
                        occurrences[field][place].totalCount += 1
                    }
                }
                run.held.append(held)
                for place in run.keys.indices where held >> UInt128(place) & 1 == 1 {
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

    /// Nil for a query that has no word and so asks for nothing.
    func resolve(_ query: Query, _ run: inout Run, _ scope: Scope = Scope()) -> Resolved? {
        switch query {
        case .word(let text, let field, let exact):
            return resolve([text], field: field, scope, exact: exact, &run)
        case .phrase(let parts, let field): return resolve(parts, field: field, scope, exact: false, &run)
        case .spelled(let parts, let field):
            return resolve(parts, field: field, scope, exact: true, isSpelled: true, &run)
        case .sloppy(_, _, let field):
            return resolve(near: query, field == nil ? scope : Scope(boost: scope.boost), &run)
        case .near: return resolve(near: query, scope, &run)
        case .pattern(.fuzzy(let text, let distance), let field):
            return like(text, distance, field, scope, run.language).map { .like($0) }
        case .pattern(let pattern, let field): return .look(look(pattern, field, scope))
        case .numbers(let name, let range): return .numbers(name: name, range)
        case .boosted(let part, let boost):
            return resolve(part, &run, Scope(zone: scope.zone, boost: scope.boost * boost))
        case .and(let parts):
            let found = parts.compactMap { resolve($0, &run, scope) }
            if found.isEmpty { return nil }
            let close = close(parts, scope, &run)
            return .and(close.isEmpty ? found : found + [.or([.all] + close)])
        case .or(let parts):
            let found = parts.compactMap { resolve($0, &run, scope) }
            return found.isEmpty ? nil : .or(found + close(parts, scope, &run))
        case .not(let part): return resolve(part, &run, scope).map { .not($0) }
        case .within(let name, let part):
            let zone = ZoneKind.allCases.first { "\($0)" == name }
            return resolve(part, &run, Scope(zone: zone, boost: scope.boost))
        case .facet(let name, let value): return .facet(name: name, value: value)
        case .days(let days): return .days(days)
        case .all: return .all
        case .document: preconditionFailure("no query names a document")
        case .nothing, .date: return .nothing
        }
    }

    private func resolve(near query: Query, _ scope: Scope, _ run: inout Run) -> Resolved? {
        guard let near = near(query, scope, &run) else { return nil }
        run.nears.append(near)
        return .near(run.nears.count - 1)
    }

    private func resolve(
        _ parts: [String], field: String?, _ scope: Scope, exact: Bool, isSpelled: Bool = false,
        _ run: inout Run
    ) -> Resolved? {
        guard let places = places(of: parts, exact: exact, &run) else { return nil }
        let zone = field == nil ? scope.zone : nil
        let spelled = parts.flatMap { tokens(Array($0.utf8), 0..<$0.utf8.count) }.map(\.spelled)
        run.clauses.append(
            Clause(
                keys: places, fields: fields(field, zone), zone: zone, boost: scope.boost,
                spelled: isSpelled ? spelled : nil))
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
                let marked = mark.marking(word.folded)
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
    func terms(of query: Resolved, in document: Int, _ run: borrowing Run) -> [Double]? {
        let entry = entries[document]
        switch query {
        case .words(let index):
            let clause = run.clauses[index]
            var scores: [Double] = []
            for (place, field) in clause.fields.enumerated() {
                let frequency = occurrences(of: clause, document, field, run)
                guard frequency > 0 else { continue }
                let weight = clause.boost * clause.weights[place]
                scores.append(score(weight, frequency, field, length: entry.fields[field].length))
            }
            return scores.isEmpty ? nil : scores
        case .near(let index):
            let near = run.nears[index]
            var scores: [Double] = []
            for (place, field) in near.fields.enumerated() {
                let frequency = occurrences(of: near, document, field, run)
                guard frequency > 0 else { continue }
                let weight = near.boost * near.weights[place]
                scores.append(score(weight, frequency, field, length: entry.fields[field].length))
            }
            return scores.isEmpty ? nil : scores
        case .look(let look): return isFound(look, in: entry) ? [look.score] : nil
        case .like(let like):
            let scores = scores(of: like, in: entry)
            return scores.isEmpty ? nil : scores
        case .numbers(let name, let range):
            let values = entry.values[name] ?? []
            return values.contains { Double($0).map(range.contains) ?? false } ? [] : nil
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
        if let spelled = clause.spelled {
            return occurrences(of: spelled, in: entries[document].fields[field], clause.zone)
        }
        let keys = clause.keys
        let wanted = keys.reduce(0 as UInt128) { $0 | 1 << UInt128($1) }
        guard run.held[Self.fieldNames.count * document + field] & wanted == wanted else { return 0 }
        let words = entries[document].fields[field].words
        let zones = entries[document].fields[field].zones
        var count = 0
        for start in words.indices where start + keys.count <= words.count {
            if let zone = clause.zone, zones[start] != zone { continue }
            var length = 0
            while length < keys.count, run.bits[Int(words[start + length])] >> UInt128(keys[length]) & 1 == 1
            {
                length += 1
            }
            if length == keys.count { count += 1 }
        }
        return count
    }
}
