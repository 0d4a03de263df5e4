import Foundation
import IndexSearch
import PluginAPI
import TestSupport
import Testing

@testable import Dossier

/// Random articles that name places and have tags, in several segments, and what overlays do to them by looking at each.
private struct OverlaidArticles {
    private static let rows = [
        "KR\tSouth Korea\tSouth Korea\tname\tcaps\t", "JP\tJapan\tJapan\tname\tcaps\t",
        "FR\tFrance\tParis\tcapital\tcaps\t", "FR\tFrance\tFrance\tname\tcaps\t",
    ]
    private static let pieces = [
        "Seoul", "South Korea", "Tokyo", "Japan", "Ankara", "Paris", "France", "radar", "grain", "treaty",
        "harbour", "radar grain",
    ]

    let folder: TemporaryFolder
    /// What the index itself says.
    let plain: SearchIndex
    /// By identifier.
    var evidence: [String: [FacetEvidence]] = [:]
    var texts: [String: [String]] = [:]

    init(seed: UInt64) throws {
        folder = try TemporaryFolder()
        var random = SeededGenerator(state: seed)
        var source = ArticleSource()
        for batch in 0..<3 {
            for number in batch * 40..<batch * 40 + 50 {
                let words = (0..<Int.random(in: 1...9, using: &random)).map { _ in
                    Self.pieces[Int.random(in: 0..<Self.pieces.count, using: &random)]
                }
                let tags = (0..<Int.random(in: 0...3, using: &random)).map { _ in
                    "t\(Int.random(in: 0..<5, using: &random))"
                }
                let text = "and " + words.joined(separator: " and ") + " and"
                source.write("n\(number)", "Report\n\n\(text)\n", tags: tags)
                texts["n\(number)"] = ["report"] + text.lowercased().split(separator: " ").map(String.init)
            }
            if batch == 1 { for number in 0..<9 { source.articles["n\(number * 3)"] = nil } }
            var options = IndexOptions()
            options.schema.facetFields = [FacetField("tag")]
            _ = try indexSources(
                [source], in: folder.fileSystem, folder: folder.path,
                plugins: SmallPlugins.make(rows: Self.rows), options: options)
        }
        plain = try SearchIndex(path: folder.path, overlay: .none)
        for name in source.articles.keys { evidence[name] = try plain.evidence(for: name) }
        texts = texts.filter { evidence[$0.key] != nil }
        try #require(try plain.statistics().segmentCount > 1)
    }

    /// Lines that may contradict each other.
    func lines(_ random: inout SeededGenerator) -> [[String]] {
        func pick(_ all: [String]) -> String { all[Int.random(in: 0..<all.count, using: &random)] }
        let documents = evidence.keys.sorted()
        return (0..<Int.random(in: 1...8, using: &random)).map { _ in
            let isPlace = Int.random(in: 0..<3, using: &random) > 0
            let values =
                isPlace ? ["KR", "JP", "TR", "FR", "XX", "YY"] : ["t0", "t1", "t2", "t3", "t4", "XX"]
            func value() -> String { (isPlace ? "place:" : "tag:") + pick(values) }
            let forms = ["south korea", "SEOUL", "Paris", "Tokyo", "korea"]
            switch Int.random(in: 0..<12, using: &random) {
            case 0...3: return ["merge", value(), value()]
            case 4: return ["reject", value()]
            case 5: return ["reject", value(), "document", pick(documents)]
            case 6: return ["add", value(), "document", pick(documents)]
            case 7: return ["add", value(), "words", pick(["radar grain", "grain", "and treaty and"])]
            case 8: return ["reject", value(), "form", pick(forms)]
            case 9: return ["reject", value(), "rule", pick(["capital", "name"])]
            case 10: return ["split", value(), "form", pick(forms), value()]
            default: return ["split", value(), "rule", pick(["capital", "name"]), value()]
            }
        }
    }

