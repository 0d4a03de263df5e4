import Foundation
import SourceAdapters
import StandardPlugins
import TestSupport
import Testing

@testable import Dossier

/// The sample articles, indexed once.
private let samples = Result {
    let folder = try TemporaryIndex()
    let articles = try openSource(Golden.folder.appending(path: "articles").path)
    _ = try indexSources([articles], at: folder.path, plugins: standardPlugins())
    return (folder, try SearchIndex(path: folder.path))
}

@Suite("A lenient search") struct LenientQueryTests {
    private let index: SearchIndex

    init() throws { index = try samples.get().1 }

    private func found(_ query: String) throws -> [String] {
        var request = SearchRequest(query)
        request.limit = 100
        return try index.search(request).hits.map { try index.fetch($0.reference).identifier }.sorted()
    }

    @Test(
        "takes what is not right for what it most likely means and says so; a strict one shows where it stands",
        arguments: [
            ("radar NEAR/64 beams", "radar NEAR/63 beams", "at most 63 words"),
            ("radar NEAR/1000000000000000000000 beams", "radar NEAR/63 beams", "at most 63 words"),
            ("zone:nosuch radar", "radar", "There is no zone ‘nosuch’; there are biography, body"),
            ("zone:Lead radar", "zone:lead radar", "It is taken for lead."),
            ("country:atlantis radar", "atlantis radar", "looked for as words"),
            (
                "country:\"Suoth Korea\" radar", "\"Suoth Korea\" radar",
                "do you mean country:KR (South Korea)?"
            ),
            ("-country:atlantis radar", "radar", "No country is named"),
            ("publisher:nobody radar", "radar", "It finds nothing."),
            ("actor:au", "country:AU OR alliance:AU", "names more than one actor"),
            ("radar -actor:au", "radar -country:AU -alliance:AU", "names more than one actor"),
            ("country:KR+members", "country:KR", "has no members"),
            ("pair:nobody radar", "nobody radar", "No pair is named"),
            ("date:2014-13.. radar", "date\\:2014\\-13.. radar", "is no date"),
            ("date:[2014 TO soon] radar", "\"date 2014 to soon\" radar", "is no date"),
            ("country:1..5 radar", "radar", "country has no values that are numbers"),
            ("country:>5 radar", "radar", "It finds nothing."),
            ("colour:red radar", "colour\\:red radar", "no field and no facet ‘colour’"),
            ("/rada(r/ radar", "radar", "The ( is not closed"),
            ("/(((a{99}){99}){99}){99}/ radar", "radar", "It finds nothing."),
            ("radar NEAR country:atlantis", "radar NEAR atlantis", "No country is named"),
            ("title:(radar", "title:radar", "not closed"),
        ])
    func meanings(query: String, meaning: String, words: String) throws {
        let notes = try index.search(SearchRequest(query)).notes
        #expect(notes.contains { $0.contains(words) }, "\(notes)")
        #expect(try found(query) == found(meaning))
        var request = SearchRequest(query)
        request.syntax = .strict
        let error = #expect(throws: DossierError.self) { try index.search(request) }
        #expect(error?.code == .badQuery ? error?.message.contains("^") == true : error?.code == .badRequest)
    }

    @Test(
        "takes what stands before parentheses for each word in them",
        arguments: [
            ("title:(quad bikes)", "title:quad title:bikes"),
            ("title:(quad AND bikes)", "title:quad AND title:bikes"),
            ("title:(quad (bikes OR \"and runways\"))", "title:quad (title:bikes OR title:\"and runways\")"),
            ("title:(quad body:treaty)", "title:quad body:treaty"), ("-title:(quad)", "-title:quad"),
            ("title:(body:(treaty) quad)", "body:treaty title:quad"),
            ("title:(qu* seol~)", "title:qu* title:seol~"),
            ("title:(quad country:KR date:2017)", "title:quad country:KR date:2017"),
            ("title:(quad zone:lead launchers)", "title:quad zone:lead launchers"),
            ("title:(quad NEAR/3 bikes)", "title:quad NEAR/3 title:bikes"), ("title:(=The)", "title:=The"),
            ("title:=(The Quad)", "title:=The title:=Quad"), ("=(Quad US)", "=Quad =US"),
            ("author:(lindqvist OR vance)", "author:lindqvist OR author:vance"),
            ("country:(KR OR \"United States\")", "country:KR OR country:US"),
            ("about:country:(KR OR JP)", "about:country:KR OR about:country:JP"),
            ("date:(2015 OR >2020)", "date:2015 OR date:>2020"),
            ("radar NEAR/5 country:(KR CN)", "radar NEAR/5 (country:KR OR country:CN)"),
            ("zone:lead (launchers title:(quad))", "(zone:lead launchers) OR title:quad"),
        ])
    func groups(query: String, meaning: String) throws {
        #expect(try !found(meaning).isEmpty)
        #expect(try found(query) == found(meaning))
        #expect(index.problems(ofQuery: query).isEmpty)
    }

