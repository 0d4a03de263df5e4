import IndexSearch
import TestSupport
import Testing

private let parser: QueryParser = {
    var parser = QueryParser(facetNames: ["country", "language", "about:country"])
    parser.savedQueries = ["korea": "country:KR OR country:KP", "loop": "saved:loop"]
    return parser
}()

@Suite("What is wrong with a query") struct QueryProblemTests {
    /// What is wrong stands between the marks.
    @Test(
        "is told with its place, and the query means what it most likely did",
        arguments: [
            ("a ⟦OR⟧", "a", "nothing behind OR"), ("⟦AND⟧ a", "a", "nothing before AND"),
            ("(a ⟦OR⟧) b", "(a) (b)", "nothing behind OR"), ("⟦(⟧) a", "a", "nothing in the parentheses"),
            ("⟦\"\"⟧ a", "a", "nothing between"), ("⟦=⟧ a", "a", "nothing behind ="),
            ("⟦=a~⟧", "=a", "like no other"),
            ("a AND ⟦OR⟧ b", "a OR b", "nothing before OR"), ("⟦(⟧a b", "(a b)", "not closed"),
            ("a⟦)⟧ b", "(a) OR (b)", "Nothing opens"), ("⟦\"⟧a b", "\"a b\"", "not closed"),
            ("a ⟦“⟧b c", "a \"b c\"", "not closed"), ("⟦title:⟧", "", "nothing behind title:"),
            ("⟦country:⟧ a", "a", "nothing behind country:"), ("⟦date:⟧ a", "a", "nothing behind date:"),
            ("⟦date:soon⟧", "date\\:soon", "no date"), ("⟦date:..⟧", "date\\:..", "no date"),
            ("⟦date:2014-13⟧", "date\\:2014-13", "no date"), ("⟦date:2015-02-29⟧", nil, "no date"),
            ("⟦date:2016..2014-05⟧", "date:2014-05..2016", "before it begins"),
            ("⟦date:{2016 TO 2014]⟧", "date:[2014 TO 2016}", "before it begins"),
            ("⟦date:>⟧", "date\\:>", "no date"), ("date:⟦[2014 TO 2016⟧", "date:2014..2016", "not closed"),
            ("⟦NEAR/3⟧ a", "a", "nothing before NEAR"), ("a ⟦NEAR/3⟧", "a", "nothing behind NEAR"),
            ("a ⟦NEAR/64⟧ b", "a NEAR/63 b", "at most 63"), ("a ⟦PRE/99⟧ b", "a PRE/63 b", "at most 63"),
            ("a NEAR/3 ⟦-b⟧", "a -(a NEAR/3 b)", "excluded is near nothing"),
            ("⟦(a AND b)⟧ NEAR c", "(a NEAR c) AND (b NEAR c)", "Words joined by AND"),
            ("a NEAR ⟦zone:lead b⟧", "zone:lead (a NEAR b)", "Put zone:lead before"),
            ("⟦title:a NEAR body:b⟧", "title:a AND body:b", "title and in body is never near"),
            ("a NEAR ⟦date:2014⟧", "a AND date:2014", "A date is near no word"),
            ("a NEAR ⟦country:(1..2)⟧", "a AND country:1..2", "A range of numbers is near no word"),
            ("⟦zone:⟧ a", "a", "nothing behind zone:"), ("⟦zone:⟧(a)", "a", "nothing behind zone:"),
            ("⟦zone:lead⟧ zone:body a", "zone:body a", "Another zone follows"),
            ("⟦zone:lead^2⟧ a", "zone:lead a", "takes no ^"), ("⟦zone:lead~⟧ a", "zone:lead a", "takes no ~"),
            ("a NEAR ⟦zone:lead^2⟧ b", "zone:lead (a NEAR b)", "takes no ^"),
            ("⟦colour:red⟧", "colour\\:red", "no field and no facet ‘colour’"),
            ("⟦http://x⟧", "http\\://x", "no field and no facet ‘http’"),
            ("⟦seol~3⟧", "seol~2", "up to 2 edits"), ("⟦\"a b\"~99⟧", "\"a b\"~63", "at most 63"),
            ("(a)⟦^⟧", "(a)", "After ^ comes a number"), ("\"a b\"⟦^⟧c", "\"a b\" c", "After ^"),
            ("/a⟦(⟧/", "\"a(\"", "not closed"), ("title:/ab⟦[⟧c/", "title:\"ab[c\"", "[ is not closed"),
            ("é /⟦*⟧a/", "é \"*a\"", "nothing for * to repeat"),
            ("⟦saved:no⟧", nil, "There is no saved query ‘no’"),
            ("⟦saved:loop⟧", nil, "part of itself"),
        ] as [(String, String?, String)])
    func places(marked: String, meaning: String?, reason: String) throws {
        let text = marked.replacing("⟦", with: "").replacing("⟧", with: "")
        let before = try #require(marked.firstRange(of: "⟦"))
        let inside = try #require(marked.firstRange(of: "⟧"))
        let start = marked[..<before.lowerBound].utf8.count
        let parsed = parser.read(text)
        let problem = try #require(parsed.problems.first, "\(text)")
        #expect(parsed.problems.contains { $0.reason.contains(reason) }, "\(text): \(parsed.problems)")
        #expect(
            problem.range == start..<start + marked[before.upperBound..<inside.lowerBound].utf8.count,
            "\(text)")
        if let meaning { #expect(parsed.query == parser.parse(meaning), "\(text)") }
    }

