internal import IndexAnalysis
internal import IndexCore
internal import IndexStorage

/// Looks up the words, facets and dates of a query in a commit.
struct QueryCompiler {
    let searcher: Searcher
    let model: RankingModel
    /// Whether scores will be asked for; otherwise all weigh nothing.
    let ranks: Bool
    /// Whether documents will be looked for; otherwise only what the query says is wanted.
    let findsDocuments: Bool
    let limits: CompileLimits
    /// How many times as much scores what is being looked up.
    private(set) var boost = 1.0
    private let stemmer: WordStemmer?
    /// The language of the query, where it is given: words of other languages are searched as they are written.
    private let language: LanguageMark?
    private let occurrences = WordOccurrences()
    /// Where words without a field of their own are looked for; nil for the default fields.
    private(set) var zone: (field: Int, ranges: ZoneRanges?)?
    var snapshot: Snapshot { searcher.snapshot }

    /// - Parameter language: BCP 47, of the words; nil where they may be of any.
    init(
        _ searcher: Searcher, model: RankingModel, ranks: Bool, language: String?,
        findsDocuments: Bool = true,
        limits: CompileLimits = CompileLimits()
    ) {
        self.searcher = searcher
        self.model = model
        self.ranks = ranks
        self.findsDocuments = findsDocuments
        self.limits = limits
        stemmer = searcher.analyzer.makeStemmer()
        self.language = language.map { searcher.analyzer.mark(ofLanguage: $0) }
    }

    /// - Returns: `.nothing` for a query without a word.
    func compile(_ query: Query) throws(QueryError) -> Clause {
        do {
            return try clause(query) ?? .nothing
        } catch let error as QueryError {
            throw error
        } catch let error as StorageError {
            throw .storage(error)
        } catch {
            preconditionFailure("\(error) is neither of a query nor of storage")
        }
    }

    /// Nil for what asks for nothing, such as a dash between words.
    private func clause(_ query: Query) throws -> Clause? {
        switch query {
        case .word(let text, let field, let exact):
            return try words([text], field: field, exact: exact)
        case .phrase(let words, let field): return try self.words(words, field: field, exact: false)
        case .sloppy(let words, let slop, let field):
            return try ofField(field).sloppy(words, slop, field: field)
        case .spelled(let words, let field): return try ofField(field).spelled(words, field: field)
        case .pattern(let pattern, let field): return try ofField(field).pattern(pattern, field: field)
        case .near(let parts, let proximities): return try near(parts, proximities)
        case .boosted(let part, let boost): return try boosted(part, boost)
        case .and(let parts): return try joined(parts, byAnd: true)
        case .or(let parts): return try joined(parts, byAnd: false)
        case .not(let part): return try clause(part).map { .not($0) }
        case .within(let name, let part): return try within(name, part)
        case .facet(let name, let value): return try facet(name, value)
        case .document(let identifier): return try document(identifier)
        case .numbers(let name, let range): return try numbers(name, range)
        case .date(let bounds): throw QueryError.badDate("\(bounds.from ?? "")..\(bounds.to ?? "")")
        case .days(let days): return .days(days)
        case .all: return .all
        case .nothing: return .nothing
        }
    }

    /// Clauses of one kind within each other become one, which changes no score: the order stays.
    private func joined(_ parts: [Query], byAnd: Bool) throws -> Clause? {
        var clauses: [Clause] = []
        clauses.reserveCapacity(parts.count)
        for part in parts {
            guard let found = try clause(part) else { continue }
            switch found {
            case .and(let inner) where byAnd: clauses += inner
            case .or(let inner) where !byAnd: clauses += inner
            default: clauses.append(found)
            }
        }
        if clauses.count < 2 { return clauses.first }
        if ranks, model.proximity > 0 {
            let close = try closeWords(parts)
            if byAnd, !close.isEmpty { clauses.append(.or([.all] + close)) } else { clauses += close }
        }
        return byAnd ? .and(clauses) : .or(clauses)
    }

    /// A word, or a phrase where there are several tokens, in one field or in all that plain words search.
    private func words(_ words: [String], field: String?, exact: Bool) throws -> Clause? {
        if words.count == 1, let plain = plainToken(words[0]) {
            return try inFields(field) { try self.words([plain], field: $0, exact: exact) }
        }
        let folded = folded(words)
        if folded.isEmpty { return nil }
        return try inFields(field) { try self.words(folded, field: $0, exact: exact) }
    }

    /// The tokens of words, as terms have them.
    func folded(_ words: [String]) -> [[UInt8]] {
        var tokens = TokenBuffer()
        for word in words {
            let text = Array(word.utf8)
            searcher.tokenizer.appendTokens(of: text, in: 0..<text.count, to: &tokens)
        }
        return (0..<tokens.count).map { Array(tokens.foldedBytes(at: $0)) }
    }

