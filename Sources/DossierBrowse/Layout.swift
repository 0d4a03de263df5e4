internal import Dossier

/// Where the parts of the search screen stand.
///
/// ```
/// ▸ query                     one row
/// filters                     a row where there are some and there is room
/// failure                     up to three rows
/// hits        │ facets        the rest; in a narrow terminal only the pane that has the keys
/// total, keys                 one row
/// ```
struct Layout: Equatable, Sendable {
    var filterRow: Int?
    var failureRows = 1..<1
    /// Rows of hits and facets.
    var body = 1..<1
    var statusRow: Int?
    /// Columns; nil where the pane is not shown.
    var hitColumns: Range<Int>?
    var facetColumns: Range<Int>?
    /// 3, or 1 where there is little room.
    var rowsOfHit = 1

    /// Hits that are seen whole.
    var visibleHitCount: Int { max(1, body.count / rowsOfHit) }

    static let leastWidthForBoth = 60
    static let maximumFailureRowCount = 3
}

extension Browser {
    var layout: Layout {
        var layout = Layout()
        var row = min(1, height)
        let end = height >= 3 ? height - 1 : height
        layout.statusRow = height >= 3 ? height - 1 : nil
        if hasConditions, height >= 6 {
            layout.filterRow = row
            row += 1
        }
        let failureCount = min(failureLines.count, max(0, end - row - 1), Layout.maximumFailureRowCount)
        layout.failureRows = row..<row + failureCount
        row += failureCount
        layout.body = row..<max(row, end)
        layout.rowsOfHit = layout.body.count >= 8 ? 3 : 1
        if width >= Layout.leastWidthForBoth {
            let facetWidth = max(24, min(40, width * 3 / 8))
            // Two columns stand between them, of which one has the border.
            layout.hitColumns = 0..<width - facetWidth - 2
            layout.facetColumns = width - facetWidth..<width
        } else if pane == .facets, orders == nil {
            layout.facetColumns = 0..<width
        } else {
            layout.hitColumns = 0..<width
        }
        return layout
    }

    /// Whether there are conditions that can be cleared.
    var hasFilters: Bool {
        !filters.isEmpty || !base.filters.isEmpty || base.from != nil || base.to != nil
    }

    /// Whether there is something to be told beside the query.
    private var hasConditions: Bool { hasFilters || base.requiresAllWords || base.sort != .relevance }

    var failureLines: [String] {
        guard let failure else { return [] }
        let bytes = Array(failure.utf8)
        return lineRanges(of: bytes, in: 0..<bytes.count, width: max(1, width)).map {
            String(decoding: bytes[$0], as: UTF8.self)
        }
    }
}
