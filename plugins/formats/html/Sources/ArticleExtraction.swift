import PluginAPI
import TextFormat

/// Finds the article among the blocks of a page, and leaves the page around it.
struct ArticleExtraction {
    let page: HTMLPage
    let regions: PageRegions
    let blocks: PageBlocks
    /// Nodes of parts around the article.
    private var isAround: [Bool]
    private let heading: Int?
    private let bylines: [Range<Int>]
    private var good: NodeSums
    private var noise: NodeSums
    /// The good text within elements that are called an article's body.
    private var body: NodeSums

    /// - Parameters:
    ///   - heading: the node of the article's title.
    ///   - bylines: nodes that tell who wrote the article and when, not overlapping.
    ///   - isFrame: whether a mark stands on other pages of the site too.
    init(page: HTMLPage, heading: Int?, bylines: [Range<Int>], isFrame: (UInt64) -> Bool) {
        self.heading = heading
        self.bylines = bylines.sorted { $0.lowerBound < $1.lowerBound }
        self.page = page
        regions = PageRegions(page)
        blocks = PageBlocks(page, isUnread: regions.isUnread)
        isAround = Array(repeating: false, count: page.nodes.count)
        (good, noise, body) = (
            NodeSums(blocks) { _ in 0 }, NodeSums(blocks) { _ in 0 }, NodeSums(blocks) { _ in 0 }
        )
        weigh()
        markFrame(isFrame)
        weigh()
        markAround()
        weigh()
        var end = 0
        // An entry may hold another list.
        for teaser in Teasers(page: page, blocks: blocks, regions: regions).nodes.sorted()
        where teaser >= end && good.of(page.subtree(teaser)) * 10 < good.total * 4 {
            for inner in page.subtree(teaser) { isAround[inner] = true }
            end = page.subtree(teaser).upperBound
        }
        weigh()
    }

    private mutating func weigh() {
        func isBody(_ block: PageBlock) -> Bool {
            regions.inherited[block.nodes.lowerBound].contains(.body)
        }
        let isAround = isAround
        good = NodeSums(blocks) { isAround[$0.nodes.lowerBound] ? 0 : $0.weight }
        body = NodeSums(blocks) { isAround[$0.nodes.lowerBound] || !isBody($0) ? 0 : $0.weight }
        noise = NodeSums(blocks) { block in
            if isAround[block.nodes.lowerBound] || block.weight > 0 || block.form == .heading { return 0 }
            // Within an element that is called the article's body, tables and lists of links are the article's.
            return isBody(block) ? block.text.count / 4 : block.text.count
        }
    }

    /// Marks what stands on other pages too, unless that is most of the page, as in two copies of an article.
    private mutating func markFrame(_ isFrame: (UInt64) -> Bool) {
        let framed = blocks.blocks.filter { block in
            SiteFrame.mark(of: block, in: blocks).map(isFrame) ?? false
        }
        guard framed.reduce(0, { $0 + $1.weight }) * 2 < good.total else { return }
        for block in framed { for node in block.nodes { isAround[node] = true } }
    }

    /// Marks what stands around, unless it holds much of the page's text.
    private mutating func markAround() {
        var left = good.total
        var index = 0
        while index < page.nodes.count {
            let cues = regions.cues[index]
            let tag = page.nodes[index].tag
            let isWhole = tag == .html || tag == .body || tag == .main || tag == .article
            let text = good.of(page.subtree(index))
            let share = cues.contains(.comments) ? 85 : cues.contains(.strong) ? 75 : 40
            if !isWhole, !cues.isDisjoint(with: [.around, .comments, .hidden]), text * 100 < left * share,
                !cues.contains(.body) || cues.contains(.comments),
                cues.contains(.comments) || body.of(page.subtree(index)) * 2 <= body.total
            {
                left -= text
                for inner in page.subtree(index) { isAround[inner] = true }
                index = page.subtree(index).upperBound
            } else {
                index += 1
            }
        }
    }

