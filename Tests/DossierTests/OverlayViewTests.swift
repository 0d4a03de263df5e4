import Foundation
import IndexSearch
import PluginAPI
import TestSupport
import Testing

@testable import Dossier

/// Random articles of several segments that name governments and places, and what an overlay makes of each.
private struct SensedArticles {
    private static let pieces = [
        "Seoul said", "in Seoul", "Tokyo warned", "in Tokyo", "South Korea", "Japan", "Turkey", "radar",
        "grain",
        "radar grain", "harbour",
    ]
    /// Of the value that only the overlay knows.
    static let fixed = [["add", "country:XX", "words", "zebra"], ["label", "country:XX", "New One"]]

    let folder: TemporaryFolder
    let plain: SearchIndex
    /// By identifier.
    var documents: [String: StoredDocument] = [:]
    var evidence: [String: [FacetEvidence]] = [:]

    init(seed: UInt64) throws {
        folder = try TemporaryFolder()
        var random = SeededGenerator(state: seed)
        func words(_ count: ClosedRange<Int>) -> String {
            (0..<Int.random(in: count, using: &random)).map { _ in
                Self.pieces[Int.random(in: 0..<Self.pieces.count, using: &random)]
            }.joined(separator: " and ")
        }
        let source = try ArticleSource.batches(
            of: 36, every: 30, in: folder, plugins: SmallFacets.plugins()
        ) { source, name in
            source.write(
                name, "Report \(words(0...1))\n\nThere \(words(0...2)) and.\n\nThen \(words(1...6)) and.\n")
        }
        plain = try SearchIndex(path: folder.path, overlay: .none)
        for name in source.articles.keys {
            documents[name] = try plain.document(name)
            evidence[name] = try plain.evidence(for: name).filter { $0.facet == "country" }
        }
    }

    func lines(_ random: inout SeededGenerator) -> [[String]] {
        func pick(_ all: [String]) -> String { all[Int.random(in: 0..<all.count, using: &random)] }
        let rules = ["name", "capital", "capital as government", "capital as place"]
        return (0..<Int.random(in: 1...6, using: &random)).map { _ in
            func value() -> String { "country:" + pick(["KR", "JP", "TR", "XX"]) }
            let forms = ["south korea", "SEOUL", "Tokyo", "turkey"]
            switch Int.random(in: 0..<12, using: &random) {
            case 0: return ["merge", value(), value()]
            case 1: return ["reject", value()]
            case 2: return ["reject", value(), "document", pick(documents.keys.sorted())]
            case 3: return ["add", value(), "document", pick(documents.keys.sorted())]
            case 4, 5: return ["add", value(), "words", pick(["radar grain", "harbour"])]
            case 6: return ["reject", value(), "form", pick(forms)]
            case 7: return ["reject", value(), "rule", pick(rules)]
            case 8, 9: return ["split", value(), "form", pick(forms), value()]
            default: return ["split", value(), "rule", pick(rules), value()]
            }
        }
    }

    /// The index with those lines that can be applied, which are returned.
    func open(_ lines: [[String]]) throws -> (SearchIndex, [[String]]) {
        let file = folder.path + "/changes.tsv"
        var lines = lines
        while true {
            let text = (lines + Self.fixed).map { $0.joined(separator: "\t") }.joined(separator: "\n")
            try text.write(toFile: file, atomically: true, encoding: .utf8)
            let wrong = Set(try plain.problems(ofOverlay: file).filter(\.isFatal).map { $0.line - 1 })
            if wrong.isEmpty { return (try SearchIndex(path: folder.path, overlay: .file(file)), lines) }
            // What contradicts the fixed lines goes wholly.
            let isAny = wrong.contains { $0 < lines.count }
            lines = lines.indices.filter { isAny ? !wrong.contains($0) : !lines[$0].contains("country:XX") }
                .map { lines[$0] }
        }
    }

    /// Places of an article where words name a value as an overlay has it, by brute force.
    func places(_ name: String, _ lines: [[String]]) -> [(
        id: String?, from: String, place: FacetEvidence.Place
    )] {
        evidence[name, default: []].flatMap { value in
            value.places.map { place in
                let line = lines.first { line in
                    line.count > 3 && id(line[1]) == value.id
                        && (line[2] == "form" && line[3].lowercased() == place.words.lowercased()
                            || line[2] == "rule" && line[3] == place.rule)
                }
                let named = line.map { $0[0] == "reject" ? nil : id($0[4]) } ?? value.id
                return (named.flatMap { shown($0, lines) }, value.id, place)
            }
        }
    }

