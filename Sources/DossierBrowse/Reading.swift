internal import Dossier
internal import TerminalText

/// An article on the screen: its lines, the places to go to, and why it carries its facet values.
struct Reading: Equatable, Sendable {
    struct Line: Equatable, Sendable {
        /// Of the article's text; nil for a line that says something about the article.
        var range: Range<Int>?
        var text = ""
        /// Of what neither matches nor names an actor.
        var style = Style.plain
    }

    /// What `n` goes to.
    enum Goal: Equatable, Sendable {
        case hits
        /// The places that name a value, by its place in the article's evidence.
        case value(Int)
    }

    /// Longer lines are hard to read.
    static let maximumWidth = 100

    let article: Article
    private(set) var lines: [Line] = []
    private(set) var top = 0
    private(set) var goal = Goal.hits
    /// The place that was gone to, by its number among the goal's.
    private(set) var currentPlace: Int?
    /// Words that name an actor: ascending and apart.
    private let named: [Range<Int>]
    private var width = -1
    private var visibleCount = 0
    var showsEvidence = false
    private(set) var selectedValue = 0
    private(set) var evidenceTop = 0
    /// Lines that a value takes in the list of evidence.
    static let valueLineCount = 2

    init(_ article: Article, width: Int) {
        self.article = article
        named = Self.joined(article.evidence.flatMap { $0.places.map(\.range) })
        layOut(width: width)
    }

    /// Byte ranges to go to.
    var places: [Range<Int>] {
        switch goal {
        case .hits: article.hits
        case .value(let index): article.evidence[index].places.map(\.range)
        }
    }

    var currentRange: Range<Int>? { currentPlace.map { places[$0] } }

    /// How the character at a byte of the text looks.
    func style(at offset: Int) -> Style {
        if currentRange?.contains(offset) == true { return .currentHit }
        if Self.contains(article.hits, offset) { return .hit }
        return Self.contains(named, offset) ? .actor : .plain
    }

    mutating func settle(width: Int, height: Int) {
        if width != self.width {
            let first = lines.indices.contains(top) ? lines[top...].lazy.compactMap(\.range).first : nil
            layOut(width: width)
            // What was on top stays there.
            if let first, top > 0 { top = line(of: first.lowerBound) ?? 0 }
        }
        visibleCount = Self.visibleCount(height: height)
        top = max(0, min(top, lines.count - visibleCount))
        selectedValue = max(0, min(selectedValue, article.evidence.count - 1))
        evidenceTop = scrolled(
            evidenceTop, toShow: selectedValue, of: article.evidence.count,
            visibleCount: visibleCount / Self.valueLineCount)
    }

    /// All lines of the screen but the last.
    static func visibleCount(height: Int) -> Int { max(1, height - 1) }

    mutating func scroll(by count: Int) { top += max(-lines.count, min(count, lines.count)) }

    mutating func scrollToEnd(_ isLast: Bool) { top = isLast ? lines.count : 0 }

    mutating func scrollByPage(_ pages: Int) { scroll(by: pages * max(1, visibleCount - 1)) }

    /// Goes to the next or previous place, round and round; first to one that is on the screen or follows.
    mutating func step(isNext: Bool) {
        let places = places
        guard !places.isEmpty else { return }
        if let current = currentPlace {
            currentPlace = (current + (isNext ? 1 : places.count - 1)) % places.count
        } else {
            let offset = lines[min(top, lines.count - 1)...].lazy.compactMap(\.range).first?.lowerBound ?? 0
            let next = places.firstIndex { $0.upperBound > offset } ?? 0
            currentPlace = isNext ? next : (next + places.count - 1) % places.count
        }
        showCurrent()
    }

    mutating func selectValue(by count: Int) {
        selectedValue += max(-article.evidence.count, min(count, article.evidence.count))
    }

    /// Shows the text where it names the selected value.
    ///
    /// - Returns: whether there is such a place.
    mutating func goToValue() -> Bool {
        guard article.evidence.indices.contains(selectedValue),
            !article.evidence[selectedValue].places.isEmpty
        else { return false }
        goal = .value(selectedValue)
        currentPlace = 0
        showsEvidence = false
        showCurrent()
        return true
    }

    mutating func goToHits() {
        goal = .hits
        currentPlace = nil
    }

    private mutating func showCurrent() {
        guard let range = currentRange, let line = line(of: range.lowerBound) else { return }
        if !(top..<top + visibleCount).contains(line) { top = line - visibleCount / 3 }
    }

    /// The line that holds a byte, or the last before it.
    private func line(of offset: Int) -> Int? {
        lines.lastIndex { $0.range.map { $0.lowerBound <= offset } ?? false }
    }

    private mutating func layOut(width: Int) {
        self.width = width
        let columns = max(1, min(width - 2, Self.maximumWidth))
        func notes(_ text: String, _ style: Style) -> [Line] {
            let bytes = Array(printable(text).utf8)
            return lineRanges(of: bytes, in: 0..<bytes.count, width: columns).map {
                Line(range: nil, text: String(decoding: bytes[$0], as: UTF8.self), style: style)
            }
        }
        lines =
            article.titleRange.map {
                lineRanges(of: article.text, in: $0, width: columns).map { Line(range: $0, style: .bold) }
            } ?? notes(article.title, .bold)
        for fact in article.facts { lines += notes(fact, .dim) }
        for paragraph in article.paragraphs {
            lines.append(Line(range: nil))
            lines += lineRanges(of: article.text, in: paragraph, width: columns).map { Line(range: $0) }
        }
    }

    /// Ascending and apart.
    private static func joined(_ ranges: [Range<Int>]) -> [Range<Int>] {
        var joined: [Range<Int>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = joined.last, last.upperBound >= range.lowerBound {
                joined[joined.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
            } else {
                joined.append(range)
            }
        }
        return joined
    }

    /// Whether one of some ranges, ascending and apart, holds an offset.
    private static func contains(_ ranges: [Range<Int>], _ offset: Int) -> Bool {
        var (low, high) = (0, ranges.count)
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound <= offset { low = middle + 1 } else { high = middle }
        }
        return low < ranges.count && ranges[low].contains(offset)
    }
}
