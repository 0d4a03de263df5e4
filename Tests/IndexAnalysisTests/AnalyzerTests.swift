import IndexAnalysis
import Testing

@Suite struct AnalyzerTests {
    @Test("Sanctions, sanctioned and sanction share a stem")
    func english() throws {
        let stemmer = try #require(Analyzer.english.makeStemmer())
        let stems = ["sanctions", "sanctioned", "sanction"].map { stemmer.stem(Array($0.utf8)) }
        #expect(stems == Array(repeating: Array("sanction".utf8), count: 3))
        #expect(stemmer.stem([]) == [])
    }

    @Test("Nine languages have stems", arguments: ["en", "fr", "de", "es", "pt", "it", "ru", "nl", "sv"])
    func languages(code: String) {
        #expect(Stemmer(language: code)?.language == code)
        #expect(Analyzer.standard(language: code).language == code)
    }

    @Test("An unknown language has no stemmer")
    func unknown() {
        #expect(Stemmer(language: "xx") == nil)
        #expect(Stemmer(language: "") == nil)
        #expect(Analyzer.standard(language: "xx").makeStemmer() == nil)
        #expect(Analyzer.simple.makeStemmer() == nil)
    }

    @Test("Analyzers are found by their names, and their descriptions differ")
    func names() {
        let all: [Analyzer] = [.english, .simple, .standard(language: nil), .standard(language: "fr")]
        for analyzer in all { #expect(Analyzer.named(analyzer.name) == analyzer) }
        #expect(Analyzer.named("standard-xx") == nil)
        #expect(Set(all.map(\.stableDescription)).count == all.count)
    }

    @Test("A stem term reads back, and no surface is taken for one")
    func terms() {
        let term = TermForm.stemTerm(language: "en", stem: Array("sanction".utf8))
        #expect(TermForm.isStem(term))
        #expect(TermForm(term) == .stem(language: "en", stem: Array("sanction".utf8)))
        #expect(TermForm(term).displayText == "sanction (en stem)")
        #expect(TermForm(Array("us".utf8)) == .surface([0x75, 0x73]))
        #expect(!TermForm.isStem([]))
        #expect(!TermForm.isStem(Tokenizer().fold(term)))
        #expect(TermForm([1, 0x65]) == .surface([1, 0x65]))
    }
}
