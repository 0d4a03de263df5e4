import PluginAPI

/// The rules of a facet's mentions, and which of them tell metonyms apart.
struct SenseRules: Sendable {
    /// The kinds of its table; for a metonym `capital as government` and `capital as place` follow.
    private(set) var rules: [String] = []
    /// By kind: the number of its rule.
    private(set) var ruleOfKind: [UInt16] = []
    /// By rule: whether it is a metonym's kind.
    private var isMetonym: [Bool] = []

    init(kinds: [String], metonyms: [String]) {
        for kind in kinds {
            ruleOfKind.append(UInt16(rules.count))
            let names =
                metonyms.contains(kind) ? [kind, "\(kind) as government", "\(kind) as place"] : [kind]
            isMetonym += names.map { $0 == kind && names.count > 1 }
            rules += names
        }
    }

    var hasMetonyms: Bool { rules.count > ruleOfKind.count }

    func isMetonym(_ mention: Mention) -> Bool { isMetonym[Int(mention.rule)] }

    /// Gives a metonym its sense; without a cue it stands for its government, and its rule says no more.
    func settle(_ mention: inout Mention, _ cue: MentionSense?) {
        mention.sense = cue ?? .government
        if let cue { mention.rule += cue == .place ? 2 : 1 }
    }
}