    func id(_ text: String) -> String { String(text.dropFirst("country:".count)) }

    /// Nil for a value that is rejected.
    func shown(_ id: String, _ lines: [[String]]) -> String? {
        if lines.contains(where: { $0.count == 2 && $0[0] == "reject" && self.id($0[1]) == id }) {
            return nil
        }
        let merge = lines.first { $0[0] == "merge" && self.id($0[1]) == id }
        return merge.map { shown(self.id($0[2]), lines) } ?? id
    }

    private func lines(_ lines: [[String]], _ kind: String, of shown: String, in name: String) -> Bool {
        lines.contains {
            $0[0] == kind && $0.count > 3 && $0[2] == "document" && $0[3] == name
                && self.shown(id($0[1]), lines) == shown
        }
    }

    /// The articles that a view finds for a shown value.
    func found(_ view: String, _ shown: String, _ lines: [[String]]) -> [String] {
        documents.keys.sorted().filter { name in
            if self.lines(lines, "reject", of: shown, in: name) { return false }
            let places = places(name, lines)
            if view != "about" {
                return places.contains { $0.id == shown && "\($0.place.sense)" == view }
            }
            if self.lines(lines, "add", of: shown, in: name) { return true }
            let isNamed = isNamed(shown, name, lines, places)
            for value in evidence[name, default: []] where value.isSubject {
                let lost = places.contains { $0.from == value.id && $0.id != shown }
                if self.shown(value.id, lines) == shown, isNamed || !lost { return true }
            }
            let gained = places.contains { $0.id == shown && self.shown($0.from, lines) != shown }
            return isNamed && (gained || !addedPlaces(shown, name, lines).isEmpty)
        }
    }

    /// Once in the title or the lead, or twice in the text.
    private func isNamed(
        _ shown: String, _ name: String, _ lines: [[String]],
        _ places: [(id: String?, from: String, place: FacetEvidence.Place)]
    ) -> Bool {
        let starts =
            places.filter { $0.id == shown }.map(\.place.range.lowerBound) + addedPlaces(shown, name, lines)
        let kinds = starts.map { start in
            documents[name]?.zones.first { $0.range.contains(start) }?.kind ?? .body
        }
        return kinds.contains(.title) || kinds.contains(.lead) || kinds.count > 1
    }

    /// Where words begin that the overlay gives a value to.
    private func addedPlaces(_ shown: String, _ name: String, _ lines: [[String]]) -> [Int] {
        let text = String(decoding: documents[name]?.text ?? [], as: UTF8.self)
        return lines.filter { $0[0] == "add" && $0[2] == "words" && self.shown(id($0[1]), lines) == shown }
            .flatMap { line in text.ranges(of: line[3]).map { $0.lowerBound.utf16Offset(in: text) } }
    }

    /// Those of them with a place of the view's sense at most a word away from *radar*.
    func near(_ view: String, _ shown: String, _ lines: [[String]]) -> [String] {
        found(view, shown, lines).filter { name in
            let text = String(decoding: documents[name]?.text ?? [], as: UTF8.self)
            return places(name, lines).contains { place in
                guard place.id == shown, "\(place.place.sense)" == view else { return false }
                let before = text.utf8.prefix(place.place.range.lowerBound)
                let after = text.utf8.dropFirst(place.place.range.upperBound)
                let left =
                    String(decoding: before, as: UTF8.self).split(
                        separator: "\n", omittingEmptySubsequences: false
                    ).last ?? ""
                let right =
                    String(decoding: after, as: UTF8.self).split(
                        separator: "\n", omittingEmptySubsequences: false
                    ).first ?? ""
                return left.split { !$0.isLetter }.suffix(2).contains("radar")
                    || right.split { !$0.isLetter }.prefix(2).contains("radar")
            }
        }
    }
}