    /// The article's paragraphs; those of the whole page when the article would be lost.
    func paragraphs() -> [Paragraph] {
        let root = page.subtree(root())
        return lines(before: root) + select(in: root)
    }

    /// Bylines and captions between the title and the article's element.
    private func lines(before root: Range<Int>) -> [Paragraph] {
        // The article may stand within its heading, where that is never closed.
        guard let heading, page.subtree(heading).upperBound <= root.lowerBound else { return [] }
        let between = page.subtree(heading).upperBound..<root.lowerBound
        return blocks.blocks.filter { between.contains($0.nodes.lowerBound) }.compactMap { block in
            let bytes = Array(blocks.text[block.text])
            if isByline(block) { return Paragraph(bytes, hint: .byline) }
            let first = block.nodes.lowerBound
            let isCaption = !isAround[first] && regions.inherited[first].contains(.caption)
            return isCaption ? Paragraph(bytes, hint: .caption) : nil
        }
    }

    private func isByline(_ block: PageBlock) -> Bool {
        // The last that begins at or before the block.
        var (low, high) = (0, bylines.count)
        while low < high {
            let middle = (low + high) / 2
            if bylines[middle].lowerBound <= block.nodes.lowerBound {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low > 0 && block.nodes.upperBound <= bylines[low - 1].upperBound
    }

    /// The element whose paragraphs outweigh best what else stands in it.
    private func root() -> Int {
        let scope = scope()
        if let stated = stated(in: scope) { return stated }
        let total = good.of(scope)
        guard total > 0 else { return scope.lowerBound }
        var (best, bestScore) = (scope.lowerBound, Int.min)
        for index in scope where Self.containers.contains(page.nodes[index].tag) && !isAround[index] {
            let range = page.subtree(index)
            let text = good.of(range)
            if text * 5 < total { continue }
            let score = text * mark(index) / 100 - noise.of(range)
            if score >= bestScore { (best, bestScore) = (index, score) }
        }
        return withoutRest(best)
    }

    /// The part of an element that holds nearly all of its text, where the rest follows it or stands before the title.
    private func withoutRest(_ element: Int) -> Int {
        var root = element
        while true {
            let range = page.subtree(root)
            let total = good.of(range)
            var child = root + 1
            while child < range.upperBound, good.of(page.subtree(child)) * 100 < total * 85 {
                child = page.subtree(child).upperBound
            }
            guard child < range.upperBound, Self.containers.contains(page.nodes[child].tag) else {
                return root
            }
            let titles = (range.lowerBound..<child).filter { page.nodes[$0].tag == .h1 && !isAround[$0] }
            let start = titles.last ?? range.lowerBound
            if good.of(start..<child) > 0 { return root }
            root = child
        }
    }

    private static let containers = TagSet([
        .article, .blockquote, .body, .center, .div, .form, .html, .main, .other, .pre, .section, .span,
        .table,
        .tbody, .td, .tr,
    ])

    /// The whole page, or the first of several articles on it.
    private func scope() -> Range<Int> {
        var scope = 0..<page.nodes.count
        // Articles may stand in articles, though not many.
        for _ in 0..<16 {
            var articles: [Range<Int>] = []
            var index = scope.lowerBound + 1
            while index < scope.upperBound {
                if page.nodes[index].tag == .article, !isAround[index] {
                    articles.append(page.subtree(index))
                    index = page.subtree(index).upperBound
                } else {
                    index += 1
                }
            }
            if articles.count == 1, good.of(articles[0]) * 10 > good.of(scope) * 9 {
                scope = articles[0]
                continue
            }
            guard articles.count > 1, let most = articles.map({ good.of($0) }).max(), most > 0,
                articles.reduce(0, { $0 + good.of($1) }) * 2 > good.of(scope),
                let first = articles.first(where: { good.of($0) * 4 >= most }),
                // Within an article only those with titles of their own are others.
                scope.count == page.nodes.count || first.contains(where: { page.nodes[$0].tag == .h1 })
            else { return scope }
            scope = first
        }
        return scope
    }

    /// The element that says to be the article's body.
    private func stated(in scope: Range<Int>) -> Int? {
        let marked = scope.filter { regions.cues[$0].contains(.stated) && !isAround[$0] }
        guard let best = marked.max(by: { good.of(page.subtree($0)) < good.of(page.subtree($1)) }) else {
            return nil
        }
        let all = marked.reduce(0) { $0 + good.of(page.subtree($1)) }
        let text = good.of(page.subtree(best))
        return text * 5 >= good.of(scope) && text * 10 >= all * 8 ? best : nil
    }

    /// How much more, in percent, the text of an element counts for what its names say.
    private func mark(_ index: Int) -> Int {
        if regions.cues[index].contains(.body) { return 125 }
        let tag = page.nodes[index].tag
        return tag == .article || tag == .main ? 110 : 100
    }

    private func select(in range: Range<Int>) -> [Paragraph] {
        var paragraphs: [Paragraph] = []
        var hasText = false
        let linked = LinkedHeadings(page, blocks, isAround: isAround).blocks
        for (index, block) in blocks.blocks.enumerated() where range.contains(block.nodes.lowerBound) {
            if isAround[block.nodes.lowerBound] || linked.contains(index) { continue }
            let bytes = blocks.text[block.text]
            if block.linkByteCount * 10 >= bytes.count * 7, bytes.count <= 200, block.form != .heading {
                continue
            }
            if isPointer(block, bytes) { continue }
            var hint: ZoneKind?
            let cues = cuesAround(block, within: range.lowerBound)
            if block.tag == .h1, !hasText { hint = .title }
            if cues.contains(.caption) { hint = .caption }
            if cues.contains(.byline) && bytes.count < 200 || isByline(block) { hint = .byline }
            if cues.contains(.biography), bytes.count < 1200 { hint = .biography }
            if hint == nil, block.tag == .div || block.tag == .section || block.tag == .header,
                bytes.count < 60,
                let last = bytes.last, (0x30...0x7A).contains(last), last != 0x3F
            {
                hint = .boilerplate
            }
            if hint == nil { hasText = true }
            paragraphs.append(Paragraph(Array(bytes), hint: hint, block: block.form))
        }
        // A heading with nothing below it belonged to what was left.
        while let last = paragraphs.last, last.block == .heading { paragraphs.removeLast() }
        return paragraphs
    }

    /// `MORE: a link`: a label and a link to another article.
    private func isPointer(_ block: PageBlock, _ bytes: ArraySlice<UInt8>) -> Bool {
        guard block.form != .heading, block.linkByteCount > 0, bytes.count <= 240 else { return false }
        let rest = bytes.count - block.linkByteCount
        guard rest <= 32, let colon = bytes.prefix(32).firstIndex(where: { $0 == 0x3A || $0 == 0x7C }) else {
            return false
        }
        return colon + 1 - bytes.startIndex >= rest - 4
    }

    /// Cues of the elements between a block and the article's.
    private func cuesAround(_ block: PageBlock, within root: Int) -> Cues {
        var cues: Cues = []
        var index = block.nodes.lowerBound
        // Most blocks have no cues in all.
        if regions.inherited[index].isEmpty { return cues }
        while index > root {
            cues.formUnion(regions.cues[index])
            guard let parent = page.parent(of: index) else { break }
            index = parent
        }
        return cues
    }
}

/// Sums over the blocks that begin within a range of nodes: those of a subtree are a difference of two.
struct NodeSums {
    /// Of the blocks before each.
    private var sums: [Int] = [0]
    private let places: [Int32]

    init(_ blocks: PageBlocks, _ value: (PageBlock) -> Int) {
        places = blocks.places
        sums.reserveCapacity(blocks.blocks.count + 1)
        var sum = 0
        for block in blocks.blocks {
            sum += value(block)
            sums.append(sum)
        }
    }

    var total: Int { sums.last ?? 0 }

    func of(_ range: Range<Int>) -> Int {
        sums[Int(places[range.upperBound])] - sums[Int(places[range.lowerBound])]
    }
}
