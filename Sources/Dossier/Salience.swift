internal import IndexCore
internal import PluginAPI

/// How much a document is about the values it names.
///
/// A mention counts by its weight in its table: once in running text, twice in the lead, where two of a value count, and
/// twice in the title, where the weightiest counts. A dateline, *SEOUL, March 3 —*, counts `dateline` for the value it names
/// last. A document is about a value that reaches `threshold`, or `distantThreshold` where the dateline names another, and
/// `share` of what the foremost reaches: so about one that is named once in the title, or twice in the text.
///
/// Source of the numbers: the first 9,000 stories of the Reuters-21578 training part, by `dossier eval facets --about`.
enum Salience {
    /// Grows whenever the same mentions could give another result.
    static let version = 1

    static let title = 2.0
    /// Where the title is all there is.
    static let loneTitle = 3.5
    static let lead = 2.0
    static let mostLeadMentions = 2
    static let body = 1.0
    static let mostBodyMentions = 8
    static let dateline = 3.5
    static let threshold = 2.0
    static let distantThreshold = 2.75
    static let share = 0.2

    /// The values that a document is about.
    ///
    /// - Parameter mentions: of one facet, ascending.
    static func subjects(of document: Document, _ mentions: [FacetMention]) -> Set<UInt32> {
        let sums = sums(of: document, mentions)
        guard let foremost = sums.values.lazy.map(\.total).max() else { return [] }
        let hasDateline = sums.values.contains { $0.dateline > 0 }
        return Set(
            sums.lazy.filter { _, sum in
                let threshold = hasDateline && sum.dateline == 0 ? distantThreshold : threshold
                return sum.total >= threshold && sum.total >= share * foremost
            }.map(\.key))
    }

    /// The salience of each value, ≥ 0.
    static func values(of document: Document, _ mentions: [FacetMention]) -> [UInt32: Double] {
        sums(of: document, mentions).mapValues(\.total)
    }

    /// What the mentions of one value come to.
    fileprivate struct Sum {
        var title = 0.0
        var dateline = 0.0
        var lead = 0.0
        var leadCount = 0
        var body = 0.0
        var bodyCount = 0
        var total: Double { title + dateline + lead + body }
    }

    private static func sums(of document: Document, _ mentions: [FacetMention]) -> [UInt32: Sum] {
        if mentions.isEmpty { return [:] }
        var sums: [UInt32: Sum] = [:]
        let hasText = document.zones.contains { $0.kind == .lead || $0.kind == .body }
        let dateline = Dateline.range(of: document)
        var (zone, placed) = (0, UInt32?.none)
        for mention in mentions {
            // Both ascend.
            while zone < document.zones.count, document.zones[zone].range.upperBound <= Int(mention.start) {
                zone += 1
            }
            if let dateline, dateline.contains(Int(mention.start)) {
                placed = mention.value
                continue
            }
            let kind = zone < document.zones.count ? document.zones[zone].kind : .body
            let weight = Double(mention.weight) / 8
            sums[mention.value, default: Sum()].add(weight, kind, hasText: hasText)
        }
        if let placed { sums[placed, default: Sum()].dateline = Self.dateline }
        return sums
    }
}

extension Salience.Sum {
    fileprivate mutating func add(_ weight: Double, _ kind: ZoneKind, hasText: Bool) {
        switch kind {
        case .title: title = max(title, weight * (hasText ? Salience.title : Salience.loneTitle))
        case .lead where leadCount < Salience.mostLeadMentions:
            leadCount += 1
            lead += weight * Salience.lead
        case .lead: break
        default:
            guard bodyCount < Salience.mostBodyMentions else { break }
            bodyCount += 1
            body += weight * Salience.body
        }
    }
}

/// Where a text says where and when it was sent: *WASHINGTON (Reuters) -*, *Seoul, March 3 —*.
enum Dateline {
    private static let longest = 80

    /// The range of the dateline at the beginning of the article's text; nil without one.
    static func range(of document: Document) -> Range<Int>? {
        guard let zone = document.zones.first(where: { $0.kind == .lead || $0.kind == .body })?.range else {
            return nil
        }
        let bytes = document.text[zone.lowerBound..<min(zone.upperBound, zone.lowerBound + longest)]
        guard let dash = dash(in: bytes) else { return nil }
        let words = bytes[..<dash]
        let firstWord = words.prefix { isLetter($0) }
        let isShouted = firstWord.count > 2 && firstWord.allSatisfy { (0x41...0x5A).contains($0) }
        let hasDay = words.contains { (0x30...0x39).contains($0) } && words.contains(UInt8(ascii: ","))
        return (isShouted || hasDay) && !hasSmallWord(words) ? zone.lowerBound..<dash : nil
    }

    /// Whether a word of three letters or more begins small, as none does but within brackets.
    private static func hasSmallWord(_ words: ArraySlice<UInt8>) -> Bool {
        var depth = 0
        for (index, byte) in zip(words.indices, words) {
            if byte == UInt8(ascii: "(") { depth += 1 }
            if byte == UInt8(ascii: ")") { depth -= 1 }
            let begins = index == words.startIndex || words[index - 1] == 0x20
            if depth == 0, begins, words[index...].prefix(3).count(where: { (0x61...0x7A).contains($0) }) == 3
            {
                return true
            }
        }
        return false
    }

    /// Where the first hyphen or dash stands that blanks surround.
    private static func dash(in bytes: ArraySlice<UInt8>) -> Int? {
        for index in bytes.indices.dropFirst() where bytes[index - 1] == 0x20 {
            if bytes[index] == UInt8(ascii: "-") { return index }
            // En dash and em dash.
            if bytes[index...].starts(with: [0xE2, 0x80, 0x93])
                || bytes[index...].starts(with: [0xE2, 0x80, 0x94])
            {
                return index
            }
        }
        return nil
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (0x41...0x5A).contains(byte & 0xDF) || byte >= 0x80
    }
}
