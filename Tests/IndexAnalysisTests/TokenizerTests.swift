import IndexAnalysis
import Testing

/// A small seeded generator, so that a failure can be repeated.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

private func tokens(_ text: String, mode: Tokenizer.Mode = .standard) -> [String] {
    var buffer = TokenBuffer()
    let bytes = Array(text.utf8)
    Tokenizer(mode: mode).appendTokens(of: bytes, in: 0..<bytes.count, to: &buffer)
    return (0..<buffer.count).map { index in
        let surface = String(decoding: bytes[buffer.byteRange(at: index)], as: UTF8.self)
        return surface + "|" + String(decoding: buffer.foldedBytes(at: index), as: UTF8.self)
    }
}

/// Text, then its tokens as surface|folded.
private let examples: [(String, String)] = [
    ("U.S.-led sanctions", "U.S.|us led|led sanctions|sanctions"),
    ("the U.S.S.R., U.S.A and U.S.’s", "the|the U.S.S.R.|ussr U.S.A|usa and|and U.S.|us"),
    ("Xi’s Ma's boss's", "Xi|xi Ma|ma boss|boss"),
    ("ROK–US ROK-US", "ROK|rok US|us ROK|rok US|us"),
    ("naïve NAI\u{308}VE", "naïve|naive NAI\u{308}VE|naive"),
    ("Côte d'Ivoire d’Ivoire", "Côte|cote d'Ivoire|d'ivoire d’Ivoire|d'ivoire"),
    ("1,000.5, 3.", "1,000.5|1,000.5 3|3"),
    ("北京 is", "北|北 京|京 is|is"),
    ("“quoted” ‘words’ states'", "quoted|quoted words|words states|states"),
    ("a😀b ❤️love", "a|a b|b love|love"),
    ("Straße ＡＢＣ ﬁne", "Straße|strasse ＡＢＣ|abc ﬁne|fine"),
    ("co\u{AD}operate snake_case", "co\u{AD}operate|cooperate snake_case|snake_case"),
    ("한국 Россия", "한|한 국|국 Россия|россия"),
    ("NATO는", "NATO|nato 는|는"),
    ("กำ", "กำ|ก\u{E4D}\u{E32}"),
    // Thai vowels on both sides and tones, Lao, a Khmer consonant below another, a Burmese one.
    ("เมืองไทย", "เมื|เมื อ|อ ง|ง ไท|ไท ย|ย"),
    ("ແຫ່ງ", "ແຫ່|ແຫ່ ງ|ງ"),
    ("ខ្មែរ", "ខ្មែ|ខ្មែ រ|រ"),
    ("ဗုဒ္ဓ", "ဗု|ဗု ဒ္ဓ|ဒ္ဓ"),
    ("e.g. this J.R.Smith", "e.g.|eg this|this J.R.|jr Smith|smith"),
]

private let wordPieces: [String] = [
    "U.S.", "a", "'s", "’", "'", "1", ",", ".", "-", " ", "é", "北", "ก", "\u{301}", "İ", "ﷺ", "😀", "ß",
]
private let brokenPieces: [[UInt8]] = [[0xFF], [0xE2], [0x80], [0xF0, 0x9F], [0xC0, 0x80]]
private let pieces: [[UInt8]] = wordPieces.map { Array($0.utf8) } + brokenPieces

private func randomBytes(_ random: inout SplitMix) -> [UInt8] {
    (0..<Int.random(in: 0...40, using: &random)).flatMap { _ in
        Bool.random(using: &random)
            ? pieces[Int.random(in: 0..<pieces.count, using: &random)]
            : [UInt8.random(in: 0...255, using: &random)]
    }
}

@Suite struct TokenizerTests {
    @Test("Text gives these tokens, written surface|folded", arguments: examples)
    func table(text: String, expected: String) {
        #expect(tokens(text).joined(separator: " ") == expected)
    }

    @Test("Simple mode gives lower-case ASCII runs")
    func simple() {
        #expect(
            tokens("U.S.-led naïve_1", mode: .simple) == ["U|u", "S|s", "led|led", "na|na", "ve|ve", "1|1"])
    }

    @Test("An invalid byte separates and never traps")
    func invalid() {
        var buffer = TokenBuffer()
        let text: [UInt8] = [0x61, 0xFF, 0x62, 0xC3, 0x63, 0xE2, 0x80]
        Tokenizer().appendTokens(of: text, in: 0..<text.count, to: &buffer)
        #expect(buffer.starts == [0, 2, 4])
        #expect(buffer.ends == [1, 3, 5])
    }

    @Test("Byte ranges lie in the input, ascend and do not overlap; folded forms are not empty nor too long")
    func ranges() {
        var random = SplitMix(state: 1)
        for _ in 0..<2_000 {
            let text = randomBytes(&random)
            let lower = Int.random(in: 0...text.count, using: &random)
            let upper = Int.random(in: lower...text.count, using: &random)
            var buffer = TokenBuffer()
            Tokenizer().appendTokens(of: text, in: lower..<upper, to: &buffer)
            var last = lower
            for index in 0..<buffer.count {
                let range = Int(buffer.starts[index])...Int(buffer.ends[index])
                #expect(range.lowerBound >= last && range.upperBound <= upper && range.count > 1)
                #expect((1...Tokenizer.maximumFoldedSize).contains(buffer.foldedBytes(at: index).count))
                last = range.upperBound
            }
        }
    }

    @Test("Folding what is folded changes nothing")
    func idempotence() {
        let tokenizer = Tokenizer()
        var random = SplitMix(state: 2)
        for _ in 0..<2_000 {
            let folded = tokenizer.fold(randomBytes(&random))
            #expect(tokenizer.fold(folded) == folded)
        }
        for value in UInt32(0x80)...0x2FFFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let folded = tokenizer.fold(Array(String(Character(scalar)).utf8))
            if tokenizer.fold(folded) != folded { Issue.record("U+\(String(value, radix: 16))") }
        }
    }

    @Test("Appending two ranges equals tokenising each zone")
    func zones() {
        var random = SplitMix(state: 3)
        for _ in 0..<500 {
            let (first, second) = (randomBytes(&random), randomBytes(&random))
            let text = first + second
            var both = TokenBuffer()
            Tokenizer().appendTokens(of: text, in: 0..<first.count, to: &both)
            let firstCount = both.count
            Tokenizer().appendTokens(of: text, in: first.count..<text.count, to: &both)
            var alone = TokenBuffer()
            Tokenizer().appendTokens(of: first, in: 0..<first.count, to: &alone)
            #expect(Array(both.starts.prefix(firstCount)) == alone.starts)
            let split = Int(alone.foldedOffsets[firstCount])
            #expect(Array(both.folded.prefix(split)) == alone.folded)
            alone.removeAll(keepingCapacity: true)
            Tokenizer().appendTokens(of: second, in: 0..<second.count, to: &alone)
            #expect(
                both.starts.dropFirst(firstCount).map { Int($0) - first.count } == alone.starts.map(Int.init))
            #expect(Array(both.folded.dropFirst(split)) == alone.folded)
        }
    }

    @Test("A long token is cut at a code point boundary and keeps its byte range")
    func longToken() {
        var buffer = TokenBuffer()
        let text = Array(("a" + String(repeating: "я", count: 300)).utf8)
        Tokenizer().appendTokens(of: text, in: 0..<text.count, to: &buffer)
        #expect(buffer.ends == [601])
        #expect(buffer.folded.count == 255)
        #expect(String(validating: buffer.folded, as: UTF8.self) != nil)
    }
}
