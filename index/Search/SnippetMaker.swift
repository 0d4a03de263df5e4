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
package struct SnippetMaker {
    /// A word or phrase of the query that is not excluded: dictionary terms side by side.
    private struct Pattern {
        var terms: [[UInt8]]
        var weight: Double
    }

    private var patterns: [Pattern] = []
    /// By first term the patterns that begin with it, the longest first.
    private var beginnings: [[UInt8]: [Int]] = [:]
    private let tokenizer: Tokenizer
    private let stemmer: Stemmer?

    /// - Parameter query: its words and whole phrases are what is marked.
    package init(_ query: Query, of searcher: Searcher) throws(QueryError) {
        tokenizer = searcher.analyzer.makeTokenizer()
        stemmer = searcher.analyzer.makeStemmer()
        collect(try searcher.compile(query, BM25()))
        patterns.sort { $0.terms.count > $1.terms.count }
        for (index, pattern) in patterns.enumerated() {
            beginnings[pattern.terms[0], default: []].append(index)
        }
    }

    private mutating func collect(_ clause: Clause) {
        switch clause {
        case .term(let term): add([term.term], term.scorer.weight)
        case .phrase(let phrase): add(phrase.terms.map(\.term), phrase.scorer.weight)
        case .and(let parts), .or(let parts): for part in parts { collect(part) }
        case .facet, .days, .not, .all, .nothing: break
        }
    }

    /// Adds a pattern once, for all fields it is looked for in.
    private mutating func add(_ terms: [[UInt8]], _ weight: Double) {
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
    ///   - wordCount: at most this many words.
    /// - Complexity: O(bytes of the stretches).
    package func snippet(of text: [UInt8], in stretches: [Range<Int>], wordCount: Int = 36) -> TextSnippet {
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

    private func choose(_ text: [UInt8], _ stretch: Range<Int>, _ wordCount: Int) -> Choice {
        var tokens = TokenBuffer()
        tokenizer.appendTokens(of: text, in: stretch, to: &tokens)
        guard tokens.count > 0 else {
            return Choice(
                stretch: stretch, bytes: stretch.lowerBound..<stretch.lowerBound, matches: [], weight: 0)
        }
        let matches = matches(tokens)
        var (bestStart, bestWeight) = (0, -1.0)
        for first in 0..<max(1, matches.count) {
            let start =
                matches.isEmpty ? 0 : windowStart(before: matches[first].tokens.lowerBound, tokens, text)
            var seen: Set<Int> = []
            var weight = 0.0
            for match in matches[first...].prefix(while: { $0.tokens.upperBound <= start + wordCount }) {
                // What is said again adds little.
                let own = patterns[match.pattern].weight
                weight += seen.insert(match.pattern).inserted ? own : own / 16
            }
            if weight > bestWeight { (bestStart, bestWeight) = (start, weight) }
        }
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

    /// Where patterns match, ascending and apart from each other; of those that begin at one token the longest.
    private func matches(_ tokens: TokenBuffer) -> [Match] {
        if patterns.isEmpty { return [] }
        var found: [Match] = []
        var index = 0
        while index < tokens.count {
            guard let pattern = pattern(at: index, tokens) else {
                index += 1
                continue
            }
            found.append(Match(tokens: index..<(index + patterns[pattern].terms.count), pattern: pattern))
            index += patterns[pattern].terms.count
        }
        return found
    }

    private func pattern(at index: Int, _ tokens: TokenBuffer) -> Int? {
        let (word, stem) = terms(at: index, tokens)
        let candidates = (beginnings[word] ?? []) + (beginnings[stem] ?? [])
        return candidates.sorted().first { candidate in
            let wanted = patterns[candidate].terms
            return index + wanted.count <= tokens.count
                && wanted.indices.dropFirst().allSatisfy { place in
                    let (word, stem) = terms(at: index + place, tokens)
                    return wanted[place] == word || wanted[place] == stem
                }
        }
    }

    /// The dictionary terms of a token: its surface form, and its stem, or the surface form again.
    private func terms(at index: Int, _ tokens: TokenBuffer) -> (word: [UInt8], stem: [UInt8]) {
        let word = Array(tokens.foldedBytes(at: index))
        guard let stemmer else { return (word, word) }
        return (word, TermForm.stemTerm(language: stemmer.language, stem: stemmer.stem(word)))
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
