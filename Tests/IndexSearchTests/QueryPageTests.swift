import Foundation
import IndexSearch
import Testing

private let page = URL(filePath: #filePath).deletingLastPathComponent().appending(
    path: "../../Sources/dossier-cli/Documentation/queries.md")

/// What stands between backticks in the first column of the tables.
private func examples() throws -> [String] {
    try String(contentsOf: page, encoding: .utf8).split(separator: "\n").flatMap { line -> [String] in
        // A bar inside a table is written so.
        let cells = line.replacing("\\|", with: "\u{1}").split(separator: "|")
        guard line.hasPrefix("| `"), let first = cells.first else { return [] }
        return first.matches(of: #/`([^`]+)`/#).map { String($0.output.1.replacing("\u{1}", with: "|")) }
    }
}

@Suite("The page on queries") struct QueryPageTests {
    private let parser: QueryParser = {
        var parser = QueryParser(facetNames: ["country", "alliance", "language", "year"])
        parser.savedQueries = ["korea": "country:KR OR country:KP"]
        return parser
    }()

    @Test("has examples of every construct, all of which are right")
    func examplesAreRight() throws {
        let examples = try examples()
        #expect(examples.count > 60)
        for example in examples {
            let parsed = parser.read(example)
            #expect(parsed.problems == [], "\(example)")
            #expect(parsed.query != .nothing, "\(example)")
        }
        #expect(examples.contains { parser.parse($0) == .all })
        let all = Set(examples.flatMap { Self.labels(of: parser.parse($0)) })
        for construct in [
            "word", "phrase", "sloppy", "spelled", "prefix", "wildcard", "regex", "fuzzy", "near", "and",
            "or",
            "not", "within", "facet", "numbers", "boosted", "date",
        ] {
            #expect(all.contains(construct), "\(construct)")
        }
    }

    @Test("reads back from the text that its queries are told by")
    func descriptionsReadBack() throws {
        for example in try examples() where !example.contains("saved:") {
            let query = parser.parse(example)
            #expect(parser.parse(query.description).description == query.description, "\(example): \(query)")
        }
    }

    /// The names of all cases and members of a value.
    private static func labels(of value: Any) -> [String] {
        Mirror(reflecting: value).children.flatMap { child in
            [child.label].compactMap(\.self) + labels(of: child.value)
        }
    }
}
