import PluginAPI
import TextFormat

/// Finds the article among the blocks of a page, and leaves the page around it.
struct ArticleExtraction {
    let page: HTMLPage
    let regions: PageRegions
    let blocks: PageBlocks
    /// Running sum of the weights of blocks by node: entry `i` counts blocks that begin before node `i`.
    private var sums: [Int]
    /// Nodes of parts around the article.
    private var isAround: [Bool]

    init(page: HTMLPage) {
        self.page = page
        regions = PageRegions(page)
        blocks = PageBlocks(page, isUnread: regions.isUnread)
        sums = []
        isAround = Array(repeating: false, count: page.nodes.count)
        sums = weights { _ in true }
        markAround()
        sums = weights { !isAround[$0.nodes.lowerBound] }
    }

    private func weights(_ counts: (PageBlock) -> Bool) -> [Int] {
        var sums = Array(repeating: 0, count: page.nodes.count + 1)
        for block in blocks.blocks where counts(block) { sums[block.nodes.lowerBound + 1] += block.weight }
        for index in sums.indices.dropFirst() { sums[index] += sums[index - 1] }
        return sums
    }

    private func weight(_ index: Int) -> Int {
        let range = page.subtree(index)
        return sums[range.upperBound] - sums[range.lowerBound]
    }

    private var total: Int { sums.last ?? 0 }

    /// Marks what stands around, unless it holds most of the page's text.
    private mutating func markAround() {
        var index = 0
        while index < page.nodes.count {
            let cues = regions.cues[index]
            let tag = page.nodes[index].tag
            let isWhole = tag == .html || tag == .body || tag == .main || tag == .article
            if !isWhole, !cues.isDisjoint(with: [.around, .comments, .hidden]),
                weight(index) * 10 < total * 4,
                !cues.contains(.body) || cues.contains(.comments)
            {
                for inner in page.subtree(index) { isAround[inner] = true }
                index = page.subtree(index).upperBound
            } else {
                index += 1
            }
        }
    }

    /// The article's paragraphs; those of the whole page when the article would be lost.
    func paragraphs() -> [Paragraph] {
        let root = root()
        return select(in: page.subtree(root))
    }

    /// The element that holds the article: one that says so, or the smallest with nearly all paragraphs.
    private func root() -> Int {
        guard total > 0 else { return 0 }
        func best(_ isMarked: (Int) -> Bool, share: Int) -> Int? {
            let marked = page.nodes.indices.filter {
                page.nodes[$0].tag != .text && isMarked($0) && !isAround[$0]
            }
            guard let best = marked.max(by: { weight($0) < weight($1) }), weight(best) * 100 > total * share
            else { return nil }
            return best
        }
        var root =
            best({ page.value(.itemprop, of: $0)?.elementsEqual("articleBody".utf8) ?? false }, share: 40)
            ?? best({ page.nodes[$0].tag == .article }, share: 50)
            ?? best({ page.nodes[$0].tag == .main }, share: 60) ?? 0
        // Down to where the text parts.
        var isDeeper = true
        while isDeeper {
            isDeeper = false
            let range = page.subtree(root)
            var child = root + 1
            while child < range.upperBound {
                if weight(child) * 100 >= weight(root) * 95,
                    page.nodes[child].tag.isBlock || page.nodes[child].tag == .other
                {
                    root = child
                    isDeeper = true
                    break
                }
                child = page.subtree(child).upperBound
            }
        }
        return root
    }

    private func select(in range: Range<Int>) -> [Paragraph] {
        var paragraphs: [Paragraph] = []
        for block in blocks.blocks where range.contains(block.nodes.lowerBound) {
            if isAround[block.nodes.lowerBound] { continue }
            let bytes = blocks.text[block.text]
            if block.linkByteCount * 10 >= bytes.count * 7, bytes.count <= 200, block.form != .heading {
                continue
            }
            var hint: ZoneKind?
            let cues = cuesAround(block, within: range.lowerBound)
            if cues.contains(.caption) { hint = .caption }
            if cues.contains(.byline), bytes.count < 200 { hint = .byline }
            if cues.contains(.biography), bytes.count < 1200 { hint = .biography }
            if hint == nil, block.tag == .div || block.tag == .section || block.tag == .header,
                bytes.count < 60,
                let last = bytes.last, (0x30...0x7A).contains(last), last != 0x3F
            {
                hint = .boilerplate
            }
            paragraphs.append(Paragraph(Array(bytes), hint: hint, isHeading: block.form == .heading))
        }
        return paragraphs
    }

    /// Cues of the elements between a block and the article's.
    private func cuesAround(_ block: PageBlock, within root: Int) -> Cues {
        var cues: Cues = []
        var index = block.nodes.lowerBound
        while index > root {
            cues.formUnion(regions.cues[index])
            guard let parent = page.parent(of: index) else { break }
            index = parent
        }
        return cues
    }
}
