import IndexSearch
import Testing

private func word(_ text: String, _ field: String? = nil, exact: Bool = false) -> Query {
    .word(text: text, field: field, exact: exact)
}

private func parse(_ text: String, _ joined: QueryParser.Operator = .or) -> Query {
    QueryParser(facetNames: ["country"], defaultOperator: joined).parse(text)
}

@Suite struct QueryParserTests {
    @Test("Words side by side are joined by the default operator")
    func defaults() {
        #expect(parse("a b") == .or([word("a"), word("b")]))
        #expect(parse("a b", .and) == .and([word("a"), word("b")]))
        #expect(parse("  ") == .nothing)
        #expect(parse("*") == .all)
    }

    @Test("AND binds tighter than OR; NOT and - exclude")
    func operators() {
        #expect(parse("a AND b OR c") == .or([.and([word("a"), word("b")]), word("c")]))
        #expect(parse("a NOT b") == .and([word("a"), .not(word("b"))]))
        #expect(parse("-b") == .and([.all, .not(word("b"))]))
        #expect(parse("+a +b") == .and([word("a"), word("b")]))
        #expect(parse("a AND (b c)") == .and([word("a"), .or([word("b"), word("c")])]))
    }

    @Test("Fields, exact words, phrases, facets and dates are read")
    func terms() {
        #expect(parse("title:seoul") == word("seoul", "title"))
        #expect(parse("=Sanctions") == .spelled(["Sanctions"], field: nil))
        #expect(parse("body:=\"South Korea\"") == .spelled(["South", "Korea"], field: "body"))
        #expect(parse("title:\"six party talks\"") == .phrase(["six", "party", "talks"], field: "title"))
        #expect(parse("country:\"South Korea\"") == .facet(name: "country", value: "South Korea"))
        #expect(parse("date:2014..2016") == .date(DateBounds(from: "2014", to: "2016")))
        #expect(parse("date:2014..") == .date(DateBounds(from: "2014", to: nil)))
        #expect(parse("http://x") == word("http://x"))
        #expect(parse("U.S.-led") == word("U.S.-led"))
    }

    @Test(
        "A zone is that of the next word, phrase or group, of two in a row the second; one that lacks them is told"
    )
    func zones() {
        func byline(_ query: Query) -> Query { .within(zone: "byline", query) }
        #expect(parse("zone:byline rinna") == byline(word("rinna")))
        #expect(parse("a zone:byline rinna b") == .or([word("a"), byline(word("rinna")), word("b")]))
        #expect(parse("zone:byline \"sol rinna\"") == byline(.phrase(["sol", "rinna"], field: nil)))
        #expect(parse("zone:byline (a OR b) c") == .or([byline(.or([word("a"), word("b")])), word("c")]))
        #expect(parse("-zone:byline a") == .and([.all, .not(byline(word("a")))]))
        #expect(parse("zone:byline -a") == parse("-zone:byline a"))
        #expect(parse("zone:lead zone:byline a") == byline(word("a")))
        #expect(parse("zone:byline title:a") == byline(word("a", "title")))
        #expect(parse("zone:byline") == byline(.nothing))
        #expect(parse("zone:byline OR a") == .or([byline(.nothing), word("a")]))
        #expect(parse("zone:") == .nothing)
        #expect(QueryParser(facetNames: ["zone"]).parse("zone:a") == .facet(name: "zone", value: "a"))
        let many =
            String(repeating: "zone:byline ", count: 100_000) + String(repeating: "zone:a (", count: 10_000)
        _ = parse(many + "a")
    }

    @Test("Unbalanced quotes, parentheses and operators are repaired")
    func repairs() {
        #expect(parse("\"a b") == .phrase(["a", "b"], field: nil))
        #expect(parse("(a b") == .or([word("a"), word("b")]))
        #expect(parse("a) b") == .or([word("a"), word("b")]))
        #expect(parse("AND a OR") == word("a"))
        for text in ["=", "title:", "\"", "\"\"", "()", "+", "NOT", "country:", ":", ")))"] {
            _ = parse(text)
        }
        #expect(parse(String(repeating: "(", count: 100_000) + "a") == word("a"))
    }
}

@Test(
    "Typographic quotation marks and every kind of blank part a query as their plain forms do",
    arguments: ["“south korea” thaad", "\"south korea”\u{A0}thaad", "“south\u{3000}korea\"\u{2003}thaad"])
func typographicMarks(text: String) {
    let plain = QueryParser(facetNames: []).parse("\"south korea\" thaad")
    #expect(QueryParser(facetNames: []).parse(text) == plain)
    #expect(QueryParser(facetNames: []).parse("é“à”") == QueryParser(facetNames: []).parse("é \"à\""))
}
