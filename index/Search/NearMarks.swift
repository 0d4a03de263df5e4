/// A zone of a document's text.
package struct TextZone: Sendable {
    /// UTF-8 bytes of the text.
    package var range: Range<Int>
    /// The index of the field that holds it.
    package var field: Int
    package var name: String

    package init(range: Range<Int>, field: Int, name: String) {
        (self.range, self.field, self.name) = (range, field, name)
    }
}

/// What a query wants near each other, as it is marked in texts.
struct MarkedNear {
    let field: Int
    /// Where it has to stand; nil for anywhere.
    let zone: String?
    let part: Part

    indirect enum Part {
        /// Numbers of dictionary terms side by side.
        case words([Int])
        /// Such terms nearly side by side.
        case sloppy([Int], slop: Int)
        /// Mentions of a value, by its number among those that are marked.
        case value(Int)
        case any([Part])
        case near([Part], [Proximity])
    }
}

/// What stands near each other in the tokens of one zone, and which words make it.
///
/// Spans are those of `SpanFinder`; each keeps the words of every way in which it comes about.
struct NearMarks {
    /// A word, a phrase or a mention where it stands.
    struct Occurrence: Hashable {
        enum Source: Hashable {
            case words([Int])
            case value(Int)
        }

        let source: Source
        /// The number of its first token.
        let start: Int
    }

    private typealias Spans = [TokenSpan: Set<Occurrence>]

    /// By term the tokens that are it, ascending.
    let places: [Int: [Int]]
    /// Of values, in tokens.
    let mentions: [(value: Int, tokens: Range<Int>)]

    /// The words of every match.
    func occurrences(of part: MarkedNear.Part) -> Set<Occurrence> {
        spans(of: part).values.reduce(into: []) { $0.formUnion($1) }
    }

    private func spans(of part: MarkedNear.Part) -> Spans {
        switch part {
        case .words(let terms):
            var spans: Spans = [:]
            for start in places[terms[0]] ?? [] where stands(terms.dropFirst(), from: start + 1) {
                add(
                    start..<start + terms.count, [Occurrence(source: .words(terms), start: start)], to: &spans
                )
            }
            return spans
        case .sloppy(let terms, let slop): return sloppy(terms, slop)
        case .value(let value):
            var spans: Spans = [:]
            for mention in mentions where mention.value == value {
                let occurrence = Occurrence(source: .value(value), start: mention.tokens.lowerBound)
                add(mention.tokens, [occurrence], to: &spans)
            }
            return spans
        case .any(let parts):
            return parts.reduce(into: [:]) { $0.merge(spans(of: $1)) { $0.union($1) } }
        case .near(let parts, let proximities):
            var found = spans(of: parts[0])
            for (part, proximity) in zip(parts.dropFirst(), proximities) where !found.isEmpty {
                found = pairs(found, spans(of: part), proximity)
            }
            return found
        }
    }

    private func stands(_ terms: ArraySlice<Int>, from start: Int) -> Bool {
        for (token, term) in zip(start..., terms) where places[term]?.containsSorted(token) != true {
            return false
        }
        return true
    }

    private func add(_ tokens: Range<Int>, _ occurrences: Set<Occurrence>, to spans: inout Spans) {
        let span = TokenSpan(start: UInt32(tokens.lowerBound), end: UInt32(tokens.upperBound))
        spans[span, default: []].formUnion(occurrences)
    }

    /// - Complexity: O(spans + pairs of them that are near).
    private func pairs(_ ones: Spans, _ others: Spans, _ proximity: Proximity) -> Spans {
        var pairs: Spans = [:]
        let byStart = (ones: ones.sorted { $0.key < $1.key }, others: others.sorted { $0.key < $1.key })
        func join(_ lefts: [Spans.Element], _ rights: [Spans.Element]) {
            for (left, leftWords) in lefts {
                var index = rights.partition { $0.key.start >= left.end }
                while index < rights.count, Int(rights[index].key.start - left.end) <= proximity.distance {
                    let span = TokenSpan(start: left.start, end: rights[index].key.end)
                    pairs[span, default: []].formUnion(leftWords.union(rights[index].value))
                    index += 1
                }
            }
        }
        join(byStart.ones, byStart.others)
        if !proximity.isOrdered { join(byStart.others, byStart.ones) }
        return pairs
    }

    /// As of `SloppySpans`.
    private func sloppy(_ terms: [Int], _ slop: Int) -> Spans {
        let places = terms.map { self.places[$0] ?? [] }
        var spans: Spans = [:]
        for word in terms.indices {
            for place in places[word] {
                var chosen: [Int] = []
                for other in terms.indices {
                    var least = place - word + other
                    if let earlier = terms[..<other].lastIndex(of: terms[other]) {
                        least = max(least, chosen[earlier] + 1)
                    }
                    let index = places[other].partition { $0 >= least }
                    guard index < places[other].count, places[other][index] - other - (place - word) <= slop
                    else { break }
                    chosen.append(places[other][index])
                }
                guard chosen.count == terms.count, let first = chosen.min(), let last = chosen.max() else {
                    continue
                }
                let words = zip(terms, chosen).map { Occurrence(source: .words([$0]), start: $1) }
                add(first..<last + 1, Set(words), to: &spans)
            }
        }
        return spans
    }
}

extension Array {
    /// The index of the first element that is behind a border; `count` where none is. All behind the first are.
    fileprivate func partition(_ isBehind: (Element) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if isBehind(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

extension [Int] {
    fileprivate func containsSorted(_ number: Int) -> Bool {
        let index = partition { $0 >= number }
        return index < count && self[index] == number
    }
}