    /// The shown values of a facet of each document: words that name them, by brute force.
    func values(_ lines: [[String]], facet: String) -> [String: [String: [FacetEvidence.Place]]] {
        let changes = lines.filter { $0[1].hasPrefix(facet + ":") }
        func id(_ text: String) -> String { String(text.dropFirst(facet.count + 1)) }
        var merges: [String: String] = [:]
        for line in changes where line[0] == "merge" { merges[id(line[1])] = id(line[2]) }
        func shown(_ id: String) -> String { merges[id].map(shown) ?? id }
        let rejected = Set(changes.filter { $0[0] == "reject" && $0.count == 2 }.map { id($0[1]) })
        return evidence.mapValues { _ in [:] }.merging(
            evidence.map { name, evidence in
                var found: [String: [FacetEvidence.Place]] = [:]
                for value in evidence where value.facet == facet {
                    if value.isStated, !rejected.contains(value.id) {
                        found[shown(value.id), default: []] += []
                    }
                    for place in value.places {
                        let line = changes.first { line in
                            guard line.count > 3, id(line[1]) == value.id else { return false }
                            return line[2] == "form" && line[3].lowercased() == place.words.lowercased()
                                || line[2] == "rule" && line[3] == place.rule
                        }
                        if let line, line[0] == "reject" { continue }
                        let target = line.map { id($0[4]) } ?? value.id
                        if !rejected.contains(target) { found[shown(target), default: []].append(place) }
                    }
                }
                for line in changes where line[0] == "add" {
                    let words = line[3].split(separator: " ").map(String.init)
                    let holds = texts[name]?.indices.contains { index in
                        texts[name]?[index...].starts(with: words) == true
                    }
                    if line[2] == "document" ? line[3] == name : holds == true {
                        found[shown(id(line[1])), default: []] += []
                    }
                }
                for line in changes where line[0] == "reject" && line.count > 3 && line[3] == name {
                    found[shown(id(line[1]))] = nil
                }
                return (name, found)
            }, uniquingKeysWith: { $1 })
    }

    /// The index with those lines that can be applied, which are returned.
    func open(_ lines: [[String]]) throws -> (SearchIndex, [[String]]) {
        let labels = ["label\tplace:XX\tNew One", "label\tplace:YY\tNew Two", "label\ttag:XX\tNew Tag"]
        let file = folder.path + "/changes.tsv"
        var lines = lines
        while true {
            let given = lines.joined().filter { ["place:XX", "place:YY", "tag:XX"].contains($0) }
            let text =
                lines.map { $0.joined(separator: "\t") }
                + labels.filter { label in
                    given.contains { label.contains($0) }
                }
            try text.joined(separator: "\n").write(toFile: file, atomically: true, encoding: .utf8)
            let problems = try plain.problems(ofOverlay: file).filter(\.isFatal)
            if problems.isEmpty { return (try SearchIndex(path: folder.path, overlay: .file(file)), lines) }
            // A label of a value that only a line gives that is left out goes with it.
            let wrong = Set(problems.map { $0.line - 1 })
            lines = lines.indices.filter { !wrong.contains($0) }.map { lines[$0] }
            if wrong.allSatisfy({ $0 >= lines.count }) {
                lines = lines.filter {
                    !$0.joined(separator: "\t").contains(":XX") && !$0.joined().contains(":YY")
                }
            }
        }
    }
}

@Suite("An overlay")
struct OverlayTests {
    @Test(
        "changes values, counts, filters and evidence as it says, of every document",
        arguments: 0..<4 as Range<UInt64>)
    func bruteForce(seed: UInt64) throws {
        let articles = try OverlaidArticles(seed: seed)
        var random = SeededGenerator(state: 100 + seed)
        for _ in 0..<25 {
            let (index, lines) = try articles.open(articles.lines(&random))
            for facet in ["place", "tag"] {
                let values = articles.values(lines, facet: facet)
                for word in ["", "radar", "treaty OR grain", "harbour AND NOT radar"] {
                    let matching = try index.names(word)
                    var expected: [String: Int] = [:]
                    for name in matching {
                        for id in (values[name] ?? [:]).keys { expected[id, default: 0] += 1 }
                    }
                    #expect(try index.counts(word, facet) == expected, "\(lines) \(word)")
                }
                var all: [String: [String]] = [:]
                for (name, values) in values { for id in values.keys { all[id, default: []].append(name) } }
                for (id, names) in all {
                    #expect(try index.names("\(facet):\(id)") == names.sorted(), "\(lines) \(id)")
                    let radar = try index.names("radar AND \(facet):\(id)")
                    #expect(radar == Set(names).intersection(try index.names("radar")).sorted(), "\(lines)")
                }
                let held = try #require(try index.statistics().facets.first { $0.name == facet })
                #expect(try held.valueCount >= index.counts("", facet).count)
                for (name, values) in values {
                    let evidence = try index.evidence(for: name).filter { $0.facet == facet }
                    #expect(Set(evidence.map(\.id)) == Set(values.keys), "\(lines) \(name)")
                    let isGiven = evidence.contains { $0.isGiven }
                    let isStated = evidence.contains { $0.isStated }
                    let isAdded = lines.contains { $0[0] == "add" && $0[2] == "document" && $0[3] == name }
                    #expect(!isGiven || isAdded, "\(lines) \(name)")
                    #expect(!isStated || facet == "tag", "\(lines) \(name)")
                }
            }
        }
    }

