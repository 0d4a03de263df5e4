/// What is met in an XML document, in its order.
public enum XMLEvent: Sendable, Equatable {
    case start(XMLElement)
    /// The end of the element of this name.
    case end(String)
    case text([UInt8])
}

/// The beginning of an element.
public struct XMLElement: Sendable, Equatable {
    /// As written, with its prefix: `dc:creator`.
    public var name: String
    /// By their names as written.
    public var attributes: [String: String]
}

extension String {
    /// A name without its prefix.
    public var localName: String {
        utf8.lastIndex(of: 0x3A).map { String(self[index(after: $0)...]) } ?? self
    }
}
