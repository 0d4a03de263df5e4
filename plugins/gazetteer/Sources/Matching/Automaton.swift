/// The forms of several tables, ready to be matched in one pass.
struct Automaton: Sendable {
    private(set) var words = Vocabulary(capacity: 0)
    private(set) var prefixes = Vocabulary(capacity: 0)
    private(set) var forms: [Form] = []
    private(set) var conditions = ConditionTable()
    private(set) var languages: [String] = []
    private(set) var spellings: [UInt8] = []
    private(set) var spellingEnds: [UInt32] = [0]
    private(set) var trie = Trie(wordCount: 0, prefixCount: 0, symbolCount: 0, formCount: 0)
    private(set) var beginnings = BeginningFilter(wordCount: 0, pairCount: 0, prefixCount: 0)
    /// By word its number among those that conditions look for in a whole article, or `Vocabulary.unknown`.
    private(set) var articleNumbers: [UInt32] = []
    private(set) var articleWordCount = 0
    /// How many tables there are.
    let facetCount: Int

    /// - Complexity: O(symbols of all forms).
    init(_ tables: [Table]) {
        facetCount = tables.count
        forms.reserveCapacity(tables.reduce(0) { $0 + $1.forms.count })
        var symbols: [UInt32] = []
        for (facet, table) in tables.enumerated() { append(table, UInt16(facet), &symbols) }
        trie = Trie(
            wordCount: words.count, prefixCount: prefixes.count, symbolCount: symbols.count,
            formCount: forms.count)
        // Each goes before those of its node, so that a node has its forms in the order of their rows.
        for index in forms.indices.reversed() {
            let first = Int(forms[index].firstSymbol)
            trie.insert(
                index, symbols[first..<first + Int(forms[index].symbolCount)], hashes: words.hashes)
        }
        conditions.filterWords(hashes: words.hashes)
        numberArticleWords()
        filterBeginnings(symbols)
    }

    /// Takes in a table, its numbers made those of the automaton.
    private mutating func append(_ table: Table, _ facet: UInt16, _ symbols: inout [UInt32]) {
        let firstSymbol = UInt32(symbols.count)
        let wordNumbers: [UInt32]?
        if facet == 0 {
            (words, prefixes, symbols) = (table.words, table.prefixes, table.symbols)
            wordNumbers = nil
        } else {
            let (numbers, prefixNumbers) = (words.insert(table.words), prefixes.insert(table.prefixes))
            for symbol in table.symbols {
                switch symbol {
                case Symbol.border: symbols.append(symbol)
                case Symbol.wildcard...:
                    symbols.append(prefixNumbers[Int(symbol ^ Symbol.wildcard)] | Symbol.wildcard)
                default: symbols.append(numbers[Int(symbol)])
                }
            }
            wordNumbers = numbers
        }
        let languageNumbers = table.languages.map { languageNumber($0) }
        let (firstCondition, firstWord) = (UInt32(conditions.entries.count), UInt32(spellingEnds.count - 1))
        for var form in table.forms {
            form.facet = facet
            form.firstSymbol += firstSymbol
            form.firstSpelling += firstWord
            if form.conditions > 0 { form.conditions += firstCondition }
            if form.language > 0 { form.language = languageNumbers[Int(form.language - 1)] }
            forms.append(form)
        }
        let firstByte = UInt32(spellings.count)
        spellings += table.spellings
        spellingEnds += table.spellingEnds.dropFirst().map { $0 + firstByte }
        conditions.append(table, wordNumbers)
    }

    /// The number of a language plus one.
    private mutating func languageNumber(_ language: String) -> UInt16 {
        if let known = languages.firstIndex(of: language) { return UInt16(known + 1) }
        languages.append(language)
        return UInt16(languages.count)
    }

    private mutating func filterBeginnings(_ symbols: [UInt32]) {
        // By word.
        var marks = Array(repeating: BeginningFilter.Marks(), count: words.count)
        var pairs: [(first: UInt32, second: UInt32)] = []
        for form in forms {
            let first = symbols[Int(form.firstSymbol)]
            guard first < Symbol.wildcard else { continue }
            if let second = secondWord(form, symbols) {
                marks[Int(first)].insert(.longer)
                pairs.append((first, second))
            } else {
                marks[Int(first)].formUnion(needsCapital(form) ? .capital : [.capital, .small])
            }
        }
        for (word, number) in articleNumbers.enumerated() where number != Vocabulary.unknown {
            marks[word].insert(.article)
        }
        beginnings = BeginningFilter(
            wordCount: marks.count { !$0.isEmpty }, pairCount: pairs.count, prefixCount: prefixes.count)
        for (word, marks) in marks.enumerated() where !marks.isEmpty {
            beginnings.insert(words.hashes[word], marks)
        }
        for (first, second) in pairs {
            beginnings.insert(pair: words.hashes[Int(first)], words.hashes[Int(second)])
        }
        for form in forms {
            let first = symbols[Int(form.firstSymbol)]
            if first >= Symbol.wildcard {
                beginnings.insert(prefix: prefixes.firstFour(of: Int(first ^ Symbol.wildcard)))
            }
        }
    }

    /// The second word of a form; nil where it has none or that ends in anything.
    private func secondWord(_ form: Form, _ symbols: [UInt32]) -> UInt32? {
        let first = Int(form.firstSymbol)
        for symbol in symbols[first + 1..<first + Int(form.symbolCount)] where symbol != Symbol.border {
            return symbol < Symbol.wildcard ? symbol : nil
        }
        return nil
    }

    /// Whether a form's first word begins with a capital wherever it matches.
    private func needsCapital(_ form: Form) -> Bool {
        switch form.letterCase {
        case .any: return false
        case .caps: return form.capitals & 1 == 1
        case .exact:
            let (start, end) = spelling(Int(form.firstSpelling))
            return start < end
                && !((0x61...0x7A).contains(spellings[start]) || (0x30...0x39).contains(spellings[start]))
        }
    }

    /// Where a word of an `exact` form is spelled.
    func spelling(_ word: Int) -> (start: Int, end: Int) {
        (Int(spellingEnds[word]), Int(spellingEnds[word + 1]))
    }

    private mutating func numberArticleWords() {
        guard !conditions.articleSets.isEmpty else { return }
        articleNumbers = Array(repeating: Vocabulary.unknown, count: words.count)
        for set in conditions.articleSets {
            for word in conditions.words(of: set) where articleNumbers[Int(word)] == Vocabulary.unknown {
                articleNumbers[Int(word)] = UInt32(articleWordCount)
                articleWordCount += 1
            }
        }
    }
}
