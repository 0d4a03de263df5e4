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
        return Set(sums.values.indices.lazy.filter { sums.isSubject($0) }.map { sums.values[$0] })
    }

    /// The salience of each value, ≥ 0.
    static func values(of document: Document, _ mentions: [FacetMention]) -> [UInt32: Double] {
        let sums = sums(of: document, mentions)
        return Dictionary(uniqueKeysWithValues: sums.values.indices.map { (sums.values[$0], sums.total($0)) })
    }

    private static func sums(of document: Document, _ mentions: [FacetMention]) -> SalienceSums {
        var sums = SalienceSums()
        sums.read(mentions, of: document, dateline: Dateline.range(of: document))
        return sums
    }
}

/// The salience of the values of one document after another; it keeps its room.
struct SalienceSums {
    /// In the order of their first mentions.
    private(set) var values: [UInt32] = []
    /// Of each of them.
    private var sums: [Sum] = []
    /// By value its index in `values` plus one, or 0.
    private var places: [UInt32] = []
    private var foremost = 0.0
    private var hasDateline = false

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

    /// Forgets the document before and reads the next.
    ///
    /// - Parameters:
    ///   - mentions: of one facet, ascending.
    ///   - dateline: see ``Dateline/range(of:)``.
    mutating func read(_ mentions: [FacetMention], of document: Document, dateline: Range<Int>?) {
        for value in values { places[Int(value)] = 0 }
        values.removeAll(keepingCapacity: true)
        sums.removeAll(keepingCapacity: true)
        (foremost, hasDateline) = (0, false)
        if mentions.isEmpty { return }
        let hasText = document.zones.contains { $0.kind == .lead || $0.kind == .body }
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
            sums[place(of: mention.value)].add(Double(mention.weight) / 8, kind, hasText: hasText)
        }
        if let placed {
            sums[place(of: placed)].dateline = Salience.dateline
            hasDateline = true
        }
        for sum in sums { foremost = max(foremost, sum.total) }
    }

    /// Index of a value, which is given one when it is new.
    private mutating func place(of value: UInt32) -> Int {
        if Int(value) >= places.count {
            places += repeatElement(0, count: Int(value) + 1 - places.count)
        }
        if places[Int(value)] == 0 {
            values.append(value)
            sums.append(Sum())
            places[Int(value)] = UInt32(values.count)
        }
        return Int(places[Int(value)] - 1)
    }

    /// The salience of a value by its index, ≥ 0.
    func total(_ index: Int) -> Double { sums[index].total }

    /// Whether the document is about a value, by its index.
    func isSubject(_ index: Int) -> Bool {
        let isDistant = hasDateline && sums[index].dateline == 0
        let total = sums[index].total
        return total >= (isDistant ? Salience.distantThreshold : Salience.threshold)
            && total >= Salience.share * foremost
    }
}

extension SalienceSums.Sum {
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
