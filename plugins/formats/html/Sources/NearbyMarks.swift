import PluginAPI
import TextFormat

/// Elements whose markup names an author or a date, those next to the heading first.
struct NearbyMarks {
    private let marks: [PageSignals.Mark]

    /// More are not asked: they belong to lists of other articles.
    private static let askedLimit = 24
    private static let textLimitBytes = 200

    init(_ page: HTMLPage, _ marks: [PageSignals.Mark], heading: Int) {
        func distance(_ node: Int) -> Int { node >= heading ? node - heading : (heading - node) * 3 }
        self.marks = marks.sorted { (distance($0.node), $0.node) < (distance($1.node), $1.node) }
    }

    /// Names, those of microdata first.
    func authors(_ page: HTMLPage) -> [PageAuthors.Candidate] {
        var found: [PageAuthors.Candidate] = []
        for mark in marks.lazy.filter({ $0.kind == .author }).prefix(Self.askedLimit)
        where !Self.isElsewhere(page, mark.node) {
            let text = Self.text(page, mark.node, attribute: .content) ?? []
            let names = text.count <= Self.textLimitBytes ? Byline.labelled(text) : []
            found.append(
                PageAuthors.Candidate(names: names, signal: mark.signal, isList: mark.signal == .microdata))
        }
        return found.filter { $0.signal == .microdata } + found.filter { $0.signal != .microdata }
    }

    /// Dates, those of microdata first, then those of `time`.
    func dates(_ page: HTMLPage, order: DayOrder) -> [(
        date: CalendarDate, isChange: Bool, signal: MetadataSignal
    )] {
        var found: [(date: CalendarDate, isChange: Bool, signal: MetadataSignal)] = []
        for mark in marks.lazy.filter({ $0.kind != .author }).prefix(Self.askedLimit)
        where !Self.isElsewhere(page, mark.node) {
            let text = page.innerText(mark.node, limit: Self.textLimitBytes + 1)
            let written = text.count <= Self.textLimitBytes ? DateLine.dates(in: text, order: order) : []
            var date: CalendarDate?
            for attribute in [HTMLAttribute.datetime, .content, .title] where date == nil {
                date = page.value(attribute, of: mark.node).flatMap { DateLine.machine($0, order: order) }
            }
            if let date {
                let isChange =
                    mark.kind == .modified || (mark.kind != .published && written.first?.isChange == true)
                found.append((date, isChange || Self.isLabelledChange(page, mark), mark.signal))
            } else if DateLine.parse(text, order: order) != nil || (!written.isEmpty && text.count <= 100) {
                found += written.map { ($0.date, $0.isChange || mark.kind == .modified, mark.signal) }
            }
        }
        let ranks: [MetadataSignal] = [.microdata, .timeElement, .dateline]
        return ranks.flatMap { rank in found.filter { $0.signal == rank } }
    }

    /// Whether the text before a `time` in its parent says "Updated".
    private static func isLabelledChange(_ page: HTMLPage, _ mark: PageSignals.Mark) -> Bool {
        guard mark.kind == .date, let parent = page.parent(of: mark.node) else { return false }
        let text = page.innerText(parent, limit: textLimitBytes + 1)
        guard text.count <= textLimitBytes else { return false }
        let own = page.innerText(mark.node, limit: textLimitBytes)
        let dates = DateLine.dates(in: text)
        guard !own.isEmpty, let place = DateLine.dates(in: own).first?.date else { return false }
        return dates.first { $0.date == place }?.isChange == true
    }

    private static func text(_ page: HTMLPage, _ node: Int, attribute: HTMLAttribute) -> [UInt8]? {
        if let value = page.value(attribute, of: node), !value.isEmpty { return MarkupText.plain(value) }
        // Microdata of a person holds the name in an element of its own.
        let subtree = page.subtree(node)
        let name = subtree.prefix(60).first { inner in
            page.value(.itemprop, of: inner)?.elementsEqual("name".utf8) == true
        }
        if let name {
            if let value = page.value(.content, of: name), !value.isEmpty { return MarkupText.plain(value) }
            return page.innerText(name, limit: textLimitBytes + 1)
        }
        return page.innerText(node, limit: textLimitBytes + 1)
    }

    /// Whether a node stands in comments, a biography, menus, or a list of other articles.
    private static func isElsewhere(_ page: HTMLPage, _ node: Int) -> Bool {
        var index: Int? = node
        var depth = 0
        while let current = index, depth < 60 {
            let tag = page.nodes[current].tag
            if tag == .body || tag == .html { return false }
            if tag == .aside || tag == .nav { return true }
            for name in [HTMLAttribute.class, .id] {
                guard let value = page.value(name, of: current) else { continue }
                let cues = Cues.of(value)
                if cues.contains(.comments) || cues.contains(.around) { return true }
            }
            index = page.parent(of: current)
            depth += 1
        }
        return false
    }
}
