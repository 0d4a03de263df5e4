import PluginAPI

/// Matches documents, one after another, against the forms of an automaton.
///
/// In each facet on its own the leftmost form wins, and of the forms that begin at one token the longest whose letters and
/// conditions hold; of two that are as long, the one of the earlier row.
struct Matcher {
    let automaton: Automaton
    /// By facet: the forms found in the document and where.
    private(set) var found: [[Match]]
    /// By facet: the first token that no match has taken.
    private var free: [Int]
    /// By facet: the best form that begins at the present token; without words where there is none.
    private var best: [Match]
    private var hasBest = false
    private(set) var zones: [ArticleZone] = []
    private var language: UInt16 = 0
    private var day: Int32?
    /// By number of an article word: whether the document has it. Filled when a form first asks.
    private var present: [Bool]
    private var knowsPresent = false
    private var scanned = ScannedTokens()

    /// A form that stands somewhere in a document.
    struct Match {
        var form: Int
        var firstToken: Int
        var tokenCount: Int

        static let none = Match(form: 0, firstToken: 0, tokenCount: 0)

        var last: Int { firstToken + tokenCount - 1 }
    }

    init(_ automaton: Automaton) {
        self.automaton = automaton
        found = Array(repeating: [], count: automaton.facetCount)
        free = Array(repeating: 0, count: automaton.facetCount)
        best = Array(repeating: .none, count: automaton.facetCount)
        present = Array(repeating: false, count: automaton.articleWordCount)
    }

    /// Finds all matches of a document, blockers left out; `found` has them until the next.
    mutating func match(_ document: TokenizedDocument, _ view: TokenView) {
        for facet in found.indices {
            found[facet].removeAll(keepingCapacity: true)
            free[facet] = 0
        }
        zones = document.articleZones
        day = document.document.published?.daysSinceEpoch
        language = document.document.language.map { languageNumber(of: $0) } ?? 0
        knowsPresent = false
        scanned.reset(tokenCount: view.count)
        for zone in zones { scanned.scan(zone.tokens, of: view, automaton.beginnings) }
        var zone = 0
        for index in 0..<scanned.beginningCount {
            let token = scanned.beginning(index)
            while zones[zone].tokens.upperBound <= token { zone += 1 }
            begin(at: token, view, zones[zone].tokens)
        }
    }

    /// The number plus one of a language, from a tag such as `de-AT`; 0 for one that no form names.
    private func languageNumber(of tag: String) -> UInt16 {
        let language = tag.prefix { $0 != "-" && $0 != "_" }.lowercased()
        return automaton.languages.firstIndex(of: language).map { UInt16($0 + 1) } ?? 0
    }

    /// Finds the forms that begin at a token.
    private mutating func begin(at token: Int, _ view: TokenView, _ zone: Range<Int>) {
        let word = view.word(token)
        let number = automaton.words.number(of: word)
        if number != Vocabulary.unknown { follow(automaton.trie.first(number), token, token, view, zone) }
        if automaton.beginnings.prefixBit(of: word) == 1 {
            forEachPrefix(of: word) { matcher, prefix in
                matcher.follow(matcher.automaton.trie.first(prefix), token, token, view, zone)
            }
        }
        guard hasBest else { return }
        hasBest = false
        for facet in best.indices where best[facet].tokenCount > 0 {
            free[facet] = token + best[facet].tokenCount
            if automaton.forms[best[facet].form].value != Form.blocker { found[facet].append(best[facet]) }
            best[facet] = .none
        }
    }

    /// Runs `body` with the symbol of each prefix that a word begins with.
    private mutating func forEachPrefix(of word: WordBytes, _ body: (inout Matcher, UInt32) -> Void) {
        guard word.size >= 4 else { return }
        let sizes = automaton.prefixes.sizes
        for size in 4...word.size {
            if size < 63 {
                if sizes >> UInt64(size) == 0 { return }
                if sizes >> UInt64(size) & 1 == 0 { continue }
            }
            let number = automaton.prefixes.number(of: word.prefix(size))
            if number != Vocabulary.unknown { body(&self, number | Symbol.wildcard) }
        }
    }

