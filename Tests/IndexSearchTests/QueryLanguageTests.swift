import IndexSearch
import Testing

private func word(_ text: String, _ field: String? = nil, exact: Bool = false) -> Query {
    .word(text: text, field: field, exact: exact)
}

private func parser(_ joined: QueryParser.Operator = .or) -> QueryParser {
    QueryParser(facetNames: ["country", "language", "about:country", "year"], defaultOperator: joined)
}

/// What a text means, which has to be without a mistake.
private func parse(_ text: String, _ joined: QueryParser.Operator = .or) -> Query {
    let parsed = parser(joined).read(text)
    #expect(parsed.problems == [], "\(text)")
    return parsed.query
}

private func prefix(_ text: String, _ field: String? = nil) -> Query { .pattern(.prefix(text), field: field) }
private func wildcard(_ text: String, _ field: String? = nil) -> Query {
    .pattern(.wildcard(text), field: field)
}
private func regex(_ text: String, _ field: String? = nil) -> Query { .pattern(.regex(text), field: field) }
private func fuzzy(_ text: String, _ distance: Int? = nil, _ field: String? = nil) -> Query {
    .pattern(.fuzzy(text, distance: distance), field: field)
}

@Suite("The query language") struct QueryLanguageTests {
    @Test("AND binds tighter than words side by side, these tighter than OR; NEAR tightest")
    func precedence() {
        let (a, b, c, d) = (word("a"), word("b"), word("c"), word("d"))
        #expect(parse("a b OR c d") == .or([.or([a, b]), .or([c, d])]))
        #expect(parse("a AND b c") == .or([.and([a, b]), c]))
        #expect(parse("a b AND c") == .or([a, .and([b, c])]))
        #expect(parse("a b AND c", .and) == .and([a, .and([b, c])]))
        #expect(parse("a b OR c d", .and) == .or([.and([a, b]), .and([c, d])]))
        #expect(parse("a AND b AND c OR d") == .or([.and([a, b, c]), d]))
        #expect(parse("a AND (b OR c)") == .and([a, .or([b, c])]))
        #expect(parse("+a b -c") == .and([a, .or([b, .all]), .not(c)]))
        #expect(parse("a AND NOT b") == .and([a, .not(b)]))
        #expect(parse("NOT a") == .and([.all, .not(a)]))
        #expect(parse("NOT NOT a") == a)
        #expect(parse("-(a OR b) c") == .and([c, .not(.or([a, b]))]))
        #expect(parse("and or not near") == .or([word("and"), word("or"), word("not"), word("near")]))
        #expect(parse("\"AND\"") == word("AND"))
    }

