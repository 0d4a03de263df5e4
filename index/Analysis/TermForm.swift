/// How stems stand beside surface forms in one term dictionary.
///
/// ```
/// surface: sanctions              73 61 6E 63 74 69 6F 6E 73
/// stem:    \u{1}en\u{1}sanction   01 65 6E 01 73 61 6E 63 74 69 6F 6E
/// ```
/// No folded surface holds a byte below 0x20, so the two never meet.
public enum TermForm: Equatable, Sendable {
    /// A folded surface form; see `LanguageMark`.
    case surface([UInt8])
    /// A stem of a language.
    case stem(language: String, stem: [UInt8])

    private static let mark: UInt8 = 0x01

    /// The dictionary bytes of a stem.
    public static func stemTerm(language: String, stem: [UInt8]) -> [UInt8] {
        [mark] + Array(language.utf8) + [mark] + stem
    }

    /// Whether dictionary bytes are a stem.
    public static func isStem(_ term: [UInt8]) -> Bool { term.first == mark }

    /// Reads dictionary bytes; a stem without its second mark is taken for a surface.
    public init(_ term: [UInt8]) {
        guard Self.isStem(term), let end = term.dropFirst().firstIndex(of: Self.mark) else {
            self = .surface(term)
            return
        }
        self = .stem(
            language: String(decoding: term[1..<end], as: UTF8.self), stem: Array(term[(end + 1)...]))
    }

    /// The term for display: `sanctions`, or `sanction (en stem)`.
    public var displayText: String {
        switch self {
        case .surface(let bytes):
            let mark = LanguageMark(of: bytes)
            if mark == .own { return String(decoding: bytes, as: UTF8.self) }
            return String(decoding: bytes.dropLast(), as: UTF8.self) + " (\(mark.language ?? "unstemmed"))"
        case .stem(let language, let stem):
            return String(decoding: stem, as: UTF8.self) + " (\(language) stem)"
        }
    }
}
