import Testing

@testable import IndexSearch

@Suite("A query of too many words") struct QueryLeavesTests {
    private let parser = QueryParser(facetNames: ["country"])

    private func words(_ count: Int) -> String { (0..<count).map { "w\($0)" }.joined(separator: " ") }

    @Test("is read as that of its first ones, and told to be")
    func cut() {
        let cases: [(text: String, expected: String)] = [
            (words(5000), words(4096)),
            ("a AND (\(words(5000))) b", "a AND (\(words(4095)))"),
            ("\(words(4094)) title:\"a b c\"~2 d", "\(words(4094)) title:\"a b\"~2"),
            ("\(words(4094)) (a NEAR/3 b PRE/2 c)", "\(words(4094)) (a NEAR/3 b)"),
        ]
        for (text, expected) in cases {
            let read = parser.read(text)
            #expect(read.query.leafCount == Query.greatestLeafCount)
            let isCut = read.query.description == parser.read(expected).query.description
            #expect(isCut, "\(text.suffix(30))")
            let ranges: [Range<Int>] = read.problems.map(\.range)
            #expect(ranges == [text.utf8.count..<text.utf8.count])
        }
    }

    @Test("begins behind 4,096, however they are put together")
    func whole() {
        let words = words(4093)
        let texts: [String] = [
            words + " a b c", words + " \"a b\" country:KR", words + " a* (b NEAR c)", "-(\(words) a) b^2 c",
        ]
        for text in texts {
            let read = parser.read(text)
            #expect(read.problems.isEmpty && read.query.leafCount == 4096, "\(text.suffix(20))")
        }
    }
}
