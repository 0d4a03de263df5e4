import PluginAPI

/// Matches one document against a plugin's forms.
struct Matcher {
    let plugin: GazetteerPlugin
    let document: TokenizedDocument
    /// The vocabulary number of each token.
    private let words: [UInt32]
    /// By vocabulary number: true when an article zone has the word. Empty when no form asks.
    private let present: [Bool]

    init(plugin: GazetteerPlugin, document: TokenizedDocument) {
        self.plugin = plugin
        self.document = document
        var words = Array(repeating: Vocabulary.unknown, count: document.tokenCount)
        var present = Array(repeating: false, count: plugin.asksDocument ? plugin.vocabulary.count : 0)
        for range in Matcher.articleRanges(document) {
            for token in range {
                let bytes = Int(document.foldedOffsets[token])..<Int(document.foldedOffsets[token + 1])
                words[token] = plugin.vocabulary.number(of: document.folded, in: bytes)
                if plugin.asksDocument, words[token] != Vocabulary.unknown {
                    present[Int(words[token])] = true
                }
            }
        }
        self.words = words
        self.present = present
    }

    /// Mentions in ascending order of their first token, not overlapping.
    func mentions() -> [Mention] {
        var found: [Mention] = []
        for range in Matcher.articleRanges(document) {
            var token = range.lowerBound
            while token < range.upperBound {
                guard let index = longestForm(at: token, in: range) else {
                    token += 1
                    continue
                }
                let form = plugin.forms[index]
                if let value = form.value {
                    found.append(
                        Mention(
                            value: value, firstToken: UInt32(token), tokenCount: UInt32(form.words.count),
                            rule: form.rule, row: form.row))
                }
                token += form.words.count
            }
        }
        return found
    }

    /// The index of the longest form that begins at `token` and whose letters and conditions hold.
    private func longestForm(at token: Int, in zone: Range<Int>) -> Int? {
        guard var node = plugin.trie.first(words[token]) else { return nil }
        var best: Int?
        var last = token
        while true {
            for index in plugin.trie.forms(at: node) {
                guard holds(plugin.forms[Int(index)], token...last, zone) else { continue }
                best = Int(index)
                break
            }
            last += 1
            guard last < zone.upperBound, isJoined(last - 1, last),
                let next = plugin.trie.child(of: node, words[last])
            else { return best }
            node = next
        }
    }

    private func holds(_ form: Form, _ tokens: ClosedRange<Int>, _ zone: Range<Int>) -> Bool {
        switch form.letterCase {
        case .any: break
        case .caps: guard hasCapitals(form, tokens) else { return false }
        case .exact: guard hasSpelling(form, tokens) else { return false }
        }
        let conditions = form.conditions
        let next = tokens.upperBound + 1
        let previous = tokens.lowerBound - 1
        if conditions.hyphenAfter, !isHyphen(after: tokens.upperBound) { return false }
        if !conditions.notBefore.isEmpty, next < zone.upperBound,
            conditions.notBefore.contains(words[next]), isJoined(tokens.upperBound, next)
        {
            return false
        }
        if !conditions.notAfter.isEmpty, previous >= zone.lowerBound,
            conditions.notAfter.contains(words[previous]), isJoined(previous, tokens.lowerBound)
        {
            return false
        }
        if !conditions.needs.isEmpty, !conditions.needs.contains(where: { present[Int($0)] }) { return false }
        return !conditions.unless.contains { present[Int($0)] }
    }

    private func hasCapitals(_ form: Form, _ tokens: ClosedRange<Int>) -> Bool {
        for (index, token) in tokens.enumerated().prefix(64) where form.capitals >> UInt64(index) & 1 == 1 {
            guard isUpperCase(Int(document.starts[token])) else { return false }
        }
        return true
    }

    private func hasSpelling(_ form: Form, _ tokens: ClosedRange<Int>) -> Bool {
        let text = document.document.text
        for (word, token) in zip(form.spelling, tokens) {
            let range = Int(document.starts[token])..<Int(document.ends[token])
            guard word.elementsEqual(text[range].lazy.filter { $0 != 0x2E }) else { return false }
        }
        return true
    }

    /// True when the letter at `offset` of the text is upper-case.
    private func isUpperCase(_ offset: Int) -> Bool {
        let text = document.document.text
        guard text[offset] >= 0x80 else { return (0x41...0x5A).contains(text[offset]) }
        var decoder = UTF8()
        var bytes = text[offset...].makeIterator()
        guard case .scalarValue(let scalar) = decoder.decode(&bytes) else { return false }
        return scalar.properties.isUppercase
    }

    /// True when nothing between two neighbouring tokens ends a phrase.
    private func isJoined(_ left: Int, _ right: Int) -> Bool {
        let text = document.document.text
        for offset in Int(document.ends[left])..<max(Int(document.ends[left]), Int(document.starts[right])) {
            switch text[offset] {
            case UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: ":"), UInt8(ascii: "!"),
                UInt8(ascii: "?"), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "\""):
                return false
            case UInt8(ascii: "."):
                // "St. Lucia" goes on; "the South. Korea" does not.
                if document.ends[left] - document.starts[left] > 3 { return false }
            default: continue
            }
        }
        return true
    }

    /// True when `-`, or one of U+2010 to U+2015, follows the token at once.
    private func isHyphen(after token: Int) -> Bool {
        let text = document.document.text
        let end = Int(document.ends[token])
        guard end < text.count else { return false }
        if text[end] == 0x2D { return true }
        return end + 2 < text.count && text[end] == 0xE2 && text[end + 1] == 0x80
            && (0x90...0x95).contains(text[end + 2])
    }

    private static func articleRanges(_ document: TokenizedDocument) -> [Range<Int>] {
        document.document.zones.indices.compactMap { zone in
            guard document.document.zones[zone].kind.isArticle else { return nil }
            return Int(document.zoneTokens[zone])..<Int(document.zoneTokens[zone + 1])
        }
    }
}
