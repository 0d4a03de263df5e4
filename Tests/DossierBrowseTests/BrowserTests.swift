import Dossier
import PluginAPI
import TestSupport
import Testing

@testable import DossierBrowse

private let keys: [KeyPress] =
    [
        .up, .down, .left, .right, .home, .end, .pageUp, .pageDown, .enter, .tab, .backTab, .escape,
        .backspace,
        .delete, .other, .function1,
    ].map { KeyPress($0) }
    + "abegGhijklmnNostx/? 한\u{301}".map { KeyPress(.character($0)) } + [
        .control("w"), .control("p"), .alt("b"),
    ]

/// What holds of a browser at any time.
private func check(_ browser: Browser, _ label: @autoclosure () -> String) {
    let layout = browser.layout
    #expect(browser.hits.selection >= 0 && browser.hits.selection < max(1, browser.hits.total), "\(label())")
    let hits = browser.hits.top..<browser.hits.top + layout.visibleHitCount
    #expect(hits.contains(browser.hits.selection), "\(label())")
    #expect(browser.facets.selection >= 0, "\(label())")
    #expect(browser.facets.selection < max(1, browser.facets.rows.count), "\(label())")
    #expect(browser.query.text == browser.query.left + browser.query.right, "\(label())")
    #expect(Set(browser.filters.map { [$0.facet, $0.id] }).count == browser.filters.count, "\(label())")
    if let orders = browser.orders {
        #expect(orders.orders.indices.contains(orders.selection), "\(label())")
        #expect(
            (orders.top..<orders.top + max(1, layout.body.count - 1)).contains(orders.selection), "\(label())"
        )
    }
    if let reading = browser.reading {
        #expect(reading.top >= 0 && reading.top < max(1, reading.lines.count), "\(label())")
        #expect(reading.currentPlace.map { reading.places.indices.contains($0) } ?? true, "\(label())")
    }
    let frame = browser.frame
    #expect(frame.width == browser.width && frame.height == browser.height, "\(label())")
    if let cursor = frame.cursor {
        #expect(
            (0..<frame.height).contains(cursor.row) && (0..<frame.width).contains(cursor.column), "\(label())"
        )
    }
}

@Test("Whatever happens, in whatever order, what is selected is there and is seen", arguments: 0..<60)
func randomEvents(seed: Int) {
    var random = SeededGenerator(state: UInt64(seed))
    let totals = [0, 1, 19, 20, 21, 95, 100_000]
    let widths = [0, 1, 2, 5, 20, 40, 59, 60, 80, 200]
    let heights = [0, 1, 2, 3, 5, 6, 10, 24, 60]
    var session = Session("missile", index: FakeIndex(total: totals.randomElement(using: &random) ?? 0))
    for step in 0..<400 {
        let event: Event
        switch Int.random(in: 0..<20, using: &random) {
        case 0:
            event = .resize(
                width: widths.randomElement(using: &random) ?? 0,
                height: heights.randomElement(using: &random) ?? 0)
        case 1: event = .input(.paste("a\nb 한국"))
        case 2: event = .answer(.failure("late"), number: Int.random(in: 0..<9, using: &random))
        case 3:
            event = .answer(
                .document(FakeIndex.article("x")), number: Int.random(in: 0..<400, using: &random))
        case 4:
            session.index.total = totals.randomElement(using: &random) ?? 0
            continue
        default: event = .input(.key(keys.randomElement(using: &random) ?? KeyPress(.other)))
        }
        session.handle(event)
        check(session.browser, "seed \(seed) step \(step): \(event)")
    }
}

@Test("A filter that is taken twice is as before, and one of another kind takes its place")
func toggling() {
    var session = Session("missile")
    session.press(.init(.tab), .init(.tab), .init(.down), .init(.down))
    let before = session.browser.request
    for (key, kind) in [
        (.character(" "), .required), (.enter, .required), (.character("e"), .either),
        (.character("x"), .excluded),
    ] as [(Key, ValueFilter.Kind)] {
        session.press(.init(key))
        #expect(session.browser.filters == [.init(facet: "country", id: "JP", label: "日本国", kind: kind)])
        session.press(.init(key))
        #expect(session.browser.request == before)
    }
    session.press(.init(.character("x")), .init(.character("e")), .init(.character(" ")))
    #expect(session.browser.filters.map(\.kind) == [.required])
    session.press(.init(.character("c")))
    #expect(session.browser.filters.isEmpty)
}

