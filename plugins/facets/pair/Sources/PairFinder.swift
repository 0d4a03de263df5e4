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

    private let text: PairText
    private let actors: Actors
    private var places: [Place] = []
    private var found: [Pair] = []

    init(_ document: TokenizedDocument, _ actors: Actors) {
        text = PairText(document)
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
        let text = text
        var (start, zone) = (0, 0)
        for end in 1...max(1, places.count) where end <= places.count {
            if end < places.count {
                let (left, right) = (places[end - 1].tokens, places[end].tokens)
                while text.zoneEnd(zone) <= left.lowerBound { zone += 1 }
                if right.lowerBound < text.zoneEnd(zone),
                    right.lowerBound - left.upperBound <= PairFacet.longestGap,
                    !text.endsSentence(after: left, before: right)
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
        let (places, actors, text) = (places, actors, text)
        let first = found.count
        for left in sentence {
            for right in (left + 1)..<max(left + 1, sentence.upperBound) {
                let key = Actors.key(places[left].actor, places[right].actor)
                let known = place(of: key, from: first)
                guard known != nil || actors.isPair(key),
                    let binding = text.binding(places[left].tokens, places[right].tokens)
                else { continue }
                let pair = Pair(
                    key: key, binding: binding,
                    tokens: places[left].tokens.lowerBound..<places[right].tokens.upperBound)
                guard let known else {
                    found.append(pair)
                    continue
                }
                if binding.rawValue < found[known].binding.rawValue { found[known] = pair }
            }
        }
    }

    /// Where a pair stands among those found from an index on.
    private func place(of key: UInt64, from first: Int) -> Int? {
        for index in first..<found.count where found[index].key == key { return index }
        return nil
    }

    /// How many actors a sentence names, or one more than the most that matter.
    private func actorCount(_ sentence: Range<Int>) -> Int {
        var count = 0
        for index in sentence {
            let actor = places[index].actor
            var earlier = sentence.lowerBound
            while places[earlier].actor != actor { earlier += 1 }
            if earlier == index { count += 1 }
            if count > PairFacet.mostActors { break }
        }
        return count
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
