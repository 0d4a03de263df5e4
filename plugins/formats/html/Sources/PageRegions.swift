import PluginAPI
import TextFormat

/// What each part of a page is, told by its elements and their names, before any text is weighed.
struct PageRegions {
    /// For each node the cues of its element alone.
    private(set) var cues: [Cues]
    /// For each node the cues of its element and of all around it but the root.
    private(set) var inherited: [Cues]
    /// Nodes that nobody reads: scripts, controls of forms.
    private(set) var isUnread: [Bool]

    /// What is only read aloud is a word or a sentence.
    private static let spokenNodeLimit = 6

    init(_ page: HTMLPage) {
        cues = Array(repeating: [], count: page.nodes.count)
        inherited = cues
        isUnread = Array(repeating: false, count: page.nodes.count)
        var memo = NameMemo<Cues>()
        var unreadEnd = 0
        for index in page.nodes.indices {
            if index > 0, let parent = page.parent(of: index) { inherited[index] = inherited[parent] }
            if index < unreadEnd {
                isUnread[index] = true
                continue
            }
            let node = page.nodes[index]
            if node.tag == .text { continue }
            let own = Self.cues(of: index, in: page, &memo)
            cues[index] = own
            if index > 0 { inherited[index].formUnion(own) }
            let isSpoken = own.contains(.spoken) && page.subtree(index).count <= Self.spokenNodeLimit
            if node.tag.isUnread || isSpoken {
                unreadEnd = page.subtree(index).upperBound
                isUnread[index] = true
            }
        }
    }

    private static func cues(of index: Int, in page: HTMLPage, _ memo: inout NameMemo<Cues>) -> Cues {
        let node = page.nodes[index]
        var cues: Cues = []
        switch node.tag {
        case .nav, .footer: cues = [.around, .strong]
        case .aside, .form, .menu: cues = .around
        case .figcaption: cues = .caption
        default: break
        }
        guard node.count > 0 else { return cues }
        for attribute in page.attributes[Int(node.start)..<Int(node.start + node.count)] {
            let range = Int(attribute.start)..<Int(attribute.start + attribute.count)
            let value = page.bytes[range]
            switch attribute.name {
            case .class, .id, .dataComponent, .dataModule, .dataTest, .dataType:
                cues.formUnion(memo.meaning(of: range, in: page.bytes, Cues.of))
            case .hidden: cues.insert(.hidden)
            case .ariaHidden where value.elementsEqual("true".utf8) && node.tag.isBlock: cues.insert(.hidden)
            case .style where isHiding(value): cues.insert(.hidden)
            case .role where isAround(value): cues.insert(.around)
            case .itemprop: cues.formUnion(property(value))
            default: break
            }
        }
        return cues
    }

    private static func isAround(_ role: ArraySlice<UInt8>) -> Bool {
        [
            "navigation", "complementary", "banner", "contentinfo", "search", "dialog", "alert", "menu",
            "toolbar",
        ]
        .contains { role.elementsEqual($0.utf8) }
    }

    private static func property(_ value: ArraySlice<UInt8>) -> Cues {
        if value.elementsEqual("articleBody".utf8) { return [.body, .stated] }
        if value.elementsEqual("caption".utf8) { return .caption }
        if value.elementsEqual("comment".utf8) { return [.comments, .strong] }
        return []
    }

    /// `display:none` or `visibility:hidden`.
    private static func isHiding(_ style: ArraySlice<UInt8>) -> Bool {
        let plain = style.filter { $0 > 0x20 }.lowered[...]
        return plain.range(of: "display:none") != nil || plain.range(of: "visibility:hidden") != nil
    }
}
