import CLibXML2

/// Parses HTML with libxml2, whose events fill a page without a tree in between.
enum HTMLParser {
    /// Deeper elements are read as children of the last one within.
    fileprivate static let depthLimit = 2048
    /// Longer values are cut.
    fileprivate static let valueLimitBytes = 4096
    /// More attributes of an element are left out.
    fileprivate static let attributeLimit = 64

    // Swift runs this once, whatever the thread.
    private static let isReady: Bool = {
        xmlInitParser()
        return true
    }()

    /// - Parameter bytes: UTF-8; what the page declares of its encoding is not looked at.
    /// - Returns: the page; without nodes when libxml2 finds none.
    static func parse(_ bytes: [UInt8]) -> HTMLPage {
        guard isReady, bytes.count < Int(Int32.max) else { return HTMLPage() }
        var builder = HTMLPageBuilder(byteCount: bytes.count)
        // Safe: the builder and the buffer outlive the parser, which is freed before either; only its events touch the
        // builder meanwhile, one after the other.
        unsafe withUnsafeMutablePointer(to: &builder) { builder in
            unsafe bytes.withUnsafeBytes { buffer in unsafe run(buffer, for: builder) }
        }
        return builder.finish()
    }

    private static func run(
        _ buffer: UnsafeRawBufferPointer, for builder: UnsafeMutablePointer<HTMLPageBuilder>
    ) {
        // Safe: base address and count are those of the buffer.
        guard
            let parser = unsafe htmlCreateMemoryParserCtxt(
                buffer.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(buffer.count))
        else { return }
        // Safe: freed once; its own handler is put back before, since it frees that too.
        defer { unsafe htmlFreeParserCtxt(parser) }
        let options =
            HTML_PARSE_RECOVER.rawValue | HTML_PARSE_NOERROR.rawValue | HTML_PARSE_NOWARNING.rawValue
            | HTML_PARSE_NONET.rawValue | HTML_PARSE_IGNORE_ENC.rawValue | HTML_PARSE_COMPACT.rawValue
        // Safe: the context is live.
        unsafe htmlCtxtUseOptions(parser, Int32(options))
        // Safe: as above; no conversion follows for UTF-8.
        unsafe xmlSwitchEncoding(parser, XML_CHAR_ENCODING_UTF8)
        // Safe: the handler belongs to the context, all its fields are functions or nil.
        guard let handler = unsafe parser.pointee.sax else { return }
        // Safe: one handler is stored over another.
        unsafe handler.pointee = xmlSAXHandler()
        // Safe: as above.
        unsafe handler.pointee.startElement = startElement
        unsafe handler.pointee.endElement = endElement
        unsafe handler.pointee.characters = characters
        unsafe handler.pointee.ignorableWhitespace = characters
        unsafe handler.pointee.cdataBlock = characters
        unsafe handler.pointee.initialized = 1
        // Safe: the builder outlives the parser.
        unsafe parser.pointee.userData = UnsafeMutableRawPointer(builder)
        // Safe: the context is live.
        _ = unsafe htmlParseDocument(parser)
    }

    fileprivate static func builder(_ context: UnsafeMutableRawPointer) -> UnsafeMutablePointer<
        HTMLPageBuilder
    > {
        // Safe: libxml2 hands back what `run` gave it.
        unsafe context.assumingMemoryBound(to: HTMLPageBuilder.self)
    }

    /// A key of a string that ends with NUL.
    fileprivate static func key(_ name: UnsafePointer<xmlChar>) -> NameKey {
        var key = NameKey()
        // Safe: read up to the NUL.
        var position = unsafe name
        while unsafe position.pointee != 0 {
            unsafe key.append(position.pointee)
            unsafe position += 1
        }
        return key
    }

    // Safe: as `key`.
    fileprivate static func tag(_ name: UnsafePointer<xmlChar>) -> HTMLTag {
        unsafe HTMLTag.names[key(name)].flatMap(HTMLTag.init) ?? .other
    }

    // Safe: as `key`.
    fileprivate static func attribute(_ name: UnsafePointer<xmlChar>) -> HTMLAttribute? {
        unsafe HTMLAttribute.names[key(name)].flatMap(HTMLAttribute.init)
    }
}

/// What names mean, by their addresses: libxml2 keeps one copy of each name while it parses.
private struct NameAddresses<Meaning> {
    private var places: [(address: UInt, meaning: Meaning)?] = Array(repeating: nil, count: 64)

    // Safe: the address is compared, and only `read` follows it.
    mutating func value(
        of name: UnsafePointer<xmlChar>, _ read: (UnsafePointer<xmlChar>) -> Meaning
    ) -> Meaning {
        let address = UInt(bitPattern: name)
        let place = Int((address ^ address >> 6) & 63)
        if let known = places[place], known.address == address { return known.meaning }
        let meaning = unsafe read(name)
        places[place] = (address, meaning)
        return meaning
    }
}

