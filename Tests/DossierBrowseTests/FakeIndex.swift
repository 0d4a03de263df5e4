import PluginAPI
import TestSupport

@testable import Dossier
@testable import DossierBrowse

/// Answers questions as an index of any size might, with no index.
struct FakeIndex {
    var total = 95
    var isPartial = false

    static let facets = [
        FacetCounts(
            facet: "country",
            values: [
                .init(id: "KR", label: "South Korea", facet: "country", count: 40),
                .init(id: "JP", label: "日本国", facet: "country", count: 12),
                .init(id: "US", label: "United States", facet: "country", count: 9),
                .init(id: "TR", label: "Turkey", facet: "country", count: 5),
                .init(id: "FR", label: "France", facet: "country", count: 3),
                .init(id: "DE", label: "Germany", facet: "country", count: 2),
                .init(id: "PL", label: "Poland", facet: "country", count: 1),
            ]),
        FacetCounts(
            facet: "person", values: [.init(id: "p1", label: "Ban Ki-moon", facet: "person", count: 7)]),
    ]

    func answer(_ question: Question) -> Answer {
        switch question {
        case .search(let request):
            if request.query.contains("bad") {
                return .failure("There is no zone ‘bad’; there are title, lead, body.")
            }
            return .search(
                FoundHits(
                    total: total, isPartial: isPartial, milliseconds: 1.25,
                    rows: rows(0..<min(total, request.limit)), facets: Self.facets(for: request)))
        case .page(let page, let request):
            return .page(page, rows(min(total, request.offset)..<min(total, request.offset + request.limit)))
        case .document(let identifier, _): return .document(Self.article(identifier))
        }
    }

    /// Values whose labels hold the text that is asked for, at most as many as are asked for.
    private static func facets(for request: SearchRequest) -> [FacetCounts] {
        facets.map { counts in
            let wanted = (request.facetValueText ?? "").lowercased()
            let found = counts.values.filter { wanted.isEmpty || $0.label.lowercased().contains(wanted) }
            return FacetCounts(
                facet: counts.facet, values: Array(found.prefix(request.facetValueLimit ?? found.count)))
        }
    }

    private func rows(_ range: Range<Int>) -> [HitRow] {
        range.map { number in
            HitRow(
                identifier: "news/\(number)",
                title: number == 1 ? "한국과 일본의 미사일 방어 협력에 관한 긴 기사 제목" : "Article \(number) on missile defence",
                facts: "2017-03-0\(number % 9 + 1) · Harbour Lane Review · news/\(number)",
                snippet: Snippet(
                    text: "The ministers met about missile defence talks in the harbour of the city.",
                    marks: [24..<31, 32..<39]))
        }
    }

    static func article(_ identifier: String) -> Article {
        let title = "Seoul and the Shield\n"
        let first = "Seoul spoke of missile defence. 미사일 방어는 서울에서 논의되었다.\n"
        let second = "Tokyo did not; a missile is no shield, said Seoul.\n"
        let body = title.utf8.count..<title.utf8.count + first.utf8.count - 1
        let rest = body.upperBound + 1..<body.upperBound + second.utf8.count
        let text = title + first + second
        func ranges(of word: String) -> [Range<Int>] {
            text.ranges(of: word).map { text.utf8Range($0) }
        }
        func place(_ word: String, _ range: Range<Int>) -> FacetEvidence.Place {
            .init(words: word, range: range, field: "body", rule: "city", row: 3, sense: .plain)
        }
        return Article(
            identifier: identifier, title: "Seoul and the Shield", titleRange: 0..<20,
            facts: ["By A. Rinna", "2017-03-03"],
            text: Array(text.utf8), paragraphs: [body, rest], hits: ranges(of: "missile"),
            evidence: [
                FacetEvidence(
                    facet: "country", id: "KR", label: "South Korea",
                    places: ranges(of: "Seoul").map { place("Seoul", $0) }, salience: 0.5, isSubject: true),
                FacetEvidence(
                    facet: "publisher", id: "Harbour Lane Review", label: "Harbour Lane Review", places: [],
                    salience: 0, isSubject: false),
            ])
    }
}

extension String {
    fileprivate func utf8Range(_ range: Range<Index>) -> Range<Int> {
        utf8.distance(
            from: startIndex, to: range.lowerBound)..<utf8.distance(from: startIndex, to: range.upperBound)
    }
}

/// A browser whose questions are answered at once.
struct Session {
    var browser: Browser
    var index = FakeIndex()
    private(set) var left: String??
    private(set) var questions: [Question] = []

    init(_ query: String = "", width: Int = 80, height: Int = 24, index: FakeIndex = FakeIndex()) {
        self.init(SearchRequest(query), width: width, height: height, index: index)
    }

    init(_ request: SearchRequest, width: Int = 80, height: Int = 24, index: FakeIndex = FakeIndex()) {
        browser = Browser(
            request, facetNames: ["country", "person"], subjectFacetNames: ["country"],
            width: width,
            height: height)
        self.index = index
        perform(browser.start())
    }

    mutating func handle(_ event: Event) { perform(browser.handle(event)) }

    mutating func press(_ presses: KeyPress...) { for press in presses { handle(.input(.key(press))) } }

    mutating func type(_ text: String) { for character in text { press(KeyPress(.character(character))) } }

    private mutating func perform(_ effects: [Effect]) {
        for effect in effects {
            switch effect {
            case .ask(let question, let number):
                questions.append(question)
                handle(.answer(index.answer(question), number: number))
            case .leave(let text): left = .some(text)
            case .suspend, .redraw: break
            }
        }
    }

    var text: String { browser.frame.text }

    /// The text of a frame's cells in a style, stretch by stretch.
    func stretches(_ style: Style) -> [String] {
        let frame = browser.frame
        var found: [String] = []
        for row in 0..<frame.height {
            var isOpen = false
            for cell in frame.row(row) {
                if cell.style == style, let character = cell.text {
                    if isOpen {
                        found[found.count - 1].append(character)
                    } else {
                        found.append(String(character))
                    }
                }
                isOpen = cell.style == style
            }
        }
        return found
    }
}
