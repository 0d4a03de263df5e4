import PluginAPI
import TextFormat

/// What a page shares with others of its site, besides articles.
struct SiteFrame {
    /// A text of fewer bytes may stand on two pages by chance.
    private static let leastByteCount = 20

    /// Hashes of the page's blocks that could belong to a frame.
    static func marks(of blocks: PageBlocks) -> [UInt64] {
        blocks.blocks.compactMap { mark(of: $0, in: blocks) }
    }

    /// Headings, tables and code repeat within articles of one kind; they are left to the article.
    static func mark(of block: PageBlock, in blocks: PageBlocks) -> UInt64? {
        guard block.text.count >= leastByteCount,
            block.form == .paragraph || block.form == .listItem || block.form == .footnote
        else { return nil }
        var hash = StableHash()
        for byte in blocks.text[block.text] { hash.append(byte) }
        return hash.value
    }

    /// The host that the page names as its own, or else the folder it lies in.
    static func site(of page: HTMLPage, identifier: String) -> String {
        for index in page.nodes.indices {
            let tag = page.nodes[index].tag
            if tag == .body { break }
            if tag == .link, page.value(.rel, of: index)?.elementsEqual("canonical".utf8) ?? false,
                let host = page.value(.href, of: index).flatMap(host)
            {
                return host
            }
            if tag == .meta, page.value(.property, of: index)?.elementsEqual("og:url".utf8) ?? false,
                let host = page.value(.content, of: index).flatMap(host)
            {
                return host
            }
        }
        let path = identifier.utf8
        guard let slash = path.lastIndex(of: 0x2F) else { return "" }
        return String(decoding: path[...slash], as: UTF8.self)
    }

    /// `example.org` of `https://www.example.org:80/path`.
    private static func host(_ url: ArraySlice<UInt8>) -> String? {
        var rest = url
        guard let colon = rest.firstIndex(of: 0x3A), rest[colon...].starts(with: "://".utf8) else {
            return nil
        }
        rest = rest[(colon + 3)...].prefix { $0 != 0x2F && $0 != 0x3F && $0 != 0x23 && $0 != 0x3A }
        if rest.startsFolded("www.") { rest = rest.dropFirst(4) }
        return rest.isEmpty ? nil : String(decoding: rest, as: UTF8.self).lowercased()
    }
}
