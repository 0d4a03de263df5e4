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
        let article = blocks(in: contentRoot())
        if article.isEmpty { return whole }
        return Self.size(article) * 5 < Self.size(whole.filter { $0.bytes.count > 80 }) ? whole : article
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

    /// The marked article body, or the element that holds most paragraph text outside links.
    private func contentRoot() -> Range<Int> {
        let sizes = paragraphSizes()
        let total = sizes.last ?? 0
        func size(_ index: Int) -> Int { sizes[max(nodes[index].end, index + 1)] - sizes[index] }
        let marked = nodes.indices.filter { index in
            !isSkipped[index]
                && (nodes[index].tag == "article" || nodes[index].tag == "main"
                    || nodes[index].attributes["itemprop"] == "articleBody")
        }
        if let best = marked.max(by: { size($0) < size($1) }), size(best) * 2 > total {
            return best..<nodes[best].end
        }
        var scores: [Int: Int] = [:]
        for index in nodes.indices where nodes[index].tag == "p" && nodes[index].parent >= 0 {
            scores[nodes[index].parent, default: 0] += size(index)
        }
        let ranked = scores.max { ($0.value, $1.key) < ($1.value, $0.key) }
        guard var root = ranked?.key, total > 0 else { return 0..<nodes.count }
        while size(root) * 2 < total, nodes[root].parent >= 0 { root = nodes[root].parent }
        return root..<max(nodes[root].end, root + 1)
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
        if !text.isEmpty, linkCount * 10 < text.count * 7 || text.count > 200 || isHeading {
            paragraphs.append(
                Paragraph(text, hint: hint(for: text), isHeading: isHeading))
        }
        bytes = []
        linkCount = 0
        isAfterBreak = false
        tag = ""
    }

    /// A few words outside any paragraph, without an end, are labels of the page, unless they name who or when.
    private func hint(for text: [UInt8]) -> ZoneKind? {
        if tag == "figcaption" { return .caption }
        let isLoose = tag.isEmpty || tag == "div" || tag == "section" || tag == "header"
        guard isLoose, text.count < 60, let last = text.last, (0x30...0x7A).contains(last), last != 0x3F,
            Byline.authors(text) == nil, DateLine.parse(text) == nil
        else { return nil }
        return .boilerplate
    }
}
