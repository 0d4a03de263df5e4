/// How text becomes terms: a tokenizer's mode and the language of its stems.
public struct Analyzer: Sendable, Equatable {
    /// A name for schemas and messages.
    public let name: String
    /// ISO 639-1 code of the stems, or nil for none.
    public let language: String?
    /// How text is cut into words.
    public let mode: Tokenizer.Mode
    /// Everything that shapes the terms, library versions included: indexes compare it.
    public let stableDescription: String

    private init(name: String, language: String?, mode: Tokenizer.Mode) {
        self.name = name
        self.language = language
        self.mode = mode
        let stems = language.flatMap { Stemmer(language: $0)?.fingerprint() }
        stableDescription =
            "analyzer=\(name);tokenizer=\(Tokenizer.version);mode=\(mode.rawValue);language=\(language ?? "-")"
            + ";unicode=\(mode == .simple ? "-" : UnicodeTables.version);stems=\(stems ?? "-")"
    }

    /// Unicode words with English stems.
    public static let english = Analyzer(name: "english", language: "en", mode: .standard)
    /// Runs of ASCII letters and digits, no stems; for benchmarks.
    public static let simple = Analyzer(name: "simple", language: nil, mode: .simple)

    /// Unicode words with the stems of `language` (ISO 639-1); no stems for nil or an unknown language.
    public static func standard(language: String?) -> Analyzer {
        if language == "en" { return .english }
        guard let language, Stemmer.languages.contains(language) else {
            return Analyzer(name: "standard", language: nil, mode: .standard)
        }
        return Analyzer(name: "standard-" + language, language: language, mode: .standard)
    }

    /// The analyzer of a ``name``, or nil: `english`, `simple`, `standard`, `standard-fr` and so on.
    public static func named(_ name: String) -> Analyzer? {
        switch name {
        case "english": return .english
        case "simple": return .simple
        case "standard": return .standard(language: nil)
        default:
            guard name.hasPrefix("standard-") else { return nil }
            let analyzer = standard(language: String(name.dropFirst("standard-".count)))
            return analyzer.language == nil ? nil : analyzer
        }
    }

    /// A tokenizer; may be shared by workers.
    public func makeTokenizer() -> Tokenizer { Tokenizer(mode: mode) }

    /// A stemmer for one worker, or nil where the analyzer has no stems.
    public func makeStemmer() -> Stemmer? {
        guard let language else { return nil }
        return Stemmer(language: language)
    }
}
