/// Tells the language of a document.
///
/// Common words decide where they are many and of one language, at the cost of a look at each; else CLD2 does, by letters
/// in groups of four. It knows some eighty languages.
public enum LanguageDetector {
    /// Everything that a finding depends on.
    static var version: String { "\(CommonWords.version)/\(libraryVersion)" }

    /// Bytes of a text that tell its language.
    static let sampleByteCount = 1024
    /// Letters below which a text is none to judge by: names alone look like any language.
    private static let leastByteCount = 30
    /// Letters against which a statement does not stand.
    private static let byteCountAgainstStatement = 100

    /// Languages that share most words and letters: a statement decides between them.
    private static let alike: [Set<String>] = [
        ["da", "no"], ["bs", "hr", "sr", "sh", "me"], ["id", "ms"], ["cs", "sk"], ["gl", "pt"], ["af", "nl"],
        ["ca", "oc"], ["bg", "mk"],
    ]

    /// The language of a document: the one stated, unless its text is clearly of another; nil where nothing tells it.
    ///
    /// - Parameters:
    ///   - stated: BCP 47, as its markup says.
    ///   - tokens: the first of them belong to `text`.
    ///   - ranges: the article's zones in `text`.
    /// - Returns: the tag stated, or ISO 639-1 where the text tells.
    /// - Complexity: a fifth of a microsecond where common words decide, else some 30.
    public static func language(
        of text: [UInt8], in ranges: [Range<Int>], stated: String?, tokens: TokenBuffer
    ) -> String? {
        let known = stated.flatMap(LanguageTag.language(of:))
        if let common = CommonWords.language(of: tokens), known == nil || known == common {
            return known == nil ? common : stated
        }
        guard let found = ask(sample(text, ranges)), found.isReliable,
            found.letterByteCount >= leastByteCount
        else { return stated }
        guard let known else { return found.language }
        let language = LanguageTag.language(of: found.language) ?? found.language
        if language == known || found.percent < 80 || found.letterByteCount < byteCountAgainstStatement
            || alike.contains(where: { $0.contains(known) && $0.contains(language) })
        {
            return stated
        }
        return found.language
    }

    /// The first bytes of the article, whole code points.
    private static func sample(_ text: [UInt8], _ ranges: [Range<Int>]) -> [UInt8] {
        var sample: [UInt8] = []
        for range in ranges {
            var end = min(range.upperBound, range.lowerBound + sampleByteCount - sample.count)
            while end > range.lowerBound, end < range.upperBound, text[end] & 0xC0 == 0x80 { end -= 1 }
            sample += text[range.lowerBound..<end]
            sample.append(0x0A)
            if sample.count >= sampleByteCount { break }
        }
        return sample
    }
}

/// Words that are common in one language and rare in all others, their neighbours included.
enum CommonWords {
    /// Raised when the words change.
    static let version = 1
    /// Tokens looked at.
    private static let tokenCount = 96
    /// Of one language there are so many at least, and of others a quarter of them at most.
    private static let leastCount = 4

    /// Folded; at most eight bytes each. Words that a neighbour shares are left out: `van` is Afrikaans too, `de` half of
    /// Europe's.
    private static let words: [(language: String, words: String)] = [
        ("en", "the and that with which from this are his have has they their would been there"),
        ("de", "und das nicht ist auf dem ein eine mit von fur sich auch wird zum zur uber nach"),
        ("fr", "et des est dans une pour qui avec pas sur cette mais sont aux par plus leur"),
        ("es", "los las y pero muy fue sus tambien hay ser sobre"),
        ("pt", "nao uma com em um sao pelo pela tambem ja isso voce nos"),
        ("it", "che di della il gli nel sono piu anche delle dei nella degli alla"),
        ("ru", "что это был была его они она уже чем"),
        ("nl", "een zijn niet voor werd naar bij wordt heeft deze hij hebben"),
        ("sv", "och att inte ett ar fran till"),
    ]

    /// Words by their bytes, the first the lowest, in a table of open addressing: 0 is empty. Each counts one up in the
    /// seven bits of its language.
    private static let table: (keys: [UInt64], steps: [UInt64]) = {
        var keys = [UInt64](repeating: 0, count: slotCount)
        var steps = [UInt64](repeating: 0, count: slotCount)
        for (index, entry) in words.enumerated() {
            for word in entry.words.split(separator: " ") where word.utf8.count <= 8 {
                let key = word.utf8.reversed().reduce(0) { $0 << 8 | UInt64($1) }
                var place = slot(of: key)
                while keys[place] != 0, keys[place] != key { place = (place + 1) & (slotCount - 1) }
                // What two of them share tells nothing.
                steps[place] = keys[place] == key ? 0 : 1 << UInt64(7 * index)
                keys[place] = key
            }
        }
        return (keys, steps)
    }()

    private static let slotCount = 1024

    private static func slot(of key: UInt64) -> Int { Int((key &* 0x9E37_79B9_7F4A_7C15) >> 54) }

    /// The language of the first tokens; nil where they do not tell.
    static func language(of tokens: TokenBuffer) -> String? {
        var counts: UInt64 = 0
        for start in stride(from: 0, to: min(tokens.count, tokenCount), by: 32) {
            counts += count(tokens, start..<min(tokens.count, start + 32))
            if let language = language(of: counts) { return language }
        }
        return nil
    }

    private static func count(_ tokens: TokenBuffer, _ range: Range<Int>) -> UInt64 {
        let (keys, steps) = (table.keys.span, table.steps.span)
        let (folded, offsets) = (tokens.folded.span, tokens.foldedOffsets.span)
        var counts: UInt64 = 0
        for token in range {
            let (start, end) = (Int(offsets[token]), Int(offsets[token + 1]))
            if end - start > 8 { continue }
            var key: UInt64 = 0
            for byte in stride(from: end - 1, through: start, by: -1) {
                key = key << 8 | UInt64(folded[byte])
            }
            var place = slot(of: key)
            while keys[place] != 0, keys[place] != key { place = (place + 1) & (slotCount - 1) }
            if keys[place] == key { counts += steps[place] }
        }
        return counts
    }

    private static func language(of counts: UInt64) -> String? {
        var (most, sum, language) = (0, 0, 0)
        for index in words.indices {
            let count = Int(counts >> UInt64(7 * index) & 127)
            sum += count
            if count > most { (most, language) = (count, index) }
        }
        return most >= leastCount && 4 * (sum - most) <= most ? words[language].language : nil
    }
}
