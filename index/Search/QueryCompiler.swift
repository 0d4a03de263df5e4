internal import IndexAnalysis
internal import IndexCore
internal import IndexStorage

/// Looks up the words, facets and dates of a query in a commit.
struct QueryCompiler {
    private let searcher: Searcher
    private let model: BM25
    /// Whether scores will be asked for; otherwise all weigh nothing.
    private let ranks: Bool
    private let stemmer: Stemmer?
    private var snapshot: Snapshot { searcher.snapshot }

    init(_ searcher: Searcher, model: BM25, ranks: Bool) {
        self.searcher = searcher
        self.model = model
        self.ranks = ranks
        stemmer = searcher.analyzer.makeStemmer()
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
        case .and(let parts): return try joined(parts, byAnd: true)
        case .or(let parts): return try joined(parts, byAnd: false)
        case .not(let part): return try clause(part).map { .not($0) }
        case .facet(let name, let value): return .facet(try facet(name, value))
        case .date(let from, let to): throw QueryError.badDate("\(from ?? "")..\(to ?? "")")
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
        return byAnd ? .and(clauses) : .or(clauses)
    }

    /// A word, or a phrase where there are several tokens, in one field or in all that plain words search.
    private func words(_ words: [String], field: String?, exact: Bool) throws -> Clause? {
        if words.count == 1, let plain = plainToken(words[0]) {
            return try inFields(field) { .term(try term(plain, field: $0, exact: exact)) }
        }
        var tokens = TokenBuffer()
        for word in words {
            let text = Array(word.utf8)
            searcher.tokenizer.appendTokens(of: text, in: 0..<text.count, to: &tokens)
        }
        guard tokens.count > 0 else { return nil }
        return try inFields(field) { field in
            var terms: [TermClause] = []
            terms.reserveCapacity(tokens.count)
            for index in 0..<tokens.count {
                terms.append(try term(Array(tokens.foldedBytes(at: index)), field: field, exact: exact))
            }
            return terms.count == 1 ? .term(terms[0]) : .phrase(try phrase(terms, field: field))
        }
    }

    /// A word that is its own one token.
    private func plainToken(_ word: String) -> [UInt8]? {
        QueryLexer.isPlainWord(word) && word.utf8.count <= Tokenizer.maximumFoldedSize
            ? Array(word.utf8) : nil
    }

    /// What one field is searched for, or each of those that plain words search.
    private func inFields(_ name: String?, _ clause: (Int) throws -> Clause) rethrows -> Clause {
        let fields = name.map { name in
            snapshot.record.fieldNames.indices.filter { snapshot.record.fieldNames[$0] == name }
        }
        let searched = fields ?? searcher.defaultFields
        return searched.count == 1 ? try clause(searched[0]) : .or(try searched.map(clause))
    }

    private func term(_ word: [UInt8], field: Int, exact: Bool) throws -> TermClause {
        var term = word
        if !exact, let stemmer {
            term = TermForm.stemTerm(language: stemmer.language, stem: stemmer.stem(word))
        }
        let entries =
            if !exact, let stemmer {
                try searcher.fields[field].entries(ofStemClass: term, stemmer: stemmer)
            } else {
                try searcher.fields[field].entries(of: term)
            }
        let statistics = searcher.statistics[field]
        let documentFrequency = entries.reduce(0) { $0 + ($1?.documentFrequency ?? 0) }
        return TermClause(
            field: field, term: term, entries: entries, documentFrequency: documentFrequency,
            statistics: statistics,
            scorer: TermScorer(
                model, idf: try idf(documentFrequency, statistics),
                saturations: searcher.saturations(model, field: field)))
    }

    /// A phrase weighs as much as its terms together. Source: Lucene's `PhraseQuery`.
    private func phrase(_ terms: [TermClause], field: Int) throws -> PhraseClause {
        let statistics = searcher.statistics[field]
        var idf = 0.0
        for term in terms { idf += try self.idf(term.documentFrequency, statistics) }
        return PhraseClause(
            field: field, terms: terms,
            scorer: TermScorer(model, idf: idf, saturations: searcher.saturations(model, field: field)))
    }

    private func idf(_ documentFrequency: Int, _ statistics: FieldStatistics) throws -> Double {
        guard documentFrequency <= statistics.documentCount else {
            throw StorageError.corrupt(
                file: "commit \(snapshot.commitNumber)",
                reason: "\(documentFrequency) of \(statistics.documentCount) documents hold a term")
        }
        return ranks
            ? BM25.idf(documentFrequency: documentFrequency, documentCount: statistics.documentCount) : 0
    }

    private func facet(_ name: String, _ value: String) throws -> FacetClause {
        let (facet, id) = try searcher.resolver.resolve(facet: name, value: value)
        let key = Array(id.utf8)
        var entries: [TermEntry?] = []
        for part in snapshot.parts { entries.append(try part.layers[facet].values().entry(of: key)) }
        return FacetClause(facet: facet, id: key, entries: entries)
    }
}
