import PluginAPI
import TextFormat
import XMLReading

/// Reads the paragraphs of one XML file after another, of Office Open XML (`w:`, `a:`) or OpenDocument (`text:`).
struct OfficeReader {
    private(set) var paragraphs: [Paragraph] = []
    private(set) var title: String?

    /// A paragraph that has begun; notes and text boxes put one into another.
    private struct Open {
        var bytes: [UInt8] = []
        var block = BlockKind.paragraph
        var isTitle = false
    }

    /// What it is called in any language, by what a file calls it.
    private let styles: [String: String]
    private var open: [Open] = []
    /// The rows that have begun, with what their cells hold so far.
    private var rows: [[UInt8]] = []
    private var textDepth = 0
    private var listDepth = 0
    private var noteDepth = 0
    /// Whether the shape of the slide is its title.
    private var isTitleShape = false
    /// Depth within what is no text of the document.
    private var skippedDepth = 0

    private static let skipped: Set = [
        "mc:Fallback", "office:annotation", "text:tracked-changes", "svg:title", "svg:desc", "w:del",
        "text:table-of-content", "text:note-citation", "presentation:notes",
    ]
    private static let paragraphNames: Set = ["w:p", "a:p", "text:p", "text:h"]
    private static let rowNames: Set = ["w:tr", "a:tr", "table:table-row"]
    private static let cellNames: Set = ["w:tc", "a:tc", "table:table-cell"]

    init(styles: [String: String]) { self.styles = styles }

    /// The names of styles, which are English whatever the program's language, by their identifiers, which are not.
    static func styleNames(_ xml: [UInt8]) -> [String: String] {
        var (names, current) = ([String: String](), "")
        _ = readXML(xml) { event in
            if case .start(let element) = event {
                if element.name == "w:style" { current = element.attributes["w:styleId"] ?? "" }
                if element.name == "w:name", names[current] == nil {
                    names[current] = element.attributes["w:val"]?.lowercased()
                }
            }
            return true
        }
        return names
    }

    mutating func read(_ xml: [UInt8]) {
        (open, rows, textDepth, listDepth, noteDepth, skippedDepth) = ([], [], 0, 0, 0, 0)
        isTitleShape = false
        _ = readXML(xml) { event in
            take(event)
            return true
        }
        // A file that is cut off still has what it began.
        while !open.isEmpty { endParagraph() }
    }

    private mutating func take(_ event: XMLEvent) {
        switch event {
        case .start(let element):
            if skippedDepth > 0 || Self.skipped.contains(element.name) {
                skippedDepth += 1
            } else {
                start(element)
            }
        case .end(let name):
            if skippedDepth > 0 { skippedDepth -= 1 } else { end(name) }
        case .text(let bytes):
            guard skippedDepth == 0, textDepth > 0, !open.isEmpty else { return }
            open[open.count - 1].bytes += bytes
        }
    }

    private mutating func start(_ element: XMLElement) {
        let value = element.attributes["w:val"]
        switch element.name {
        case let name where Self.paragraphNames.contains(name): startParagraph(element)
        case "w:t", "a:t": textDepth += 1
        case "w:tab", "w:br", "w:cr", "a:br", "text:s", "text:tab", "text:line-break": append([0x20])
        case "w:noBreakHyphen": append([0x2D])
        case "w:pStyle": if let value { style(styles[value] ?? value.lowercased()) }
        case "w:numPr": if open.last?.block == .paragraph { set(.listItem) }
        case "text:list-item": listDepth += 1
        case "text:note": noteDepth += 1
        case "p:ph":
            isTitleShape = ["title", "ctrTitle"].contains(element.attributes["type"] ?? "")
        case "p:sp": isTitleShape = false
        case let name where Self.rowNames.contains(name): rows.append([])
        default: break
        }
    }

    private mutating func startParagraph(_ element: XMLElement) {
        var paragraph = Open()
        if element.name == "text:h" || isTitleShape { paragraph.block = .heading }
        if element.name.hasPrefix("text:") {
            textDepth += 1
            if noteDepth > 0 { paragraph.block = .footnote }
            if listDepth > 0, paragraph.block == .paragraph { paragraph.block = .listItem }
        }
        open.append(paragraph)
        style((element.attributes["text:style-name"] ?? "").lowercased())
    }

    private mutating func end(_ name: String) {
        switch name {
        case "w:t", "a:t": textDepth = max(0, textDepth - 1)
        case "text:list-item": listDepth = max(0, listDepth - 1)
        case "text:note": noteDepth = max(0, noteDepth - 1)
        case let name where Self.paragraphNames.contains(name):
            if name.hasPrefix("text:") { textDepth = max(0, textDepth - 1) }
            endParagraph()
        case let name where Self.cellNames.contains(name):
            if let row = rows.last, !row.isEmpty { rows[rows.count - 1] += Array("| ".utf8) }
        case let name where Self.rowNames.contains(name):
            guard var row = rows.popLast() else { return }
            while let last = row.last, last == 0x20 || last == 0x7C { row.removeLast() }
            if !row.isEmpty { paragraphs.append(Paragraph(row, block: .tableRow)) }
        default: break
        }
    }

    private mutating func endParagraph() {
        guard let paragraph = open.popLast() else { return }
        let bytes = Array(paragraph.bytes.split(whereSeparator: { $0 <= 0x20 }).joined(separator: [0x20]))
        guard !bytes.isEmpty else { return }
        if paragraph.isTitle, title == nil { title = String(decoding: bytes, as: UTF8.self) }
        if rows.isEmpty {
            paragraphs.append(Paragraph(bytes, block: paragraph.block))
        } else {
            rows[rows.count - 1] += bytes + [0x20]
        }
    }

    /// What a style's name, in lower case, says of the paragraph that has begun.
    private mutating func style(_ name: String) {
        guard !open.isEmpty else { return }
        if name == "title" {
            set(.heading)
            open[open.count - 1].isTitle = true
        } else if name.hasPrefix("heading") || name == "subtitle" {
            set(.heading)
        } else if name.contains("quot") {
            set(.quotation)
        } else if name.hasPrefix("list") {
            set(.listItem)
        } else if name.hasPrefix("preformatted") || name.hasPrefix("html preformatted") {
            set(.preformatted)
        }
    }

    private mutating func set(_ block: BlockKind) {
        guard !open.isEmpty else { return }
        open[open.count - 1].block = block
    }

    private mutating func append(_ bytes: [UInt8]) {
        guard !open.isEmpty else { return }
        open[open.count - 1].bytes += bytes
    }
}
