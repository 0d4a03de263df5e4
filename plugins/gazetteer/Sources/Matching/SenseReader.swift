import PluginAPI

/// Tells whether the mentions of capitals and seats in one document stand for governments or for places.
///
/// Names that are linked are read together: `Seoul, Tokyo and Washington`, `Washington–Seoul`, `Seoul to Tokyo`. The first of these cues that
/// is there decides:
/// 1. a dateline (`SEOUL — The cabinet met`), or its own country after a comma (`Seoul, South Korea`): a place;
/// 2. what it has or gives its name to: `Seoul’s decision`, `Seoul-based`; what comes before `Seoul’s` says nothing of Seoul,
///    but `in Seoul’s Itaewon` is in Seoul;
/// 3. the two words before the first of the linked names, then the one word: `according to Seoul`, `in Seoul and Tokyo`;
/// 4. what follows the last of them: `Seoul also said`;
/// 5. that two are linked: governments;
/// 6. a capitalised word after it: a place that another name is made of.
///
/// Without a cue it is a government, as in most political writing.
struct SenseReader {
    let view: TokenView
    let zones: [ArticleZone]
    let rules: SenseRules
    let cues: Cues

    /// - Parameter mentions: of one facet, in order.
    func read(_ mentions: inout [Mention]) {
        var index = 0
        var zone = 0
        while index < mentions.count {
            while zone < zones.count, zones[zone].tokens.upperBound <= mentions[index].first { zone += 1 }
            guard zone < zones.count else { return }
            let end = groupEnd(mentions, from: index, zones[zone])
            let group = mentions[index..<end]
            for place in index..<end where rules.isMetonym(mentions[place]) {
                let following = place + 1 < mentions.count ? mentions[place + 1] : nil
                rules.settle(
                    &mentions[place],
                    ownCue(mentions[place], following, zones[zone])
                        ?? sharedCue(group.first, group.last, zones[zone])
                        ?? (group.count > 1 ? .government : nameCue(mentions[place], zones[zone])))
            }
            index = end
        }
    }

    // MARK: Linked names

    private enum Link { case none, comma, solid }

    /// The end of the mentions that are linked to `start`: by commas too, but for the last.
    private func groupEnd(_ mentions: [Mention], from start: Int, _ zone: ArticleZone) -> Int {
        var end = start + 1
        var index = start + 1
        while index < mentions.count, mentions[index].first < zone.tokens.upperBound {
            switch link(mentions[index - 1], mentions[index]) {
            case .none: return end
            case .comma: break
            case .solid: end = index + 1
            }
            index += 1
        }
        return end
    }

    private func link(_ left: Mention, _ right: Mention) -> Link {
        if left.value == right.value { return .none }
        if right.first == left.last + 1 {
            let gap = view.range(left.last).upperBound..<view.range(right.first).lowerBound
            if isJoiningSign(gap) { return .solid }
            return gap.count == 2 && view.byte(gap.lowerBound) == UInt8(ascii: ",") ? .comma : .none
        }
        guard right.first == left.last + 2, view.border(after: left.last + 1) == .joined,
            view.border(after: left.last) != .sentence
        else { return .none }
        return SenseReader.conjunctions.number(of: view.word(left.last + 1)) == Vocabulary.unknown
            ? .none : .solid
    }

    private static let conjunctions: Vocabulary = {
        var words = Vocabulary(capacity: 4)
        for word in ["and", "or", "nor", "versus", "vs", "to", "from"] { _ = words.insert(Array(word.utf8)) }
        return words
    }()

    /// Whether a gap is a hyphen, a dash or a slash and nothing else.
    private func isJoiningSign(_ gap: Range<Int>) -> Bool {
        if gap.count == 1, view.byte(gap.lowerBound) == UInt8(ascii: "/") { return true }
        return !gap.isEmpty && view.hyphenSize(at: gap.lowerBound) == gap.count
    }

    // MARK: Cues

    /// What tells of one name alone, even in a group.
    private func ownCue(_ mention: Mention, _ following: Mention?, _ zone: ArticleZone) -> MentionSense? {
        if isDateline(mention, zone) { return .place }
        if let following, following.value == mention.value, following.first == mention.last + 1,
            view.byte(view.range(mention.last).upperBound) == UInt8(ascii: ",")
        {
            return .place
        }
        guard isPossessive(mention) else {
            return follower(of: mention.last, zone).flatMap { noun(at: $0) }
        }
        var token = mention.last
        for _ in 0..<3 {
            guard let next = follower(of: token, zone) else { break }
            if let sense = noun(at: next) { return sense }
            token = next
        }
        if let next = follower(of: mention.last, zone), view.isCapital(at: view.range(next).lowerBound),
            before(mention, zone) == .place
        {
            return .place
        }
        return nil
    }

