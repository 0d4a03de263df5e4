package import IndexAnalysis

/// What editors change about the values of facets, a change a line; applied when an index is searched.
package struct FacetOverlay: Sendable, Equatable {
    /// A value of a facet, by its id.
    package struct Value: Hashable, Sendable, CustomStringConvertible {
        package var facet: String
        package var id: String

        package var description: String { "\(facet):\(id)" }
        var key: [UInt8] { Array(id.utf8) }
    }

    /// Some of the mentions of a value.
    package enum Mentions: Hashable, Sendable {
        /// Those of these words, folded.
        case form([[UInt8]])
        /// Those that a rule of the facet's plugin found.
        case rule(String)
    }

    package enum Change: Hashable, Sendable {
        /// The first is shown as the second.
        case merge(Value, into: Value)
        /// Some mentions of the first name the second.
        case split(Value, Mentions, to: Value)
        /// No document has the value.
        case reject(Value)
        /// Some mentions of a value name nothing.
        case rejectMentions(Value, Mentions)
        /// One document does not have the value, whatever its words are.
        case rejectDocument(Value, String)
        /// Documents that hold these words, folded, side by side have the value.
        case addWords(Value, [[UInt8]])
        /// One document has the value.
        case addDocument(Value, String)
        case label(Value, String)
        /// One more name to ask for the value by.
        case alias(Value, String)
    }

    package struct Line: Sendable, Equatable {
        /// From 1.
        package var number: Int
        package var change: Change
    }

    /// What is wrong with a line.
    package struct Problem: Sendable, Equatable {
        package var line: Int
        package var reason: String
        /// Whether the overlay cannot be applied. A document that is not there is told, and changes nothing.
        package var isFatal = true
    }

    package var lines: [Line] = []

    package init() {}

    /// Reads a text of lines: columns between tabs, `#` before a remark.
    ///
    /// ```
    /// merge   facet:id   facet:id
    /// split   facet:id   form or rule             words or name          facet:id
    /// reject  facet:id
    /// reject  facet:id   form, rule or document   words, name or id
    /// add     facet:id   words or document        words or id
    /// label   facet:id   text
    /// alias   facet:id   text
    /// ```
    /// - Parameter problems: receives what is wrong with lines, which are left out.
    package init(_ text: [UInt8], _ tokenizer: Tokenizer, problems: inout [Problem]) {
        let text = text.starts(with: [0xEF, 0xBB, 0xBF]) ? text[3...] : text[...]
        for (index, line) in text.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
            let line = line.last == 0x0D ? line.dropLast() : line
            guard let first = line.first, first != UInt8(ascii: "#") else { continue }
            do throws(OverlayLineError) {
                guard let string = String(validating: line, as: UTF8.self) else {
                    throw OverlayLineError("It is not UTF-8.")
                }
                let columns = string.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
                lines.append(Line(number: index + 1, change: try OverlayLine(columns, tokenizer).change()))
            } catch {
                problems.append(Problem(line: index + 1, reason: error.reason))
            }
        }
    }
}

private struct OverlayLineError: Error {
    let reason: String
    init(_ reason: String) { self.reason = reason }
}

/// The columns of one line.
private struct OverlayLine {
    private let columns: [String]
    private let tokenizer: Tokenizer

    init(_ columns: [String], _ tokenizer: Tokenizer) {
        (self.columns, self.tokenizer) = (columns, tokenizer)
    }

    func change() throws(OverlayLineError) -> FacetOverlay.Change {
        switch columns[0] {
        case "merge":
            try expect([3], "merge, the value, and the value it is shown as")
            return .merge(try value(1), into: try value(2))
        case "split":
            try expect(
                [5], "split, the value, form or rule, its words or name, and the value those mentions name")
            return .split(try value(1), try mentions(2), to: try value(4))
        case "reject":
            try expect(
                [2, 4], "reject and the value; or also form, rule or document, and its words, name or id")
            if columns.count == 2 { return .reject(try value(1)) }
            if columns[2] == "document" { return .rejectDocument(try value(1), try text(3)) }
            return .rejectMentions(try value(1), try mentions(2))
        case "add":
            try expect([4], "add, the value, words or document, and the words or the id")
            switch columns[2] {
            case "words": return .addWords(try value(1), try words(3))
            case "document": return .addDocument(try value(1), try text(3))
            default: throw OverlayLineError("‘\(columns[2])’ is neither words nor document.")
            }
        case "label":
            try expect([3], "label, the value, and its label")
            return .label(try value(1), try text(2))
        case "alias":
            try expect([3], "alias, the value, and one more name of it")
            return .alias(try value(1), try text(2))
        default:
            let isBlank = columns.count == 1 && columns[0].contains(" ")
            throw OverlayLineError(
                isBlank
                    ? "Columns stand between tabs, not blanks."
                    : "‘\(columns[0])’ is no change; there are merge, split, reject, add, label and alias.")
        }
    }

    private func expect(_ counts: [Int], _ wanted: String) throws(OverlayLineError) {
        guard counts.contains(columns.count) else {
            throw OverlayLineError("It has \(columns.count) columns; write \(wanted), between tabs.")
        }
    }

    private func value(_ column: Int) throws(OverlayLineError) -> FacetOverlay.Value {
        let text = columns[column]
        guard let colon = text.firstIndex(of: ":"), colon > text.startIndex,
            text.index(after: colon) < text.endIndex
        else { throw OverlayLineError("‘\(text)’ is no value; write facet:id, such as country:KR.") }
        return FacetOverlay.Value(
            facet: String(text[..<colon]), id: String(text[text.index(after: colon)...]))
    }

    private func mentions(_ column: Int) throws(OverlayLineError) -> FacetOverlay.Mentions {
        switch columns[column] {
        case "form": return .form(try words(column + 1))
        case "rule": return .rule(try text(column + 1))
        default: throw OverlayLineError("‘\(columns[column])’ is neither form nor rule.")
        }
    }

    private func text(_ column: Int) throws(OverlayLineError) -> String {
        if columns[column].allSatisfy(\.isWhitespace) {
            throw OverlayLineError("Column \(column + 1) is empty.")
        }
        return columns[column]
    }

    private func words(_ column: Int) throws(OverlayLineError) -> [[UInt8]] {
        let bytes = Array(columns[column].utf8)
        var tokens = TokenBuffer()
        tokenizer.appendTokens(of: bytes, in: 0..<bytes.count, to: &tokens)
        guard tokens.count > 0 else { throw OverlayLineError("‘\(columns[column])’ holds no word.") }
        return (0..<tokens.count).map { Array(tokens.foldedBytes(at: $0)) }
    }
}
