public import PluginAPI

/// For tests of facets: a text whose expected mentions are marked `⟦words|facet:ID⟧`, and its tokens.
public struct MarkedText {
    public var document: TokenizedDocument
    /// `words|ID` for each mark, in order.
    public var expected: [String] = []

    public init(_ marked: String, kind: ZoneKind = .body) {
        var plain = ""
        for (index, part) in marked.split(separator: "⟦", omittingEmptySubsequences: false).enumerated() {
            guard index > 0, let bar = part.firstIndex(of: "|"), let end = part.firstIndex(of: "⟧") else {
                plain += part
                continue
            }
            let words = part[..<bar]
            let value = part[bar..<end].split(separator: ":").last ?? ""
            expected.append("\(words)|\(value)")
            plain += words + part[part.index(after: end)...]
        }
        document = MarkedText.tokenize(plain, kind: kind)
    }

    /// `words|ID` for each mention that `plugin` finds.
    public func found(by plugin: some FacetPlugin) throws -> [String] {
        let mentions = try plugin.mentions(in: [document])[0].mentions
        return mentions.map { mention in
            let start = Int(document.starts[Int(mention.firstToken)])
            let end = Int(document.ends[Int(mention.firstToken + mention.tokenCount - 1)])
            let words = String(decoding: document.document.text[start..<end], as: UTF8.self)
            return "\(words)|\(plugin.values[Int(mention.value)].id)"
        }
    }

    /// Splits at all but letters, digits and inner apostrophes; keeps `U.S.` whole; drops `'s`.
    private static func tokenize(_ text: String, kind: ZoneKind) -> TokenizedDocument {
        var document = Document(identifier: "test")
        document.append(kind, Array(text.utf8))
        var tokens = TokenizedDocument(
            document: document, starts: [], ends: [], foldedOffsets: [0], folded: [], zoneTokens: [0, 0])
        var offset = 0
        var word = ""
        func flush(_ tokens: inout TokenizedDocument) {
            var kept = word
            while let last = kept.last, last == "'" || (last == "." && !kept.dropLast().contains(".")) {
                kept.removeLast()
            }
            let start = offset - word.utf8.count
            word = ""
            for ending in ["'s", "’s", "'S", "’S", "’"] where kept.hasSuffix(ending) {
                kept.removeLast(ending.count)
            }
            guard !kept.isEmpty else { return }
            tokens.starts.append(UInt32(start))
            tokens.ends.append(UInt32(start + kept.utf8.count))
            tokens.folded += fold(kept)
            tokens.foldedOffsets.append(UInt32(tokens.folded.count))
        }
        for character in text {
            let isWord = character.isLetter || character.isNumber
            let isInner = !word.isEmpty && (character == "'" || character == "’")
            let isDot = character == "." && (word.count == 1 || word.contains("."))
            if isWord || isInner || isDot { word.append(character) } else { flush(&tokens) }
            offset += character.utf8.count
        }
        flush(&tokens)
        tokens.zoneTokens = [0, UInt32(tokens.starts.count)]
        return tokens
    }

    private static func fold(_ word: String) -> [UInt8] {
        let accents: [Character: Character] = [
            "é": "e", "è": "e", "ü": "u", "ç": "c", "í": "i", "á": "a", "ñ": "n", "ó": "o", "ã": "a",
            "ô": "o",
            "’": "'",
        ]
        return Array(String(word.lowercased().filter { $0 != "." }.map { accents[$0] ?? $0 }).utf8)
    }
}
