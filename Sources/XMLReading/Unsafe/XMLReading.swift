import CLibXML2

// Swift runs this once, whatever the thread.
private let isReady: Bool = {
    xmlInitParser()
    return true
}()

/// Reads an XML document from its beginning to its end, or as far as it is sound.
///
/// No entity of its own is expanded, nothing is fetched, and depth is limited by libxml2 to 256.
///
/// - Parameter use: called with every event; reading ends when it gives false.
/// - Returns: false when the document ends before its end, is not well formed, or has more names than any format.
/// - Complexity: O(*n*).
public func readXML(_ bytes: [UInt8], _ use: (XMLEvent) -> Bool) -> Bool {
    guard isReady, !bytes.isEmpty, bytes.count < Int(Int32.max) else { return false }
    // Not XML_PARSE_NOENT: entities stay references, which are passed over.
    let options = Int32(
        XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue | XML_PARSE_NONET.rawValue
            | XML_PARSE_RECOVER.rawValue)
    // Safe: the buffer outlives the reader, which is freed inside.
    return unsafe bytes.withUnsafeBytes { buffer in
        // Safe: base address and count are those of the buffer.
        let opened = unsafe xmlReaderForMemory(
            buffer.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(buffer.count), nil, nil, options)
        // Safe: a reader or nil, owned here.
        guard let reader = unsafe opened else { return false }
        // Safe: freed once, after its last use.
        defer { unsafe xmlFreeTextReader(reader) }
        var names = SeenNames()
        while !names.areTooMany {
            // Safe: the reader is live.
            let status = unsafe xmlTextReaderRead(reader)
            if status != 1 { return status == 0 }
            // Safe: the reader stands on a node.
            guard unsafe pass(reader, &names, use) else { return true }
        }
        return false
    }
}

/// Names of elements and attributes, which libxml2 keeps in a table that stops growing: the look for one among very
/// many is long.
private struct SeenNames {
    private static let limit = 1 << 13
    /// Addresses of names in libxml2's table, one for each.
    private var addresses: Set<UInt> = []

    var areTooMany: Bool { addresses.count > Self.limit }

    // Safe: the address alone is looked at.
    mutating func note(_ name: UnsafePointer<xmlChar>?) { addresses.insert(UInt(bitPattern: name)) }
}

// Safe: the caller passes a live reader that stands on a node.
@unsafe private func pass(
    _ reader: xmlTextReaderPtr, _ names: inout SeenNames, _ use: (XMLEvent) -> Bool
) -> Bool {
    // Safe: the reader is live.
    switch unsafe xmlReaderTypes(UInt32(max(0, xmlTextReaderNodeType(reader)))) {
    case XML_READER_TYPE_ELEMENT:
        // Safe: the reader is live; the name is nil or ends with NUL.
        unsafe names.note(xmlTextReaderConstName(reader))
        let name = unsafe string(xmlTextReaderConstName(reader))
        // Safe: asked before the attributes, which move the reader.
        let isEmpty = unsafe xmlTextReaderIsEmptyElement(reader) == 1
        // Safe: as above.
        let isGoing = unsafe use(.start(XMLElement(name: name, attributes: attributes(reader, &names))))
        return isGoing && (!isEmpty || use(.end(name)))
    case XML_READER_TYPE_END_ELEMENT:
        // Safe: as above.
        return use(.end(unsafe string(xmlTextReaderConstName(reader))))
    case XML_READER_TYPE_TEXT, XML_READER_TYPE_CDATA, XML_READER_TYPE_WHITESPACE,
        XML_READER_TYPE_SIGNIFICANT_WHITESPACE:
        // Safe: as above.
        return use(.text(Array(unsafe string(xmlTextReaderConstValue(reader)).utf8)))
    case XML_READER_TYPE_ENTITY_REFERENCE: return use(.text([0x20]))
    default: return true
    }
}

// Safe: the caller passes a live reader that stands on an element.
@unsafe private func attributes(
    _ reader: xmlTextReaderPtr, _ names: inout SeenNames
) -> [String: String] {
    var attributes: [String: String] = [:]
    // Safe: the reader is live.
    while unsafe xmlTextReaderMoveToNextAttribute(reader) == 1 {
        // Safe: as above; name and value are nil or end with NUL.
        unsafe names.note(xmlTextReaderConstName(reader))
        unsafe attributes[string(xmlTextReaderConstName(reader))] = string(xmlTextReaderConstValue(reader))
    }
    // Safe: as above.
    _ = unsafe xmlTextReaderMoveToElement(reader)
    return attributes
}

// Safe: the caller passes nil or a text that ends with NUL.
@unsafe private func string(_ start: UnsafePointer<xmlChar>?) -> String {
    // Safe: checked for nil; libxml2's strings are UTF-8 and end with NUL.
    unsafe start.map { unsafe String(cString: $0) } ?? ""
}
