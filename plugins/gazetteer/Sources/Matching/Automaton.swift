/// The forms of several tables, ready to be matched in one pass.
struct Automaton: Sendable {
    private(set) var words = Vocabulary(capacity: 0)
    private(set) var prefixes = Vocabulary(capacity: 0)
    private(set) var forms: [Form] = []
    private(set) var conditions: [Conditions] = []
    private(set) var lists: [WordSet] = []
    private(set) var languages: [String] = []
    private(set) var spellings: [UInt8] = []
    private(set) var spellingEnds: [UInt32] = [0]
    private(set) var trie = Trie(wordCount: 0, prefixCount: 0, symbolCount: 0, formCount: 0)
    /// Of the words that forms begin with, and of the first four bytes of those that end in anything.
    private(set) var beginnings = WordFilter(capacity: 0)
    private(set) var prefixBeginnings = WordFilter(capacity: 0)
    /// Of the words that conditions look for in a whole article; by word its number among them, or `Vocabulary.unknown`.
    private(set) var articleWords = WordFilter(capacity: 0)
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
        filterBeginnings(symbols)
        numberArticleWords()
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
        let (firstCondition, firstWord) = (UInt32(conditions.count), UInt32(spellingEnds.count - 1))
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
        let firstList = lists.count
        guard let wordNumbers else {
            (conditions, lists) = (table.conditions, table.lists)
            return
        }
        conditions += table.conditions.map { $0.renumbered(wordNumbers, firstList: firstList) }
        lists += table.lists.map { $0.renumbered(wordNumbers, firstList: firstList) }
    }

    /// The number of a language plus one.
    private mutating func languageNumber(_ language: String) -> UInt16 {
        if let known = languages.firstIndex(of: language) { return UInt16(known + 1) }
        languages.append(language)
        return UInt16(languages.count)
    }

    private mutating func filterBeginnings(_ symbols: [UInt32]) {
        let firsts = forms.map { symbols[Int($0.firstSymbol)] }
        // By word: 0 begins no form, 1 begins one that asks for a capital, 2 one that does not.
        var roles = Array(repeating: UInt8(0), count: words.count)
        var count = 0
        for (form, first) in zip(forms, firsts) where first & Symbol.wildcard == 0 {
            if roles[Int(first)] == 0 { count += 1 }
            roles[Int(first)] = max(roles[Int(first)], needsCapital(form) ? 1 : 2)
        }
        beginnings = WordFilter(capacity: count)
        for (word, role) in roles.enumerated() where role > 0 {
            beginnings.insert(words.hashes[word], needsCapital: role == 1)
        }
        prefixBeginnings = WordFilter(capacity: prefixes.count)
        for first in Set(firsts.filter { $0 >= Symbol.wildcard }) {
            let hash = prefixes.hash(ofFirst: 4, of: Int(first ^ Symbol.wildcard))
            prefixBeginnings.insert(hash, needsCapital: false)
        }
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
        let sets = conditions.flatMap { [$0.needs, $0.unless] }.compactMap { $0 }
        var wanted = Set(sets.flatMap(\.words))
        for list in Set(sets.flatMap(\.lists)) { wanted.formUnion(lists[list].words) }
        guard !wanted.isEmpty else { return }
        articleWords = WordFilter(capacity: wanted.count)
        articleNumbers = Array(repeating: Vocabulary.unknown, count: words.count)
        for word in wanted {
            articleWords.insert(words.hashes[Int(word)], needsCapital: false)
            articleNumbers[Int(word)] = UInt32(articleWordCount)
            articleWordCount += 1
        }
    }

    /// Whether a word of this number is in a set.
    func contains(_ set: WordSet, _ word: UInt32, isCapital: Bool) -> Bool {
        set.has(word, isCapital: isCapital)
            || set.lists.contains { lists[$0].has(word, isCapital: isCapital) }
    }
}

extension Conditions {
    /// With other numbers for words and lists.
    fileprivate func renumbered(_ words: [UInt32], firstList: Int) -> Conditions {
        func renumbered(_ set: WordSet) -> WordSet { set.renumbered(words, firstList: firstList) }
        func renumbered(_ beside: Beside) -> Beside {
            Beside(wanted: beside.wanted.map(renumbered), refused: beside.refused.map(renumbered))
        }
        var copy = self
        copy.next = renumbered(next)
        copy.previous = renumbered(previous)
        copy.nextAfterComma = renumbered(nextAfterComma)
        copy.previousBeforeComma = renumbered(previousBeforeComma)
        copy.needs = needs.map(renumbered)
        copy.unless = unless.map(renumbered)
        copy.near = near.map { .init(distance: $0.distance, words: renumbered($0.words)) }
        copy.notNear = notNear.map { .init(distance: $0.distance, words: renumbered($0.words)) }
        return copy
    }
}

extension WordSet {
    fileprivate func has(_ word: UInt32, isCapital: Bool) -> Bool {
        words.hasSorted(word) || (isCapital && capitals.hasSorted(word))
    }

    /// With other numbers for words and lists.
    fileprivate func renumbered(_ numbers: [UInt32], firstList: Int) -> WordSet {
        WordSet(
            words: words.map { numbers[Int($0)] }.sorted(),
            capitals: capitals.map { numbers[Int($0)] }.sorted(), lists: lists.map { $0 + firstList },
            capitalised: capitalised)
    }
}
