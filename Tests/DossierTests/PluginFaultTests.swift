import Foundation
import PluginAPI
import SourceAdapters
import Testing

@testable import Dossier

/// A format plugin that gives what it is told to.
private struct LyingFormat: FormatPlugin {
    var manifest = PluginManifest(name: "liar", kind: .format, version: 1, summary: "")
    var zones: [Zone]

    func confidence(for input: FormatInput) -> Int { 100 }

    func read(_ input: FormatInput) throws(FormatError) -> Document {
        Document(identifier: input.identifier, text: Array("Seoul said no".utf8), zones: zones)
    }
}

/// A facet plugin whose mentions lie outside everything, or that fails on one document.
private struct FaultyFacet: FacetPlugin {
    var manifest = PluginManifest(name: "faulty", kind: .facet, version: 1, summary: "")
    var fingerprint: UInt64 = 1
    var values = [FacetValue(id: "A", label: "Alpha")]
    var rules = ["word"]

    func mentions(
        in documents: [TokenizedDocument], over basis: [FacetBasis]
    ) throws(FacetError) -> [DocumentMentions] {
        if let index = documents.firstIndex(where: { $0.document.identifier.hasSuffix("bad.txt") }) {
            throw .failed(documentIndex: index, reason: "no idea")
        }
        return documents.map { _ in
            DocumentMentions([
                Mention(value: 9, firstToken: 0, tokenCount: 1, rule: 0, row: 0),
                Mention(value: 0, firstToken: 1, tokenCount: 1, rule: 0, row: 0),
                Mention(value: 0, firstToken: 0, tokenCount: 1, rule: 7, row: 0),
                Mention(value: 0, firstToken: 0, tokenCount: 1, rule: 0, row: 0),
                Mention(value: 0, firstToken: 4_000_000_000, tokenCount: 4_000_000_000, rule: 0, row: 0),
                Mention(value: 0, firstToken: 0, tokenCount: 0, rule: 0, row: 0),
            ])
        }
    }
}

/// Indexes articles with given plugins.
private func index(_ names: [String], _ plugins: PluginSet) throws -> (TemporaryIndex, IndexReport) {
    let folder = try TemporaryIndex()
    let articles = folder.path + "/articles"
    try FileManager.default.createDirectory(atPath: articles, withIntermediateDirectories: true)
    for name in names {
        try "Seoul said no".write(toFile: articles + "/" + name, atomically: true, encoding: .utf8)
    }
    let report = try indexSources(
        [FolderSource(path: articles)], at: folder.path + "/.dossier", plugins: plugins)
    return (folder, report)
}

@Test(
    "Zones of a format plugin that lie are a problem of that input, not the end of the process",
    arguments: [
        [Zone(kind: .body, range: 5..<99)],
        [Zone(kind: .body, range: 4..<8), Zone(kind: .title, range: 0..<3)],
        [Zone(kind: .body, range: 0..<8), Zone(kind: .body, range: 6..<9)], [Zone(kind: .body, range: 3..<3)],
    ])
func lyingZones(zones: [Zone]) throws {
    let (_, report) = try index(["a.txt"], PluginSet(formats: [LyingFormat(zones: zones)], facets: []))
    #expect(report.addedCount == 0)
    #expect(report.problems.count == 1)
    #expect(report.problems[0].reason.contains("liar"))
}

@Test("A facet plugin that lies or fails costs its own facet on those documents, and is named")
func faultyFacet() throws {
    let format = LyingFormat(zones: [Zone(kind: .body, range: 0..<13)])
    let (folder, report) = try index(
        ["a.txt", "bad.txt", "c.txt"], PluginSet(formats: [format], facets: [FaultyFacet()]))
    #expect(report.addedCount == 3)
    #expect(report.problems.map(\.path) == ["articles/bad.txt"])
    #expect(report.problems[0].reason.contains("faulty"))
    let open = try SearchIndex(path: folder.path + "/.dossier")
    var request = SearchRequest("seoul")
    request.countedFacets = ["faulty"]
    let results = try open.search(request)
    #expect(results.total == 3)
    #expect(results.facets[0].values.map(\.count) == [2])
    let evidence = try open.evidence(for: "articles/a.txt")
    #expect(evidence.flatMap(\.places).map(\.words) == ["Seoul", "said"])
    #expect(open.check() == [])
}
