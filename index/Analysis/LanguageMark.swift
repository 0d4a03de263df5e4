/// The language of a word, as the dictionary holds it: a byte behind its letters.
///
/// ```
/// die    of the analyzer's own language   64 69 65
/// die    of a German text                 64 69 65 05
/// ```
/// No folded word holds a byte below 0x20. A word of a language that has no stems has a mark as well: the stems of
/// another must not move it.
public struct LanguageMark: RawRepresentable, Hashable, Sendable {
    /// 0 for the analyzer's own language, which is not written; else the byte.
    public let rawValue: UInt8

    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The analyzer's own language.
    public static let own = LanguageMark(rawValue: 0)
    /// Any language without stems.
    public static let unstemmed = LanguageMark(rawValue: 2)

    /// By mark from 3 on; a new one goes to the end.
    private static let languages = [
        "ar", "da", "de", "el", "en", "es", "fi", "fr", "hu", "id", "it", "nl", "no", "pt", "ro", "ru", "sv",
        "tr",
    ]

    /// The mark of a language (ISO 639-1), `unstemmed` where it has no stems.
    public init(language: String) {
        guard let index = Self.languages.firstIndex(of: language) else {
            self = .unstemmed
            return
        }
        self.init(rawValue: 3 + UInt8(index))
    }

    /// The mark that a word bears.
    public init(of word: some BidirectionalCollection<UInt8>) {
        self.init(rawValue: word.last.map { $0 < 0x20 ? $0 : 0 } ?? 0)
    }

    /// ISO 639-1; nil for the analyzer's own language and for those without stems.
    public var language: String? {
        let index = Int(rawValue) - 3
        return Self.languages.indices.contains(index) ? Self.languages[index] : nil
    }

    /// Whether words that begin like this one may bear a mark.
    ///
    /// Numbers, and letters from U+0E00 on, have no stems in any language: they are the same in all.
    public static func mayMark(_ word: some Collection<UInt8>) -> Bool {
        guard let first = word.first else { return false }
        if first < 0xE0 { return !(0x30...0x39).contains(first) }
        return first == 0xE0 && word.dropFirst().first ?? 0xFF < 0xB8
    }

    /// The word as the dictionary holds it.
    public func marking(_ word: [UInt8]) -> [UInt8] {
        rawValue == 0 || !Self.mayMark(word) ? word : word + [rawValue]
    }
}

/// Marks of languages; as an integer, the bit of a mark is set.
public struct LanguageMarks: Equatable, Sendable {
    /// Of the marks 0...31.
    public private(set) var bits: UInt32

    public init(bits: UInt32 = 0) { self.bits = bits }

    public mutating func insert(_ mark: LanguageMark) { bits |= 1 << UInt32(mark.rawValue & 31) }

    public mutating func formUnion(_ other: LanguageMarks) { bits |= other.bits }

    /// Ascending.
    public var all: [LanguageMark] {
        (0..<32).filter { bits >> UInt32($0) & 1 == 1 }.map { LanguageMark(rawValue: UInt8($0)) }
    }
}
