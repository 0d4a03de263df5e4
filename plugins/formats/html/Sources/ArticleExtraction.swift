import PluginAPI
import TextFormat

/// Finds the article among the nodes of a page, and leaves the page around it.
struct ArticleExtraction {
    let nodes: [HTMLNode]
    private var isSkipped: [Bool]

    private static let hardTags: Set<String> = [
        "script", "style", "noscript", "template", "svg", "iframe", "head", "button", "select", "option",
        "textarea",
        "object", "canvas", "math",
    ]
    private static let softTags: Set<String> = ["nav", "footer", "aside", "form"]
    private static let softWords: Set<String> = [
        "nav", "navbar", "navigation", "menu", "footer", "sidebar", "share", "sharing", "sharedaddy",
        "social",
        "related", "recommended", "comment", "comments", "respond", "newsletter", "subscribe", "cookie",
        "cookies",
        "breadcrumb", "breadcrumbs", "advert", "advertisement", "promo", "popup", "modal", "pagination",
        "tags",
    ]
    private static let blocks: Set<String> = [
        "p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "blockquote", "pre", "table", "tr", "td",
        "th",
        "figcaption", "figure", "div", "section", "article", "main", "header", "body", "dl", "dt", "dd", "hr",
        "address", "center",
    ]

    init(nodes: [HTMLNode]) {
        self.nodes = nodes
        self.isSkipped = Array(repeating: false, count: nodes.count)
    }

    /// The article's paragraphs; those of the whole page when the article would be lost.
    mutating func paragraphs() -> [Paragraph] {
        mark(soft: false)
        let whole = blocks(in: 0..<nodes.count)
        mark(soft: true)
        let root = contentRoot()
        let article = blocks(in: root)
        if article.isEmpty { return whole }
        let isLost = Self.size(article) * 5 < Self.size(whole.filter { $0.bytes.count > 80 })
        return isLost ? whole : heading(above: root) + article
    }

    /// Byline, date and caption that stand between the last `h1` and the article's element.
    private func heading(above root: Range<Int>) -> [Paragraph] {
        guard let title = nodes[..<root.lowerBound].lastIndex(where: { $0.tag == "h1" }) else { return [] }
        return blocks(in: title..<root.lowerBound).filter {
            $0.hint == .caption || Byline.authors($0.bytes) != nil || DateLine.parse($0.bytes) != nil
        }
    }

    private static func size(_ paragraphs: [Paragraph]) -> Int {
        paragraphs.reduce(0) { $0 + $1.bytes.count }
    }

    private mutating func mark(soft: Bool) {
        var index = 0
        while index < nodes.count {
            let node = nodes[index]
            if !node.isText, Self.hardTags.contains(node.tag) || (soft && Self.isAround(node)) {
                let end = max(node.end, index + 1)
                for inner in index..<end { isSkipped[inner] = true }
                index = end
            } else {
                index += 1
            }
        }
    }

    private func isCaption(_ node: HTMLNode) -> Bool {
        if node.tag == "figcaption" { return true }
        guard node.tag == "p", let value = node.attributes["class"] else { return false }
        return value.split(whereSeparator: { $0 == " " || $0 == "-" }).contains("caption")
    }

    private static func isAround(_ node: HTMLNode) -> Bool {
        if softTags.contains(node.tag) { return true }
        if ["html", "body", "main", "article", "p"].contains(node.tag) { return false }
        if node.attributes["hidden"] != nil || node.attributes["role"] == "navigation" { return true }
        for name in ["class", "id"] {
            guard let value = node.attributes[name]?.lowercased() else { continue }
            let words = value.split(whereSeparator: { $0 == " " || $0 == "-" || $0 == "_" })
            if words.contains(where: { softWords.contains(String($0)) }) { return true }
        }
        return false
    }