@Test("Of values taken as either, any may hold; those taken otherwise hold each; others stay to be seen")
func eitherValue() {
    var session = Session("missile", width: 100)
    session.press(.init(.tab), .init(.tab), .init(.down), .init(.character("e")))
    session.press(.init(.down), .init(.character("x")), .init(.down), .init(.character("e")))
    session.press(.init(.character("G")), .init(.character(" ")))
    #expect(
        session.browser.request.filters == [
            .init(facet: "country", values: ["KR", "US"]),
            .init(facet: "country", values: ["JP"], isExcluded: true),
            .init(facet: "person", values: ["p1"]),
        ])
    #expect(
        session.text.contains(
            "[country: South Korea or United States] [not country: 日本国] [person: Ban Ki-moon]")
    )
    for row in ["  | South Korea", "  - 日本国", "  | United States", "    Turkey", "  + Ban Ki-moon"] {
        #expect(session.text.contains(row))
    }
    #expect(session.browser.request.countsSideways && session.text.contains("What articles name"))
    session.press(.init(.character("t")))
    #expect(!session.browser.request.countsSideways && session.text.contains("What the hits name"))
}

@Test(
    "A value that was chosen is seen, also among the rare ones of a folded facet, and where none was counted")
func chosenValues() {
    var session = Session("missile")
    session.press(.init(.tab), .init(.tab), .init(.character(" ")))
    for _ in 1...7 { session.press(.init(.down)) }
    session.press(.init(.character("e")), .init(.character("g")), .init(.character(" ")))
    #expect(session.browser.filters.map(\.id) == ["PL"])
    #expect(session.text.contains("  | Poland "))
    #expect(session.text.contains("    … 1 more") && !session.text.contains("Germany"))
    session.browser.toggle(.init(facet: "country", id: "GE", label: "Georgia", kind: .excluded))
    session.handle(.resize(width: 80, height: 24))
    #expect(
        session.browser.facets.rows.contains(.value(facet: "country", id: "GE", label: "Georgia", count: nil))
    )
    #expect(session.text.contains("  - Georgia\n"))
}

@Test("Filters of the command line are taken away like those that were chosen, also those of several values")
func givenFilters() {
    var request = SearchRequest("missile")
    request.filters = [
        .init(facet: "country", values: ["KR", "JP"]), .init(facet: "country", values: ["US", "FR"]),
        .init(facet: "person", values: ["p1", "p2"], isExcluded: true),
    ]
    var session = Session(request)
    #expect(
        session.text.contains(
            "[country: KR or JP] [not person: p1] [not person: p2] [country: US or FR]"))
    #expect(
        Set(session.browser.request.filters.map(\.values)) == [["KR", "JP"], ["US", "FR"], ["p1"], ["p2"]])
    session.press(.init(.tab), .init(.tab), .init(.down), .init(.character("e")))
    #expect(session.browser.request.filters.contains(.init(facet: "country", values: ["JP"])))
    session.press(.init(.character("c")))
    #expect(session.browser.request.filters.isEmpty)
}

@Test(
    "s shows the orders; the one that is chosen is searched by with time, and told; Esc leaves it as it was")
func ordering() {
    var session = Session("missile", width: 80, height: 10)
    session.press(.init(.enter), .init(.down), .init(.character("s")))
    #expect(session.text.contains("✓ relevance\n") || session.text.contains("✓ relevance "))
    #expect(session.browser.orders?.orders.last == .descending(.facet("person")))
    let before = session.questions.count
    session.press(.init(.character("G")), .init(.escape))
    #expect(session.browser.orders == nil && session.browser.base.sort == .relevance)
    session.press(.init(.character("s")), .init(.enter))
    #expect(session.questions.count == before)
    session.press(.init(.character("s")), .init(.down), .init(.enter))
    guard case .search(let request) = session.questions.last else {
        Issue.record("nothing was asked")
        return
    }
    #expect(request.sort == .descending(.date))
    #expect(request.timeoutMilliseconds == Browser.patientTimeoutMilliseconds)
    #expect(session.text.contains("[by date, newest first]") && session.browser.hits.selection == 0)
    // So are the pages behind the first.
    session.press(.init(.character("G")))
    guard case .page(_, let page) = session.questions.last else {
        Issue.record("no page was asked for")
        return
    }
    #expect(page.sort == .descending(.date) && page.timeoutMilliseconds == request.timeoutMilliseconds)
    session.press(.init(.character("s")))
    #expect(session.text.contains("✓ date, newest first"))
}

@Test(
    "An order that was given by name is among those to choose from", arguments: ["country", "about:country"])
func givenOrder(facet: String) {
    var request = SearchRequest("missile")
    request.sort = .descending(.facet(facet))
    var session = Session(request)
    session.press(.init(.enter), .init(.character("s")))
    #expect(session.browser.orders?.selected == request.sort)
    #expect(session.browser.orders?.orders.filter { $0 == request.sort }.count == 1)
}

