import PluginAPI

/// The rules of a facet's mentions, and which of them tell metonyms apart.
struct SenseRules: Sendable {
    /// The kinds of its table, then for each metonym `capital as government` and `capital as place`.
    private(set) var rules: [String]
    /// By kind: the number of its rule for a government, the one for a place following; nil for what is no metonym.
    private(set) var governmentRules: [UInt16?]

    init(kinds: [String], metonyms: [String]) {
        rules = kinds
        governmentRules = []
        for kind in kinds {
            governmentRules.append(metonyms.contains(kind) ? UInt16(rules.count) : nil)
            if metonyms.contains(kind) { rules += ["\(kind) as government", "\(kind) as place"] }
        }
    }

    var hasMetonyms: Bool { rules.count > governmentRules.count }
}

struct SenseReader {
    let view: TokenView
    let zones: [Range<Int>]
    let rules: SenseRules
    func read(_ mentions: inout [Mention]) {}
}
enum Cues { static let bytes = embedded }
