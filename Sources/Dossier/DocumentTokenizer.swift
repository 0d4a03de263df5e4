internal import IndexAnalysis
public import PluginAPI

/// Turns documents into the tokens that the index and facet plugins both read, zone by zone.
///
/// A value of its own a worker; a document costs one pass over its text and no allocation a token.
public struct DocumentTokenizer: Sendable {
    private let tokenizer: Tokenizer

    /// Tokens of the standard analyzers.
    public init() { tokenizer = Tokenizer() }

    init(_ analyzer: Analyzer) { tokenizer = analyzer.makeTokenizer() }

    /// Tokens never cross the border between two zones, nor come from the text between them.
    public func tokenize(_ document: Document) -> TokenizedDocument {
        var tokens = TokenBuffer()
        var zoneTokens: [UInt32] = [0]
        zoneTokens.reserveCapacity(document.zones.count + 1)
        for zone in document.zones {
            tokenizer.appendTokens(of: document.text, in: zone.range, to: &tokens)
            zoneTokens.append(UInt32(tokens.count))
        }
        return TokenizedDocument(
            document: document, starts: tokens.starts, ends: tokens.ends, foldedOffsets: tokens.foldedOffsets,
            folded: tokens.folded, zoneTokens: zoneTokens)
    }
}

/// Where the tokens of a document stand in the index.
struct TokenPlaces {
    /// For each token its field, and its position there.
    private(set) var fields: [UInt8] = []
    private(set) var positions: [UInt32] = []

    init(_ document: TokenizedDocument) {
        var next = [UInt32](repeating: 0, count: Schema.articles.fieldNames.count)
        fields.reserveCapacity(document.tokenCount)
        positions.reserveCapacity(document.tokenCount)
        for (index, zone) in document.document.zones.enumerated() {
            let field = Schema.field(of: zone.kind)
            let range = document.zoneTokens[index]..<document.zoneTokens[index + 1]
            if range.isEmpty { continue }
            if next[field] > 0 { next[field] += Schema.zoneGap }
            for _ in range {
                fields.append(UInt8(field))
                positions.append(next[field])
                next[field] += 1
            }
        }
    }
}
