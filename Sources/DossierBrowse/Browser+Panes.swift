internal import Dossier
internal import TerminalText

extension Browser {
    func drawHits(on frame: inout Frame, _ layout: Layout, _ columns: Range<Int>) {
        guard let results else { return }
        if results.total == 0 {
            frame.write(
                "no article matches", .bold, row: layout.body.lowerBound, from: 0, to: columns.upperBound)
            if hasFilters, layout.body.count > 1 {
                frame.write(
                    "c in this pane clears the filters", .dim, row: layout.body.lowerBound + 1, from: 0,
                    to: columns.upperBound)
            }
            return
        }
        for place in 0..<layout.body.count / layout.rowsOfHit + 1 {
            let index = hits.top + place
            let row = layout.body.lowerBound + place * layout.rowsOfHit
            if index >= hits.total || row >= layout.body.upperBound { break }
            let rows = row..<min(row + layout.rowsOfHit, layout.body.upperBound)
            drawHit(index, on: &frame, rows: rows, columns, layout)
        }
    }

    private func drawHit(
        _ index: Int, on frame: inout Frame, rows: Range<Int>, _ columns: Range<Int>, _ layout: Layout
    ) {
        let isSelected = index == hits.selection
        let row = rows.lowerBound
        if isSelected {
            for row in rows { frame.write("▌", .bold, row: row, from: columns.lowerBound) }
        }
        let start = columns.lowerBound + 2
        let room = max(0, columns.upperBound - start)
        guard let hit = hits.row(index) else {
            // A page that was asked for in vain is empty.
            let isLost = hits.pages[index / HitList.pageSize] != nil
            frame.write(
                isLost ? "(not found in time)" : "…", .dim, row: row, from: start, to: columns.upperBound)
            return
        }
        let style: Style = !isSelected ? .bold : pane == .hits ? .selected : .selectedElsewhere
        frame.write(printable(hit.title).cut(to: room), style, row: row, from: start)
        if isSelected, pane == .hits {
            frame.paint(.selected, row: row, from: start, to: columns.upperBound)
        }
        if rows.count > 1 { frame.write(printable(hit.facts).cut(to: room), .dim, row: row + 1, from: start) }
        if rows.count > 2 { drawSnippet(hit.snippet, on: &frame, row: row + 2, start..<start + room) }
    }

    /// One line of a snippet, with the first word that matches in it.
    private func drawSnippet(_ snippet: Snippet, on frame: inout Frame, row: Int, _ columns: Range<Int>) {
        var characters: [(character: Character, isMarked: Bool)] = []
        var (offset, mark) = (0, 0)
        for character in snippet.text {
            while mark < snippet.marks.count, snippet.marks[mark].upperBound <= offset { mark += 1 }
            let isMarked = mark < snippet.marks.count && snippet.marks[mark].contains(offset)
            characters.append((printable(String(character)).first ?? " ", isMarked))
            offset += character.utf8.count
        }
        let first = start(of: characters, columnCount: columns.count)
        var column = columns.lowerBound
        if first > 0 { column = frame.write("…", .dim, row: row, from: column, to: columns.upperBound) }
        for (character, isMarked) in characters[first...] {
            let style: Style = isMarked ? .hit : .plain
            guard frame.put(character, style, row: row, column: column, to: columns.upperBound) else { break }
            column += TerminalText.columnCount(character)
        }
    }

    /// The beginning of a word from which the first mark is seen, with a third of the line before it.
    private func start(of characters: [(character: Character, isMarked: Bool)], columnCount: Int) -> Int {
        guard let marked = characters.firstIndex(where: \.isMarked) else { return 0 }
        let end = characters[marked...].firstIndex { !$0.isMarked } ?? characters.count
        let columns = characters[..<end].reduce(0) { $0 + TerminalText.columnCount($1.character) }
        if columns <= columnCount { return 0 }
        var (start, room) = (marked, columnCount / 3)
        while start > 0 {
            room -= TerminalText.columnCount(characters[start - 1].character)
            if room < 0 { break }
            start -= 1
        }
        let space = characters[start..<marked].firstIndex { $0.character == " " }
        return space.map { $0 + 1 } ?? start
    }
}

extension Browser {
    func drawFacets(on frame: inout Frame, _ layout: Layout, _ columns: Range<Int>) {
        guard let first = layout.body.first else { return }
        let start = columns.lowerBound + (columns.lowerBound > 0 ? 1 : 0)
        let area = start..<max(start, columns.upperBound)
        if facets.isTyping || !facets.wanted.isEmpty {
            drawField(
                facets.wanted, prompt: "/ ", hasKeys: pane == .facets && facets.isTyping, on: &frame,
                row: first,
                columns: area)
        } else {
            let whose = facets.countsSideways ? "What articles" : "What the hits"
            let title = whose + (facets.countsSubjects ? " are about" : " name")
            frame.write(title.cut(to: area.count), .dim, row: first, from: start)
        }
        if facets.rows.isEmpty, !facets.wanted.isEmpty, !isSearching, let row = layout.body.dropFirst().first
        {
            frame.write("no value has such a name".cut(to: area.count), .dim, row: row, from: start)
        }
        for (row, index) in zip(layout.body.dropFirst(), facets.rows.indices.dropFirst(facets.top)) {
            draw(facets.rows[index], isSelected: index == facets.selection, on: &frame, row: row, area)
        }
    }

    private func draw(
        _ item: FacetPane.Row, isSelected: Bool, on frame: inout Frame, row: Int, _ columns: Range<Int>
    ) {
        let isCurrent = isSelected && pane == .facets && !facets.isTyping
        switch item {
        case .facet(let facet):
            let mark = facets.isUnfolded(facet) ? "▾ " : "▸ "
            // What the view is stands above.
            let name = facet.hasPrefix("about:") ? String(facet.dropFirst(6)) : facet
            frame.write((mark + name).cut(to: columns.count), .heading, row: row, from: columns.lowerBound)
        case .more(_, let count):
            frame.write(
                "    … \(grouped(count)) more".cut(to: columns.count), .dim, row: row,
                from: columns.lowerBound)
        case .value(let facet, let id, let label, let count):
            drawValue(facet, id, printable(label), count, on: &frame, row: row, columns)
        }
        if isCurrent {
            frame.paint(
                .selected, row: row, from: columns.lowerBound, to: columns.upperBound, overPlainOnly: false)
        }
    }

    private func drawValue(
        _ facet: String, _ id: String, _ label: String, _ count: Int?, on frame: inout Frame, row: Int,
        _ columns: Range<Int>
    ) {
        let filter = filters.first { $0.facet == facet && $0.id == id }
        let style = filter?.style ?? .plain
        let mark = filter.map { "  \($0.mark) " } ?? "    "
        let number = count.map(grouped) ?? ""
        let room = max(0, columns.count - mark.count - number.count - 1)
        frame.write(
            mark + label.cut(to: room), style, row: row, from: columns.lowerBound, to: columns.upperBound)
        let place = columns.upperBound - number.count
        if place > columns.lowerBound + mark.count {
            frame.write(number, style == .plain ? .dim : style, row: row, from: place, to: columns.upperBound)
        }
    }
}

extension ValueFilter {
    var style: Style { kind == .excluded ? .excluded : .included }

    /// What stands before the value.
    fileprivate var mark: Character {
        switch kind {
        case .required: "+"
        case .either: "|"
        case .excluded: "-"
        }
    }
}
