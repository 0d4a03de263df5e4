/// A parsed page: its nodes in document order, and the bytes they speak of.
struct HTMLPage: Sendable {
    /// An element, or a text (`tag == .text`).
    struct Node: Sendable {
        var tag: HTMLTag
        /// Index of the parent, −1 for the root.
        var parent: Int32
        /// Index after the last descendant.
        var end: Int32
        /// Of a text its bytes, of an element its attributes.
        var start: Int32
        var count: Int32
    }

    struct Attribute: Sendable {
        var name: HTMLAttribute
        var start: Int32
        var count: Int32
    }

    /// UTF-8 of texts and of attribute values.
    var bytes: [UInt8] = []
    var nodes: [Node] = []
    var attributes: [Attribute] = []
    /// Contents of `script` elements of the type `application/ld+json`, in order.
    var linkedData: [[UInt8]] = []
    /// Bytes of other scripts and of styles.
    var scriptByteCount = 0
    /// Whether a script begins as those do that hold others (`NestedScripts`).
    var mayNestScripts = false

    /// The text of a text node.
    func text(_ index: Int) -> ArraySlice<UInt8> {
        let node = nodes[index]
        return bytes[Int(node.start)..<Int(node.start + node.count)]
    }

    /// The value of an element's attribute; nil when it has none.
    func value(_ name: HTMLAttribute, of index: Int) -> ArraySlice<UInt8>? {
        let node = nodes[index]
        guard node.tag != .text else { return nil }
        for attribute in attributes[Int(node.start)..<Int(node.start + node.count)]
        where attribute.name == name {
            return bytes[Int(attribute.start)..<Int(attribute.start + attribute.count)]
        }
        return nil
    }

    /// The node and all within it.
    func subtree(_ index: Int) -> Range<Int> { index..<max(Int(nodes[index].end), index + 1) }

    func parent(of index: Int) -> Int? { nodes[index].parent < 0 ? nil : Int(nodes[index].parent) }

    /// All text within a node, white space collapsed, parted at blocks by spaces.
    func innerText(_ index: Int, limit: Int = .max) -> [UInt8] {
        var collected: [UInt8] = []
        var next = index
        let end = subtree(index).upperBound
        while next < end, collected.count < limit {
            let node = nodes[next]
            if node.tag == .text {
                collected.appendCollapsed(text(next))
            } else if node.tag.isUnread, next > index {
                next = subtree(next).upperBound
                continue
            } else if node.tag.isBlock || node.tag == .br, let last = collected.last, last != 0x20 {
                collected.append(0x20)
            }
            next += 1
        }
        if collected.last == 0x20 { collected.removeLast() }
        return collected
    }
}

extension [UInt8] {
    /// Appends text with runs of white space as one space; none at the start or after a space.
    mutating func appendCollapsed(_ text: ArraySlice<UInt8>) {
        var index = text.startIndex
        while index < text.endIndex {
            let end = Self.plainEnd(text, index, isAfterSpace: last.map { $0 == 0x20 } ?? true)
            if end > index {
                append(contentsOf: text[index..<end])
                index = end
                if index == text.endIndex { return }
            }
            let byte = text[index]
            let isHardSpace = byte == 0xC2 && index + 1 < text.endIndex && text[index + 1] == 0xA0
            // U+200B and U+FEFF, which pages put between letters, have no width.
            let isWidthless =
                index + 2 < text.endIndex
                && ((byte == 0xE2 && text[index + 1] == 0x80 && text[index + 2] == 0x8B)
                    || (byte == 0xEF && text[index + 1] == 0xBB && text[index + 2] == 0xBF))
            // U+00AD is a place where a word may be parted.
            let isSoftHyphen = byte == 0xC2 && index + 1 < text.endIndex && text[index + 1] == 0xAD
            if byte <= 0x20 || isHardSpace {
                if let last, last != 0x20 { append(0x20) }
                index += isHardSpace ? 2 : 1
            } else if isWidthless {
                index += 3
            } else if isSoftHyphen {
                index += 2
            } else {
                append(byte)
                index += 1
            }
        }
    }

    /// Where the bytes from `start` that stay as they are end: ASCII with single spaces.
    private static func plainEnd(_ text: ArraySlice<UInt8>, _ start: Int, isAfterSpace: Bool) -> Int {
        var wasSpace = isAfterSpace
        var index = start
        while index < text.endIndex {
            let byte = text[index]
            let isSpace = byte == 0x20
            if byte < 0x20 || byte >= 0x80 || (isSpace && wasSpace) { return index }
            wasSpace = isSpace
            index += 1
        }
        return index
    }
}