    @Test("Stars, question marks and slashes make patterns, in fields too")
    func patterns() {
        #expect(parse("sanct*") == prefix("sanct"))
        #expect(parse("*tion") == wildcard("*tion"))
        #expect(parse("w?m*n") == wildcard("w?m*n"))
        #expect(parse("title:sanct*") == prefix("sanct", "title"))
        #expect(parse("/sanct(ion|ioned)s?/") == regex("sanct(ion|ioned)s?"))
        #expect(parse("body:/[a-c].*/") == regex("[a-c].*", "body"))
        #expect(parse("/a\\/b/") == regex("a\\/b"))
        #expect(parse("and/or") == word("and/or"))
        #expect(parse("/usr/bin") == word("/usr/bin"))
        #expect(parse("what?") == word("what?"))
        #expect(parse("why?? when?") == .or([word("why??"), word("when?")]))
        #expect(parse("* ?") == .or([.all, word("?")]))
        #expect(parse("*") == .all)
        #expect(parse("U.S.-le*") == .near([word("U"), word("S"), prefix("le")], [.adjacent, .adjacent]))
        #expect(parse("a\\*") == word("a*"))
        #expect(parse("a\\*b*") == wildcard("a\\*b*"))
        #expect(parse("*a*b") == wildcard("*a*b"))
        #expect(
            parse("sanct* NEAR/3 kor*")
                == .near(
                    [prefix("sanct"), prefix("kor")], [Proximity(distance: 3, isOrdered: false)]))
    }

    @Test("Words that are found letter by letter need neither star nor ~")
    func letters() {
        #expect(parse("서울*") == word("서울*"))
        #expect(parse("=서울 裁~1") == .or([.spelled(["서울"], field: nil), word("裁")]))
        #expect(
            parse("nato-서울*-ku*") == .near([word("nato"), word("서울"), prefix("ku")], [.adjacent, .adjacent]))
    }

    @Test("~ makes a word fuzzy and a phrase loose, ^ weighs, = spells")
    func modifiers() {
        #expect(parse("seol~") == fuzzy("seol"))
        #expect(parse("seol~1") == fuzzy("seol", 1))
        #expect(parse("title:seol~0^2") == .boosted(fuzzy("seol", 0, "title"), 2))
        #expect(parse("\"three no\"~3") == .sloppy(["three", "no"], slop: 3, field: nil))
        #expect(parse("\"three no\"~") == .sloppy(["three", "no"], slop: 2, field: nil))
        #expect(
            parse("title:\"three no\"~3^2.5")
                == .boosted(.sloppy(["three", "no"], slop: 3, field: "title"), 2.5))
        #expect(parse("\"three\"~3") == word("three"))
        #expect(parse("a^2 b^0.5") == .or([.boosted(word("a"), 2), .boosted(word("b"), 0.5)]))
        #expect(parse("(a b)^3") == .boosted(.or([word("a"), word("b")]), 3))
        #expect(parse("\"a b\"^3") == .boosted(.phrase(["a", "b"], field: nil), 3))
        #expect(parse("/a+/^2") == .boosted(regex("a+"), 2))
        #expect(parse("country:KR^2") != parse("country:KR"))
        #expect(parse("=SOLR") == .spelled(["SOLR"], field: nil))
        #expect(parse("title:=SOLR^2") == .boosted(.spelled(["SOLR"], field: "title"), 2))
        #expect(parse("=\"The Blue House\"") == .spelled(["The", "Blue", "House"], field: nil))
        #expect(parse("=title:a") == .spelled(["a"], field: "title"))
        #expect(parse("=AND") == .spelled(["AND"], field: nil))
        #expect(parse("a^1e-05 (b)^1.5E+3") == .or([.boosted(word("a"), 1e-05), .boosted(word("b"), 1500)]))
        #expect(parse("(a)^2else") == .or([.boosted(word("a"), 2), word("else")]))
        for text in ["(a OR b)^1e-05", "(a OR b)^0.00001 c^1e5", "\"a b\"^1e-300"] {
            #expect(parse(parse(text).description) == parse(text), "\(parse(text))")
        }
        #expect(parse("a^0x10 b^1e7") == .or([word("a^0x10"), word("b^1e7")]))
        #expect(parse("a^b C^") == .or([word("a^b"), word("C^")]))
        #expect(parse("x~y ~ ^2") == .or([word("x~y"), word("~"), word("^2")]))
    }

    @Test("A backslash takes its meaning from the sign behind it")
    func escapes() {
        #expect(parse("title\\:a") == word("title:a"))
        #expect(parse("\\(a\\)") == word("(a)"))
        #expect(parse("a\\ b") == word("a b"))
        #expect(parse("\\\"a") == word("\"a"))
        #expect(parse("seol\\~") == word("seol~"))
        #expect(parse("a\\^2") == word("a^2"))
        #expect(parse("a\\\\^2") == .boosted(word("a\\"), 2))
        #expect(parse("C\\D") == word("C\\D"))
        #expect(parse("a\\") == word("a\\"))
        #expect(parse("\\+a \\-b") == .or([word("+a"), word("-b")]))
        #expect(parse("what\\?") == word("what?"))
    }

    @Test("Ranges of dates and numbers have ends that are in them or not, or none")
    func ranges() {
        func date(_ from: String?, _ to: String?, _ isFrom: Bool = true, _ isTo: Bool = true) -> Query {
            .date(DateBounds(from: from, to: to, includesFrom: isFrom, includesTo: isTo))
        }
        #expect(parse("date:2014") == date("2014", "2014"))
        #expect(parse("date:2014-05-31") == date("2014-05-31", "2014-05-31"))
        #expect(parse("date:2014-05..2016") == date("2014-05", "2016"))
        #expect(parse("date:..2016") == date(nil, "2016"))
        #expect(parse("date:>2014") == date("2014", nil, false))
        #expect(parse("date:>=2014") == date("2014", nil))
        #expect(parse("date:<2014") == date(nil, "2014", true, false))
        #expect(parse("date:<=2014") == date(nil, "2014"))
        #expect(parse("date:[2014 TO 2016]") == date("2014", "2016"))
        #expect(parse("date:{2014 TO 2016-02]") == date("2014", "2016-02", false))
        #expect(parse("date:[2014 TO *}") == date("2014", nil, true, false))
        #expect(parse("date:[ *  TO  2016 ]") == date(nil, "2016"))
        func numbers(_ from: Double?, _ to: Double?, _ isFrom: Bool = true, _ isTo: Bool = true) -> Query {
            .numbers(name: "year", NumberRange(from: from, to: to, includesFrom: isFrom, includesTo: isTo))
        }
        #expect(parse("year:3..5") == numbers(3, 5))
        #expect(parse("year:>2.5") == numbers(2.5, nil, false))
        #expect(parse("year:<=-2") == numbers(nil, -2))
        #expect(parse("year:{3 TO 5}") == numbers(3, 5, false, false))
        #expect(parse("year:3") == .facet(name: "year", value: "3"))
        for text in ["0x10..20", "..inf", "nan..", ">infinity"] {
            #expect(parse("year:" + text) == .facet(name: "year", value: text))
        }
        #expect(parse("year:\"3..5\"") == .facet(name: "year", value: "3..5"))
        #expect(parse("country:A..B") == .facet(name: "country", value: "A..B"))
    }

    @Test("Facets may have a colon in their name, and lang is short for language")
    func facets() {
        #expect(parse("about:country:KR") == .facet(name: "about:country", value: "KR"))
        #expect(parse("lang:fr") == .facet(name: "language", value: "fr"))
        #expect(parse("country:'South'") == .facet(name: "country", value: "'South'"))
        #expect(
            parse("-country:\"South Korea\"")
                == .and([.all, .not(.facet(name: "country", value: "South Korea"))]))
        #expect(parse("country:S\\(x\\)") == .facet(name: "country", value: "S(x)"))
    }

    @Test("Saved queries stand for what they say, wherever a word may")
    func saved() {
        var parser = parser()
        parser.savedQueries = [
            "korea": "country:KR OR country:KP", "both": "saved:korea AND sanct*", "bad": "(a",
        ]
        let korea = Query.or([.facet(name: "country", value: "KR"), .facet(name: "country", value: "KP")])
        #expect(parser.parse("saved:korea") == korea)
        #expect(parser.parse("saved:korea^2 a") == .or([.boosted(korea, 2), word("a")]))
        #expect(parser.parse("-saved:both") == .and([.all, .not(.and([korea, prefix("sanct")]))]))
        #expect(parser.read("saved:both saved:korea").problems.isEmpty)
        #expect(
            parser.read("saved:bad").problems.map(\.reason) == [
                "In the saved query ‘bad’: The parenthesis is not closed."
            ])
        #expect(parser.read("a saved:none").problems.map(\.range) == [2..<12])
        #expect(parser.parse("saved:none") == .nothing)
    }

    @Test("Saved queries that are part of themselves, or stand for too many, end and are told")
    func savedCycles() {
        var parser = parser()
        parser.savedQueries = ["a": "saved:b x", "b": "saved:c", "c": "saved:a OR y", "self": "saved:self"]
        for name in ["a", "b", "c", "self"] {
            let parsed = parser.read("saved:\(name)")
            #expect(
                parsed.problems.count == 1 && parsed.problems[0].reason.hasSuffix("is part of itself."),
                "\(parsed)")
        }
        for number in 0..<100 {
            parser.savedQueries["q\(number)"] = "(saved:q\(number + 1)) saved:q\(number + 1)"
        }
        let parsed = parser.read("saved:q0")
        #expect(
            parsed.problems.contains { $0.reason.hasSuffix("Too many saved queries are part of this one.") })
    }

    @Test("A raw reading takes every word as it is written")
    func raw() {
        let text = "+title:a* \"AND\" (=b~)^2"
        let words = ["+title:a*", "\"AND\"", "(=b~)^2"].map { word($0, exact: true) }
        #expect(parser().readRaw(text) == .or(words))
        #expect(parser(.and).readRaw(text) == .and(words))
        #expect(parser().readRaw(" \t") == .nothing)
        #expect(parser().readRaw("a\u{3000}b") == .or([word("a", exact: true), word("b", exact: true)]))
    }

    @Test("What is written without spaces is divided, unless a sign says otherwise")
    func dividedWords() {
        #expect(parse("東京大学") == .or([word("東京大学"), word("東京"), word("大学")]))
        #expect(parse("+東京大学") == .and([word("東京"), word("大学")]))
        #expect(parse("-東京大学") == .and([.all, .not(word("東京大学"))]))
    }
}
