import Foundation
import Gazetteer
import PluginAPI
import SourceAdapters
import StandardPlugins
import Testing

@testable import Dossier

/// Names and bytes of every file in a folder but the lock.
private func contents(_ index: TemporaryIndex) throws -> [String: Data] {
    let folder = index.path
    var files: [String: Data] = [:]
    for name in try FileManager.default.contentsOfDirectory(atPath: folder) where name != "lock" {
        files[name] = try Data(contentsOf: URL(fileURLWithPath: folder + "/" + name))
    }
    return files
}

private func build(_ change: (inout IndexOptions) -> Void = { _ in }) throws -> TemporaryIndex {
    let index = try TemporaryIndex()
    var options = IndexOptions()
    options.runByteCount = 6_000
    change(&options)
    let articles = try openSource(Golden.folder.appending(path: "articles").path)
    _ = try indexSources([articles], at: index.path, plugins: standardPlugins(), options: options)
    return index
}

@Test("The same folder gives the same bytes in every run, for any number of threads and any memory")
func sameBytes() throws {
    let expected = try contents(try build())
    // Several runs, so that threads could have mattered.
    #expect(expected.keys.filter { $0.hasSuffix(".core") }.count > 3)
    #expect(try contents(try build { $0.threadCount = 1 }) == expected)
    #expect(try contents(try build { $0.threadCount = 3 }) == expected)
    #expect(try contents(try build { $0.memoryBudgetBytes = 1 }) == expected)
}

@Test("An index that joins its segments once has the core and layers that optimizing gives")
func joinedOnce() throws {
    func segment(_ index: TemporaryIndex) throws -> [String: Data] {
        try contents(index).filter { $0.key.hasSuffix(".core") || $0.key.hasSuffix(".layer") }
    }
    let optimized = try build()
    try optimizeIndex(at: optimized.path)
    let joined = try segment(try build { $0.mergesToOne = true })
    #expect(joined.keys.filter { $0.hasSuffix(".core") }.count == 1)
    #expect(try segment(optimized) == joined)
}

@Test(
    "One changed line of a facet's table writes its layers again and those of what builds on it, and nothing else"
)
func tableChange() throws {
    let index = try build()
    let before = try contents(index)
    var plugins = try standardPlugins()
    let manifest = PluginManifest(name: "alliance", kind: .facet, version: 1, summary: "", isActor: true)
    // Another facet of the same name: only two forms, one of them new.
    let table = "id\tlabel\tform\tcase\nPIPES\tThe pipelines\tpipeline\tany\nQUAD\tQuad\tthe Quad\tcaps\n"
    plugins.facets[1] = try GazetteerPlugin(manifest: manifest, table: Array(table.utf8))
    let articles = try openSource(Golden.folder.appending(path: "articles").path)
    let report = try indexSources([articles], at: index.path, plugins: plugins)
    // That of pairs is made of it.
    #expect(report.rebuiltFacets == ["alliance", "pair"])
    #expect((report.addedCount, report.updatedCount, report.unchangedCount) == (0, 0, 40))

    let after = try contents(index)
    let new = after.keys.filter { before[$0] == nil }.map { ($0 as NSString).pathExtension }
    let coreCount = before.keys.filter { $0.hasSuffix(".core") }.count
    // Each with its view of what articles are about.
    #expect(new.filter { $0 == "layer" }.count == 4 * coreCount)
    #expect(Set(new) == ["layer", "catalog", ""])
    let open = try SearchIndex(path: index.path)
    var request = SearchRequest("")
    request.filters = [.init(facet: "alliance", value: "pipes")]
    #expect(try open.search(request).total > 0)
    #expect(open.check() == [])
}
