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
    /// The field of a token that no field holds.
    static let noField = UInt8.max

    /// For each token its field, and its position there.
    private(set) var fields: [UInt8] = []
    private(set) var positions: [UInt32] = []

    /// - Parameter fieldOfZone: as the schema says.
    init(_ document: TokenizedDocument, fieldOfZone: [Int?]) {
        var next = [UInt32](repeating: 0, count: 64)
        fields.reserveCapacity(document.tokenCount)
        positions.reserveCapacity(document.tokenCount)
        for (index, zone) in document.document.zones.enumerated() {
            let count = Int(document.zoneTokens[index + 1] - document.zoneTokens[index])
            if count == 0 { continue }
            guard let field = fieldOfZone[Int(zone.kind.rawValue)] else {
                fields.append(contentsOf: repeatElement(Self.noField, count: count))
                positions.append(contentsOf: repeatElement(0, count: count))
                continue
            }
            if next[field] > 0 { next[field] += Schema.zoneGap }
            for _ in 0..<count {
                fields.append(UInt8(field))
                positions.append(next[field])
                next[field] += 1
            }
        }
    }
}
