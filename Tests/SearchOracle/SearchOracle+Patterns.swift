internal import IndexAnalysis
internal import IndexSearch
internal import PluginAPI
internal import _StringProcessing

// Words that look like a pattern: every word of the collection is compared with it.
extension SearchOracle {
    /// Words that match a pattern, one of which is enough.
    struct Look {
        /// By word.
        var words: [Bool]
        var fields: [Int]
        var zone: ZoneKind?
        var score: Double
    }

    /// Words that are like another.
    struct Like {
        var fields: [Int]
        var zone: ZoneKind?
        /// By field: words that are forms of one another, and what they weigh.
        var classes: [[(words: Set<UInt32>, weight: Double)]] = []
    }

    func look(_ pattern: TermPattern, _ field: String?, _ scope: Scope) -> Look {
        let zone = field == nil ? scope.zone : nil
        return Look(words: looks(pattern), fields: fields(field, zone), zone: zone, score: scope.boost)
    }

    func isFound(_ look: Look, in entry: Entry) -> Bool {
        look.fields.contains { field in
            places(in: entry.fields[field], look.zone).contains {
                look.words[Int(entry.fields[field].words[$0])]
            }
        }
    }

    /// Where words of a field, or of a zone of it, stand.
    private func places(in field: Field, _ zone: ZoneKind?) -> [Int] {
        field.words.indices.filter { field.words[$0] != Self.gap && (zone == nil || field.zones[$0] == zone) }
    }

    /// By word whether it matches.
    func looks(_ pattern: TermPattern) -> [Bool] {
        let matches = matcher(of: pattern)
        var looks = [Bool](repeating: false, count: stemOfWord.count)
        for (word, number) in words { looks[Int(number)] = matches(Self.letters(of: word)) }
        return looks
    }

    private static func letters(of word: [UInt8]) -> [Unicode.Scalar] {
        let text = word.last.map { $0 < 0x20 } == true ? word.dropLast() : word[...]
        return Array(String(decoding: text, as: UTF8.self).unicodeScalars)
    }

    private func folded(_ text: String) -> [Unicode.Scalar] {
        Array(String(decoding: tokenizer.fold(Array(text.utf8)), as: UTF8.self).unicodeScalars)
    }

    private func matcher(of pattern: TermPattern) -> ([Unicode.Scalar]) -> Bool {
        switch pattern {
        case .prefix(let text):
            let start = folded(text)
            return { $0.starts(with: start) }
        case .wildcard(let text):
            // A star, any one character, or this one.
            var signs: [Unicode.Scalar?] = []
            for part in text.split(separator: "*", omittingEmptySubsequences: false) {
                for one in part.split(separator: "?", omittingEmptySubsequences: false) {
                    signs += folded(String(one)).map(Optional.some) + [nil]
                }
                signs[signs.count - 1] = "*"
            }
            signs.removeLast()
            return { Self.matches(signs[...], $0[...]) }
        case .regex(let text):
            guard let regex = try? Regex(String(String.UnicodeScalarView(folded(text)))) else {
                preconditionFailure("\(text) is no regular expression")
            }
            let exact = regex.matchingSemantics(.unicodeScalar)
            return { (try? exact.wholeMatch(in: String(String.UnicodeScalarView($0)))) != nil }
        case .fuzzy(let text, let distance):
            let word = folded(text)
            let allowed = Self.allowed(distance, length: word.count)
            return { !word.isEmpty && Self.isLike($0, word, allowed) }
        }
    }

    private static func matches(_ signs: ArraySlice<Unicode.Scalar?>, _ word: ArraySlice<Unicode.Scalar>)
        -> Bool
    {
        guard let sign = signs.first else { return word.isEmpty }
        if sign == "*" {
            return (word.startIndex...word.endIndex).contains { matches(signs.dropFirst(), word[$0...]) }
        }
        guard let letter = word.first, sign == nil || sign == letter else { return false }
        return matches(signs.dropFirst(), word.dropFirst())
    }

    /// Near enough, and not so far that nothing of it is left.
    private static func isLike(_ one: [Unicode.Scalar], _ other: [Unicode.Scalar], _ allowed: Int) -> Bool {
        let distance = distance(one, other)
        return distance <= allowed && distance < max(1, one.count)
    }

    private static func allowed(_ distance: Int?, length: Int) -> Int {
        min(distance ?? (length <= 2 ? 0 : length <= 5 ? 1 : 2), 2, max(0, length - 1))
    }

    /// Characters put in, left out, exchanged, or exchanged with their neighbour.
    ///
    /// Source: the recurrence of Damerau and Levenshtein for optimal string alignments.
    package static func distance(_ one: [Unicode.Scalar], _ other: [Unicode.Scalar]) -> Int {
        var rows = [Array(0...other.count)]
        for (i, letter) in one.enumerated() {
            var row = [i + 1]
            for (j, match) in other.enumerated() {
                var least = min(rows[i][j] + (letter == match ? 0 : 1), rows[i][j + 1] + 1, row[j] + 1)
                if i > 0, j > 0, letter == other[j - 1], one[i - 1] == match {
                    least = min(least, rows[i - 1][j - 1] + 1)
                }
                row.append(least)
            }
            rows.append(row)
        }
        return rows[one.count][other.count]
    }
}

