import Dossier
import Foundation
import PluginAPI
import SourceAdapters
import StandardPlugins
import Testing

@Test(
    "The example of the README works: a folder is indexed, searched by words and actor, shown, and written live"
)
func libraryExample() throws {
    let folder = try TemporaryIndex()
    let plugins = try standardPlugins()
    let articles = try openSource(Golden.folder.appending(path: "articles").path)
    let report = try indexSources([articles], at: folder.path, plugins: plugins)
    #expect(report.addedCount == 40)
    #expect(report.isComplete, "\(report.problems)")

    let index = try SearchIndex(path: folder.path)
    var request = SearchRequest("missile defence")
    request.filters = [.init(facet: "actor", value: "South Korea")]
    request.countedFacets = ["country"]
    let results = try index.search(request)
    #expect(results.total > 0)
    for hit in results.hits {
        let document = try index.fetch(hit.reference)
        let snippet = try index.snippet(of: document, for: request)
        print(hit.score, document.identifier, document.title, snippet.text)
    }
    #expect(results.facets[0].values.contains { $0.id == "KR" && $0.count == results.total })
    #expect(index.check() == [])

    var document = Document(identifier: "wire/1")
    document.append(.body, "Seoul spoke of missile defence.".utf8)
    let live = try LiveIndex(path: folder.path, plugins: plugins)
    try live.add(document)
    let now = try live.snapshot.search(request)
    #expect(now.total == results.total + 1)
    try live.sync()
    try live.close()
    #expect(try SearchIndex(path: folder.path).search(request).total == now.total)
}

/// A folder for one index, removed afterwards.
final class TemporaryIndex: Sendable {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "dossier-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
