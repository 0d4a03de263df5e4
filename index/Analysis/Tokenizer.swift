/// Cuts UTF-8 text into folded words.
///
/// A word is a run of letters, marks, numbers and `_`. Inside it stay an apostrophe between letters
/// (`d'Ivoire`) and `.` or `,` between digits (`1,000.5`); a final `'s` is dropped; `U.S.` is one token
/// folded `us`; hyphens and dashes separate. Each Han or kana code point, each Hangul syllable, and each Thai, Lao,
/// Myanmar or Khmer consonant with its vowels and marks, is a token: a word is a phrase of them, and is found however the
/// text around it is divided. Invalid bytes separate.
public struct Tokenizer: Sendable {
    /// How text is cut.
    public enum Mode: String, Sendable {
        /// Unicode words, as ``Tokenizer`` describes.
        case standard
        /// Lower-case runs of ASCII letters and digits; for benchmarks.
        case simple
    }

    /// Raised when the same text may give other tokens.
    static let version = 2
    /// The size in bytes beyond which a folded token is cut.
    public static let maximumFoldedSize = 255

    /// How this tokenizer cuts.
    public let mode: Mode
    /// The lower-case form of an ASCII word byte; 0 for a separator; ``beyondASCII`` for the rest.
    let foldedByte: [UInt8]

    static let beyondASCII: UInt8 = 0xFF

    /// Makes a tokenizer; cheap, and shareable by workers.
    public init(mode: Mode = .standard) {
        self.mode = mode
        foldedByte = (0...255).map { (byte: UInt8) in
            switch byte {
            case 0x30...0x39, 0x61...0x7A: return byte
            case 0x41...0x5A: return byte | 0x20
            case 0x5F: return mode == .standard ? byte : 0
            case 0x80...0xFF: return mode == .standard ? Self.beyondASCII : 0
            default: return 0
            }
        }
    }

    /// Appends the tokens of `text[range]`; nothing outside the range is looked at.
    ///
    /// - Parameters:
    ///   - text: UTF-8 bytes, at most 4 GiB; invalid bytes separate words.
    ///   - range: byte offsets in `text`.
    ///   - buffer: receives byte offsets in `text`, not in the range.
    /// - Complexity: O(*n*) in bytes.
    public func appendTokens(of text: [UInt8], in range: Range<Int>, to buffer: inout TokenBuffer) {
        precondition(
            range.lowerBound >= 0 && range.upperBound <= text.count, "\(range) outside 0..<\(text.count)")
        precondition(text.count <= Int(UInt32.max), "text of \(text.count) bytes")
        let scanner = WordScanner(text: text, end: range.upperBound, foldedByte: foldedByte)
        var offset = range.lowerBound
        while offset < range.upperBound {
            let needsRules = WordCutter.cut(
                text, from: &offset, to: range.upperBound, foldedByte: foldedByte, joins: mode == .standard,
                into: &buffer)
            guard needsRules else { continue }
            if foldedByte[Int(text[offset])] != Self.beyondASCII {
                offset =
                    mode == .simple
                    ? scanner.scanSimpleWord(at: offset, into: &buffer)
                    : scanner.scanWord(at: offset, into: &buffer)
            }
            // Such bytes mostly come together.
            while offset < range.upperBound, foldedByte[Int(text[offset])] == Self.beyondASCII {
                offset = scanner.scanBeyondASCII(at: offset, into: &buffer)
            }
        }
    }

    /// The folded form of bytes taken as one word: what a query or a table compares with tokens.
    ///
    /// Invalid bytes and controls are dropped. Folding what is folded changes nothing.
    public func fold(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var offset = 0
        while offset < bytes.count {
            guard let point = CodePoint.decode(bytes, at: offset, before: bytes.count) else {
                offset += 1
                continue
            }
            offset += point.size
            switch point.value {
            // Controls mark stems in the term dictionary; no surface may hold one.
            case 0..<0x20: break
            case 0x41...0x5A: result.append(UInt8(point.value) | 0x20)
            case 0..<0x80: result.append(UInt8(point.value))
            case 0x2019: result.append(0x27)
            default: UnicodeTables.appendFolded(point.value, to: &result)
            }
        }
        return result
    }
}