    /// Follows the tokens after `last` from a node that the tokens from `first` on lead to.
    private mutating func follow(
        _ start: UInt32, _ first: Int, _ last: Int, _ view: TokenView, _ zone: Range<Int>
    ) {
        guard start != Trie.none else { return }
        visit(start, first, last, view, zone)
        let (next, exits) = (last + 1, automaton.trie.exits(of: start))
        guard !exits.isEmpty, next < zone.upperBound else { return }
        let word = view.word(next)
        // Mostly nothing leads on, whatever stands between.
        if exits == .word, !automaton.trie.mayStep(from: start, word.hash) { return }
        var node = start
        if view.border(after: last) != .joined {
            node = automaton.trie.child(of: node, Symbol.border)
            if node == Trie.none { return }
        }
        if automaton.trie.mayStep(from: node, word.hash) {
            let number = automaton.words.number(of: word)
            if number != Vocabulary.unknown {
                follow(automaton.trie.child(of: node, number), first, next, view, zone)
            }
        }
        guard automaton.trie.exits(of: node).contains(.prefix) else { return }
        forEachPrefix(of: word) { matcher, prefix in
            matcher.follow(matcher.automaton.trie.child(of: node, prefix), first, next, view, zone)
        }
    }

    /// Takes the forms at a node that are better than what was found so far.
    private mutating func visit(
        _ node: UInt32, _ first: Int, _ last: Int, _ view: TokenView, _ zone: Range<Int>
    ) {
        let count = last - first + 1
        var next = automaton.trie.firstForm(at: node)
        while next != Trie.none {
            let index = Int(next - 1)
            next = automaton.trie.form(after: next)
            let facet = Int(automaton.forms[index].facet)
            if free[facet] > first || !isBetter(index, count, than: best[facet]) { continue }
            guard holds(index, first...last, view, zone) else { continue }
            best[facet] = Match(form: index, firstToken: first, tokenCount: count)
            hasBest = true
        }
    }

    /// Whether a form of so many tokens goes before another match.
    private func isBetter(_ form: Int, _ count: Int, than match: Match) -> Bool {
        if match.tokenCount != count { return match.tokenCount < count }
        return automaton.forms[form].row < automaton.forms[match.form].row
    }

    private mutating func holds(
        _ index: Int, _ tokens: ClosedRange<Int>, _ view: TokenView, _ zone: Range<Int>
    ) -> Bool {
        let form = automaton.forms[index]
        if form.language != 0, form.language != language { return false }
        if let day, day < form.firstDay || day > form.lastDay { return false }
        switch form.letterCase {
        case .any: break
        case .caps: guard hasCapitals(form, tokens, view) else { return false }
        case .exact: guard hasSpelling(form, tokens, view) else { return false }
        }
        if view.isDollar(after: tokens.upperBound) { return false }
        if form.beginsWord, tokens.lowerBound > zone.lowerBound,
            view.isHangulJoined(after: tokens.lowerBound - 1)
        {
            return false
        }
        if form.endsWord, tokens.upperBound + 1 < zone.upperBound,
            view.isHangulJoined(after: tokens.upperBound)
        {
            return false
        }
        return form.conditions == 0
            || conditionsHold(Int(form.conditions - 1), tokens, view, zone)
    }

    private func hasCapitals(_ form: Form, _ tokens: ClosedRange<Int>, _ view: TokenView) -> Bool {
        var capitals = form.capitals
        while capitals != 0 {
            let token = tokens.lowerBound + capitals.trailingZeroBitCount
            guard view.isCapital(at: view.range(token).lowerBound) else { return false }
            capitals &= capitals - 1
        }
        return true
    }

    private func hasSpelling(_ form: Form, _ tokens: ClosedRange<Int>, _ view: TokenView) -> Bool {
        if form.isPointed, !tokens.contains(where: view.hasPoint) { return false }
        for (place, token) in tokens.enumerated() {
            let (start, end) = automaton.spelling(Int(form.firstSpelling) + place)
            var offset = start
            var isEqual = true
            view.forEachSpelledByte(of: token) { byte in
                // More bytes than spelled are those a wildcard stands for: the folded words agree already.
                if offset < end, automaton.spellings[offset] != byte { isEqual = false }
                offset += 1
            }
            guard isEqual, offset >= end else { return false }
        }
        return true
    }

    // MARK: Conditions