@Test("Other counts leave the hits, and which is selected, as they are")
func countsAlone() {
    var session = Session("missile")
    session.press(.init(.enter), .init(.pageDown), .init(.pageDown), .init(.pageDown), .init(.pageDown))
    let selection = session.browser.hits.selection
    #expect(selection > HitList.pageSize)
    session.press(.init(.tab), .init(.character("a")), .init(.character("t")), .init(.character("/")))
    session.type("po")
    #expect(session.browser.hits.selection == selection && session.browser.hits.selected != nil)
    session.press(.init(.escape), .init(.down), .init(.character(" ")))
    #expect(session.browser.hits.selection == 0)
}

@Test("Each change of the query is searched for, and an answer to an earlier search changes nothing")
func searching() {
    var session = Session()
    session.type("ab")
    let queries = session.questions.map { if case .search(let request) = $0 { request.query } else { "" } }
    #expect(queries == ["", "a", "ab"])
    let late = FoundHits(total: 7, rows: [])
    _ = session.browser.handle(.answer(.search(late), number: 2))
    #expect(session.browser.hits.total == 95)
    // Moving in the line asks nothing.
    session.press(.init(.left), .init(.right), .control("a"))
    #expect(session.questions.count == 3)
    // Each has a deadline.
    for question in session.questions {
        if case .search(let request) = question { #expect(request.timeoutMilliseconds == 500) }
    }
}

@Test("Conditions beside the query are taken away: the last filter by Backspace in an empty line, all by c")
func takingAway() {
    var request = SearchRequest("")
    (request.from, request.to) = (
        CalendarDate(year: 2014, month: 1, day: 1), CalendarDate(year: 2015, month: 1, day: 1)
    )
    request.filters = [.init(facet: "country", value: "KR"), .init(facet: "person", value: "p1")]
    var session = Session(request)
    #expect(session.text.contains("[country: KR] [person: p1] [from 2014-01-01] [to 2015-01-01]"))
    session.press(.init(.backspace))
    #expect(session.browser.filters.map(\.id) == ["KR"])
    session.type("a")
    session.press(.init(.backspace))
    #expect(session.browser.filters.map(\.id) == ["KR"])
    session.press(.init(.down), .init(.character("m")))
    #expect(session.browser.request.requiresAllWords && session.text.contains("[all words]"))
    session.press(.init(.character("c")))
    #expect(
        session.browser.filters.isEmpty && session.browser.request.from == nil
            && session.browser.request.to == nil)
    session.press(.init(.character("m")))
    #expect(!session.browser.request.requiresAllWords)
}

@Test("A page or an article that is no longer awaited changes nothing")
func lateAnswers() {
    var session = Session("missile")
    let rows = session.browser.hits.pages
    _ = session.browser.handle(.answer(.page(0, []), number: 99))
    #expect(session.browser.hits.pages == rows)
    _ = session.browser.handle(.answer(.document(FakeIndex.article("x")), number: 99))
    #expect(session.browser.reading == nil)
    // One that was given up by Esc.
    let effects = session.browser.open("news/0")
    session.press(.init(.escape))
    guard case .ask(_, let number)? = effects.first else { return }
    _ = session.browser.handle(.answer(.document(FakeIndex.article("news/0")), number: number))
    #expect(session.browser.reading == nil)
}

@Test(
    "The first hit word that is gone to is on the screen or follows, and what is on top stays there in another width"
)
func places() {
    var reading = Reading(FakeIndex.article("x"), width: 20)
    reading.settle(width: 20, height: 4)
    reading.scrollToEnd(true)
    reading.settle(width: 20, height: 4)
    reading.step(isNext: true)
    #expect(reading.currentPlace == 1)
    reading.goToHits()
    reading.scrollToEnd(false)
    reading.step(isNext: true)
    #expect(reading.currentPlace == 0)
    reading.scrollToEnd(true)
    reading.settle(width: 20, height: 2)
    for width in [40, 12, 60] {
        let offset = reading.lines[reading.top].range?.lowerBound ?? 0
        reading.settle(width: width, height: 2)
        #expect(reading.lines[reading.top].range?.contains(offset) == true, "\(width)")
    }
}

@Test("Every hit is reached, and each page is asked for once")
func paging() {
    var session = Session("missile")
    session.press(.init(.enter))
    var seen: [String] = []
    for _ in 0..<95 {
        seen.append(session.browser.hits.selected?.identifier ?? "")
        session.press(.init(.down))
    }
    #expect(seen == (0..<95).map { "news/\($0)" })
    session.press(.init(.character("g")), .init(.character("G")))
    #expect(session.browser.hits.selected?.identifier == "news/94")
    let pages = session.questions.compactMap { if case .page(let page, _) = $0 { page } else { nil } }
    #expect(pages == [1, 2, 3, 4])
}