    @Test(
        "moves what is near: spans of merged values together, of split ones apart",
        arguments: 0..<3 as Range<UInt64>)
    func spans(seed: UInt64) throws {
        let articles = try OverlaidArticles(seed: seed)
        var random = SeededGenerator(state: 200 + seed)
        for _ in 0..<20 {
            let (index, lines) = try articles.open(articles.lines(&random))
            let values = articles.values(lines, facet: "place")
            let added = lines.contains { $0[0] == "add" }
            for id in ["KR", "JP", "TR", "FR", "XX", "YY"]
            where values.values.contains(where: { $0[id] != nil }) && !added {
                var expected: [String] = []
                for (name, values) in values {
                    // Before the words of the article stands the title, of one word.
                    let words = try #require(articles.texts[name])
                    let text = try articles.plain.document(name).text
                    let isNear = (values[id] ?? []).contains { place in
                        let before = String(decoding: text[..<place.range.lowerBound], as: UTF8.self)
                        let first = before.split { !$0.isLetter }.count
                        let count = place.words.split(separator: " ").count
                        return words.indices.contains { index in
                            words[index] == "radar"
                                && (index < first ? first - index - 1 : index - first - count) <= 1
                        }
                    }
                    if isNear { expected.append(name) }
                }
                #expect(try index.names("place:\(id) NEAR/1 radar") == expected.sorted(), "\(lines) \(id)")
            }
        }
    }

    @Test("names values: labels, aliases, merged ones by the names they had, and none that is rejected")
    func names() throws {
        let articles = try OverlaidArticles(seed: 1)
        let (index, _) = try articles.open([
            ["merge", "place:JP", "place:KR"], ["label", "place:KR", "Both"],
            ["alias", "place:KR", "the two"],
            ["reject", "place:TR"], ["split", "place:FR", "form", "Paris", "place:XX"],
        ])
        let both = try index.names("place:KR")
        for name in ["JP", "Japan", "South Korea", "Both", "the two", "kr"] {
            #expect(try index.names("place:\"\(name)\"") == both, "\(name)")
        }
        #expect(try index.names("place:\"New One\"") == index.names("place:XX"))
        var request = SearchRequest("place:TR")
        request.syntax = .strict
        #expect(throws: DossierError.self) { try index.search(request) }
        request.query = "place:Turkey"
        #expect(throws: DossierError.self) { try index.search(request) }
        request = SearchRequest("")
        request.countedFacets = ["place"]
        let labels = try index.search(request).facets[0].values.map(\.label)
        #expect(Set(labels) == ["Both", "France", "New One"])
        let evidence = try index.evidence(for: try #require(both.first))
        #expect(evidence.first { $0.id == "KR" }?.label == "Both")
    }

    @Test("is read from the folder of the index, or from a file, or not at all")
    func file() throws {
        let articles = try OverlaidArticles(seed: 2)
        let plain = try articles.plain.counts("", "place")
        try "reject\tplace:KR\n".write(
            toFile: articles.folder.path + "/overlay.tsv", atomically: true, encoding: .utf8)
        #expect(try SearchIndex(path: articles.folder.path).counts("", "place")["KR"] == nil)
        #expect(try SearchIndex(path: articles.folder.path, overlay: .none).counts("", "place") == plain)
        let other = articles.folder.path + "/other.tsv"
        try "# nothing\r\n\r\n".write(toFile: other, atomically: true, encoding: .utf8)
        #expect(
            try SearchIndex(path: articles.folder.path, overlay: .file(other)).counts("", "place") == plain)
        let missing = #expect(throws: DossierError.self) {
            try SearchIndex(path: articles.folder.path, overlay: .file(other + "x"))
        }
        #expect(missing?.code == .overlay)
        #expect(articles.plain.check() == [])
    }

    @Test("tells every line that is wrong, and why")
    func problems() throws {
        let articles = try OverlaidArticles(seed: 3)
        let cases: [(line: String, reason: String)] = [
            ("mrege\tplace:KR\tplace:JP", "‘mrege’ is no change"),
            ("merge place:KR place:JP", "between tabs, not blanks"),
            ("merge\tplace:KR", "has 2 columns; write merge"), ("reject\tplace", "‘place’ is no value"),
            ("reject\tplace:", "‘place:’ is no value"),
            ("reject\tnowhere:KR", "no facet ‘nowhere’; there are"),
            ("reject\tactor:KR", "no facet ‘actor’"), ("reject\tplace:QQ", "No document has place:QQ"),
            ("merge\tplace:KR\ttag:t1", "place:KR and tag:t1 are of two facets"),
            ("merge\tplace:FR\tplace:FR", "merged into itself"),
            ("add\tplace:ZZ\twords\tx", "place:ZZ is new: give it a line with its label"),
            ("split\tplace:KR\tline\tx\tplace:JP", "‘line’ is neither form nor rule"),
            ("split\tplace:KR\tform\t…\tplace:JP", "‘…’ holds no word"),
            ("split\tplace:KR\trule\tnone\tplace:JP", "no rule ‘none’; there are"),
            ("reject\ttag:t1\tform\tx", "Values of tag are stated"),
            ("add\tplace:KR\tline\tx", "neither words nor document"),
            ("label\tplace:KR\t ", "Column 3 is empty"), ("label\tplace:QQ\tx", "No document has place:QQ"),
            ("reject\tplace:KR\tdocument\tn999", "No document is named ‘n999’"),
        ]
        let file = articles.folder.path + "/wrong.tsv"
        try cases.map(\.line).joined(separator: "\n").write(toFile: file, atomically: true, encoding: .utf8)
        let problems = try articles.plain.problems(ofOverlay: file)
        #expect(problems.map(\.line) == Array(1...cases.count))
        for (problem, expected) in zip(problems, cases) {
            #expect(problem.reason.contains(expected.reason), "\(problem)")
            #expect(problem.isFatal == !expected.reason.contains("n999"))
        }
        let error = #expect(throws: DossierError.self) {
            try SearchIndex(path: articles.folder.path, overlay: .file(file))
        }
        #expect(error?.code == .overlay)
        #expect(error?.message.split(separator: "\n").count == cases.count)
    }

    @Test(
        "tells lines that contradict each other",
        arguments: [
            (
                ["merge\tplace:KR\tplace:JP", "merge\tplace:KR\tplace:TR"], [2],
                "merged into place:JP already, by line 1"
            ),
            (
                ["merge\tplace:KR\tplace:JP", "merge\tplace:JP\tplace:TR", "merge\tplace:TR\tplace:KR"],
                [1, 2, 3], "go round"
            ),
            (["reject\tplace:KR", "merge\tplace:KR\tplace:JP"], [2], "place:KR is rejected by another line"),
            (["split\tplace:JP\tform\tTokyo\tplace:KR", "reject\tplace:KR"], [1], "place:KR is rejected"),
            (
                ["add\tplace:KR\tdocument\tn1", "reject\tplace:KR\tdocument\tn1"], [1],
                "Line 2 rejects place:KR"
            ),
            (["merge\tplace:KR\tplace:JP", "label\tplace:KR\tx"], [2], "place:KR is shown as place:JP"),
            (["reject\tplace:KR", "add\tplace:KR\twords\tradar"], [2], "is rejected by another line"),
        ])
    func conflicts(lines: [String], wrong: [Int], reason: String) throws {
        let articles = try OverlaidArticles(seed: 4)
        let file = articles.folder.path + "/wrong.tsv"
        try lines.joined(separator: "\n").write(toFile: file, atomically: true, encoding: .utf8)
        let problems = try articles.plain.problems(ofOverlay: file)
        #expect(
            problems.map(\.line) == wrong
                && problems.allSatisfy { $0.reason.contains(reason) || wrong.count > 1 })
        #expect(problems.contains { $0.reason.contains(reason) })
    }
}