    /// A word that is its own one token.
    private func plainToken(_ word: String) -> [UInt8]? {
        QueryLexer.isPlainWord(word) && word.utf8.count <= Tokenizer.maximumFoldedSize
            ? Array(word.utf8) : nil
    }

    private func within(_ name: String, _ query: Query) throws -> Clause? {
        guard let place = searcher.zones[name] else {
            throw QueryError.unknownZone(name: name, known: searcher.zones.keys.sorted())
        }
        if query == .nothing { return nil }
        var compiler = self
        compiler.zone = (place.field, nil)
        compiler.zone?.ranges = try ranges(ofZone: name)
        return try compiler.clause(query)
    }

    /// What names a field is looked for there, in whatever zone.
    func ofField(_ name: String?) -> QueryCompiler {
        if name == nil || zone == nil { return self }
        var compiler = self
        compiler.zone = nil
        return compiler
    }

    /// What stands for no weight: a list without any could not tell its documents from others. Of a score, which is a
    /// `Float`, it leaves nothing.
    private static let leastBoost = 1e-300
    /// Boosts within each other are no more than this together: scores have to stay numbers that a `Float` tells apart.
    private static let greatestBoost = 1e12

    private func boosted(_ query: Query, _ factor: Double) throws -> Clause? {
        var compiler = self
        compiler.boost = min(max(compiler.boost * factor, Self.leastBoost), Self.greatestBoost)
        return try compiler.clause(query)
    }

    /// Nil for a zone that takes all of its field, or that there is not.
    func ranges(ofZone name: String) throws -> ZoneRanges? {
        guard let field = searcher.zones[name]?.rangesField else { return nil }
        let entries = try searcher.fields[field].entries(of: Array(name.utf8))
        return ZoneRanges(name: name, field: field, entries: entries)
    }

    /// What one field is searched for, or the zone, or each of the fields that plain words search.
    func inFields(_ name: String?, _ clause: (Int) throws -> Clause) rethrows -> Clause {
        if name == nil, let zone {
            let whole = try clause(zone.field)
            return zone.ranges.map(whole.within) ?? whole
        }
        let searched = name.map(fields(named:)) ?? searcher.defaultFields
        if searched.count == 1 { return try clause(searched[0]) }
        var clauses: [Clause] = []
        clauses.reserveCapacity(searched.count)
        for field in searched {
            let found = try clause(field)
            if case .or(let inner) = found { clauses += inner } else { clauses.append(found) }
        }
        return .or(clauses)
    }

    /// Indices of the fields with a name.
    func fields(named name: String) -> [Int] {
        snapshot.record.fieldNames.indices.filter { snapshot.record.fieldNames[$0] == name }
    }

    /// Folded words side by side in one field, in each language in which it holds all of them.
    ///
    /// A document is of one language, so one of the clauses at most adds to its score; and all weigh the same, by the
    /// documents of all languages.
    func words(_ words: [[UInt8]], field: Int, exact: Bool) throws -> Clause {
        let languages = searcher.languages[field]
        if words.count == 1, languages.count == 1 {
            return .term(try terms(words[0], languages, field: field, exact: exact)[0])
        }
        // For each word one for each language, or one alone where it is the same in all.
        let terms = try words.map { try self.terms($0, languages, field: field, exact: exact) }
        func clause(_ language: Int) throws -> Clause {
            let terms = terms.map { $0[$0.count == 1 ? 0 : language] }
            return terms.count == 1 ? .term(terms[0]) : .phrase(phrase(terms, field: field))
        }
        if terms.allSatisfy({ $0.count == 1 }) { return try clause(0) }
        let found = languages.indices.filter { language in
            terms.allSatisfy { terms in
                terms[terms.count == 1 ? 0 : language].entries.contains { $0 != nil }
            }
        }
        if found.count < 2 { return try clause(found.first ?? 0) }
        return .or(try found.map(clause))
    }

    /// A word in each language: those that a mark tells apart, or one.
    func terms(
        _ word: [UInt8], _ languages: [LanguageMark], field: Int, exact: Bool
    ) throws -> [TermClause] {
        let found = try self.found(word, languages, field: field, exact: exact)
        let count = found.reduce(0) { $0 + documentFrequency($1.entries) }
        let weight = try weight(of: word, count, field: field, exact: exact)
        return found.map { term($0, count, weight, field: field) }
    }