    /// The closest marked article body, or the element that holds most paragraph text outside links.
    private func contentRoot() -> Range<Int> {
        let sizes = paragraphSizes()
        let total = sizes.last ?? 0
        func size(_ index: Int) -> Int { sizes[max(nodes[index].end, index + 1)] - sizes[index] }
        for mark in ["articleBody", "article", "main"] {
            let marked = nodes.indices.filter { index in
                !isSkipped[index]
                    && (nodes[index].tag == mark || nodes[index].attributes["itemprop"] == mark)
            }
            if let best = marked.max(by: { size($0) < size($1) }), size(best) * 2 > total {
                return best..<nodes[best].end
            }
        }
        let broken = parents(of: "br")
        var scores: [Int: Int] = [:]
        for index in nodes.indices where nodes[index].parent >= 0 {
            // Old pages part their paragraphs with two breaks.
            let isParagraph = nodes[index].tag == "p"
            if isParagraph || (nodes[index].isText && broken.contains(nodes[index].parent)) {
                scores[nodes[index].parent, default: 0] += size(index)
            }
        }
        let ranked = scores.max { ($0.value, $1.key) < ($1.value, $0.key) }
        guard var root = ranked?.key, total > 0 else { return 0..<nodes.count }
        while size(root) * 2 < total, nodes[root].parent >= 0 { root = nodes[root].parent }
        return root..<max(nodes[root].end, root + 1)
    }

    private func parents(of tag: String) -> Set<Int> {
        Set(nodes.lazy.filter { $0.tag == tag }.map(\.parent))
    }

    /// Running sum of text bytes outside links and skipped parts; entry `i` counts the nodes before `i`.
    private func paragraphSizes() -> [Int] {
        var sums = [0]
        sums.reserveCapacity(nodes.count + 1)
        var linkEnd = 0
        for (index, node) in nodes.enumerated() {
            if node.tag == "a" { linkEnd = max(linkEnd, node.end) }
            let counts = node.isText && !isSkipped[index] && index >= linkEnd
            sums.append((sums.last ?? 0) + (counts ? node.text.trimmed.count : 0))
        }
        return sums
    }

    /// Texts between block boundaries, with white space collapsed; lists of links are left out.
    private func blocks(in range: Range<Int>) -> [Paragraph] {
        var collector = BlockCollector()
        var ends: [Int] = []
        var linkEnd = 0
        for index in range {
            while let end = ends.last, end <= index {
                ends.removeLast()
                collector.flush()
            }
            if isSkipped[index] { continue }
            let node = nodes[index]
            if node.isText {
                collector.add(node.text, isLink: index < linkEnd)
            } else if node.tag == "a" {
                linkEnd = max(linkEnd, node.end)
            } else if node.tag == "br" {
                collector.lineBreak()
            } else if Self.blocks.contains(node.tag) {
                collector.flush()
                collector.tag = node.tag
                collector.isCaption = isCaption(node)
                ends.append(max(node.end, index + 1))
            }
        }
        collector.flush()
        return collector.paragraphs
    }
}

/// Gathers text into paragraphs.
private struct BlockCollector {
    var paragraphs: [Paragraph] = []
    var tag = ""
    var isCaption = false
    private var bytes: [UInt8] = []
    private var linkCount = 0
    private var isAfterBreak = false

    mutating func add(_ text: [UInt8], isLink: Bool) {
        let before = bytes.count
        var index = 0
        while index < text.count {
            let isHardSpace = text[index] == 0xC2 && index + 1 < text.count && text[index + 1] == 0xA0
            if text[index] <= 0x20 || isHardSpace {
                if let last = bytes.last, last != 0x20 { bytes.append(0x20) }
                index += isHardSpace ? 2 : 1
            } else {
                bytes.append(text[index])
                isAfterBreak = false
                index += 1
            }
        }
        if isLink { linkCount += bytes.count - before }
    }

    /// Two in a row end a paragraph.
    mutating func lineBreak() {
        if isAfterBreak { flush() } else if let last = bytes.last, last != 0x20 { bytes.append(0x20) }
        isAfterBreak = true
    }

    mutating func flush() {
        let text = Array(bytes.trimmed)
        let isHeading = tag.utf8.count == 2 && tag.hasPrefix("h") && tag != "hr"
        let isKept = isHeading || text.count > 200 || Byline.authors(text) != nil
        if !text.isEmpty, isKept || linkCount * 10 < text.count * 7 {
            paragraphs.append(
                Paragraph(text, hint: hint(for: text), isHeading: isHeading))
        }
        bytes = []
        linkCount = 0
        isAfterBreak = false
        tag = ""
        isCaption = false
    }

    /// A few words outside any paragraph, without an end, are labels of the page, unless they name who or when.
    private func hint(for text: [UInt8]) -> ZoneKind? {
        if isCaption { return .caption }
        let isLoose = tag.isEmpty || tag == "div" || tag == "section" || tag == "header"
        guard isLoose, text.count < 60, let last = text.last, (0x30...0x7A).contains(last), last != 0x3F,
            Byline.authors(text) == nil, DateLine.parse(text) == nil
        else { return nil }
        return .boilerplate
    }
}
