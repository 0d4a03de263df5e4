import IndexAnalysis
import Testing

/// Folded words of a language that have one stem.
private let classes: [(String, String)] = [
    ("en", "sanction sanctions sanctioned sanctioning"),
    ("fr", "sanction sanctions sanctionner sanctionne sanctionnee sanctionnees sanctionnes"),
    ("fr", "negociation negociations"), ("fr", "nationale national nationaux"),
    ("de", "verhandlung verhandlungen"), ("de", "haus hauser hauses"),
    ("de", "gesprach gesprache gesprachen"),
    ("es", "negociacion negociaciones"), ("es", "sancion sanciones"), ("es", "acuerdo acuerdos"),
    ("pt", "negociacao negociacoes"), ("pt", "sancao sancoes"), ("pt", "acordo acordos"),
    ("pt", "alemao alemaes"),
    ("it", "sanzione sanzioni"), ("it", "governo governi"),
    ("ru", "переговоры переговоров переговорами"), ("ru", "российский российская российские"),
    ("nl", "onderhandeling onderhandelingen"), ("nl", "sanctie sancties"),
    ("sv", "forhandling forhandlingar forhandlingarna"), ("sv", "regering regeringen"),
    ("da", "forhandling forhandlinger"), ("no", "forhandling forhandlinger"), ("fi", "talossa talosta"),
    ("fr", "otan l'otan d'otan"), ("it", "accordo dell'accordo accordi"), ("-", "rzad"),
]

@Suite struct WordStemmerTests {
    private func mark(_ language: String) -> LanguageMark {
        Analyzer.multilingual.mark(ofLanguage: language)
    }

    @Test("Forms of a word have one stem in their language", arguments: classes)
    func formsOfOneStem(language: String, forms: String) throws {
        let stemmer = try #require(Analyzer.multilingual.makeStemmer())
        let stems = forms.split(separator: " ").map { stemmer.stem(mark(language).marking(Array($0.utf8))) }
        #expect(Set(stems).count == 1, "\(stems.map { TermForm(stemmer.term(ofStem: $0)).displayText })")
    }

    @Test("A stem is of its language alone, and its term tells both")
    func terms() throws {
        let stemmer = try #require(Analyzer.multilingual.makeStemmer())
        var terms: Set<[UInt8]> = []
        for language in [nil, "fr", "de", "pl", "ja"] {
            let word = Analyzer.multilingual.mark(ofLanguage: language).marking(Array("port".utf8))
            let stem = stemmer.stem(word)
            let term = stemmer.term(ofStem: stem)
            #expect(TermForm.isStem(term) && !TermForm.isStem(word))
            #expect(stemmer.stem(ofTerm: term) == stem)
            terms.insert(term)
        }
        // What has no stems is one language.
        #expect(terms.count == 4)
        #expect(TermForm(mark("de").marking(Array("die".utf8))).displayText == "die (de)")
    }

    @Test("Numbers and words of scripts without stems are the same in every language")
    func unmarked() {
        for word in ["2019", "3rd", "東", "ไท", "한", "カ"] {
            #expect(mark("fr").marking(Array(word.utf8)) == Array(word.utf8))
        }
        for word in ["port", "é", "мир", "سلام", "שלום", "मैं"] {
            #expect(mark("fr").marking(Array(word.utf8)).count == word.utf8.count + 1)
        }
    }

    @Test("Every language with stems has a mark of its own, and a tag's region does not matter")
    func marks() {
        let marks = Stemmer.languages.map { LanguageMark(language: $0) }
        #expect(Set(marks).count == marks.count && !marks.contains(.unstemmed) && !marks.contains(.own))
        for (language, mark) in zip(Stemmer.languages, marks) {
            #expect(mark.language == language && mark.rawValue < 0x20)
        }
        for (tag, language) in [
            ("fr-CA", "fr"), ("de_AT", "de"), ("GER", "de"), ("nb", "no"), ("zh-Hant", "zh"),
        ] {
            #expect(LanguageTag.language(of: tag) == language)
            #expect(mark(tag) == LanguageMark(language: language))
        }
        #expect(mark("en-GB") == .own && mark("x") == .own && mark("English language") == .own)
        #expect(Analyzer.english.mark(ofLanguage: "fr") == .own)
    }
}

@Suite struct QueryWordsTests {
    @Test(
        "Words written without spaces are told apart, others are left alone",
        arguments: [
            ("sanctions", "sanctions"), ("d'Ivoire", "d'Ivoire"), ("café", "café"), ("“quoted”", "“quoted”"),
            ("中国经济改革", "中国 经济 改革"), ("東京大学", "東京 大学"), ("東京の大学", "東京 の 大学"), ("京", "京"),
            ("ประเทศไทย", "ประเทศไทย"), ("รัฐบาลประกาศ", "รัฐบาล ประกาศ"), ("中国、日本", "中国 日本"),
            ("서울에서", "서울"), ("정부가", "정부"), ("발표했다", "발표"), ("국가", "국가"), ("NATO는", "NATO"), ("한국", "한국"),
            ("。", "。"),
        ])
    func words(text: String, words: String) {
        #expect(QueryWords.words(of: text).joined(separator: " ") == words)
    }

    @Test("No text traps, and words hold nothing that the text does not")
    func hostile() {
        var random = SplitMix(state: 4)
        let pieces = [
            "東", "京", "の", "ก", "า", "한", "국에서", "는", "a", "1", "'", "。", "\u{301}", "𠀀", "\u{E0}", "က", "ក",
        ]
        for _ in 0..<2_000 {
            let text = (0..<Int.random(in: 1...30, using: &random)).map { _ in
                pieces[Int.random(in: 0..<pieces.count, using: &random)]
            }.joined()
            for word in QueryWords.words(of: text) { #expect(text.contains(word) && !word.isEmpty) }
        }
    }
}
