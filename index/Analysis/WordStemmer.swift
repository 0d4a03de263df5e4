/// Gives the words of a dictionary their stems, each in the language of its mark.
///
/// Not Sendable: each worker makes its own.
public final class WordStemmer {
    private let own: Stemmer
    private let ownShape: WordShape?
    /// By mark; made when first met.
    private var others: [Stemmer?] = Array(repeating: nil, count: 32)
    private var letters: [UInt8] = []

    init(own: Stemmer) {
        self.own = own
        ownShape = WordShape.of(own.language)
    }

    /// The language (ISO 639-1) of words without a mark.
    public var language: String { own.language }

    /// Replaces `stem` by the stem of a word and its mark: two words are of one class when these are equal.
    ///
    /// - Complexity: about 0.3 µs a word; stem once per distinct word.
    public func stem(_ word: ArraySlice<UInt8>, into stem: inout [UInt8]) {
        let mark = LanguageMark(of: word)
        if mark == .own {
            if let ownShape {
                letters.removeAll(keepingCapacity: true)
                letters += word
                ownShape.apply(to: &letters)
                return own.stem(letters[...], into: &stem)
            }
            return own.stem(word, into: &stem)
        }
        letters.removeAll(keepingCapacity: true)
        letters += word.dropLast()
        if let stemmer = stemmer(mark) {
            WordShape.of(stemmer.language)?.apply(to: &letters)
            stemmer.stem(letters[...], into: &stem)
        } else {
            stem.removeAll(keepingCapacity: true)
            stem += letters
        }
        stem.append(mark.rawValue)
    }

    /// The stem of a word and its mark, as a new array.
    public func stem(_ word: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        stem(word[...], into: &result)
        return result
    }

    /// The dictionary bytes of a stem that `stem` gave.
    public func term(ofStem stem: [UInt8]) -> [UInt8] {
        let mark = LanguageMark(of: stem)
        if mark == .own { return TermForm.stemTerm(language: own.language, stem: stem) }
        return TermForm.stemTerm(language: mark.language ?? "-", stem: Array(stem.dropLast()))
    }

    /// What `stem` gave for a class, by the dictionary bytes of its stem.
    public func stem(ofTerm term: [UInt8]) -> [UInt8]? {
        guard case .stem(let language, let stem) = TermForm(term) else { return nil }
        return language == own.language ? stem : stem + [LanguageMark(language: language).rawValue]
    }

    private func stemmer(_ mark: LanguageMark) -> Stemmer? {
        let place = Int(mark.rawValue & 31)
        if let known = others[place] { return known }
        others[place] = mark.language.flatMap { Stemmer(language: $0) }
        return others[place]
    }
}

/// What a language asks of a folded word before its stemmer sees it.
struct WordShape {
    /// Before an apostrophe, words that are written together with the next and say nothing.
    private var elided: Set<[UInt8]> = []
    /// Endings that the stemmer knows by accents, which folding takes away, and plurals that it does not know. The first
    /// that a word ends in is replaced.
    private var endings: [(folded: [UInt8], written: [UInt8])]

    private init(elided: String = "", endings: KeyValuePairs<String, String> = [:]) {
        self.elided = Set(elided.split(separator: " ").map { Array($0.utf8) })
        self.endings = endings.map { (Array($0.utf8), Array($1.utf8)) }
    }

    // l'Otan, Otan; sanctionnées, sanctionnée
    private static let french = WordShape(
        elided: "l d qu n s j m t c jusqu lorsqu puisqu quoiqu", endings: ["ees": "ées", "ee": "ée"])
    // dell'accordo, accordo
    private static let italian = WordShape(
        elided: "l d un c s m t v dell all nell sull dall quell quest gl degl agl negl sugl dagl")
    // negociaciones, negociación
    private static let spanish = WordShape(endings: ["ion": "ión"])
    // nações, nação; alemães, alemão; mãos, mão
    private static let portuguese = WordShape(endings: [
        "coes": "ção", "oes": "ão", "cao": "ção", "aes": "ão", "aos": "ãos", "ao": "ão",
    ])
    // sancties, sanctie
    private static let dutch = WordShape(endings: ["ies": "ie"])

    /// Nil for languages that ask nothing.
    static func of(_ language: String) -> WordShape? {
        switch language {
        case "es": spanish
        case "fr": french
        case "it": italian
        case "nl": dutch
        case "pt": portuguese
        default: nil
        }
    }

    /// Brings a word into the shape; one that would keep less than two letters before its ending keeps that.
    func apply(to word: inout [UInt8]) {
        if !elided.isEmpty, let apostrophe = word.firstIndex(of: 0x27),
            elided.contains(Array(word[..<apostrophe]))
        {
            word.removeFirst(apostrophe + 1)
        }
        for (folded, written) in endings where word.count >= folded.count + 2 && word.hasSuffix(folded) {
            word.replaceSubrange(word.count - folded.count..<word.count, with: written)
            return
        }
    }
}

extension [UInt8] {
    fileprivate func hasSuffix(_ suffix: [UInt8]) -> Bool {
        self[(count - suffix.count)...].elementsEqual(suffix)
    }
}
