/// Folds the words of a table as the index folds the words of a text: lower case, no accents.
enum Folding {
    /// Splits a form at white space, hyphens, dashes and slashes, and before a possessive `'s`.
    ///
    /// - Parameter possessive: what a text's tokens keep of `'s`, or nil when they drop it.
    static func words(of form: some StringProtocol, possessive: String? = nil) -> [String] {
        var words: [String] = []
        for part in form.unicodeScalars.split(whereSeparator: isSeparator) {
            let word = String(String.UnicodeScalarView(part)).replacingApostrophes()
            if word.utf8.count > 2, word.hasSuffix("'s") || word.hasSuffix("'S") {
                words.append(String(word.dropLast(2)))
                if let possessive { words.append(possessive) }
            } else {
                words.append(word)
            }
        }
        return words
    }

    /// Lower case without accents and without full stops (`U.S.` gives `us`).
    static func fold(_ word: String) -> [UInt8] {
        var bytes: [UInt8] = []
        for scalar in word.lowercased().unicodeScalars {
            switch scalar.value {
            case 0x2E, 0x300...0x36F: continue
            case 0..<0x80: bytes.append(UInt8(scalar.value))
            default:
                if let base = bases[scalar] {
                    bytes.append(base)
                } else {
                    bytes.append(contentsOf: String(scalar).utf8)
                }
            }
        }
        return bytes
    }

    static func isSeparator(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isWhitespace || scalar == "-" || scalar == "/"
            || (0x2010...0x2015).contains(scalar.value)
    }

    /// Accented Latin letters and the letter below the accent.
    ///
    /// Source: Unicode canonical decompositions of Latin-1 Supplement and Latin Extended-A.
    private static let bases: [Unicode.Scalar: UInt8] = {
        let families = [
            "aàáâãäåāăą", "cçćĉċč", "dď", "eèéêëēĕėęě", "gĝğġģ", "hĥ", "iìíîïĩīĭįı", "jĵ", "kķ",
            "lĺļľ", "nñńņň", "oòóôõöōŏő", "rŕŗř", "sśŝşšș", "tţťț", "uùúûüũūŭůűų", "wŵ", "yýÿŷ", "zźżž",
        ]
        var map: [Unicode.Scalar: UInt8] = [:]
        for family in families {
            guard let base = family.utf8.first else { continue }
            for scalar in family.unicodeScalars.dropFirst() { map[scalar] = base }
        }
        return map
    }()
}

extension String {
    /// The same text with typographic apostrophes as `'`.
    fileprivate func replacingApostrophes() -> String {
        String(String.UnicodeScalarView(unicodeScalars.map { $0 == "\u{2019}" ? "'" : $0 }))
    }
}
