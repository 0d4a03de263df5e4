/// Gathers a parser's events into a page.
struct HTMLPageBuilder {
    private let nodeLimit: Int
    private var page = HTMLPage()
    /// Elements that are open, the innermost last.
    private var path: [Int32] = []
    private var suspended: [Int32] = []
    /// Whether text goes nowhere: within a script or style.
    private var isMuted = false
    private var isLinkedData = false
    /// Whether the next text is the first of a script or style.
    private var isScriptStart = false

    init(byteCount: Int, nodeLimit: Int) {
        self.nodeLimit = nodeLimit
        page.bytes.reserveCapacity(byteCount / 2)
        page.nodes.reserveCapacity(min(byteCount / 24, nodeLimit))
        page.attributes.reserveCapacity(min(byteCount / 40, nodeLimit))
    }

    /// Whether elements are no longer told apart.
    var isFull: Bool { page.nodes.count >= nodeLimit }

    mutating func open(_ tag: HTMLTag) {
        isMuted = tag.isRaw
        isScriptStart = isMuted
        isLinkedData = false
        if isFull {
            path.append(path.last ?? -1)
            if tag.isBlock || tag == .br { appendSpace() }
            return
        }
        let index = Int32(page.nodes.count)
        page.nodes.append(
            HTMLPage.Node(
                tag: tag, parent: path.last ?? -1, end: index + 1, start: Int32(page.attributes.count),
                count: 0))
        path.append(index)
    }

    /// Adds an attribute of the element that was opened last.
    // Safe: the buffer is readable during the call.
    mutating func add(_ name: HTMLAttribute, _ value: UnsafeBufferPointer<UInt8>) {
        let last = page.nodes.count - 1
        guard path.last == Int32(last) else { return }
        let start = page.bytes.count
        // Safe: as said.
        unsafe page.bytes.append(contentsOf: value)
        page.attributes.append(
            HTMLPage.Attribute(name: name, start: Int32(start), count: Int32(page.bytes.count - start)))
        page.nodes[last].count += 1
        if name == .type, page.nodes[last].tag == .script {
            isLinkedData = page.bytes[start...].elementsEqual("application/ld+json".utf8)
            if isLinkedData { page.linkedData.append([]) }
        }
    }

    // Safe: the buffer is readable during the call.
    mutating func add(_ text: UnsafeBufferPointer<UInt8>) {
        if isMuted {
            guard isLinkedData else {
                page.scriptByteCount += text.count
                // Safe: as said.
                if isScriptStart, unsafe NestedScripts.mayFollow(text) { page.mayNestScripts = true }
                isScriptStart = false
                return
            }
            // Safe: as said.
            return unsafe page.linkedData[page.linkedData.count - 1].append(contentsOf: text)
        }
        // Safe: as said.
        unsafe page.bytes.append(contentsOf: text)
        extendText(by: text.count)
    }

    private mutating func appendSpace() {
        page.bytes.append(0x20)
        extendText(by: 1)
    }

    /// Makes the last bytes part of the last node, or of a new one.
    private mutating func extendText(by byteCount: Int) {
        let parent = path.last ?? -1
        let last = page.nodes.count - 1
        if last >= 0, page.nodes[last].tag == .text, page.nodes[last].parent == parent {
            page.nodes[last].count += Int32(byteCount)
        } else {
            page.nodes.append(
                HTMLPage.Node(
                    tag: .text, parent: parent, end: Int32(last + 2),
                    start: Int32(page.bytes.count - byteCount), count: Int32(byteCount)))
        }
    }

    /// Closes the innermost element.
    mutating func close() {
        isMuted = false
        isLinkedData = false
        guard let index = path.popLast(), index >= 0 else { return }
        page.nodes[Int(index)].end = Int32(page.nodes.count)
    }

    /// Closes all but the page and its body, which are open again after `resume`, whatever is closed meanwhile.
    mutating func suspend() {
        while path.count > 2 { close() }
        suspended = path
    }

    mutating func resume() { path = suspended }

    /// - Parameter isMarked: whether ampersands were marked before the page was parsed.
    consuming func finish(isMarked: Bool) -> HTMLPage {
        while !path.isEmpty { close() }
        if isMarked {
            Ampersands.restore(in: &page.bytes)
            for index in page.linkedData.indices { Ampersands.restore(in: &page.linkedData[index]) }
        }
        return page
    }
}