    /// A word in each language, or in one alone where it is the same in all.
    private func found(
        _ word: [UInt8], _ languages: [LanguageMark], field: Int, exact: Bool
    ) throws -> [(term: [UInt8], entries: [TermEntry?])] {
        func entries(_ mark: LanguageMark) throws -> (term: [UInt8], entries: [TermEntry?]) {
            try look(up: mark.marking(word), field: field, exact: exact || mark != language ?? mark)
        }
        func found() throws -> [(term: [UInt8], entries: [TermEntry?])] {
            // Mostly there is one language.
            languages.count == 1 || !LanguageMark.mayMark(word)
                ? [try entries(.own)] : try languages.map(entries)
        }
        return model.weighsBursts && field == searcher.scatterField
            ? try occurrences.entries(of: word, exact: exact, found) : try found()
    }

    /// What a word weighs that so many documents have, wherever it gathers.
    func weight(_ documentFrequency: Int, field: Int) throws -> TermWeight {
        TermWeight(
            idf: try idf(documentFrequency, searcher.statistics[field]), burstiness: 1,
            field: fieldWeight(field))
    }

    /// - Parameter documentFrequency: of the word in all languages.
    private func weight(
        of word: [UInt8], _ documentFrequency: Int, field: Int, exact: Bool
    ) throws -> TermWeight {
        var weight = try weight(documentFrequency, field: field)
        if ranks, model.weighsBursts, let field = searcher.scatterField {
            let found = try found(word, searcher.languages[field], field: field, exact: exact)
            weight.burstiness = try burstiness(found.flatMap(\.entries), searcher.statistics[field])
        }
        return weight
    }

    func fieldWeight(_ field: Int) -> Double {
        model.fieldWeights.isEmpty ? 1 : model.fieldWeights[field]
    }

    private func burstiness(_ entries: [TermEntry?], _ statistics: FieldStatistics) throws -> Double {
        var (holding, total) = (0, UInt64(0))
        for case let entry? in entries {
            holding += entry.documentFrequency
            total &+= entry.totalFrequency
        }
        try check(holding, statistics)
        return BM25.burstiness(
            documentFrequency: holding, totalFrequency: total, documentCount: statistics.documentCount)
    }

    func documentFrequency(_ entries: [TermEntry?]) -> Int {
        entries.reduce(0) { $0 + ($1?.documentFrequency ?? 0) }
    }

    /// - Parameters:
    ///   - documentFrequency: of the word in all languages, as is its weight.
    ///   - factor: how many times as much it scores.
    func term(
        _ found: (term: [UInt8], entries: [TermEntry?]), _ documentFrequency: Int, _ weight: TermWeight,
        field: Int, boost factor: Double = 1
    ) -> TermClause {
        TermClause(
            field: field, term: found.term, entries: found.entries, documentFrequency: documentFrequency,
            statistics: searcher.statistics[field], weight: weight,
            scorer: scorer(weight: boost * factor * weight.value, field: field))
    }

    func scorer(weight: Double, field: Int) -> TermScorer {
        TermScorer(
            model.bm25, weight: weight, saturations: searcher.saturations(model.bm25, field: field))
    }

    /// The class of a word with its mark, or the word alone.
    func look(
        up word: [UInt8], field: Int, exact: Bool
    ) throws -> (term: [UInt8], entries: [TermEntry?]) {
        guard !exact, let stemmer else { return (word, try searcher.fields[field].entries(of: word)) }
        let term = stemmer.term(ofStem: stemmer.stem(word))
        return (term, try searcher.fields[field].entries(ofStemClass: term, stemmer: stemmer))
    }

    /// A phrase weighs as much as its terms together. Source: Lucene's `PhraseQuery`.
    private func phrase(_ terms: [TermClause], field: Int) -> PhraseClause {
        let weight = boost * terms.reduce(0) { $0 + $1.weight.value }
        return PhraseClause(field: field, terms: terms, scorer: scorer(weight: weight, field: field))
    }

    /// Whether a word may have other forms: it is of the query's language, where that is given.
    func isOfLanguage(_ term: [UInt8]) -> Bool {
        language.map { $0 == LanguageMark(of: term) } ?? true
    }

    private func idf(_ documentFrequency: Int, _ statistics: FieldStatistics) throws -> Double {
        try check(documentFrequency, statistics)
        return ranks
            ? BM25.idf(documentFrequency: documentFrequency, documentCount: statistics.documentCount) : 0
    }

    private func check(_ documentFrequency: Int, _ statistics: FieldStatistics) throws {
        guard documentFrequency <= statistics.documentCount else {
            throw StorageError.corrupt(
                file: "commit \(snapshot.commitNumber)",
                reason: "\(documentFrequency) of \(statistics.documentCount) documents hold a term")
        }
    }

    private func facet(_ name: String, _ value: String) throws -> Clause {
        if let owner = FacetResolver.ownerOfMembers(value) { return try members(of: name, owner) }
        let (facet, id) = try searcher.resolver.resolve(facet: name, value: value)
        return .facet(try facetClause(facet, Array(id.utf8)))
    }
}
