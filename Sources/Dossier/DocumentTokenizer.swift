internal import IndexAnalysis
public import PluginAPI

/// Turns documents into the tokens that the index and facet plugins both read, zone by zone.
///
/// A value of its own a worker; a document costs one pass over its text and no allocation a token.
public struct DocumentTokenizer: Sendable {
    private let tokenizer: Tokenizer

    public init() { tokenizer = Tokenizer() }

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
