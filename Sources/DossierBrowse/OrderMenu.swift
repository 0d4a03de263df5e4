internal import Dossier

/// The orders in which hits can stand, as a list to choose from.
struct OrderMenu: Equatable, Sendable {
    let orders: [SearchRequest.Sort]
    let current: SearchRequest.Sort
    private(set) var selection: Int
    private(set) var top = 0

    /// - Parameter current: the order that is, which is selected.
    init(facetNames: [String], current: SearchRequest.Sort) {
        var orders: [SearchRequest.Sort] = [.relevance, .descending(.date), .ascending(.date)]
        for key in [.title, .length] + facetNames.map(SearchRequest.SortKey.facet) {
            orders += [.ascending(key), .descending(key)]
        }
        if !orders.contains(current) { orders.append(current) }
        self.orders = orders
        self.current = current
        selection = orders.firstIndex(of: current) ?? 0
    }

    var selected: SearchRequest.Sort { orders[selection] }

    mutating func move(by count: Int) { selection += max(-orders.count, min(count, orders.count)) }

    mutating func settle(visibleCount: Int) {
        selection = max(0, min(selection, orders.count - 1))
        // One line is the title.
        top = scrolled(top, toShow: selection, of: orders.count, visibleCount: visibleCount - 1)
    }
}

extension SearchRequest.Sort {
    /// As the list of orders tells it.
    var title: String {
        switch self {
        case .relevance: "relevance"
        case .ascending(.date): "date, oldest first"
        case .descending(.date): "date, newest first"
        case .ascending(.title): "title, A to Z"
        case .descending(.title): "title, Z to A"
        case .ascending(.length): "length, shortest first"
        case .descending(.length): "length, longest first"
        case .ascending(.facet(let name)): "\(name), A to Z"
        case .descending(.facet(let name)): "\(name), Z to A"
        }
    }
}

extension Browser {
    /// Draws the orders where hits stand.
    func draw(_ menu: OrderMenu, on frame: inout Frame, _ layout: Layout, _ columns: Range<Int>) {
        guard let first = layout.body.first else { return }
        frame.write("Order of the hits".cut(to: columns.count), .dim, row: first, from: columns.lowerBound)
        for (row, index) in zip(layout.body.dropFirst(), menu.orders.indices.dropFirst(menu.top)) {
            let mark = menu.orders[index] == menu.current ? "✓ " : "  "
            frame.write(
                (mark + menu.orders[index].title).cut(to: columns.count), row: row, from: columns.lowerBound)
            if index == menu.selection {
                frame.paint(.selected, row: row, from: columns.lowerBound, to: columns.upperBound)
            }
        }
    }
}
