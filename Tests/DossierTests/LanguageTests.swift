import PluginAPI
import TestSupport
import Testing

@testable import Dossier

/// A query and the articles it finds, in any order.
private let searches: [(String, String)] = [
    // Forms that the texts do not have.
    ("minister announcing", "en1 de1 nl1"), ("harbour", "en1 en2"), ("dying", "en2"), ("dies", "en2"),
    ("sanctionner", "fr1 fr2"), ("négociation", "fr1 fr2"), ("negociations", "fr1 fr2"),
    ("chevaux", "fr1 fr2"),
    ("Verhandlungen", "de1 de2"), ("haus", "de1 de2"), ("HÄUSER", "de1 de2"), ("strasse", "de1"),
    ("Grosse", "de2"),
    ("negociación", "es1 es2"), ("sanciones", "es1 es2"), ("ninos", "es2"), ("sanções", "pt1 pt2"),
    ("negociacao", "pt1 pt2"), ("alemães", "pt2"), ("sanzione", "it1 it2"), ("negoziati", "it1 it2"),
    ("citta", "it1"),
    ("санкции", "ru1 ru2"), ("переговорами", "ru1 ru2"), ("российская", "ru1 ru2"), ("елки", "ru2"),
    ("sanctie", "nl1 nl2"), ("onderhandelingen", "nl1 nl2"), ("förhandlingar", "sv1 sv2"),
    ("forhandling", "sv1 sv2"),
    ("sanktionerna", "sv1 sv2"), ("sankcje", "pl1"), ("Lodzi", "pl1"), ("Walesy", "pl1"), ("القران", "ar1"),
    ("ΚΥΡΩΣΕΙΣ", "el1"), ("σωκρατη", "el1"),
    // Words that agree, across languages.
    ("nato", "en1 de1 it1 sv1 pl1 ja1"), ("otan", "fr1 es1 pt1"), ("bank", "en1 de1 nl1 nl2 sv1 sv2"),
    ("2019", "en1 fr1 de1 es1 pt1 it1 ru1 nl1 sv1 pl1 zh1 ja1 ko1 th1 ar1 el1"), ("\"in 2019\"", "en1"),
    ("\"en 2019\"", "fr1"), ("sanktion", "de1 de2 sv1 sv2"), ("odessa OR троей OR nowhere", "en1"),
    ("ministers AND 2019", "en1 de1 nl1"), ("2019 -nato", "fr1 es1 pt1 ru1 nl1 zh1 ko1 th1 ar1 el1"),
    ("=sanctions", "en1 fr1"), ("=sanktion", "sv2"), ("=Sanktion", "de2"), ("=Haus", "de2"), ("=haus", ""),
    ("=bank", "nl2"), ("=Bank", ""),
    // Scripts without spaces: words, single letters, parts of words, phrases, several words in one.
    ("制裁", "zh1 ja1"), ("裁", "zh1 ja1"), ("大学", "zh1 ja1"), ("東京", "ja1"), ("東京大学", "zh1 ja1"),
    ("\"東京大学\"", "ja1"),
    ("\"北京的大学\"", "zh1"),
    ("\"北京大学\"", ""), ("经济改革", "zh1"), ("北京 AND 改革", "zh1"), ("経済", "ja1"), ("ニュース", "ja1"),
    ("=ＮＡＴＯに", "ja1"),
    ("银", "zh1"), ("-制裁 2019 +한국", "ko1"), ("한국", "ko1"), ("한국의", "ko1"), ("서울", "ko1"), ("제재", "ko1"),
    ("정상회담을", "ko1"),
    ("회담", "ko1"), ("발표하는", "ko1"), ("\"두 은행\"", "ko1"), ("은행", "ko1"), ("ประเทศไทย", "th1"), ("ไทย", "th1"),
    ("ธนาคาร", "th1"),
    ("รถไฟ", "th1"), ("\"สองแห่ง\"", "th1"),
]

