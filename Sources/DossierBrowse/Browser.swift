package import Dossier

/// What happens to the browser.
package enum Event: Sendable {
    case input(Input)
    case resize(width: Int, height: Int)
    /// The answer to the question of that number.
    case answer(Answer, number: Int)
}

/// What the browser wants done.
package enum Effect: Equatable, Sendable {
    /// An answer to a later search makes one to an earlier useless.
    case ask(Question, number: Int)
    /// The end; some text may be left on standard output.
    case leave(printing: String?)
    /// The process stops, as by Ctrl-Z.
    case suspend
    /// The screen is written anew.
    case redraw
}

/// The whole state of interactive searching. It touches neither terminal nor index: events change it, and it tells what it
/// wants done.
package struct Browser: Sendable {
    enum Pane: CaseIterable { case query, hits, facets }

    package internal(set) var width: Int
    package internal(set) var height: Int
    var pane = Pane.query
    var query: LineEditor
    /// In the order they were chosen; their groups all hold.
    package internal(set) var filters: [ValueFilter] = []
    /// What no key changes, such as the language of the words.
    var base: SearchRequest
    var hits = HitList()
    var facets: FacetPane
    /// The article that is read.
    var reading: Reading?
    /// The orders of hits, while one is chosen.
    var orders: OrderMenu?
    var showsKeys = false
    /// First line of the keys that is shown.
    var keysTop = 0
    /// What went wrong.
    var failure: String?
    /// Number of the last question, of the last search and of the article that is awaited.
    private var lastNumber = 0
    private var searchNumber = 0
    private var articleNumber: Int?
    private(set) var isSearching = false
    /// Whether the last search may take its time; then the pages behind its first may too.
    private var isPatient = false
    /// What the hits were asked for by.
    private var shownRequest: SearchRequest?
    private(set) var results: (total: Int, isPartial: Bool, milliseconds: Double)?
    /// Each search as one types takes at most so long, one that is asked for by Enter so long.
    static let typingTimeoutMilliseconds = 500
    static let patientTimeoutMilliseconds = 10_000

    /// - Parameters:
    ///   - request: the first search; its filters and days can be taken away.
    ///   - name: the facet, id and label of a value that a filter names; nil where it is no single value.
    ///   - facetNames: what the facet pane shows; `subjectFacetNames` are those with a view `about:`.
    package init(
        _ request: SearchRequest, facetNames: [String], subjectFacetNames: [String], width: Int, height: Int,
        name: (ValueFilter) -> ValueFilter? = { _ in nil }
    ) {
        self.width = max(0, width)
        self.height = max(0, height)
        base = request
        base.filters = []
        query = LineEditor(request.query)
        for filter in request.filters {
            guard let parts = ValueFilter.parts(of: filter, beside: filters) else {
                base.filters.append(filter)
                continue
            }
            for part in parts.map({ name($0) ?? $0 }) where !filters.contains(where: part.isSame) {
                filters.append(part)
            }
        }
        facets = FacetPane(names: facetNames, subjectNames: subjectFacetNames)
    }

    var isOpening: Bool { articleNumber != nil }
    /// Whether there may be better hits than those shown.
    var isPartial: Bool { results?.isPartial ?? false }

    /// What is searched for now.
    package var request: SearchRequest {
        var request = base
        request.query = query.text
        request.filters = base.filters + ValueFilter.requestFilters(filters)
        request.offset = 0
        request.limit = HitList.pageSize
        request.countedFacets = facets.countedNames
        request.facetValueLimit = FacetPane.valueLimit
        request.facetValueText = facets.wanted.isEmpty ? nil : facets.wanted.text
        request.countsSideways = facets.countsSideways
        request.timeoutMilliseconds =
            base.timeoutMilliseconds
            ?? (isPatient ? Self.patientTimeoutMilliseconds : Self.typingTimeoutMilliseconds)
        return request
    }

    /// The same without what is counted.
    private var hitRequest: SearchRequest {
        var request = request
        request.countedFacets = []
        (request.facetValueLimit, request.facetValueText) = (nil, nil)
        request.countsSideways = false
        return request
    }

    /// The first thing to do.
    package mutating func start() -> [Effect] { search() }

    /// Changes the state as an event asks.
    package mutating func handle(_ event: Event) -> [Effect] {
        var effects: [Effect]
        switch event {
        case .input(let input): effects = handle(input)
        case .resize(let width, let height):
            (self.width, self.height) = (max(0, width), max(0, height))
            effects = []
        case .answer(let answer, let number):
            take(answer, number)
            effects = []
        }
        settle()
        return effects + askForPages()
    }

    /// Brings what is selected into view.
    private mutating func settle() {
        let layout = layout
        hits.settle(visibleCount: layout.visibleHitCount)
        facets.settle(filters, visibleCount: layout.body.count)
        orders?.settle(visibleCount: layout.body.count)
        reading?.settle(width: width, height: height)
        let keyLineCount = showsKeys ? KeyHelp.lines(width: width).count : 0
        keysTop = max(0, min(keysTop, keyLineCount - max(1, height - 1)))
    }
}

