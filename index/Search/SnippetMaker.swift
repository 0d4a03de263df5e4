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
    /// For each dictionary term of the query that is not excluded, its weight.
    private let weights: [[UInt8]: Double]
    private let tokenizer: Tokenizer
    private let stemmer: Stemmer?

    /// - Parameter query: its words, phrases included, are what is marked.
    package init(_ query: Query, of searcher: Searcher) throws(QueryError) {
        var weights: [[UInt8]: Double] = [:]
        Self.collect(try searcher.compile(query, BM25()), into: &weights)
        self.weights = weights
        tokenizer = searcher.analyzer.makeTokenizer()
        stemmer = searcher.analyzer.makeStemmer()
    }

    private static func collect(_ clause: Clause, into weights: inout [[UInt8]: Double]) {
        switch clause {
        case .term(let term): weights[term.term] = max(weights[term.term] ?? 0, term.scorer.weight)
        case .phrase(let phrase): for term in phrase.terms { collect(.term(term), into: &weights) }
        case .and(let parts), .or(let parts): for part in parts { collect(part, into: &weights) }
        case .facet, .days, .not, .all, .nothing: break
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
            let start = matches.isEmpty ? 0 : windowStart(before: matches[first].token, tokens, text)
            var seen: Set<[UInt8]> = []
            var weight = 0.0
            for match in matches[first...].prefix(while: { $0.token < start + wordCount }) {
                // A word said again adds little.
                weight += seen.insert(match.term).inserted ? match.weight : match.weight / 16
            }
            if weight > bestWeight { (bestStart, bestWeight) = (start, weight) }
        }
        let end = min(tokens.count, bestStart + wordCount)
        let from = bestStart == 0 ? stretch.lowerBound : tokens.byteRange(at: bestStart).lowerBound
        let to = end == tokens.count ? stretch.upperBound : tokens.byteRange(at: end - 1).upperBound
        return Choice(
            stretch: stretch, bytes: from..<to,
            matches: matches.filter { (bestStart..<end).contains($0.token) }.map {
                tokens.byteRange(at: $0.token)
            },
            weight: bestWeight)
    }

    private struct Match {
        var token: Int
        var term: [UInt8]
        var weight: Double
    }

    private func matches(_ tokens: TokenBuffer) -> [Match] {
        if weights.isEmpty { return [] }
        var stem: [UInt8] = []
        var found: [Match] = []
        for index in 0..<tokens.count {
            let word = Array(tokens.foldedBytes(at: index))
            if let weight = weights[word] { found.append(Match(token: index, term: word, weight: weight)) }
            guard let stemmer else { continue }
            stemmer.stem(word[...], into: &stem)
            let term = TermForm.stemTerm(language: stemmer.language, stem: stem)
            if let weight = weights[term], found.last?.token != index {
                found.append(Match(token: index, term: term, weight: weight))
            }
        }
        return found
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
