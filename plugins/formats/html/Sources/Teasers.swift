import PluginAPI

/// Lists of links to other articles: three or more siblings of one form that each begin with a link and say little more.
struct Teasers {
    /// The elements of the lists' entries.
    private(set) var nodes: [Int] = []

    /// Elements within an entry before the text of its link: pictures, and boxes around them.
    private static let nodesBeforeLink = 256

    private let page: HTMLPage
    private let blocks: PageBlocks
    private let text: NodeSums
    private let links: NodeSums

    init(page: HTMLPage, blocks: PageBlocks, regions: PageRegions) {
        self.page = page
        self.blocks = blocks
        text = NodeSums(blocks) { $0.text.count }
        links = NodeSums(blocks) { $0.linkByteCount }
        var forms: [UInt64: [Int]] = [:]
        var bodyEnd = 0
        for parent in page.nodes.indices where page.nodes[parent].tag.isBlock && page.nodes[parent].tag != .p
        {
            if regions.cues[parent].contains(.body) {
                bodyEnd = max(bodyEnd, page.subtree(parent).upperBound)
            }
            let range = page.subtree(parent)
            if range.count < 7 || links.of(range) == 0 { continue }
            forms.removeAll(keepingCapacity: true)
            var child = parent + 1
            while child < range.upperBound {
                if isTeaser(child, isBody: child < bodyEnd) {
                    forms[form(of: child), default: []].append(child)
                }
                child = page.subtree(child).upperBound
            }
            for (_, entries) in forms where entries.count >= 3 { nodes += entries }
        }
    }

    /// Little text, of which a link to elsewhere is the beginning or the heading.
    private func isTeaser(_ index: Int, isBody: Bool) -> Bool {
        let tag = page.nodes[index].tag
        guard tag == .a || (tag.isBlock && tag != .p && tag != .tr && tag != .blockquote) else {
            return false
        }
        let range = page.subtree(index)
        let (all, linked) = (text.of(range), links.of(range))
        guard linked > 0 || tag == .a, all < 600, all - linked < 320 else { return false }
        if tag == .a || isLink(blocks.first(in: range)) { return true }
        return tag == .li && !isBody && startsWithLink(range)
    }

    private func startsWithLink(_ range: Range<Int>) -> Bool {
        var linkEnd = 0
        for inner in range.prefix(Self.nodesBeforeLink) {
            let node = page.nodes[inner]
            if node.tag == .a { linkEnd = max(linkEnd, Int(node.end)) }
            if node.tag == .text, page.text(inner).contains(where: { $0 > 0x20 }) { return inner < linkEnd }
        }
        return false
    }

    /// Whether a block is nothing but a link.
    private func isLink(_ block: PageBlock?) -> Bool {
        guard let block else { return false }
        return block.linkByteCount * 10 >= block.text.count * 9
    }

    /// A hash of an element's tag and first class.
    private func form(of index: Int) -> UInt64 {
        var hash = StableHash()
        hash.append(page.nodes[index].tag.rawValue)
        for byte in page.value(.class, of: index) ?? [] {
            if byte == 0x20 { break }
            hash.append(byte)
        }
        return hash.value
    }
}