    private func sharedCue(_ first: Mention?, _ last: Mention?, _ zone: ArticleZone) -> MentionSense? {
        guard let first, let last, !isPossessive(last) else { return nil }
        return before(first, zone) ?? after(last, zone)
    }

    private func noun(at token: Int) -> MentionSense? {
        cues.nouns.sense(of: token, view).flatMap(\.mentionSense)
    }

    /// What the words before a name tell; an article between is passed over.
    private func before(_ mention: Mention, _ zone: ArticleZone) -> MentionSense? {
        var token = mention.first
        func step() -> Bool {
            guard token > zone.tokens.lowerBound, view.border(after: token - 1) == .joined else {
                return false
            }
            token -= 1
            return true
        }
        guard step() else { return nil }
        if view.word(token).size == 3, view.byte(view.range(token).lowerBound) | 0x20 == UInt8(ascii: "t"),
            view.byte(view.range(token).lowerBound + 1) | 0x20 == UInt8(ascii: "h"), !step()
        {
            return nil
        }
        let nearest = token
        if step(), let sense = cues.before.sense(of: token, nearest, view) { return sense.mentionSense }
        return cues.before.sense(of: nearest, view).flatMap(\.mentionSense)
    }

    /// What the words after a name tell, at most three passed over.
    private func after(_ mention: Mention, _ zone: ArticleZone) -> MentionSense? {
        var token = mention.last
        for _ in 0..<4 {
            guard let next = follower(of: token, zone) else { return nil }
            if let second = follower(of: next, zone), let sense = cues.after.sense(of: next, second, view) {
                return sense.mentionSense
            }
            guard let sense = cues.after.sense(of: next, view) else { return nil }
            if sense != .skip { return sense.mentionSense }
            token = next
        }
        return nil
    }

    /// A capitalised word after a name, which then is part of another; in a title it says nothing.
    private func nameCue(_ mention: Mention, _ zone: ArticleZone) -> MentionSense? {
        guard zone.kind != .title, !isPossessive(mention), !isAllCapitals(mention.last),
            let next = follower(of: mention.last, zone)
        else { return nil }
        return view.isCapital(at: view.range(next).lowerBound) ? .place : nil
    }

    /// The next token where nothing ends a phrase before it.
    private func follower(of token: Int, _ zone: ArticleZone) -> Int? {
        guard token + 1 < zone.tokens.upperBound, view.border(after: token) == .joined else { return nil }
        return token + 1
    }

    private func isPossessive(_ mention: Mention) -> Bool {
        let end = view.range(mention.last).upperBound
        let size = view.apostropheSize(at: end)
        guard size > 0 else { return false }
        return view.byte(end + size) | 0x20 == UInt8(ascii: "s")
            || view.byte(end - 1) | 0x20 == UInt8(ascii: "s")
    }

    /// Whether a name opens a text as the place it was sent from: `SEOUL — `, `Seoul (Reuters)`, `SEOUL, May 3`.
    private func isDateline(_ mention: Mention, _ zone: ArticleZone) -> Bool {
        guard mention.first == zone.tokens.lowerBound, zone.kind != .title else { return false }
        let end = view.range(mention.last).upperBound
        let offset = view.byte(end) == 0x20 ? end + 1 : end
        let size = view.hyphenSize(at: offset)
        if size > 0 {
            return view.byte(offset + size) == 0x20 || (size == 3 && view.byte(offset + 2) == 0x94)
        }
        return view.byte(offset) == UInt8(ascii: "(")
            || (view.byte(offset) == UInt8(ascii: ",") && isAllCapitals(mention.first))
    }

    private func isAllCapitals(_ token: Int) -> Bool {
        view.range(token).count > 1 && view.isAllCapitals(token)
    }
}

extension Cues.Sense {
    fileprivate var mentionSense: MentionSense? {
        switch self {
        case .government: .government
        case .place: .place
        case .skip: nil
        }
    }
}

extension Mention {
    fileprivate var first: Int { Int(firstToken) }
    fileprivate var last: Int { Int(firstToken + tokenCount) - 1 }
}

/// The tokens of a zone that belongs to the article.
struct ArticleZone {
    var tokens: Range<Int>
    var kind: ZoneKind
}
