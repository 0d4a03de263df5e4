internal import IndexAnalysis
public import PluginAPI

/// For tests of facets: a text whose expected mentions are marked `⟦words|facet:ID⟧`, and its tokens.
public struct MarkedText {
    public var document: TokenizedDocument
    /// `words|ID` for each mark, in order.
    public var expected: [String] = []

    /// - Parameter date: the day the text was published, `YYYY-MM-DD`.
    public init(_ marked: String, kind: ZoneKind = .body, date: String = "") {
        var plain = ""
        for (index, part) in marked.split(separator: "⟦", omittingEmptySubsequences: false).enumerated() {
            guard index > 0, let bar = part.firstIndex(of: "|"), let end = part.firstIndex(of: "⟧") else {
                plain += part
                continue
            }
            let words = part[..<bar]
            let value = part[part.index(after: bar)..<end].split(separator: ":").last ?? ""
            expected.append("\(words)|\(value)")
            plain += words + part[part.index(after: end)...]
        }
        document = MarkedText.tokenize(plain, kind: kind)
        document.document.published = CalendarDate(iso8601: date)
    }

    /// `words|ID` for each mention that `plugin` finds.
    ///
    /// - Parameter others: the plugins of the facets it builds on.
    public func found(by plugin: any FacetPlugin, over others: [any FacetPlugin] = []) throws -> [String] {
        let found = try answer(of: plugin, [document], others).get()
        let basis = FacetBasis(
            facet: "", fingerprint: plugin.fingerprint, values: plugin.values, rules: plugin.rules,
            documents: found)
        return found[0].mentions.map { "\(words(of: $0))|\(basis.id(of: $0, in: 0))" }
    }

    /// The words of a mention as the text has them.
    public func words(of mention: Mention) -> String {
        let start = Int(document.starts[Int(mention.firstToken)])
        let end = Int(document.ends[Int(mention.firstToken + mention.tokenCount - 1)])
        return String(decoding: document.document.text[start..<end], as: UTF8.self)
    }

    /// The tokens of a text as the index cuts it.
    public static func tokenize(_ text: String, kind: ZoneKind = .body) -> TokenizedDocument {
        tokenize([(kind, text)])
    }

    /// The tokens of a document of several zones as the index cuts it.
    public static func tokenize(_ zones: [(kind: ZoneKind, text: String)]) -> TokenizedDocument {
        var document = Document(identifier: "test")
        for zone in zones { document.append(zone.kind, Array(zone.text.utf8)) }
        var tokens = TokenBuffer()
        var zoneTokens: [UInt32] = [0]
        for zone in document.zones {
            Tokenizer().appendTokens(of: document.text, in: zone.range, to: &tokens)
            zoneTokens.append(UInt32(tokens.count))
        }
        return TokenizedDocument(
            document: document, starts: tokens.starts, ends: tokens.ends, foldedOffsets: tokens.foldedOffsets,
            folded: tokens.folded, zoneTokens: zoneTokens)
    }
}
