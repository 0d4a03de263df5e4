import CCMark
import PluginAPI

/// One block of Markdown with text of its own.
struct MarkdownBlock {
    var kind: BlockKind
    /// The text without marks; line feeds where lines end.
    var text: [UInt8] = []
    /// What stands for its images.
    var imageText: [UInt8] = []
    /// True for a block of HTML.
    var isMarkup = false
}

/// Parses Markdown with libcmark.
enum MarkdownParser {
    /// The blocks in order, of any depth: libcmark's iterator costs no stack.
    static func blocks(_ markdown: [UInt8]) -> [MarkdownBlock] {
        // Safe: the buffer outlives the call, and libcmark copies what it keeps.
        let parsed = unsafe markdown.withUnsafeBytes { buffer in
            // Safe: base address and count are those of the buffer.
            unsafe cmark_parse_document(
                buffer.baseAddress?.assumingMemoryBound(to: CChar.self), buffer.count, CMARK_OPT_DEFAULT)
        }
        // Safe: a tree or nil, owned here.
        guard !markdown.isEmpty, let root = unsafe parsed else { return [] }
        // Safe: freed once, after the iterator.
        defer { unsafe cmark_node_free(root) }
        // Safe: the tree outlives the iterator.
        guard let iterator = unsafe cmark_iter_new(root) else { return [] }
        // Safe: freed once, after its last use.
        defer { unsafe cmark_iter_free(iterator) }
        var collector = BlockCollector()
        while true {
            // Safe: the iterator is live.
            let event = unsafe cmark_iter_next(iterator)
            if event == CMARK_EVENT_DONE || event == CMARK_EVENT_NONE { break }
            // Safe: after an event there is a current node.
            guard let node = unsafe cmark_iter_get_node(iterator) else { break }
            // Safe: the node belongs to the live tree.
            unsafe collector.take(node, isEntering: event == CMARK_EVENT_ENTER)
        }
        return collector.blocks
    }
}

/// Gathers the text of blocks while a tree is walked.
private struct BlockCollector {
    var blocks: [MarkdownBlock] = []
    private var itemDepth = 0
    private var quotationDepth = 0
    private var imageDepth = 0
    private var open: MarkdownBlock?

    init() {}

    // Safe: the caller passes a node of a live tree.
    @unsafe mutating func take(_ node: OpaquePointer, isEntering: Bool) {
        // Safe: the node is live.
        switch unsafe cmark_node_get_type(node) {
        case CMARK_NODE_ITEM: itemDepth += isEntering ? 1 : -1
        case CMARK_NODE_BLOCK_QUOTE: quotationDepth += isEntering ? 1 : -1
        case CMARK_NODE_IMAGE: imageDepth += isEntering ? 1 : -1
        case CMARK_NODE_HEADING: turn(isEntering, .heading)
        case CMARK_NODE_PARAGRAPH:
            turn(isEntering, quotationDepth > 0 ? .quotation : itemDepth > 0 ? .listItem : .paragraph)
        case CMARK_NODE_CODE_BLOCK:
            // Safe: the node is live.
            blocks.append(MarkdownBlock(kind: .preformatted, text: unsafe literal(node)))
        case CMARK_NODE_HTML_BLOCK:
            // Safe: the node is live.
            blocks.append(MarkdownBlock(kind: .paragraph, text: unsafe literal(node), isMarkup: true))
        case CMARK_NODE_TEXT, CMARK_NODE_CODE:
            // Safe: the node is live.
            append(unsafe literal(node))
        case CMARK_NODE_SOFTBREAK, CMARK_NODE_LINEBREAK: append([0x0A])
        default: break
        }
    }

    private mutating func append(_ text: [UInt8]) {
        if imageDepth > 0 { open?.imageText += text } else { open?.text += text }
    }

    private mutating func turn(_ isEntering: Bool, _ kind: BlockKind) {
        if !isEntering, let open { blocks.append(open) }
        open = isEntering ? MarkdownBlock(kind: kind) : nil
    }

    // Safe: the caller passes a node of a live tree.
    @unsafe private func literal(_ node: OpaquePointer) -> [UInt8] {
        // Safe: the literal is nil or ends with NUL, and lives as long as its node.
        guard let text = unsafe cmark_node_get_literal(node) else { return [] }
        // Safe: as above.
        return Array(unsafe String(cString: text).utf8)
    }
}