extension SearchOracle {
    /// Nil for a word without letters.
    func like(
        _ text: String, _ distance: Int?, _ field: String?, _ scope: Scope, _ language: LanguageMark?
    ) -> Like? {
        let word = folded(text)
        if word.isEmpty { return nil }
        let zone = field == nil ? scope.zone : nil
        var like = Like(fields: fields(field, zone), zone: zone)
        for field in like.fields {
            let found = classes(like: word, Self.allowed(distance, length: word.count), field, language)
            let greatest = found.map(\.holderCount).max() ?? 0
            let idf = BM25.idf(documentFrequency: greatest, documentCount: statistics[field].documentCount)
            like.classes.append(
                found.map { found in
                    (found.words, (scope.boost * found.closeness) * (fieldWeight(field) * idf))
                })
        }
        return like
    }

    /// The 50 nearest words of a field, each with its other forms.
    private func classes(
        like word: [Unicode.Scalar], _ allowed: Int, _ field: Int, _ language: LanguageMark?
    ) -> [(words: Set<UInt32>, holderCount: Int, closeness: Double)] {
        var candidates: [(bytes: [UInt8], number: UInt32, distance: Int, length: Int)] = []
        for (bytes, number) in words where holders[field][number] != nil {
            let letters = Self.letters(of: bytes)
            let distance = Self.distance(letters, word)
            guard Self.isLike(letters, word, allowed) else { continue }
            candidates.append((bytes, number, distance, letters.count))
        }
        candidates.sort { one, other in
            let (first, second) = (holders[field][one.number] ?? 0, holders[field][other.number] ?? 0)
            if one.distance != other.distance { return one.distance < other.distance }
            return first == second ? one.bytes.lexicographicallyPrecedes(other.bytes) : first > second
        }
        var found: [(words: Set<UInt32>, holderCount: Int, closeness: Double)] = []
        for candidate in candidates where found.count < 50 {
            if found.contains(where: { $0.words.contains(candidate.number) }) { continue }
            let forms = forms(of: candidate.number, candidate.bytes, language)
            let count = entries.count { !forms.isDisjoint(with: $0.fields[field].words) }
            let shorter = max(1, min(word.count, candidate.length))
            found.append((forms, count, 1 - Double(candidate.distance) / Double(shorter)))
        }
        return found
    }

    private func forms(of number: UInt32, _ bytes: [UInt8], _ language: LanguageMark?) -> Set<UInt32> {
        let mark = LanguageMark(of: bytes)
        guard mark == language ?? mark else { return [number] }
        return Set(stemOfWord.indices.filter { stemOfWord[$0] == stemOfWord[Int(number)] }.map { UInt32($0) })
    }

    func scores(of like: Like, in entry: Entry) -> [Double] {
        zip(like.fields, like.classes).flatMap { number, classes in
            let field = entry.fields[number]
            let places = places(in: field, like.zone)
            return classes.compactMap { found -> Double? in
                let frequency = places.count { found.words.contains(field.words[$0]) }
                return frequency == 0 ? nil : score(found.weight, frequency, number, length: field.length)
            }
        }
    }
}

extension SearchOracle {
    /// How often words stand side by side that are spelled so, none of them counted twice.
    func occurrences(of spelled: [[UInt8]], in field: Field, _ zone: ZoneKind?) -> Int {
        var (count, place) = (0, 0)
        while place + spelled.count <= field.words.count {
            let isSpelled = field.spelled[place..<place + spelled.count].elementsEqual(spelled)
            let isThere = isSpelled && (zone == nil || field.zones[place] == zone)
            count += isThere ? 1 : 0
            place += isThere ? spelled.count : 1
        }
        return count
    }

    /// The stretches over words that stand nearly side by side.
    func sloppySpans(
        _ keys: [Int], _ folded: [[UInt8]], slop: Int, _ document: Int, _ field: Int, _ run: borrowing Run
    ) -> Set<Range<Int>> {
        let words = entries[document].fields[field].words
        let positions = positions(of: words)
        let places = keys.map { key in
            words.indices.filter { run.bits[Int(words[$0])] >> UInt128(key) & 1 == 1 }
        }
        let terms = folded.map { term(of: $0, field == 3 ? .own : entries[document].mark, run.language) }
        var spans: Set<Range<Int>> = []
        for (index, found) in places.enumerated() {
            for place in found {
                let beginning = positions[place] - index
                var chosen: [Int] = []
                for word in keys.indices {
                    let nearest = places[word].first { place in
                        let isBehind = chosen.indices.allSatisfy {
                            terms[$0] != terms[word] || chosen[$0] < place
                        }
                        return isBehind && positions[place] - word >= beginning
                    }
                    guard let nearest, positions[nearest] - word - beginning <= slop else { break }
                    chosen.append(nearest)
                }
                guard chosen.count == keys.count, let first = chosen.min(), let last = chosen.max() else {
                    continue
                }
                spans.insert(first..<last + 1)
            }
        }
        return spans
    }

    /// Of each word: zones are far from each other.
    private func positions(of words: [UInt32]) -> [Int] {
        var position = 0
        return words.map { word in
            defer { position += word == Self.gap ? 1000 : 1 }
            return position
        }
    }

    private func term(of word: [UInt8], _ mark: LanguageMark, _ language: LanguageMark?) -> [UInt8] {
        let marked = mark.marking(word)
        return mark == language ?? mark ? stemmer?.stem(marked) ?? marked : marked
    }
}