    @Test("keeps the errors of filters: they are not typed into the query")
    func filters() throws {
        for (facet, value, code) in [
            ("country", "atlantis", DossierError.Code.unknownValue), ("actor", "au", .ambiguousValue),
            ("country", "KR+members", .badRequest), ("colour", "red", .unknownFacet),
            ("country", "1..5", .badRequest),
        ] {
            var request = SearchRequest("radar")
            request.filters = [.init(facet: facet, value: value)]
            #expect(
                #expect(throws: DossierError.self) { try index.search(request) }?.code == code,
                "\(facet):\(value)")
        }
    }

    /// Searches for a text in every way that reads it, and shows what it finds.
    private func search(_ text: String) {
        for (requiresAll, sort) in [(false, SearchRequest.Sort.relevance), (true, .descending(.date))] {
            var request = SearchRequest(text)
            request.requiresAllWords = requiresAll
            request.sort = sort
            request.timeoutMilliseconds = 2000
            do {
                let results = try index.search(request)
                for hit in results.hits.prefix(1) {
                    let document = try index.fetch(hit.reference)
                    _ = try index.snippet(of: document, for: request)
                    _ = try index.explain(document.identifier, request)
                }
                _ = index.problems(ofQuery: text)
            } catch {
                Issue.record("‘\(text.prefix(300))’ (\(text.utf8.count) bytes): \(error)")
            }
        }
    }

    private static let pieces = [
        "radar", "beams", "the", "sanction*", "*", "?", "a*", "*a", "w?m?n", "seol~", "quda~9", "\"", "“",
        "”", "(", ")",
        " ", "  ", "\t", "\n", "AND ", " OR ", " NOT ", "+", "-", "=", "=(", "title:", "title:(", "body:",
        "aside:",
        "author:(", "nofield:", "date:", "date:(", "date:2014..", "date:>", "2014-13", "9999-12-31", "..",
        "[2014 TO",
        " TO ", "]", "}", "country:", "country:(", "country:KR", "country:atlantis", "country:korea",
        "actor:au", "actor:*",
        "alliance:NATO+members", "country:KR+members", "pair:US-KR", "pair:(", "about:", "about:country:KR",
        "government:US", "place:", "publisher:", "person:kim", "zone:", "zone:lead ", "zone:nosuch ",
        "zone:body (",
        "lang:fr", "saved:x", " NEAR ", " NEAR/0 ", " NEAR/3 ", " NEAR/64 ", " PRE/2 ",
        " PRE/999999999999999999999 ",
        "/rad.r/", "/(/", "/[a-/", "/a{9,1}/", "/.*/", "/", "\\", "\\(", "~", "~2", "^", "^2", "^1e9", "^nan",
        ":",
        "::", "'", "’", "é", "서울", "東京大学", "ไทย", "😀", "\u{0}", "\u{1}", "\u{7F}", "\u{300}", "\u{200D}",
        "\u{FEFF}", "\u{FFFD}", "\u{10FFFF}", "\u{3000}", "1..5", ">5", "{1 TO 5}", "-1e999", "0x10",
    ]

    @Test("never fails, whatever is typed", arguments: 0..<4 as Range<UInt64>)
    func anything(seed: UInt64) {
        var random = SeededGenerator(state: seed)
        for _ in 0..<120 {
            let count = Int.random(in: 1...14, using: &random)
            search((0..<count).map { _ in Self.pieces.randomElement(using: &random) ?? "" }.joined())
        }
        for _ in 0..<30 {
            let count = Int.random(in: 0...60, using: &random)
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
            search(String(decoding: bytes, as: UTF8.self))
        }
    }

    @Test("never fails on each sign alone, doubled, and beside others")
    func signs() {
        for piece in Self.pieces {
            for text in [
                piece, piece + piece, "radar " + piece, piece + " radar", "(\(piece))", "\"\(piece)\"",
                "-\(piece)",
            ] {
                search(text)
            }
        }
    }

    @Test(
        "never fails on much of one kind, and deep nests",
        arguments: [
            "(", "title:(", "=(", "-(", "NOT ", "radar ", "radar AND ", "radar OR ", "radar NEAR/3 ",
            "radar NEAR (",
            "(radar AND beams) NEAR ", "\"a b\" ", "\"", "ra* ", "*a ", "/r.*/ ", "seol~ ", "country:KR ",
            "country:atlantis ",
            "country:\"South Korea\" ", "actor:au ", "pair:US-KR ", "zone:lead ", "zone:x (", "date:2014 ",
            "saved:x ", "radar^2 ",
            "\"country:KR ", "東京", "x:", "\\",
        ])
    func muchOfOneKind(piece: String) {
        search(String(repeating: piece, count: 60))
        search(String(repeating: piece, count: 1000 / piece.utf8.count) + "beams")
        // No two of them alike.
        if piece.hasSuffix(" ") {
            search((0..<60).map { piece.dropLast() + "\($0) " }.joined())
        }
    }

    @Test("never fails on words that are too long")
    func longWords() {
        for piece in ["a", "*", "a*", "?", "é", "東", ".", "-", "'", "\\", "a\\*"] {
            let word = String(repeating: piece, count: 2000)
            for text in [
                word, word + "~", word + "*", "=" + word, "\"\(word)\"", "/\(word)/", "country:" + word,
                "title:" + word,
            ] {
                search(text)
            }
        }
    }
}