@Test("A document with two spellings of a publisher counts once")
func spellingsCountOnce() throws {
    let folder = try TemporaryFolder()
    var source = ArticleSource()
    for (name, publisher, others) in [
        ("a", "ABC News", ["abcnews.com", "ABC NEWS"]), ("b", "ABC News", []),
        ("c", "Reuters", ["abcnews.com"]),
    ] {
        source.write(name, "Report\n\nWords of \(name).\n")
        source.articles[name]?.publisher = publisher
        source.articles[name]?.publishers = others
    }
    var options = IndexOptions()
    options.schema.facetFields = [FacetField("publisher")]
    _ = try indexSources(
        [source], in: folder.fileSystem, folder: folder.path, plugins: SmallPlugins.make(), options: options)
    let index = try SearchIndex(path: folder.path)
    #expect(try index.counts("", "publisher") == ["ABC News": 3, "Reuters": 1])
    #expect(try index.counts("words", "publisher") == ["ABC News": 3, "Reuters": 1])
    #expect(try index.names("publisher:abcnews.com") == ["a", "b", "c"])
}

extension SearchIndex {
    fileprivate func names(_ query: String) throws -> [String] {
        var request = SearchRequest(query)
        request.limit = 1000
        let results = try search(request)
        let names = try results.hits.map { try fetch($0.reference).identifier }.sorted()
        #expect(names.count == results.total)
        return names
    }

    fileprivate func counts(_ query: String, _ facet: String) throws -> [String: Int] {
        var request = SearchRequest(query)
        request.countedFacets = [facet]
        let values = try search(request).facets[0].values
        #expect(values.allSatisfy { $0.count > 0 })
        return Dictionary(uniqueKeysWithValues: values.map { ($0.id, $0.count) })
    }
}
