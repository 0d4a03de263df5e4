internal import Dossier
internal import PluginAPI
internal import TerminalText

extension Browser {
    /// What the terminal is to show.
    package var frame: Frame {
        var frame = Frame(width: width, height: height)
        if width == 0 || height == 0 { return frame }
        if showsKeys {
            drawKeys(on: &frame)
        } else if let reading {
            draw(reading, on: &frame)
        } else {
            drawSearch(on: &frame)
        }
        return frame
    }

    private func drawKeys(on frame: inout Frame) {
        for (row, line) in KeyHelp.lines(width: width).dropFirst(keysTop).prefix(max(1, height - 1))
            .enumerated()
        {
            frame.write(line.text, line.style, row: row, from: 0)
        }
        if height > 1 { frame.write("Up, Down scroll · other keys go back", .dim, row: height - 1, from: 0) }
    }

    private func drawSearch(on frame: inout Frame) {
        let layout = layout
        drawQuery(on: &frame)
        if let row = layout.filterRow { drawFilters(on: &frame, row: row) }
        for (row, line) in zip(layout.failureRows, failureLines) {
            frame.write(line, .failure, row: row, from: 0)
        }
        if let orders, let columns = layout.hitColumns {
            draw(orders, on: &frame, layout, columns)
        } else if let columns = layout.hitColumns {
            drawHits(on: &frame, layout, columns)
        }
        if let columns = layout.facetColumns {
            if columns.lowerBound > 0 {
                for row in layout.body { frame.write("│", .border, row: row, from: columns.lowerBound - 1) }
            }
            drawFacets(on: &frame, layout, columns)
        }
        if let row = layout.statusRow { drawStatus(on: &frame, row: row) }
    }

    private func drawQuery(on frame: inout Frame) {
        drawField(query, prompt: "> ", hasKeys: pane == .query, on: &frame, row: 0, columns: 0..<width)
        if query.isEmpty, pane == .query {
            frame.write("type words to search for", .dim, row: 0, from: 2)
        }
    }

    /// A line that can be edited, scrolled so that the cursor is seen.
    func drawField(
        _ field: LineEditor, prompt: String, hasKeys: Bool, on frame: inout Frame, row: Int,
        columns: Range<Int>
    ) {
        let style: Style = hasKeys ? .bold : .dim
        let start = frame.write(prompt, style, row: row, from: columns.lowerBound, to: columns.upperBound)
        let room = max(1, columns.upperBound - start)
        // One column is left for the cursor.
        var (shown, count) = ([Character](), 0)
        for character in field.left.reversed() {
            count += TerminalText.columnCount(character)
            if count > room - 1 { break }
            shown.append(character)
        }
        let cursor = frame.write(String(shown.reversed()), row: row, from: start, to: columns.upperBound)
        frame.write(field.right, row: row, from: cursor, to: columns.upperBound)
        if hasKeys { frame.cursor = (row, max(0, min(cursor, width - 1))) }
    }

    private func drawFilters(on frame: inout Frame, row: Int) {
        var column = 0
        func chip(_ text: String, _ style: Style) {
            if column > 0 { column += 1 }
            if column < width {
                column = frame.write("[\(text)]".cut(to: width - column), style, row: row, from: column)
            }
        }
        for group in ValueFilter.groups(filters) {
            let labels = group.map { printable($0.label) }.joined(separator: " or ")
            chip((group[0].kind == .excluded ? "not " : "") + "\(group[0].facet): \(labels)", group[0].style)
        }
        for filter in base.filters {
            chip("\(filter.facet): \(printable(filter.values.joined(separator: " or ")))", .included)
        }
        if let from = base.from { chip("from \(from)", .included) }
        if let to = base.to { chip("to \(to)", .included) }
        if base.requiresAllWords { chip("all words", .included) }
        if base.sort != .relevance { chip("by \(printable(base.sort.title))", .included) }
    }

    private func drawStatus(on frame: inout Frame, row: Int) {
        let keys =
            switch pane {
            case _ where orders != nil: ["Enter take", "Esc as before", "? keys"]
            case .query: ["Enter hits", "Tab panes", "F1 keys", "^C leave"]
            case .hits: ["Enter read", "? keys", "/ query", "Tab facets", "q leave", "s order"]
            case .facets where facets.isTyping: ["Enter done", "Esc all values"]
            case .facets: ["Space with", "e either", "x without", "? keys", "/ find", "a about"]
            }
        drawStatus(summary, keys, on: &frame, row: row)
    }

    /// What is so on the left, and on the right what can be done, as many keys as there is room for.
    func drawStatus(_ state: String, _ keys: [String], on frame: inout Frame, row: Int) {
        let end = frame.write(state.cut(to: width), .bold, row: row, from: 0)
        var shown = keys[...]
        while !shown.isEmpty {
            let text = shown.joined(separator: " · ")
            let start = width - TerminalText.columnCount(text)
            if start >= end + 2 {
                frame.write(text, .dim, row: row, from: start)
                return
            }
            shown.removeLast()
        }
    }

    private var summary: String {
        if isOpening { return "opening…" }
        guard let results else { return isSearching ? "searching…" : "" }
        var text = grouped(results.total) + (results.total == 1 ? " article" : " articles")
        if results.total > 1, pane == .hits { text = "\(grouped(hits.selection + 1)) of \(text)" }
        if results.isPartial { text = "at least \(text), time ran out" }
        text += isSearching ? " …" : " · \(rounded(results.milliseconds)) ms"
        return text
    }

    private func rounded(_ milliseconds: Double) -> String {
        milliseconds < 9.95
            ? "\((milliseconds * 10).rounded() / 10)" : grouped(Int(min(milliseconds, 1e9).rounded()))
    }
}

/// A number with its thousands apart.
func grouped(_ number: Int) -> String {
    let digits = Array(String(number.magnitude))
    var text = number < 0 ? "-" : ""
    for (place, digit) in digits.enumerated() {
        if place > 0, (digits.count - place) % 3 == 0 { text += "," }
        text.append(digit)
    }
    return text
}
