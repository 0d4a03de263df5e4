internal import IndexCore

/// Where the words of a phrase stand nearly side by side.
///
/// A word that stands at position p and is the i-th of the phrase asks that the phrase begin at p − i. Words stand nearly
/// side by side where these beginnings differ by at most the slop; a span reaches from the first of them to the last. From
/// each beginning the nearest words are taken. Source of the measure: Lucene's `PhraseQuery.getSlop`.
struct SloppySpans {
    /// One for each word.
    private let words: [WordSpans]
    /// For each word the nearest one before it that is the same; it has to stand behind that.
    private let earlier: [Int?]
    private let slop: Int

    /// - Parameter names: of the terms.
    init(_ terms: [PhraseTerm], of names: [[UInt8]], slop: Int, memory: SearchMemory) {
        words = terms.map { WordSpans([$0], memory: memory) }
        earlier = names.indices.map { index in names[..<index].lastIndex(of: names[index]) }
        self.slop = slop
    }

    /// Appends their spans in a document of the current blocks or after them.
    func appendSpans(in document: UInt32, to spans: inout [TokenSpan]) {
        let start = spans.count
        // All positions, word after word.
        var ends: [Int] = []
        for word in words {
            word.appendSpans(in: document, to: &spans)
            if spans.count == ends.last ?? start {
                spans.removeSubrange(start...)
                return
            }
            ends.append(spans.count)
        }
        let found = spans.count
        for word in words.indices {
            let range = (word == 0 ? start : ends[word - 1])..<ends[word]
            for place in range {
                if let span = span(from: Int(spans[place].start) - word, spans, start, ends) {
                    spans.append(span)
                }
            }
        }
        spans.removeSubrange(start..<found)
    }

    /// The span of the words nearest behind a beginning; nil where one is too far from it.
    private func span(
        from beginning: Int, _ spans: [TokenSpan], _ start: Int, _ ends: [Int]
    ) -> TokenSpan? {
        var (first, last) = (UInt32.max, UInt32(0))
        var chosen: [UInt32] = []
        for word in words.indices {
            let range = (word == 0 ? start : ends[word - 1])..<ends[word]
            var least = beginning + word
            if let earlier = earlier[word] { least = max(least, Int(chosen[earlier]) + 1) }
            guard let position = Self.position(from: least, spans[range]) else { return nil }
            guard Int(position) - word - beginning <= slop else { return nil }
            chosen.append(position)
            (first, last) = (min(first, position), max(last, position))
        }
        return TokenSpan(start: first, end: last + 1)
    }

    /// The first of ascending starts that is not less than one.
    private static func position(from least: Int, _ spans: ArraySlice<TokenSpan>) -> UInt32? {
        var (low, high) = (spans.startIndex, spans.endIndex)
        while low < high {
            let middle = low + (high - low) / 2
            if Int(spans[middle].start) < least { low = middle + 1 } else { high = middle }
        }
        return low < spans.endIndex ? spans[low].start : nil
    }
}
