import PluginAPI
import TextFormat

/// A run of text between two borders of blocks.
struct PageBlock {
    /// Its bytes in `PageBlocks.text`, white space collapsed.
    var text: Range<Int>
    /// Nodes from its first text to after its last.
    var nodes: Range<Int>
    /// The innermost block element around it.
    var element: Int
    var tag: HTMLTag
    var form: BlockKind
    /// Bytes within links.
    var linkByteCount: Int
    /// Bytes outside links that stand in a sentence: with a comma or an end, or of some length.
    var weight: Int
}

/// The whole page as a sequence of blocks.
struct PageBlocks {
    private(set) var text: [UInt8] = []
    private(set) var blocks: [PageBlock] = []
    /// For each node, and one more, how many blocks begin before it.
    private(set) var places: [Int32] = []

    /// State of the walk.
    private var open: [(end: Int, tag: HTMLTag, element: Int)] = []
    private var form: [(end: Int, form: BlockKind)] = []
    private var start = 0
    private var firstNode = -1
    private var linkByteCount = 0
    private var isAfterBreak = false

    init(_ page: HTMLPage, isUnread: [Bool]) {
        text.reserveCapacity(page.bytes.count)
        var linkEnd = 0
        var preformattedEnd = 0
        for index in page.nodes.indices {
            while let last = open.last, last.end <= index {
                flush(index)
                open.removeLast()
            }
            while let last = form.last, last.end <= index { form.removeLast() }
            if isUnread[index] { continue }
            let node = page.nodes[index]
            if node.tag == .text {
                add(page.text(index), index, isLink: index < linkEnd, isPreformatted: index < preformattedEnd)
            } else if node.tag == .a {
                linkEnd = max(linkEnd, Int(node.end))
            } else if node.tag == .br {
                lineBreak(index)
            } else if node.tag.isBlock {
                flush(index)
                open.append((page.subtree(index).upperBound, node.tag, index))
                if let kind = Self.form(of: node.tag) { form.append((page.subtree(index).upperBound, kind)) }
                if node.tag == .pre { preformattedEnd = max(preformattedEnd, Int(node.end)) }
            } else if node.tag == .img {
                isAfterBreak = false
            }
        }
        flush(page.nodes.count)
        places.reserveCapacity(page.nodes.count + 1)
        for (number, block) in blocks.enumerated() {
            while places.count <= block.nodes.lowerBound { places.append(Int32(number)) }
        }
        while places.count <= page.nodes.count { places.append(Int32(blocks.count)) }
    }

    /// The first block that begins within a range of nodes.
    func first(in nodes: Range<Int>) -> PageBlock? {
        let place = places[nodes.lowerBound]
        return place < places[nodes.upperBound] ? blocks[Int(place)] : nil
    }

    private static func form(of tag: HTMLTag) -> BlockKind? {
        switch tag {
        case .h1, .h2, .h3, .h4, .h5, .h6: .heading
        case .li, .dd, .dt: .listItem
        case .blockquote: .quotation
        case .tr: .tableRow
        case .pre: .preformatted
        default: nil
        }
    }

    private mutating func add(_ slice: ArraySlice<UInt8>, _ node: Int, isLink: Bool, isPreformatted: Bool) {
        let before = text.count
        if isPreformatted {
            text.append(contentsOf: slice)
        } else {
            appendCollapsed(slice)
        }
        if text.count == before { return }
        if firstNode < 0 { firstNode = node }
        isAfterBreak = false
        if isLink { linkByteCount += text.count - before }
    }

    private mutating func appendCollapsed(_ slice: ArraySlice<UInt8>) {
        // A block begins without a space.
        if text.count > start || slice.contains(where: { $0 > 0x20 }) {
            if text.count == start {
                var first: [UInt8] = []
                first.appendCollapsed(slice[...])
                if first.first == 0x20 { first.removeFirst() }
                text += first
            } else {
                text.appendCollapsed(slice)
            }
        }
    }

    /// Two in a row end a block, as on old pages.
    private mutating func lineBreak(_ node: Int) {
        if isAfterBreak {
            flush(node)
        } else if text.count > start, text.last != 0x20, text.last != 0x0A {
            text.append(0x20)
        }
        isAfterBreak = true
    }

    private mutating func flush(_ node: Int) {
        defer {
            start = text.count
            firstNode = -1
            linkByteCount = 0
            isAfterBreak = false
        }
        while text.count > start, let last = text.last, last <= 0x20 { text.removeLast() }
        guard text.count > start, firstNode >= 0 else { return }
        let (tag, element) = open.last.map { ($0.tag, $0.element) } ?? (.body, 0)
        let links = min(linkByteCount, text.count - start)
        var block = PageBlock(
            text: start..<text.count, nodes: firstNode..<node, element: element, tag: tag,
            form: form.last?.form ?? .paragraph, linkByteCount: links, weight: 0)
        block.weight = weight(of: block)
        blocks.append(block)
    }

    private func weight(of block: PageBlock) -> Int {
        let free = block.text.count - block.linkByteCount
        let linkShare = block.tag == .p ? 70 : 33
        if block.form == .heading || block.linkByteCount * 100 > block.text.count * linkShare { return 0 }
        if free < 80 {
            // A short paragraph counts where it is one, and elsewhere when it is a sentence.
            if block.tag == .p || block.tag == .blockquote { return free >= 20 ? free : 0 }
            guard free >= (block.tag == .li ? 20 : 40), let last = text[block.text].last,
                last == 0x2E || last == 0x21 || last == 0x3F || last >= 0x80
            else { return 0 }
        }
        return free
    }
}
