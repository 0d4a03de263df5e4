/// How text becomes terms: a tokenizer's mode and the language of its stems.
public struct Analyzer: Sendable, Equatable {
    /// A name for schemas and messages.
    public let name: String
    /// ISO 639-1 code of the stems, or nil for none; where it is multilingual, of words whose language is not known.
    public let language: String?
    /// Whether each document has the stems of its own language.
    public let isMultilingual: Bool
    /// How text is cut into words.
    public let mode: Tokenizer.Mode
    /// Everything that shapes the terms, library versions included: indexes compare it.
    public let stableDescription: String

    private init(name: String, language: String?, mode: Tokenizer.Mode, isMultilingual: Bool = false) {
        self.name = name
        self.language = language
        self.mode = mode
        self.isMultilingual = isMultilingual
        let stems = language.flatMap { Stemmer(language: $0)?.fingerprint() }
        var description =
            "analyzer=\(name);tokenizer=\(Tokenizer.version);mode=\(mode.rawValue);language=\(language ?? "-")"
            + ";unicode=\(mode == .simple ? "-" : UnicodeTables.version);stems=\(stems ?? "-")"
        if isMultilingual {
            let others = Stemmer.languages.compactMap { Stemmer(language: $0)?.fingerprint(wordCount: 48) }
            description += ";others=\(others.joined(separator: ","));detection=\(LanguageDetector.version)"
        }
        stableDescription = description
    }

    /// Unicode words, each with the stem of its document's language; English where that is not known.
    public static let multilingual = Analyzer(
        name: "multilingual", language: "en", mode: .standard, isMultilingual: true)

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

    /// The analyzer of a ``name``, or nil: `multilingual`, `english`, `simple`, `standard`, `standard-fr` and so on.
    public static func named(_ name: String) -> Analyzer? {
        switch name {
        case "multilingual": return .multilingual
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
    public func makeStemmer() -> WordStemmer? {
        guard let language else { return nil }
        return Stemmer(language: language).map { WordStemmer(own: $0) }
    }

    /// The mark of words of a document in a language.
    ///
    /// - Parameter tag: BCP 47; nil where the language is not known.
    public func mark(ofLanguage tag: String?) -> LanguageMark {
        guard isMultilingual, let tag, let code = LanguageTag.language(of: tag), code != language else {
            return .own
        }
        return LanguageMark(language: code)
    }
}
