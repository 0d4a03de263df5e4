internal import IndexAnalysis
internal import IndexCore

/// Words of a text around what a query looks for.
package struct TextSnippet: Sendable, Equatable {
    /// White space is joined; `…` stands where words are left out.
    package var text: String
    /// UTF-8 byte ranges of `text` that match, ascending.
    package var marks: [Range<Int>]
}

/// Chooses and marks the part of a document that says most about why it matches.
///
/// One made for all documents of a page stems each distinct word once.
package struct SnippetMaker {
    /// A word or phrase of the query that is not excluded: numbers of dictionary terms side by side; none for a facet value,
    /// whose words are told.
    private struct Pattern {
        var terms: [Int]
        var weight: Double
    }

    private var patterns: [Pattern] = []
    /// Facet values that the query looks for near other words or in a phrase; their patterns are the last.
    private var values: [(facet: Int, id: [UInt8], weight: Double)] = []
    /// Where the patterns of values begin.
    private var firstValuePattern = 0
    /// By first term the patterns that begin with it, the longest first.
    private var beginnings: [[Int]] = []
    /// Numbers of the dictionary terms in patterns.
    private var numbers: [[UInt8]: Int] = [:]
    private let analyzer: Analyzer
    /// What is looked for elsewhere is not marked.
    private let defaultFields: [Int]
    private let tokenizer: Tokenizer
    private let stemmer: WordStemmer?
    /// Words met so far, and for each the terms it is: its surface form and its stem, −1 where no pattern has it.
    private var words = TermInterner()
    private var termsOfWord: [(surface: Int, stem: Int)] = []
    private var tokens = TokenBuffer()
    /// Of the text's language.
    private var mark = LanguageMark.own
    /// The word of each token.
    private var wordOfToken: [UInt32] = []
    /// Of the text, see `snippet`.
    private var mentions: [(value: Int, range: Range<Int>)] = []

    /// - Parameters:
    ///   - query: its words and whole phrases are what is marked.
    ///   - language: BCP 47, of the query's words.
    package init(_ query: Query, of searcher: Searcher, language: String? = nil) throws(QueryError) {
        analyzer = searcher.analyzer
        tokenizer = analyzer.makeTokenizer()
        stemmer = analyzer.makeStemmer()
        defaultFields = searcher.defaultFields
        collect(try searcher.compile(query, RankingModel(weighsBursts: false), language: language))
        patterns.sort { $0.terms.count > $1.terms.count }
        beginnings = [[Int]](repeating: [], count: numbers.count)
        for (index, pattern) in patterns.enumerated() { beginnings[pattern.terms[0]].append(index) }
        firstValuePattern = patterns.count
        patterns += values.map { Pattern(terms: [], weight: $0.weight) }
    }

    /// Facet values whose mentions are marked too: facet of the commit and id.
    package var markedValues: [(facet: Int, id: [UInt8])] { values.map { ($0.facet, $0.id) } }

    private mutating func collect(_ clause: Clause) {
        switch clause {
        case .term(let term):
            if defaultFields.contains(term.field) { add([term.term], term.scorer.weight) }
        case .phrase(let phrase):
            if defaultFields.contains(phrase.field) { add(phrase.terms.map(\.term), phrase.scorer.weight) }
        case .near(let near): if defaultFields.contains(near.field) { collect(near.span, near.scorer.weight) }
        case .and(let parts), .or(let parts): for part in parts { collect(part) }
        case .facet, .days, .not, .all, .nothing: break
        }
    }

    private mutating func collect(_ span: SpanClause, _ weight: Double) {
        switch span {
        case .words(let terms): add(terms.map(\.term), weight)
        case .any(let parts), .near(let parts, _): for part in parts { collect(part, weight) }
        case .value(_, let span): collect(span, weight)
        case .mentions(let mentions):
            let (facet, id) = (mentions.value.facet, mentions.value.id)
            if values.contains(where: { $0.facet == facet && $0.id == id }) { return }
            values.append((facet, id, weight))
        }
    }

    /// Adds a pattern once, for all fields it is looked for in.
    private mutating func add(_ words: [[UInt8]], _ weight: Double) {
        var terms: [Int] = []
        for word in words {
            terms.append(numbers[word] ?? numbers.count)
            numbers[word] = terms.last
        }
        if let known = patterns.firstIndex(where: { $0.terms == terms }) {
            patterns[known].weight = max(patterns[known].weight, weight)
        } else {
            patterns.append(Pattern(terms: terms, weight: weight))
        }
    }

    /// The best part of some stretches of a text.
    ///
    /// - Parameters:
    ///   - stretches: byte ranges, ascending; a snippet lies within one of them.
    ///   - language: BCP 47, of the text.
    ///   - mentions: byte ranges whose words name one of `markedValues`, by its index there.
    ///   - wordCount: at most this many words.
    /// - Complexity: O(bytes of the stretches).
    package mutating func snippet(
        of text: [UInt8], in stretches: [Range<Int>], language: String? = nil,
        mentions: [(value: Int, range: Range<Int>)] = [], wordCount: Int = 36
    ) -> TextSnippet {
        mark = analyzer.mark(ofLanguage: language)
        self.mentions = mentions
        var best: (weight: Double, choice: Choice)?
        for stretch in stretches {
            let choice = choose(text, stretch, wordCount)
            if choice.weight > (best?.weight ?? -1) { best = (choice.weight, choice) }
        }
        guard let best else { return TextSnippet(text: "", marks: []) }
        return render(text, best.choice)
    }

    /// A run of words, with those that match.
    private struct Choice {
        var stretch: Range<Int>
        var bytes: Range<Int>
        var matches: [Range<Int>]
        var weight: Double
    }

    private mutating func choose(_ text: [UInt8], _ stretch: Range<Int>, _ wordCount: Int) -> Choice {
        tokens.removeAll()
        tokenizer.appendTokens(of: text, in: stretch, to: &tokens)
        guard tokens.count > 0 else {
            return Choice(
                stretch: stretch, bytes: stretch.lowerBound..<stretch.lowerBound, matches: [], weight: 0)
        }
        let matches = addingMentions(to: matches(), stretch)
        let (bestStart, bestWeight) = bestWindow(matches, text, wordCount)
        let end = min(tokens.count, bestStart + wordCount)
        let from = bestStart == 0 ? stretch.lowerBound : tokens.byteRange(at: bestStart).lowerBound
        let to = end == tokens.count ? stretch.upperBound : tokens.byteRange(at: end - 1).upperBound
        return Choice(
            stretch: stretch, bytes: from..<to,
            matches: matches.filter { $0.tokens.lowerBound >= bestStart && $0.tokens.upperBound <= end }.map {
                tokens.byteRange(at: $0.tokens.lowerBound)
                    .lowerBound..<tokens.byteRange(at: $0.tokens.upperBound - 1).upperBound
            },
            weight: bestWeight)
    }

    private struct Match {
        var tokens: Range<Int>
        var pattern: Int
    }

    /// The first token of the stretch of words whose matches weigh most.
    private func bestWindow(_ matches: [Match], _ text: [UInt8], _ wordCount: Int) -> (Int, Double) {
        var (bestStart, bestWeight) = (0, matches.isEmpty ? 0 : -1.0)
        // The last match before which a pattern was seen.
        var seen = [Int](repeating: -1, count: patterns.count)
        for first in matches.indices {
            let start = windowStart(before: matches[first].tokens.lowerBound, tokens, text)
            var (weight, next) = (0.0, first)
            while next < matches.count, matches[next].tokens.upperBound <= start + wordCount {
                let pattern = matches[next].pattern
                // What is said again adds little.
                weight += seen[pattern] == first ? patterns[pattern].weight / 16 : patterns[pattern].weight
                seen[pattern] = first
                next += 1
            }
            if weight > bestWeight { (bestStart, bestWeight) = (start, weight) }
        }
        return (bestStart, bestWeight)
    }

    /// Where patterns match, ascending and apart from each other; of those that begin at one token the longest.
    private mutating func matches() -> [Match] {
        if patterns.isEmpty { return [] }
        wordOfToken.removeAll(keepingCapacity: true)
        words.append(
            TokenSlice(folded: tokens.folded, offsets: tokens.foldedOffsets, tokens: 0..<tokens.count)
                .marked(mark),
            to: &wordOfToken)
        while termsOfWord.count < words.count { termsOfWord.append(terms(of: UInt32(termsOfWord.count))) }
        var found: [Match] = []
        var index = 0
        while index < wordOfToken.count {
            guard let pattern = pattern(at: index) else {
                index += 1
                continue
            }
            found.append(Match(tokens: index..<(index + patterns[pattern].terms.count), pattern: pattern))
            index += patterns[pattern].terms.count
        }
        return found
    }

    /// Words that match and the mentions of a stretch, ascending and apart from each other.
    private func addingMentions(to matches: [Match], _ stretch: Range<Int>) -> [Match] {
        var all = matches
        for mention in mentions where stretch.contains(mention.range.lowerBound) {
            let first = (0..<tokens.count).first {
                tokens.byteRange(at: $0).upperBound > mention.range.lowerBound
            }
            guard let first, values.indices.contains(mention.value) else { continue }
            var end = first
            while end < tokens.count, tokens.byteRange(at: end).lowerBound < mention.range.upperBound {
                end += 1
            }
            if end > first {
                all.append(Match(tokens: first..<end, pattern: firstValuePattern + mention.value))
            }
        }
        if all.count == matches.count { return matches }
        all.sort { ($0.tokens.lowerBound, $1.tokens.count) < ($1.tokens.lowerBound, $0.tokens.count) }
        var (apart, end) = ([Match](), 0)
        for match in all where match.tokens.lowerBound >= end {
            apart.append(match)
            end = match.tokens.upperBound
        }
        return apart
    }

    private func pattern(at index: Int) -> Int? {
        let terms = termsOfWord[Int(wordOfToken[index])]
        if terms.surface < 0, terms.stem < 0 { return nil }
        let first = [terms.surface, terms.stem].compactMap { term in
            term < 0 ? nil : beginnings[term].first { matches($0, at: index) }
        }
        return first.min()
    }

    private func matches(_ pattern: Int, at index: Int) -> Bool {
        let wanted = patterns[pattern].terms
        return index + wanted.count <= wordOfToken.count
            && wanted.indices.allSatisfy { place in
                let terms = termsOfWord[Int(wordOfToken[index + place])]
                return wanted[place] == terms.surface || wanted[place] == terms.stem
            }
    }

    /// The numbers of a word's surface form and of its stem.
    private func terms(of word: UInt32) -> (surface: Int, stem: Int) {
        var bytes: [UInt8] = []
        words.copy(word, into: &bytes)
        let surface = numbers[bytes] ?? -1
        guard let stemmer else { return (surface, surface) }
        let stem = stemmer.term(ofStem: stemmer.stem(bytes))
        return (surface, numbers[stem] ?? -1)
    }

    /// Where to begin so that a match is read in its context: at its sentence if that is near, else a few words before.
    private func windowStart(before token: Int, _ tokens: TokenBuffer, _ text: [UInt8]) -> Int {
        let earliest = max(0, token - 12)
        for start in stride(from: token, to: earliest, by: -1) {
            let between = tokens.byteRange(at: start - 1).upperBound..<tokens.byteRange(at: start).lowerBound
            let ends = text[between].contains { byte in
                [UInt8(ascii: "."), UInt8(ascii: "?"), UInt8(ascii: "!"), UInt8(ascii: "\n")].contains(byte)
            }
            if ends { return start }
        }
        return earliest == 0 ? 0 : max(0, token - 6)
    }

    private func render(_ text: [UInt8], _ choice: Choice) -> TextSnippet {
        let ellipsis = Array("…".utf8)
        var (bytes, marks) = ([UInt8](), [Range<Int>]())
        if choice.bytes.lowerBound > choice.stretch.lowerBound { bytes += ellipsis }
        var next = 0
        var markStart = 0
        for offset in choice.bytes {
            if next < choice.matches.count, choice.matches[next].lowerBound == offset {
                markStart = bytes.count
            }
            let isSpace = text[offset] == 0x20 || (0x09...0x0D).contains(text[offset])
            if !isSpace { bytes.append(text[offset]) }
            if isSpace, let last = bytes.last, last != 0x20 { bytes.append(0x20) }
            if next < choice.matches.count, choice.matches[next].upperBound == offset + 1 {
                marks.append(markStart..<bytes.count)
                next += 1
            }
        }
        while bytes.last == 0x20 { bytes.removeLast() }
        if choice.bytes.upperBound < choice.stretch.upperBound { bytes += ellipsis }
        return TextSnippet(text: String(decoding: bytes, as: UTF8.self), marks: marks)
    }
}
