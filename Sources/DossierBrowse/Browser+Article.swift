internal import Dossier
internal import TerminalText

extension Browser {
    func draw(_ reading: Reading, on frame: inout Frame) {
        let count = Reading.visibleCount(height: height)
        if reading.showsEvidence {
            drawEvidence(reading, on: &frame, rowCount: count)
        } else {
            for (row, line) in reading.lines.dropFirst(reading.top).prefix(count).enumerated() {
                draw(line, of: reading, on: &frame, row: row)
            }
        }
        if height > 1 { drawStatus(state(of: reading), keys(of: reading), on: &frame, row: height - 1) }
    }

    private func draw(_ line: Reading.Line, of reading: Reading, on frame: inout Frame, row: Int) {
        // A margin of one column, where there is room.
        let margin = width > 2 ? 1 : 0
        guard let range = line.range else {
            frame.write(line.text, line.style, row: row, from: margin)
            return
        }
        var (offset, column) = (range.lowerBound, margin)
        for character in String(decoding: reading.article.text[range], as: UTF8.self) {
            let shown = printable(String(character)).first ?? " "
            guard frame.put(shown, reading.style(at: offset), row: row, column: column, to: width) else {
                return
            }
            column += TerminalText.columnCount(shown)
            offset += character.utf8.count
        }
    }

    private func state(of reading: Reading) -> String {
        if isOpening { return "opening…" }
        let evidence = reading.article.evidence
        if reading.showsEvidence {
            return evidence.isEmpty
                ? "no facet values" : "\(reading.selectedValue + 1) of \(evidence.count) values"
        }
        let place = reading.currentPlace.map { "\($0 + 1) of " } ?? ""
        let what =
            switch reading.goal {
            case .hits: reading.places.count == 1 ? "hit word" : "hit words"
            case .value(let index): "× " + printable(evidence[index].label)
            }
        let end = min(reading.lines.count, reading.top + Reading.visibleCount(height: height))
        let percent = reading.lines.isEmpty ? 100 : 100 * end / reading.lines.count
        return "\(percent) % · \(place)\(reading.places.count) \(what)"
    }

    private func keys(of reading: Reading) -> [String] {
        if reading.showsEvidence { return ["Enter go there", "e, Esc text"] }
        if reading.goal != .hits { return ["n N next, previous", "Esc hit words", "? keys"] }
        return ["q back", "n N hit words", "e evidence", "? keys", "Left Right articles"]
    }

    private func drawEvidence(_ reading: Reading, on frame: inout Frame, rowCount: Int) {
        let evidence = reading.article.evidence
        if evidence.isEmpty { frame.write("no facet values", .bold, row: 0, from: 0) }
        for (place, index) in evidence.indices.dropFirst(reading.evidenceTop).enumerated() {
            let row = place * Reading.valueLineCount
            if row >= rowCount { break }
            let isSelected = index == reading.selectedValue
            frame.write(
                heading(of: evidence[index]).cut(to: width), isSelected ? .selected : .bold, row: row, from: 0
            )
            if isSelected { frame.paint(.selected, row: row, from: 0, to: width) }
            if row + 1 < rowCount {
                frame.write(
                    words(of: evidence[index]).cut(to: max(0, width - 2)), .actor, row: row + 1, from: 2)
            }
        }
    }

    /// `South Korea · country KR · about it, salience 0.42`
    private func heading(of value: FacetEvidence) -> String {
        var parts = [value.label, value.facet + (value.id == value.label ? "" : " " + value.id)]
        if !value.isStated {
            let salience = "\((value.salience * 100).rounded() / 100)"
            parts.append((value.isSubject ? "about it" : "named only") + ", salience " + salience)
        }
        return printable(parts.joined(separator: " · "))
    }

    /// `Seoul ×3 (city), ROK ×1 (abbreviation)`
    private func words(of value: FacetEvidence) -> String {
        if value.isStated { return "stated by the source" }
        return printable(
            value.wordCounts.map { "\($0.shownWords) ×\($0.count) (\($0.rule))" }.joined(separator: ", "))
    }
}
