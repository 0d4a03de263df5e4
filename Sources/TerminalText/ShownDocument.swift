package import Dossier

/// Words that gave a value by one rule, and how often they stand in the document.
package struct WordsOfValue: Equatable, Sendable {
    package var words: String
    package var rule: String
    package var count: Int

    /// The words, or of many the first and the last.
    package var shownWords: String {
        let all = words.split(separator: " ")
        if all.count <= 8 { return words }
        return all.prefix(3).joined(separator: " ") + " … " + all.suffix(3).joined(separator: " ")
    }

    /// Whether a place has these words by this rule.
    package func holds(_ place: FacetEvidence.Place) -> Bool {
        rule == place.rule
            && words == place.words.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}

extension FacetEvidence {
    /// The words that gave the value, the most frequent first, then as they come in the document.
    package var wordCounts: [WordsOfValue] {
        var counts: [WordsOfValue] = []
        for place in places {
            let words = place.words.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            if let known = counts.firstIndex(where: { $0.words == words && $0.rule == place.rule }) {
                counts[known].count += 1
            } else {
                counts.append(WordsOfValue(words: words, rule: place.rule, count: 1))
            }
        }
        let ordered = counts.enumerated().sorted {
            ($1.element.count, $0.offset) < ($0.element.count, $1.offset)
        }
        return ordered.map(\.element)
    }
}

extension StoredDocument {
    /// The title, or words in its place; never empty.
    package var shownTitle: String {
        let title = printable(title)
        return columnCount(title.filter { $0 != " " }) > 0 ? title : "(without title)"
    }
}
