import CLibXML2

/// Parses HTML with libxml2, whose events fill a page without a tree in between.
enum HTMLParser {
    /// Deeper elements hold nothing: what stands in them belongs to the last one within. Browsers have the same limit,
    /// and libxml2 looks through all that is open at each end of an element.
    fileprivate static let depthLimit = 512
    /// Longer values are cut.
    fileprivate static let valueLimitBytes = 4096
    /// libxml2 keeps names in a table that stops growing: after as many, a new parser goes on with an empty one.
    fileprivate static let nameLimit = 1 << 14
    /// More attributes of an element are left out.
    fileprivate static let attributeLimit = 64

    // Swift runs this once, whatever the thread.
    private static let isReady: Bool = {
        xmlInitParser()
        return true
    }()

    /// - Parameters:
    ///   - bytes: UTF-8 without control characters; what the page declares of its encoding is not looked at.
    ///   - nodeLimit: elements and texts of a page in all. Of a page with more, what stands after them is one text: no
    ///     article has as many, and each takes some hundred bytes while it is read.
    /// - Returns: the page; without nodes when libxml2 finds none.
    static func parse(_ bytes: [UInt8], nodeLimit: Int = 1 << 22) -> HTMLPage {
        guard isReady, bytes.count < Int(Int32.max) else { return HTMLPage() }
        let marked = Ampersands.marked(in: bytes)
        var context = ParserContext(byteCount: bytes.count, nodeLimit: nodeLimit)
        // Safe: the context and the buffer outlive the parser, which is freed before either.
        unsafe withUnsafeMutablePointer(to: &context) { context in
            unsafe (marked ?? bytes).withUnsafeBytes { buffer in
                var start = 0
                while start < buffer.count {
                    let rest = unsafe UnsafeRawBufferPointer(rebasing: buffer[start...])
                    unsafe run(rest, isFirst: start == 0, for: context)
                    // Safe: the parser is gone, nothing else uses the context.
                    guard let size = unsafe context.pointee.resume(), size > 0 else { break }
                    start += size
                }
            }
        }
        return context.builder.finish(isMarked: marked != nil)
    }

