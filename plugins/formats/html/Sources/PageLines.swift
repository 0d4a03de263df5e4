import PluginAPI
import TextFormat

/// The lines of text next to a page's heading, where bylines and datelines stand.
struct PageLines {
    struct Line {
        var text: [UInt8]
        var nodes: Range<Int>
        /// Those whom it names as authors, with a label before them.
        var authors: [String]?
        /// The day of a line that holds dates alone.
        var date: CalendarDate?
    }

    private(set) var lines: [Line] = []

    private static let nodesBefore = 40
    private static let nodesAfter = 600
    /// Paragraphs of the article after which no byline is looked for.
    private static let paragraphLimit = 3
    private static let paragraphSizeBytes = 200

    /// - Parameter heading: the node of the title; without one, the page's first lines.
    init(_ page: HTMLPage, around heading: Int?, order: DayOrder) {
        let place = heading ?? 0
        let range = max(0, place - Self.nodesBefore)..<min(page.nodes.count, place + Self.nodesAfter)
        var ends: [Int] = []
        var text: [UInt8] = []
        var start = range.lowerBound
        var paragraphCount = 0
        func flush(_ end: Int) {
            if text.last == 0x20 { text.removeLast() }
            if !text.isEmpty, text.count <= Self.paragraphSizeBytes {
                lines.append(
                    Line(
                        text: text, nodes: start..<end, authors: Byline.beside(text),
                        date: DateLine.parse(text, order: order)))
            }
            if text.count > Self.paragraphSizeBytes, end > place { paragraphCount += 1 }
            text.removeAll(keepingCapacity: true)
        }
        var index = range.lowerBound
        while index < range.upperBound, paragraphCount < Self.paragraphLimit {
            while let end = ends.last, end <= index {
                ends.removeLast()
                flush(index)
            }
            let node = page.nodes[index]
            if node.tag == .text {
                if text.isEmpty { start = index }
                text.appendCollapsed(page.text(index))
            } else if node.tag.isUnread || node.tag == .nav || node.tag == .aside {
                index = page.subtree(index).upperBound
                continue
            } else if node.tag == .br {
                flush(index)
            } else if node.tag.isBlock {
                flush(index)
                ends.append(page.subtree(index).upperBound)
            }
            index += 1
        }
        flush(index)
        // Those after the heading first: what stands above it is often the day of the visit.
        lines = lines.filter { $0.nodes.lowerBound >= place } + lines.filter { $0.nodes.lowerBound < place }
    }
}
