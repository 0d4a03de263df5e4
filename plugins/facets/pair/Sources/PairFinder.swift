import PluginAPI

/// Finds the pairs of one document.
struct PairFinder {
    private struct Place {
        var actor: Actor
        /// Tokens of the mention.
        var tokens: Range<Int>
    }

    private let document: TokenizedDocument
    private var places: [Place] = []

    init(_ document: TokenizedDocument) { self.document = document }

    mutating func append(_ actor: Actor, _ mention: Mention) {
        let first = Int(mention.firstToken)
        places.append(Place(actor: actor, tokens: first..<first + Int(mention.tokenCount)))
    }

    /// - Complexity: O(mentions × mentions of a sentence), and the text between them once.
    mutating func pairs() -> DocumentMentions {
        places.sort {
            ($0.tokens.lowerBound, $1.tokens.upperBound) < ($1.tokens.lowerBound, $0.tokens.upperBound)
        }
        var found = PairMentions()
        var (start, zone) = (0, 0)
        for end in 1...max(1, places.count) where end <= places.count {
            if end < places.count {
                let (left, right) = (places[end - 1].tokens, places[end].tokens)
                while Int(document.zoneTokens[zone + 1]) <= left.lowerBound { zone += 1 }
                let isInZone = right.lowerBound < Int(document.zoneTokens[zone + 1])
                if isInZone, !endsSentence(after: left, before: right) { continue }
            }
            append(places[start..<end], to: &found)
            start = end
        }
        return found.inOrder()
    }

    /// Adds the pairs of a sentence, each once.
    private func append(_ sentence: ArraySlice<Place>, to found: inout PairMentions) {
        guard sentence.count > 1, Set(sentence.lazy.map(\.actor.id)).count <= PairFacet.mostActors else {
            return
        }
        var closest: [String: (binding: Binding, tokens: Range<Int>)] = [:]
        for (index, left) in zip(sentence.indices, sentence) {
            for right in sentence[(index + 1)...] {
                guard left.actor.makesPair(with: right.actor),
                    let binding = binding(left.tokens, right.tokens)
                else { continue }
                let id = PairMentions.id(left.actor.id, right.actor.id)
                if let known = closest[id], known.binding.number <= binding.number { continue }
                closest[id] = (binding, left.tokens.lowerBound..<right.tokens.upperBound)
            }
        }
        for (id, pair) in closest { found.append(id, pair.binding, pair.tokens) }
    }

    /// What joins two mentions, the right one later; nil for names within each other, and for such that are far apart.
    private func binding(_ left: Range<Int>, _ right: Range<Int>) -> Binding? {
        let gap = right.lowerBound - left.upperBound
        guard gap >= 0, gap <= PairFacet.longestGap else { return nil }
        if gap == 0, isDash(left.upperBound) { return .compound }
        if gap == 1, Self.joiningWords.contains(word(left.upperBound)) { return .joined }
        return .sentence
    }

    private static let joiningWords: Set<String> = [
        "and", "with", "against", "versus", "vs", "et", "avec", "contre", "und", "mit", "gegen", "y", "con",
        "contra",
        "и", "с", "против",
    ]

    private func word(_ token: Int) -> String {
        let range = Int(document.foldedOffsets[token])..<Int(document.foldedOffsets[token + 1])
        return String(decoding: document.folded[range], as: UTF8.self)
    }

    /// Whether nothing but a hyphen, a dash or a slash stands before a token.
    private func isDash(_ token: Int) -> Bool {
        let text = document.document.text
        let gap = text[Int(document.ends[token - 1])..<Int(document.starts[token])].filter { $0 != 0x20 }
        if gap == [UInt8(ascii: "-")] || gap == [UInt8(ascii: "/")] { return true }
        return gap.count == 3 && gap[0] == 0xE2 && gap[1] == 0x80 && (0x90...0x95).contains(gap[2])
    }

    /// Whether a sentence ends between two mentions of one zone.
    private func endsSentence(after left: Range<Int>, before right: Range<Int>) -> Bool {
        guard left.upperBound <= right.lowerBound else { return false }
        let text = document.document.text
        var token = left.upperBound - 1
        while token < right.lowerBound {
            let (end, next) = (Int(document.ends[token]), Int(document.starts[token + 1]))
            let size = end - Int(document.starts[token])
            for offset in end..<max(end, next) where endsSentence(text, offset, afterWordOf: size) {
                return true
            }
            token += 1
        }
        return false
    }

    /// A full stop after a short word is mostly that of an abbreviation, such as *Gen.*
    private func endsSentence(_ text: [UInt8], _ offset: Int, afterWordOf size: Int) -> Bool {
        switch text[offset] {
        case UInt8(ascii: "!"), UInt8(ascii: "?"): return true
        case UInt8(ascii: "."):
            return size > 3 || offset + 1 == text.count || text[offset + 1] == UInt8(ascii: "\n")
        // The ideographic full stop.
        case 0xE3: return text[offset...].starts(with: [0xE3, 0x80, 0x82])
        case UInt8(ascii: "\n"): return offset + 1 < text.count && text[offset + 1] == UInt8(ascii: "\n")
        default: return false
        }
    }
}

/// The mentions of pairs of one document.
struct PairMentions {
    private var numbers: [String: UInt32] = [:]
    private var found = DocumentMentions()

    /// The lesser id by bytes comes first.
    static func id(_ one: String, _ other: String) -> String {
        one.utf8.lexicographicallyPrecedes(other.utf8) ? "\(one)–\(other)" : "\(other)–\(one)"
    }

    mutating func append(_ id: String, _ binding: Binding, _ tokens: Range<Int>) {
        let number = numbers[id] ?? UInt32(found.discovered.count)
        if numbers[id] == nil {
            numbers[id] = number
            found.discovered.append(id)
        }
        var mention = Mention(
            value: number, firstToken: UInt32(tokens.lowerBound), tokenCount: UInt32(tokens.count),
            rule: binding.number, row: 0)
        mention.weight = binding.weight
        found.mentions.append(mention)
    }

    /// Mentions as they follow in the text, and values as mentions first name them: equal for equal documents.
    consuming func inOrder() -> DocumentMentions {
        let ids = found.discovered
        found.mentions.sort {
            ($0.firstToken, $0.tokenCount, ids[Int($0.value)]) < (
                $1.firstToken, $1.tokenCount, ids[Int($1.value)]
            )
        }
        var places = [UInt32?](repeating: nil, count: ids.count)
        found.discovered = []
        for index in found.mentions.indices {
            let value = Int(found.mentions[index].value)
            let place = places[value] ?? UInt32(found.discovered.count)
            if places[value] == nil {
                places[value] = place
                found.discovered.append(ids[value])
            }
            found.mentions[index].value = place
        }
        return found
    }
}