    private mutating func conditionsHold(
        _ index: Int, _ tokens: ClosedRange<Int>, _ view: TokenView, _ zone: Range<Int>
    ) -> Bool {
        let entry = automaton.conditions.entries[index]
        if entry.hyphenAfter, !view.isHyphen(after: tokens.upperBound) { return false }
        if entry.mixedCase, !view.isMixedCase(around: tokens, in: zone) { return false }
        if entry.notFirst, view.beginsSentence(tokens.lowerBound, in: zone) { return false }
        guard neighboursHold(entry, tokens, view, zone) else { return false }
        for index in Int(entry.firstNear)..<Int(entry.endOfNear) {
            let near = automaton.conditions.nears[index]
            if isNear(near, tokens, view, zone) != near.isWanted { return false }
        }
        if entry.needs > 0, !articleHas(entry.needs, view) { return false }
        return entry.unless == 0 || !articleHas(entry.unless, view)
    }

    private func neighboursHold(
        _ entry: ConditionTable.Entry, _ tokens: ClosedRange<Int>, _ view: TokenView, _ zone: Range<Int>
    ) -> Bool {
        let next = tokens.upperBound + 1 < zone.upperBound ? tokens.upperBound + 1 : nil
        let previous = tokens.lowerBound > zone.lowerBound ? tokens.lowerBound - 1 : nil
        func isJoined(_ token: Int) -> Bool { view.border(after: token) == .joined }
        return holds(entry.next, next, view) { isJoined($0 - 1) }
            && holds(entry.previous, previous, view) { isJoined($0) }
            && holds(entry.nextAfterComma, next, view) { view.isComma(after: $0 - 1) }
            && holds(entry.previousBeforeComma, previous, view) { view.isComma(after: $0) }
    }

    /// Whether a neighbour is as asked; `isBeside` tells whether what parts it from the form is of the right kind.
    @inline(__always)
    private func holds(
        _ beside: ConditionTable.Beside, _ token: Int?, _ view: TokenView, isBeside: (Int) -> Bool
    ) -> Bool {
        if beside.asksNothing { return true }
        guard let token, isBeside(token) else { return beside.wanted == 0 }
        if beside.refused > 0, contains(beside.refused, token, view) { return false }
        return beside.wanted == 0 || contains(beside.wanted, token, view)
    }

    private func contains(_ set: UInt32, _ token: Int, _ view: TokenView) -> Bool {
        automaton.conditions.contains(set, token, view, automaton.words)
    }

    private func isNear(
        _ near: ConditionTable.Near, _ tokens: ClosedRange<Int>, _ view: TokenView, _ zone: Range<Int>
    ) -> Bool {
        let first = max(zone.lowerBound, tokens.lowerBound - near.distance)
        let last = min(zone.upperBound - 1, tokens.upperBound + near.distance)
        return (first..<tokens.lowerBound).contains { contains(near.set, $0, view) }
            || (tokens.upperBound..<last).contains { contains(near.set, $0 + 1, view) }
    }

    /// Whether an article zone has one of these words.
    private mutating func articleHas(_ set: UInt32, _ view: TokenView) -> Bool {
        if !knowsPresent { notePresent(view) }
        return automaton.conditions.words(of: set).contains {
            present[Int(automaton.articleNumbers[Int($0)])]
        }
    }

    private mutating func notePresent(_ view: TokenView) {
        knowsPresent = true
        for index in present.indices { present[index] = false }
        for index in 0..<scanned.articleWordCount {
            let number = automaton.words.number(of: view.word(scanned.articleWord(index)))
            guard number != Vocabulary.unknown else { continue }
            let articleNumber = automaton.articleNumbers[Int(number)]
            if articleNumber != Vocabulary.unknown { present[Int(articleNumber)] = true }
        }
    }
}

extension TokenizedDocument {
    var articleZones: [ArticleZone] {
        document.zones.indices.compactMap { zone in
            let kind = document.zones[zone].kind
            guard kind.isArticle else { return nil }
            return ArticleZone(tokens: Int(zoneTokens[zone])..<Int(zoneTokens[zone + 1]), kind: kind)
        }
    }

    /// What a view of its tokens reads.
    var columns: TokenView.Columns {
        TokenView.Columns(
            text: document.text, starts: starts, ends: ends, foldedOffsets: foldedOffsets, folded: folded)
    }
}
