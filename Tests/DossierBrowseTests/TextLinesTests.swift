import TerminalText
import TestSupport
import Testing

@testable import DossierBrowse

private func lines(_ text: String, width: Int) -> [String] {
    let bytes = Array(text.utf8)
    return lineRanges(of: bytes, in: 0..<bytes.count, width: width).map {
        String(decoding: bytes[$0], as: UTF8.self)
    }
}

@Test("Lines end at spaces, beside wide characters, or where a word is too long")
func wrapping() {
    #expect(lines("one two three", width: 7) == ["one two", "three"])
    #expect(lines("one two three", width: 8) == ["one two ", "three"])
    #expect(lines("incomprehensible", width: 6) == ["incomp", "rehens", "ible"])
    #expect(lines("일본과 한국은", width: 7) == ["일본과 ", "한국은"])
    #expect(lines("미사일방어", width: 5) == ["미사", "일방", "어"])
    #expect(lines("a 미사일", width: 4) == ["a 미", "사일"])
    #expect(lines("one\ntwo\r\n\nthree", width: 20) == ["one", "two", "", "three"])
    #expect(lines("", width: 5) == [""])
    #expect(lines("한", width: 1) == ["한"])
}

@Test("No line is wider than it may be, and nothing but white space is left out between lines")
func wrappingKeepsAll() {
    var random = SeededGenerator(state: 2)
    let pieces = ["a", " ", "  ", "한", "e\u{301}", "missile", "\n", "日本", "👩‍👧", "\t", "\r\n", "word-like"]
    for _ in 0..<3000 {
        let text = (0..<Int.random(in: 0..<30, using: &random)).map { _ in
            pieces.randomElement(using: &random) ?? ""
        }.joined()
        let width = Int.random(in: 2..<20, using: &random)
        let bytes = Array(text.utf8)
        let ranges = lineRanges(of: bytes, in: 0..<bytes.count, width: width)
        var end = 0
        for range in ranges {
            #expect(range.lowerBound >= end)
            #expect(bytes[end..<range.lowerBound].allSatisfy { [0x20, 0x09, 0x0A, 0x0D].contains($0) })
            let line = String(decoding: bytes[range], as: UTF8.self)
            let columns = line.reduce(0) { $0 + ($1 == "\t" ? 1 : columnCount($1)) }
            #expect(columns <= width, "‘\(text)’ at \(width)")
            end = range.upperBound
        }
        #expect(bytes[end...].allSatisfy { [0x20, 0x09, 0x0A, 0x0D].contains($0) })
    }
}
