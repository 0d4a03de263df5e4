internal import PluginAPI

/// How the tokens of a document look, for rules about names.
///
/// A class, as many hold it: a document has too many arrays to be handed on by value.
final class TokenLook {
    /// What stands between a token and the next.
    enum Gap {
        /// Blanks within a paragraph.
        case space
        /// A hyphen without blanks.
        case hyphen
        /// A point and blanks: the end of a short word, an initial or a sentence.
        case point
        /// What is left of the possessive ’s, and blanks.
        case possessive
        /// A comma and blanks.
        case comma
        /// Anything else, nothing, or the border of a zone.
        case other
    }

    private let document: TokenizedDocument
    /// By token whether it is the last of a zone.
    private let isLast: [Bool]

    init(_ document: TokenizedDocument) {
        self.document = document
        var isLast = Array(repeating: false, count: document.tokenCount)
        for end in document.zoneTokens.dropFirst() where end > 0 { isLast[Int(end) - 1] = true }
        self.isLast = isLast
    }

    /// Whether the first letter is upper-case; only of scripts that have both cases.
    func isCapitalised(_ token: Int) -> Bool {
        let first = document.document.text[Int(document.starts[token])]
        if first < 0x80 { return (0x41...0x5A).contains(first) }
        return text(token).unicodeScalars.first?.properties.isUppercase ?? false
    }

    /// Whether a token of several letters has none that is lower-case, as in headlines and abbreviations.
    func isShouted(_ token: Int) -> Bool {
        let bytes = document.document.text[range(token)]
        if bytes.count == 1 || bytes.contains(where: { (0x61...0x7A).contains($0) }) { return false }
        let scalars = text(token).unicodeScalars
        return scalars.count > 1 && !scalars.contains(where: \.properties.isLowercase)
    }

    /// Whether a token is one letter.
    func isInitial(_ token: Int) -> Bool {
        range(token).count == 1 || range(token).count <= 4 && text(token).unicodeScalars.count == 1
    }

    /// Whether a token is of initials, as in *S.R. Nathan*.
    func isInitials(_ token: Int) -> Bool {
        let bytes = document.document.text[range(token)]
        return bytes.contains(UInt8(ascii: ".")) && bytes.count <= 6
    }

    /// What stands behind a token; `other` at the end of a zone and before the first token.
    func gap(after token: Int) -> Gap {
        if token < 0 || isLast[token] { return .other }
        let (start, end) = (Int(document.ends[token]), Int(document.starts[token + 1]))
        guard start < end else { return .other }
        let text = document.document.text
        switch text[start] {
        case UInt8(ascii: "-"): return end == start + 1 ? .hyphen : .other
        case UInt8(ascii: "."): return isBlank(start + 1, end) ? .point : .other
        case UInt8(ascii: ","): return isBlank(start + 1, end) ? .comma : .other
        case UInt8(ascii: "'"): return possessive(start + 1, end)
        case 0xE2 where start + 2 < end && text[start + 1] == 0x80:
            if text[start + 2] == 0x99 { return possessive(start + 3, end) }
            // The hyphens U+2010 and U+2011.
            return (0x90...0x91).contains(text[start + 2]) && end == start + 3 ? .hyphen : .other
        default: return isBlank(start, end) ? .space : .other
        }
    }

    /// The gap from behind an apostrophe.
    private func possessive(_ start: Int, _ end: Int) -> Gap {
        let isLetter = start < end && document.document.text[start] | 0x20 == UInt8(ascii: "s")
        return isBlank(isLetter ? start + 1 : start, end) ? .possessive : .other
    }

    /// Whether there are blanks alone, and no empty line.
    private func isBlank(_ start: Int, _ end: Int) -> Bool {
        var lineCount = 0
        for offset in start..<end {
            switch document.document.text[offset] {
            case 0x20, 0x09, 0x0D, 0xC2, 0xA0: continue
            case 0x0A where lineCount == 0: lineCount += 1
            default: return false
            }
        }
        return start < end
    }

    func folded(_ token: Int) -> String { String(decoding: foldedBytes(token), as: UTF8.self) }

    /// A number that equal words share, or words of one initial.
    func hash(_ token: Int, isInitial: Bool = false) -> UInt64 {
        let start = Int(document.foldedOffsets[token])
        let end = isInitial ? start + 1 : Int(document.foldedOffsets[token + 1])
        // FNV-1a.
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for offset in start..<end { hash = (hash ^ UInt64(document.folded[offset])) &* 0x100_0000_01B3 }
        return hash
    }

    /// A bit of 64 that equal words share, and few others.
    func bit(_ token: Int) -> UInt64 {
        let (start, end) = (Int(document.foldedOffsets[token]), Int(document.foldedOffsets[token + 1]))
        let number = UInt64(document.folded[start]) &* 7 &+ UInt64(document.folded[end - 1]) &* 3
        return 1 &<< ((number &+ UInt64(end &- start)) & 63)
    }

    /// The words as they stand in the text, white space joined.
    func words(_ tokens: Range<Int>) -> String {
        let bytes = document.document.text[
            range(tokens.lowerBound).lowerBound..<range(tokens.upperBound - 1).upperBound]
        return String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace).joined(
            separator: " ")
    }

    private func foldedBytes(_ token: Int) -> ArraySlice<UInt8> {
        document.folded[Int(document.foldedOffsets[token])..<Int(document.foldedOffsets[token + 1])]
    }

    private func range(_ token: Int) -> Range<Int> {
        Int(document.starts[token])..<Int(document.ends[token])
    }

    private func text(_ token: Int) -> String {
        String(decoding: document.document.text[range(token)], as: UTF8.self)
    }
}

/// The tokens of a zone that belongs to the article.
struct ArticleZone {
    var tokens: Range<Int>
    var isTitle: Bool
    /// A title of which nearly every word begins with a capital, so that a capital tells nothing.
    var isHeadline = false
}

extension TokenLook {
    var articleZones: [ArticleZone] {
        document.document.zones.indices.compactMap { index in
            let kind = document.document.zones[index].kind
            let tokens = Int(document.zoneTokens[index])..<Int(document.zoneTokens[index + 1])
            guard kind.isArticle, !tokens.isEmpty else { return nil }
            let isTitle = kind == .title
            return ArticleZone(
                tokens: tokens, isTitle: isTitle, isHeadline: isTitle && isHeadline(tokens))
        }
    }

    private func isHeadline(_ tokens: Range<Int>) -> Bool {
        tokens.count { isCapitalised($0) } * 3 > tokens.count * 2
    }
}
