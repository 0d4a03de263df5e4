internal import IndexAnalysis
internal import IndexCore

/// Words of a text around what a query looks for.
package struct TextSnippet: Sendable, Equatable {
    /// White space is joined; `…` stands where words are left out.
    package var text: String
    /// What of `text` matches, ascending and apart.
    package var marks: [TextMark]
}

/// Words of a text that a query looks for.
package struct TextMark: Sendable, Equatable {
    /// UTF-8 bytes.
    package var range: Range<Int>
    /// Whether they are looked for because they name a facet value, not as they are.
    package var isEvidence: Bool
}

/// Chooses and marks the part of a document that says most about why it matches.
///
/// One made for all documents of a page stems each distinct word once.
package struct SnippetMaker {
    /// A word or phrase of the query that is not excluded: numbers of dictionary terms side by side; none for a facet value,
    /// whose words are told.
    struct Pattern {
        var terms: [Int]
        var weight: Double
        /// Whether it is looked for wherever it stands; else it is marked only where it takes part in one of `nears`.
        var isFree = true
    }

    private(set) var patterns: [Pattern] = []
    /// Facet values that the query looks for, alone, near other words or in a phrase; their patterns are the last.
    private(set) var values: [(facet: Int, id: [UInt8], weight: Double, isFree: Bool)] = []
    /// What the query looks for near each other, and nearly side by side.
    private(set) var nears: [MarkedNear] = []
    /// Where words of these stand in the text.
    var nearPlaces: Set<NearPlace> = []
    /// Patterns of words; each is one of `patterns`, those before the ones of values.
    private var look: [(automaton: PatternAutomaton, weight: Double)] = []
    /// Where the patterns of `look` begin.
    private var firstLookPattern = 0
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
    private(set) var termsOfWord: [(surface: Int, stem: Int)] = []
    /// By word the first pattern of `look` that it matches, −1 for none.
    private var lookOfWord: [Int] = []
    private(set) var tokens = TokenBuffer()
    /// Of the text's language.
    private var mark = LanguageMark.own
    /// The word of each token.
    private(set) var wordOfToken: [UInt32] = []
    /// Of the text, see `snippet`.
    private(set) var mentions: [(value: Int, range: Range<Int>)] = []
    /// Patterns that were met in the stretches looked at last.
    private var found: Set<Int> = []
    /// Whether words name the values of a facet.
    private let hasMentions: (Int) -> Bool

    /// - Parameters:
    ///   - query: its words and whole phrases are what is marked.
    ///   - language: BCP 47, of the query's words.
    ///   - isOver: asked now and then; once true, what patterns are left is not marked.
    package init(
        _ query: Query, of searcher: Searcher, language: String? = nil, isOver: (@Sendable () -> Bool)? = nil
    ) throws(QueryError) {
        analyzer = searcher.analyzer
        tokenizer = analyzer.makeTokenizer()
        stemmer = analyzer.makeStemmer()
        defaultFields = searcher.defaultFields
        hasMentions = { facet in
            searcher.snapshot.record.facets[searcher.mentionSource(ofFacet: facet).facet].hasMentions
        }
        collect(try searcher.read(query, language: language, isOver: isOver))
        patterns.sort { $0.terms.count > $1.terms.count }
        beginnings = [[Int]](repeating: [], count: numbers.count)
        for (index, pattern) in patterns.enumerated() { beginnings[pattern.terms[0]].append(index) }
        firstLookPattern = patterns.count
        patterns += look.map { Pattern(terms: [], weight: $0.weight) }
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
        case .near(let near):
            guard defaultFields.contains(near.field) else { break }
            collect(near.span, near.scorer.weight)
            guard let part = marked(near.span) else { break }
            nears.append(MarkedNear(field: near.field, zone: near.zone?.name, part: part))
        case .and(let parts), .or(let parts): for part in parts { collect(part) }
        case .spelled(let spelled):
            if defaultFields.contains(spelled.field) { collect(spelled.holders) }
        case .constant(let constant):
            for mark in constant.marks where defaultFields.contains(mark.field) {
                look.append((mark.pattern, constant.score))
            }
        case .facet(let facet): if hasMentions(facet.facet) { add(facet, Self.filterWeight, isFree: true) }
        case .days, .not, .all, .nothing: break
        }
    }

    /// What names a value that only filters is shown, but draws the snippet to it less than any word.
    private static let filterWeight = 0.25

    private mutating func add(_ value: FacetClause, _ weight: Double, isFree: Bool) {
        if let known = values.firstIndex(where: { $0.facet == value.facet && $0.id == value.id }) {
            values[known].isFree = values[known].isFree || isFree
        } else {
            values.append((value.facet, value.id, weight, isFree))
        }
    }

    private mutating func collect(_ span: SpanClause, _ weight: Double) {
        switch span {
        case .words(let terms): add(terms.map(\.term), weight, isFree: false)
        // Its words stand apart.
        case .sloppy(let terms, _): for term in terms { add([term.term], weight, isFree: false) }
        case .any(let parts), .near(let parts, _): for part in parts { collect(part, weight) }
        case .value(let value, let span):
            collect(span, weight)
            add(value, weight, isFree: false)
        // Of a value, which tells which ones are to be marked.
        case .mentions: break
        }
    }

    /// Adds a pattern once, for all fields it is looked for in.
    private mutating func add(_ words: [[UInt8]], _ weight: Double, isFree: Bool = true) {
        let terms = numbers(of: words)
        if let known = patterns.firstIndex(where: { $0.terms == terms }) {
            patterns[known].weight = max(patterns[known].weight, weight)
            patterns[known].isFree = patterns[known].isFree || isFree
        } else {
            patterns.append(Pattern(terms: terms, weight: weight, isFree: isFree))
        }
    }

    /// Gives dictionary terms numbers.
    mutating func numbers(of words: [[UInt8]]) -> [Int] {
        words.map { word in
            let number = numbers[word] ?? numbers.count
            numbers[word] = number
            return number
        }
    }

    /// The best part of some stretches of a text.
    ///
    /// - Parameters:
    ///   - stretches: byte ranges, ascending; a snippet lies within one of them.
    ///   - language: BCP 47, of the text.
    ///   - mentions: byte ranges whose words name one of `markedValues`, by its index there.
    ///   - zones: of the text, all that default fields hold.
    ///   - wordCount: at most this many words.
    /// - Complexity: O(bytes of the stretches).
    package mutating func snippet(
        of text: [UInt8], in stretches: [Range<Int>], language: String? = nil,
        mentions: [(value: Int, range: Range<Int>)] = [], zones: [TextZone], wordCount: Int = 36
    ) -> TextSnippet {
        mark = analyzer.mark(ofLanguage: language)
        self.mentions = mentions
        if !nears.isEmpty { findNear(in: text, zones) }
        guard let whole = best(of: text, stretches, wordCount, except: []) else {
            return TextSnippet(text: "", marks: [])
        }
        // What stands in no one place is shown in two.
        if wordCount > 1, found.count > whole.found.count,
            let first = best(of: text, stretches, wordCount / 2, except: []),
            let second = best(of: text, stretches, wordCount / 2, except: first.found),
            !second.found.isEmpty, first.found.union(second.found).count > whole.found.count,
            first.bytes.upperBound <= second.bytes.lowerBound
                || second.bytes.upperBound <= first.bytes.lowerBound
        {
            let ordered =
                first.bytes.lowerBound < second.bytes.lowerBound ? [first, second] : [second, first]
            return render(text, ordered)
        }
        return render(text, [whole])
    }

    /// The run of words of some stretches whose matches weigh most; the first where nothing matches.
    ///
    /// - Parameter seen: patterns that weigh nothing.
    private mutating func best(
        of text: [UInt8], _ stretches: [Range<Int>], _ wordCount: Int, except seen: Set<Int>
    ) -> Choice? {
        var best: Choice?
        found.removeAll()
        for stretch in stretches {
            let choice = choose(text, stretch, wordCount, except: seen)
            if choice.weight > (best?.weight ?? -1) { best = choice }
        }
        return best
    }

    /// All that matches in some stretches of a text, which are as those of a snippet: byte ranges, ascending and apart.
    package mutating func marks(
        in text: [UInt8], _ stretches: [Range<Int>], language: String? = nil,
        mentions: [(value: Int, range: Range<Int>)] = [], zones: [TextZone]
    ) -> [TextMark] {
        mark = analyzer.mark(ofLanguage: language)
        self.mentions = mentions
        if !nears.isEmpty { findNear(in: text, zones) }
        return stretches.flatMap { stretch in matches(in: text, stretch).map(textMark) }
    }

    private func textMark(_ match: Match) -> TextMark {
        TextMark(range: byteRange(of: match.tokens), isEvidence: match.pattern >= firstValuePattern)
    }

    /// A run of words, with those that match.
    private struct Choice {
        var stretch: Range<Int>
        var bytes: Range<Int>
        var matches: [TextMark] = []
        var weight = 0.0
        /// The patterns among them that weigh something.
        var found: Set<Int> = []
    }

    private mutating func choose(
        _ text: [UInt8], _ stretch: Range<Int>, _ wordCount: Int, except seen: Set<Int>
    ) -> Choice {
        let matches = matches(in: text, stretch)
        guard tokens.count > 0 else {
            return Choice(stretch: stretch, bytes: stretch.lowerBound..<stretch.lowerBound)
        }
        for match in matches { found.insert(match.pattern) }
        let wordCount = min(wordCount, tokens.count)
        let (bestStart, bestWeight) = bestWindow(matches, text, wordCount, except: seen)
        let end = min(tokens.count, bestStart + wordCount)
        let from = bestStart == 0 ? stretch.lowerBound : tokens.byteRange(at: bestStart).lowerBound
        let to = end == tokens.count ? stretch.upperBound : tokens.byteRange(at: end - 1).upperBound
        let inside = matches.filter { $0.tokens.lowerBound >= bestStart && $0.tokens.upperBound <= end }
        return Choice(
            stretch: stretch, bytes: from..<to, matches: inside.map(textMark), weight: bestWeight,
            found: Set(inside.map(\.pattern)).subtracting(seen))
    }

    /// Reads the tokens of a stretch, and finds what matches in it.
    private mutating func matches(in text: [UInt8], _ stretch: Range<Int>) -> [Match] {
        readTokens(of: text, stretch)
        return tokens.count == 0 ? [] : addingMentions(to: matches(), stretch)
    }

    mutating func readTokens(of text: [UInt8], _ stretch: Range<Int>) {
        tokens.removeAll()
        tokenizer.appendTokens(of: text, in: stretch, to: &tokens)
        if patterns.isEmpty { return }
        wordOfToken.removeAll(keepingCapacity: true)
        words.append(
            TokenSlice(folded: tokens.folded, offsets: tokens.foldedOffsets, tokens: 0..<tokens.count)
                .marked(mark),
            to: &wordOfToken)
        while termsOfWord.count < words.count {
            lookOfWord.append(look(of: UInt32(termsOfWord.count)))
            termsOfWord.append(terms(of: UInt32(termsOfWord.count)))
        }
    }

    /// From the first to the last of some tokens, at least one.
    private func byteRange(of range: Range<Int>) -> Range<Int> {
        tokens.byteRange(at: range.lowerBound)
            .lowerBound..<tokens.byteRange(at: range.upperBound - 1).upperBound
    }

    private struct Match {
        var tokens: Range<Int>
        var pattern: Int
    }

    /// The first token of the stretch of words whose matches weigh most.
    private func bestWindow(
        _ matches: [Match], _ text: [UInt8], _ wordCount: Int, except excluded: Set<Int>
    ) -> (Int, Double) {
        var (bestStart, bestWeight) = (0, matches.isEmpty ? 0 : -1.0)
        // The last match before which a pattern was seen.
        var seen = [Int](repeating: -1, count: patterns.count)
        // Where there is room for all words, no later window holds more than the first.
        for first in matches.indices.prefix(wordCount >= tokens.count ? 1 : matches.count) {
            let start = windowStart(before: matches[first].tokens.lowerBound, tokens, text)
            var (weight, next) = (0.0, first)
            while next < matches.count, matches[next].tokens.upperBound <= start + wordCount {
                let pattern = matches[next].pattern
                // What is said again adds little.
                if !excluded.contains(pattern) {
                    weight += patterns[pattern].weight / (seen[pattern] == first ? 16 : 1)
                }
                seen[pattern] = first
                next += 1
            }
            if weight > bestWeight { (bestStart, bestWeight) = (start, weight) }
        }
        return (bestStart, bestWeight)
    }

    /// Where patterns match, ascending and apart from each other; of those that begin at one token the longest.
    private func matches() -> [Match] {
        if patterns.isEmpty { return [] }
        var found: [Match] = []
        var index = 0
        while index < wordOfToken.count {
            guard let pattern = pattern(at: index) else {
                index += 1
                continue
            }
            let count = max(1, patterns[pattern].terms.count)
            found.append(Match(tokens: index..<(index + count), pattern: pattern))
            index += count
        }
        return found
    }

    /// Words that match and the mentions of a stretch, ascending and apart from each other.
    private func addingMentions(to matches: [Match], _ stretch: Range<Int>) -> [Match] {
        var all = matches
        for (value, range) in tokens(ofMentionsIn: stretch)
        where isMarked(mentionOf: value, at: range.lowerBound) {
            all.append(Match(tokens: range, pattern: firstValuePattern + value))
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
        let look = lookOfWord[Int(wordOfToken[index])]
        if terms.surface < 0, terms.stem < 0 { return look < 0 ? nil : look }
        let first = [terms.surface, terms.stem].compactMap { term in
            term < 0 ? nil : beginnings[term].first { matches($0, at: index) && isMarked($0, at: index) }
        }
        return first.min() ?? (look < 0 ? nil : look)
    }

    private func matches(_ pattern: Int, at index: Int) -> Bool {
        let wanted = patterns[pattern].terms
        return index + wanted.count <= wordOfToken.count
            && wanted.indices.allSatisfy { place in
                let terms = termsOfWord[Int(wordOfToken[index + place])]
                return wanted[place] == terms.surface || wanted[place] == terms.stem
            }
    }

    /// The pattern of a word by what it looks like; −1 for none.
    private func look(of word: UInt32) -> Int {
        if look.isEmpty { return -1 }
        var bytes: [UInt8] = []
        words.copy(word, into: &bytes)
        if let last = bytes.last, last < 0x20 { bytes.removeLast() }
        return look.firstIndex { $0.automaton.distance(of: bytes) != nil }.map { firstLookPattern + $0 } ?? -1
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

    /// - Parameter choices: in the order of the text.
    private func render(_ text: [UInt8], _ choices: [Choice]) -> TextSnippet {
        let ellipsis = Array("…".utf8)
        var (bytes, marks) = ([UInt8](), [TextMark]())
        for (index, choice) in choices.enumerated() {
            let isCut = choice.bytes.lowerBound > choice.stretch.lowerBound
            if index > 0, !bytes.suffix(3).elementsEqual(ellipsis) { bytes += ellipsis }
            if index > 0 { bytes.append(0x20) } else if isCut { bytes += ellipsis }
            append(text, choice, to: &bytes, &marks)
            while bytes.last == 0x20 { bytes.removeLast() }
            if choice.bytes.upperBound < choice.stretch.upperBound { bytes += ellipsis }
        }
        return TextSnippet(text: String(decoding: bytes, as: UTF8.self), marks: marks)
    }

    private func append(
        _ text: [UInt8], _ choice: Choice, to bytes: inout [UInt8], _ marks: inout [TextMark]
    ) {
        var next = 0
        var markStart = 0
        for offset in choice.bytes {
            if next < choice.matches.count, choice.matches[next].range.lowerBound == offset {
                markStart = bytes.count
            }
            let isSpace = text[offset] == 0x20 || (0x09...0x0D).contains(text[offset])
            if !isSpace { bytes.append(text[offset]) }
            if isSpace, let last = bytes.last, last != 0x20 { bytes.append(0x20) }
            if next < choice.matches.count, choice.matches[next].range.upperBound == offset + 1 {
                marks.append(
                    TextMark(range: markStart..<bytes.count, isEvidence: choice.matches[next].isEvidence))
                next += 1
            }
        }
    }
}
