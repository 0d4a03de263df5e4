import PluginAPI
import PluginConformance
import Testing

@testable import TextFormat

/// Inputs made to cost time or memory; each must be read, or refused, in time that grows with its size.
enum HostileTexts {
    static func repeated(_ text: String, _ count: Int) -> [UInt8] {
        let unit = Array(text.utf8)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(unit.count * count)
        for _ in 0..<count { bytes += unit }
        return bytes
    }

    static let inputs: [(name: String, bytes: [UInt8])] = [
        ("one line", repeated("word ", 10_000)),
        ("one word", repeated("x", 50_000)),
        ("line feeds", repeated("\n", 50_000) + Array("end".utf8)),
        ("line feeds after text", Array("Title\n\nText.".utf8) + repeated("\n", 200_000) + Array("end".utf8)),
        ("form feeds", repeated("\u{C}", 25_000) + Array("end".utf8)),
        ("pages of one word", repeated("a\u{C}", 5_000)),
        ("page numbers", (1...1_500).flatMap { Array("\n\n- \($0) -\n\nword".utf8) }),
        ("carriage returns", repeated("a\r", 7_500)),
        ("parted words", repeated("abc-\n", 5_000)),
        ("quotation marks", repeated("> ", 12_500)),
        ("quoted lines", repeated("> a\n", 5_000)),
        ("list items", repeated("- a\n", 5_000)),
        ("bars", repeated("a|b|c\n", 2_500)),
        ("bylines", repeated("By Ann Lee\n", 1_250)),
        ("header lines", repeated("From: a\n", 2_500)),
        ("notices", repeated("Source: This article was published by\n\n", 500)),
        ("remains", repeated("Leave a Reply\n\n", 1_250)),
        ("broken text", repeated("â€™", 5_000)),
        ("half broken text", repeated("â€", 5_000)),
        ("combining marks", Array("Title\n\na".utf8) + repeated("\u{301}", 10_000)),
        ("spaces", repeated(" ", 25_000) + Array("a".utf8) + repeated(" ", 25_000)),
        ("marks", repeated("*", 25_000)),
        ("stray bytes", [UInt8](repeating: 0xE9, count: 25_000)),
        ("starts of sequences", Array(repeating: [0xF0, 0x41] as [UInt8], count: 12_500).flatMap { $0 }),
        ("escapes", repeated("\u{1B}$B!!\u{1B}(B ", 2_500)),
        ("NUL", [UInt8](repeating: 0, count: 25_000)),
        ("marks of byte order", [0xFF, 0xFE] + [UInt8](repeating: 0xFF, count: 25_000)),
    ]
}

@Suite("Hostile text")
struct HostileTextTests {
    /// Reads, checks the zones, and says how long it took.
    func reading(_ bytes: [UInt8]) -> (outcome: Result<Document, FormatError>, duration: Duration) {
        let clock = ContinuousClock()
        let start = clock.now
        let input = FormatInput(bytes: bytes, identifier: "a", fileName: "a.txt")
        let outcome = Result { () throws(FormatError) in try TextFormat().read(input) }
        return (outcome, start.duration(to: clock.now))
    }

    @Test(
        "It costs seconds at most, and gives valid zones or a reason",
        arguments: HostileTexts.inputs.map(\.name))
    func inputs(name: String) throws {
        let bytes = try #require(HostileTexts.inputs.first { $0.name == name }).bytes
        let (outcome, duration) = reading(bytes)
        // A debug build on a busy machine is some thirty times slower than the program.
        #expect(duration < .seconds(60), "\(duration)")
        if case .success(let document) = outcome {
            #expect(zoneViolations(of: document).isEmpty)
            #expect(document.text.count <= 4 * bytes.count + 16)
        }
    }

    @Test(
        "Time grows with the size of the text and no faster",
        arguments: ["abc-\n", "a\u{C}", "> a\n\n", "Word word.\n"])
    func growth(unit: String) {
        func seconds(_ count: Int) -> Double {
            let durations = (0..<3).map { _ in reading(HostileTexts.repeated(unit, count)).duration }
            return Double((durations.min() ?? .zero).attoseconds) / 1e18
        }
        let (small, large) = (seconds(1_000), seconds(8_000))
        #expect(large < 32 * max(small, 0.002), "\(small) s, eight times the text \(large) s")
    }

    @Test("Blank lines in a row are one line, and lines beyond the limit are one line")
    func lines() {
        let text = Array("a\n\n\n\n\u{C}\n\nb\r\nc\nd\n\ne\n".utf8)
        func told(_ limit: Int) -> [String] {
            TextLine.split(text, limit: limit).map { String(decoding: $0.bytes, as: UTF8.self) }
        }
        #expect(told(1 << 21) == ["a", "", "b", "c", "d", "", "e", ""])
        #expect(TextLine.split(text).map(\.startsPage) == [false, true] + Array(repeating: false, count: 6))
        #expect(told(4) == ["a", "", "b", "c", "d\n\ne"])
    }

    @Test(
        "Page numbers stand alone or with the words for a page",
        arguments: [
            ("3", true), ("- 3 -", true), ("–3–", true), ("Page 3 of 12", true), ("3/12", true),
            ("第 3 页", true),
            ("Seite 3 von 12", true), ("[3]", true), ("page", false), ("12345", false), ("March 3", false),
            ("1 2 3", false), ("3 of", true), ("p. 3 of the", false),
        ])
    func pageNumbers(line: String, isNumber: Bool) {
        #expect(PageFurniture.isPageNumber(Array(line.utf8)[...]) == isNumber)
    }

    @Test("Control characters are spaces, and too many of them are no text")
    func controls() throws {
        let text = String(repeating: "The ferry sailed again. ", count: 50)
        let document = try TextFormat().read(
            FormatInput(bytes: Array((text + "a\u{7}b\u{8}c").utf8), identifier: "a"))
        #expect(!document.text.contains { $0 < 0x20 && $0 != 0x0A })
        #expect(throws: FormatError.binary(reason: "100 control characters")) {
            try TextFormat().read(FormatInput(bytes: [UInt8](repeating: 7, count: 100), identifier: "a"))
        }
    }
}
