import PluginAPI

/// Lists of other articles in the midst of one: headings in a row that are nothing but links to elsewhere.
///
/// ```
/// <h2>Keep reading</h2> <h3><a href="/a">…</a></h3> <h3><a href="/b">…</a></h3> <p>The article goes on …
/// ```
struct LinkedHeadings {
    /// Indices into `PageBlocks.blocks`.
    private(set) var blocks: Set<Int> = []

    init(_ page: HTMLPage, _ all: PageBlocks, isAround: [Bool]) {
        var row: [Int] = []
        /// The heading over the row.
        var label: Int?
        for (index, block) in all.blocks.enumerated() where !isAround[block.nodes.lowerBound] {
            if Self.isLink(block, page) {
                row.append(index)
                continue
            }
            // What stands between two headings: a number, a date.
            if block.form != .heading, block.weight == 0, block.text.count < 24 { continue }
            end(row, label)
            row = []
            label = block.form == .heading ? index : nil
        }
        end(row, label)
    }

    private mutating func end(_ row: [Int], _ label: Int?) {
        guard row.count >= 2 else { return }
        blocks.formUnion(row)
        if let label { blocks.insert(label) }
    }

    /// A heading within a link or around one that leads to another page.
    private static func isLink(_ block: PageBlock, _ page: HTMLPage) -> Bool {
        guard block.form == .heading, block.linkByteCount * 10 >= block.text.count * 9 else { return false }
        var link: Int? = block.nodes.first { page.nodes[$0].tag == .a }
        var outer: Int? = block.nodes.lowerBound
        while link == nil, let node = outer {
            if page.nodes[node].tag == .a { link = node }
            outer = page.parent(of: node)
        }
        guard let link, let target = page.value(.href, of: link) else { return false }
        return !target.contains(0x23)
    }
}
