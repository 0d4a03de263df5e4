import CLibXML2
import TextFormat

/// Parses HTML with libxml2 and copies the tree into Swift values.
enum HTMLParser {
    /// Attributes the extraction reads; others are not copied.
    private static let kept: Set<String> = [
        "class", "id", "itemprop", "property", "name", "content", "datetime", "rel", "href", "lang", "role",
        "title", "type", "style", "hidden",
    ]
    private static let attributeLimitBytes = 4096

    // Swift runs this once, whatever the thread.
    private static let isReady: Bool = {
        xmlInitParser()
        return true
    }()

    /// - Parameter encoding: a name libxml2 knows, or nil to let the page's own declaration decide.
    /// - Returns: the nodes in document order; empty when libxml2 gives no tree.
    static func parse(_ bytes: [UInt8], encoding: String?) -> [HTMLNode] {
        guard isReady, bytes.count < Int(Int32.max) else { return [] }
        let options = Int32(
            HTML_PARSE_RECOVER.rawValue | HTML_PARSE_NOERROR.rawValue | HTML_PARSE_NOWARNING.rawValue
                | HTML_PARSE_NONET.rawValue)
        // Safe: the buffer outlives the call, libxml2 copies what it keeps.
        let parsed = unsafe bytes.withUnsafeBytes { buffer in
            // Safe: base address and count are those of the buffer.
            unsafe htmlReadMemory(
                buffer.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(buffer.count), nil, encoding,
                options)
        }
        // Safe: a document or nil, owned here.
        guard let document = unsafe parsed else { return [] }
        // Safe: freed once, after the last use of its nodes.
        defer { unsafe xmlFreeDoc(document) }
        // Safe: the root belongs to the document, which lives until the end of this function.
        return unsafe nodes(from: xmlDocGetRootElement(document))
    }

    /// Walks without recursion, so that depth costs no stack.
    private static func nodes(from root: xmlNodePtr?) -> [HTMLNode] {
        var nodes: [HTMLNode] = []
        var open: [Int] = []
        // Safe: a pointer into a live document.
        var next = unsafe root
        // Safe: links of a live document point to live nodes or are nil.
        while let node = unsafe next {
            let index = nodes.count
            // Safe: node is live.
            unsafe nodes.append(copy(node, parent: open.last ?? -1))
            // Safe: only elements have children of the node type.
            if unsafe node.pointee.type == XML_ELEMENT_NODE, let child = unsafe node.pointee.children {
                open.append(index)
                // Safe: child is live.
                unsafe next = child
                continue
            }
            // Safe: node is live.
            var last = unsafe node
            // Safe: climbs as often as it descended.
            while unsafe last.pointee.next == nil, let parent = open.popLast() {
                nodes[parent].end = nodes.count
                // Safe: a node with an open parent has one.
                guard let above = unsafe last.pointee.parent else { return nodes }
                // Safe: above is live.
                unsafe last = above
            }
            // Safe: the root's siblings are not followed.
            unsafe next = open.isEmpty ? nil : last.pointee.next
        }
        return nodes
    }

    private static func copy(_ node: xmlNodePtr, parent: Int) -> HTMLNode {
        // Safe: node is live.
        let type = unsafe node.pointee.type
        if type == XML_TEXT_NODE || type == XML_CDATA_SECTION_NODE {
            // Safe: content is nil or ends with NUL.
            let text = unsafe string(node.pointee.content, limit: .max)
            return HTMLNode(tag: "", text: Array(text.utf8), parent: parent, end: 0)
        }
        guard type == XML_ELEMENT_NODE else { return HTMLNode(tag: "", parent: parent, end: 0) }
        // Safe: name is nil or ends with NUL.
        let tag = unsafe string(node.pointee.name, limit: 64).lowercased()
        var copied = HTMLNode(tag: tag.isEmpty ? "?" : tag, parent: parent, end: 0)
        // Safe: the attribute list belongs to the node.
        var attribute = unsafe node.pointee.properties
        // Safe: as above.
        while let current = unsafe attribute {
            // Safe: as above.
            let name = unsafe string(current.pointee.name, limit: 64).lowercased()
            if kept.contains(name) {
                // Safe: an attribute's first child is its text or nil.
                let value = unsafe current.pointee.children.map {
                    unsafe string($0.pointee.content, limit: attributeLimitBytes)
                }
                copied.attributes[name] = value ?? ""
            }
            // Safe: as above.
            unsafe attribute = current.pointee.next
        }
        return copied
    }

    private static func string(_ start: UnsafePointer<xmlChar>?, limit: Int) -> String {
        // Safe: checked for nil.
        guard let start = unsafe start else { return "" }
        // Safe: libxml2 strings end with NUL; the length is measured, then cut.
        let length = unsafe min(Int(xmlStrlen(start)), limit)
        // Safe: length bytes are readable.
        return unsafe String(decoding: UnsafeBufferPointer(start: start, count: length), as: UTF8.self)
    }
}
