internal import IndexCore
internal import PluginAPI

/// How much a document is about the values it names.
///
/// A mention counts by its weight, once in running text, and more in the title and the lead. A document is about a value
/// that reaches `threshold` and a share of what its foremost value reaches.
enum Salience {
    /// Grows whenever the same mentions could give another result.
    static let version = 1

    /// What a value has to reach.
    static let threshold = 2.0
    /// And how much of what the foremost reaches.
    static let share = 0.2

    /// The values that a document is about.
    ///
    /// - Parameter mentions: of one facet.
    static func subjects(of document: Document, _ mentions: [FacetMention]) -> Set<UInt32> {
        let values = values(of: document, mentions)
        guard let foremost = values.values.max() else { return [] }
        return Set(values.filter { $0.value >= threshold && $0.value >= share * foremost }.keys)
    }

    /// The salience of each value: the sum over its mentions, ≥ 0.
    static func values(of document: Document, _ mentions: [FacetMention]) -> [UInt32: Double] {
        var values: [UInt32: Double] = [:]
        var zone = 0
        for mention in mentions {
            // Both ascend.
            while zone < document.zones.count, document.zones[zone].range.upperBound <= Int(mention.start) {
                zone += 1
            }
            let kind = zone < document.zones.count ? document.zones[zone].kind : .body
            values[mention.value, default: 0] += Double(mention.weight) / 8 * factor(kind)
        }
        return values
    }

    private static func factor(_ kind: ZoneKind) -> Double {
        switch kind {
        case .title: 2
        default: 1
        }
    }
}
