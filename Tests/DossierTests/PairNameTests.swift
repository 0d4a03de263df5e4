import Gazetteer
import IndexSearch
import PluginAPI
import TestSupport
import Testing
import TextFormat

@testable import Dossier

/// Finds values of its own, each at a word of its own, or none.
private struct FoundValues: FacetPlugin {
    let manifest: PluginManifest
    let fingerprint: UInt64 = 1
    let values: [FacetValue] = []
    let rules = ["found"]
    let identifiers: [String]

    init(_ name: String, isActor: Bool, _ identifiers: [String] = []) {
        manifest = PluginManifest(name: name, kind: .facet, version: 1, summary: "", isActor: isActor)
        self.identifiers = identifiers
    }

    func mentions(
        in documents: [TokenizedDocument], over basis: [FacetBasis]
    ) throws(FacetError) -> [DocumentMentions] {
        documents.map { _ in
            DocumentMentions(
                identifiers.indices.map {
                    Mention(value: UInt32($0), firstToken: UInt32($0), tokenCount: 1, rule: 0, row: 0)
                }, discovered: identifiers)
        }
    }
}

@Suite("The name of a pair")
struct PairNameTests {
    /// An index with some pairs of actors, of whom two have one name and some facets have no values.
    private func resolver(_ pairs: [String], emptyFacetCount: Int = 0) throws -> FacetResolver {
        let rows = [
            "id\tlabel\tform", "CD\tCongo\tKinshasa", "CG\tCongo\tBrazzaville", "KR\tSouth Korea\tSeoul",
        ]
        let actors = try GazetteerPlugin(
            manifest: PluginManifest(name: "country", kind: .facet, version: 1, summary: "", isActor: true),
            table: Array(rows.joined(separator: "\n").utf8))
        let empty = (0..<emptyFacetCount).map { FoundValues("empty\($0)", isActor: true) }
        let plugins = PluginSet(
            formats: [TextFormat()], facets: [actors, FoundValues("pair", isActor: false, pairs)] + empty)
        let folder = try TemporaryFolder()
        var source = ArticleSource()
        source.write("a", "Talks\n\nOf grain and of radar and of more, all day.")
        _ = try indexSources(
            [source], in: folder.fileSystem, folder: "/index", plugins: plugins, options: IndexOptions())
        return try SearchIndex(path: folder.path).searcher.resolver
    }

    @Test(
        "holds those of its actors in any order",
        arguments: ["Seoul and Kinshasa", "cd-kr", "South Korea/CD"])
    func order(name: String) throws {
        #expect(try resolver(["CD–KR"]).resolve(facet: "pair", value: name).id == "CD–KR")
    }

    @Test("may hold one that fits several actors, and fits the pairs that there are of them")
    func ambiguous() throws {
        #expect(try resolver(["CD–KR"]).resolve(facet: "pair", value: "Congo-Seoul").id == "CD–KR")
        #expect(try resolver(["CG–KR"]).resolve(facet: "pair", value: "KR–Congo").id == "CG–KR")
        let both = try resolver(["CD–KR", "CG–KR"])
        let error = #expect(throws: QueryError.self) {
            try both.resolve(facet: "pair", value: "Congo-Seoul")
        }
        guard case .ambiguousValue(_, _, let candidates) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(candidates.map(\.id) == ["CD–KR", "CG–KR"])
    }

    @Test("is not looked for in many pieces, nor among actors", arguments: [(8, 6), (5000, 0)])
    func pieces(count: Int, emptyFacetCount: Int) throws {
        let resolver = try resolver(["CD–KR"], emptyFacetCount: emptyFacetCount)
        let name = [String](repeating: "a", count: count).joined(separator: "-")
        let elapsed = ContinuousClock().measure {
            #expect(throws: QueryError.self) { try resolver.resolve(facet: "pair", value: name) }
        }
        #expect(elapsed < .seconds(1), "\(elapsed)")
    }
}
