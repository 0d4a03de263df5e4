extension Stemmer {
    /// Words with the endings that English stems are cut at, and some that the algorithm treats apart.
    private static let english = (
        roots: [
            "emerg", "univers", "gener", "arsen", "commun", "hop", "add", "possib", "relat", "cri", "bi",
        ],
        endings: """
        s es ies ied ed eed ing ingly edly eedly y tional enci anci abli entli izer ization ational ation ator alism \
        aliti alli fulness ousli ousness iveness iviti biliti bli ogi ologist fulli lessli li alize icate iciti ical \
        ful ness ative al ance ence er ic able ible ant ement ment ent sion tion ism ate iti ous ive ize e ll
        """.split(separator: " "),
        others: """
        skis skies sky dying lying tying hying idly gently ugly early only singly news howe atlas cosmos bias andes \
        inning outing canning herring earring evening past proceed exceed succeed yield interval interest
        """.split(separator: " ")
    )

    /// The letters of the words that tell versions of a language's stems apart.
    private var alphabet: [Character] {
        switch language {
        case "ru": Array("абвгдежзийклмнопрстуфхцчшщъыьэюя")
        case "el": Array("αβγδεζηθικλμνξοπρστυφχψωσς")
        case "ar": Array("ابتثجحخدذرزسشصضطظعغفقكلمنهوية")
        default: Array("aeiouaeiouylnrstdmhkvgbcfpjzaåäæçéèêëíîïñóôöøúûüß")
        }
    }

    /// A number that tells versions of the stemmer apart, which libstemmer does not: a hash of the stems of some words.
    ///
    /// - Complexity: some 700 stems, a third of a millisecond.
    func fingerprint(wordCount: Int = 256) -> String {
        var words: [String] = []
        if language == "en" {
            for root in Self.english.roots { words += Self.english.endings.map { root + $0 } }
            words += Self.english.others.map(String.init)
        }
        // Letters by a generator of Lehmer's kind: the same everywhere.
        let letters = alphabet
        var state: UInt64 = 1
        func next(_ limit: Int) -> Int {
            state = state &* 48271 % 0x7FFF_FFFF
            return Int(state % UInt64(limit))
        }
        for _ in 0..<wordCount {
            words.append(String((0..<4 + next(6)).map { _ in letters[next(letters.count)] }))
        }
        // FNV-1a.
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for word in words {
            for byte in stem(Array(word.utf8)) + [0] { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        }
        return String(hash, radix: 16)
    }
}
