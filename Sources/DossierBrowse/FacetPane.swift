internal import Dossier

/// The values of facets over all hits, as a list to choose from.
struct FacetPane: Equatable, Sendable {
    enum Row: Hashable, Sendable {
        case facet(String)
        /// The count is nil where it is not known.
        case value(facet: String, id: String, label: String, count: Int?)
        /// So many more values of a facet are not shown.
        case more(facet: String, count: Int)
    }

    /// Of a facet that is not unfolded; chosen ones beyond these are shown too.
    static let foldedValueCount = 5
    /// Of a facet that is; a search within the values is over all, and shows as many of those that it finds.
    static let valueLimit = 200

    let names: [String]
    /// Those that also tell what documents are about.
    let subjectNames: Set<String>
    private(set) var countsSubjects = false
    /// Whether a facet is counted as if no value of it were chosen.
    private(set) var countsSideways = true
    private(set) var counts: [FacetCounts] = []
    private(set) var rows: [Row] = []
    private var unfolded: Set<String> = []
    /// What the rows were made for; nil when they are to be made anew.
    private var shownFilters: [ValueFilter]?
    private(set) var selection = 0
    private(set) var top = 0
    /// What the names of values must hold.
    private(set) var wanted = LineEditor()
    /// Whether keys go to `wanted`.
    var isTyping = false

    init(names: [String], subjectNames: [String]) {
        self.names = names
        self.subjectNames = Set(subjectNames)
    }

    /// As a request names them.
    var countedNames: [String] { names.map(countedName) }

    private func countedName(_ name: String) -> String {
        countsSubjects && subjectNames.contains(name) ? "about:" + name : name
    }

    var selectedRow: Row? { rows.indices.contains(selection) ? rows[selection] : nil }

    mutating func take(_ counts: [FacetCounts]) {
        self.counts = counts
        shownFilters = nil
    }

    /// Keeps the selected value selected.
    private mutating func makeRows(_ filters: [ValueFilter]) {
        let selected = selectedRow
        rows = counts.flatMap { rows(of: $0, filters) }
        let kept = selected.flatMap { old in rows.firstIndex { $0.isSame(as: old) } }
        selection = kept ?? selection
    }

    private func rows(of counts: FacetCounts, _ filters: [ValueFilter]) -> [Row] {
        let chosen = filters.filter { $0.facet == counts.facet }
        var values: [Row] = []
        // What is excluded, or among the rarest, may not be counted, but must be there to be let go.
        for filter in chosen where wanted.isEmpty && !counts.values.contains(where: { $0.id == filter.id }) {
            values.append(.value(facet: counts.facet, id: filter.id, label: filter.label, count: nil))
        }
        var foldedCount = 0
        for (place, value) in counts.values.enumerated() {
            if isUnfolded(counts.facet) || place < Self.foldedValueCount
                || chosen.contains(where: { $0.id == value.id })
            {
                values.append(
                    .value(facet: counts.facet, id: value.id, label: value.label, count: value.count))
            } else {
                foldedCount += 1
            }
        }
        if values.isEmpty { return [] }
        return [.facet(counts.facet)] + values
            + (foldedCount > 0 ? [.more(facet: counts.facet, count: foldedCount)] : [])
    }

    func isUnfolded(_ facet: String) -> Bool { unfolded.contains(facet) }

    mutating func move(by count: Int) { selection += max(-rows.count, min(count, rows.count)) }

    mutating func moveToEnd(_ isLast: Bool) { selection = isLast ? rows.count - 1 : 0 }

    /// Goes to the facet before or after.
    mutating func moveToFacet(isNext: Bool) {
        let heads = rows.indices.filter { if case .facet = rows[$0] { true } else { false } }
        let found = isNext ? heads.first { $0 > selection } : heads.last { $0 < selection }
        if let found { selection = found }
    }

    mutating func toggleFold(_ facet: String) {
        if unfolded.remove(facet) == nil { unfolded.insert(facet) }
        shownFilters = nil
    }

    mutating func toggleSubjects() { countsSubjects.toggle() }

    mutating func toggleSideways() { countsSideways.toggle() }

    /// Takes a key of the field; what it changes shows when the counts arrive.
    mutating func type(_ press: KeyPress) { _ = wanted.handle(press) }

    mutating func type(_ text: String) { wanted.insert(text) }

    mutating func clearWanted() {
        wanted.clear()
        isTyping = false
    }

    mutating func settle(_ filters: [ValueFilter], visibleCount: Int) {
        if shownFilters != filters {
            makeRows(filters)
            shownFilters = filters
        }
        selection = max(0, min(selection, rows.count - 1))
        // One line is the title of the pane.
        top = scrolled(top, toShow: selection, of: rows.count, visibleCount: visibleCount - 1)
        // The first value is seen below the name of its facet.
        if top == selection, top > 0, visibleCount > 2, case .facet = rows[top - 1] { top -= 1 }
    }
}

extension FacetPane.Row {
    /// Whether it stands for the same, whatever its count.
    func isSame(as other: FacetPane.Row) -> Bool {
        switch (self, other) {
        case (.value(let facet, let id, _, _), .value(let otherFacet, let otherID, _, _)):
            facet == otherFacet && id == otherID
        case (.facet(let facet), .facet(let other)), (.more(let facet, _), .more(let other, _)):
            facet == other
        default: false
        }
    }
}