@Suite("An overlay and the views of facets")
struct OverlayViewTests {
    @Test(
        "agree: a view shows what the changed words say, as a look at each article does",
        arguments: 0..<4 as Range<UInt64>)
    func bruteForce(seed: UInt64) throws {
        let articles = try SensedArticles(seed: seed)
        var random = SeededGenerator(state: 300 + seed)
        for round in 0..<30 {
            // Without an overlay too.
            let (index, lines) = try articles.open(round == 0 ? [] : articles.lines(&random))
            for name in articles.documents.keys.sorted().prefix(9) {
                let facets = try index.evidence(for: name).map(\.facet)
                #expect(Set(facets).isSubset(of: index.facetNames), "\(lines) \(name)")
            }
            for view in ["about", "government", "place"] {
                var expected: [String: Int] = [:]
                for id in ["KR", "JP", "TR", "XX"] where articles.shown(id, lines) == id {
                    let names = articles.found(view, id, lines)
                    if !names.isEmpty { expected[id] = names.count }
                    #expect(try index.names("\(view):country:\(id)") == names, "\(lines) \(view):\(id)")
                    if view == "about" {
                        for name in names {
                            let evidence = try index.evidence(for: name, facet: "country", value: id)
                            #expect(evidence?.isSubject == true, "\(lines) \(name) \(id)")
                        }
                    } else {
                        let near = try index.names("\(view):country:\(id) NEAR/1 radar")
                        #expect(near == articles.near(view, id, lines), "\(lines) \(view):\(id)")
                    }
                }
                var request = SearchRequest("")
                request.countedFacets = ["\(view):country"]
                let counts = try index.search(request).facets[0].values.map { ($0.id, $0.count) }
                #expect(Dictionary(uniqueKeysWithValues: counts) == expected, "\(lines) \(view)")
            }
        }
    }

    @Test("A view by sense is near words, stands in phrases, and is marked, where words are of its sense")
    func senses() throws {
        let folder = try TemporaryFolder()
        var source = ArticleSource()
        source.write("a", "Report\n\nSeoul said no. South Korea sent grain. They met in Seoul again.\n")
        source.write("b", "Report\n\nThey met in Seoul and South Korea said no.\n")
        _ = try indexSources(
            [source], in: folder.fileSystem, folder: folder.path, plugins: SmallFacets.plugins(),
            options: IndexOptions())
        let index = try SearchIndex(path: folder.path)
        #expect(try index.names("government:KR NEAR/1 said") == ["a"])
        #expect(try index.names("country:KR NEAR/1 said") == ["a", "b"])
        #expect(try index.names("place:KR NEAR/1 again") == ["a"])
        #expect(try index.names("\"in place:KR\"") == ["a", "b"])
        #expect(try index.names("\"in government:KR\"") == [])
        var strict = SearchRequest("about:KR NEAR/1 said")
        strict.syntax = .strict
        #expect(throws: DossierError.self) { try index.search(strict) }
        let snippet = try index.snippet(of: index.document("a"), for: SearchRequest("place:KR NEAR/1 again"))
        let text = Array(snippet.text.utf8)
        #expect(snippet.marks.map { String(decoding: text[$0], as: UTF8.self) } == ["Seoul", "again"])
        let first = try #require(snippet.marks.first).lowerBound
        #expect(String(decoding: text[..<first], as: UTF8.self).hasSuffix("met in "))
    }

    @Test("A live index has the overlay of its folder, for what it holds and for what comes")
    func live() throws {
        let folder = try TemporaryFolder()
        try LiveIndex(path: folder.path, plugins: SmallFacets.plugins()).close()
        let overlay = "split\tcountry:KR\tform\tSeoul\tcountry:XX\nlabel\tcountry:XX\tThe City\n"
        try overlay.write(toFile: folder.path + "/overlay.tsv", atomically: true, encoding: .utf8)
        let live = try LiveIndex(path: folder.path, plugins: SmallFacets.plugins())
        func add(_ name: String, _ text: String) throws {
            var document = Document(identifier: name)
            document.append(.body, Array(text.utf8))
            _ = try live.add(document)
        }
        try add("a", "Talks in Seoul.")
        try add("b", "Talks with South Korea.")
        #expect(try live.snapshot.names("country:KR") == ["b"])
        #expect(try live.snapshot.names("country:\"the city\"") == ["a"])
        #expect(try live.snapshot.names("place:XX") == ["a"])
        try live.close()
        let again = try LiveIndex(path: folder.path, plugins: SmallFacets.plugins())
        #expect(try again.snapshot.names("country:XX") == ["a"])
        try again.close()
        let plain = try LiveIndex(path: folder.path, plugins: SmallFacets.plugins(), overlay: .none)
        #expect(try plain.snapshot.names("country:KR") == ["a", "b"])
        try plain.close()
        try "reject\tcountry".write(
            toFile: folder.path + "/overlay.tsv", atomically: true, encoding: .utf8)
        let error = #expect(throws: DossierError.self) {
            try LiveIndex(path: folder.path, plugins: SmallFacets.plugins())
        }
        #expect(error?.code == .overlay)
    }
}

extension SearchIndex {
    fileprivate func names(_ query: String) throws -> [String] {
        var request = SearchRequest(query)
        request.limit = 1000
        return try search(request).hits.map { try fetch($0.reference).identifier }.sorted()
    }
}
