import PluginAPI
import Testing

@testable import Dossier
@testable import TerminalText
@testable import dossier_cli

@Test("Lines end before the width, except for a word that is wider")
func wrapping() {
    #expect(wrap("one two three", width: 7) == ["one two", "three"])
    #expect(wrap("one two three", width: 9, indent: 2) == ["  one two", "  three"])
    #expect(wrap("a incomprehensible b", width: 5) == ["a", "incomprehensible", "b"])
    #expect(wrap("  ", width: 5).isEmpty)
    #expect(wrap("한국 한국", width: 8) == ["한국", "한국"])
    #expect(columnCount("한국") == 4)
    #expect(columnCount("e\u{301}") == 1)
}

@Test("Text of an article cannot control the terminal")
func controlCharactersVanish() {
    #expect(printable("a\u{1B}[31mb\u{7}\n\u{9B}c\u{202E}d") == "a [31mb   c d")
    #expect(printable("한국 é") == "한국 é")
}

@Test("Words that match are marked one by one, by colour on a terminal and else by asterisks")
func marking() {
    let snippet = Snippet(text: "the mutual defence\nclause’s end", marks: [4..<18, 19..<25])
    let plain = words(of: snippet, on: Screen())
    #expect(plain.map(\.text) == ["the", "*mutual*", "*defence*", "*clause*’s", "end"])
    #expect(plain.map(\.columnCount) == [3, 8, 9, 10, 3])
    let colored = words(of: snippet, on: Screen(isColored: true))
    #expect(colored[1].text == "\u{1B}[1;33mmutual\u{1B}[0m")
    #expect(colored[1].columnCount == 6)
}

@Test("Marks outside the text, empty or overlapping, do no harm")
func oddMarks() {
    let snippet = Snippet(text: "abc", marks: [0..<0, 0..<2, 1..<3, 5..<9])
    #expect(words(of: snippet, on: Screen()).map(\.text) == ["*ab**c*"])
}

@Test("Numbers are rounded to fixed digits")
func fixedDigits() {
    #expect(fixed(7.305, digits: 2) == "7.31" || fixed(7.305, digits: 2) == "7.30")
    #expect(fixed(0.999, digits: 2) == "1.00")
    #expect(fixed(-0.001, digits: 2) == "0.00")
    #expect(fixed(-1.5, digits: 1) == "-1.5")
    #expect(fixed(12, digits: 0) == "12")
    #expect(fixed(.infinity, digits: 2) == "inf")
    #expect(size(9_999) == "9999 bytes")
    #expect(size(1_250_000) == "1.2 MB" || size(1_250_000) == "1.3 MB")
}

@Test("A facet's line names as many values as two lines hold, and how many more there are")
func facetLines() {
    let values = (1...30).map {
        FacetCounts.Value(id: "V\($0)", label: "Country number \($0)", facet: "country", count: 31 - $0)
    }
    let lines = facetLine(FacetCounts(facet: "country", values: values), on: Screen())
    #expect(lines.count == 2)
    #expect(lines[0].hasPrefix("country: Country number 1 30, Country number 2 29"))
    #expect(lines[1].hasSuffix(" more"))
    #expect(lines.allSatisfy { columnCount($0) <= 80 })
    let one = FacetCounts(facet: "country", values: Array(values.prefix(1)))
    #expect(facetLine(one, on: Screen(width: 20)).joined().contains("30"))
}

@Test("A facet's value and its count stay together")
func facetValuesStayWhole() {
    let value = FacetCounts.Value(id: "GB", label: "United Kingdom", facet: "country", count: 2)
    let lines = facetLine(FacetCounts(facet: "country", values: [value, value]), on: Screen(width: 36))
    #expect(lines == ["country: United Kingdom 2,", "  United Kingdom 2"])
}

@Test("An explanation stands indented below what it explains")
func explanationTree() {
    let tree = dossier_cli.tree(
        Explanation(value: 1.25, label: "sum", parts: [Explanation(value: 2, label: "documents")]), depth: 0)
    #expect(tree == ["1.250000  sum", "  2  documents"])
}

@Test("Words that gave a value are counted by words and rule, the most frequent first")
func evidenceCounts() {
    func place(_ words: String, _ rule: String) -> FacetEvidence.Place {
        FacetEvidence.Place(words: words, range: 0..<1, field: "body", rule: rule, row: 1, sense: .plain)
    }
    let evidence = FacetEvidence(
        facet: "country", id: "KR", label: "South Korea",
        places: [
            place("ROK", "code"), place("Seoul", "capital"), place("South\nKorea", "name"),
            place("Seoul", "capital"),
        ], salience: 4, isSubject: true)
    #expect(
        evidence.wordCounts == [
            WordsOfValue(words: "Seoul", rule: "capital", count: 2),
            WordsOfValue(words: "ROK", rule: "code", count: 1),
            WordsOfValue(words: "South Korea", rule: "name", count: 1),
        ])
}

@Test("A misspelt word finds the nearest, and only when it is near")
func suggestions() {
    #expect(editDistance("search", "serach") == 1)
    #expect(editDistance("", "abc") == 3)
    #expect(nearest(to: "plugin", among: ["plugins", "help"]) == "plugins")
    #expect(nearest(to: "xyz", among: ["plugins", "help"]) == nil)
    #expect(nearest(to: "", among: ["plugins", "help"]) == nil)
}