@Suite("An index of articles in many languages") struct LanguageTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try Self.build(in: folder, runByteCount: 600)
    }

    private static func build(in folder: TemporaryFolder, runByteCount: Int) throws {
        var options = IndexOptions()
        options.runByteCount = runByteCount
        _ = try indexSources(
            [MixedArticles.source], in: folder.fileSystem, folder: folder.path, plugins: SmallPlugins.make(),
            options: options)
    }

    private func found(_ query: String, _ index: SearchIndex, language: String? = nil) throws -> String {
        var request = SearchRequest(query)
        request.language = language
        request.limit = 100
        let names = try index.search(request).hits.map {
            try index.fetch($0.reference).identifier.dropFirst(5)
        }
        return MixedArticles.all.map(\.identifier).filter { names.contains($0[...]) }.joined(separator: " ")
    }

    @Test(
        "finds the forms of a word in its language, words that agree in all, and parts of what has no spaces")
    func golden() throws {
        let index = try SearchIndex(path: folder.path)
        for (query, expected) in searches {
            let wanted = expected.split(separator: " ").map(String.init)
            let sorted = MixedArticles.all.map(\.identifier).filter(wanted.contains).joined(separator: " ")
            let names = try found(query, index)
            #expect(names == sorted, "\(query): \(names)")
        }
    }

    @Test("answers alike however its segments are cut, joined, reordered or written live, scores too")
    func layouts() throws {
        func answers(_ index: SearchIndex) throws -> [String] {
            #expect(index.check() == [])
            return try searches.map { query, _ in
                var request = SearchRequest(query)
                request.limit = 100
                let hits = try index.search(request).hits
                return try hits.map { "\(try index.fetch($0.reference).identifier) \($0.score)" }.sorted()
                    .joined(separator: ", ")
            }
        }
        let index = try SearchIndex(path: folder.path)
        let expected = try answers(index)
        #expect(try index.statistics().segmentCount > 1)
        let whole = try TemporaryFolder()
        try Self.build(in: whole, runByteCount: 1 << 20)
        #expect(try answers(SearchIndex(path: whole.path)) == expected)
        let written = try TemporaryFolder()
        let live = try LiveSession.open(written.fileSystem, runByteCount: 1 << 20)
        for (identifier, text) in MixedArticles.all.reversed() {
            try live.add(LiveSession.document("news/" + identifier, text))
        }
        #expect(try answers(live.snapshot) == expected)
        #expect(try answers(SearchIndex(path: written.path)) == expected)
        try live.close()
        #expect(try answers(SearchIndex(path: written.path)) == expected)
        _ = try optimizeIndex(in: folder.fileSystem, options: OptimizeOptions())
        #expect(try answers(SearchIndex(path: folder.path)) == expected)
        #expect(try SearchIndex(path: folder.path).statistics().segmentCount == 1)
    }

    @Test("keeps the language of each document, and whether its text told it")
    func languages() throws {
        let index = try SearchIndex(path: folder.path)
        for (identifier, _) in MixedArticles.all {
            let document = try index.document("news/" + identifier)
            #expect(document.language == String(identifier.prefix(2)), "\(identifier)")
            #expect(document.signals[.language] == .text)
        }
    }

    @Test("takes a stated language for that of the words, unless the text is clearly of another")
    func stated() throws {
        let written = try TemporaryFolder()
        let live = try LiveSession.open(written.fileSystem, runByteCount: 1 << 20)
        for (name, language, text) in [
            ("short", "fr", "Sanctionnées"),
            ("true", "de-AT", MixedArticles.sentences("de").joined(separator: ". ")),
            ("false", "en", MixedArticles.sentences("ru").joined(separator: ". ")),
        ] {
            var document = try LiveSession.document(name, "Titel\n\n" + text)
            document.language = language
            document.signals[.language] = .meta
            try live.add(document)
        }
        let index = live.snapshot
        #expect(
            try ["short", "true", "false"].map { try index.document($0).language } == ["fr", "de-AT", "ru"])
        #expect(try index.document("true").signals[.language] == .meta)
        #expect(try index.document("false").signals[.language] == .text)
        #expect(try index.search(SearchRequest("sanctionner")).total == 1)
        try live.close()
    }

    @Test("takes the words of a query for those of the language asked for; others are found as written")
    func chosen() throws {
        let index = try SearchIndex(path: folder.path)
        #expect(try found("sanctions", index, language: "fr") == "en1 fr1 fr2")
        #expect(try found("sanctions", index, language: "en-GB") == "en1 en2 fr1")
        #expect(try found("sanctions", index, language: "de") == "en1 fr1")
        #expect(try found("banque", index, language: "fr") == "fr1 fr2")
        #expect(try found("2019 AND banques", index, language: "fr") == "fr1")
        #expect(throws: DossierError.self) { try found("x", index, language: "not a language") }
    }

    @Test("counts each part of a query alone in the language asked for")
    func parts() throws {
        let index = try SearchIndex(path: folder.path)
        for (language, counts) in [("fr", [3, 2, 0]), ("de", [2, 1, 0]), (nil, [4, 2, 0])]
            as [(String?, [Int])]
        {
            var request = SearchRequest("sanctions AND chevaux AND nowhere")
            request.language = language
            #expect(try index.partCounts(of: request).map(\.count) == counts, "\(language ?? "any")")
        }
    }

    @Test("weighs a word by the documents of all languages, so a rare language is not put first")
    func weights() throws {
        let index = try SearchIndex(path: folder.path)
        for name in ["en1", "de1", "pl1", "ja1"] {
            let explanation = try #require(try index.explain("news/" + name, SearchRequest("body:nato")))
            #expect("\(explanation)".contains(": 6 of 25 documents"), "\(name)")
        }
    }

    @Test(
        "marks in snippets what was found, where it stands",
        arguments: [
            ("de1", "Verhandlung Haus", "Verhandlungen Häuser"), ("fr2", "sanctionner", "sanctionnée"),
            ("ru1", "российская", "российском"), ("ja1", "東京大学", "東京大学"), ("ja1", "ニュース", "ﾆｭｰｽ"),
            ("ja1", "nato", "ＮＡＴＯ"),
            ("zh1", "经济改革", "经济改革"), ("ko1", "한국의", "한국"), ("ko1", "제재", "제재"),
            ("th1", "ประเทศไทย", "ประเทศไทย"),
            ("pl1", "lodzi", "Łodzi"), ("el1", "κυρωσεισ", "κυρώσεις"),
        ])
    func snippets(name: String, query: String, marked: String) throws {
        let index = try SearchIndex(path: folder.path)
        let snippet = try index.snippet(of: try index.document("news/" + name), for: SearchRequest(query))
        let bytes = Array(snippet.text.utf8)
        let marks = snippet.marks.map { String(decoding: bytes[$0], as: UTF8.self) }
        #expect(Set(marks) == Set(marked.split(separator: " ").map(String.init)), "\(snippet)")
    }
}
