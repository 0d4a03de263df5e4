internal import IndexAnalysis

// What is marked only where it stands near something.
extension SnippetMaker {
    /// Finds where what the query wants near each other is, for marks in the text.
    mutating func findNear(in text: [UInt8], _ zones: [TextZone]) {
        nearPlaces.removeAll(keepingCapacity: true)
        for zone in zones {
            let wanted = nears.filter { near in
                near.field == zone.field && (near.zone.map { $0 == zone.name } ?? true)
            }
            if wanted.isEmpty { continue }
            readTokens(of: text, zone.range)
            var places: [Int: [Int]] = [:]
            for (token, word) in wordOfToken.enumerated() {
                let terms = termsOfWord[Int(word)]
                for term in Set([terms.surface, terms.stem]) where term >= 0 {
                    places[term, default: []].append(token)
                }
            }
            let marks = NearMarks(places: places, mentions: tokens(ofMentionsIn: zone.range))
            for near in wanted {
                for occurrence in marks.occurrences(of: near.part) {
                    let start = tokens.byteRange(at: occurrence.start).lowerBound
                    nearPlaces.insert(NearPlace(source: occurrence.source, start: start))
                }
            }
        }
    }

    /// Whether a pattern that begins at a token is marked there: it is looked for wherever it stands, or in what is found
    /// near something.
    func isMarked(_ pattern: Int, at token: Int) -> Bool {
        if patterns[pattern].isFree { return true }
        return nearPlaces.contains(
            NearPlace(source: .words(patterns[pattern].terms), start: tokens.byteRange(at: token).lowerBound))
    }

    /// The same of a mention whose words begin at a token.
    func isMarked(mentionOf value: Int, at token: Int) -> Bool {
        if values[value].isFree { return true }
        return nearPlaces.contains(
            NearPlace(source: .value(value), start: tokens.byteRange(at: token).lowerBound))
    }

    /// The words of mentions in a stretch whose tokens were read last.
    func tokens(ofMentionsIn stretch: Range<Int>) -> [(value: Int, tokens: Range<Int>)] {
        mentions.compactMap { mention in
            guard stretch.contains(mention.range.lowerBound), values.indices.contains(mention.value) else {
                return nil
            }
            let first = firstToken(endingAfter: mention.range.lowerBound)
            var end = first
            while end < tokens.count, tokens.byteRange(at: end).lowerBound < mention.range.upperBound {
                end += 1
            }
            return end > first ? (mention.value, first..<end) : nil
        }
    }

    /// The count of tokens where none ends behind a byte.
    private func firstToken(endingAfter byte: Int) -> Int {
        var (low, high) = (0, tokens.count)
        while low < high {
            let middle = (low + high) / 2
            if tokens.byteRange(at: middle).upperBound > byte { high = middle } else { low = middle + 1 }
        }
        return low
    }

    /// What is to be marked of a span.
    mutating func marked(_ span: SpanClause) -> MarkedNear.Part? {
        switch span {
        case .words(let terms): return .words(numbers(of: terms.map(\.term)))
        case .sloppy(let terms, let slop): return .sloppy(numbers(of: terms.map(\.term)), slop: slop)
        case .mentions: return nil
        case .value(let value, let span):
            let place = values.firstIndex { $0.facet == value.facet && $0.id == value.id }
            let all = [place.map { .value($0) }, marked(span)].compactMap(\.self)
            return all.count == 1 ? all[0] : .any(all)
        case .any(let parts): return .any(parts.compactMap { marked($0) })
        case .near(let parts, let proximities):
            return .near(parts.map { marked($0) ?? .any([]) }, proximities)
        }
    }
}

/// Where a word or mention stands that takes part in what is near each other.
struct NearPlace: Hashable {
    let source: NearMarks.Occurrence.Source
    /// A byte of the text.
    let start: Int
}