    @Test("is shown with its line and marks below it")
    func message() {
        let text = "title:a\n\tb OR"
        #expect(
            parser.read(text).problems.map { $0.message(in: text) } == [
                "There is nothing behind OR for it to join. Leave it out, or write \"OR\" for the word.\n   b OR\n     ^^"
            ])
        #expect(QueryProblem(0..<0, "Wrong.").message(in: "") == "Wrong.\n  \n  ^")
        #expect(QueryProblem(90..<95, "Wrong.").message(in: "a") == "Wrong.\n  a\n   ^")
        #expect(
            QueryProblem(0..<4, "Wrong.", fix: "Right.").message(in: "éa\nb") == "Wrong. Right.\n  éa\n  ^^")
    }

    @Test("lies within the text whatever that is, and can be shown", arguments: 0..<8 as Range<UInt64>)
    func anyText(seed: UInt64) {
        var random = SeededGenerator(state: seed)
        let pieces = [
            "a", "b c", " ", "(", ")", "\"", "“", "”", "AND ", " OR ", "NOT ", "+", "-", "=", "title:",
            "title:(", "=(",
            "date:", "country:",
            "about:country:", "saved:korea", "saved:loop", "zone:lead ", " NEAR/3 ", " PRE/0 ", "*", "?", "/",
            "\\", "~",
            "^", "2", "[", " TO ", "]", "{", "}", "..", ">", "<=", "é", "서울", "東京大学", "😀", "\n", "\t", "\0",
            "\u{300}",
            "\u{3000}", "'", "x:", ":", "2014", ".5",
        ]
        for _ in 0..<1500 {
            var text = ""
            for _ in 0..<Int.random(in: 0...14, using: &random) {
                text += pieces.randomElement(using: &random) ?? ""
            }
            let parsed = parser.read(text)
            #expect(parsed.query == parser.parse(text))
            var last = 0
            for problem in parsed.problems {
                let range = problem.range
                #expect(range.lowerBound >= last && range.upperBound <= text.utf8.count, "\(text) \(problem)")
                last = range.lowerBound
                let lines = problem.message(in: text).split(separator: "\n", omittingEmptySubsequences: false)
                #expect(lines.count >= 3, "\(text) \(problem)")
            }
            _ = parser.readRaw(text)
        }
    }
}

@Suite("Long and hostile queries") struct HostileQueryTests {
    @Test(
        "are read in time that grows with their length",
        arguments: [
            "(", ")", "\"", "a OR ", "OR ", "AND ", "NOT ", "-", "+", "(NOT ", "-(", "a AND ", "a NEAR ",
            "\"\" OR ", "OR \"\"^ ",
            "x:[(", "date:[(", "date:[ TO ", "[", "/", "/a(", "/\\", "a/", "\\", "*", "?", "a-*", "a~", "^",
            "~^", "=", "title:(", "=(", "a NEAR (", "(a AND b) NEAR/64 ", "title:",
            "zone:a ", "zone:a (", "saved:korea ", "country:", "“", "é", "x: ", "'", "..", "(a)^", "東京",
        ])
    func linear(piece: String) {
        let clock = ContinuousClock()
        func time(_ count: Int) -> Duration {
            let text = String(repeating: piece, count: count / piece.utf8.count)
            return clock.measure {
                for problem in parser.read(text).problems.prefix(3) { _ = problem.message(in: text) }
            }
        }
        // Sixteen times as much takes sixteen times as long; of quadratic time it would be 256 times. Other tests run
        // beside this one.
        let short = (0..<3).map { _ in time(1 << 12) }.min() ?? .zero
        let long = time(1 << 16)
        #expect(long < short * 90 + .milliseconds(50), "\(piece): \(short) \(long)")
    }

    @Test(
        "are read where a megabyte of them nests or negates",
        arguments: ["(", "\"", "a OR ", "NOT ", "-(", "NOT ("])
    func megabytes(piece: String) {
        let text = String(repeating: piece, count: (1 << 20) / piece.utf8.count)
        #expect(parser.read(text + "a").query != .date(DateBounds(from: nil, to: nil)))
    }

    @Test("are told of a hundred mistakes at most")
    func problemCount() {
        let parsed = parser.read(String(repeating: "a OR OR )", count: 1000))
        #expect(parsed.problems.count == 100)
    }
}
