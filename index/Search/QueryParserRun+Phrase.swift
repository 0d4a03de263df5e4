extension QueryParserRun {
    /// What quotation marks hold: words side by side, or words and facet values.
    mutating func phrase(_ text: String, field: String?, at place: Range<Int>) -> Query? {
        let words = QueryLexer.words(of: text)
        // Mostly.
        if !words.contains(where: { facetValue($0) != nil }) { return Self.run(words[...], field) }
        var (parts, runStart, index) = ([Query](), 0, 0)
        while index < words.count {
            guard let (name, value) = facetValue(words[index]) else {
                index += 1
                continue
            }
            let quoted = Self.quotedValue(value, words[(index + 1)...])
            let next = index + 1 + quoted.wordCount
            if let value = namedValue(name, quoted.value, at: place) {
                if let run = Self.run(words[runStart..<index], field) { parts.append(run) }
                parts.append(value)
                runStart = next
            }
            index = next
        }
        if let run = Self.run(words[runStart...], field) { parts.append(run) }
        if parts.count == 1 { return parts[0] }
        return near(
            parts.map { NearOperand($0, place) },
            [Proximity](repeating: .adjacent, count: parts.count - 1))
    }

    static func run(_ words: ArraySlice<String>, _ field: String?) -> Query? {
        if words.isEmpty { return nil }
        return words.count == 1
            ? .word(text: words[words.startIndex], field: field, exact: false)
            : .phrase(Array(words), field: field)
    }

    /// A facet's name and value in one word; nil for a word that is none.
    private func facetValue(_ word: String) -> (name: String, value: String)? {
        let longPrefix = parser.longPrefixes.first { word.hasPrefix($0 + ":") }
        let first = word.utf8.firstIndex(of: UInt8(ascii: ":"))
        guard
            let colon = longPrefix.map({ word.utf8.index(word.utf8.startIndex, offsetBy: $0.utf8.count) })
                ?? first
        else { return nil }
        let (name, value) = (String(word[..<colon]), String(word[word.utf8.index(after: colon)...]))
        return value.isEmpty || !parser.facetNames.contains(name) ? nil : (name, value)
    }

    /// A value that single quotation marks hold together, and how many more words it takes; one without a mark is all of
    /// it. The mark that ends it ends a word, as that of `d'Ivoire` does not.
    private static func quotedValue(
        _ value: String, _ rest: ArraySlice<String>
    ) -> (value: String, wordCount: Int) {
        guard let first = value.first, "'‘’".contains(first) else { return (value, 0) }
        var (text, count) = (String(value.dropFirst()), 0)
        for word in rest {
            if text.last.map("'’".contains) == true { break }
            text += " " + word
            count += 1
        }
        return (text.last.map("'’".contains) == true ? String(text.dropLast()) : text, count)
    }
}
