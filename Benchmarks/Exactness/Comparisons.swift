import Dossier
import Foundation
import IndexSearch
import PluginAPI
import SearchOracle
import SourceAdapters
import StandardPlugins

/// Indexes JSON lines in a folder of its own and compares every query's whole ranking with the oracle's.
func compareWithOracle(documents: String, queries: String) throws {
    let folder = NSTemporaryDirectory() + "dossier-exactness-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let plugins = try standardPlugins()
    let source = try openSource(documents)
    let report = try indexSources([source], at: folder, plugins: plugins)
    let index = try SearchIndex(path: folder)
    // Title, body, aside and author, as requests weigh them.
    let titleWeight = SearchRequest.usualFieldWeights["title"] ?? 1
    var oracle = SearchOracle(model: RankingModel(fieldWeights: [titleWeight, 1, 1, 1]))
    for entry in try source.walk().entries {
        let input = try source.read(entry)
        guard let plugin = plugins.format(for: input), let document = try? plugin.read(input) else {
            continue
        }
        oracle.append(document)
    }
    let parser = QueryParser(facetNames: [])
    let lines = try openSource(queries)
    var identifiers: [DocumentReference: String] = [:]
    var (same, different, hitCount) = (0, 0, 0)
    for entry in try lines.walk().entries {
        let text = String(decoding: try lines.read(entry).bytes, as: UTF8.self)
        let expected = oracle.search(parser.parse(text)).hits
        var request = SearchRequest(text)
        request.limit = report.documentCount
        let found = try index.search(request).hits.map { hit in
            let known = try identifiers[hit.reference] ?? index.fetch(hit.reference).identifier
            identifiers[hit.reference] = known
            return SearchOracle.Hit(identifier: known, score: hit.score)
        }
        hitCount += expected.count
        if found == expected {
            same += 1
        } else {
            different += 1
            print("differs: \(text)")
        }
    }
    print("\(report.documentCount) documents, \(same + different) queries, \(hitCount) scored hits")
    print("\(same) rankings equal the oracle's bit for bit, \(different) differ")
}

/// Compares top-10 and top-100 searches that may skip documents with ones that score every match: their limit is the
/// number of documents, so that nothing can be too weak to enter.
func comparePruned(indexPath: String, queries: String, count: Int?) throws {
    let index = try SearchIndex(path: indexPath)
    let lines = try String(contentsOfFile: queries, encoding: .utf8).split(separator: "\n").map(String.init)
    let documentCount = try index.statistics().documentCount
    var (same, different) = (0, 0)
    var times: (pruned: Duration, exhaustive: Duration) = (.zero, .zero)
    let clock = ContinuousClock()
    for text in lines.prefix(count ?? .max) {
        var request = SearchRequest(text)
        request.limit = documentCount
        var exhaustive: [Hit] = []
        times.exhaustive += try clock.measure { exhaustive = try index.search(request).hits }
        request.countsTotal = false
        for limit in [10, 100] {
            request.limit = limit
            var pruned: [Hit] = []
            times.pruned += try clock.measure { pruned = try index.search(request).hits }
            if pruned == Array(exhaustive.prefix(limit)) {
                same += 1
            } else {
                different += 1
                print("differs: \(limit) \(text)")
            }
        }
    }
    print("\(documentCount) documents: \(same) searches equal, \(different) differ")
    print("pruned \(times.pruned), scoring all matches \(times.exhaustive)")
}