// Safe: libxml2 gives a name and attributes that live during the call.
private func startElement(
    _ context: UnsafeMutableRawPointer?, _ name: UnsafePointer<xmlChar>?,
    _ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
) {
    // Safe: as said.
    guard let context = unsafe context, let name = unsafe name else { return }
    let builder = unsafe HTMLParser.builder(context)
    unsafe builder.pointee.open(builder.pointee.tags.value(of: name, HTMLParser.tag))
    guard var pair = unsafe attributes else { return }
    var count = 0
    // Safe: names and values come in pairs, the last of which is nil.
    while let name = unsafe pair.pointee, count < HTMLParser.attributeLimit {
        if let attribute = unsafe builder.pointee.attributes.value(of: name, HTMLParser.attribute) {
            // Safe: a value is nil or ends with NUL.
            let value = unsafe pair[1]
            let size = unsafe min(Int(xmlStrlen(value)), HTMLParser.valueLimitBytes)
            // Safe: size bytes are readable.
            unsafe builder.pointee.add(attribute, UnsafeBufferPointer(start: value, count: size))
        }
        count += 1
        // Safe: as above.
        unsafe pair += 2
    }
}

// Safe: libxml2 gives a name that lives during the call.
private func endElement(_ context: UnsafeMutableRawPointer?, _ name: UnsafePointer<xmlChar>?) {
    // Safe: as said.
    guard let context = unsafe context, let name = unsafe name else { return }
    let builder = unsafe HTMLParser.builder(context)
    unsafe builder.pointee.close(builder.pointee.tags.value(of: name, HTMLParser.tag))
}

// Safe: libxml2 gives bytes that live during the call.
private func characters(
    _ context: UnsafeMutableRawPointer?, _ start: UnsafePointer<xmlChar>?, _ count: Int32
) {
    // Safe: as said.
    guard let context = unsafe context, count > 0 else { return }
    unsafe HTMLParser.builder(context).pointee.add(UnsafeBufferPointer(start: start, count: Int(count)))
}

/// Gathers libxml2's events into a page.
private struct HTMLPageBuilder {
    private var page = HTMLPage()
    var tags = NameAddresses<HTMLTag>()
    var attributes = NameAddresses<HTMLAttribute?>()
    /// Elements that are open, the innermost last.
    private var path: [Int32] = []
    /// Open elements beyond the limit of depth.
    private var excessDepth = 0
    /// Whether text goes nowhere: within a script or style.
    private var isMuted = false
    private var isLinkedData = false

    init(byteCount: Int) {
        page.bytes.reserveCapacity(byteCount / 2)
        page.nodes.reserveCapacity(byteCount / 24)
        page.attributes.reserveCapacity(byteCount / 40)
    }

    mutating func open(_ tag: HTMLTag) {
        if path.count >= HTMLParser.depthLimit {
            excessDepth += 1
            return
        }
        let index = Int32(page.nodes.count)
        page.nodes.append(
            HTMLPage.Node(
                tag: tag, parent: path.last ?? -1, end: index + 1, start: Int32(page.attributes.count),
                count: 0))
        path.append(index)
        isMuted = tag == .script || tag == .style
        isLinkedData = false
    }

    // Safe: the buffer is readable during the call.
    mutating func add(_ name: HTMLAttribute, _ value: UnsafeBufferPointer<UInt8>) {
        guard excessDepth == 0 else { return }
        let start = page.bytes.count
        // Safe: as said.
        unsafe page.bytes.append(contentsOf: value)
        page.attributes.append(
            HTMLPage.Attribute(name: name, start: Int32(start), count: Int32(page.bytes.count - start)))
        page.nodes[page.nodes.count - 1].count += 1
        if isMuted, name == .type, page.nodes[page.nodes.count - 1].tag == .script {
            isLinkedData = page.bytes[start...].elementsEqual("application/ld+json".utf8)
            if isLinkedData { page.linkedData.append([]) }
        }
    }

    // Safe: the buffer is readable during the call.
    mutating func add(_ text: UnsafeBufferPointer<UInt8>) {
        if isMuted {
            // Safe: as said.
            if isLinkedData { unsafe page.linkedData[page.linkedData.count - 1].append(contentsOf: text) }
            return
        }
        let start = page.bytes.count
        // Safe: as said.
        unsafe page.bytes.append(contentsOf: text)
        let parent = path.last ?? -1
        let last = page.nodes.count - 1
        if last >= 0, page.nodes[last].tag == .text, page.nodes[last].parent == parent {
            page.nodes[last].count += Int32(page.bytes.count - start)
        } else {
            page.nodes.append(
                HTMLPage.Node(
                    tag: .text, parent: parent, end: Int32(page.nodes.count + 1), start: Int32(start),
                    count: Int32(page.bytes.count - start)))
        }
    }

    mutating func close(_ tag: HTMLTag) {
        if excessDepth > 0 {
            excessDepth -= 1
            return
        }
        isMuted = false
        isLinkedData = false
        guard let index = path.popLast() else { return }
        page.nodes[Int(index)].end = Int32(page.nodes.count)
    }

    mutating func finish() -> HTMLPage {
        while let index = path.popLast() { page.nodes[Int(index)].end = Int32(page.nodes.count) }
        return page
    }
}
