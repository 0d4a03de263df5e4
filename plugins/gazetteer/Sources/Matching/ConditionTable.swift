/// The conditions of all forms in columns, so that one is read without counting references. Sets are numbered from 1.
struct ConditionTable: Sendable {
    /// What ``Conditions`` says, its sets by number; 0 for none.
    struct Entry {
        var next: Beside
        var previous: Beside
        var nextAfterComma: Beside
        var previousBeforeComma: Beside
        var needs: UInt32
        var unless: UInt32
        /// Indices of neighbours.
        var firstNear: UInt32
        var endOfNear: UInt32
        var notFirst: Bool
        var mixedCase: Bool
        var hyphenAfter: Bool
    }

    struct Beside {
        var wanted: UInt32
        var refused: UInt32

        var asksNothing: Bool { wanted | refused == 0 }
    }

    struct Near {
        var distance: Int
        var set: UInt32
        /// One of the words must be there; otherwise none may.
        var isWanted: Bool
    }

    /// The words of a set and of its lists: `words[firstWord..<firstCapital]` in any letters, and
    /// `words[firstCapital..<end]` those that count where they begin with a capital, both ascending.
    private struct Range {
        var firstWord: UInt32
        var firstCapital: UInt32
        var end: UInt32
        var hasAnyCapital: Bool
    }

    private(set) var entries: [Entry] = []
    private(set) var nears: [Near] = []
    private var sets: [Range] = [Range(firstWord: 0, firstCapital: 0, end: 0, hasAnyCapital: false)]
    private var words: [UInt32] = []
    /// Sets that are looked for in whole articles.
    private(set) var articleSets: [UInt32] = []
    /// Of all words of sets.
    private var filter = WordFilter(capacity: 0)

    /// Takes in the conditions of a table.
    ///
    /// - Parameter numbers: by word number of the table that of the automaton; nil where they are the same.
    mutating func append(_ table: Table, _ numbers: [UInt32]?) {
        var known: [WordSet: UInt32] = [:]
        func number(_ set: WordSet?) -> UInt32 {
            guard let set else { return 0 }
            if let number = known[set] { return number }
            let number = append(set, table.lists, numbers)
            known[set] = number
            return number
        }
        func beside(_ beside: Conditions.Beside) -> Beside {
            Beside(wanted: number(beside.wanted), refused: number(beside.refused))
        }
        for condition in table.conditions {
            let firstNear = nears.count
            for near in condition.near {
                nears.append(Near(distance: near.distance, set: number(near.words), isWanted: true))
            }
            for near in condition.notNear {
                nears.append(Near(distance: near.distance, set: number(near.words), isWanted: false))
            }
            let entry = Entry(
                next: beside(condition.next), previous: beside(condition.previous),
                nextAfterComma: beside(condition.nextAfterComma),
                previousBeforeComma: beside(condition.previousBeforeComma), needs: number(condition.needs),
                unless: number(condition.unless), firstNear: UInt32(firstNear),
                endOfNear: UInt32(nears.count),
                notFirst: condition.notFirst, mixedCase: condition.mixedCase,
                hyphenAfter: condition.hyphenAfter)
            entries.append(entry)
            if entry.needs > 0 { articleSets.append(entry.needs) }
            if entry.unless > 0 { articleSets.append(entry.unless) }
        }
    }

    private mutating func append(_ set: WordSet, _ lists: [WordSet], _ numbers: [UInt32]?) -> UInt32 {
        /// Adds words in the order of their numbers, each once.
        func add(_ own: [UInt32], _ listed: (WordSet) -> [UInt32]) {
            var all = own
            for list in set.lists { all += listed(lists[list]) }
            if let numbers { all = all.map { numbers[Int($0)] } }
            all.sort()
            let first = words.count
            for word in all where words.count == first || words[words.count - 1] != word {
                words.append(word)
            }
        }
        let firstWord = words.count
        add(set.words) { $0.words }
        let firstCapital = words.count
        add(set.capitals) { $0.capitals }
        sets.append(
            Range(
                firstWord: UInt32(firstWord), firstCapital: UInt32(firstCapital), end: UInt32(words.count),
                hasAnyCapital: set.capitalised))
        return UInt32(sets.count - 1)
    }

    /// Makes the filter, when all tables are in.
    ///
    /// - Parameter hashes: by word number.
    mutating func filterWords(hashes: [UInt64]) {
        var isMember = Array(repeating: false, count: hashes.count)
        for word in words { isMember[Int(word)] = true }
        filter = WordFilter(capacity: isMember.count { $0 })
        for (word, hash) in hashes.enumerated() where isMember[word] { filter.insert(hash) }
    }

    /// The words of a set in any letters.
    func words(of set: UInt32) -> ArraySlice<UInt32> {
        words[Int(sets[Int(set)].firstWord)..<Int(sets[Int(set)].firstCapital)]
    }

    /// Whether a set has a token's word.
    func contains(_ set: UInt32, _ token: Int, _ view: TokenView, _ vocabulary: Vocabulary) -> Bool {
        let range = sets[Int(set)]
        if range.hasAnyCapital, view.isCapital(at: view.range(token).lowerBound) { return true }
        let word = view.word(token)
        guard filter.mayHave(word.hash) else { return false }
        let number = vocabulary.number(of: word)
        if number == Vocabulary.unknown { return false }
        return hasSorted(number, range.firstWord, range.firstCapital)
            || range.firstCapital < range.end && hasSorted(number, range.firstCapital, range.end)
                && view.isCapital(at: view.range(token).lowerBound)
    }

    private func hasSorted(_ word: UInt32, _ first: UInt32, _ end: UInt32) -> Bool {
        var (low, high) = (Int(first), Int(end))
        while low < high {
            let middle = (low + high) / 2
            if words[middle] < word { low = middle + 1 } else { high = middle }
        }
        return low < Int(end) && words[low] == word
    }
}
