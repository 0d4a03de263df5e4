internal import PluginAPI

/// How the tokens of a document look, for rules about names.
struct TokenLook {
    /// What stands between a token and the next.
    enum Gap {
        /// Blanks, a hyphen, or the point of an initial and blanks.
        case space, hyphen, initial
        case comma
        /// The end of a sentence, brackets, quotation marks.
        case other
    }

    let document: TokenizedDocument

    /// Whether the first letter is upper-case; only of scripts that have both cases.
    func isCapitalised(_ token: Int) -> Bool {
        let text = document.document.text
        let offset = Int(document.starts[token])
        if text[offset] < 0x80 { return (0x41...0x5A).contains(text[offset]) }
        var decoder = UTF8()
        var bytes = text[offset...].makeIterator()
        guard case .scalarValue(let scalar) = decoder.decode(&bytes) else { return false }
        return scalar.properties.isUppercase
    }

    /// Whether a token of several letters is all upper-case, as in headlines and abbreviations.
    func isShouted(_ token: Int) -> Bool {
        let bytes = document.document.text[Int(document.starts[token])..<Int(document.ends[token])]
        return bytes.count > 1 && bytes.allSatisfy { !(0x61...0x7A).contains($0) && $0 < 0x80 }
    }

    /// What stands between a token and the one after it, which is of the same zone.
    func gap(after token: Int) -> Gap {
        let text = document.document.text
        let gap = text[
            Int(document.ends[token])..<max(Int(document.ends[token]), Int(document.starts[token + 1]))]
        var found = Gap.space
        for (place, byte) in gap.enumerated() {
            switch byte {
            case 0x20, 0x09, 0x0A, 0x0D: continue
            case UInt8(ascii: "-"): found = .hyphen
            case UInt8(ascii: ","): return .comma
            case UInt8(ascii: ".") where place == 0 && size(token) == 1: found = .initial
            // The possessive ’s, and what is left of it.
            case UInt8(ascii: "'"), UInt8(ascii: "s"), 0xE2, 0x80, 0x99: return .other
            default: return .other
            }
        }
        return found
    }

    func folded(_ token: Int) -> String {
        let range = Int(document.foldedOffsets[token])..<Int(document.foldedOffsets[token + 1])
        return String(decoding: document.folded[range], as: UTF8.self)
    }

    /// The words as they stand in the text, white space joined.
    func words(_ tokens: Range<Int>) -> String {
        let bytes = document.document.text[
            Int(document.starts[tokens.lowerBound])..<Int(document.ends[tokens.upperBound - 1])]
        return String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace).joined(
            separator: " ")
    }

    /// Size of a token in bytes.
    private func size(_ token: Int) -> Int { Int(document.ends[token] - document.starts[token]) }

    /// The tokens of each zone of the article.
    var articleZones: [Range<Int>] {
        document.document.zones.indices.compactMap { zone in
            guard document.document.zones[zone].kind.isArticle else { return nil }
            let tokens = Int(document.zoneTokens[zone])..<Int(document.zoneTokens[zone + 1])
            return tokens.isEmpty ? nil : tokens
        }
    }
}
