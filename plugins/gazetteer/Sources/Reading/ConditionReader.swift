import IndexAnalysis

/// Reads conditions and the lists they name.
struct ConditionReader {
    private(set) var conditions: [Conditions] = []
    private(set) var lists: [WordSet] = []
    private var listNumbers: [String: Int] = [:]
    /// What was read of a text: tables repeat their conditions.
    private var known: [ArraySlice<UInt8>: (number: UInt32, isAnyOrder: Bool)] = [:]
    private let tokenizer = Tokenizer()

    mutating func readLists(_ file: RowFile, words: inout Vocabulary, _ problems: inout ProblemList) {
        file.forEachRow(&problems) { line, fields, problems in
            do throws(RowProblem) {
                let text = file.text(fields[1])
                let number = try word(text, in: &words)
                let list = listNumbers[file.text(fields[0]), default: lists.count]
                if list == lists.count {
                    listNumbers[file.text(fields[0])] = list
                    lists.append(WordSet())
                }
                lists[list].insert(number, text)
            } catch {
                problems.add(file.name, line, error.reason)
            }
        }
        for index in lists.indices { lists[index].sort() }
    }

    /// Reads what stands in the column of a row.
    ///
    /// - Returns: an index into `conditions` plus one, 0 where nothing is asked; and whether it says `any-order`.
    mutating func number(
        of text: ArraySlice<UInt8>, words: inout Vocabulary
    ) throws(RowProblem) -> (UInt32, Bool) {
        if let known = known[text] { return (known.number, known.isAnyOrder) }
        var read = Conditions()
        var isAnyOrder = false
        for part in String(decoding: text, as: UTF8.self).split(separator: ";") {
            let condition = part.trimmingSpaces()
            if condition.isEmpty { continue }
            if condition == "any-order" {
                isAnyOrder = true
            } else {
                try add(condition, to: &read, words: &words)
            }
        }
        var number: UInt32 = 0
        if read != Conditions() {
            conditions.append(read)
            number = UInt32(conditions.count)
        }
        known[text] = (number, isAnyOrder)
        return (number, isAnyOrder)
    }

    private func add(
        _ condition: Substring, to read: inout Conditions, words: inout Vocabulary
    ) throws(RowProblem) {
        let parts = condition.split(separator: ":", omittingEmptySubsequences: false)
        let name = parts[0].trimmingSpaces()
        switch name {
        case "not-first", "hyphen-after", "mixed-case":
            guard parts.count == 1 else { throw RowProblem("the condition \(name) takes no words") }
            switch name {
            case "not-first": read.notFirst = true
            case "hyphen-after": read.hyphenAfter = true
            default: read.mixedCase = true
            }
        case "not-before": merge(try set(parts, &words), into: &read.next.refused)
        case "not-after": merge(try set(parts, &words), into: &read.previous.refused)
        case "before": try setOnce(try set(parts, &words), &read.next.wanted, name)
        case "after": try setOnce(try set(parts, &words), &read.previous.wanted, name)
        case "not-before-comma": merge(try set(parts, &words), into: &read.nextAfterComma.refused)
        case "not-after-comma": merge(try set(parts, &words), into: &read.previousBeforeComma.refused)
        case "before-comma": try setOnce(try set(parts, &words), &read.nextAfterComma.wanted, name)
        case "after-comma": try setOnce(try set(parts, &words), &read.previousBeforeComma.wanted, name)
        case "needs": try setOnce(try set(parts, &words), &read.needs, name)
        case "unless": merge(try set(parts, &words), into: &read.unless)
        case "near": read.near.append(try neighbours(parts, &words))
        case "not-near": read.notNear.append(try neighbours(parts, &words))
        default:
            throw RowProblem(
                """
                unknown condition “\(name)”; they are not-before, not-after, before, after, before-comma, after-comma, \
                not-before-comma, not-after-comma, needs, unless, near, not-near, not-first, mixed-case, hyphen-after and \
                any-order
                """)
        }
        for set in [read.needs, read.unless].compactMap({ $0 }) {
            if set.capitalised {
                throw RowProblem("@capitalised tells nothing of an article, which always has such a word")
            }
            if !set.capitals.isEmpty || set.lists.contains(where: { !lists[$0].capitals.isEmpty }) {
                throw RowProblem("needs and unless look for words in any letters; write theirs in lower case")
            }
        }
    }

    /// Two lists of words that must not be there are one.
    private func merge(_ set: WordSet, into known: inout WordSet?) {
        guard var both = known else {
            known = set
            return
        }
        both.words = Set(both.words + set.words).sorted()
        both.capitals = Set(both.capitals + set.capitals).sorted()
        both.lists += set.lists
        both.capitalised = both.capitalised || set.capitalised
        known = both
    }

    private func setOnce(_ set: WordSet, _ known: inout WordSet?, _ name: Substring) throws(RowProblem) {
        guard known == nil else { throw RowProblem("the condition \(name) stands twice") }
        known = set
    }

    private func neighbours(
        _ parts: [Substring], _ words: inout Vocabulary
    ) throws(RowProblem) -> Conditions.Neighbours {
        let name = parts[0]
        guard parts.count == 3, let distance = Int(parts[1].trimmingSpaces()), (1...1000).contains(distance)
        else {
            throw RowProblem("expected \(name):N:word|word with N from 1 to 1000")
        }
        return .init(distance: distance, words: try set([name, parts[2]], &words))
    }

    private func set(_ parts: [Substring], _ words: inout Vocabulary) throws(RowProblem) -> WordSet {
        guard parts.count == 2, !parts[1].trimmingSpaces().isEmpty else {
            throw RowProblem("the condition \(parts[0]) needs words: \(parts[0]):word|word")
        }
        var set = WordSet()
        for part in parts[1].split(separator: "|", omittingEmptySubsequences: false) {
            let text = part.trimmingSpaces()
            if text == "@capitalised" {
                set.capitalised = true
            } else if text.hasPrefix("@") {
                guard let list = listNumbers[String(text.dropFirst())] else {
                    throw RowProblem("\(TableReader.listsName) has no list “\(text.dropFirst())”")
                }
                set.lists.append(list)
            } else {
                set.insert(try word(String(text), in: &words), String(text))
            }
        }
        set.sort()
        return set
    }

    /// The number of a text that is one word to the tokenizer.
    private func word(_ text: String, in words: inout Vocabulary) throws(RowProblem) -> UInt32 {
        let bytes = Array(text.utf8)
        if text.isEmpty { throw RowProblem("a word of a condition is empty") }
        var tokens = TokenBuffer()
        tokenizer.appendTokens(of: bytes, in: 0..<bytes.count, to: &tokens)
        guard tokens.count == 1, !bytes.contains(UInt8(ascii: "*")) else {
            let count = tokens.count
            throw RowProblem("“\(text)” is \(count) words; a condition compares single whole words")
        }
        return words.insert(Array(tokens.foldedBytes(at: 0)))
    }
}

extension Substring {
    fileprivate func trimmingSpaces() -> Substring {
        var text = self
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return text
    }
}

extension WordSet {
    /// Takes in a word by its number; one that begins with a capital counts only where the text's does.
    fileprivate mutating func insert(_ number: UInt32, _ word: String) {
        if word.first?.isUppercase == true { capitals.append(number) } else { words.append(number) }
    }

    fileprivate mutating func sort() {
        words.sort()
        capitals.sort()
    }
}
