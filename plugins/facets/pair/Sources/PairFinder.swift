import PluginAPI

/// Finds the pairs of one document.
struct PairFinder {
    private struct Place {
        var actor: UInt32
        /// Tokens of the mention.
        var tokens: Range<Int>
    }

    private struct Pair {
        var key: UInt64
        var binding: Binding
        var tokens: Range<Int>
    }

    private let document: TokenizedDocument
    private let actors: Actors
    private var places: [Place] = []
    private var found: [Pair] = []

    init(_ document: TokenizedDocument, _ actors: Actors) {
        self.document = document
        self.actors = actors
    }

    mutating func append(_ actor: UInt32, _ mention: Mention) {
        let first = Int(mention.firstToken)
        places.append(Place(actor: actor, tokens: first..<first + Int(mention.tokenCount)))
    }

    /// - Complexity: O(mentions × mentions of a sentence), and the text between them once.
    mutating func pairs() -> DocumentMentions {
        places.sort {
            ($0.tokens.lowerBound, $1.tokens.upperBound) < ($1.tokens.lowerBound, $0.tokens.upperBound)
        }
        var (start, zone) = (0, 0)
        for end in 1...max(1, places.count) where end <= places.count {
            if end < places.count {
                let (left, right) = (places[end - 1].tokens, places[end].tokens)
                while Int(document.zoneTokens[zone + 1]) <= left.lowerBound { zone += 1 }
                let isInZone = right.lowerBound < Int(document.zoneTokens[zone + 1])
                if isInZone, right.lowerBound - left.upperBound <= PairFacet.longestGap,
                    !endsSentence(after: left, before: right)
                {
                    continue
                }
            }
            readSentence(start..<end)
            start = end
        }
        return mentions()
    }

    /// Adds the pairs of a sentence, each once.
    private mutating func readSentence(_ sentence: Range<Int>) {
        guard sentence.count > 1, actorCount(sentence) <= PairFacet.mostActors else { return }
        let first = found.count
        for left in sentence {
            for right in (left + 1)..<max(left + 1, sentence.upperBound) {
                guard let key = actors.pair(places[left].actor, places[right].actor),
                    let binding = binding(places[left].tokens, places[right].tokens)
                else { continue }
                let pair = Pair(
                    key: key, binding: binding,
                    tokens: places[left].tokens.lowerBound..<places[right].tokens.upperBound)
                guard let known = found[first...].firstIndex(where: { $0.key == key }) else {
                    found.append(pair)
                    continue
                }
                if binding.rawValue < found[known].binding.rawValue { found[known] = pair }
            }
        }
    }

    /// How many actors a sentence names, or one more than the most that matter.
    private func actorCount(_ sentence: Range<Int>) -> Int {
        var seen: [UInt32] = []
        for place in places[sentence] where !seen.contains(place.actor) {
            seen.append(place.actor)
            if seen.count > PairFacet.mostActors { break }
        }
        return seen.count
    }

    /// What joins two mentions, the right one later; nil for names within each other, and for such that are far apart.
    private func binding(_ left: Range<Int>, _ right: Range<Int>) -> Binding? {
        let gap = right.lowerBound - left.upperBound
        guard gap >= 0, gap <= PairFacet.longestGap else { return nil }
        if gap == 0, isDash(left.upperBound) { return .compound }
        if gap == 1, isJoiningWord(left.upperBound) { return .joined }
        return .sentence
    }

    private static let joiningWords = [
        "and", "with", "against", "versus", "vs", "et", "avec", "contre", "und", "mit", "gegen", "y", "con",
        "contra",
        "и", "с", "против",
    ].map { Array($0.utf8) }

    private func isJoiningWord(_ token: Int) -> Bool {
        let word = document.folded[
            Int(document.foldedOffsets[token])..<Int(document.foldedOffsets[token + 1])]
        return Self.joiningWords.contains { $0.count == word.count && $0.elementsEqual(word) }
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
        for token in (left.upperBound - 1)..<right.lowerBound {
            let (end, next) = (Int(document.ends[token]), Int(document.starts[token + 1]))
            // Mostly a blank.
            if next - end == 1, document.document.text[end] == 0x20 { continue }
            let size = end - Int(document.starts[token])
            for offset in end..<max(end, next) where endsSentence(offset, afterWordOf: size) { return true }
        }
        return false
    }

    /// A full stop after a short word is mostly that of an abbreviation, such as *Gen.*
    private func endsSentence(_ offset: Int, afterWordOf size: Int) -> Bool {
        let text = document.document.text
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

    /// Mentions as they follow in the text, and values as mentions first name them: equal for equal documents.
    private mutating func mentions() -> DocumentMentions {
        found.sort {
            ($0.tokens.lowerBound, $0.tokens.count, $0.key) < ($1.tokens.lowerBound, $1.tokens.count, $1.key)
        }
        var numbers: [UInt64: UInt32] = [:]
        var result = DocumentMentions()
        result.mentions.reserveCapacity(found.count)
        for pair in found {
            let number = numbers[pair.key] ?? UInt32(result.discovered.count)
            if number == result.discovered.count {
                numbers[pair.key] = number
                result.discovered.append(actors.id(ofPair: pair.key))
            }
            var mention = Mention(
                value: number, firstToken: UInt32(pair.tokens.lowerBound),
                tokenCount: UInt32(pair.tokens.count), rule: pair.binding.rawValue, row: 0)
            mention.weight = pair.binding.weight
            result.mentions.append(mention)
        }
        return result
    }
}
