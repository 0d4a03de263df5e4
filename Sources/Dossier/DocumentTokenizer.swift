internal import IndexAnalysis
public import PluginAPI

/// Turns documents into the tokens that the index and facet plugins both read, zone by zone.
///
/// A value of its own a worker; a document costs one pass over its text and no allocation a token.
public struct DocumentTokenizer: Sendable {
    private let tokenizer: Tokenizer
    /// Whether a document's language is told from its text, see `LanguageDetector`.
    private let findsLanguage: Bool

    /// Tokens of the standard analyzers.
    public init() {
        tokenizer = Tokenizer()
        findsLanguage = false
    }

    init(_ analyzer: Analyzer) {
        tokenizer = analyzer.makeTokenizer()
        findsLanguage = analyzer.isMultilingual
    }

    /// Tokens never cross the border between two zones, nor come from the text between them.
    public func tokenize(_ document: Document) -> TokenizedDocument {
        var tokens = TokenBuffer()
        var zoneTokens: [UInt32] = [0]
        zoneTokens.reserveCapacity(document.zones.count + 1)
        for zone in document.zones {
            tokenizer.appendTokens(of: document.text, in: zone.range, to: &tokens)
            zoneTokens.append(UInt32(tokens.count))
        }
        var document = document
        if findsLanguage { document.settleLanguage(tokens) }
        return TokenizedDocument(
            document: document, starts: tokens.starts, ends: tokens.ends, foldedOffsets: tokens.foldedOffsets,
            folded: tokens.folded, zoneTokens: zoneTokens)
    }

    /// Tokens of a text that is no part of a document's, such as a name.
    func tokens(of text: String) -> TokenBuffer {
        var tokens = TokenBuffer()
        let bytes = Array(text.utf8)
        tokenizer.appendTokens(of: bytes, in: 0..<bytes.count, to: &tokens)
        return tokens
    }
}

extension Document {
    /// Gives the document the language of its text, where its source states none or clearly a wrong one.
    ///
    /// Asked again, it changes nothing.
    fileprivate mutating func settleLanguage(_ tokens: TokenBuffer) {
        let article = zones.lazy.filter(\.kind.isArticle).map(\.range)
        let found = LanguageDetector.language(of: text, in: Array(article), stated: language, tokens: tokens)
        if found == language { return }
        language = found
        signals[.language] = .text
    }
}

/// Where the tokens of a zone stand in the index, at positions that follow one another.
struct ZonePlace {
    var kind: ZoneKind
    var tokens: Range<Int>
    var field: Int
    /// Of the first token.
    var position: UInt32
}

extension TokenizedDocument {
    /// The zones with tokens that a field holds, in order.
    ///
    /// - Parameter fieldOfZone: as the schema says.
    func places(fieldOfZone: [Int?]) -> [ZonePlace] {
        var places: [ZonePlace] = []
        for (index, zone) in document.zones.enumerated() {
            let tokens = Int(zoneTokens[index])..<Int(zoneTokens[index + 1])
            guard !tokens.isEmpty, let field = fieldOfZone[Int(zone.kind.rawValue)] else { continue }
            // Mostly the last one, so that all of a document take no more than a look at each for every field.
            let previous = places.last { $0.field == field }
            let position = previous.map { $0.position + UInt32($0.tokens.count) + Schema.zoneGap }
            places.append(
                ZonePlace(kind: zone.kind, tokens: tokens, field: field, position: position ?? 0))
        }
        return places
    }
}

extension [ZonePlace] {
    /// The field of a token and its position there; nil for one that no field holds.
    func place(of token: Int) -> (field: Int, position: UInt32)? {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if self[middle].tokens.upperBound <= token { low = middle + 1 } else { high = middle }
        }
        guard low < count, self[low].tokens.contains(token) else { return nil }
        return (self[low].field, self[low].position + UInt32(token - self[low].tokens.lowerBound))
    }
}
