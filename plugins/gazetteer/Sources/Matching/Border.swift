/// What stands between two neighbouring tokens.
enum Border {
    /// White space, hyphens, dashes, slashes, apostrophes, the point of an abbreviation: a name goes on.
    case joined
    /// A comma, a bracket, a quotation mark: a name mostly ends.
    case phrase
    case sentence
}

extension TokenView {
    /// What stands between `token` and the next one.
    func border(after token: Int) -> Border {
        let (start, end) = (range(token).upperBound, range(token + 1).lowerBound)
        var border = Border.joined
        var offset = start
        while offset < end {
            let byte = byte(offset)
            switch byte {
            case UInt8(ascii: "."):
                if !isAbbreviated(token, at: offset) { return .sentence }
            case UInt8(ascii: "!"), UInt8(ascii: "?"): return .sentence
            case 0x0A where self.byte(offset + 1) == 0x0A: return .sentence
            case UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: ":"), UInt8(ascii: "("),
                UInt8(ascii: ")"),
                UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"), UInt8(ascii: "}"),
                UInt8(ascii: "\""), UInt8(ascii: "|"), UInt8(ascii: "<"), UInt8(ascii: ">"):
                border = .phrase
            case 0xC2...:
                guard let scalar = scalar(at: offset) else { break }
                switch TokenView.border(at: scalar) {
                case .joined: break
                case .phrase: border = .phrase
                case .sentence: return .sentence
                }
            default: break
            }
            offset += 1
        }
        return border
    }

    /// Punctuation beyond ASCII.
    private static func border(at scalar: Unicode.Scalar) -> Border {
        switch scalar {
        case "…", "。", "！", "？", "｡", "؟", "۔", "।", "։", "።": .sentence
        case "“", "”", "„", "«", "»", "•", "、", "，", "；", "：", "（", "）", "「", "」", "『", "』", "《", "》", "〈",
            "〉",
            "【", "】", "،", "؛":
            .phrase
        default: .joined
        }
    }

    /// Whether the point at `offset`, after `token`, belongs to a short form of a word, as in `St. Lucia`.
    private func isAbbreviated(_ token: Int, at offset: Int) -> Bool {
        let range = range(token)
        guard offset == range.upperBound, range.count <= 6 else { return false }
        if range.count == 1 { return isCapital(at: range.lowerBound) }
        return WordBytes.with(Array(range.map { byte($0) | 0x20 })) { word in
            Abbreviations.all.number(of: word) != Vocabulary.unknown
        } ?? false
    }

    /// Whether the letter at `offset` is upper-case.
    @inline(__always)
    func isCapital(at offset: Int) -> Bool {
        let first = byte(offset)
        if first < 0x80 { return (0x41...0x5A).contains(first) }
        return isCapitalBeyondASCII(at: offset)
    }

    private func isCapitalBeyondASCII(at offset: Int) -> Bool {
        guard let properties = scalar(at: offset)?.properties else { return false }
        return properties.isUppercase || properties.generalCategory == .titlecaseLetter
    }

    /// Whether a token is the first word of a sentence, or of a quotation or what follows a colon.
    func beginsSentence(_ token: Int, in zone: Range<Int>) -> Bool {
        guard token > zone.lowerBound else { return true }
        switch border(after: token - 1) {
        case .joined: return false
        case .sentence: return true
        case .phrase:
            for offset in range(token - 1).upperBound..<range(token).lowerBound {
                switch byte(offset) {
                case UInt8(ascii: ":"), UInt8(ascii: "\""): return true
                case 0xC2...:
                    if let scalar = scalar(at: offset), "“„«「『".unicodeScalars.contains(scalar) {
                        return true
                    }
                default: continue
                }
            }
            return false
        }
    }

    /// Whether a comma and white space are all that stands between a token and the next.
    func isComma(after token: Int) -> Bool {
        let gap = range(token).upperBound..<range(token + 1).lowerBound
        guard gap.count > 1, byte(gap.lowerBound) == UInt8(ascii: ",") else { return false }
        return gap.dropFirst().allSatisfy { byte($0) == 0x20 || byte($0) == 0x0A }
    }

    /// Whether a dollar sign follows the token at once: US$ and NZ$ are money, no country.
    func isDollar(after token: Int) -> Bool { byte(range(token).upperBound) == UInt8(ascii: "$") }

    /// Whether the two words on either side of some tokens are not all in capitals; true where none of them tells.
    func isMixedCase(around tokens: ClosedRange<Int>, in zone: Range<Int>) -> Bool {
        let around = max(zone.lowerBound, tokens.lowerBound - 2)..<min(zone.upperBound, tokens.upperBound + 3)
        var hasCapitals = false
        for token in around where !tokens.contains(token) {
            if !isAllCapitals(token) { return true }
            if isCapital(at: range(token).lowerBound) { hasCapitals = true }
        }
        return !hasCapitals
    }

    /// Whether a word has no small letter of ASCII.
    func isAllCapitals(_ token: Int) -> Bool { !range(token).contains { (0x61...0x7A).contains(byte($0)) } }

    /// Whether `-`, or one of U+2010 to U+2015, follows the token at once.
    func isHyphen(after token: Int) -> Bool { hyphenSize(at: range(token).upperBound) > 0 }

    /// The size in bytes of the hyphen or dash at `offset`; 0 where there is none.
    func hyphenSize(at offset: Int) -> Int {
        if byte(offset) == 0x2D { return 1 }
        let isDash =
            byte(offset) == 0xE2 && byte(offset + 1) == 0x80 && (0x90...0x95).contains(byte(offset + 2))
        return isDash ? 3 : 0
    }

    /// The size in bytes of the apostrophe at `offset`; 0 where there is none.
    func apostropheSize(at offset: Int) -> Int {
        if byte(offset) == 0x27 { return 1 }
        return byte(offset) == 0xE2 && byte(offset + 1) == 0x80 && byte(offset + 2) == 0x99 ? 3 : 0
    }

    /// Whether a token is a Hangul syllable.
    func isHangul(_ token: Int) -> Bool {
        guard (0xEA...0xED).contains(firstByte(token)), let scalar = scalar(at: range(token).lowerBound)
        else {
            return false
        }
        return (0xAC00...0xD7A3).contains(scalar.value)
    }

    /// Whether two Hangul syllables belong to one word: `token` and the next.
    func isHangulJoined(after token: Int) -> Bool {
        token >= 0 && token + 1 < count && range(token).upperBound == range(token + 1).lowerBound
            && isHangul(token) && isHangul(token + 1)
    }
}

/// Words that are written short, with a point after them, before a name.
private enum Abbreviations {
    static let all: Vocabulary = {
        var words = Vocabulary()
        let text = """
            mr mrs ms dr st ste sts mt ft gen sen sens rep reps gov lt col sgt cpl pvt cmdr capt maj adm prof rev \
            hon pres amb sec dir min dep asst supt fr sr jr no nos vs messrs mme mlle dept univ corp inc ltd co bros \
            assn gmbh jan feb mar apr jun jul aug sept sep oct nov dec
            """
        for word in text.split(separator: " ") { _ = words.insert(Array(word.utf8)) }
        return words
    }()
}
