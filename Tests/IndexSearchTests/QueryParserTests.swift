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
        #expect(parse("=Sanctions") == word("Sanctions", exact: true))
        #expect(parse("title:\"six party talks\"") == .phrase(["six", "party", "talks"], field: "title"))
        #expect(parse("country:\"South Korea\"") == .facet(name: "country", value: "South Korea"))
        #expect(parse("date:2014..2016") == .date(from: "2014", to: "2016"))
        #expect(parse("date:2014..") == .date(from: "2014", to: nil))
        #expect(parse("http://x") == word("http://x"))
        #expect(parse("U.S.-led") == word("U.S.-led"))
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