    private static func run(
        _ buffer: UnsafeRawBufferPointer, isFirst: Bool, for context: UnsafeMutablePointer<ParserContext>
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
            | (isFirst ? 0 : HTML_PARSE_NOIMPLIED.rawValue)
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
        // Safe: the context outlives the parser, and only the parser's callbacks use it until then.
        unsafe context.pointee.parser = parser
        unsafe parser.pointee.userData = UnsafeMutableRawPointer(context)
        // Safe: the context is live.
        _ = unsafe htmlParseDocument(parser)
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

/// What libxml2's callbacks work on.
// Safe: the parser lives as long as its callbacks are called.
@safe private struct ParserContext {
    var builder: HTMLPageBuilder
    var tags = NameAddresses<HTMLTag>()
    var attributes = NameAddresses<HTMLAttribute?>()
    var parser: htmlParserCtxtPtr?
    /// Bytes that were read by a parser that was ended.
    private var stopped: Int?

    init(byteCount: Int, nodeLimit: Int) {
        builder = HTMLPageBuilder(byteCount: byteCount, nodeLimit: nodeLimit)
        // Safe: no parser yet.
        unsafe parser = nil
    }

    /// Makes libxml2 forget the innermost element that is open, as it does itself at its end.
    // Safe: the context is live, and its stack holds `nameNr` names.
    func forgetElement() {
        guard let parser = unsafe parser, unsafe parser.pointee.nameNr > 1 else { return }
        // Safe: as said.
        unsafe parser.pointee.nameNr -= 1
        let count = unsafe Int(parser.pointee.nameNr)
        unsafe parser.pointee.nameTab[count] = nil
        unsafe parser.pointee.name = parser.pointee.nameTab[count - 1]
    }

    /// Ends the parser when it has seen too many names; to be called for a tag that was read to its end.
    // Safe: the context and its input are live, and `cur` lies behind `base` in one buffer.
    mutating func stopAtManyNames() {
        guard let parser = unsafe parser, unsafe Int(xmlDictSize(parser.pointee.dict)) > HTMLParser.nameLimit,
            let input = unsafe parser.pointee.input
        else { return }
        // Safe: as said.
        let size = unsafe Int(input.pointee.consumed) + (input.pointee.cur - input.pointee.base)
        let next = unsafe input.pointee.cur.pointee
        // The end of the tag is read, too, unless it is missing or `/>`.
        stopped = size + (next == 0x3E ? 1 : 0)
        builder.suspend()
        unsafe xmlStopParser(parser)
    }

    /// Prepares for another parser.
    ///
    /// - Returns: how many bytes the one before has read; nil when it came to the end.
    mutating func resume() -> Int? {
        guard let size = stopped else { return nil }
        stopped = nil
        (tags, attributes) = (NameAddresses(), NameAddresses())
        builder.resume()
        return size
    }

    /// Whether the innermost element may not hold any others.
    var isFull: Bool {
        // Safe: as said.
        guard let parser = unsafe parser else { return false }
        let depth = unsafe Int(parser.pointee.nameNr)
        return depth > HTMLParser.depthLimit || (builder.isFull && depth > 2)
    }
}

extension UnsafeMutableRawPointer {
    // Safe: libxml2 hands back what `run` gave it.
    fileprivate var context: UnsafeMutablePointer<ParserContext> {
        unsafe assumingMemoryBound(to: ParserContext.self)
    }
}

// Safe: libxml2 gives a name and attributes that live during the call.
private func startElement(
    _ data: UnsafeMutableRawPointer?, _ name: UnsafePointer<xmlChar>?,
    _ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
) {
    // Safe: as said.
    guard let context = unsafe data?.context, let name = unsafe name else { return }
    let tag = unsafe context.pointee.tags.value(of: name, HTMLParser.tag)
    // Safe: nothing else uses the context during the call.
    unsafe context.pointee.builder.open(tag)
    var (pair, count) = unsafe (attributes, 0)
    // Safe: names and values come in pairs, the last of which is nil.
    while let name = unsafe pair?.pointee, count < HTMLParser.attributeLimit {
        if let attribute = unsafe context.pointee.attributes.value(of: name, HTMLParser.attribute) {
            // Safe: a value is nil or ends with NUL.
            let value = unsafe pair?[1]
            let size = unsafe min(Int(xmlStrlen(value)), HTMLParser.valueLimitBytes)
            // Safe: size bytes are readable.
            unsafe context.pointee.builder.add(attribute, UnsafeBufferPointer(start: value, count: size))
        }
        count += 1
        // Safe: as above.
        unsafe pair = pair?.advanced(by: 2)
    }
    // libxml2 tells by the name that a script is no markup.
    // Safe: as above.
    if !tag.isRaw, unsafe context.pointee.isFull {
        unsafe context.pointee.builder.close()
        unsafe context.pointee.forgetElement()
    }
    // An element without attributes and of a known name may be implied by what was read of another.
    // Safe: as above.
    if unsafe tag == .other || (attributes != nil && !tag.isRaw) {
        unsafe context.pointee.stopAtManyNames()
    }
}

// Safe: libxml2 gives a name that lives during the call.
private func endElement(_ data: UnsafeMutableRawPointer?, _ name: UnsafePointer<xmlChar>?) {
    // Safe: as said.
    guard let context = unsafe data?.context else { return }
    unsafe context.pointee.builder.close()
}

// Safe: libxml2 gives bytes that live during the call.
private func characters(_ data: UnsafeMutableRawPointer?, _ start: UnsafePointer<xmlChar>?, _ count: Int32) {
    // Safe: as said.
    guard let context = unsafe data?.context, count > 0 else { return }
    unsafe context.pointee.builder.add(UnsafeBufferPointer(start: start, count: Int(count)))
}
