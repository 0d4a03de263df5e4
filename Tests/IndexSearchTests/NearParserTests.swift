import IndexSearch
import Testing

private func word(_ text: String, _ field: String? = nil) -> Query {
    .word(text: text, field: field, exact: false)
}

private func facet(_ value: String) -> Query { .facet(name: "country", value: value) }

private func near(_ distance: Int, _ parts: Query...) -> Query {
    .near(parts, parts.dropFirst().map { _ in Proximity(distance: distance, isOrdered: false) })
}

private func adjacent(_ parts: Query...) -> Query {
    .near(parts, parts.dropFirst().map { _ in .adjacent })
}

private func parse(_ text: String, _ joined: QueryParser.Operator = .or) -> Query {
    QueryParser(facetNames: ["country", "alliance"], defaultOperator: joined).parse(text)
}

@Suite("NEAR and PRE")
struct NearParserTests {
    @Test("join words, phrases, values and alternatives, tighter than AND")
    func operands() {
        #expect(parse("a NEAR/5 b") == near(5, word("a"), word("b")))
        #expect(parse("a NEAR b") == near(10, word("a"), word("b")))
        #expect(
            parse("a PRE/3 b") == .near([word("a"), word("b")], [Proximity(distance: 3, isOrdered: true)]))
        #expect(parse("country:KR NEAR/5 a") == near(5, facet("KR"), word("a")))
        #expect(parse("a NEAR/5 country:\"South Korea\"") == near(5, word("a"), facet("South Korea")))
        #expect(parse("\"a b\" NEAR/4 country:US") == near(4, .phrase(["a", "b"], field: nil), facet("US")))
        #expect(parse("(a OR b) NEAR/5 c") == near(5, .or([word("a"), word("b")]), word("c")))
        #expect(parse("title:a NEAR/5 b") == near(5, word("a", "title"), word("b")))
        #expect(parse("a NEAR/5 b c") == .or([near(5, word("a"), word("b")), word("c")]))
        #expect(parse("a AND b NEAR/5 c") == .and([word("a"), near(5, word("b"), word("c"))]))
        #expect(parse("a NEAR/5 b OR c") == .or([near(5, word("a"), word("b")), word("c")]))
    }

    @Test("join more than two from the left, each at its distance")
    func chains() {
        #expect(parse("a NEAR/3 b NEAR/3 c") == near(3, word("a"), word("b"), word("c")))
        let mixed = [Proximity(distance: 3, isOrdered: false), Proximity(distance: 1, isOrdered: true)]
        #expect(parse("a NEAR/3 b PRE/1 c") == .near([word("a"), word("b"), word("c")], mixed))
        #expect(
            parse("a NEAR/3 (b NEAR/2 c)") == near(3, word("a"), near(2, word("b"), word("c"))))
    }

    @Test(
        "keep signs and zones before them for all that they join, and what cannot stand behind them stands beside it"
    )
    func signs() {
        let pair = near(5, word("a"), word("b"))
        #expect(parse("-a NEAR/5 b") == .and([.all, .not(pair)]))
        #expect(parse("+a NEAR/5 b c") == .and([pair, .or([word("c"), .all])]))
        #expect(parse("zone:lead a NEAR/5 b") == .within(zone: "lead", pair))
        #expect(parse("a NEAR/5 -b") == .and([word("a"), .not(pair)]))
        #expect(parse("a NEAR/5 zone:lead b") == .within(zone: "lead", pair))
        let other = near(5, word("a"), word("c"))
        #expect(parse("a NEAR/5 (b AND c)") == .and([pair, other]))
        #expect(parse("a NEAR/5 (b -c)") == .and([pair, .and([word("a"), .not(other)])]))
        #expect(parse("a NEAR/5 =b") == near(5, word("a"), .word(text: "b", field: nil, exact: true)))
        #expect(parse("a NEAR/5 * NEAR/2 b") == .and([near(2, word("a"), word("b")), .all]))
        #expect(
            parse("a NEAR/5 date:2014") == .and([word("a"), .date(DateBounds(from: "2014", to: "2014"))]))
        #expect(parse("title:a NEAR/5 body:b") == .and([word("a", "title"), word("b", "body")]))
    }

    @Test("are left out where they stand beside nothing, and are words where they are written otherwise")
    func repairs() {
        #expect(parse("NEAR/5 a") == word("a"))
        #expect(parse("a NEAR/5") == word("a"))
        #expect(parse("a NEAR/5 OR b") == .or([word("a"), word("b")]))
        #expect(parse("a NEAR/5 NEAR/2 b") == near(2, word("a"), word("b")))
        #expect(parse("(a NEAR/5) b") == .or([word("a"), word("b")]))
        for text in ["near", "near/5", "NEAR/", "NEAR/x", "NEAR5", "PRE", "PRE/", "NEARBY"] {
            #expect(parse(text) == word(text))
        }
        #expect(parse("a NEAR/99999999999999999999 b") == near(63, word("a"), word("b")))
        // Of what multiplies without end only so much is tried.
        _ = parse(Array(repeating: "(a AND b)", count: 30).joined(separator: " NEAR "))
        _ = parse(String(repeating: "(a AND b) NEAR (", count: 100_000))
        _ = parse(String(repeating: "a NEAR/3 b PRE/2 ", count: 100_000))
        _ = parse(String(repeating: "(a NEAR/3 ", count: 100_000))
    }

    @Test("take what is written without spaces for words that stand together", arguments: [true, false])
    func writtenTogether(all: Bool) {
        let text = "東京大学"
        #expect(parse("\(text) NEAR/5 a", all ? .and : .or) == near(5, word(text), word("a")))
        #expect(parse("a NEAR/5 \(text)", all ? .and : .or) == near(5, word("a"), word(text)))
    }
}

@Suite("A phrase")
struct FacetPhraseTests {
    @Test("holds facet values beside words")
    func values() {
        #expect(
            parse("\"country:US alliance:NATO\"")
                == adjacent(facet("US"), .facet(name: "alliance", value: "NATO")))
        #expect(
            parse("\"country:US sanctions on country:KP\"")
                == adjacent(facet("US"), .phrase(["sanctions", "on"], field: nil), facet("KP")))
        #expect(parse("title:\"country:US hits\"") == adjacent(facet("US"), word("hits", "title")))
        #expect(parse("\"country:US\"") == facet("US"))
        #expect(parse("\"place:US country: x\"") == .phrase(["place:US", "country:", "x"], field: nil))
        #expect(
            parse("\"country:US hits\" NEAR/3 a")
                == near(3, adjacent(facet("US"), word("hits")), word("a")))
    }

    @Test("keeps a value of several words together between single quotation marks")
    func quotedValues() {
        let korea = facet("South Korea")
        #expect(parse("\"country:'South Korea' sanctions\"") == adjacent(korea, word("sanctions")))
        #expect(parse("\"on country:‘South Korea’\"") == adjacent(word("on"), korea))
        #expect(
            parse("\"country:'Côte d'Ivoire' talks\"") == adjacent(facet("Côte d'Ivoire"), word("talks")))
        #expect(parse("\"country:'KR' talks\"") == adjacent(facet("KR"), word("talks")))
        #expect(parse("\"country:'South Korea") == korea)
        for text in ["\"country:'", "\"country:''\"", "\"country:' '\"", "\"country:'a"] { _ = parse(text) }
    }
}
