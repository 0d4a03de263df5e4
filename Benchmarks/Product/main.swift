import Dossier
import Foundation

// How long does a reader wait? Every query as `dossier search` asks it: ten hits with their snippets, the number of all
// hits, and counts of every facet.
//
//     product-latency INDEX QUERIES.json    an object of query classes, each a list of queries

/// What one query took, in microseconds.
struct Latency {
    var search = 0.0
    var fetch = 0.0
    var snippets = 0.0
    var total: Double { search + fetch + snippets }
}

func microseconds(_ body: () throws -> Void) rethrows -> Double {
    let duration = try ContinuousClock().measure(body)
    return Double(duration.components.attoseconds) / 1e12 + Double(duration.components.seconds) * 1e6
}

func ask(_ text: String, _ index: SearchIndex) throws -> Latency {
    var request = SearchRequest(text)
    request.countedFacets = index.facetNames
    var latency = Latency()
    var hits: [Hit] = []
    var documents: [StoredDocument] = []
    latency.search = try microseconds { hits = try index.search(request).hits }
    latency.fetch = try microseconds { documents = try hits.map { try index.fetch($0.reference) } }
    latency.snippets = try microseconds { _ = try index.snippets(of: documents, for: request) }
    return latency
}

/// The value below which a share of the sorted values lie.
func quantile(_ sorted: [Double], _ share: Double) -> Double {
    sorted.isEmpty ? 0 : sorted[min(sorted.count - 1, Int(share * Double(sorted.count)))]
}

func row(_ name: String, _ latencies: [Latency]) {
    let parts: [(Latency) -> Double] = [{ $0.total }, { $0.search }, { $0.fetch }, { $0.snippets }]
    var columns = [name.padding(toLength: 18, withPad: " ", startingAt: 0)]
    for part in parts {
        let sorted = latencies.map(part).sorted()
        columns.append(String(format: "%8.0f %8.0f", quantile(sorted, 0.5), quantile(sorted, 0.99)))
    }
    print(columns.joined(separator: "   "))
}

func runLatency(_ arguments: [String]) throws {
    guard arguments.count == 2 else { return print("usage: product-latency INDEX QUERIES.json") }
    let index = try SearchIndex(path: arguments[0])
    let classes = try JSONDecoder().decode(
        [String: [String]].self, from: Data(contentsOf: URL(fileURLWithPath: arguments[1])))
    print("microseconds: p50 and p99 of all   of the search   of fetching   of snippets")
    var all: [Latency] = []
    for (name, queries) in classes.sorted(by: { $0.key < $1.key }) {
        // The first pass reads the files.
        for query in queries { _ = try ask(query, index) }
        let latencies = try queries.map { try ask($0, index) }
        row(name, latencies)
        all += latencies
    }
    row("all", all)
}

do {
    try runLatency(Array(CommandLine.arguments.dropFirst()))
} catch {
    print("failed: \(error)")
}
