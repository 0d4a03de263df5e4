/// What pages and headers say about their encoding.
extension TextDecoding {
    private static let prescanSizeBytes = 4096

    /// The label in `text/html; charset=utf-8`; nil when there is none.
    public static func declaredEncoding(inMediaType type: String) -> String? {
        label(after: Array(type.utf8).lowered[...])
    }

    /// The label that an HTML page declares in its first 4 KiB, by a meta element or an XML declaration.
    ///
    /// - Complexity: O(1).
    ///
    /// Source: https://html.spec.whatwg.org/#prescan-a-byte-stream-to-determine-its-encoding, simplified: a `meta`
    /// counts by its text up to `>`, outside comments.
    public static func declaredEncoding(inHTML bytes: [UInt8]) -> String? {
        let start = bytes.prefix(prescanSizeBytes).lowered[...]
        var rest = start.drop(while: { $0 <= 0x20 || $0 >= 0x80 })
        if rest.startsFolded("<?xml"), let end = rest.firstIndex(of: 0x3E),
            let name = rest[..<end].range(of: "encoding")
        {
            if let label = value(rest[name.upperBound..<end]) { return label }
        }
        while let open = rest.firstIndex(of: 0x3C) {
            rest = rest[open...]
            if rest.startsFolded("<!--") {
                guard let end = rest.dropFirst(2).range(of: "-->") else { return nil }
                rest = rest[end.upperBound...]
            } else if rest.startsFolded("<meta") {
                let element = rest.prefix { $0 != 0x3E }
                if let label = label(after: element) { return label }
                rest = rest[element.endIndex...]
            } else {
                rest = rest.dropFirst()
            }
        }
        return nil
    }

    /// The value of the first `charset=` that has one.
    private static func label(after bytes: ArraySlice<UInt8>) -> String? {
        var rest = bytes
        while let name = rest.range(of: "charset") {
            rest = rest[name.upperBound...]
            if let label = value(rest) { return label }
        }
        return nil
    }

    /// The word after `=`, in quotes or not.
    private static func value(_ bytes: ArraySlice<UInt8>) -> String? {
        let afterName = bytes.drop(while: { $0 <= 0x20 })
        guard afterName.first == 0x3D else { return nil }
        let word = afterName.dropFirst().drop(while: { $0 <= 0x20 || $0 == 0x22 || $0 == 0x27 })
            .prefix { $0 > 0x20 && $0 < 0x7F && !Array("\"';/>,?".utf8).contains($0) }
        return word.isEmpty || word.count > 40 ? nil : String(decoding: word, as: UTF8.self)
    }
}
