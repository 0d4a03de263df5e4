import PluginAPI
import TextFormat

/// The text of the article in the data that a page's scripts hold, for pages that show nothing of it or its beginning.
///
/// A page that a program draws comes with the data it is drawn from: a script of the type `application/json`, or
/// `window.state = {…}`. An article's text stands there as one string or as a tree of paragraphs:
///
/// ```
/// {"headline": "…", "body": "<p>…</p><p>…</p>"}
/// {"title": "…", "content": [{"type": "paragraph", "content": [{"type": "text", "value": "…"}, …]}, …]}
/// ```
struct EmbeddedState {
    /// A page that shows more has its article, in bytes of text.
    private static let shownLimitBytes = 2000
    /// Shorter scripts and shorter texts hold no article.
    private static let leastByteCount = 800
    /// A shorter string is a word of a paragraph, or a label.
    private static let leastProseByteCount = 60
    private static let candidateLimit = 4

    /// Keys on the way from a list of paragraphs to their text.
    private static let pathKeys: [[UInt8]] = [
        "blocks", "children", "content", "data", "elements", "html", "items", "model", "nodes", "paragraphs",
        "text",
        "value",
    ].map { Array($0.utf8) }

    /// A string, or a list with paragraphs below it.
    private struct Candidate {
        var node: Int
        /// Bytes of prose.
        var size: Int
    }

    private let tape: JSONTape
    private var sizes: [Int]

    /// Whether a page shows little text and has scripts long enough to hold more.
    static func isWanted(_ page: HTMLPage, _ shown: [Paragraph]) -> Bool {
        guard page.scriptByteCount >= leastByteCount else { return false }
        let size = StatedBody.byteCount(of: shown)
        return size <= shownLimitBytes && page.scriptByteCount > size * 3
    }

    /// What the page shows, or the article's text where a script holds more than three times as much of it.
    ///
    /// - Parameters:
    ///   - bytes: the page as UTF-8.
    ///   - title: the article's; a text belongs to the page when it begins with what the page shows, or when its
    ///     object bears the title.
    /// - Complexity: O(bytes); of scripts no more than `JSONTape.limitBytes` are read.
    static func completing(_ shown: [Paragraph], of bytes: [UInt8], title: [UInt8]) -> [Paragraph] {
        var left = JSONTape.limitBytes
        for script in scripts(in: bytes).sorted(by: { ($1.count, $0.startIndex) < ($0.count, $1.startIndex) })
        {
            guard script.count <= left else { continue }
            left -= script.count
            let state = EmbeddedState(script)
            for candidate in state.candidates() {
                guard let body = StatedBody(state.text(of: candidate.node)), body.exceeds(shown),
                    body.holds(shown) || state.bears(title, candidate.node)
                else { continue }
                return body.completing(shown)
            }
        }
        return shown
    }

    private init(_ script: ArraySlice<UInt8>) {
        tape = JSONTape(script)
        sizes = Array(repeating: 0, count: tape.nodes.count)
        for index in tape.nodes.indices where isProse(index) {
            let size = tape.nodes[index].value.count
            var node = index
            sizes[node] += size
            while isOnPath(node) {
                node = tape.nodes[node].parent
                sizes[node] += size
            }
        }
    }

    /// Contents of the scripts that may hold data, JSON-LD left out.
    private static func scripts(in bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var scripts: [ArraySlice<UInt8>] = []
        var index = 0
        while let open = bytes[index...].firstIndex(of: 0x3C) {
            index = open + 1
            guard bytes[open...].startsFolded("<script"), let end = bytes[open...].firstIndex(of: 0x3E) else {
                continue
            }
            var close = end
            repeat {
                close = bytes[(close + 1)...].firstIndex(of: 0x3C) ?? bytes.count
            } while close < bytes.count
                && !bytes[close...].startsFolded("</script")
            let isLinkedData = bytes[open..<end].range(of: "ld+json") != nil
            if close - end > leastByteCount, !isLinkedData { scripts.append(bytes[(end + 1)..<close]) }
            index = close
        }
        return scripts
    }

    /// Whether a string is long enough for a sentence, and has the spaces of one.
    private func isProse(_ node: Int) -> Bool {
        let value = tape.nodes[node].value
        guard tape.nodes[node].kind == .string, value.count >= Self.leastProseByteCount else { return false }
        return tape.bytes[value.prefix(400)].count { $0 == 0x20 } * 16 >= min(value.count, 400)
    }

    /// Whether a node's text is a part of its parent's.
    private func isOnPath(_ node: Int) -> Bool {
        guard tape.nodes[node].parent >= 0 else { return false }
        let key = tape.bytes[tape.nodes[node].key]
        return key.isEmpty || Self.pathKeys.contains { key.elementsEqual($0) }
    }

    /// The longest texts, the longest first; of equals the innermost.
    private func candidates() -> [Candidate] {
        var best: [Candidate] = []
        for (node, size) in sizes.enumerated()
        where size >= Self.leastByteCount && tape.nodes[node].kind != .object {
            if let last = best.last, best.count == Self.candidateLimit, last.size > size { continue }
            // One that holds no more than a list within it.
            best.removeAll { $0.size == size && tape.nodes[$0.node].end >= tape.nodes[node].end }
            best.append(Candidate(node: node, size: size))
            best.sort { ($1.size, $0.node) < ($0.size, $1.node) }
            if best.count > Self.candidateLimit { best.removeLast() }
        }
        return best
    }

    /// A paragraph a line.
    private func text(of node: Int) -> [UInt8] {
        var text: [UInt8] = []
        var index = node
        while index < tape.nodes[node].end {
            // A direct element of the list is a paragraph.
            if tape.nodes[index].parent == node, !text.isEmpty, text.last != 0x0A { text.append(0x0A) }
            guard index == node || isOnPath(index) else {
                index = tape.nodes[index].end
                continue
            }
            if tape.nodes[index].kind == .string { text += tape.text(index) ?? [] }
            index += 1
        }
        return text
    }

    /// Whether an object around a node has the title among its values.
    private func bears(_ title: [UInt8], _ node: Int) -> Bool {
        let wanted = PageTitle.key(title)
        guard wanted.count >= 8 else { return false }
        var object = tape.nodes[node].parent
        while object >= 0 {
            var child = object + 1
            while child < tape.nodes[object].end {
                let value = tape.nodes[child].value
                if tape.nodes[child].kind == .string, value.count >= wanted.count,
                    value.count <= title.count * 8,
                    let text = tape.text(child), PageTitle.key(MarkupText.plain(text)) == wanted
                {
                    return true
                }
                child = tape.nodes[child].end
            }
            object = tape.nodes[object].parent
        }
        return false
    }
}
