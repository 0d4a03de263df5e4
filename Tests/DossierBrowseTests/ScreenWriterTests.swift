import TerminalText
import TestSupport
import Testing

@testable import DossierBrowse

/// As much of a terminal as frames need: it shows characters where the cursor is, and knows a few sequences.
struct FakeTerminal {
    let width: Int
    private(set) var rows: [[Character?]]
    private(set) var cursor = (row: 0, column: 0)
    private(set) var showsCursor = true
    private(set) var style = ""
    private(set) var styles: [[String]]
    /// How much wider than we think it takes characters that are not ASCII.
    var extraColumns = 0

    init(width: Int, height: Int) {
        self.width = width
        rows = Array(repeating: Array(repeating: " ", count: width), count: height)
        styles = Array(repeating: Array(repeating: "", count: width), count: height)
    }

    mutating func write(_ bytes: [UInt8]) {
        var text = Substring(String(decoding: bytes, as: UTF8.self))
        while let character = text.popFirst() {
            guard character == "\u{1B}" else {
                put(character)
                continue
            }
            let next = text.popFirst()
            #expect(next == "[")
            let parameters = text.prefix { $0 == "?" || $0 == ";" || $0.isNumber }
            text = text.dropFirst(parameters.count)
            obey(text.popFirst() ?? " ", String(parameters))
        }
    }

    private mutating func obey(_ final: Character, _ parameters: String) {
        let numbers = parameters.split(separator: ";").map { Int($0) ?? 0 }
        switch final {
        case "H": cursor = (numbers[0] - 1, numbers[1] - 1)
        case "G": cursor.column = numbers[0] - 1
        case "J": rows = rows.map { $0.map { _ in " " } }
        case "m": style = parameters == "0" ? "" : parameters
        case "l", "h": if parameters == "?25" { showsCursor = final == "h" }
        default: Issue.record("unknown sequence \(parameters)\(final)")
        }
    }

    private mutating func put(_ character: Character) {
        let count = columnCount(character)
        guard cursor.column + count <= width, rows.indices.contains(cursor.row) else {
            Issue.record("a character outside the screen")
            return
        }
        // To write over half of a wide character blanks its other half.
        if rows[cursor.row][cursor.column] == nil { rows[cursor.row][cursor.column - 1] = " " }
        let end = cursor.column + count
        if end < width, rows[cursor.row][end] == nil { rows[cursor.row][end] = " " }
        rows[cursor.row][cursor.column] = character
        styles[cursor.row][cursor.column] = style
        if count == 2 { rows[cursor.row][cursor.column + 1] = nil }
        cursor.column += count + (character.isASCII ? 0 : extraColumns)
    }

    var characters: [Character?] { rows.flatMap { $0 } }
}

@Test("What is sent makes the terminal show the frame, whatever it showed before", arguments: [0, 1])
func differences(extraColumns: Int) {
    var random = SeededGenerator(state: 11)
    let pieces = ["a", " ", "한", "e\u{301}", "missile", "日本", "│", "👩‍👧"]
    for _ in 0..<300 {
        let (width, height) = (Int.random(in: 1...12, using: &random), Int.random(in: 1...3, using: &random))
        var terminal = FakeTerminal(width: width, height: height)
        terminal.extraColumns = extraColumns
        var writer = ScreenWriter(isColored: true)
        for _ in 0..<8 {
            var frame = Frame(width: width, height: height)
            for row in 0..<height {
                var column = Int.random(in: 0..<3, using: &random)
                for _ in 0..<Int.random(in: 0..<8, using: &random) {
                    column = frame.write(
                        pieces.randomElement(using: &random) ?? "",
                        Style.allCases.randomElement(using: &random) ?? .dim,
                        row: row, from: column)
                }
            }
            if Bool.random(using: &random) { frame.cursor = (height - 1, width - 1) }
            terminal.write(writer.update(to: frame))
            #expect(terminal.characters == frame.cells.map(\.text))
            #expect(terminal.showsCursor == (frame.cursor != nil))
            if let cursor = frame.cursor { #expect(terminal.cursor == cursor) }
            #expect(terminal.style == "")
            let again = writer.update(to: frame)
            #expect(again.isEmpty)
        }
    }
}

@Test("A key changes a few bytes of the screen, not all")
func smallDifferences() {
    var session = Session("missil")
    var writer = ScreenWriter(isColored: true)
    let whole = writer.update(to: session.browser.frame).count
    session.type("e")
    let change = writer.update(to: session.browser.frame).count
    #expect(whole > 1000 && change < 100, "\(whole) \(change)")
}

@Test("Without colours, no sequence sets one")
func colourless() {
    var writer = ScreenWriter(isColored: false)
    var frame = Frame(width: 20, height: Style.allCases.count)
    for (row, style) in Style.allCases.enumerated() { frame.write("text", style, row: row, from: 0) }
    let text = String(decoding: writer.update(to: frame), as: UTF8.self)
    #expect(!text.contains(#/\x1B\[[0-9;]*(?:3|4)[0-9]\b/#))
    var colored = ScreenWriter(isColored: true)
    let coloredText = String(decoding: colored.update(to: frame), as: UTF8.self)
    #expect(coloredText.contains("\u{1B}[0;1;33m"))
}
