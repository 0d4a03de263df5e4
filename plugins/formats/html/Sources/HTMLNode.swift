/// One element or text of a parsed page; a page is an array of these in document order.
struct HTMLNode: Sendable {
    /// Lower-case tag; empty for text.
    var tag: String
    var attributes: [String: String] = [:]
    /// UTF-8 of a text node.
    var text: [UInt8] = []
    /// Index of the parent, -1 for the root.
    var parent: Int
    /// Index after the last descendant.
    var end: Int

    var isText: Bool { tag.isEmpty }
}