@Test("Where a search fails, its words say why, the hits before stay, and typing on mends it")
func failing() {
    var session = Session("missile")
    session.type(" bad")
    #expect(session.stretches(.failure).first?.hasPrefix("There is no zone ‘bad’") == true)
    #expect(session.browser.hits.total == 95)
    session.press(.init(.backspace))
    #expect(session.stretches(.failure).isEmpty)
}

@Test("When time ran out, Enter searches on with more time")
func patience() {
    var session = Session("missile", index: FakeIndex(isPartial: true))
    #expect(session.text.contains("at least 95 articles, time ran out"))
    session.press(.init(.enter))
    guard case .search(let request) = session.questions.last else {
        Issue.record("nothing was asked")
        return
    }
    #expect(request.timeoutMilliseconds == Browser.patientTimeoutMilliseconds)
}

@Test("An article opens with its words marked, n goes from one to the next, and evidence leads to its words")
func reading() {
    var session = Session("missile")
    session.press(.init(.enter), .init(.enter))
    #expect(session.browser.reading?.article.identifier == "news/0")
    #expect(session.stretches(.hit) == ["missile", "missile"])
    #expect(session.stretches(.actor) == ["Seoul", "Seoul", "Seoul"])
    session.press(.init(.character("n")))
    #expect(session.stretches(.currentHit) == ["missile"] && session.stretches(.hit).count == 1)
    let first = session.browser.reading?.currentRange
    session.press(.init(.character("n")), .init(.character("n")))
    #expect(session.browser.reading?.currentRange == first)
    session.press(.init(.character("N")))
    #expect(session.browser.reading?.currentRange != first)
    session.press(.init(.character("e")))
    #expect(session.text.contains("South Korea · country KR · about it, salience 0.5"))
    #expect(session.text.contains("Seoul ×3 (city)"))
    #expect(session.text.contains("stated by the source"))
    session.press(.init(.enter))
    #expect(session.browser.reading?.showsEvidence == false)
    #expect(session.text.contains("1 of 3 × South Korea"))
    session.press(.init(.escape))
    #expect(session.browser.reading?.goal == .hits)
    session.press(.init(.right))
    #expect(session.browser.reading?.article.identifier == "news/1")
    session.press(.init(.escape))
    #expect(session.browser.reading == nil && session.browser.hits.selection == 1)
}

@Test("Keys that leave do, and o leaves the id behind")
func leaving() {
    for (presses, printed) in [
        ([KeyPress.control("c")], nil), ([.init(.enter), .init(.character("q"))], nil),
        ([.init(.enter), .init(.down), .init(.character("o"))], "news/1"),
        ([.init(.enter), .init(.enter), .init(.character("o"))], "news/0"),
    ] as [([KeyPress], String?)] {
        var session = Session("missile")
        #expect(session.left == nil)
        for press in presses { session.press(press) }
        #expect(session.left == .some(printed))
    }
    // In the query, q is a letter.
    var session = Session("missile")
    session.type("q")
    #expect(session.left == nil && session.browser.query.text == "missileq")
}

@Test("Where the first value of a facet is selected, the facet's name is seen")
func facetNames() {
    var session = Session("missile", width: 80, height: 6)
    session.press(.init(.tab), .init(.tab), .init(.character("G")))
    #expect(session.text.contains("▸ person") && session.text.contains("Ban Ki-moon"))
    session.press(.init(.character("g")), .init(.down))
    #expect(session.text.contains("▸ country") && session.text.contains("South Korea"))
}

@Test("Values are found by what their names hold, also those beyond the usual limit")
func valueSearch() {
    var session = Session("missile")
    session.press(.init(.tab), .init(.tab), .init(.character("/")))
    session.type("po")
    guard case .search(let request) = session.questions.last else {
        Issue.record("nothing was asked")
        return
    }
    #expect(request.facetValueText == "po" && request.query == "missile")
    let labels = session.browser.facets.rows.compactMap { row in
        if case .value(_, _, let label, _) = row { label } else { nil }
    }
    #expect(labels == ["Poland"] && !session.text.contains("no value"))
    session.type("zz")
    #expect(session.text.contains("no value has such a name"))
    session.press(.init(.escape))
    #expect(session.browser.request.facetValueText == nil)
    #expect(session.browser.facets.rows.contains(.more(facet: "country", count: 2)))
    session.press(.init(.character("a")))
    #expect(session.browser.request.countedFacets == ["about:country", "person"])
}