extension Browser {
    /// Searches for what is asked now.
    mutating func search(isPatient: Bool = false) -> [Effect] {
        lastNumber += 1
        searchNumber = lastNumber
        isSearching = true
        self.isPatient = isPatient
        return [.ask(.search(request), number: searchNumber)]
    }

    private mutating func askForPages() -> [Effect] {
        if isSearching { return [] }
        return hits.missingPages(visibleCount: layout.visibleHitCount).map { page in
            var request = hitRequest
            request.offset = page * HitList.pageSize
            return .ask(.page(page, request), number: searchNumber)
        }
    }

    /// Asks for an article.
    mutating func open(_ identifier: String) -> [Effect] {
        query.remember()
        lastNumber += 1
        articleNumber = lastNumber
        return [.ask(.document(identifier, request), number: lastNumber)]
    }

    /// Stops waiting for an article, or closes it.
    mutating func close() {
        articleNumber = nil
        reading = nil
    }

    private mutating func take(_ answer: Answer, _ number: Int) {
        switch answer {
        case .search(let found):
            guard number == searchNumber else { return }
            isSearching = false
            failure = nil
            results = (found.total, found.isPartial, found.milliseconds)
            let asked = hitRequest
            // Where only other counts were asked for, what is selected stays so.
            if shownRequest != asked || !hits.begins(as: found) { hits = HitList(found) }
            shownRequest = asked
            facets.take(found.facets)
        case .page(let page, let rows):
            if number == searchNumber { hits.pages[page] = rows }
        case .document(let article):
            guard number == articleNumber else { return }
            articleNumber = nil
            failure = nil
            reading = Reading(article, width: width)
        case .failure(let message):
            guard number == searchNumber || number == articleNumber else { return }
            if number == articleNumber { articleNumber = nil } else { isSearching = false }
            failure = message
        }
    }
}

/// The hits so far known, page by page.
struct HitList: Equatable, Sendable {
    static let pageSize = 20
    /// Pages that are kept; of those farther away the farthest is forgotten.
    static let keptPageCount = 50

    var total = 0
    var pages: [Int: [HitRow]] = [:]
    private var askedPages: Set<Int> = []
    var selection = 0
    var top = 0

    init() {}

    init(_ found: FoundHits) {
        total = max(0, found.total)
        pages = [0: found.rows]
        askedPages = [0]
    }

    /// Whether their first page and their total are those already known.
    func begins(as found: FoundHits) -> Bool { pages[0] == found.rows && total == max(0, found.total) }

    /// Nil where it is not known yet, or was not found in time.
    func row(_ index: Int) -> HitRow? {
        guard index >= 0, let page = pages[index / Self.pageSize] else { return nil }
        let place = index % Self.pageSize
        return place < page.count ? page[place] : nil
    }

    var selected: HitRow? { row(selection) }

    mutating func move(by count: Int) { selection += max(-total, min(count, total)) }

    mutating func settle(visibleCount: Int) {
        selection = max(0, min(selection, total - 1))
        top = scrolled(top, toShow: selection, of: total, visibleCount: visibleCount)
    }

    /// Pages that are to be shown and were not asked for; from now on they count as asked for.
    mutating func missingPages(visibleCount: Int) -> [Int] {
        let last = min(total, top + max(1, visibleCount)) - 1
        guard last >= top else { return [] }
        let missing = (top / Self.pageSize...last / Self.pageSize).filter { !askedPages.contains($0) }
        askedPages.formUnion(missing)
        let here = selection / Self.pageSize
        while pages.count > Self.keptPageCount,
            let far = pages.keys.max(by: { abs($0 - here) < abs($1 - here) })
        {
            pages[far] = nil
            askedPages.remove(far)
        }
        return missing
    }
}

/// The first line to show, so that one of them is seen and no room is wasted.
func scrolled(_ top: Int, toShow line: Int, of count: Int, visibleCount: Int) -> Int {
    let visible = max(1, visibleCount)
    let shown = max(line - visible + 1, min(top, line))
    return max(0, min(shown, max(0, count - visible)))
}
